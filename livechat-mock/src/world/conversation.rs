//! What happens to a conversation: it is opened, given to an agent, handed on, written in, closed.
//!
//! Each step changes room, inquiry, subscriptions and counters together, and notes what the server notes, in its order.

use livechat_sdk::{
    DepartmentId, MessageId, RoomId, Timestamp, UserId, VisitorId,
    model::{
        ClosedBy, Closer, Inquiry, InquiryStatus, LastAgent, LastChat, Message, MessageAuthor, MessageType, ResponseBy,
        Room, RoomMetrics, RoomSource, RoomSourceType, RoomVisitor, ServedBy, TransferData, Visitor, VisitorStatus,
    },
};

use super::{Change, Subscription, World};
use crate::{ServerError, ServerVersion};

/// What is noted about a room beside its text.
#[derive(Default)]
pub(super) struct Note {
    pub(super) by_visitor: bool,
    pub(super) transfer: Option<TransferData>,
    pub(super) transcript_requested: Option<bool>,
    pub(super) comment: Option<String>,
}

/// Who closes a conversation, and with which words.
#[derive(Clone, Debug)]
pub(crate) struct Closing {
    pub(crate) by: MessageAuthor,
    pub(crate) closer: Closer,
    pub(crate) comment: String,
    pub(crate) tags: Option<Vec<String>>,
    pub(crate) transcript_requested: bool,
}

/// Opening.
impl World {
    /// Opens a room for a visitor as the server does: an agent gets it, or it waits in the queue.
    pub(crate) fn start_conversation(
        &mut self,
        visitor: &VisitorId,
        source: RoomSource,
        agent: Option<&UserId>,
        now: Timestamp,
    ) -> Result<RoomId, ServerError> {
        if !self.settings.flag("Livechat_enabled") {
            return Err(ServerError::named("error-omnichannel-is-disabled"));
        }
        let wanted = self.visitor(visitor).and_then(|visitor| visitor.department.clone());
        let department = self.staffed_department(wanted.or_else(|| self.default_department()));
        let agent = agent.filter(|agent| self.is_online_agent(agent)).cloned();
        let is_staffed = agent.is_some() || self.online_agents(department.as_ref()).next().is_some();
        if !is_staffed && !self.settings.flag("Livechat_accept_chats_with_no_agents") {
            return Err(ServerError::reason("Sorry, no online agents", "no-agent-online"));
        }
        let status = if self.is_manual() { InquiryStatus::Queued } else { InquiryStatus::Ready };
        let room = self
            .add_conversation(visitor, source, department.as_ref(), status, now)
            .ok_or_else(|| ServerError::plain("invalid-token"))?;
        let next = if self.is_manual() { None } else { agent.or_else(|| self.next_agent(department.as_ref())) };
        if let Some(agent) = next {
            self.give_to(&room, &agent, now);
        }
        Ok(room)
    }

    /// A department, or the one that stands in for it while nobody is there.
    fn staffed_department(&self, department: Option<DepartmentId>) -> Option<DepartmentId> {
        let department = department?;
        if self.online_agents(Some(&department)).next().is_some() {
            return Some(department);
        }
        let fallback = self.department(department.as_str())?.fallback_forward_department.clone();
        let fallback = fallback.filter(|id| !id.is_empty()).map(DepartmentId::from);
        Some(fallback.filter(|id| self.department(id.as_str()).is_some()).unwrap_or(department))
    }

    /// Adds a room with its inquiry and the message that opens it; `None` if there is no such visitor.
    pub(crate) fn add_conversation(
        &mut self,
        visitor: &VisitorId,
        source: RoomSource,
        department: Option<&DepartmentId>,
        status: InquiryStatus,
        now: Timestamp,
    ) -> Option<RoomId> {
        let slot = self.visitors.find(visitor.as_str())?;
        let id = RoomId::from(self.ids.short());
        self.visitors.update(slot, |visitor| {
            visitor.last_chat = Some(LastChat::new(id.clone(), now));
            visitor.updated_at = Some(now);
        });
        let visitor = self.visitors.get(slot)?;
        let author = visitor_author(visitor);
        let (token, mut copy) = (visitor.token.clone(), room_visitor(visitor));
        let mut name = visitor.name.clone().or_else(|| visitor.username.clone());
        let is_new = self.version > ServerVersion::V7_0;
        let contact = self.contacts.by_visitor(&visitor.id);
        if is_new {
            name = contact.and_then(|contact| contact.name.clone()).or(name);
        }
        let contact = contact.map(|contact| contact.id.clone());
        copy.contact_id = contact.clone().filter(|_| !is_new);
        let mut room = Room::new(id.clone(), copy.clone(), now)
            .last_message_at(now)
            .waiting_response(true)
            .updated_at(now)
            .source(Box::new(source.clone()))
            .queued_at(now)
            .priority_weight(99_u32)
            .estimated_waiting_time_queue(9_999_999_u32);
        room.fname = name.clone();
        room.department_id = department.cloned();
        if is_new {
            room = room.verified(false).enforce_single_room(true);
            room.contact_id = contact;
        }
        let mut inquiry = Inquiry::new(self.ids.hex(), id.clone())
            .ts(now)
            .message("")
            .status(status)
            .visitor(copy)
            .kind(livechat_sdk::model::RoomType::Livechat)
            .source(source)
            .priority_weight(99_u32)
            .estimated_waiting_time_queue(9_999_999_u32)
            .queued_at(now)
            .updated_at(now);
        inquiry.name = name;
        inquiry.department = department.cloned();
        self.rooms.add(room);
        self.outbox.push(Change::Room(id.clone()));
        let inquiry_id = inquiry.id.clone();
        self.inquiries.add(inquiry);
        self.outbox.push(Change::Inquiry { room: id.clone(), inquiry: inquiry_id });
        self.note(&id, MessageType::LivechatStarted, "", author, Note { by_visitor: true, ..Note::default() }, now);
        if let Some(token) = token {
            self.messages.move_into_room(token.expose(), &id, now);
        }
        Some(id)
    }
}

/// Agents.
impl World {
    /// Gives a waiting room to an agent.
    pub(crate) fn give_to(&mut self, room: &RoomId, agent: &UserId, now: Timestamp) {
        let Some(author) = self.user_author(agent) else { return };
        let Some(name) = self.assign(room, agent, now) else { return };
        self.subscriptions.add(room, agent, name);
        self.note(room, MessageType::Command, "connected", author.clone(), Note::default(), now);
        self.note(room, MessageType::UserJoined, "", author, Note::default(), now);
        self.change_inquiry(room, |inquiry| {
            inquiry.status = Some(InquiryStatus::Taken);
            inquiry.taken_at = Some(now);
            inquiry.queued_at = None;
            inquiry.default_agent = None;
            inquiry.updated_at = Some(now);
        });
    }

    /// Makes an agent the one who serves a room, and answers the room's name.
    pub(super) fn assign(&mut self, room: &RoomId, agent: &UserId, now: Timestamp) -> Option<Option<String>> {
        let username = self.user(agent)?.username.clone().unwrap_or_default();
        let (visitor, name) = self.change_room(room, now, |room| {
            room.served_by = Some(ServedBy::new(agent.clone(), username.clone(), now));
            room.users_count += 1;
            (room.visitor.id.clone(), room.fname.clone())
        })?;
        self.update_visitor(&visitor, |visitor| {
            visitor.last_agent = Some(LastAgent::new(agent.clone(), username, now));
        });
        Some(name)
    }

    /// Takes a room from the agent who serves it, who leaves it.
    pub(super) fn unassign(&mut self, room: &RoomId, now: Timestamp) -> Option<UserId> {
        let agent = self.change_room(room, now, |room| {
            let agent = room.served_by.take().map(|agent| agent.id);
            if agent.is_some() {
                room.users_count = room.users_count.saturating_sub(1);
            }
            agent
        })??;
        self.subscriptions.remove(room, &agent);
        Some(agent)
    }

    /// A user looks in: a subscription, and a note.
    pub(crate) fn join(&mut self, room: &RoomId, user: &UserId, now: Timestamp) {
        if self.subscriptions.get(room, user).is_some() {
            return;
        }
        let Some(author) = self.user_author(user) else { return };
        let name = self.change_room(room, now, |room| {
            room.users_count += 1;
            room.fname.clone()
        });
        self.subscriptions.add(room, user, name.flatten());
        self.note(room, MessageType::UserJoined, "", author, Note::default(), now);
    }
}

/// Holding.
impl World {
    /// Puts a room on hold, or lets it go on.
    pub(crate) fn hold(&mut self, room: &RoomId, on_hold: bool, by: MessageAuthor, comment: String, now: Timestamp) {
        self.change_room(room, now, |room| room.on_hold = on_hold.then_some(true));
        let kind = if on_hold { MessageType::PlacedOnHold } else { MessageType::ResumedFromHold };
        self.note(room, kind, "", by, Note { comment: Some(comment), ..Note::default() }, now);
    }
}

/// Closing.
impl World {
    /// Closes a room: inquiry and subscriptions are gone, and the visitor's next room is a new one.
    pub(crate) fn close(&mut self, room: &RoomId, closing: Closing, now: Timestamp) {
        let Closing { by, closer, comment, tags, transcript_requested } = closing;
        let closed_by = ClosedBy::new(by.id.clone(), by.username.clone().unwrap_or_default());
        let by_visitor = closer == Closer::Visitor;
        self.change_room(room, now, |room| {
            let seconds = |since: Timestamp| now.saturating_since(since).as_secs_f64();
            let mut metrics = room.metrics.take().unwrap_or_default();
            metrics.chat_duration = Some(seconds(room.ts));
            metrics.service_time_duration = room.served_by.as_ref().and_then(|agent| agent.ts).map(seconds);
            room.metrics = Some(metrics);
            room.closed_at = Some(now);
            room.closer = Some(closer);
            room.closed_by = Some(Box::new(closed_by));
            room.visitor.status = Some(VisitorStatus::Offline);
            room.open = None;
            if let Some(tags) = tags {
                room.tags = tags;
            }
        });
        if let Some(inquiry) = self.inquiries.remove(room) {
            self.outbox.push(Change::InquiryDeleted { room: room.clone(), inquiry: inquiry.id });
        }
        self.subscriptions.remove_room(room);
        let note = Note { by_visitor, transcript_requested: Some(transcript_requested), ..Note::default() };
        self.note(room, MessageType::LivechatClose, &comment, by.clone(), note, now);
        let settings = &self.settings;
        if settings.flag("Livechat_enable_transcript") && !settings.flag("Livechat_transcript_send_always") {
            self.note(room, MessageType::Command, "promptTranscript", by, Note::default(), now);
        }
    }

    /// Removes a room with all that belongs to it.
    pub(crate) fn remove_room(&mut self, room: &RoomId) -> Option<Room> {
        let removed = self.rooms.remove(room.as_str())?;
        self.messages.remove_room(room.as_str());
        self.files.remove_room(room.as_str());
        if let Some(inquiry) = self.inquiries.remove(room) {
            self.outbox.push(Change::InquiryDeleted { room: room.clone(), inquiry: inquiry.id });
        }
        self.subscriptions.remove_room(room);
        self.outbox.push(Change::RoomDeleted(room.clone()));
        Some(removed)
    }
}

/// Writing.
impl World {
    /// Adds what a visitor writes.
    pub(crate) fn visitor_writes(
        &mut self,
        room: &RoomId,
        id: Option<MessageId>,
        visitor: &Visitor,
        msg: &str,
        now: Timestamp,
    ) -> MessageId {
        self.visitor_writes_with(room, id, visitor, msg, |_| {}, now)
    }

    /// Adds what a visitor writes, with something that is not text.
    pub(crate) fn visitor_writes_with(
        &mut self,
        room: &RoomId,
        id: Option<MessageId>,
        visitor: &Visitor,
        msg: &str,
        add: impl FnOnce(&mut Message),
        now: Timestamp,
    ) -> MessageId {
        let author = visitor_author(visitor);
        let mut message = self.ordinary(room, id, author, msg, now);
        message.token = visitor.token.clone();
        message.alias = visitor.name.clone().or_else(|| visitor.username.clone());
        add(&mut message);
        let id = self.add_message(message.clone());
        self.change_room(room, now, |room| {
            room.waiting_response = Some(true);
            room.visitor.last_message_ts = Some(now);
            let mut metrics = room.metrics.take().unwrap_or_default();
            metrics.visitor.get_or_insert_default().last_query = Some(now);
            room.metrics = Some(metrics);
        });
        self.change_inquiry(room, |inquiry| {
            inquiry.message = Some(message.msg.clone());
            inquiry.last_message = Some(Box::new(message));
            inquiry.updated_at = Some(now);
        });
        self.subscriptions.update_room(room, |_, subscription| subscription.unread += 1);
        id
    }

    /// Adds what an agent writes.
    pub(crate) fn agent_writes(
        &mut self,
        room: &RoomId,
        id: Option<MessageId>,
        agent: &UserId,
        msg: &str,
        now: Timestamp,
    ) -> Option<MessageId> {
        let author = self.user_author(agent)?;
        let message = self.ordinary(room, id, author.clone(), msg, now);
        let id = self.add_message(message);
        let visitor = self.change_room(room, now, |room| {
            respond(room, &author, now);
            room.visitor.id.clone()
        })?;
        let month: String = now.to_string().chars().take(7).collect();
        self.update_visitor(&visitor, |visitor| {
            if !visitor.activity.contains(&month) {
                visitor.activity.push(month.clone());
            }
        });
        self.change_room(room, now, |room| {
            if !room.visitor.activity.contains(&month) {
                room.visitor.activity.push(month);
            }
        });
        self.subscriptions.update_room(room, |user, subscription| {
            if user == agent { subscription.unread = 0 } else { subscription.unread += 1 }
        });
        Some(id)
    }

    fn ordinary(
        &mut self,
        room: &RoomId,
        id: Option<MessageId>,
        author: MessageAuthor,
        msg: &str,
        now: Timestamp,
    ) -> Message {
        let id = id.unwrap_or_else(|| self.ids.short().into());
        Message::new(id, author, now, msg)
            .room_id(room.clone())
            .updated_at(now)
            .urls(Vec::new())
            .mentions(Vec::new())
            .channels(Vec::new())
    }

    /// Adds what the server notes.
    pub(super) fn note(
        &mut self,
        room: &RoomId,
        kind: MessageType,
        text: &str,
        author: MessageAuthor,
        note: Note,
        now: Timestamp,
    ) -> MessageId {
        let mut message = Message::new(self.ids.hex(), author, now, text)
            .kind(kind)
            .room_id(room.clone())
            .groupable(false)
            .updated_at(now);
        if note.by_visitor {
            message.token = self.room(room).and_then(|room| room.visitor.token.clone());
        }
        message.transfer_data = note.transfer.map(Box::new);
        message.transcript_requested = note.transcript_requested;
        message.comment = note.comment;
        self.add_message(message)
    }

    /// Notes that a visitor asked for a transcript.
    pub(crate) fn note_transcript(
        &mut self,
        room: &RoomId,
        author: MessageAuthor,
        request: livechat_sdk::JsonObject,
        now: Timestamp,
    ) {
        let id = self.note(room, MessageType::TranscriptHistory, "", author, Note::default(), now);
        self.messages.update(id.as_str(), |message| message.request_data = Some(request));
    }
}

/// An agent's answer: nobody waits any more, and how long it took is noted.
fn respond(room: &mut Room, author: &MessageAuthor, now: Timestamp) {
    let waited_since = room.waiting_response.take().map(|_| room.visitor.last_message_ts.unwrap_or(room.ts));
    let user = UserId::from(author.id.as_str());
    let first =
        room.response_by.take().filter(|response| response.id == user).and_then(|response| response.first_response_ts);
    let mut response = ResponseBy::new(user, author.username.clone().unwrap_or_default());
    response.first_response_ts = Some(first.unwrap_or(now));
    response.last_message_ts = Some(now);
    room.response_by = Some(Box::new(response));
    let mut metrics: Box<RoomMetrics> = room.metrics.take().unwrap_or_default();
    metrics.served_by.get_or_insert_default().last_reply = Some(now);
    if let Some(since) = waited_since {
        let seconds = now.saturating_since(since).as_secs_f64();
        let times = metrics.response.get_or_insert_default();
        let (total, count) = (times.total_time.unwrap_or_default() + seconds, times.total.unwrap_or_default() + 1.0);
        (times.total_time, times.total, times.average) = (Some(total), Some(count), Some(total / count));
        times.first_time.get_or_insert(seconds);
        times.first_date.get_or_insert(now);
        let reaction = metrics.reaction.get_or_insert_default();
        reaction.first_time.get_or_insert(seconds);
        reaction.first_date.get_or_insert(now);
        reaction.total_time.get_or_insert(seconds);
    }
    room.metrics = Some(metrics);
}

/// Changing several things alike.
impl World {
    /// Changes a room, and tells whoever listens.
    pub(crate) fn change_room<R>(
        &mut self,
        id: &RoomId,
        now: Timestamp,
        change: impl FnOnce(&mut Room) -> R,
    ) -> Option<R> {
        let result = self.update_room(id, |room| {
            room.updated_at = Some(now);
            change(room)
        })?;
        self.outbox.push(Change::Room(id.clone()));
        Some(result)
    }

    /// Changes a room's inquiry, and tells whoever listens.
    pub(crate) fn change_inquiry<R>(&mut self, room: &RoomId, change: impl FnOnce(&mut Inquiry) -> R) -> Option<R> {
        let result = self.inquiries.update(room, change)?;
        let inquiry = self.inquiries.of_room(room)?.id.clone();
        self.outbox.push(Change::Inquiry { room: room.clone(), inquiry });
        Some(result)
    }

    /// Gives a visitor's open rooms the visitor's name: room, inquiry and subscriptions.
    pub(crate) fn rename_rooms(&mut self, token: &str, name: &str, now: Timestamp) {
        for slot in self.rooms.open_of_token(token).to_vec() {
            let Some(room) = self.rooms.get(slot).map(|room| room.id.clone()) else { continue };
            self.change_room(&room, now, |room| room.fname = Some(name.to_owned()));
            self.change_inquiry(&room, |inquiry| inquiry.name = Some(name.to_owned()));
            self.subscriptions.update_room(&room, |_, Subscription { name: shown, .. }| *shown = Some(name.to_owned()));
        }
    }

    /// A user as the author of messages.
    pub(crate) fn user_author(&self, id: &UserId) -> Option<MessageAuthor> {
        let user = self.user(id)?;
        let mut author = MessageAuthor::new(id.as_str(), user.username.clone().unwrap_or_default());
        author.name = user.name.clone();
        Some(author)
    }
}

/// A visitor as the author of messages.
pub(crate) fn visitor_author(visitor: &Visitor) -> MessageAuthor {
    let mut author = MessageAuthor::new(visitor.id.as_str(), visitor.username.clone().unwrap_or_default());
    author.name = visitor.name.clone().or_else(|| visitor.username.clone());
    author
}

/// The copy of a visitor that a new room keeps.
fn room_visitor(visitor: &Visitor) -> RoomVisitor {
    let mut copy = RoomVisitor::new(visitor.id.clone()).activity(visitor.activity.clone());
    copy.username = visitor.username.clone();
    copy.token = visitor.token.clone();
    copy.status = Some(visitor.status.clone().unwrap_or(VisitorStatus::Online));
    copy
}

/// A room that came over this API.
pub(crate) fn api_source() -> RoomSource {
    RoomSource::new(RoomSourceType::Api)
}
