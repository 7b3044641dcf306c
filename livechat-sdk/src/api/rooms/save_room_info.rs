use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::{PriorityId, RoomId, SlaPolicyId, VisitorId},
    wire::{Acknowledged, JsonObject},
};

/// Updates the data of a room and its visitor.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/room.saveInfo` |
/// | Login | permission `view-l-room`; `save-others-livechat-room-info` too for rooms that the caller does not serve |
/// | Since | 5.3.0 |
/// | Documented | published OpenAPI “Update Omnichannel Room” |
///
/// Fields that are not set keep their values.
///
/// # Errors
///
/// `error-invalid-room` if there is no such room; `unauthorized`, with status 403, if the caller does not serve it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct SaveRoomInfo {
    /// The visitor.
    #[serde(rename = "guestData")]
    pub visitor: VisitorInfo,
    /// The room.
    #[serde(rename = "roomData")]
    pub room: RoomInfo,
}

impl SaveRoomInfo {
    /// Updates this visitor and this room.
    pub fn new(visitor: VisitorInfo, room: RoomInfo) -> Self {
        Self { visitor, room }
    }
}

/// Changes to a visitor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct VisitorInfo {
    /// The visitor.
    #[serde(rename = "_id")]
    #[field = false]
    pub id: VisitorId,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The phone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Custom fields of scope `visitor`, by key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub livechat_data: Option<JsonObject>,
}

impl VisitorInfo {
    /// No changes to this visitor yet.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(id: impl Into<VisitorId>) -> Self {
        Self { id: id.into(), name: None, email: None, phone: None, livechat_data: None }
    }
}

/// Changes to a room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct RoomInfo {
    /// The room.
    #[serde(rename = "_id")]
    #[field = false]
    pub id: RoomId,
    /// The topic.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// Tags, in place of those that it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    /// The priority (Enterprise); an empty one takes it from the room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority_id: Option<PriorityId>,
    /// The service level (Enterprise); an empty one takes it from the room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sla_id: Option<SlaPolicyId>,
    /// Custom fields of scope `room`, by key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub livechat_data: Option<JsonObject>,
}

impl RoomInfo {
    /// No changes to this room yet.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(id: impl Into<RoomId>) -> Self {
        Self { id: id.into(), topic: None, tags: None, priority_id: None, sla_id: None, livechat_data: None }
    }
}

impl Endpoint for SaveRoomInfo {
    type Response = Acknowledged;
    const META: Meta =
        Meta::post(Route::new("/api/v1/livechat/room.saveInfo")).permissions(&["view-l-room"]).since("5.3.0");
}
