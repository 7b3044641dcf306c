//! What rooms are filtered by, side by side.
//!
//! A list of all rooms counts those that match, and so has to look at each. Looking at a row here takes a fraction of what
//! looking at the room itself does.

use std::collections::{BTreeMap, BTreeSet};

use livechat_sdk::{DepartmentId, JsonObject, Timestamp, UnitId, UserId, model::Room, rooms::TimeRange};
use regex::RegexBuilder;

use super::{
    Scope,
    names::{Names, Number},
    sparse::Sparse,
    table::{Index, Slot},
};

/// Which rooms are wanted: those that pass everything that is given.
#[derive(Debug, Default)]
pub(crate) struct RoomFilter<'a> {
    /// Served by one of these.
    pub(crate) agents: Option<Vec<&'a str>>,
    /// Of one of these.
    pub(crate) departments: Option<Vec<&'a str>>,
    pub(crate) is_open: Option<bool>,
    pub(crate) is_served: Option<bool>,
    pub(crate) is_on_hold: Option<bool>,
    pub(crate) opened: Option<TimeRange>,
    pub(crate) closed: Option<TimeRange>,
    /// With this text in the name, in upper or lower case.
    pub(crate) name: Option<&'a str>,
    /// With one of these.
    pub(crate) tags: Option<&'a [String]>,
    /// That belong to these units.
    pub(crate) scope: Option<&'a Scope>,
    /// With all of these custom fields, whose values the patterns match, in upper or lower case.
    pub(crate) fields: Vec<(&'a str, String)>,
}

/// All rooms, as far as they are filtered.
#[derive(Clone, Debug, Default)]
pub(crate) struct Roster {
    /// By slot.
    rows: Sparse<Row>,
    by_time: BTreeSet<(Timestamp, Slot)>,
    agents: Names,
    departments: Names,
    /// In lower case.
    names: Names,
    by_tag: Index,
    by_unit: Index,
    /// By the key of the custom field.
    fields: BTreeMap<String, Column>,
}

/// The values of a custom field.
#[derive(Clone, Debug, Default)]
struct Column {
    /// In lower case.
    values: Names,
    /// By the room's slot.
    numbers: Sparse<Number>,
}

/// One room.
#[derive(Clone, Debug)]
struct Row {
    opened: Timestamp,
    closed: Option<Timestamp>,
    agent: Option<Number>,
    department: Option<Number>,
    is_open: bool,
    is_on_hold: bool,
    name: Number,
    /// Most rooms have none.
    marks: Option<Box<Marks>>,
}

/// What a room is found by that only some have.
#[derive(Clone, Debug)]
struct Marks {
    tags: Vec<String>,
    units: Vec<UnitId>,
    fields: JsonObject,
}

/// Who serves a room.
fn served_by(room: &Room) -> Option<&str> {
    room.served_by.as_ref()?.id.as_ref().map(UserId::as_str)
}

impl Roster {
    /// Adds a room, or takes over what changed.
    pub(crate) fn put(&mut self, slot: Slot, room: &Room) {
        if self.rows.get(slot.place()).is_some_and(|row| self.is_of(row, room)) {
            return;
        }
        self.remove(slot);
        let row = Row {
            opened: room.created_at,
            closed: room.closed_at,
            agent: served_by(room).map(|agent| self.agents.number(agent)),
            department: room.department_id.as_ref().map(|id| self.departments.number(id.as_str())),
            is_open: room.is_open(),
            is_on_hold: room.on_hold == Some(true),
            name: self.names.number(&lower(room.display_name.as_deref().unwrap_or_default()).collect::<String>()),
            marks: Marks::of(room).map(Box::new),
        };
        if let Some(marks) = &row.marks {
            marks.tags.iter().for_each(|tag| self.by_tag.add(tag, slot));
            marks.units.iter().for_each(|unit| self.by_unit.add(unit.as_str(), slot));
            for (key, value) in marks.texts() {
                self.fields.entry(key.to_owned()).or_default().put(slot, value);
            }
        }
        self.by_time.insert((row.opened, slot));
        self.rows.put(slot.place(), row);
        self.forget_old_names();
    }

    pub(crate) fn remove(&mut self, slot: Slot) {
        let Some(row) = self.rows.take(slot.place()) else { return };
        self.by_time.remove(&(row.opened, slot));
        let Some(marks) = row.marks else { return };
        marks.tags.iter().for_each(|tag| self.by_tag.remove(tag, slot));
        marks.units.iter().for_each(|unit| self.by_unit.remove(unit.as_str(), slot));
        for (key, _) in marks.texts() {
            if let Some(column) = self.fields.get_mut(key) {
                column.remove(slot);
            }
        }
    }

    /// Lets go of the names that no room has any more, once there are many.
    fn forget_old_names(&mut self) {
        if has_many(&self.names, self.rows.held()) {
            let old = std::mem::take(&mut self.names);
            for row in self.rows.iter_mut() {
                row.name = self.names.number(old.name(row.name));
            }
        }
    }

    /// Whether a row says what a room says. Messages change rooms all the time, and none of this.
    fn is_of(&self, row: &Row, room: &Room) -> bool {
        let agent = served_by(room);
        let department = room.department_id.as_ref().map(DepartmentId::as_str);
        row.opened == room.created_at
            && row.closed == room.closed_at
            && row.is_open == room.is_open()
            && row.is_on_hold == (room.on_hold == Some(true))
            && row.agent.map(|number| self.agents.name(number)) == agent
            && row.department.map(|number| self.departments.name(number)) == department
            && is_lower_of(self.names.name(row.name), room.display_name.as_deref().unwrap_or_default())
            && Marks::are_of(row.marks.as_deref(), room)
    }

    /// The rooms that a filter lets pass, the oldest first.
    pub(crate) fn matching(&self, filter: &RoomFilter<'_>) -> Vec<(Timestamp, Slot)> {
        let agents = filter.agents.as_ref().map(|names| self.agents.any_of(names));
        let departments = filter.departments.as_ref().map(|names| self.departments.any_of(names));
        let name = filter.name.map(|name| self.names.with_part(&lower(name).collect::<String>()));
        let tagged = filter.tags.map(|tags| self.marked(&self.by_tag, tags.iter().map(String::as_str)));
        let of_units = filter.scope.map(|scope| self.marked(&self.by_unit, scope.units()));
        let below = filter.scope.map(|scope| self.departments.any_of(&scope.departments().collect::<Vec<_>>()));
        let fields: Vec<_> = filter.fields.iter().map(|(key, pattern)| self.matched(key, pattern)).collect();
        let is_among = |wanted: &Option<Vec<bool>>, given: Option<usize>| {
            wanted.as_ref().is_none_or(|wanted| given.is_some_and(|given| wanted.get(given) == Some(&true)))
        };
        let passes = |place: usize, row: &Row| {
            filter.is_open.is_none_or(|is_open| is_open == row.is_open)
                && filter.is_served.is_none_or(|is_served| is_served == row.agent.is_some())
                && filter.is_on_hold.is_none_or(|is_on_hold| is_on_hold == row.is_on_hold)
                && is_among(&agents, row.agent.map(Number::place))
                && is_among(&departments, row.department.map(Number::place))
                && is_within(filter.opened, Some(row.opened))
                && is_within(filter.closed, row.closed)
                && is_among(&name, Some(row.name.place()))
                && is_among(&tagged, Some(place))
                && (is_among(&of_units, Some(place)) || is_among(&below, row.department.map(Number::place)))
                && fields.iter().all(|field| field.get(place) == Some(&true))
        };
        // Row after row, as they lie in memory. In the order of time each would be waited for.
        let mut passing = vec![false; self.rows.len()];
        for (place, row) in self.rows.entries() {
            passing[place] = passes(place, row);
        }
        self.by_time.iter().filter(|(_, slot)| passing.get(slot.place()) == Some(&true)).copied().collect()
    }

    /// By slot, whether a room has one of these marks.
    fn marked<'a>(&self, index: &Index, marks: impl Iterator<Item = &'a str>) -> Vec<bool> {
        let mut marked = vec![false; self.rows.len()];
        for slot in marks.flat_map(|mark| index.all(mark)) {
            if let Some(marked) = marked.get_mut(slot.place()) {
                *marked = true;
            }
        }
        marked
    }

    /// By slot, whether the pattern matches a room's value of this custom field.
    fn matched(&self, key: &str, pattern: &str) -> Vec<bool> {
        let Some(Column { values, numbers }) = self.fields.get(key) else { return Vec::new() };
        let part = || values.with_part(&lower(pattern).collect::<String>());
        let is_text = regex::escape(pattern) == pattern;
        let compiled = (!is_text).then(|| RegexBuilder::new(pattern).case_insensitive(true).build());
        let matched = match compiled {
            Some(Ok(pattern)) => values.matching(&pattern),
            // One that is none here (the server's are JavaScript's) is taken for the text itself.
            Some(Err(_)) | None => part(),
        };
        let mut is_matched = vec![false; numbers.len()];
        for (place, number) in numbers.entries() {
            is_matched[place] = matched.get(number.place()) == Some(&true);
        }
        is_matched
    }

    /// How many open rooms each agent serves for each department, in the order of their names.
    pub(crate) fn served(&self) -> BTreeMap<(&str, Option<&str>), u64> {
        let mut served = BTreeMap::new();
        for row in self.rows.iter().filter(|row| row.is_open) {
            if let Some(agent) = row.agent.map(|number| self.agents.name(number)) {
                let department = row.department.map(|number| self.departments.name(number));
                *served.entry((agent, department)).or_default() += 1;
            }
        }
        served
    }
}

impl Column {
    fn put(&mut self, slot: Slot, value: &str) {
        self.numbers.put(slot.place(), self.values.number(&lower(value).collect::<String>()));
        if has_many(&self.values, self.numbers.held()) {
            let old = std::mem::take(&mut self.values);
            for number in self.numbers.iter_mut() {
                *number = self.values.number(old.name(*number));
            }
        }
    }

    fn remove(&mut self, slot: Slot) {
        self.numbers.take(slot.place());
    }
}

/// Whether there are so many texts that half of them or more belong to no room.
fn has_many(names: &Names, rooms: usize) -> bool {
    names.len() > 2 * rooms + 16
}

impl Marks {
    fn of(room: &Room) -> Option<Self> {
        let has_fields = room.livechat_data.as_ref().is_some_and(|fields| !fields.is_empty());
        (has_fields || !room.tags.is_empty() || !room.department_ancestors.is_empty()).then(|| Self {
            tags: room.tags.clone(),
            units: room.department_ancestors.clone(),
            fields: room.livechat_data.clone().unwrap_or_default(),
        })
    }

    fn are_of(marks: Option<&Self>, room: &Room) -> bool {
        let fields = room.livechat_data.as_ref().filter(|fields| !fields.is_empty());
        let same_tags = marks.map_or(&[][..], |marks| &marks.tags) == room.tags;
        let same_units = marks.map_or(&[][..], |marks| &marks.units) == room.department_ancestors;
        same_tags && same_units && marks.map(|marks| &marks.fields).filter(|fields| !fields.is_empty()) == fields
    }

    /// The custom fields that a pattern can match.
    fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().filter_map(|(key, value)| Some((key.as_str(), value.as_str()?)))
    }
}

fn lower(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(char::to_lowercase)
}

/// Whether one text is another in lower case.
fn is_lower_of(lowered: &str, text: &str) -> bool {
    if text.is_ascii() { lowered.eq_ignore_ascii_case(text) } else { lowered.chars().eq(lower(text)) }
}

/// Both ends belong to a range. What has no time lies in none.
fn is_within(range: Option<TimeRange>, time: Option<Timestamp>) -> bool {
    range.is_none_or(|range| {
        let is_after = |time: Timestamp| range.start.is_none_or(|start| start <= time);
        let is_before = |time: Timestamp| range.end.is_none_or(|end| time <= end);
        time.is_some_and(|time| is_after(time) && is_before(time))
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use livechat_sdk::model::{RoomVisitor, ServedBy};
    use proptest::{collection::vec, option, prelude::*};
    use serde_json::json;

    use super::*;

    /// Time, agent, name, tags and custom field of a room, and when it was closed, whether it is on hold, and its department.
    type Given = (i64, Option<char>, u16, Vec<String>, Option<u16>, (Option<i64>, bool, Option<char>));

    /// What changes, and a filter that lets pass what it changes into.
    type Changed<'a> = (fn(&mut Room), RoomFilter<'a>);

    /// A filter, and what it lets pass.
    type Wanted<'a> = (RoomFilter<'a>, &'a dyn Fn(&Room) -> bool);

    /// A room that is put down, or that is taken away.
    fn put() -> impl Strategy<Value = Option<Given>> {
        let letter = || option::of(prop::char::range('a', 'c'));
        let others = (option::of(0_i64..4), any::<bool>(), letter());
        option::weighted(0.9, (0_i64..4, letter(), 0_u16..60, vec("[ab]", 0..3), option::of(0_u16..60), others))
    }

    fn room(id: usize, (ts, agent, name, tags, field, (closed, is_on_hold, department)): Given) -> Room {
        let ts = Timestamp::from_millis(ts);
        let mut room =
            Room::new(id.to_string(), RoomVisitor::new("v"), ts).display_name(format!("Name {name}")).tags(tags);
        room.served_by = agent.map(|agent| ServedBy::new(agent.to_string(), "", ts));
        (room.open, room.closed_at) = (closed.is_none().then_some(true), closed.map(Timestamp::from_millis));
        room.on_hold = is_on_hold.then_some(true);
        room.department_id = department.map(|department| department.to_string().into());
        room.livechat_data = field.and_then(|field| json!({"field": format!("Value {field}")}).as_object().cloned());
        room
    }

    #[test]
    fn what_changes_alone_is_taken_over() {
        fn other() -> Vec<String> {
            vec!["other".to_owned()]
        }
        let (tags, since) = (other(), Some(TimeRange::since(Timestamp::from_millis(3))));
        let with = RoomFilter::default;
        let changes: [Changed<'_>; 9] = [
            (|room| room.created_at = Timestamp::from_millis(3), RoomFilter { opened: since, ..with() }),
            (|room| room.closed_at = Some(Timestamp::from_millis(3)), RoomFilter { closed: since, ..with() }),
            (|room| room.open = None, RoomFilter { is_open: Some(false), ..with() }),
            (|room| room.on_hold = Some(true), RoomFilter { is_on_hold: Some(true), ..with() }),
            (
                |room| room.served_by = Some(ServedBy::new("other", "", Timestamp::from_millis(1))),
                RoomFilter { agents: Some(vec!["other"]), ..with() },
            ),
            (
                |room| room.department_id = Some("other".into()),
                RoomFilter { departments: Some(vec!["other"]), ..with() },
            ),
            (|room| room.display_name = Some("Other".into()), RoomFilter { name: Some("other"), ..with() }),
            (|room| room.tags = other(), RoomFilter { tags: Some(&tags), ..with() }),
            (
                |room| room.livechat_data = json!({"field": "other"}).as_object().cloned(),
                RoomFilter { fields: vec![("field", "other".to_owned())], ..with() },
            ),
        ];
        for (change, filter) in changes {
            let mut roster = Roster::default();
            let mut room = room(1, (1, Some('a'), 1, vec!["a".to_owned()], Some(1), (None, false, Some('a'))));
            roster.put(Slot(0), &room);
            assert!(roster.matching(&filter).is_empty(), "{filter:?}");
            change(&mut room);
            roster.put(Slot(0), &room);
            assert_eq!(roster.matching(&filter), [(room.created_at, Slot(0))], "{filter:?}");
        }
        let (mut roster, mut room) =
            (Roster::default(), room(1, (1, None, 1, Vec::new(), Some(1), (None, false, None))));
        let with_field = RoomFilter { fields: vec![("field", "value".to_owned())], ..with() };
        roster.put(Slot(0), &room);
        assert_eq!(roster.matching(&with_field).len(), 1);
        room.livechat_data = None;
        roster.put(Slot(0), &room);
        assert!(roster.matching(&with_field).is_empty(), "what is gone is found no more");
    }

    proptest! {
        /// Against the plainest thing that does the same. There are so many names that old ones are let go of.
        #[test]
        fn the_roster_is_as_the_rooms_are(puts in vec((0_usize..6, put()), 0..200), digit in "[0-9]{1,2}", tag in "[abc]") {
            let (mut roster, mut rooms) = (Roster::default(), BTreeMap::new());
            let slots: Vec<_> = (0..6).map(Slot).collect();
            for (id, put) in puts {
                match put {
                    Some(put) => {
                        let room = room(id, put);
                        roster.put(slots[id], &room);
                        rooms.insert(slots[id], room);
                    }
                    None => {
                        roster.remove(slots[id]);
                        rooms.remove(&slots[id]);
                    }
                }
            }
            prop_assert!(roster.names.len() <= 2 * 6 + 16);
            let tags = [tag.clone()];
            let value = |room: &Room| room.livechat_data.as_ref().map(|data| data["field"].as_str().unwrap().to_owned());
            let has = |text: &str| text.contains(&digit);
            let field = |pattern: String| RoomFilter { fields: vec![("field", pattern)], ..RoomFilter::default() };
            let closed = TimeRange::since(Timestamp::from_millis(2));
            let filters: [Wanted<'_>; 10] = [
                (RoomFilter::default(), &|_| true),
                (RoomFilter { name: Some(&digit), ..RoomFilter::default() }, &|room| has(room.display_name.as_ref().unwrap())),
                (RoomFilter { tags: Some(&tags), ..RoomFilter::default() }, &|room| room.tags.contains(&tag)),
                (RoomFilter { agents: Some(vec![&tag]), ..RoomFilter::default() }, &|room| {
                    served_by(room) == Some(&*tag)
                }),
                (RoomFilter { departments: Some(vec![&tag]), ..RoomFilter::default() }, &|room| {
                    room.department_id.as_ref().is_some_and(|department| department.as_str() == tag)
                }),
                (RoomFilter { is_open: Some(true), ..RoomFilter::default() }, &Room::is_open),
                (RoomFilter { is_on_hold: Some(true), ..RoomFilter::default() }, &|room| room.on_hold == Some(true)),
                (RoomFilter { closed: Some(closed), ..RoomFilter::default() }, &|room| {
                    room.closed_at.is_some_and(|at| at.as_millis() >= 2)
                }),
                (field(digit.clone()), &|room| value(room).is_some_and(|value| has(&value))),
                (field(format!("^vAlue {digit}$")), &|room| value(room) == Some(format!("Value {digit}"))),
            ];
            for (filter, is_wanted) in filters {
                let wanted = rooms.iter().filter(|(_, room)| is_wanted(room)).map(|(slot, room)| (room.created_at, *slot));
                let wanted: BTreeSet<_> = wanted.collect();
                prop_assert_eq!(roster.matching(&filter), wanted.into_iter().collect::<Vec<_>>(), "{:?}", filter);
            }
            let served = rooms.values().filter(|room| room.is_open() && room.served_by.is_some()).count();
            prop_assert_eq!(roster.served().values().sum::<u64>(), served as u64);
        }
    }
}
