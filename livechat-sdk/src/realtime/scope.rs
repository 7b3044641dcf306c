use serde_json::{Value, json};

use super::link::Sub;
use crate::{
    ddp::{
        DELETE_MESSAGE, LIVECHAT_ROOM, MY_MESSAGES, NOTIFY_ROOM, ROOM_MESSAGES, SubOptions, USER_ACTIVITY, room_event,
    },
    id::RoomId,
    secret::{AuthToken, VisitorToken},
    wire::JsonObject,
};

/// The rooms whose events a stream has, and the credentials.
#[derive(Clone, Debug)]
pub(super) enum Scope {
    /// A visitor's room.
    Visitor { room_id: RoomId, token: VisitorToken, username: Option<String> },
    /// A room, for staff.
    Room { room_id: RoomId, login: AuthToken },
    /// The messages of every room that a user of the workspace is in.
    Mine { login: AuthToken },
}

/// The room type of a livechat.
const LIVECHAT: &str = "l";

impl Scope {
    pub(super) fn login(&self) -> Option<AuthToken> {
        match self {
            Self::Visitor { .. } => None,
            Self::Room { login, .. } | Self::Mine { login } => Some(login.clone()),
        }
    }

    /// The room, if there is only one.
    pub(super) fn room_id(&self) -> Option<&RoomId> {
        match self {
            Self::Visitor { room_id, .. } | Self::Room { room_id, .. } => Some(room_id),
            Self::Mine { .. } => None,
        }
    }

    /// Whether the state of the room can be fetched.
    pub(super) fn has_standing(&self) -> bool {
        matches!(self, Self::Visitor { .. })
    }

    pub(super) fn subs(&self) -> Vec<Sub> {
        let sub = |stream, event_name: &str, options: &SubOptions, is_required| Sub {
            stream,
            event_name: event_name.to_owned(),
            options: options.clone(),
            is_required,
        };
        let of_room = |room_id: &RoomId, options: &SubOptions, is_visitor| {
            vec![
                sub(ROOM_MESSAGES, room_id.as_str(), options, true),
                // Servers differ in what staff may see of these.
                sub(NOTIFY_ROOM, &room_event(room_id, USER_ACTIVITY), options, is_visitor),
                sub(NOTIFY_ROOM, &room_event(room_id, DELETE_MESSAGE), options, is_visitor),
            ]
        };
        match self {
            Self::Visitor { room_id, token, .. } => {
                let options = SubOptions::visitor(token);
                let mut subs = of_room(room_id, &options, true);
                subs.push(sub(LIVECHAT_ROOM, room_id.as_str(), &options, true));
                subs
            }
            Self::Room { room_id, .. } => of_room(room_id, &SubOptions::default(), false),
            Self::Mine { .. } => vec![sub(ROOM_MESSAGES, MY_MESSAGES, &SubOptions::default(), true)],
        }
    }

    /// The room that a message of this room belongs to, if that is one of the scope's.
    pub(super) fn room_of(&self, of: Option<&RoomId>, room: Option<&JsonObject>) -> Option<RoomId> {
        let Some(room_id) = self.room_id() else {
            let kind = room.and_then(|room| room.get("roomType")).and_then(Value::as_str);
            return of.filter(|_| kind.is_none_or(|kind| kind == LIVECHAT)).cloned();
        };
        of.is_none_or(|of| of == room_id).then(|| room_id.clone())
    }

    /// Whether a typing event is the reader's own, from another socket.
    pub(super) fn is_own_name(&self, name: &str) -> bool {
        matches!(self, Self::Visitor { username: Some(username), .. } if username == name)
    }

    /// The method and the arguments that report the reader's activity.
    pub(super) fn activity(&self, activities: &[&str]) -> Option<(&'static str, Vec<Value>)> {
        let Self::Visitor { room_id, token, username: Some(username) } = self else { return None };
        let event_name = room_event(room_id, USER_ACTIVITY);
        Some((
            NOTIFY_ROOM,
            vec![event_name.into(), username.as_str().into(), activities.into(), json!({"token": token})],
        ))
    }
}
