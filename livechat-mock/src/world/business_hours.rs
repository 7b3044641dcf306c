//! Business hours, and the agents whom they let take conversations.
//!
//! The server's own time zone is UTC. As servers do, the work hours are kept as times of a week there, which follow daylight
//! saving when a day of the server's begins.

use std::time::Duration;

use jiff::tz::TimeZone;
use livechat_sdk::{
    BusinessHourId, DepartmentId, Timestamp, UserId,
    business_hours::SaveBusinessHour,
    model::{
        BusinessHour, BusinessHourTimezone, BusinessHourType, Department, DepartmentName, UserStatus, WorkHour,
        WorkHourData, WorkTime,
    },
};
use serde::{Deserialize, Serialize};

use super::{
    AGENT, Account, Change, World,
    agenda::Job,
    outbox::Outbox,
    table::{Record, Table},
    week::{DAY, DAYS, MinuteOfWeek as _, Span, WEEK, clock_time, minute_of_week, week_time},
};
use crate::time_zone;

impl Record for BusinessHour {
    type Id = BusinessHourId;

    fn id(&self) -> &BusinessHourId {
        &self.id
    }

    fn id_mut(&mut self) -> &mut BusinessHourId {
        &mut self.id
    }

    fn changed(&self, id: BusinessHourId) -> Option<Change> {
        Some(Change::BusinessHour(id))
    }
}

/// The settings that business hours go by.
const ENABLED: &str = "Livechat_enable_business_hours";
const KIND: &str = "Livechat_business_hour_type";

/// How far back what was missed is caught up with. Each week is like the other.
const CAUGHT_UP: Duration = Duration::from_secs(8 * 24 * 60 * 60);

#[derive(Clone, Debug, Default)]
pub(crate) struct BusinessHours {
    table: Table<BusinessHour>,
    /// Which hours agents go by at present; `None` while they go by none.
    running: Option<Kind>,
}

/// Which agents go by which hours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Kind {
    /// All by the default ones.
    Single,
    /// Those of a department that has hours of its own by these.
    Multiple,
}

impl BusinessHours {
    /// Fills them, where there are none, as others were.
    pub(super) fn fill(&mut self, hours: impl Iterator<Item = BusinessHour>, running: Option<Kind>) {
        let outbox = &mut Outbox::default();
        for hours in hours {
            self.table.put(hours, outbox);
        }
        self.running = running;
    }

    pub(super) fn running(&self) -> Option<Kind> {
        self.running
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &BusinessHour> {
        self.table.iter()
    }

    pub(crate) fn by_id(&self, id: &str) -> Option<&BusinessHour> {
        self.table.by_id(id)
    }

    fn default(&self) -> Option<&BusinessHour> {
        self.iter().find(|hours| hours.hour_type == Some(BusinessHourType::Default))
    }

    /// Changes hours, apart from their id.
    fn modify<R>(&mut self, id: &str, outbox: &mut Outbox, change: impl FnOnce(&mut BusinessHour) -> R) -> Option<R> {
        let slot = self.table.find(id)?;
        self.table.modify(slot, outbox, change)
    }
}

/// The record.
impl World {
    /// The business hours, in the order in which they were added. The default ones are there as soon as they are needed.
    pub fn business_hours(&self) -> impl DoubleEndedIterator<Item = &BusinessHour> {
        self.business_hours.iter()
    }

    /// Adds business hours as they are, or replaces those with the same id. If the id is empty, one is drawn.
    ///
    /// Agents go by the times in the time zone of the server, UTC: [`WorkTime::cron`].
    pub fn add_business_hour(&mut self, mut hours: BusinessHour) -> BusinessHourId {
        if hours.id.as_str().is_empty() {
            hours.id = self.ids.hex().into();
        }
        let id = hours.id.clone();
        self.business_hours.table.put(hours, &mut self.outbox);
        self.hours_changed();
        id
    }

    /// The default hours, which are created where there are none.
    pub(crate) fn default_hours(&mut self, now: Timestamp) -> BusinessHourId {
        if let Some(hours) = self.business_hours.default() {
            return hours.id.clone();
        }
        let mut hours = BusinessHour::new(self.ids.hex(), "")
            .hour_type(BusinessHourType::Default)
            .timezone(BusinessHourTimezone::new("UTC", "0"))
            .created_at(now)
            .updated_at(now);
        hours.work_hours = (1..).zip(DAYS).map(|(code, day)| usual_day(code, day)).collect();
        self.add_business_hour(hours)
    }

    /// Hours with the departments that keep them.
    pub(crate) fn shown_hours(&self, hours: &BusinessHour, with_names: bool) -> BusinessHour {
        let mut shown = hours.clone();
        let keeping =
            self.departments.iter().filter(|department| department.business_hour_id.as_ref() == Some(&hours.id));
        let keeping = keeping.map(|department| {
            let mut shown = DepartmentName::new(department.id.clone(), department.name.clone().unwrap_or_default());
            shown.name = shown.name.filter(|_| with_names);
            shown
        });
        shown.departments = Some(keeping.collect());
        shown
    }

    /// Stores what was sent for hours; `None` if there are none with this id. Departments keep them with
    /// [`keep_hours`](Self::keep_hours).
    pub(crate) fn save_hours(&mut self, sent: &SaveBusinessHour, now: Timestamp) -> Option<BusinessHourId> {
        let is_default = sent.hour_type == BusinessHourType::Default;
        let known = sent.id.as_ref().filter(|id| !id.as_str().is_empty());
        let id = match known {
            Some(id) => self.business_hours.by_id(id.as_str())?.id.clone(),
            None if is_default => return None,
            None => self.ids.hex().into(),
        };
        let created_at = self.business_hours.by_id(id.as_str()).map_or(Some(now), |hours| hours.created_at);
        let zone = time_zone::named(&sent.timezone_name).unwrap_or(TimeZone::UTC);
        let offset = offset(now, &zone);
        let mut hours = BusinessHour::new(id, sent.name.clone())
            .active(sent.active)
            .hour_type(sent.hour_type.clone())
            .timezone(BusinessHourTimezone::new(sent.timezone_name.clone(), written_offset(offset)))
            .days_open(sent.days_open.clone())
            .updated_at(now);
        hours.created_at = created_at;
        hours.days_time = (!sent.days_time.is_empty()).then(|| sent.days_time.clone());
        hours.work_hours = sent.work_hours.iter().map(|day| saved_day(day, offset)).collect();
        if is_default {
            hours.department_ids = Some(sent.department_ids.clone());
        }
        Some(self.add_business_hour(hours))
    }

    /// Lets these departments keep hours, and no others. One that kept others is moved.
    pub(crate) fn keep_hours(&mut self, hours: &BusinessHourId, departments: &[DepartmentId]) {
        let keeps = |id: &DepartmentId| departments.contains(id);
        let others: Vec<_> = self
            .departments
            .iter()
            .filter(|department| (department.business_hour_id.as_ref() == Some(hours)) != keeps(&department.id))
            .map(|department| department.id.clone())
            .collect();
        for id in others {
            let kept = keeps(&id).then(|| hours.clone());
            self.modify_department(&id, |department| department.business_hour_id = kept);
        }
        self.hours_changed();
    }

    /// Removes hours. Their departments go by the default ones again.
    pub fn remove_business_hour(&mut self, id: impl AsRef<str>) -> Option<BusinessHour> {
        let (_, hours) = self.business_hours.table.remove(id.as_ref(), &mut self.outbox)?;
        self.keep_hours(&hours.id, &[]);
        Some(hours)
    }

    /// Lets a department that was disabled, archived or removed keep no hours. Hours that no other one keeps do not count
    /// any longer.
    pub(crate) fn leave_hours(&mut self, department: &DepartmentId) {
        let kept = self.modify_department(department, |department| department.business_hour_id.take()).flatten();
        let Some(hours) = kept else { return };
        if !self.departments.iter().any(|other| other.business_hour_id.as_ref() == Some(&hours)) {
            self.business_hours.modify(hours.as_str(), &mut self.outbox, |hours| hours.active = Some(false));
        }
        self.hours_changed();
    }
}

/// The effect on agents.
impl World {
    /// Something changed that decides which agents may take conversations: it takes effect when the world is next told the
    /// time.
    pub(super) fn hours_changed(&mut self) {
        if self.business_hours.running.is_some() || self.settings.flag(ENABLED) {
            self.agenda.schedule_soon(Job::BusinessHours);
        }
    }

    /// A setting changed.
    pub(super) fn setting_changed(&mut self, name: &str) {
        if matches!(name, ENABLED | KIND) {
            self.agenda.schedule_soon(Job::BusinessHours);
        }
    }

    fn wanted_kind(&self) -> Option<Kind> {
        let kind = if self.settings.text(KIND) == "Multiple" { Kind::Multiple } else { Kind::Single };
        self.settings.flag(ENABLED).then_some(kind)
    }

    /// Whether an agent may become available: inside of the agent's hours, or where there are none.
    pub(crate) fn is_in_hours(&self, agent: &UserId) -> bool {
        let is_open = || self.users.by_id(agent.as_str()).is_some_and(|account| !account.open_hours.is_empty());
        self.wanted_kind().is_none() || is_open()
    }

    /// When conversations of a department, or of none, are attended to; `None` if they always are.
    pub(super) fn attended_hours(&self, department: Option<&Department>) -> Option<Vec<Span>> {
        let kind = self.wanted_kind()?;
        let own = department.and_then(|department| department.business_hour_id.as_ref());
        let own = own.filter(|_| kind == Kind::Multiple).and_then(|id| self.business_hours.by_id(id.as_str()));
        own.or_else(|| self.business_hours.default()).map(|hours| spans(hours).collect())
    }

    /// Lets agents begin and end work by the time, and puts down when to look again.
    pub(super) fn turn_hours(&mut self, at: Timestamp, now: Timestamp) {
        let kind = self.wanted_kind();
        let begins = kind != self.business_hours.running;
        self.business_hours.running = kind;
        let Some(kind) = kind else { return self.close_all_hours() };
        let at = at.max(Timestamp::from_millis(now.as_millis().saturating_sub(CAUGHT_UP.as_millis() as i64)));
        self.default_hours(at);
        if minute_of_week(at).is_multiple_of(DAY) {
            self.follow_daylight_saving(at);
        }
        let open = self.open_hours(at);
        let agents: Vec<_> =
            self.users.accounts().filter(|account| is_concerned(account)).map(|it| it.user.id.clone()).collect();
        for agent in agents {
            let wanted: Vec<_> = self.hours_of(&agent, kind).into_iter().filter(|id| open.contains(id)).collect();
            self.open_for(&agent, wanted, begins);
        }
        self.agenda.schedule(Job::BusinessHours, self.next_turn(at));
    }

    /// Hours no longer count: nobody's availability changes by that.
    fn close_all_hours(&mut self) {
        let with_hours = self.users.accounts().filter(|account| !account.open_hours.is_empty());
        let agents: Vec<_> = with_hours.map(|account| account.user.id.clone()).collect();
        for agent in agents {
            self.modify_account(&agent, |account| account.open_hours.clear());
        }
    }

    /// Makes these the hours that are open for an agent. Whom nothing is open for from the first takes no conversations
    /// either.
    fn open_for(&mut self, agent: &UserId, wanted: Vec<BusinessHourId>, begins: bool) {
        let Some(account) = self.users.by_id(agent.as_str()) else { return };
        let opens = wanted.iter().any(|id| !account.open_hours.contains(id));
        let closes = wanted.is_empty() && (begins || !account.open_hours.is_empty());
        let is_available = match (account.is_available, account.has_role(AGENT)) {
            (false, true) if opens && account.user.status == Some(UserStatus::Online) => true,
            (true, true) if closes && !account.has_role("bot") => false,
            (is_available, _) => is_available,
        };
        if wanted != account.open_hours || is_available != account.is_available {
            self.modify_account(agent, |account| {
                account.open_hours = wanted;
                account.is_available = is_available;
            });
        }
    }

    /// The hours that are open at a time.
    fn open_hours(&self, at: Timestamp) -> Vec<BusinessHourId> {
        let minute = minute_of_week(at);
        let is_open = |hours: &&BusinessHour| spans(hours).any(|span| span.contains(minute));
        self.business_hours.iter().filter(is_open).map(|hours| hours.id.clone()).collect()
    }

    /// The hours that an agent goes by.
    fn hours_of(&self, agent: &UserId, kind: Kind) -> Vec<BusinessHourId> {
        let is_agent = self.agent(agent).is_some();
        let turns = self.departments.turns_of_agent(agent.as_str()).filter(|_| is_agent && kind == Kind::Multiple);
        let departments = turns.filter_map(|turn| self.departments.by_id(turn.department.as_str()));
        let kept: Vec<_> = departments
            .filter_map(|department| Some((department.enabled == Some(true), department.business_hour_id.clone()?)))
            .collect();
        let default = self.business_hours.default().filter(|_| is_agent && kept.is_empty());
        let default = default.map(|hours| hours.id.clone());
        let mut hours: Vec<_> =
            kept.into_iter().filter(|(is_enabled, _)| *is_enabled).map(|(_, id)| id).chain(default).collect();
        hours.sort();
        hours.dedup();
        hours
    }

    /// When to look again: where a work hour begins or ends, and where a day of the server's begins.
    fn next_turn(&self, at: Timestamp) -> Timestamp {
        let minute = minute_of_week(at);
        let ends = self.business_hours.iter().flat_map(spans).flat_map(|span| [span.start, span.finish]);
        let until = |end: u32| match (end + WEEK - minute) % WEEK {
            0 => WEEK,
            until => until,
        };
        let next = ends.map(until).chain([DAY - minute % DAY]).min().unwrap_or(DAY);
        let start = Timestamp::from_millis(at.as_millis() - at.as_millis().rem_euclid(60_000));
        start.saturating_add(Duration::from_secs(u64::from(next) * 60))
    }

    /// Saves hours anew whose time zone is another distance ahead of UTC now.
    fn follow_daylight_saving(&mut self, at: Timestamp) {
        let others: Vec<_> = self
            .business_hours
            .iter()
            .filter_map(|hours| {
                let timezone = hours.timezone.as_ref()?;
                let offset = offset(at, &time_zone::named(timezone.name.as_deref()?)?);
                (read_offset(timezone.utc.as_deref()?) != Some(offset)).then(|| (hours.id.clone(), offset))
            })
            .collect();
        for (id, offset) in others {
            self.business_hours.modify(id.as_str(), &mut self.outbox, |hours| {
                if let Some(timezone) = &mut hours.timezone {
                    timezone.utc = Some(written_offset(offset));
                }
                for day in &mut hours.work_hours {
                    let (name, code, is_open) = (day.day.clone(), day.code, day.open);
                    let time =
                        |time: &Option<WorkTime>| time.as_ref().and_then(|time| time.time.clone()).unwrap_or_default();
                    let sent = WorkHourData::new(name, time(&day.start), time(&day.finish));
                    *day = saved_day(&sent, offset);
                    (day.code, day.open) = (code, is_open);
                }
                hours.updated_at = Some(at);
            });
        }
    }

    /// A user became an agent: outside of hours, one who takes no conversations.
    pub(super) fn admit_agent(&mut self, agent: &UserId) {
        let Some(kind) = self.wanted_kind() else { return };
        self.hours_changed();
        let Some(now) = self.agenda.now() else { return };
        let open = self.open_hours(now);
        let is_open = self.hours_of(agent, kind).iter().any(|id| open.contains(id));
        let is_bot = self.users.by_id(agent.as_str()).is_some_and(|account| account.has_role("bot"));
        if !is_open && !is_bot {
            self.modify_account(agent, |account| account.is_available = false);
        }
    }

    /// A user logged in: an agent becomes available inside of hours.
    pub(super) fn begin_work(&mut self, user: &UserId) {
        let is_absent =
            |account: &&Account| account.has_role(AGENT) && !account.has_role("bot") && !account.is_available;
        let agent = self.users.by_id(user.as_str()).filter(is_absent);
        if agent.is_some_and(|agent| !agent.open_hours.is_empty()) {
            self.set_available(user, true);
        }
    }
}

/// Agents, and who was one and still has hours.
fn is_concerned(account: &Account) -> bool {
    account.has_role(AGENT) || !account.open_hours.is_empty()
}

/// When hours are open, if they count.
fn spans(hours: &BusinessHour) -> impl Iterator<Item = Span> {
    let days = hours.work_hours.iter().filter(|day| hours.active == Some(true) && day.open == Some(true));
    days.filter_map(|day| {
        let [start, finish] = [&day.start, &day.finish].map(|time| time.as_ref()?.cron.as_ref()?.minute());
        Some(Span { start: start?, finish: finish? })
    })
}

/// A day of the default hours on a fresh server.
fn usual_day(code: u64, day: &str) -> WorkHour {
    let mut usual = saved_day(&WorkHourData::new(day, "08:00", "20:00"), 0);
    (usual.code, usual.open) = (Some(code), Some(code <= 5));
    usual
}

/// A day as it is kept, of hours that are so many seconds ahead of UTC.
fn saved_day(sent: &WorkHourData, offset: i32) -> WorkHour {
    let saved = |time: &str| {
        let at = week_time(&sent.day, clock_time(time), offset);
        let mut saved = WorkTime::default();
        (saved.time, saved.utc, saved.cron) = (Some(time.to_owned()), Some(at.clone()), Some(at));
        saved
    };
    WorkHour::new(sent.day.clone()).start(saved(&sent.start)).finish(saved(&sent.finish)).open(sent.open)
}

fn offset(at: Timestamp, zone: &TimeZone) -> i32 {
    time_zone::offset(at, zone).seconds()
}

/// As `+07:00`.
fn written_offset(seconds: i32) -> String {
    let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The same, or a number of hours.
fn read_offset(text: &str) -> Option<i32> {
    let Some((hours, minutes)) = text.split_once(':') else { return Some(text.parse::<i32>().ok()? * 3_600) };
    let seconds = hours.trim_start_matches(['+', '-']).parse::<i32>().ok()? * 3_600 + minutes.parse::<i32>().ok()? * 60;
    Some(if hours.starts_with('-') { -seconds } else { seconds })
}

#[cfg(test)]
mod tests {
    use livechat_sdk::model::Department;
    use proptest::{collection::vec, prelude::*};

    use super::*;

    const MONDAY: i64 = 1_767_571_200_000;

    fn at(minute: i64) -> Timestamp {
        Timestamp::from_millis(MONDAY + minute * 60_000)
    }

    fn is_available(world: &World, agent: &str) -> bool {
        world.users.by_id(agent).unwrap().is_available
    }

    /// Hours that are open on some days, an hour ahead of UTC.
    fn hours(days: &[(usize, u32, u32)]) -> SaveBusinessHour {
        let day = |&(day, start, length): &(usize, u32, u32)| {
            let time = |minute: u32| format!("{:02}:{:02}", minute / 60, minute % 60);
            let finish = (start + length).min(DAY - 1).max(start + 1);
            WorkHourData::new(DAYS[day], time(start), time(finish))
        };
        SaveBusinessHour::new("Hours", "Africa/Lagos", days.iter().map(day))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        /// An agent who leaves all to the hours is available just inside of them, in whichever steps time passes.
        #[test]
        fn agents_work_inside_of_their_hours(
            days in vec((0_usize..7, 0_u32..DAY - 2, 1_u32..DAY), 0..4),
            steps in vec(1_i64..3_000, 1..40),
        ) {
            let mut world = World::empty();
            world.set_setting(ENABLED, true).unwrap();
            world.set_setting(KIND, "Multiple").unwrap();
            world.add_department(Department::new("d", "D"));
            world.add_user(Account::new("ann", "p").id("ann").role(AGENT));
            world.add_department_agent("d", "ann");
            let id = world.save_hours(&hours(&days), at(0)).unwrap();
            world.keep_hours(&id, &["d".into()]);
            let spans: Vec<_> = spans(world.business_hours.by_id(id.as_str()).unwrap()).collect();
            let mut minute = 0;
            for step in steps {
                minute += step;
                world.advance(at(minute));
                let of_week = u32::try_from(minute % i64::from(WEEK)).unwrap();
                let is_open = spans.iter().any(|span| {
                    let wraps = span.finish < span.start;
                    let (after, before) = (span.start <= of_week, of_week < span.finish);
                    if wraps { after || before } else { after && before }
                });
                prop_assert_eq!(is_available(&world, "ann"), is_open, "{:?} at {}", spans, of_week);
            }
        }
    }

    #[test]
    fn hours_are_of_agents_and_of_who_was_one_until_they_end() {
        let mut world = World::empty();
        world.set_setting(ENABLED, true).unwrap();
        for (user, roles) in [("ann", &[AGENT][..]), ("bob", &[AGENT]), ("bot", &[AGENT, "bot"]), ("eve", &[])] {
            let account = Account::new(user, "p").id(user);
            world.add_user(roles.iter().fold(account, |account, role| account.role(*role)));
        }
        let has_hours = |world: &World, user: &str| !world.users.by_id(user).unwrap().open_hours.is_empty();
        world.advance(at(12 * 60));
        assert_eq!(["ann", "bob", "bot", "eve"].map(|user| has_hours(&world, user)), [true, true, true, false]);
        // Logging in makes available inside of hours: agents who are none any more, and bots, it does not.
        for user in ["ann", "bob", "bot"] {
            world.modify_account(user, |account| account.is_available = false);
        }
        world.modify_account("bob", |account| account.user.roles.retain(|role| role != AGENT));
        for user in ["ann", "bob", "bot"] {
            world.begin_work(&user.into());
        }
        assert_eq!(["ann", "bob", "bot"].map(|user| is_available(&world, user)), [true, false, false]);
        world.advance(at(21 * 60));
        assert_eq!(["ann", "bob", "bot"].map(|user| has_hours(&world, user)), [false; 3]);
    }

    #[test]
    fn a_year_is_caught_up_with_in_a_few_steps() {
        let mut world = World::empty();
        world.set_setting(ENABLED, true).unwrap();
        world.add_user(Account::new("ann", "p").id("ann").role(AGENT));
        world.advance(at(9 * 60));
        assert!(is_available(&world, "ann"));
        let from = world.next_change();
        // A Tuesday, in the evening.
        world.advance(at(i64::from(52 * WEEK + DAY + 21 * 60)));
        assert!(!is_available(&world, "ann"));
        assert!(world.next_change() - from < 40, "{}", world.next_change() - from);
        // The clock was set back.
        world.advance(at(12 * 60));
        assert!(is_available(&world, "ann"));
    }

    #[test]
    fn offsets_are_read_as_they_are_written() {
        for (seconds, text) in [(0, "+00:00"), (25_200, "+07:00"), (19_800, "+05:30"), (-12_600, "-03:30")] {
            assert_eq!((written_offset(seconds), read_offset(text)), (text.to_owned(), Some(seconds)));
        }
        assert_eq!((read_offset("0"), read_offset("-3"), read_offset("x")), (Some(0), Some(-10_800), None));
    }
}
