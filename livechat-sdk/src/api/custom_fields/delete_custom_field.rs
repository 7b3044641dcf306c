use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    wire::Success,
};

/// Deletes the definition of a custom field.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/custom-fields.delete` |
/// | Login | permission `view-livechat-manager` |
/// | Since | 7.11.0 |
/// | Documented | published OpenAPI “Delete Omnichannel Custom Field” |
///
/// # Errors
///
/// `Custom field not found`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct DeleteCustomField {
    /// The field's key.
    pub custom_field_id: String,
}

impl DeleteCustomField {
    /// Deletes the field with this key.
    pub fn new(custom_field_id: impl Into<String>) -> Self {
        Self { custom_field_id: custom_field_id.into() }
    }
}

/// The response to [`DeleteCustomField`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DeleteCustomFieldResponse {
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl DeleteCustomFieldResponse {
    /// The response.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Endpoint for DeleteCustomField {
    type Response = DeleteCustomFieldResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/custom-fields.delete"))
        .permissions(&["view-livechat-manager"])
        .since("7.11.0");
}
