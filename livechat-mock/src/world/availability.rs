//! When agents were available: from when they are until they are no more, or offline.

use std::collections::BTreeMap;

use livechat_sdk::{Timestamp, UserId, model::UserStatus};
use serde::{Deserialize, Serialize};

use super::{Account, World, routing::AGENT};
use crate::Edition;

/// The days of servers, in milliseconds: those of UTC here.
const DAY: i64 = 86_400_000;
/// How long before midnight servers end sessions that go on.
const CUT: i64 = 1_000;
/// How many midnights cut a session at most, however far a test's clock leaps.
const MIDNIGHTS: usize = 36_600;

/// When agents were available.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Availability {
    /// Since when those are who are so now.
    since: BTreeMap<UserId, Timestamp>,
    /// What has ended, the oldest first.
    ended: BTreeMap<UserId, Vec<Session>>,
}

/// A time in which an agent was available, within a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Session {
    pub(crate) started: Timestamp,
    pub(crate) stopped: Timestamp,
}

impl Session {
    /// In whole seconds.
    pub(crate) fn seconds(self) -> u64 {
        self.stopped.saturating_since(self.started).as_secs()
    }
}

/// What there is about one agent and one day.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct DayOfAgent {
    /// What has ended.
    pub(crate) sessions: Vec<Session>,
    /// What goes on.
    pub(crate) running_since: Option<Timestamp>,
}

/// The number of the day in which a time lies, from 1970 on.
pub(crate) fn day_of(at: Timestamp) -> i64 {
    at.as_millis().div_euclid(DAY)
}

impl Availability {
    fn start(&mut self, agent: &UserId, now: Timestamp) {
        self.since.entry(agent.clone()).or_insert(now);
    }

    fn stop(&mut self, agent: &UserId, now: Timestamp) {
        if let Some(since) = self.since.remove(agent) {
            let (ended, last) = cut(since, now);
            let sessions = self.ended.entry(agent.clone()).or_default();
            sessions.extend(ended);
            sessions.push(Session { started: last, stopped: now.max(last) });
        }
    }

    /// The days of each agent until now, by the days' numbers.
    pub(crate) fn days(&self, now: Timestamp) -> BTreeMap<&UserId, BTreeMap<i64, DayOfAgent>> {
        let mut days: BTreeMap<&UserId, BTreeMap<i64, DayOfAgent>> = BTreeMap::new();
        for (agent, sessions) in &self.ended {
            for session in sessions {
                let day = days.entry(agent).or_default().entry(day_of(session.started)).or_default();
                day.sessions.push(*session);
            }
        }
        for (agent, since) in &self.since {
            let of_agent = days.entry(agent).or_default();
            let (ended, last) = cut(*since, now);
            for session in ended {
                of_agent.entry(day_of(session.started)).or_default().sessions.push(session);
            }
            of_agent.entry(day_of(last)).or_default().running_since = Some(last);
        }
        days
    }
}

/// Cuts what has lasted since then at each midnight: the parts that have ended, and when the last one started.
fn cut(since: Timestamp, now: Timestamp) -> (Vec<Session>, Timestamp) {
    let (mut ended, mut started) = (Vec::new(), since);
    for day in (day_of(since) + 1..=day_of(now)).take(MIDNIGHTS) {
        let midnight = Timestamp::from_millis(day * DAY);
        let stopped = Timestamp::from_millis(day * DAY - CUT).max(started);
        ended.push(Session { started, stopped });
        started = midnight;
    }
    (ended, started)
}

impl World {
    /// Takes down who is available from now on, and who no more. Who was added or changed since the last time counts from
    /// now: a world that is changed by hand is not told the time.
    pub(crate) fn note_availability(&mut self, now: Timestamp) {
        let changed = self.users.take_changed();
        if changed.is_empty() || self.edition() == Edition::Community {
            return;
        }
        for agent in changed {
            if self.users.by_id(agent.as_str()).is_some_and(is_available) {
                self.availability.start(&agent, now);
            } else {
                self.availability.stop(&agent, now);
            }
        }
    }
}

fn is_available(account: &Account) -> bool {
    let user = &account.user;
    let is_there = user.status.as_ref().is_some_and(|status| *status != UserStatus::Offline);
    account.has_role(AGENT) && user.active != Some(false) && account.is_available && is_there
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_session_ends_where_the_agent_does() {
        let mut world = World::empty();
        let ann = world.add_user(Account::new("ann", "p").role(AGENT));
        world.add_user(Account::new("bob", "p"));
        world.note_availability(at("2026-01-01T10:00:00Z"));
        world.note_availability(at("2026-01-01T10:00:30Z"));
        world.set_available(&ann, false);
        world.note_availability(at("2026-01-01T10:01:00Z"));
        world.modify_user(&ann, |user| user.status = Some(UserStatus::Away));
        world.note_availability(at("2026-01-01T10:02:00Z"));
        world.set_available(&ann, true);
        world.note_availability(at("2026-01-01T11:00:00Z"));
        let now = at("2026-01-01T12:00:00Z");
        let days = world.availability.days(now);
        assert_eq!(days.len(), 1);
        let [(_, day)] = Vec::from_iter(&days[&ann])[..] else { panic!() };
        let session = Session { started: at("2026-01-01T10:00:00Z"), stopped: at("2026-01-01T10:01:00Z") };
        let expected = DayOfAgent { sessions: vec![session], running_since: Some(at("2026-01-01T11:00:00Z")) };
        assert_eq!(*day, expected);
        world.remove_user(&ann);
        world.note_availability(now);
        assert!(world.availability.since.is_empty());
    }

    #[test]
    fn midnight_cuts_what_goes_on() {
        let (ended, last) = cut(at("2026-01-01T23:00:00Z"), at("2026-01-03T01:00:00Z"));
        assert_eq!(last, at("2026-01-03T00:00:00Z"));
        assert_eq!(
            ended,
            [
                Session { started: at("2026-01-01T23:00:00Z"), stopped: at("2026-01-01T23:59:59Z") },
                Session { started: at("2026-01-02T00:00:00Z"), stopped: at("2026-01-02T23:59:59Z") },
            ]
        );
        // In the last second of a day, nothing is left of it.
        let (ended, _) = cut(at("2026-01-01T23:59:59.500Z"), at("2026-01-02T00:00:00Z"));
        assert_eq!(ended[0].seconds(), 0);
    }
}
