//! Handing a conversation on: to an agent, to a department, back into the queue.

use livechat_sdk::{
    DepartmentId, RoomId, Timestamp, UserId,
    model::{
        DepartmentName, InquiryStatus, MessageAuthor, MessageType, TransferData, TransferScope, TransferUserType,
        TransferredBy,
    },
};

use super::{
    World,
    conversation::{Note, fallback},
};
use crate::ServerError;

/// Who hands a conversation on.
#[derive(Clone, Debug)]
pub(crate) struct By {
    pub(crate) author: MessageAuthor,
    pub(crate) side: TransferUserType,
}

/// To whom a conversation is to go, and why.
#[derive(Clone, Debug, Default)]
pub(crate) struct Target {
    pub(crate) department: Option<DepartmentId>,
    pub(crate) agent: Option<UserId>,
    pub(crate) comment: Option<String>,
}

/// Looking before handing on.
impl World {
    /// Hands a room on, if the server would.
    pub(crate) fn forward(&mut self, room: &RoomId, to: &Target, by: &By, now: Timestamp) -> Result<(), ServerError> {
        let Some(found) = self.room(room) else { return Err(ServerError::plain("error-invalid-room")) };
        if !found.is_open() {
            return Err(ServerError::plain("This_conversation_is_already_closed"));
        }
        if self.visitor(&found.visitor.id).is_none() {
            return Err(ServerError::plain("error-invalid-visitor"));
        }
        if found.on_hold == Some(true) {
            return Err(ServerError::plain("error-room-onHold"));
        }
        match (&to.department, &to.agent) {
            (Some(department), agent) => self.forward_to_department(room, department, agent.as_ref(), to, by, now),
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
        if serving.is_some_and(|serving| serving.id == *agent) {
            return Err(ServerError::plain("error-selected-agent-room-agent-are-same"));
        }
        self.transfer_to_agent(room, agent, by, to.comment.as_deref(), now);
        Ok(())
    }

    fn forward_to_department(
        &mut self,
        room: &RoomId,
        department: &DepartmentId,
        agent: Option<&UserId>,
        to: &Target,
        by: &By,
        now: Timestamp,
    ) -> Result<(), ServerError> {
        let Some(target) = self.department(department.as_str()) else {
            return Err(ServerError::plain("error-invalid-department"));
        };
        let department = target.id.clone();
        let takes_offline = target.allow_receive_forward_offline == Some(true);
        let fallback = fallback(target);
        if self.inquiry(room).is_none() {
            return Err(ServerError::plain("error-transferring-inquiry"));
        }
        let found = self.room(room);
        if found.is_some_and(|room| room.department_id.as_ref() == Some(&department)) {
            return Err(ServerError::plain("error-forwarding-chat-same-department"));
        }
        let serving = found.and_then(|room| room.served_by.as_ref()).map(|agent| agent.id.clone());
        let comment = to.comment.as_deref();
        if let Some(agent) = agent {
            if !self.is_online_agent(agent) {
                return Err(ServerError::plain("error-user-is-offline"));
            }
            if !self.is_department_agent(&department, agent) {
                return Err(ServerError::plain("error-user-not-belong-to-department"));
            }
            self.transfer_to_department(room, &department, Some(agent), by, comment, now);
            return Ok(());
        }
        let is_staffed = self.online_agents(Some(&department)).any(|agent| Some(&agent.user.id) != serving.as_ref());
        if self.is_manual() || (!is_staffed && takes_offline) {
            self.transfer_to_department(room, &department, None, by, comment, now);
            return Ok(());
        }
        if !is_staffed {
            return match fallback {
                Some(fallback) if fallback != department => {
                    self.note_fallback(room, &department, by, now);
                    let to = Target { department: Some(fallback), ..to.clone() };
                    self.forward(room, &to, by, now)
                }
                _ => Err(ServerError::plain("error-no-agents-online-in-department")),
            };
        }
        let agent = self.next_agent_but(Some(&department), serving.as_ref());
        self.transfer_to_department(room, &department, agent.as_ref(), by, comment, now);
        Ok(())
    }

    /// Notes that the department that stands in gets the conversation.
    fn note_fallback(&mut self, room: &RoomId, department: &DepartmentId, by: &By, now: Timestamp) {
        let mut transfer = self.transfer(room, by, TransferScope::Department, None, now);
        let name = self.department(department.as_str()).and_then(|department| department.name.clone());
        transfer.next_department = Some(DepartmentName::new(department.clone(), name.unwrap_or_default()));
        let note = Note { transfer: Some(transfer), ..Note::default() };
        self.note(room, MessageType::TransferHistoryFallback, "", by.author.clone(), note, now);
    }
}

/// Handing on.
impl World {
    /// Hands a room on to another agent.
    pub(crate) fn transfer_to_agent(
        &mut self,
        room: &RoomId,
        agent: &UserId,
        by: &By,
        comment: Option<&str>,
        now: Timestamp,
    ) {
        let previous = self.unassign(room, now);
        let Some(author) = self.seat(room, agent, now) else { return };
        self.note_leaving(room, previous.as_ref(), now);
        let mut transfer = self.transfer(room, by, TransferScope::Agent, comment, now);
        transfer.transferred_to = Some(author);
        self.note_transfer(room, by, transfer, now);
        self.change_inquiry(room, |inquiry| {
            inquiry.status = Some(InquiryStatus::Taken);
            inquiry.updated_at = Some(now);
        });
    }

    /// Hands a room on to a department: one of its agents gets it, or it waits in the department's queue.
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
        let name = self.department(department.as_str()).and_then(|department| department.name.clone());
        transfer.next_department = Some(DepartmentName::new(department.clone(), name.unwrap_or_default()));
        let previous = self.unassign(room, now);
        self.change_room(room, now, |room| {
            room.department_id = Some(department.clone());
        });
        self.change_inquiry(room, |inquiry| {
            inquiry.department = Some(department.clone());
            inquiry.updated_at = Some(now);
        });
        if let Some(agent) = agent {
            self.give_to(room, agent, now);
            self.note_leaving(room, previous.as_ref(), now);
            self.note_transfer(room, by, transfer, now);
        } else {
            self.queue(room, now);
            self.note_transfer(room, by, transfer, now);
            self.note_leaving(room, previous.as_ref(), now);
        }
    }

    /// Puts a room back into the queue.
    pub(crate) fn return_to_queue(
        &mut self,
        room: &RoomId,
        department: Option<&DepartmentId>,
        by: &By,
        now: Timestamp,
    ) {
        let transfer = self.transfer(room, by, TransferScope::Queue, None, now);
        let previous = self.unassign(room, now);
        if let Some(department) = department {
            self.change_room(room, now, |room| room.department_id = Some(department.clone()));
            self.change_inquiry(room, |inquiry| inquiry.department = Some(department.clone()));
        }
        self.queue(room, now);
        self.note_transfer(room, by, transfer, now);
        self.note_leaving(room, previous.as_ref(), now);
    }

    /// Lets a room wait to be taken.
    fn queue(&mut self, room: &RoomId, now: Timestamp) {
        self.change_room(room, now, |room| room.queued_at = Some(now));
        self.change_inquiry(room, |inquiry| {
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
        let mut transferred_by = TransferredBy::new(id, username.unwrap_or_default(), by.side.clone());
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
