//! The waiting queue: who has to wait, who is handed out next, how many conversations an agent may have, and what those who
//! wait are told.

use livechat_sdk::{
    DepartmentId, RoomId, Timestamp, UserId,
    ddp::{QueueInfo, QueueMessage},
    model::{Contact, DefaultAgent, Inquiry, InquiryStatus, MessageAuthor, Room, RoomSource, Visitor},
};
use serde_json::Value;

use super::{Account, BOT, World, linking::channel_of};
use crate::ServerError;

/// New conversations.
impl World {
    /// Whether conversations wait until it is their turn.
    pub(crate) fn is_queueing(&self) -> bool {
        self.settings.flag("Livechat_waiting_queue")
    }

    /// Where the inquiry of a new conversation stands.
    pub(super) fn status_of_new(
        &self,
        visitor: &Visitor,
        source: &RoomSource,
        agent: Option<&UserId>,
    ) -> InquiryStatus {
        let is_bot =
            agent.and_then(|agent| self.users.by_id(agent.as_str())).is_some_and(|agent| agent.has_role("bot"));
        if self.must_be_verified(visitor, source) {
            InquiryStatus::Verifying
        } else if !is_bot && (self.is_queueing() || self.is_manual()) {
            InquiryStatus::Queued
        } else {
            InquiryStatus::Ready
        }
    }

    /// Whether the workspace wants to know first who writes on a channel.
    fn must_be_verified(&self, visitor: &Visitor, source: &RoomSource) -> bool {
        let demanded = self.settings.text("Livechat_Require_Contact_Verification");
        let contact = self.contact_of_channel(&visitor.id, source);
        let channel = contact.and_then(|contact| channel_of(contact, &visitor.id, source));
        matches!(demanded, "once" | "always") && channel.is_none_or(|channel| channel.verified != Some(true))
    }

    /// Who is to get a conversation before all others: who looks after the contact, who served the visitor last, or a bot, as
    /// the workspace has it.
    pub(super) fn preferred_agent(
        &self,
        visitor: &Visitor,
        source: &RoomSource,
        department: Option<&DepartmentId>,
    ) -> Option<UserId> {
        let manager = || {
            let contact = self.contact_of_channel(&visitor.id, source);
            let of_contact = contact.and_then(|contact: &Contact| Some(contact.contact_manager.as_ref()?.id.clone()));
            let of_visitor = || self.users.by_name(visitor.contact_manager.as_ref()?.username.as_deref()?);
            of_contact.or_else(|| of_visitor().map(|account| account.user.id.clone()))
        };
        let last = || visitor.last_agent.as_ref()?.agent_id.clone();
        let is_there = |agent: &UserId| self.is_online_agent(agent);
        let manager =
            self.settings.flag("Omnichannel_contact_manager_routing").then(manager).flatten().filter(is_there);
        let last = || self.settings.flag("Livechat_last_chatted_agent_routing").then(last).flatten().filter(is_there);
        let bot = || {
            self.settings.flag("Livechat_assign_new_conversation_to_bot").then(|| self.next_bot(department)).flatten()
        };
        manager.or_else(last).or_else(bot)
    }

    /// The bot with the fewest conversations.
    fn next_bot(&self, department: Option<&DepartmentId>) -> Option<UserId> {
        let bots = self.online_agents(department).filter(|account| account.has_role("bot"));
        let next = bots.min_by_key(|account| (account.livechat_count, account.user.username.clone()));
        next.map(|account| account.user.id.clone())
    }

    /// Notes for whom an inquiry that waits is meant.
    pub(super) fn mean_for(&mut self, room: &RoomId, agent: &UserId) {
        let Some(author) = self.user_author(agent) else { return };
        let meant = DefaultAgent::new(agent.clone(), author.username.unwrap_or_default());
        self.modify_inquiry(room, |inquiry| inquiry.default_agent = Some(meant));
    }

    /// Refuses a conversation whose contact the workspace does not serve.
    pub(crate) fn check_contact(&self, room: &RoomId) -> Result<(), ServerError> {
        let [no_unknown, no_unverified] = ["Livechat_Block_Unknown_Contacts", "Livechat_Block_Unverified_Contacts"]
            .map(|setting| self.settings.flag(setting));
        let Some(room) = self.room(room).filter(|_| no_unknown || no_unverified) else { return Ok(()) };
        let contact = room.contact_id.as_ref().or(room.visitor.contact_id.as_ref()).and_then(|id| self.contact(id));
        let contact = contact.ok_or_else(|| ServerError::plain("error-invalid-contact"))?;
        if no_unknown && contact.unknown == Some(true) {
            return Err(ServerError::plain("error-unknown-contact"));
        }
        let source = room.source.as_deref();
        let channel = room.visitor.id.as_ref().zip(source).and_then(|(id, source)| channel_of(contact, id, source));
        if no_unverified && channel.is_none_or(|channel| channel.verified != Some(true)) {
            return Err(ServerError::plain("error-unverified-contact"));
        }
        Ok(())
    }
}

/// Limits.
impl World {
    /// How many conversations an agent has, those on hold apart: of a department, or all.
    pub(super) fn chats_of(&self, agent: &UserId, department: Option<&DepartmentId>) -> u64 {
        let counts = |room: &&Room| {
            room.is_open()
                && room.on_hold != Some(true)
                && (department.is_none() || room.department_id.as_ref() == department)
        };
        self.subscriptions.of_user(agent).filter_map(|room| self.room(room)).filter(counts).count() as u64
    }

    /// Refuses who takes a conversation and may not have another, or is not there. Where conversations wait, the presence
    /// counts too.
    pub(crate) fn check_taker(&self, agent: &UserId, department: Option<&DepartmentId>) -> Result<(), ServerError> {
        if !self.is_queueing() {
            return Ok(());
        }
        if !self.is_online_agent(agent) {
            return Err(ServerError::plain("Provided agent is not online")
                .hint("the agent's presence is offline, and the setting Livechat_waiting_queue is on"));
        }
        let account = self.users.by_id(agent.as_str());
        let account = account.ok_or_else(|| ServerError::plain("No valid agent found"))?;
        if self.may_have_another(account, department) {
            return Ok(());
        }
        Err(ServerError::plain("error-max-number-simultaneous-chats-reached"))
    }

    /// Whether an agent may have another conversation. There are limits only where conversations wait: the agent's own, or
    /// else the workspace's; and the department's besides.
    pub(crate) fn may_have_another(&self, account: &Account, department: Option<&DepartmentId>) -> bool {
        if !self.is_queueing() {
            return true;
        }
        let own = account.livechat.as_ref().and_then(|livechat| positive(livechat.get("maxNumberSimultaneousChat")?));
        let global = self.settings.number("Livechat_maximum_chats_per_agent");
        let limit = own.unwrap_or(global as f64);
        let of_department = department.and_then(|id| self.department(id.as_str()));
        let of_department = of_department.and_then(|department| department.max_number_simultaneous_chat);
        let is_below = |limit: Option<f64>, department: Option<&DepartmentId>| {
            let limit = limit.filter(|limit| *limit > 0.0);
            limit.is_none_or(|limit| (self.chats_of(&account.user.id, department) as f64) < limit)
        };
        is_below(Some(limit), None) && is_below(of_department, department)
    }
}

/// A limit that is one. Forms leave texts too.
fn positive(value: &Value) -> Option<f64> {
    let number = value.as_f64().or_else(|| value.as_str()?.trim().parse().ok());
    number.filter(|number| *number > 0.0)
}

/// The queue itself.
impl World {
    /// Hands out the first of each department's queue, and the first that is of none, as far as an agent is free.
    pub(super) fn serve_queue(&mut self, now: Timestamp) {
        let mut queues: Vec<Option<DepartmentId>> = Vec::new();
        let mut first = Vec::new();
        for inquiry in self.waiting_inquiries() {
            if !queues.contains(&inquiry.department) {
                queues.push(inquiry.department.clone());
                let meant = inquiry.default_agent.as_ref().and_then(|agent| agent.agent_id.clone());
                first.push((inquiry.room_id.clone(), meant));
            }
        }
        for (department, (room, meant)) in queues.into_iter().zip(first) {
            if self.check_contact(&room).is_err() {
                continue;
            }
            let staffed = self.staffed_department(department.clone());
            if let Some(fallback) = staffed.as_ref().filter(|fallback| Some(*fallback) != department.as_ref()) {
                self.move_to_department(&room, fallback, now);
            }
            let is_free = |world: &Self, agent: &UserId| {
                let account = world.users.by_id(agent.as_str());
                world.is_online_agent(agent)
                    && account.is_some_and(|account| world.may_have_another(account, staffed.as_ref()))
            };
            let meant = meant.filter(|agent| is_free(self, agent));
            if let Some(agent) = meant.or_else(|| self.next_agent(staffed.as_ref())) {
                self.give_to(&room, &agent, now);
            }
        }
    }

    /// What the visitor of a room that waits is told; `None` if it does not wait, or nobody is to be told.
    pub(crate) fn queue_info(&self, room: &RoomId) -> Option<QueueInfo> {
        let inquiry = self.inquiry(room).filter(|_| self.tells_of_queue())?;
        let queue = self.waiting_inquiries().into_iter();
        let mut queue = queue.filter(|other| other.department == inquiry.department);
        let place = queue.position(|other| other.id == inquiry.id)?;
        Some(self.queue_info_at(inquiry, place as u64 + 1))
    }

    /// Whether those who wait are told so.
    pub(crate) fn tells_of_queue(&self) -> bool {
        self.is_queueing() && self.settings.flag("Omnichannel_calculate_dispatch_service_queue_statistics")
    }

    /// What the visitor at a place in the queue is told.
    pub(crate) fn queue_info_at(&self, inquiry: &Inquiry, place: u64) -> QueueInfo {
        let department = inquiry.department.as_ref().and_then(|id| self.department(id.as_str()));
        let own = department.and_then(|department| department.waiting_queue_message.as_deref());
        let text = own.filter(|text| !text.is_empty());
        let mut message =
            QueueMessage::new(text.unwrap_or_else(|| self.settings.text("Livechat_waiting_queue_message")));
        message.user = Some(MessageAuthor::new(BOT, BOT));
        let mut info = QueueInfo::new(place);
        info.message = Some(message);
        let recent = self.settings.number("Livechat_number_most_recent_chats_estimate_wait_time");
        info.estimated_wait_time_seconds =
            self.average_duration(recent).map(|average| ((place as f64 - 1.0) / recent as f64 + 1.0) * average);
        info
    }

    /// How long the last so many conversations took, in seconds, on average.
    fn average_duration(&self, recent: u64) -> Option<f64> {
        let recent = usize::try_from(recent).unwrap_or(usize::MAX);
        let durations = self.rooms.last_closed().filter_map(|room| room.metrics.as_ref()?.chat_duration).take(recent);
        let (count, sum) = durations.fold((0_u64, 0.0), |(count, sum), duration| (count + 1, sum + duration));
        (count > 0).then(|| sum / count as f64)
    }
}
