use std::{fmt, time::Duration};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::fields::Redacted;

/// The error of a method or a subscription.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DdpError {
    /// Whether it is meant for clients.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_client_safe: Option<bool>,
    /// The code: a text, or a number such as 404.
    pub error: DdpErrorCode,
    /// A description of the error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Details, in a format that depends on the code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub details: Option<Value>,
    /// The reason with the code behind it, in square brackets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The kind of error: `Meteor.Error`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_type: Option<String>,
}

impl DdpError {
    /// An error with this code and reason, and the rest as servers add it.
    #[must_use]
    pub fn new(error: impl Into<DdpErrorCode>, reason: Option<&str>) -> Self {
        let error = error.into();
        let message = match reason {
            Some(reason) => format!("{reason} [{error}]"),
            None => format!("[{error}]"),
        };
        Self {
            is_client_safe: Some(true),
            error,
            reason: reason.map(str::to_owned),
            details: None,
            message: Some(message),
            error_type: Some("Meteor.Error".to_owned()),
        }
    }

    /// Reads an error of any format.
    pub(super) fn from_value(value: Value) -> Self {
        match serde_json::from_value(value.clone()) {
            Ok(error) => error,
            Err(_) => Self { details: Some(value), ..Self::new("unknown", None) },
        }
    }

    /// How long to wait before the next call, if there were too many.
    #[must_use]
    pub fn time_to_reset(&self) -> Option<Duration> {
        self.details.as_ref()?.get("timeToReset")?.as_u64().map(Duration::from_millis)
    }
}

impl fmt::Display for DdpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.message, &self.reason) {
            (Some(text), _) | (None, Some(text)) => f.write_str(text),
            (None, None) => write!(f, "[{}]", self.error),
        }
    }
}

impl fmt::Debug for DdpError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DdpError")
            .field("error", &self.error)
            .field("reason", &self.reason)
            .field("message", &self.message)
            .field("details", &self.details.as_ref().map(Redacted))
            .field("error_type", &self.error_type)
            .field("is_client_safe", &self.is_client_safe)
            .finish()
    }
}

impl std::error::Error for DdpError {}

/// The code of a [`DdpError`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum DdpErrorCode {
    /// A text: `not-allowed`.
    Text(String),
    /// A number: 404.
    Number(i64),
}

impl From<&str> for DdpErrorCode {
    fn from(code: &str) -> Self {
        Self::Text(code.to_owned())
    }
}

impl From<i64> for DdpErrorCode {
    fn from(code: i64) -> Self {
        Self::Number(code)
    }
}

impl fmt::Display for DdpErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(code) => f.write_str(code),
            Self::Number(code) => code.fmt(f),
        }
    }
}
