//! Transfers of a conversation: to an agent, to a department, back into the queue.

use livechat_sdk::{
    DepartmentId, RoomId, Timestamp, UserId,
    model::{
        Department, DepartmentName, InquiryStatus, MessageAuthor, MessageType, Room, TransferData, TransferScope,
        TransferUserType, TransferredBy,
    },
};

use super::{BOT, Change, Told, World, writing::Note};
use crate::ServerError;

/// Who transfers a conversation.
#[derive(Clone, Debug)]
pub(crate) struct By {
    pub(crate) author: MessageAuthor,
    pub(crate) side: TransferUserType,
}

/// The target of a transfer, and its comment.
#[derive(Clone, Debug, Default)]
pub(crate) struct Target {
    pub(crate) department: Option<DepartmentId>,
    pub(crate) agent: Option<UserId>,
    pub(crate) comment: Option<String>,
}

/// Checks.
impl World {
    /// Transfers a room, if the server would.
    pub(crate) fn forward(&mut self, room: &RoomId, to: &Target, by: &By, now: Timestamp) -> Result<(), ServerError> {
        let Some(found) = self.room(room) else { return Err(ServerError::plain("error-invalid-room")) };
        if !found.is_open() {
            return Err(ServerError::plain("This_conversation_is_already_closed"));
        }
        if found.visitor.id.as_ref().and_then(|id| self.visitor(id)).is_none() {
            return Err(ServerError::plain("error-invalid-visitor"));
        }
        if found.on_hold == Some(true) {
            return Err(ServerError::plain("error-room-onHold"));
        }
        match (&to.department, &to.agent) {
            (Some(department), _) => self.forward_to_department(room, department, to, by, now),
            (None, Some(agent)) => self.forward_to_agent(room, agent, to, by, now),
            (None, None) => {
                Err(ServerError::plain("error-forwarding-chat").hint("neither an agent nor a department was named"))
            }
        }
    }

    fn forward_to_agent(
        &mut self,
        room: &RoomId,
        agent: &UserId,
        to: &Target,
        by: &By,
        now: Timestamp,
    ) -> Result<(), ServerError> {
        if !self.is_online_agent(agent) {
            return Err(ServerError::plain("error-user-is-offline"));
        }
        if self.inquiry(room).is_none() {
            return Err(ServerError::plain("error-invalid-inquiry"));
        }
        let serving = self.room(room).and_then(|room| room.served_by.as_ref());
        if serving.is_some_and(|serving| serving.id.as_ref() == Some(agent)) {
            return Err(ServerError::plain("error-selected-agent-room-agent-are-same"));
        }
        self.transfer_to_agent(room, agent, by, to.comment.as_deref(), now);
        Ok(())
    }

    fn forward_to_department(
        &mut self,
        room: &RoomId,
        department: &DepartmentId,
        to: &Target,
        by: &By,
        now: Timestamp,
    ) -> Result<(), ServerError> {
        let mut target = self.department_named(department)?;
        if self.inquiry(room).is_none() {
            return Err(ServerError::plain("error-transferring-inquiry"));
        }
        self.check_is_another(room, target)?;
        let comment = to.comment.as_deref();
        if let Some(agent) = &to.agent {
            if !self.is_online_agent(agent) {
                return Err(ServerError::plain("error-user-is-offline"));
            }
            if !self.is_department_agent(&target.id, agent) {
                return Err(ServerError::plain("error-user-not-belong-to-department"));
            }
            let department = target.id.clone();
            self.transfer_to_department(room, &department, Some(agent), by, comment, now);
            return Ok(());
        }
        let serving = self.room(room).and_then(|room| room.served_by.as_ref()).and_then(|agent| agent.id.clone());
        let has_others = |world: &Self, department: &DepartmentId| {
            world.online_agents(Some(department)).any(|agent| Some(&agent.user.id) != serving.as_ref())
        };
        // A department without an agent falls back to another one, which may do the same.
        let depth = self.settings.number("Omnichannel_max_fallback_forward_depth");
        let mut passed_over = Vec::new();
        let waits = loop {
            let is_staffed = has_others(self, &target.id);
            if self.is_manual() || is_staffed || target.allow_receive_forward_offline == Some(true) {
                break self.is_manual() || !is_staffed;
            }
            passed_over.push(target.id.clone());
            let next =
                target.fallback_forward_department.as_deref().filter(|id| !id.is_empty()).map(DepartmentId::from);
            match next {
                Some(next) if !passed_over.contains(&next) && passed_over.len() as u64 <= depth => {
                    target = self.department_named(&next)?;
                    self.check_is_another(room, target)?;
                }
                _ => return Err(ServerError::plain("error-no-agents-online-in-department")),
            }
        };
        let department = target.id.clone();
        if !passed_over.is_empty() {
            self.note_fallback(room, &department, by, now);
        }
        // Where conversations wait, they also wait for agents who have enough.
        let agent = if waits { None } else { self.next_agent_but(Some(&department), serving.as_ref()) };
        self.transfer_to_department(room, &department, agent.as_ref(), by, comment, now);
        Ok(())
    }

    fn department_named(&self, department: &DepartmentId) -> Result<&Department, ServerError> {
        self.department(department.as_str()).ok_or_else(|| ServerError::plain("error-invalid-department"))
    }

    fn check_is_another(&self, room: &RoomId, department: &Department) -> Result<(), ServerError> {
        let is_there = self.room(room).is_some_and(|room| room.department_id.as_ref() == Some(&department.id));
        if is_there { Err(ServerError::plain("error-forwarding-chat-same-department")) } else { Ok(()) }
    }

    /// Adds the system message about a fallback department that gets the conversation.
    fn note_fallback(&mut self, room: &RoomId, department: &DepartmentId, by: &By, now: Timestamp) {
        let mut transfer = self.transfer(room, by, TransferScope::Department, None, now);
        transfer.next_department = Some(self.department_name(department));
        let note = Note { transfer: Some(transfer), ..Note::default() };
        self.note(room, MessageType::TransferHistoryFallback, "", by.author.clone(), note, now);
    }

    fn department_name(&self, department: &DepartmentId) -> DepartmentName {
        let name = self.department(department.as_str()).and_then(|department| department.name.clone());
        DepartmentName::new(department.clone(), name.unwrap_or_default())
    }
}

/// Transfers.
impl World {
    /// Transfers a room to another agent.
    pub(crate) fn transfer_to_agent(
        &mut self,
        room: &RoomId,
        agent: &UserId,
        by: &By,
        comment: Option<&str>,
        now: Timestamp,
    ) {
        let transfer = self.transfer(room, by, TransferScope::Agent, comment, now);
        let previous = self.room(room).and_then(|room| room.served_by.clone());
        self.pass_to_agent(room, agent, by, transfer, now);
        self.tell(room, &Told::TransferredFromAgent(previous), now);
    }

    fn pass_to_agent(&mut self, room: &RoomId, agent: &UserId, by: &By, mut transfer: TransferData, now: Timestamp) {
        let Some(author) = self.user_author(agent) else { return };
        transfer.transferred_to = Some(author);
        let previous = self.unassign(room, now);
        self.give_to(room, agent, now);
        self.note_leaving(room, previous.as_ref(), now);
        self.note_transfer(room, by, transfer, now);
    }

    /// Transfers a room to a department: one of its agents gets it, or it waits in the department's queue.
    pub(crate) fn transfer_to_department(
        &mut self,
        room: &RoomId,
        department: &DepartmentId,
        agent: Option<&UserId>,
        by: &By,
        comment: Option<&str>,
        now: Timestamp,
    ) {
        let mut transfer = self.transfer(room, by, TransferScope::Department, comment, now);
        transfer.next_department = Some(self.department_name(department));
        let old_department = transfer.previous_department.clone();
        let previous = self.unassign(room, now);
        self.move_to_department(room, department, now);
        if let Some(agent) = agent {
            self.give_to(room, agent, now);
            // An agent of both departments stays.
            self.note_leaving(room, previous.as_ref().filter(|previous| *previous != agent), now);
            self.note_transfer(room, by, transfer, now);
        } else {
            self.queue(room, now);
            self.note_transfer(room, by, transfer, now);
            self.note_leaving(room, previous.as_ref(), now);
            self.outbox.push(Change::Agent { room: room.clone(), agent: None });
        }
        self.tell(room, &Told::TransferredFromDepartment(old_department), now);
    }

    /// Returns a room to the queue.
    pub(crate) fn return_to_queue(
        &mut self,
        room: &RoomId,
        department: Option<&DepartmentId>,
        by: &By,
        now: Timestamp,
    ) {
        let transfer = self.transfer(room, by, TransferScope::Queue, None, now);
        self.pass_to_queue(room, department, by, transfer, now);
    }

    fn pass_to_queue(
        &mut self,
        room: &RoomId,
        department: Option<&DepartmentId>,
        by: &By,
        transfer: TransferData,
        now: Timestamp,
    ) {
        let previous = self.unassign(room, now);
        if let Some(department) = department {
            self.move_to_department(room, department, now);
        }
        self.queue(room, now);
        self.note_transfer(room, by, transfer, now);
        self.note_leaving(room, previous.as_ref(), now);
        self.outbox.push(Change::Agent { room: room.clone(), agent: None });
    }

    /// Transfers a room whose agent did not write: to the next agent, or into the queue. It happens once to a room.
    pub(super) fn transfer_unanswered(&mut self, room: &RoomId, now: Timestamp) {
        let Some(author) = self.user_author(&UserId::from(BOT)) else { return };
        let by = By { author, side: TransferUserType::User };
        let timeout = self.settings.number("Livechat_auto_transfer_chat_timeout").to_string();
        if !self.room(room).is_some_and(Room::is_open) {
            return;
        }
        let scopes = [TransferScope::UnansweredToAgent, TransferScope::UnansweredToQueue];
        self.hand_on(room, &by, Some(&timeout), scopes, now);
        self.modify_room_at(room, now, |room| {
            room.auto_transfer_ongoing = None;
            room.auto_transferred_at = Some(now);
        });
    }

    /// Transfers a room whose agent is gone: to the next agent, or into the queue. Where conversations do not wait and nobody
    /// is there, it stays.
    pub(super) fn transfer_from_gone(&mut self, room: &RoomId, by: &By, comment: Option<&str>, now: Timestamp) {
        if self.room(room).is_none_or(|room| room.on_hold == Some(true)) {
            return;
        }
        let is_passed = self.hand_on(room, by, comment, [TransferScope::Agent, TransferScope::Queue], now);
        if !is_passed && self.is_queueing() {
            let transfer = self.transfer(room, by, TransferScope::Queue, comment, now);
            self.pass_to_queue(room, None, by, transfer, now);
        }
    }

    /// Passes a room on as the workspace routes: to the next agent but the one who serves it, if there is one, or into the
    /// queue. Whether it was passed on.
    fn hand_on(
        &mut self,
        room: &RoomId,
        by: &By,
        comment: Option<&str>,
        [to_agent, to_queue]: [TransferScope; 2],
        now: Timestamp,
    ) -> bool {
        let Some(found) = self.room(room) else { return false };
        let serving = found.served_by.as_ref().and_then(|agent| agent.id.clone());
        let department = found.department_id.clone();
        if self.is_manual() {
            let transfer = self.transfer(room, by, to_queue, comment, now);
            self.pass_to_queue(room, None, by, transfer, now);
        } else if let Some(agent) = self.next_agent_but(department.as_ref(), serving.as_ref()) {
            let transfer = self.transfer(room, by, to_agent, comment, now);
            self.pass_to_agent(room, &agent, by, transfer, now);
        } else {
            return false;
        }
        true
    }

    /// Takes a room from its agent, who can not go on with it: another one gets it, or it waits.
    pub(super) fn requeue(&mut self, room: &RoomId, now: Timestamp) {
        let previous = self.unassign(room, now);
        self.queue(room, now);
        self.note_leaving(room, previous.as_ref(), now);
        self.outbox.push(Change::Agent { room: room.clone(), agent: None });
        if self.is_manual() || self.is_queueing() {
            return;
        }
        let department = self.room(room).and_then(|room| room.department_id.clone());
        if let Some(agent) = self.next_agent(department.as_ref()) {
            self.give_to(room, &agent, now);
        }
    }

    pub(super) fn move_to_department(&mut self, room: &RoomId, department: &DepartmentId, now: Timestamp) {
        let units = self.units_above(Some(department));
        self.modify_room_at(room, now, |room| {
            room.department_id = Some(department.clone());
            room.department_ancestors = units;
        });
        self.modify_inquiry(room, |inquiry| {
            inquiry.department = Some(department.clone());
            inquiry.updated_at = Some(now);
        });
    }

    /// Lets a room wait to be taken.
    fn queue(&mut self, room: &RoomId, now: Timestamp) {
        let last = self.modify_room_at(room, now, |room| {
            room.queued_at = Some(now);
            room.last_message.clone()
        });
        let last = last.flatten().filter(|_| self.settings.flag("Store_Last_Message"));
        self.modify_inquiry(room, |inquiry| {
            inquiry.last_message = last.or(inquiry.last_message.take());
            inquiry.status = Some(InquiryStatus::Queued);
            inquiry.queued_at = Some(now);
            inquiry.taken_at = None;
            inquiry.updated_at = Some(now);
        });
    }

    fn transfer(
        &self,
        room: &RoomId,
        by: &By,
        scope: TransferScope,
        comment: Option<&str>,
        now: Timestamp,
    ) -> TransferData {
        let MessageAuthor { id, username, name, .. } = by.author.clone();
        let mut transferred_by =
            TransferredBy::new(id.unwrap_or_default(), username.unwrap_or_default(), by.side.clone());
        transferred_by.name = name;
        let mut transfer = TransferData::new(transferred_by, now, scope);
        transfer.comment = comment.map(str::to_owned);
        transfer.previous_department = self.room(room).and_then(|room| room.department_id.clone());
        transfer
    }

    fn note_transfer(&mut self, room: &RoomId, by: &By, transfer: TransferData, now: Timestamp) {
        let by_visitor = by.side == TransferUserType::Visitor;
        let note = Note { by_visitor, transfer: Some(transfer), ..Note::default() };
        self.note(room, MessageType::TransferHistory, "", by.author.clone(), note, now);
    }

    fn note_leaving(&mut self, room: &RoomId, agent: Option<&UserId>, now: Timestamp) {
        if let Some(author) = agent.and_then(|agent| self.user_author(agent)) {
            self.note(room, MessageType::UserLeft, "", author, Note::default(), now);
        }
    }
}
