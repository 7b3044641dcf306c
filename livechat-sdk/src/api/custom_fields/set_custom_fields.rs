use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Ignored, Meta, Route},
    model::CustomFieldValue,
    secret::VisitorToken,
    wire::{Success, null_as_default},
};

/// Sets several custom fields of a visitor, or of the visitor's open room.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/custom.fields` |
/// | Login | not needed |
/// | Since | 0.70.0 |
/// | Documented | published OpenAPI “Send Array of Custom Field Values” |
///
/// Whose field each is depends on the scope that the workspace gave it. Repeating the call is safe.
///
/// # Errors
///
/// As [`SetCustomField`](super::SetCustomField); `error-setting-custom-field` by servers of the 7 line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct SetCustomFields {
    /// The visitor's token.
    pub token: VisitorToken,
    /// The fields.
    pub custom_fields: Vec<CustomFieldValue>,
}

impl SetCustomFields {
    /// Sets these custom fields of the visitor with this token.
    pub fn new(token: impl Into<VisitorToken>, fields: impl IntoIterator<Item = CustomFieldValue>) -> Self {
        Self { token: token.into(), custom_fields: fields.into_iter().collect() }
    }
}

/// The response to [`SetCustomFields`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SetCustomFieldsResponse {
    /// The data that was sent.
    #[serde(default, deserialize_with = "null_as_default")]
    pub fields: Vec<StoredCustomField>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl SetCustomFieldsResponse {
    /// The response with these fields.
    #[must_use]
    pub fn new(fields: impl IntoIterator<Item = CustomFieldValue>) -> Self {
        Self { fields: fields.into_iter().map(StoredCustomField::from).collect(), success: Success }
    }
}

/// A custom field in the response.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct StoredCustomField {
    /// The field's key. Servers do spell it with a capital.
    #[serde(rename = "Key")]
    pub key: String,
    /// The value.
    pub value: String,
    /// Whether an existing value was to be overwritten.
    pub overwrite: bool,
}

impl From<CustomFieldValue> for StoredCustomField {
    fn from(field: CustomFieldValue) -> Self {
        let CustomFieldValue { key, value, overwrite } = field;
        Self { key, value, overwrite }
    }
}

impl Endpoint for SetCustomFields {
    type Response = SetCustomFieldsResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/custom.fields")).since("0.70.0").idempotent();

    /// Fields that the response does not list. Servers list those that keep an existing value too.
    fn ignored(&self, response: &SetCustomFieldsResponse) -> Vec<Ignored> {
        let is_listed = |field: &CustomFieldValue| response.fields.iter().any(|listed| listed.key == field.key);
        let missing = self.custom_fields.iter().enumerate().filter(|(_, field)| !is_listed(field));
        missing
            .map(|(index, field)| {
                Ignored::new(
                    format!("/customFields/{index}"),
                    format!("the custom field `{}` is not stored", field.key),
                )
            })
            .collect()
    }
}
