//! Who is there, and what they do at the moment.

use livechat_sdk::{RoomId, Timestamp, UserId, VisitorToken, model::VisitorStatus};
use serde_json::Value;

use super::{Change, World};

impl World {
    /// Shows the visitor of a room that an agent types, or does not any more.
    ///
    /// Only sockets hear of it: nothing of it is kept. False if there is no such room or user.
    pub fn agent_types(&mut self, room: &RoomId, agent: &UserId, is_typing: bool) -> bool {
        let name = self.user(agent).map(|user| if self.shows_real_names() { &user.name } else { &user.username });
        let Some(name) = name.cloned().filter(|_| self.room(room).is_some()) else { return false };
        let activities = if is_typing { vec!["user-typing".to_owned()] } else { Vec::new() };
        self.outbox.push(Change::Activity { room: room.clone(), name: name.unwrap_or_default(), activities });
        true
    }

    /// Shows whoever reads a room what somebody says to do there, in the words of a method: a name, and activities.
    pub(crate) fn says(&mut self, room: &RoomId, said: &[Value]) {
        let [Value::String(name), Value::Array(activities), ..] = said else { return };
        let activities = activities.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        self.outbox.push(Change::Activity { room: room.clone(), name: name.clone(), activities });
    }

    /// Whether users are shown by their names in place of their user names.
    pub(crate) fn shows_real_names(&self) -> bool {
        self.settings.flag("UI_Use_Real_Name")
    }

    /// Notes in the open rooms of a token whether the visitor is there. The visitor's own record does not say so.
    pub(crate) fn set_visitor_status(&mut self, token: &VisitorToken, status: &VisitorStatus, now: Timestamp) {
        let open = self.rooms.open_of_token(token.expose()).iter();
        let open: Vec<_> = open.filter_map(|slot| self.rooms.get(*slot)).map(|room| room.id.clone()).collect();
        for room in open {
            self.change_room(&room, now, |room| room.visitor.status = Some(status.clone()));
            self.change_inquiry(&room, |inquiry| {
                if let Some(visitor) = &mut inquiry.visitor {
                    visitor.status = Some(status.clone());
                }
            });
        }
    }
}
