//! Errors of methods and subscriptions.

use livechat_sdk::ddp::{DdpError, DdpErrorCode};
use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::Value;

use crate::ServerError;

/// Why a method failed, as its code throws it: what REST shows.
#[derive(Debug)]
pub(crate) enum Failure {
    /// An error with a code, which is meant for clients.
    Coded(Box<DdpError>),
    /// An argument has the wrong type.
    Mismatch {
        /// What the check says.
        text: String,
        /// Which argument, below the first.
        path: String,
    },
    /// An error without a code, of which clients learn nothing.
    Plain(&'static str),
}

impl Failure {
    /// What clients of sockets see of it.
    pub(super) fn sanitized(self) -> DdpError {
        match self {
            Self::Coded(error) => *error,
            Self::Mismatch { .. } => no_match(),
            Self::Plain(_) => DdpError::new(500, Some("Internal server error")),
        }
    }

    /// What clients are not told.
    pub(crate) fn unsaid(&self) -> Option<&'static str> {
        match self {
            Self::Plain(text) => Some(text),
            Self::Coded(_) | Self::Mismatch { .. } => None,
        }
    }

    /// That arguments do not match, in the words of the check.
    pub(super) fn mismatch(error: &ServerError) -> Self {
        Self::mismatch_of(error.body()["error"].as_str().unwrap_or_default())
    }

    /// The same, of a text with the place at its end, if it names one.
    pub(super) fn mismatch_of(text: &str) -> Self {
        let path = text.rsplit_once(" in field ").map_or("", |(_, path)| path);
        Self::Mismatch { text: text.to_owned(), path: path.to_owned() }
    }
}

impl From<DdpError> for Failure {
    fn from(error: DdpError) -> Self {
        Self::Coded(Box::new(error))
    }
}

/// As REST has it.
impl Serialize for Failure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Coded(error) => error.serialize(serializer),
            Self::Mismatch { text, path } => {
                let mut map = serializer.serialize_map(Some(4))?;
                map.serialize_entry("message", text)?;
                map.serialize_entry("path", path)?;
                map.serialize_entry("sanitizedError", &no_match())?;
                map.serialize_entry("errorType", "Match.Error")?;
                map.end()
            }
            Self::Plain(_) => serializer.serialize_map(Some(0))?.end(),
        }
    }
}

/// An argument has the wrong type.
pub(super) fn no_match() -> DdpError {
    DdpError::new(400, Some("Match failed"))
}

/// There is no world in replay mode.
pub(super) fn no_world() -> DdpError {
    DdpError::new(
        "not-allowed",
        Some("this livechat-mock replays examples and has no world; start it in stateful mode"),
    )
}

pub(super) fn not_allowed() -> DdpError {
    DdpError::new("not-allowed", None)
}

/// There is no such method.
pub(crate) fn no_method(name: &str) -> DdpError {
    DdpError::new(404, Some(&format!("Method '{name}' not found")))
}

/// The error of a REST response, as DDP has it.
pub(super) fn from_server_error(error: &ServerError) -> DdpError {
    let body = error.body();
    let text = |key: &str| body.get(key).and_then(Value::as_str);
    let code = match body.get("error") {
        Some(Value::String(code)) => DdpErrorCode::Text(code.clone()),
        Some(Value::Number(code)) => DdpErrorCode::Number(code.as_i64().unwrap_or_default()),
        _ => DdpErrorCode::Number(error.status().into()),
    };
    let mut rejection = DdpError::new(code, text("message").or_else(|| text("reason")));
    rejection.details = body.get("details").cloned();
    rejection
}
