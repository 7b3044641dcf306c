use fieldwork::Fieldwork;
use macro_rules_attribute::apply;
use serde::{Deserialize, Serialize};

use crate::{
    open_enum::open_enum,
    time::Timestamp,
    wire::{OtherFields, derived::derived, open_record::open_record},
};

/// A custom field that the workspace defines for its visitors or its rooms.
#[apply(derived)]
#[derive(Clone, Debug, PartialEq, Fieldwork)]
#[serde(remote = "CustomField", rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct CustomField {
    /// The key under which values stand in `livechatData`. It is the record's id.
    #[serde(rename = "_id")]
    #[field = false]
    pub key: String,
    /// The display name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The scope.
    #[field = false]
    pub scope: CustomFieldScope,
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
    /// When the record was last written.
    #[serde(rename = "_updatedAt", skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// The key again, as some servers write it.
    #[serde(rename = "id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What else the record has: servers keep keys that they do not know.
    #[serde(flatten, skip_deserializing)]
    #[field = false]
    pub other: OtherFields,
}

open_record!(CustomField);

impl CustomField {
    /// A field with this key, visible to agents and not required.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(key: impl Into<String>, scope: CustomFieldScope) -> Self {
        Self {
            key: key.into(),
            label: None,
            scope,
            visibility: Some(CustomFieldVisibility::Visible),
            field_type: None,
            regexp: None,
            required: None,
            default_value: None,
            options: None,
            public: None,
            searchable: None,
            updated_at: None,
            id: None,
            other: OtherFields::default(),
        }
    }
}

/// A value for a custom field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CustomFieldValue {
    /// The field's key.
    pub key: String,
    /// The value.
    pub value: String,
    /// Whether an existing value is overwritten.
    pub overwrite: bool,
}

impl CustomFieldValue {
    /// Sets this value, overwriting an existing one.
    #[must_use]
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self { key: key.into(), value: value.into(), overwrite: true }
    }

    /// Keeps an existing value.
    #[must_use]
    pub fn keep_existing(mut self) -> Self {
        self.overwrite = false;
        self
    }
}

open_enum! {
    /// The scope of a custom field.
    CustomFieldScope {
        /// A visitor.
        Visitor = "visitor",
        /// A room.
        Room = "room",
    }

    /// Whether agents see a custom field.
    CustomFieldVisibility {
        /// Agents see it.
        Visible = "visible",
        /// Agents do not see it.
        Hidden = "hidden",
    }
}
