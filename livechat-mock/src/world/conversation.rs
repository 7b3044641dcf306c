//! The life of a conversation: it is opened, assigned to an agent, joined, put on hold, closed.
//!
//! Each step changes room, inquiry, subscriptions and counters together, and adds the server's system messages in its order.

use livechat_sdk::{
    DepartmentId, RoomId, Timestamp, UserId, VisitorId,
    model::{
        ClosedBy, Closer, Department, Inquiry, InquiryStatus, LastAgent, LastChat, MessageAuthor, MessageType, Room,
        RoomSource, RoomSourceType, RoomVisitor, ServedBy, TranscriptRequest, Visitor, VisitorStatus,
    },
};

use super::{
    BOT, Change, Subscription, Terms, Told, World,
    linking::channel_of,
    metrics,
    routing::AGENT,
    service_levels::{NO_DUE_TIME, NO_WEIGHT},
    visitor_author,
    writing::Note,
};
use crate::{ServerError, ServerVersion};

/// Who closes a conversation, and how.
#[derive(Clone, Debug)]
pub(crate) struct Closing {
    pub(crate) by: MessageAuthor,
    pub(crate) closer: Closer,
    pub(crate) comment: String,
    /// Tags to give it, beside those that it has.
    pub(crate) tags: Vec<String>,
    pub(crate) transcript: Transcript,
    /// Whether it is closed although it is closed already, or has no inquiry.
    pub(crate) by_force: bool,
}

/// Whether a transcript is sent when a conversation is closed.
#[derive(Clone, Debug, Default)]
pub(crate) enum Transcript {
    /// Sent if it was requested before.
    #[default]
    AsAsked,
    Sent(Option<Box<TranscriptRequest>>),
    NotSent,
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
        self.start_conversation_on(visitor, source, agent, Terms::default(), now)
    }

    /// The same, with a service level and a priority.
    pub(crate) fn start_conversation_on(
        &mut self,
        visitor: &VisitorId,
        source: RoomSource,
        agent: Option<&UserId>,
        terms: Terms<'_>,
        now: Timestamp,
    ) -> Result<RoomId, ServerError> {
        if !self.settings.flag("Livechat_enabled") {
            return Err(ServerError::named("error-omnichannel-is-disabled"));
        }
        self.check_channel(visitor, &source)?;
        let wanted = self.visitor(visitor).and_then(|visitor| visitor.department.clone());
        let department = self.staffed_department(wanted.or_else(|| self.default_department()));
        let known = self.visitor(visitor).cloned();
        let agent = agent.filter(|agent| self.is_online_agent(agent)).cloned();
        let preferred = || self.preferred_agent(known.as_ref()?, &source, department.as_ref());
        let agent = agent.or_else(preferred);
        let is_staffed = agent.is_some() || self.online_agents(department.as_ref()).next().is_some();
        if !is_staffed && !self.settings.flag("Livechat_accept_chats_with_no_agents") {
            let error = ServerError::reason("Sorry, no online agents", "no-agent-online");
            return Err(error.hint(self.cure_for_no_agent(department.as_ref())));
        }
        let terms = self.find_terms(terms)?;
        let status = known.as_ref().map(|known| self.status_of_new(known, &source, agent.as_ref()));
        let status = status.unwrap_or(InquiryStatus::Ready);
        let is_ready = status == InquiryStatus::Ready;
        let room = self
            .add_conversation(visitor, source, department.as_ref(), status, now)
            .ok_or_else(|| ServerError::plain("invalid-token"))?;
        self.give_terms(&room, terms);
        if !is_ready {
            if let Some(agent) = agent {
                self.mean_for(&room, &agent);
            }
        } else if self.check_contact(&room).is_ok()
            && let Some(agent) = agent.or_else(|| self.next_agent(department.as_ref()))
        {
            self.give_to(&room, &agent, now);
        }
        Ok(room)
    }

    /// How a conversation can be begun.
    fn cure_for_no_agent(&self, department: Option<&DepartmentId>) -> &'static str {
        if !self.users.accounts().any(|account| account.has_role(AGENT)) {
            "this world has no agent: add one, in Rust with world.add_user(Account::new(\"bob\", \"password\")\
             .role(\"livechat-agent\")), over HTTP with POST livechat/users/agent, or start with the built-in agent \
             (BuiltInAgent::echo(), --agent echo)"
        } else if department.is_some() {
            "no agent of the department is online and available: see POST livechat/department/:_id/agents, \
             POST livechat/agent.status and POST users.setStatus"
        } else {
            "no agent is online and available: see POST livechat/agent.status and POST users.setStatus"
        }
    }

    /// A department, or its fallback while none of its agents is online, or the fallback of that one: the workspace says how
    /// many of them.
    pub(super) fn staffed_department(&self, department: Option<DepartmentId>) -> Option<DepartmentId> {
        let mut department = department?;
        for _ in 0..self.settings.number("Omnichannel_max_fallback_forward_depth") {
            if self.online_agents(Some(&department)).next().is_some() {
                break;
            }
            let fallback = self.department(department.as_str())?.fallback_forward_department.as_deref();
            match fallback.filter(|id| !id.is_empty()).and_then(|id| self.department(id)) {
                Some(fallback) => department = fallback.id.clone(),
                None => break,
            }
        }
        Some(department)
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
        let visitor = self.visitors.get(slot)?.clone();
        let contact = self.link_contact(&visitor, &source, now);
        let id = RoomId::from(self.ids.short());
        let chat = LastChat::new(id.clone(), now);
        self.modify_visitor_in(slot, |visitor| {
            visitor.last_chat = Some(chat.clone());
            visitor.updated_at = Some(now);
        });
        self.note_last_chat(&contact, &visitor.id, &source, &chat);
        let author = visitor_author(&visitor);
        let mut copy = room_visitor(&visitor);
        let mut name = visitor.name.or(visitor.username);
        let is_new = self.version > ServerVersion::V7_0;
        let linked = self.contact(&contact)?;
        if copy.activity.is_empty() {
            copy.activity = linked.activity.clone().unwrap_or_default();
        }
        let channel = channel_of(linked, &visitor.id, &source);
        let is_verified = channel.is_some_and(|channel| channel.verified == Some(true));
        if is_new {
            name = linked.name.clone().or(name);
        } else {
            copy.contact_id = Some(contact.clone());
        }
        let mut room = Room::new(id.clone(), copy.clone(), now)
            .last_message_at(now)
            .waiting_response(true)
            .updated_at(now)
            .source(Box::new(source.clone()))
            .queued_at(now)
            .priority_weight(NO_WEIGHT)
            .estimated_waiting_time_queue(NO_DUE_TIME);
        room.display_name = name.clone();
        room.department_id = department.cloned();
        room.department_ancestors = self.units_above(department);
        if is_new {
            room = room.verified(is_verified).enforce_single_room(true).contact_id(contact);
        }
        let is_queued = status == InquiryStatus::Queued;
        let mut inquiry = Inquiry::new(self.ids.hex(), id.clone())
            .created_at(now)
            .message("")
            .status(status)
            .visitor(copy)
            .room_type(livechat_sdk::model::RoomType::Livechat)
            .source(source)
            .priority_weight(NO_WEIGHT)
            .estimated_waiting_time_queue(NO_DUE_TIME)
            .queued_at(now)
            .updated_at(now);
        inquiry.name = name;
        inquiry.department = department.cloned();
        self.rooms.put(room, &mut self.outbox);
        self.inquiries.put(inquiry, &mut self.outbox);
        self.tell(&id, &Told::Started, now);
        self.note(&id, MessageType::LivechatStarted, "", author, Note { by_visitor: true, ..Note::default() }, now);
        if let Some(token) = visitor.token {
            self.messages.move_into_room(token.expose(), &id, now, &mut self.outbox);
        }
        if is_queued {
            self.tell(&id, &Told::Queued, now);
        }
        Some(id)
    }
}

/// Agents.
impl World {
    /// Assigns a room that no agent serves to an agent.
    pub(crate) fn give_to(&mut self, room: &RoomId, agent: &UserId, now: Timestamp) {
        let Some(author) = self.user_author(agent) else { return };
        let username = author.username.clone().unwrap_or_default();
        let served_by = ServedBy::new(agent.clone(), username.clone(), now);
        let visitor = self.modify_room_at(room, now, |room| {
            room.served_by = Some(served_by);
            room.visitor.id.clone()
        });
        let Some(visitor) = visitor.flatten() else { return };
        self.modify_visitor(&visitor, |visitor| {
            visitor.last_agent = Some(LastAgent::new(agent.clone(), username, now).into());
        });
        self.enter(room, agent, now);
        self.note(room, MessageType::Command, "connected", author.clone(), Note::default(), now);
        self.note(room, MessageType::UserJoined, "", author, Note::default(), now);
        self.modify_inquiry(room, |inquiry| {
            inquiry.status = Some(InquiryStatus::Taken);
            inquiry.taken_at = Some(now);
            inquiry.queued_at = None;
            inquiry.default_agent = None;
            inquiry.updated_at = Some(now);
        });
        self.outbox.push(Change::Agent { room: room.clone(), agent: Some(agent.clone()) });
        self.tell(room, &Told::Taken, now);
    }

    /// Removes the agent who serves a room, and the agent's subscription.
    pub(super) fn unassign(&mut self, room: &RoomId, now: Timestamp) -> Option<UserId> {
        let agent = self.modify_room_at(room, now, |room| room.served_by.take())??.id?;
        if self.subscriptions.remove(room, &agent, &mut self.outbox) {
            self.modify_room_at(room, now, |room| room.user_count = room.user_count.saturating_sub(1));
        }
        Some(agent)
    }

    /// A user joins a room without serving it.
    pub(crate) fn join(&mut self, room: &RoomId, user: &UserId, now: Timestamp) {
        let Some(author) = self.user_author(user) else { return };
        if self.enter(room, user, now) {
            self.note(room, MessageType::UserJoined, "", author, Note::default(), now);
        }
    }

    /// Makes a user take part in a room; false if the user does already.
    fn enter(&mut self, room: &RoomId, user: &UserId, now: Timestamp) -> bool {
        if self.subscriptions.get(room, user).is_some() {
            return false;
        }
        let name = self.modify_room_at(room, now, |room| {
            room.user_count += 1;
            room.display_name.clone()
        });
        let Some(name) = name else { return false };
        self.subscriptions.add(room, user, name, &mut self.outbox);
        true
    }
}

/// Holding.
impl World {
    /// Puts a room on hold, or lets it go on.
    pub(crate) fn hold(&mut self, room: &RoomId, on_hold: bool, by: MessageAuthor, comment: String, now: Timestamp) {
        self.modify_room_at(room, now, |room| room.on_hold = on_hold.then_some(true));
        let kind = if on_hold { MessageType::PlacedOnHold } else { MessageType::ResumedFromHold };
        self.note(room, kind, "", by, Note { comment: Some(comment), ..Note::default() }, now);
    }
}

/// Closing.
impl World {
    /// Closes a room, if the server would: inquiry and subscriptions are gone, and the visitor's next room is a new one.
    pub(crate) fn close(&mut self, room: &RoomId, closing: Closing, now: Timestamp) -> Result<(), ServerError> {
        self.check_closing(room, &closing)?;
        let Closing { by, closer, comment, mut tags, transcript, by_force: _ } = closing;
        let department = self.room(room).and_then(|room| self.department_of(room));
        let hours = self.attended_hours(department);
        tags.extend(department.into_iter().flat_map(|department| department.chat_closing_tags.clone()).flatten());
        let settings = &self.settings;
        let is_offered = settings.flag("Livechat_enable_transcript");
        let is_always_sent = settings.flag("Livechat_transcript_send_always") && !is_offered;
        let closed_by = ClosedBy::new(by.id.clone().unwrap_or_default(), by.username.clone().unwrap_or_default());
        let by_visitor = closer == Closer::Visitor;
        let transcript_requested = self.modify_room_at(room, now, |room| {
            metrics::closed(room, &closer, hours.as_deref(), now);
            room.closed_at = Some(now);
            room.closer = Some(closer);
            room.closed_by = Some(Box::new(closed_by));
            room.visitor.status = Some(VisitorStatus::Offline);
            room.open = None;
            room.on_hold = None;
            for tag in tags {
                if !room.tags.contains(&tag) {
                    room.tags.push(tag);
                }
            }
            let is_asked_for = match transcript {
                Transcript::AsAsked => room.transcript_request.is_some(),
                Transcript::Sent(request) => {
                    room.transcript_request = request.or(room.transcript_request.take());
                    true
                }
                Transcript::NotSent => {
                    room.transcript_request = None;
                    false
                }
            };
            is_asked_for || is_always_sent
        });
        self.dismiss(room);
        let note = Note { by_visitor, transcript_requested, ..Note::default() };
        let note = self.note(room, MessageType::LivechatClose, &comment, by.clone(), note, now);
        self.tell(room, &Told::Message(&note), now);
        if is_offered && !self.settings.flag("Livechat_transcript_send_always") {
            self.note(room, MessageType::Command, "promptTranscript", by, Note::default(), now);
        }
        self.tell(room, &Told::Closed, now);
        Ok(())
    }

    fn check_closing(&self, room: &RoomId, closing: &Closing) -> Result<(), ServerError> {
        let Some(room) = self.room(room).filter(|room| room.is_open() || closing.by_force) else {
            return Err(ServerError::plain("error-room-closed"));
        };
        if closing.comment.trim().is_empty() && self.settings.flag("Livechat_request_comment_when_closing_conversation")
        {
            return Err(ServerError::plain("error-comment-is-required"));
        }
        if let Some(department) = self.department_of(room)
            && department.request_tag_before_closing_chat == Some(true)
        {
            // Visitors and the server itself need none.
            let is_exempt = closing.closer == Closer::Visitor || closing.by.id.as_deref() == Some(BOT);
            let has_tags = is_exempt || !closing.tags.is_empty() || !room.tags.is_empty();
            if !has_tags || department.chat_closing_tags.as_ref().is_none_or(Vec::is_empty) {
                return Err(ServerError::plain("error-tags-must-be-assigned-before-closing-chat"));
            }
        }
        if self.inquiry(&room.id).is_none() && !closing.by_force {
            return Err(ServerError::plain("Error removing inquiry").hint("the room has no inquiry"));
        }
        Ok(())
    }

    /// The department of a room.
    fn department_of(&self, room: &Room) -> Option<&Department> {
        room.department_id.as_ref().and_then(|id| self.department(id.as_str()))
    }

    /// Deletes the inquiry and the subscriptions of a room.
    fn dismiss(&mut self, room: &RoomId) {
        self.inquiries.remove(room, &mut self.outbox);
        self.subscriptions.remove_room(room, &mut self.outbox);
    }

    /// Removes a room with its messages, its inquiry and its subscriptions. Files stay.
    pub(crate) fn remove_room(&mut self, room: &RoomId, now: Timestamp) -> Option<Room> {
        let removed = self.rooms.remove(room.as_str(), now, &mut self.outbox)?;
        self.messages.remove_room(room.as_str());
        self.dismiss(room);
        Some(removed)
    }
}

/// Renaming.
impl World {
    /// Gives a visitor's open rooms the visitor's name, unless they have it.
    pub(crate) fn rename_rooms(&mut self, token: &str, name: &str, now: Timestamp) {
        let open = self.rooms.open_of_token(token).iter().filter_map(|slot| self.rooms.get(*slot));
        let others: Vec<_> =
            open.filter(|room| room.display_name.as_deref() != Some(name)).map(|room| room.id.clone()).collect();
        for room in others {
            self.rename_room(&room, name, now);
        }
    }

    /// Gives a room its visitor's name: room, inquiry and subscriptions.
    pub(crate) fn rename_room(&mut self, room: &RoomId, name: &str, now: Timestamp) {
        self.modify_room_at(room, now, |room| room.display_name = Some(name.to_owned()));
        self.rename_readers(room, name);
    }

    /// Shows another name of a room to the queue and to those who read it.
    pub(super) fn rename_readers(&mut self, room: &RoomId, name: &str) {
        self.modify_inquiry(room, |inquiry| inquiry.name = Some(name.to_owned()));
        self.subscriptions.modify_all_of(room, &mut self.outbox, |_, Subscription { name: shown, .. }| {
            *shown = Some(name.to_owned());
        });
    }
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
