use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::RoomId,
    model::{MessageAuthor, RoomType, ServedBy},
    secret::VisitorToken,
    wire::{Success, null_as_default},
};

/// Lists the open rooms of a visitor.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/visitor/{token}/room` |
/// | Login | permission `view-livechat-manager` |
/// | Documented | published OpenAPI “Get Open Conversation of a Visitor” |
///
/// An unknown token has no rooms.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListVisitorRooms {
    /// The visitor's token.
    pub token: VisitorToken,
}

impl ListVisitorRooms {
    /// Lists the open rooms of the visitor with this token.
    pub fn new(token: impl Into<VisitorToken>) -> Self {
        Self { token: token.into() }
    }
}

/// The response to [`ListVisitorRooms`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListVisitorRoomsResponse {
    /// The rooms.
    #[serde(default, deserialize_with = "null_as_default")]
    pub rooms: Vec<VisitorRoom>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl ListVisitorRoomsResponse {
    /// The response with these rooms.
    #[must_use]
    pub fn new(rooms: Vec<VisitorRoom>) -> Self {
        Self { rooms, success: Success }
    }
}

/// A room in a list of a visitor's rooms.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct VisitorRoom {
    /// The room.
    #[serde(rename = "_id")]
    #[field = false]
    pub id: RoomId,
    /// The visitor's name, as old servers keep it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The room's type.
    #[serde(rename = "t", skip_serializing_if = "Option::is_none")]
    pub room_type: Option<RoomType>,
    /// Always false, a remnant of old versions.
    #[serde(rename = "cl", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub legacy_closed: Option<bool>,
    /// The user who opened it, on rooms that have one.
    #[serde(rename = "u", skip_serializing_if = "Option::is_none")]
    pub creator: Option<MessageAuthor>,
    /// The user names of those who take part, on rooms that have them.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub usernames: Vec<String>,
    /// The agent who serves it; missing while it waits in the queue.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub served_by: Option<ServedBy>,
}

impl VisitorRoom {
    /// A room with nothing else set.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(id: impl Into<RoomId>) -> Self {
        Self {
            id: id.into(),
            name: None,
            room_type: None,
            legacy_closed: None,
            creator: None,
            usernames: Vec::new(),
            served_by: None,
        }
    }
}

impl Endpoint for ListVisitorRooms {
    type Response = ListVisitorRoomsResponse;
    const META: Meta =
        Meta::get(Route::new("/api/v1/livechat/visitor/{token}/room")).permissions(&["view-livechat-manager"]);
}
