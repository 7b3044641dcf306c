//! Livechat rooms, as the API of all rooms shows them, and the one channel.

use livechat_sdk::{
    Endpoint, RoomId, Timestamp,
    endpoint::{Meta, Route},
    model::Room,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    ServerError, World,
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
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        match find(self.room_id.as_ref(), self.room_name.as_deref(), call.world)? {
            Found::General => Response::one("channel", &general()),
            Found::Livechat(room) if call.may_see(room) => Response::one("channel", room),
            Found::Livechat(_) => Err(not_found()),
        }
    }
}

/// What a request for a room leads to.
enum Found<'a> {
    General,
    Livechat(&'a Room),
}

/// A livechat room has no name that it could be found by.
fn find<'a>(id: Option<&RoomId>, name: Option<&str>, world: &'a World) -> Result<Found<'a>, ServerError> {
    match (id, name) {
        (None, None) => {
            let reason = "The parameter \"roomId\" or \"roomName\" is required";
            Err(ServerError::reason(reason, "error-room-param-not-provided"))
        }
        (Some(id), _) if *id == GENERAL => Ok(Found::General),
        (None, Some("general")) => Ok(Found::General),
        (id, _) => id.and_then(|id| world.room(id)).map(Found::Livechat).ok_or_else(not_found),
    }
}

fn not_found() -> ServerError {
    let reason = "The required \"roomId\" or \"roomName\" param provided does not match any channel";
    ServerError::reason(reason, "error-room-not-found").hint("there is no such room, or the caller may not see it")
}

/// Tells a room of any kind.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct GetAnyRoomInfo {
    room_id: Option<RoomId>,
    room_name: Option<String>,
}

impl Endpoint for GetAnyRoomInfo {
    type Response = Value;
    const META: Meta = Meta::get(Route::new("/api/v1/rooms.info")).login();
}

impl Simulate for GetAnyRoomInfo {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        match find(self.room_id.as_ref(), self.room_name.as_deref(), call.world)? {
            Found::General => Response::one("room", &general()),
            Found::Livechat(room) if call.may_see(room) => Response::one("room", room),
            Found::Livechat(_) => {
                let body = json!({"success": false, "error": "not-allowed", "errorType": "Not Allowed"});
                Err(ServerError::new(400, body).hint("the caller may not see it"))
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
