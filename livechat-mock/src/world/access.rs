//! Which users may look into which rooms.

use livechat_sdk::{UserId, model::Room};

use super::World;

impl World {
    /// Whether a user may see a room.
    pub(crate) fn may_see(&self, user: &UserId, room: &Room) -> bool {
        let is_of_department = || {
            let department = room.department_id.as_ref();
            department.is_some_and(|department| self.is_department_agent(department, user))
        };
        let serves = room.served_by.as_ref().is_some_and(|agent| agent.id.as_ref() == Some(user));
        if serves || self.is_permitted(user, "view-livechat-rooms") {
            return true;
        }
        if room.is_open() {
            // A user who may take it from the queue may see it.
            let is_queued = self.is_manual() && room.served_by.is_none();
            return is_queued && (room.department_id.is_none() || is_of_department());
        }
        self.is_permitted(user, "view-livechat-room-closed-by-another-agent")
            || (self.is_permitted(user, "view-livechat-room-closed-same-department") && is_of_department())
    }
}
