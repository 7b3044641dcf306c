use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    model::CustomField,
    wire::Success,
};

/// Looks up a custom field by its key.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/custom-fields/{_id}` |
/// | Login | permission `view-l-room` |
/// | Since | 2.4.0 |
/// | Documented | published OpenAPI “Get Custom Field Information” |
///
/// An unknown key is not an error: see [`GetCustomFieldResponse::custom_field`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetCustomField {
    /// The field's key, which is its id.
    #[serde(rename = "_id")]
    pub key: String,
}

impl GetCustomField {
    /// Looks up the field with this key.
    pub fn new(key: impl Into<String>) -> Self {
        Self { key: key.into() }
    }
}

/// The response to [`GetCustomField`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetCustomFieldResponse {
    /// The field; `None` if the workspace defines none with this key.
    #[serde(default)]
    pub custom_field: Option<CustomField>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl GetCustomFieldResponse {
    /// The response with this field, if there is one.
    #[must_use]
    pub fn new(custom_field: Option<CustomField>) -> Self {
        Self { custom_field, success: Success }
    }
}

impl Endpoint for GetCustomField {
    type Response = GetCustomFieldResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/custom-fields/{_id}"))
        .permissions(&["view-l-room"])
        .no_payload()
        .since("2.4.0");
}
