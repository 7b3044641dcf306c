//! Messages of the visitor, of agents, and of the server itself.

use livechat_sdk::{
    JsonObject, MessageId, RoomId, Timestamp, UserId,
    model::{Message, MessageAuthor, MessageType, PriorityData, ResponseBy, Room, SlaData, TransferData, Visitor},
};

use super::{BOT, Told, World, messages::is_announced, metrics, quotes::Quoting};

/// What a system message has beside its text.
#[derive(Default)]
pub(super) struct Note {
    pub(super) by_visitor: bool,
    pub(super) transfer: Option<TransferData>,
    pub(super) transcript_requested: Option<bool>,
    pub(super) comment: Option<String>,
    pub(super) request: Option<JsonObject>,
    pub(super) priority: Option<PriorityData>,
    pub(super) sla: Option<SlaData>,
}

/// Messages.
impl World {
    /// Adds a message of a visitor.
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

    /// Adds a message of a visitor, with more than its text.
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
        self.quote(&mut message, Quoting::Visitor(visitor.token.as_ref()));
        let id = self.add_message(message);
        let Some(message) = self.messages.shared(&id) else { return id };
        self.modify_room_at(room, now, |room| {
            room.waiting_response = Some(true);
            room.response_by = None;
            room.visitor.last_message_at = Some(now);
            metrics::visitor_wrote(room, now);
        });
        self.modify_inquiry(room, |inquiry| {
            inquiry.message = Some(message.text.clone());
            inquiry.updated_at = Some(now);
        });
        self.announce(room, &message);
        self.tell(room, &Told::Message(&id), now);
        self.tell_lead(room, &message, now);
        if self.room(room).is_some_and(|room| room.on_hold == Some(true)) {
            self.resume_for_visitor(room, visitor, now);
        }
        id
    }

    /// Lets a room on hold go on because its visitor wrote. An agent who is not there, or who has enough, loses it.
    fn resume_for_visitor(&mut self, room: &RoomId, visitor: &Visitor, now: Timestamp) {
        let Some(bot) = self.user_author(&UserId::from(BOT)) else { return };
        let found = self.room(room);
        let agent = found.and_then(|room| room.served_by.as_ref()?.id.clone());
        let department = found.and_then(|room| room.department_id.clone());
        let goes_on = agent.is_none_or(|agent| {
            let account = self.users.by_id(agent.as_str());
            self.may_take(&agent) && account.is_some_and(|account| self.may_have_another(account, department.as_ref()))
        });
        let name = visitor.name.as_deref().or(visitor.username.as_deref()).unwrap_or_default();
        let comment =
            format!("The chat was automatically resumed from On Hold upon receiving a new message from {name}");
        self.hold(room, false, bot, comment, now);
        if !goes_on {
            self.requeue(room, now);
        }
    }

    /// Adds a message of an agent.
    pub(crate) fn agent_writes(
        &mut self,
        room: &RoomId,
        agent: &UserId,
        msg: &str,
        now: Timestamp,
    ) -> Option<MessageId> {
        self.agent_writes_with(room, None, agent, msg, |_| {}, now)
    }

    /// Adds a message of an agent, with more than its text.
    pub(super) fn agent_writes_with(
        &mut self,
        room: &RoomId,
        id: Option<MessageId>,
        agent: &UserId,
        msg: &str,
        add: impl FnOnce(&mut Message),
        now: Timestamp,
    ) -> Option<MessageId> {
        let author = self.user_author(agent)?;
        let mut message = self.ordinary(room, id, author.clone(), msg, now);
        add(&mut message);
        self.quote(&mut message, Quoting::User(agent));
        let id = self.add_message(message);
        let message = self.messages.shared(&id)?;
        let is_bot = self.users.by_id(agent.as_str()).is_some_and(|account| account.has_role("bot"));
        let counts = !(is_bot && self.settings.flag("Omnichannel_Metrics_Ignore_Automatic_Messages"));
        let written = message.created_at;
        self.modify_room_at(room, now, |room| {
            respond(room, &author, now);
            if counts {
                metrics::agent_wrote(room, written, now);
            }
        })?;
        if counts {
            self.note_activity(room, now);
        }
        self.announce(room, &message);
        self.tell(room, &Told::Message(&id), now);
        Some(id)
    }

    /// Tells those in a room of a message that somebody wrote: the queue, where agents see it, and who reads the room.
    fn announce(&mut self, room: &RoomId, message: &Message) {
        self.count_unread(room, message);
        if self.is_manual() && self.settings.flag("Store_Last_Message") {
            self.modify_inquiry(room, |inquiry| inquiry.last_message = Some(Box::new(message.clone())));
        }
    }

    /// Counts a message as unread by all in the room but its author, who has read everything. A reply that is shown in its
    /// thread alone is news to nobody.
    fn count_unread(&mut self, room: &RoomId, message: &Message) {
        let counts_all = self.settings.text("Unread_Count_Omni") != "mentions_only";
        let mentioned: Vec<_> = mentioned(&message.text).collect();
        let is_for_all = mentioned.iter().any(|name| matches!(*name, "all" | "here"));
        let is_aside = message.thread_id.is_some() && message.show_in_room != Some(true);
        let users = &self.users;
        self.subscriptions.modify_all_of(room, &mut self.outbox, |user, subscription| {
            if Some(user.as_str()) == message.author.id.as_deref() {
                (subscription.unread, subscription.mentions, subscription.group_mentions) = (0, 0, 0);
                subscription.alert = false;
                return;
            }
            if is_aside {
                return;
            }
            subscription.alert = true;
            let username = users.by_id(user.as_str()).and_then(|account| account.user.username.as_deref());
            let is_mentioned = username.is_some_and(|username| mentioned.contains(&username));
            subscription.mentions += u64::from(is_mentioned);
            subscription.group_mentions += u64::from(is_for_all);
            subscription.unread += u64::from(counts_all || is_mentioned || is_for_all);
        });
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
        Message::new(id, author, now, self.filled_in(room, msg))
            .room_id(room.clone())
            .updated_at(now)
            .mentions(Vec::new())
            .channels(Vec::new())
    }

    /// Adds a system message.
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
            .message_type(kind)
            .room_id(room.clone())
            .groupable(false)
            .updated_at(now);
        if note.by_visitor {
            message.token = self.room(room).and_then(|room| room.visitor.token.clone());
        }
        message.transfer_data = note.transfer.map(Box::new);
        message.transcript_requested = note.transcript_requested;
        message.comment = note.comment;
        message.request_data = note.request;
        message.priority_data = note.priority.map(Box::new);
        message.sla_data = note.sla.map(Box::new);
        let is_announced = is_announced(message.message_type.as_ref());
        let id = self.add_message(message);
        if is_announced && let Some(message) = self.messages.shared(&id) {
            // Counted once when it is stored, and once when it is announced.
            let last = self.as_last(&message);
            self.modify_room(room, |room| {
                room.message_count += 1;
                last.write_to(room);
            });
            self.count_unread(room, &message);
        }
        id
    }

    /// Adds the system message about a transcript that a visitor asked for.
    pub(crate) fn note_transcript(
        &mut self,
        room: &RoomId,
        author: MessageAuthor,
        request: JsonObject,
        now: Timestamp,
    ) {
        let note = Note { request: Some(request), ..Note::default() };
        self.note(room, MessageType::TranscriptHistory, "", author, note, now);
    }
}

/// Authors.
impl World {
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

/// The user names that a text mentions.
fn mentioned(text: &str) -> impl Iterator<Item = &str> {
    let is_of_name = |letter: char| letter.is_alphanumeric() || "-_.".contains(letter);
    let names = text.split('@').skip(1).map(move |rest| rest.split(|letter| !is_of_name(letter)).next());
    names.flatten().map(|name| name.trim_end_matches('.'))
}

/// Records an agent's answer: the visitor does not wait any more. Of an answer that follows another, only the time is kept.
fn respond(room: &mut Room, author: &MessageAuthor, now: Timestamp) {
    room.waiting_response = None;
    match &mut room.response_by {
        Some(response) => response.last_message_at = Some(now),
        None => {
            let mut response =
                ResponseBy::new(author.id.as_deref().unwrap_or_default(), author.username.clone().unwrap_or_default());
            (response.first_response_at, response.last_message_at) = (Some(now), Some(now));
            room.response_by = Some(Box::new(response));
        }
    }
}
