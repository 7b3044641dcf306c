//! What happens to conversations because time passes: they waited too long, are not answered, are left by their visitors, or
//! were on hold for too long. And the queue, which moves now and then.
//!
//! Nothing of this is told when it comes about. The world looks at what changed since it was last told the time, and puts down
//! what follows from it.

use std::{collections::BTreeSet, time::Duration};

use livechat_sdk::{
    JsonObject, MessageId, RoomId, Timestamp, UserId,
    model::{Closer, InquiryStatus, MessageType, Room},
};
use serde_json::Value;

use super::{BOT, Change, Closing, Settings, Transcript, World, agenda::Job, leaving};

/// How often servers look for conversations that waited or were left for too long.
const LOOK: i64 = 60_000;

/// Where a room keeps when its visitor will count as gone.
const ABANDONMENT: &str = "predictedVisitorAbandonmentAt";

/// What was looked at before.
#[derive(Clone, Debug, Default)]
pub(super) struct Watch {
    /// The number of the next change.
    seen: Option<u64>,
    clocks: Clocks,
    pub(super) staff: leaving::Staff,
}

/// The settings that say after which time something happens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Clocks {
    /// From one turn of the queue to the next.
    queue_turn: Option<Duration>,
    queue_wait: Option<Duration>,
    answer: Option<Duration>,
    abandonment: Option<Duration>,
    hold: Option<Duration>,
    /// How long an agent may be gone.
    leave: Option<Duration>,
}

impl Watch {
    /// As if nothing had been looked at, but who was there.
    pub(super) fn of(online: Option<BTreeSet<UserId>>) -> Self {
        Self { staff: leaving::Staff { online }, ..Self::default() }
    }
}

impl Clocks {
    fn of(settings: &Settings) -> Self {
        let seconds = |name: &str| Some(settings.number(name)).filter(|seconds| *seconds > 0).map(Duration::from_secs);
        let is_automatic = settings.text("Livechat_Routing_Method") != "Manual_Selection";
        let hands_out = settings.flag("Livechat_waiting_queue") && is_automatic;
        let is_left = matches!(settings.text("Livechat_abandoned_rooms_action"), "close" | "on-hold");
        Self {
            queue_turn: hands_out
                .then(|| Duration::from_secs(settings.number("Omnichannel_queue_delay_timeout").max(1))),
            queue_wait: seconds("Livechat_max_queue_wait_time").map(|minutes| minutes.saturating_mul(60)),
            answer: seconds("Livechat_auto_transfer_chat_timeout"),
            abandonment: is_left.then(|| Duration::from_secs(settings.number("Livechat_visitor_inactivity_timeout"))),
            hold: seconds("Livechat_auto_close_on_hold_chats_timeout"),
            leave: leaving::patience(settings),
        }
    }
}

impl Clocks {
    /// Whether nothing of rooms is measured but how long they are on hold, as on a fresh server.
    fn measure_holds_alone(self) -> bool {
        self == Self { hold: self.hold, leave: self.leave, ..Self::default() }
    }
}

/// Looking.
impl World {
    /// Puts down what follows from the changes since the last look.
    pub(super) fn watch(&mut self, now: Timestamp) {
        let next = self.outbox.next();
        if self.watch.seen == Some(next) {
            return;
        }
        let before = self.watch.clocks;
        let seen = self.watch.seen.filter(|seen| self.outbox.has_all_since(*seen));
        let mut is_new = seen.is_none();
        let (mut assigned, mut answered, mut changed) = (Vec::new(), Vec::new(), Vec::new());
        for change in self.outbox.since(seen.unwrap_or(next)) {
            match change {
                Change::Setting(_) => is_new = true,
                Change::Agent { room, agent: Some(_) } => assigned.push(room.clone()),
                Change::Message { room, message } if self.is_answer(message) => answered.push(room.clone()),
                // What is written into a room changes it several times.
                Change::Room(room)
                | Change::RoomDeleted(room)
                | Change::Inquiry { room, .. }
                | Change::InquiryDeleted { room, .. }
                    if changed.last() != Some(&room) =>
                {
                    changed.push(room);
                }
                _ => {}
            }
        }
        let clocks = if is_new { Clocks::of(&self.settings) } else { before };
        let rooms: Vec<RoomId> = if seen.is_none() || clocks != before {
            self.inquiries.iter().map(|inquiry| inquiry.room_id.clone()).collect()
        } else {
            let is_quiet = clocks.measure_holds_alone() && !self.agenda.is_about_rooms();
            let is_held = |room: &RoomId| self.room(room).is_some_and(|room| room.on_hold == Some(true));
            changed.into_iter().filter(|room| !is_quiet || is_held(room)).cloned().collect()
        };
        let users: Vec<_> = match (clocks.leave, seen) {
            (None, _) => Vec::new(),
            (Some(_), None) => self.users.iter().map(|user| user.id.clone()).collect(),
            (Some(_), Some(seen)) => self.outbox.since(seen).filter_map(leaving::user_of).cloned().collect(),
        };
        self.watch.clocks = clocks;
        assigned.iter().for_each(|room| self.expect_answer(room, clocks));
        answered.iter().for_each(|room| self.expect_no_answer(room));
        rooms.iter().for_each(|room| self.plan(room, clocks));
        self.watch_staff(&users, clocks.leave, now);
        match clocks.queue_turn {
            Some(turn) if self.inquiries.queued().next().is_some() => {
                self.agenda.schedule_unless_there(Job::QueueTurn, now.saturating_add(turn));
            }
            _ => self.agenda.cancel(&Job::QueueTurn),
        }
        self.watch.seen = Some(self.outbox.next());
    }

    /// Whether a user wrote a message.
    fn is_answer(&self, message: &MessageId) -> bool {
        self.messages.by_id(message.as_str()).is_some_and(|message| {
            message.token.is_none() && message.message_type.is_none() && message.author.id.as_deref() != Some(BOT)
        })
    }

    /// An agent got a room, and has some time to write.
    fn expect_answer(&mut self, room: &RoomId, clocks: Clocks) {
        let (Some(found), Some(answer)) = (self.room(room), clocks.answer) else { return };
        let since = found.served_by.as_ref().and_then(|agent| agent.assigned_at);
        let Some(since) = since.filter(|_| found.is_open() && found.auto_transferred_at.is_none()) else { return };
        self.modify_room(room, |room| room.auto_transfer_ongoing = Some(true));
        self.agenda.schedule(Job::Unanswered(room.clone()), since.saturating_add(answer));
    }

    fn expect_no_answer(&mut self, room: &RoomId) {
        self.agenda.cancel(&Job::Unanswered(room.clone()));
        if self.room(room).is_some_and(|room| room.auto_transfer_ongoing == Some(true)) {
            self.modify_room(room, |room| room.auto_transfer_ongoing = None);
        }
    }

    /// Puts down what is to happen to a room as it is now.
    fn plan(&mut self, room: &RoomId, clocks: Clocks) {
        let found = self.room(room).filter(|room| room.is_open());
        if found.is_none_or(|room| room.served_by.is_none()) {
            self.expect_no_answer(room);
        }
        let gone = self.abandonment(room, clocks);
        let found = self.room(room).filter(|room| room.is_open());
        let held = found.filter(|room| room.on_hold == Some(true)).and_then(|_| {
            let mut notes = self.messages(room).rev();
            let placed = notes.find(|note| note.message_type == Some(MessageType::PlacedOnHold))?;
            Some(placed.created_at.saturating_add(clocks.hold?))
        });
        let waited = clocks.queue_wait.and_then(|wait| {
            let inquiry = self.inquiry(room).filter(|inquiry| inquiry.status == Some(InquiryStatus::Queued))?;
            Some(inquiry.queued_at.or(inquiry.created_at)?.saturating_add(wait))
        });
        if self.inquiry(room).is_some_and(|inquiry| inquiry.estimated_inactivity_close_time_at != waited) {
            self.modify_inquiry(room, |inquiry| inquiry.estimated_inactivity_close_time_at = waited);
        }
        self.agenda.put(Job::QueuedTooLong(room.clone()), waited.map(next_look));
        self.agenda.put(Job::Abandoned(room.clone()), gone.map(next_look));
        self.agenda.put(Job::HeldTooLong(room.clone()), held);
    }

    /// When the visitor of a room will count as gone, which the room keeps: some time after the first message of the agent
    /// that the visitor has not answered.
    fn abandonment(&mut self, room: &RoomId, clocks: Clocks) -> Option<Timestamp> {
        let found = self.room(room)?;
        let department = found.department_id.as_ref().and_then(|id| self.department(id.as_str()));
        let own = department.and_then(|department| department.visitor_inactivity_timeout_in_seconds);
        let own = own.filter(|seconds| *seconds > 0.0).and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        let waits = found.is_open() && found.on_hold != Some(true) && found.served_by.is_some();
        let since = found.response_by.as_ref().and_then(|response| response.first_response_at).filter(|_| waits);
        let gone = since.and_then(|since| Some(since.saturating_add(own.or(clocks.abandonment)?)));
        let gone = gone.filter(|_| clocks.abandonment.is_some());
        let text = gone.map(|gone| Value::from(gone.to_string()));
        let known = found.omnichannel.as_ref().and_then(|omnichannel| omnichannel.get(ABANDONMENT));
        if found.is_open() && known != text.as_ref() {
            self.modify_room(room, |room| predict(room, text));
        }
        gone
    }
}

/// Notes when a visitor will count as gone.
fn predict(room: &mut Room, text: Option<Value>) {
    let mut omnichannel: JsonObject = room.omnichannel.take().map(|omnichannel| *omnichannel).unwrap_or_default();
    match text {
        Some(text) => drop(omnichannel.insert(ABANDONMENT.to_owned(), text)),
        None => drop(omnichannel.remove(ABANDONMENT)),
    }
    room.omnichannel = Some(Box::new(omnichannel)).filter(|omnichannel| !omnichannel.is_empty());
}

/// When servers next look: at the beginning of a minute.
fn next_look(at: Timestamp) -> Timestamp {
    let millis = at.as_millis();
    Timestamp::from_millis(millis.saturating_add((LOOK - millis.rem_euclid(LOOK)) % LOOK))
}

/// What happens then.
impl World {
    /// Closes a room that waited in the queue for too long.
    pub(super) fn close_queued(&mut self, room: &RoomId, at: Timestamp) {
        self.close_by_itself(room, "Closed automatically by the system (queue maximum time exceeded)", at);
    }

    /// Closes a room that was on hold for too long.
    pub(super) fn close_held(&mut self, room: &RoomId, at: Timestamp) {
        let own = self.settings.text("Livechat_auto_close_on_hold_chats_custom_message");
        let seconds = self.settings.number("Livechat_auto_close_on_hold_chats_timeout");
        let usual = format!("Closed automatically because chat was On Hold for {seconds} seconds");
        let comment = if own.is_empty() { usual } else { own.to_owned() };
        self.close_by_itself(room, &comment, at);
    }

    /// Closes a room whose visitor is gone, or puts it on hold.
    pub(super) fn leave_abandoned(&mut self, room: &RoomId, at: Timestamp) {
        let Some(found) = self.room(room).filter(|room| room.is_open()) else { return };
        if self.settings.text("Livechat_abandoned_rooms_action") == "close" {
            let department = found.department_id.as_ref().and_then(|id| self.department(id.as_str()));
            let own = department.and_then(|department| department.abandoned_rooms_close_custom_message.as_deref());
            let set = self.settings.text("Livechat_abandoned_rooms_closed_custom_message");
            let given = own.filter(|text| !text.is_empty()).or(Some(set)).filter(|text| !text.is_empty());
            let comment = given.unwrap_or("Closed automatically by the system").to_owned();
            self.close_by_itself(room, &comment, at);
            return;
        }
        let name = found.display_name.clone().unwrap_or_default();
        let seconds = self.settings.number("Livechat_visitor_inactivity_timeout");
        let comment = format!(
            "The chat was automatically placed On Hold because we haven't received any reply from {name} in {seconds} seconds"
        );
        if let Some(bot) = self.user_author(&UserId::from(BOT)) {
            self.hold(room, true, bot, comment, at);
        }
    }

    fn close_by_itself(&mut self, room: &RoomId, comment: &str, at: Timestamp) {
        let Some(by) = self.user_author(&UserId::from(BOT)) else { return };
        let closing = Closing {
            by,
            closer: Closer::User,
            comment: comment.to_owned(),
            tags: Vec::new(),
            transcript: Transcript::AsAsked,
            by_force: false,
        };
        // One that is closed meanwhile is closed.
        let _ = self.close(room, closing, at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn however_much_changes_between_two_looks_no_room_is_missed() {
        let at = |minute: i64| Timestamp::from_millis(minute * LOOK);
        let mut world = World::builder()
            .setting("Livechat_waiting_queue", true)
            .setting("Livechat_max_queue_wait_time", 1)
            .visitor("t", |visitor| visitor)
            .build();
        world.advance(at(0));
        let visitor = world.visitor_by_token("t").unwrap().id.clone();
        let room = world.open_room(&visitor, at(0)).unwrap();
        (0..5_000).for_each(|_| world.set_permission("view-l-room", Vec::new()));
        world.advance(at(2));
        assert!(!world.room(&room).unwrap().is_open());
    }
}
