use fieldwork::Fieldwork;
use macro_rules_attribute::apply;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    model::{CustomFieldScope, CustomFieldVisibility},
    time::Timestamp,
    wire::{OtherFields, Success, derived::derived, open_record::open_record},
};

/// Creates or redefines a custom field.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/custom-fields.save` |
/// | Login | permission `view-livechat-manager` |
/// | Since | 7.11.0 |
/// | Documented | published OpenAPI “Create Omnichannel Custom Field” |
///
/// # Errors
///
/// `Custom Field Not found` if the one to define anew is not defined, `Custom Field already exists` if a new one has a key
/// that is taken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct SaveCustomField {
    /// The key of the field to redefine; `None` for a new one, which is sent as `null`.
    pub custom_field_id: Option<String>,
    /// The new definition.
    pub custom_field_data: CustomFieldData,
}

impl SaveCustomField {
    /// Defines a new field.
    pub fn create(custom_field_data: CustomFieldData) -> Self {
        Self { custom_field_id: None, custom_field_data }
    }

    /// Redefines the field with this key.
    pub fn update(key: impl Into<String>, custom_field_data: CustomFieldData) -> Self {
        Self { custom_field_id: Some(key.into()), custom_field_data }
    }
}

/// The definition of a custom field.
#[apply(derived)]
#[derive(Clone, Debug, PartialEq, Fieldwork)]
#[serde(remote = "CustomFieldData", rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct CustomFieldData {
    /// The key under which values stand in `livechatData`.
    #[field = false]
    pub field: String,
    /// The display name.
    #[field = false]
    pub label: String,
    /// The scope.
    #[field = false]
    pub scope: CustomFieldScope,
    /// Whether agents see it.
    pub visibility: CustomFieldVisibility,
    /// The type of input: `input` or `select`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub field_type: Option<String>,
    /// A pattern that values have to match.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub regexp: Option<String>,
    /// Whether a value is required.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub required: Option<bool>,
    /// The default value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_value: Option<String>,
    /// The values to choose from, separated by commas.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<String>,
    /// Whether visitors' clients receive it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub public: Option<bool>,
    /// Whether visitors can be searched for by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub searchable: Option<bool>,
    /// What else the record has: servers keep keys that they do not know.
    #[serde(flatten, skip_deserializing)]
    #[field = false]
    pub other: OtherFields,
}

open_record!(CustomFieldData);

impl CustomFieldData {
    /// A field with this key and label, visible to agents.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(field: impl Into<String>, label: impl Into<String>, scope: CustomFieldScope) -> Self {
        Self {
            field: field.into(),
            label: label.into(),
            scope,
            visibility: CustomFieldVisibility::Visible,
            field_type: None,
            regexp: None,
            required: None,
            default_value: None,
            options: None,
            public: None,
            searchable: None,
            other: OtherFields::default(),
        }
    }
}

/// The response to [`SaveCustomField`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SaveCustomFieldResponse {
    /// The stored record.
    pub custom_field: SavedCustomField,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl SaveCustomFieldResponse {
    /// The response with the stored record.
    #[must_use]
    pub fn new(custom_field: SavedCustomField) -> Self {
        Self { custom_field, success: Success }
    }
}

/// A custom field as it was stored. Servers omit the key, which the caller knows.
#[apply(derived)]
#[derive(Clone, Debug, Default, PartialEq)]
#[serde(remote = "SavedCustomField", rename_all = "camelCase")]
#[non_exhaustive]
pub struct SavedCustomField {
    /// The key, where the server sends it.
    #[serde(rename = "_id", skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The display name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The scope.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<CustomFieldScope>,
    /// Whether agents see it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visibility: Option<CustomFieldVisibility>,
    /// The type of input: `input` or `select`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub field_type: Option<String>,
    /// A pattern that values have to match.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub regexp: Option<String>,
    /// Whether a value is required.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required: Option<bool>,
    /// The default value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_value: Option<String>,
    /// The values to choose from, separated by commas.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<String>,
    /// Whether visitors' clients receive it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public: Option<bool>,
    /// Whether visitors can be searched for by it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub searchable: Option<bool>,
    /// When the record was last written.
    #[serde(rename = "_updatedAt", skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// What else the record has: servers keep keys that they do not know.
    #[serde(flatten, skip_deserializing)]
    pub other: OtherFields,
}

open_record!(SavedCustomField);

impl SavedCustomField {
    /// The record that is stored for this definition.
    #[must_use]
    pub fn new(data: &CustomFieldData, updated_at: Timestamp) -> Self {
        let data = data.clone();
        Self {
            key: None,
            label: Some(data.label),
            scope: Some(data.scope),
            visibility: Some(data.visibility),
            field_type: data.field_type,
            regexp: data.regexp,
            required: data.required,
            default_value: data.default_value,
            options: data.options,
            public: data.public,
            searchable: data.searchable,
            updated_at: Some(updated_at),
            other: data.other,
        }
    }
}

impl Endpoint for SaveCustomField {
    type Response = SaveCustomFieldResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/custom-fields.save"))
        .permissions(&["view-livechat-manager"])
        .since("7.11.0");
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_new_field_says_so() {
        let data = CustomFieldData::new("address", "Address", CustomFieldScope::Visitor);
        let json = serde_json::to_value(SaveCustomField::create(data.clone())).unwrap();
        let sent = json!({"field": "address", "label": "Address", "scope": "visitor", "visibility": "visible"});
        assert_eq!(json, json!({"customFieldId": null, "customFieldData": sent}));
        let json = serde_json::to_value(SaveCustomField::update("address", data)).unwrap();
        assert_eq!(json["customFieldId"], "address");
    }
}
