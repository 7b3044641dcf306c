use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    model::CustomFieldValue,
    secret::VisitorToken,
    wire::Success,
};

/// Sets a custom field of a visitor, or of the visitor's open room.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/custom.field` |
/// | Login | not needed |
/// | Since | 0.70.0 |
/// | Documented | published OpenAPI “Send Custom Field Value” |
///
/// Whose field it is depends on the scope that the workspace gave it. Repeating the call is safe.
///
/// # Errors
///
/// [`InvalidToken`](crate::ErrorCode::InvalidToken), [`InvalidCustomField`](crate::ErrorCode::InvalidCustomField) if
/// the workspace has no such field, `Invalid value for <key> field`, a sentence, if the value does not match the
/// field's pattern. Servers of the 7 line return an error without a reason if nothing was written: there is a value
/// that is not to be overwritten, or no room is open.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct SetCustomField {
    /// The visitor's token.
    pub token: VisitorToken,
    /// The field's key.
    pub key: String,
    /// The value.
    pub value: String,
    /// Whether an existing value is overwritten.
    pub overwrite: bool,
}

impl SetCustomField {
    /// Sets a custom field of the visitor with this token.
    pub fn new(token: impl Into<VisitorToken>, field: CustomFieldValue) -> Self {
        let CustomFieldValue { key, value, overwrite } = field;
        Self { token: token.into(), key, value, overwrite }
    }
}

/// The response to [`SetCustomField`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SetCustomFieldResponse {
    /// The data that was sent.
    pub field: CustomFieldValue,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl SetCustomFieldResponse {
    /// The response with this field.
    #[must_use]
    pub fn new(field: CustomFieldValue) -> Self {
        Self { field, success: Success }
    }
}

impl Endpoint for SetCustomField {
    type Response = SetCustomFieldResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/custom.field")).since("0.70.0").idempotent();
}
