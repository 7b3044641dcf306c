use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    id::TriggerId,
    wire::{Success, null_as_default, number},
};

/// A key and a value that an external service is told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ExternalServiceData {
    /// The key.
    pub key: String,
    /// The value.
    pub value: String,
}

impl ExternalServiceData {
    /// This value under this key.
    #[must_use]
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self { key: key.into(), value: value.into() }
    }
}

/// What came of asking the external service of a trigger.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ExternalServiceResponse {
    /// The trigger; `test-trigger` if a service was only tested.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trigger_id: Option<TriggerId>,
    /// What the service said.
    #[serde(default)]
    pub response: ExternalServiceAnswer,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl ExternalServiceResponse {
    /// The response with what a service said.
    #[must_use]
    pub fn new(trigger_id: impl Into<TriggerId>, response: ExternalServiceAnswer) -> Self {
        Self { trigger_id: Some(trigger_id.into()), response, success: Success }
    }
}

/// What an external service said.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ExternalServiceAnswer {
    /// The HTTP status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status_code: Option<u16>,
    /// The messages for the visitor.
    #[serde(default, deserialize_with = "null_as_default")]
    pub contents: Vec<ExternalServiceMessage>,
}

impl ExternalServiceAnswer {
    /// These messages.
    #[must_use]
    pub fn new(contents: Vec<ExternalServiceMessage>) -> Self {
        Self { status_code: Some(200), contents }
    }
}

/// A message that an external service has for a visitor.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct ExternalServiceMessage {
    /// The text.
    #[serde(rename = "msg", skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The place among the messages.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub order: Option<f64>,
}

impl ExternalServiceMessage {
    /// A message of which nothing is set.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}
