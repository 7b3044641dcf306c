//! What rooms are filtered by, side by side.
//!
//! A list of all rooms counts those that match, and so has to look at each. Looking at a row here takes a fraction of what
//! looking at the room itself does.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use livechat_sdk::{DepartmentId, JsonObject, Timestamp, model::Room, rooms::TimeRange};
use regex::Regex;

use super::table::{Index, Slot};

/// Which rooms are wanted: those that pass everything that is given.
#[derive(Debug, Default)]
pub(crate) struct RoomFilter<'a> {
    /// Served by one of these.
    pub(crate) agents: Option<Vec<&'a str>>,
    /// Of one of these.
    pub(crate) departments: Option<Vec<&'a str>>,
    /// At all of these stages.
    pub(crate) stages: Vec<Stage>,
    pub(crate) opened: Option<TimeRange>,
    pub(crate) closed: Option<TimeRange>,
    /// With this text in the name, in upper or lower case.
    pub(crate) name: Option<&'a str>,
    /// With one of these.
    pub(crate) tags: Option<&'a [String]>,
    /// With all of these custom fields, whose values the patterns match.
    pub(crate) fields: Vec<(&'a str, Regex)>,
}

/// How far a conversation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Open, not served, not on hold.
    Queued,
    /// Open, served, not on hold.
    Going,
    OnHold,
    Closed,
}

/// All rooms, as far as they are filtered.
#[derive(Clone, Debug, Default)]
pub(crate) struct Roster {
    /// By slot; `None` where a room was removed.
    rows: Vec<Option<Row>>,
    by_time: BTreeSet<(Timestamp, Slot)>,
    agents: Names,
    departments: Names,
    by_tag: Index,
    /// By the key and the value of a custom field.
    by_field: BTreeMap<String, BTreeMap<String, BTreeSet<Slot>>>,
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
    /// In lower case.
    name: Box<str>,
    /// Most rooms have none.
    marks: Option<Box<Marks>>,
}

/// What a room is found by that only some have.
#[derive(Clone, Debug)]
struct Marks {
    tags: Vec<String>,
    fields: JsonObject,
}

impl Roster {
    /// Adds a room, or takes over what changed.
    pub(crate) fn put(&mut self, slot: Slot, room: &Room) {
        if self.rows.get(slot.place()).and_then(Option::as_ref).is_some_and(|row| self.is_of(row, room)) {
            return;
        }
        self.remove(slot);
        let row = Row {
            opened: room.ts,
            closed: room.closed_at,
            agent: room.served_by.as_ref().map(|agent| self.agents.number(agent.id.as_str())),
            department: room.department_id.as_ref().map(|id| self.departments.number(id.as_str())),
            is_open: room.is_open(),
            is_on_hold: room.on_hold == Some(true),
            name: lower(room.fname.as_deref().unwrap_or_default()).collect(),
            marks: Marks::of(room).map(Box::new),
        };
        if let Some(marks) = &row.marks {
            marks.tags.iter().for_each(|tag| self.by_tag.add(tag, slot));
            for (key, value) in marks.texts() {
                let values = self.by_field.entry(key.to_owned()).or_default();
                values.entry(value.to_owned()).or_default().insert(slot);
            }
        }
        self.by_time.insert((row.opened, slot));
        if self.rows.len() <= slot.place() {
            self.rows.resize(slot.place() + 1, None);
        }
        self.rows[slot.place()] = Some(row);
    }

    pub(crate) fn remove(&mut self, slot: Slot) {
        let Some(row) = self.rows.get_mut(slot.place()).and_then(Option::take) else { return };
        self.by_time.remove(&(row.opened, slot));
        let Some(marks) = row.marks else { return };
        marks.tags.iter().for_each(|tag| self.by_tag.remove(tag, slot));
        for (key, value) in marks.texts() {
            let Some(values) = self.by_field.get_mut(key) else { continue };
            let Some(slots) = values.get_mut(value) else { continue };
            slots.remove(&slot);
            if slots.is_empty() {
                values.remove(value);
            }
        }
    }

    /// Whether a row says what a room says. Messages change rooms all the time, and none of this.
    fn is_of(&self, row: &Row, room: &Room) -> bool {
        let agent = room.served_by.as_ref().map(|agent| agent.id.as_str());
        let department = room.department_id.as_ref().map(DepartmentId::as_str);
        row.opened == room.ts
            && row.closed == room.closed_at
            && row.is_open == room.is_open()
            && row.is_on_hold == (room.on_hold == Some(true))
            && row.agent.and_then(|number| self.agents.name(number)) == agent
            && row.department.and_then(|number| self.departments.name(number)) == department
            && row.name.chars().eq(lower(room.fname.as_deref().unwrap_or_default()))
            && Marks::are_of(row.marks.as_deref(), room)
    }

    /// The rooms that a filter lets pass, the oldest first.
    pub(crate) fn matching(&self, filter: &RoomFilter<'_>) -> Vec<(Timestamp, Slot)> {
        let agents = filter.agents.as_ref().map(|names| self.agents.numbers(names));
        let departments = filter.departments.as_ref().map(|names| self.departments.numbers(names));
        let name: Option<String> = filter.name.map(|name| lower(name).collect());
        let marked = self.marked(filter);
        let is_among = |wanted: &Option<Vec<Number>>, given: Option<Number>| {
            wanted.as_ref().is_none_or(|wanted| given.is_some_and(|given| wanted.contains(&given)))
        };
        let passes = |slot: Slot, row: &Row| {
            filter.stages.iter().all(|stage| row.is_at(*stage))
                && is_among(&agents, row.agent)
                && is_among(&departments, row.department)
                && is_within(filter.opened, Some(row.opened))
                && is_within(filter.closed, row.closed)
                && marked.as_ref().is_none_or(|marked| marked.get(slot.place()) == Some(&true))
                && name.as_deref().is_none_or(|name| row.name.contains(name))
        };
        let row = |slot: Slot| self.rows.get(slot.place()).and_then(Option::as_ref);
        let is_wanted = |(_, slot): &&(Timestamp, Slot)| row(*slot).is_some_and(|row| passes(*slot, row));
        self.by_time.iter().filter(is_wanted).copied().collect()
    }

    /// By slot, whether a room has the tags and the custom fields; `None` if none are wanted.
    fn marked(&self, filter: &RoomFilter<'_>) -> Option<Vec<bool>> {
        let mut marked: Option<Vec<bool>> = None;
        let mut narrow = |slots: &mut dyn Iterator<Item = Slot>| {
            let mut narrower = vec![false; self.rows.len()];
            for place in slots.map(Slot::place) {
                narrower[place] = marked.as_ref().is_none_or(|marked| marked[place]);
            }
            marked = Some(narrower);
        };
        if let Some(tags) = filter.tags {
            narrow(&mut tags.iter().flat_map(|tag| self.by_tag.all(tag).iter().copied()));
        }
        for (key, pattern) in &filter.fields {
            let values = self.by_field.get(*key).into_iter().flatten();
            narrow(
                &mut values.filter(|(value, _)| pattern.is_match(value)).flat_map(|(_, slots)| slots.iter().copied()),
            );
        }
        marked
    }

    /// How many open rooms each agent serves for each department, in the order of their names.
    pub(crate) fn served(&self) -> BTreeMap<(&str, Option<&str>), u64> {
        let mut served = BTreeMap::new();
        for row in self.rows.iter().flatten().filter(|row| row.is_open) {
            if let Some(agent) = row.agent.and_then(|number| self.agents.name(number)) {
                let department = row.department.and_then(|number| self.departments.name(number));
                *served.entry((agent, department)).or_default() += 1;
            }
        }
        served
    }
}

impl Row {
    fn is_at(&self, stage: Stage) -> bool {
        match stage {
            Stage::Queued => self.is_open && self.agent.is_none() && !self.is_on_hold,
            Stage::Going => self.is_open && self.agent.is_some() && !self.is_on_hold,
            Stage::OnHold => self.is_on_hold,
            Stage::Closed => !self.is_open,
        }
    }
}

impl Marks {
    fn of(room: &Room) -> Option<Self> {
        let has_fields = room.livechat_data.as_ref().is_some_and(|fields| !fields.is_empty());
        (has_fields || !room.tags.is_empty())
            .then(|| Self { tags: room.tags.clone(), fields: room.livechat_data.clone().unwrap_or_default() })
    }

    fn are_of(marks: Option<&Self>, room: &Room) -> bool {
        let fields = room.livechat_data.as_ref().filter(|fields| !fields.is_empty());
        let same_tags = marks.map_or(&[][..], |marks| &marks.tags) == room.tags;
        same_tags && marks.map(|marks| &marks.fields).filter(|fields| !fields.is_empty()) == fields
    }

    /// The custom fields that a pattern can match.
    fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().filter_map(|(key, value)| Some((key.as_str(), value.as_str()?)))
    }
}

/// A name's place among those of its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Number(u32);

/// The names that agents or departments have, each once.
#[derive(Clone, Debug, Default)]
struct Names {
    numbers: HashMap<Box<str>, Number>,
    names: Vec<Box<str>>,
}

impl Names {
    fn number(&mut self, name: &str) -> Number {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        // More names than a `u32` counts do not fit into memory.
        let number = Number(u32::try_from(self.names.len()).unwrap_or(u32::MAX));
        self.numbers.insert(name.into(), number);
        self.names.push(name.into());
        number
    }

    /// The numbers of those that there are.
    fn numbers(&self, names: &[&str]) -> Vec<Number> {
        names.iter().filter_map(|name| self.numbers.get(*name).copied()).collect()
    }

    fn name(&self, number: Number) -> Option<&str> {
        self.names.get(number.0 as usize).map(|name| &**name)
    }
}

fn lower(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(char::to_lowercase)
}

/// Both ends belong to a range. What has no time lies in none.
fn is_within(range: Option<TimeRange>, time: Option<Timestamp>) -> bool {
    range.is_none_or(|range| {
        let is_after = |time: Timestamp| range.start.is_none_or(|start| start <= time);
        let is_before = |time: Timestamp| range.end.is_none_or(|end| time <= end);
        time.is_some_and(|time| is_after(time) && is_before(time))
    })
}
