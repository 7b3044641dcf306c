use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::DepartmentId,
    wire::{Success, null_as_default},
};

/// Deletes all closed rooms, with their messages.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/rooms.removeAllClosedRooms` |
/// | Login | permission `remove-closed-livechat-rooms` |
/// | Since | 7.11.0 |
/// | Documented | published OpenAPI “Remove All Closed Livechat Rooms”, without a body |
///
/// Files that were sent stay, and so do visitors and contacts. [`DeleteRoom`](super::DeleteRoom) deletes one room.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct DeleteClosedRooms {
    /// Of these departments alone; of all if there are none.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub department_ids: Vec<DepartmentId>,
}

impl DeleteClosedRooms {
    /// Deletes all that the caller may delete.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new() -> Self {
        Self::default()
    }
}

/// The response to [`DeleteClosedRooms`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DeleteClosedRoomsResponse {
    /// How many rooms were deleted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub removed_rooms: Option<u64>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl DeleteClosedRoomsResponse {
    /// The response with this number.
    #[must_use]
    pub fn new(removed_rooms: u64) -> Self {
        Self { removed_rooms: Some(removed_rooms), success: Success }
    }
}

impl Endpoint for DeleteClosedRooms {
    type Response = DeleteClosedRoomsResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/rooms.removeAllClosedRooms"))
        .permissions(&["remove-closed-livechat-rooms"])
        .since("7.11.0");
}
