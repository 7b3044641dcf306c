use std::time::Duration;

use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{CallLimit, Endpoint, Meta, Route},
    id::{RoomId, UserId},
    model::Room,
    secret::VisitorToken,
    wire::Success,
};

/// Gets the open room of a visitor, or opens one.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/room?token=` |
/// | Login | not needed |
/// | Rate limit | 5 calls in 60 seconds for each client address, since 6.12.0 |
/// | Documented | published OpenAPI “Get or Create Omnichannel Rooms” |
///
/// It is a `GET` that creates, so the client does not repeat it after a lost response. A second call returns the room
/// while it is open. A closed room is never reopened: the next call opens another.
///
/// # Errors
///
/// [`InvalidToken`](crate::ErrorCode::InvalidToken) if no visitor has this token,
/// [`InvalidRoom`](crate::ErrorCode::InvalidRoom) if the room that is asked for is not an open one of this visitor,
/// [`NoAgentOnline`](crate::ErrorCode::NoAgentOnline) if no agent is available and the workspace takes no conversations
/// then, [`OmnichannelDisabled`](crate::ErrorCode::OmnichannelDisabled), `error-invalid-sla`, `error-invalid-priority`. Servers
/// from 8 also return
/// `error-contact-channel-blocked`, `error-invalid-contact` and `error-app-prevented`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct OpenRoom {
    /// The visitor's token.
    #[field = false]
    pub token: VisitorToken,
    /// The room that is asked for. With it, no room is opened.
    #[serde(rename = "rid", skip_serializing_if = "Option::is_none")]
    pub room_id: Option<RoomId>,
    /// The agent to talk to, if a room is opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<UserId>,
    /// The service level of a room that is opened: an id or a name (Enterprise).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sla: Option<String>,
    /// The priority of a room that is opened: an id, or a name that the workspace gave it (Enterprise).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
}

impl OpenRoom {
    /// Gets or opens the room of the visitor with this token.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(token: impl Into<VisitorToken>) -> Self {
        Self { token: token.into(), room_id: None, agent_id: None, sla: None, priority: None }
    }
}

/// The response to [`OpenRoom`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct OpenRoomResponse {
    /// The room.
    pub room: Room,
    /// Whether it was opened just now.
    #[serde(default)]
    pub new_room: bool,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl OpenRoomResponse {
    /// The response with this room, opened just now or not.
    #[must_use]
    pub fn new(room: Room, new_room: bool) -> Self {
        Self { room, new_room, success: Success }
    }
}

impl Endpoint for OpenRoom {
    type Response = OpenRoomResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/room"))
        .not_idempotent()
        .limited_to(CallLimit::new(5, Duration::from_secs(60)).since("6.12.0"));
}
