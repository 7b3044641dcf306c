//! Canned responses, who sees which, and the placeholders in messages.

use livechat_sdk::{
    CannedResponseId, DepartmentId, RoomId, UserId,
    model::{CannedResponse, CannedResponseScope, Visitor},
};

use super::{Change, World, table::Record};

impl Record for CannedResponse {
    type Id = CannedResponseId;

    fn id(&self) -> &CannedResponseId {
        &self.id
    }

    fn id_mut(&mut self) -> &mut CannedResponseId {
        &mut self.id
    }

    fn changed(&self, id: CannedResponseId) -> Option<Change> {
        Some(Change::CannedResponse(id))
    }
}

impl World {
    /// The canned responses, in the order in which they were added.
    pub fn canned_responses(&self) -> impl DoubleEndedIterator<Item = &CannedResponse> {
        self.canned_responses.iter()
    }

    /// The canned response with this id.
    #[must_use]
    pub fn canned_response(&self, id: impl AsRef<str>) -> Option<&CannedResponse> {
        self.canned_responses.by_id(id.as_ref())
    }

    /// Adds a canned response as it is, or replaces the one with the same id. If its id is empty, one is drawn.
    pub fn add_canned_response(&mut self, mut response: CannedResponse) -> CannedResponseId {
        if response.id.as_str().is_empty() {
            response.id = self.ids.hex().into();
        }
        let id = response.id.clone();
        self.canned_responses.put(response, &mut self.outbox);
        id
    }

    /// Removes a canned response.
    pub fn remove_canned_response(&mut self, id: impl AsRef<str>) -> Option<CannedResponse> {
        self.canned_responses.remove(id.as_ref(), &mut self.outbox).map(|(_, response)| response)
    }

    /// Takes a tag from all that have it.
    pub(super) fn forget_tag(&mut self, name: &str) {
        let forget = |response: &mut CannedResponse| {
            let Some(tags) = &mut response.tags else { return false };
            let before = tags.len();
            tags.retain(|tag| tag != name);
            tags.len() != before
        };
        let outbox = &mut self.outbox;
        self.canned_responses.modify_each(forget, |id| outbox.push(Change::CannedResponseTags(id.clone())));
    }

    /// Whether a user may use a canned response: it is the user's own, for everybody, or for a department that the user
    /// works in or monitors.
    pub(crate) fn is_canned_for(&self, user: &UserId, response: &CannedResponse) -> bool {
        let is_own_department = |id: &DepartmentId| {
            let department = self.departments.by_id(id.as_str());
            self.is_department_agent(id, user)
                || department.is_some_and(|department| self.is_monitored_by(department, user))
        };
        match &response.scope {
            Some(CannedResponseScope::User) => response.user_id.as_ref() == Some(user),
            Some(CannedResponseScope::Department) => response.department_id.as_ref().is_some_and(is_own_department),
            Some(CannedResponseScope::Global) => true,
            _ => false,
        }
    }
}

/// Placeholders.
impl World {
    /// A text of a message, with what is known in place of the placeholders if an agent serves the room.
    pub(super) fn filled_in(&self, room: &RoomId, text: &str) -> String {
        if !text.contains("{{") {
            return text.to_owned();
        }
        let serving = self.room(room).and_then(|room| Some((room.visitor.id.as_ref()?, room.served_by.as_ref()?)));
        let Some((visitor, agent)) = serving else { return text.to_owned() };
        if !self.settings.flag("Canned_Responses_Enable") {
            return text.to_owned();
        }
        let visitor = self.visitor(visitor);
        let agent = agent.id.as_ref().and_then(|id| self.user(id));
        let value = |name: &str| match name {
            "contact.name" => Some(visitor.and_then(|visitor| visitor.name.as_deref())),
            "contact.email" => Some(visitor.and_then(|visitor| Some(visitor.emails.first()?.address.as_str()))),
            "contact.phone" => Some(visitor.and_then(first_phone)),
            "agent.name" => Some(agent.and_then(|agent| agent.name.as_deref())),
            "agent.email" => Some(agent.and_then(|agent| Some(agent.emails.first()?.address.as_str()))),
            _ => None,
        };
        let (mut filled, mut rest) = (String::with_capacity(text.len()), text);
        while let Some((before, after)) = rest.split_once("{{") {
            filled.push_str(before);
            match after.split_once("}}").and_then(|(name, after)| Some((value(name)?, after))) {
                Some((value, after)) => {
                    filled.push_str(value.unwrap_or_default());
                    rest = after;
                }
                // The next placeholder may begin at the second brace.
                None => {
                    filled.push('{');
                    rest = &rest[before.len() + 1..];
                }
            }
        }
        filled.push_str(rest);
        filled
    }
}

fn first_phone(visitor: &Visitor) -> Option<&str> {
    visitor.phones.first().map(|phone| phone.phone_number.as_str())
}
