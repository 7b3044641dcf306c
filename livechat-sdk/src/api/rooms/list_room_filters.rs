use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    model::RoomSourceType,
    wire::{Success, null_as_default},
};

/// Lists the sources that rooms came from, to filter by.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/rooms/filters` |
/// | Login | permission `view-l-room` |
/// | Documented | published OpenAPI “View Omnichannel Room Sources” |
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListRoomFilters {}

impl ListRoomFilters {
    /// Lists the sources of rooms.
    pub fn new() -> Self {
        Self::default()
    }
}

/// The response to [`ListRoomFilters`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListRoomFiltersResponse {
    /// The sources; an empty one stands for rooms of old servers, which have none.
    #[serde(default, deserialize_with = "null_as_default")]
    pub filters: Vec<RoomFilter>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl ListRoomFiltersResponse {
    /// The response with these sources.
    #[must_use]
    pub fn new(filters: Vec<RoomFilter>) -> Self {
        Self { filters, success: Success }
    }
}

/// A source that rooms came from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct RoomFilter {
    /// The channel.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub source_type: Option<RoomSourceType>,
    /// The app or the inbox.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The app's name for the channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    /// The text to show in the room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The icon to show in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sidebar_icon: Option<String>,
    /// The icon to show elsewhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_icon: Option<String>,
    /// The site or the address that the visitor wrote to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub destination: Option<String>,
}

impl RoomFilter {
    /// A source with nothing else set.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Endpoint for ListRoomFilters {
    type Response = ListRoomFiltersResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/rooms/filters")).permissions(&["view-l-room"]);
}
