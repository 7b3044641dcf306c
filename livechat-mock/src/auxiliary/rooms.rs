//! Livechat rooms, as the API of all rooms shows them, and the one channel.

use livechat_sdk::{
    Endpoint, RoomId, Timestamp,
    endpoint::{Meta, Route},
    model::Room,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

/// The channel that every account is in. The mock keeps no messages in it.
const GENERAL: &str = "GENERAL";

fn general() -> Value {
    json!({"_id": GENERAL, "t": "c", "name": "general", "default": true})
}

/// Tells a room.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GetRoomInfo {
    room_id: Option<RoomId>,
    room_name: Option<String>,
}

impl Endpoint for GetRoomInfo {
    type Response = Value;
    const META: Meta = Meta::get(Route::new("/api/v1/channels.info")).login();
}

impl Simulate for GetRoomInfo {
    /// A livechat room has no name that it could be found by.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        if self.room_id.is_none() && self.room_name.is_none() {
            let reason = "The parameter \"roomId\" or \"roomName\" is required";
            return Err(ServerError::reason(reason, "error-room-param-not-provided"));
        }
        let is_general = self.room_id.as_ref().is_some_and(|id| *id == GENERAL)
            || (self.room_id.is_none() && self.room_name.as_deref() == Some("general"));
        if is_general {
            return Response::one("channel", &general());
        }
        let room = self.room_id.as_ref().and_then(|id| call.world.room(id));
        match room.filter(|room| call.may_see(room)) {
            Some(room) => Response::one("channel", room),
            None => {
                let reason = "The required \"roomId\" or \"roomName\" param provided does not match any channel";
                Err(ServerError::reason(reason, "error-room-not-found")
                    .hint("there is no such room, or the caller may not see it"))
            }
        }
    }
}

/// Lists the rooms that the caller is in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ListJoinedRooms {
    updated_since: Option<String>,
}

impl Endpoint for ListJoinedRooms {
    type Response = Value;
    const META: Meta = Meta::get(Route::new("/api/v1/rooms.get")).login();
}

impl Simulate for ListJoinedRooms {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let since = match &self.updated_since {
            None => None,
            Some(text) => Some(text.parse::<Timestamp>().map_err(|_| {
                let reason = "The \"updatedSince\" query parameter must be a valid date.";
                ServerError::reason(reason, "error-updatedSince-param-invalid")
            })?),
        };
        let world = &*call.world;
        let is_newer = |room: &&Room| since.is_none_or(|since| room.updated_at.is_some_and(|at| at > since));
        let joined = call.caller.into_iter().flat_map(|caller| world.subscriptions.of_user(caller));
        let rooms = joined.filter_map(|room| world.room(room)).filter(is_newer).map(|room| json!(room));
        // The channel never changes.
        let channel = since.is_none().then(general);
        let rooms: Vec<_> = channel.into_iter().chain(rooms).collect();
        let removed = since.into_iter().flat_map(|since| world.rooms.removed_since(since));
        // Anybody's, not the caller's alone.
        let removed: Vec<_> = removed.map(|(room, at)| json!({"_id": room, "_deletedAt": at})).collect();
        Response::new(&json!({"update": rooms, "remove": removed, "success": true}))
    }
}
