//! What figures about conversations are made from, side by side.
//!
//! A dashboard counts all rooms of a range, and so has to look at each. Looking at a row here takes a fraction of what looking
//! at the room itself does.

use livechat_sdk::{
    DepartmentId, Timestamp, UserId,
    model::{Room, RoomSourceType},
};

use super::{
    names::{Names, Number},
    sparse::Sparse,
    table::Slot,
};

/// What figures are made from: one room. Times are in seconds.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Facts {
    pub(crate) opened: Timestamp,
    pub(crate) closed: Option<Timestamp>,
    pub(crate) department: Option<Number>,
    pub(crate) is_served: bool,
    /// The id of the agent.
    pub(crate) agent: Option<Number>,
    /// The user name of the agent.
    pub(crate) agent_name: Option<Number>,
    pub(crate) assigned: Option<Timestamp>,
    /// The user name of the agent who responded to the visitor's last message.
    pub(crate) responder: Option<Number>,
    /// When that agent wrote last.
    pub(crate) responded: Option<Timestamp>,
    pub(crate) has_source: bool,
    pub(crate) source: Option<Number>,
    pub(crate) source_alias: Option<Number>,
    pub(crate) has_tags: bool,
    pub(crate) is_open: bool,
    pub(crate) is_on_hold: bool,
    pub(crate) is_waiting: bool,
    pub(crate) has_metrics: bool,
    pub(crate) has_response: bool,
    pub(crate) has_reaction: bool,
    /// The mean time of a response.
    pub(crate) response: Option<f64>,
    pub(crate) first_response: Option<f64>,
    /// From being assigned to the first response.
    pub(crate) reaction: Option<f64>,
    pub(crate) duration: Option<f64>,
    pub(crate) service: Option<f64>,
    /// How long the visitor was silent before an agent closed it.
    pub(crate) inactivity: Option<f64>,
    /// How many messages somebody wrote, and not the server itself.
    pub(crate) messages: u64,
}

/// All rooms, as far as figures are made from them.
///
/// A message changes its room several times, and hardly anybody looks at figures after each: rows are written when the world is
/// told the time, which each request does.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ledger {
    /// By slot.
    rows: Sparse<Row>,
    /// The rows that are to be written, each once.
    changed: Vec<Slot>,
    texts: Names,
}

#[derive(Clone, Debug, Default)]
struct Row {
    /// `None` until it is written. In a box, so that a row beside one that is still needed takes next to nothing.
    facts: Option<Box<Facts>>,
    /// How many messages somebody wrote.
    messages: u64,
    /// Whether it is to be written.
    is_changed: bool,
}

impl Ledger {
    /// Notes that a room was added, changed or removed.
    pub(super) fn note(&mut self, slot: Slot) {
        if self.rows.len() <= slot.place() {
            self.rows.put(slot.place(), Row::default());
        }
        if let Some(row) = self.rows.get_mut(slot.place())
            && !row.is_changed
        {
            row.is_changed = true;
            self.changed.push(slot);
        }
    }

    /// Counts a message that somebody wrote into a room, or that is gone.
    pub(super) fn count_message(&mut self, slot: Slot, is_added: bool) {
        self.note(slot);
        if let Some(row) = self.rows.get_mut(slot.place()) {
            row.messages = if is_added { row.messages + 1 } else { row.messages.saturating_sub(1) };
        }
    }

    /// Writes the rows of the rooms that have changed, and forgets those of rooms that are gone.
    pub(super) fn write<'r>(&mut self, room: impl Fn(Slot) -> Option<&'r Room>) {
        for slot in self.changed.drain(..) {
            let Some(room) = room(slot) else {
                self.rows.take(slot.place());
                continue;
            };
            if let Some(row) = self.rows.get_mut(slot.place()) {
                let new = facts(room, row.facts.as_deref(), row.messages, &mut self.texts);
                match &mut row.facts {
                    Some(facts) => **facts = new,
                    facts @ None => *facts = Some(Box::new(new)),
                }
                row.is_changed = false;
            }
        }
    }

    /// All rows, in the order in which the rooms were added.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (Slot, &Facts)> {
        self.rows.entries().filter_map(|(place, row)| Some((Slot(u32::try_from(place).ok()?), row.facts.as_deref()?)))
    }

    /// The row of a room.
    pub(crate) fn of(&self, slot: Slot) -> Option<&Facts> {
        self.rows.get(slot.place())?.facts.as_deref()
    }

    /// The number that rows have for a text; `None` if none has it.
    pub(crate) fn number(&self, text: &str) -> Option<Number> {
        self.texts.known(text)
    }

    /// The text that a row has the number of.
    pub(crate) fn text(&self, number: Number) -> &str {
        self.texts.name(number)
    }
}

/// The facts of a room. Most texts are those of its last row, which are not looked up again.
fn facts(room: &Room, last: Option<&Facts>, messages: u64, texts: &mut Names) -> Facts {
    let mut number = |text: Option<&str>, last: Option<Number>| {
        let text = text?;
        Some(last.filter(|last| texts.name(*last) == text).unwrap_or_else(|| texts.number(text)))
    };
    let agent = room.served_by.as_ref();
    let responder = room.response_by.as_deref();
    let source = room.source.as_deref();
    let metrics = room.metrics.as_deref();
    let response = metrics.and_then(|metrics| metrics.response.as_ref());
    let reaction = metrics.and_then(|metrics| metrics.reaction.as_ref());
    let source_type = source.and_then(|source| source.source_type.as_ref()).map(RoomSourceType::as_str);
    Facts {
        opened: room.created_at,
        closed: room.closed_at,
        department: number(
            room.department_id.as_ref().map(DepartmentId::as_str),
            last.and_then(|last| last.department),
        ),
        is_served: agent.is_some(),
        agent: number(agent.and_then(|agent| agent.id.as_ref()).map(UserId::as_str), last.and_then(|last| last.agent)),
        agent_name: number(agent.and_then(|agent| agent.username.as_deref()), last.and_then(|last| last.agent_name)),
        assigned: agent.and_then(|agent| agent.assigned_at),
        responder: number(
            responder.and_then(|responder| responder.username.as_deref()),
            last.and_then(|last| last.responder),
        ),
        responded: responder.and_then(|responder| responder.last_message_at),
        has_source: source.is_some(),
        source: number(source_type, last.and_then(|last| last.source)),
        source_alias: number(
            source.and_then(|source| source.alias.as_deref()),
            last.and_then(|last| last.source_alias),
        ),
        has_tags: !room.tags.is_empty(),
        is_open: room.is_open(),
        is_on_hold: room.on_hold == Some(true),
        is_waiting: room.waiting_response == Some(true),
        has_metrics: metrics.is_some(),
        has_response: response.is_some(),
        has_reaction: reaction.is_some(),
        response: response.and_then(|response| response.average),
        first_response: response.and_then(|response| response.first_time),
        reaction: reaction.and_then(|reaction| reaction.first_time),
        duration: metrics.and_then(|metrics| metrics.chat_duration),
        service: metrics.and_then(|metrics| metrics.service_time_duration),
        inactivity: metrics.and_then(|metrics| metrics.visitor_inactivity),
        messages,
    }
}
