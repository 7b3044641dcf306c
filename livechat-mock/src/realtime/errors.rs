//! Errors of methods and subscriptions.

use std::borrow::Cow;

use livechat_sdk::{
    Timestamp,
    ddp::{DdpError, DdpErrorCode},
};
use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::{Value, json};

use crate::{ServerError, limiter::Quota};

/// Why a method failed.
#[derive(Debug)]
pub(crate) struct Failure {
    thrown: Thrown,
    hint: Option<String>,
}

/// What the code of a method throws, which REST shows.
#[derive(Debug)]
enum Thrown {
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
    Plain(Cow<'static, str>),
}

impl Failure {
    /// An error with a code, perhaps a reason, and the method's name among its details.
    pub(crate) fn in_method(code: &str, reason: Option<&str>, method: &str) -> Self {
        let mut error = DdpError::new(code, reason);
        error.details = Some(json!({"method": method}));
        error.into()
    }

    /// An error without a code.
    pub(crate) fn plain(text: impl Into<Cow<'static, str>>) -> Self {
        Thrown::Plain(text.into()).into()
    }

    /// That arguments do not match, in the words of the check.
    pub(crate) fn mismatch(error: &ServerError) -> Self {
        Self::mismatch_of(error.body()["error"].as_str().unwrap_or_default())
    }

    /// The same, of a text with the place at its end, if it names one.
    pub(crate) fn mismatch_of(text: &str) -> Self {
        let path = text.rsplit_once(" in field ").map_or("", |(_, path)| path);
        Thrown::Mismatch { text: text.to_owned(), path: path.to_owned() }.into()
    }

    /// An error response as the method throws it that does the same.
    pub(crate) fn of_response(error: &ServerError, method: &str) -> Self {
        let text = error.body()["error"].as_str().unwrap_or_default();
        let failure = match error.body()["errorType"].as_str() {
            Some(code) => {
                let reason = text.strip_suffix(&format!("[{code}]")).unwrap_or(text).trim_end();
                let mut coded = DdpError::new(code, Some(reason).filter(|reason| !reason.is_empty()));
                coded.details = error.body().get("details").cloned();
                coded.into()
            }
            None if text.starts_with("Match error: ") => Self::mismatch_of(text),
            None if error.status() == 403 => Self::not_allowed(method),
            None => Self::plain(text.to_owned()),
        };
        failure.hint(error.hint_text().map(str::to_owned))
    }

    /// The caller may not call this method.
    pub(crate) fn not_allowed(method: &str) -> Self {
        Self::in_method("error-not-allowed", Some("Not allowed"), method)
    }

    /// Adds what was probably meant.
    pub(crate) fn hint(mut self, hint: Option<String>) -> Self {
        self.hint = hint;
        self
    }

    /// The same, with a plain text as the code: methods throw some of the errors as named ones that REST has as plain ones.
    pub(crate) fn named(self) -> Self {
        match self.thrown {
            Thrown::Plain(text) => Self::from(DdpError::new(&*text, None)).hint(self.hint),
            thrown => Self { thrown, ..self },
        }
    }

    /// What clients of sockets see of it.
    pub(super) fn sanitized(self) -> DdpError {
        match self.thrown {
            Thrown::Coded(error) => *error,
            Thrown::Mismatch { .. } => no_match(),
            Thrown::Plain(_) => DdpError::new(500, Some("Internal server error")),
        }
    }

    /// What clients are not told.
    pub(crate) fn unsaid(&self) -> Option<String> {
        match (&self.thrown, &self.hint) {
            (Thrown::Plain(text), Some(hint)) => Some(format!("{text} ({hint})")),
            (Thrown::Plain(text), None) => Some(text.to_string()),
            (Thrown::Coded(_) | Thrown::Mismatch { .. }, hint) => hint.clone(),
        }
    }
}

impl From<Thrown> for Failure {
    fn from(thrown: Thrown) -> Self {
        Self { thrown, hint: None }
    }
}

impl From<DdpError> for Failure {
    fn from(error: DdpError) -> Self {
        Thrown::Coded(Box::new(error)).into()
    }
}

/// As REST has it.
impl Serialize for Failure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.thrown {
            Thrown::Coded(error) => error.serialize(serializer),
            Thrown::Mismatch { text, path } => {
                let mut map = serializer.serialize_map(Some(4))?;
                map.serialize_entry("message", text)?;
                map.serialize_entry("path", path)?;
                map.serialize_entry("sanitizedError", &no_match())?;
                map.serialize_entry("errorType", "Match.Error")?;
                map.end()
            }
            Thrown::Plain(_) => serializer.serialize_map(Some(0))?.end(),
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

/// A method was called too often.
pub(super) fn too_many_calls(quota: &Quota, now: Timestamp) -> DdpError {
    let seconds = quota.seconds(now);
    let reason =
        format!("Error, too many requests. Please slow down. You must wait {seconds} seconds before trying again.");
    let mut error = DdpError::new("too-many-requests", Some(&reason));
    let millis = quota.reset.saturating_since(now).as_millis();
    error.details = Some(json!({"timeToReset": u64::try_from(millis).unwrap_or(u64::MAX)}));
    error
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
