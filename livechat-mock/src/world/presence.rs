//! Presence, and what users do at the moment.

use livechat_sdk::{RoomId, Timestamp, VisitorToken, model::VisitorStatus};
use serde_json::Value;

use super::{Change, World};

impl World {
    /// Shows the visitor of a room that an agent types, or stopped typing.
    ///
    /// It is sent to realtime sockets only, and not stored. `false` if there is no such room or user.
    pub fn agent_types(&mut self, room: impl Into<RoomId>, agent: impl AsRef<str>, is_typing: bool) -> bool {
        let room = room.into();
        let name = self.user(agent).map(|user| if self.shows_real_names() { &user.name } else { &user.username });
        let Some(name) = name.cloned().filter(|_| self.room(&room).is_some()) else { return false };
        let activities = if is_typing { vec!["user-typing".to_owned()] } else { Vec::new() };
        self.outbox.push(Change::Activity { room, name: name.unwrap_or_default(), activities });
        true
    }

    /// Shows any reader of a room an activity as a method names it: the user's name, and a list of activities.
    pub(crate) fn says(&mut self, room: &RoomId, said: &[Value]) {
        let [Value::String(name), Value::Array(activities), ..] = said else { return };
        let activities = activities.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        self.outbox.push(Change::Activity { room: room.clone(), name: name.clone(), activities });
    }

    /// Whether users are shown by their names in place of their user names.
    pub(crate) fn shows_real_names(&self) -> bool {
        self.settings.flag("UI_Use_Real_Name")
    }

    /// Sets the visitor's presence in the open rooms of a token. The visitor's own record does not have it.
    pub(crate) fn set_visitor_status(&mut self, token: &VisitorToken, status: &VisitorStatus, now: Timestamp) {
        let open = self.rooms.open_of_token(token.expose()).iter();
        let open: Vec<_> = open.filter_map(|slot| self.rooms.get(*slot)).map(|room| room.id.clone()).collect();
        for room in open {
            self.modify_room_at(&room, now, |room| room.visitor.status = Some(status.clone()));
            self.modify_inquiry(&room, |inquiry| {
                if let Some(visitor) = &mut inquiry.visitor {
                    visitor.status = Some(status.clone());
                }
            });
        }
    }
}
