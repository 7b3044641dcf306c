use std::{fmt, time::Duration};

use http::HeaderMap;
use serde_json::Value;

use super::ErrorCode;
use crate::{
    endpoint::{EncodedRequest, Operation},
    headers::retry_after,
    secret::{Secrets, collect_secrets},
    wire::JsonObject,
};

/// An error response of the server, in any of the envelopes that its versions use.
///
/// Boxed inside [`Error::Api`](crate::Error::Api). Secrets that were sent with the request, and values under a secret's
/// name in the response, are redacted in the texts; [`body`](Self::body) has the response as it was received.
#[derive(Clone)]
pub struct ApiError {
    operation: Operation,
    status: u16,
    code: Option<ErrorCode>,
    message: Option<String>,
    details: Option<Value>,
    retry_after: Option<Duration>,
    hint: Option<String>,
    /// Of livechat-mock.
    server_hint: Option<String>,
    body: Vec<u8>,
    #[cfg(feature = "client")]
    pub(super) effort: Option<Box<super::Effort>>,
}

impl ApiError {
    /// Reads the server's error response to a request: any body, with any status.
    ///
    /// [`Client`](crate::Client) does that by itself: use this if you send requests with another HTTP client.
    ///
    /// The text is `error`, else `message`, else `reason`. The code is `errorType`, else what stands in brackets at the
    /// end of the text (`… [error-invalid-sort]`), else an `error` that is a number, else the whole text, which is a
    /// code (`invalid-room`) or a sentence. Servers from 0.70 to about 4 return the error object itself, of which
    /// `errorType` is the class: there the text is `message`, and the code is `error`.
    ///
    /// ```
    /// use livechat_sdk::{ApiError, ErrorCode, endpoint::encode, visitors::GetVisitor};
    ///
    /// let request = encode(&GetVisitor::new("iNKE8a6k6cjbqWhWd"))?;
    /// let body = br#"{"success":false,"error":"[invalid-token]","errorType":"invalid-token"}"#;
    /// assert_eq!(ApiError::read(&request, 400, body).code(), Some(&ErrorCode::InvalidToken));
    /// # Ok::<(), livechat_sdk::RequestError>(())
    /// ```
    #[must_use]
    pub fn read(request: &EncodedRequest, status: u16, body: &[u8]) -> Self {
        Self::read_hiding(request.operation, status, body, request.secrets())
    }

    /// Reads an error response and redacts the secrets that were sent.
    pub(crate) fn read_hiding(operation: Operation, status: u16, body: &[u8], mut secrets: Vec<String>) -> Self {
        let json = serde_json::from_slice::<Value>(body).unwrap_or(Value::Null);
        collect_secrets(&json, &mut secrets);
        let secrets = Secrets::new(secrets);
        let fields = match json {
            Value::Object(fields) => fields,
            _ => JsonObject::new(),
        };
        let text = |key: &str| fields.get(key).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
        let error_type = text("errorType");
        let class = error_type.filter(|error_type| CLASSES.contains(error_type));
        let message = class.and_then(|_| text("message"));
        let message = message.or_else(|| text("error")).or_else(|| text("message")).or_else(|| text("reason"));
        let error_number = fields.get("error").filter(|error| error.is_number()).map(Value::to_string);
        let code = error_type
            .filter(|_| class.is_none())
            .or_else(|| class.and_then(|_| text("error")).map(|code| bracketed(code).unwrap_or(code)))
            .or_else(|| message.and_then(bracketed))
            .map(str::to_owned)
            .or_else(|| error_number.or_else(|| message.map(str::to_owned)))
            .map(|code| match ErrorCode::from(&*code) {
                ErrorCode::_Other(_) => ErrorCode::from(&*secrets.redact(&code)),
                // A known code is not a secret, even if a token has the same text.
                known => known,
            });
        Self {
            operation,
            status,
            code,
            retry_after: message.filter(|_| status == 429).and_then(seconds_to_wait),
            message: message.map(|message| secrets.redact(message)),
            details: fields.get("details").map(|details| secrets.redact_json(details)),
            hint: None,
            server_hint: None,
            body: body.to_vec(),
            #[cfg(feature = "client")]
            effort: None,
        }
    }

    /// Reads an error response that has a status of success; `None` if it is not one.
    pub(crate) fn read_in_success(
        operation: Operation,
        status: u16,
        body: &[u8],
        sent_secrets: &[String],
    ) -> Option<Self> {
        /// What is looked at. All else is passed over, which takes a fraction of the time.
        #[derive(serde::Deserialize)]
        struct Envelope {
            #[serde(default)]
            success: Value,
            #[serde(default)]
            status: Value,
        }

        let Envelope { success, status: word } = serde_json::from_slice(body).ok()?;
        let rejected = success == Value::Bool(false) || word == "error";
        rejected.then(|| Self::read_hiding(operation, status, body, sent_secrets.to_vec()))
    }

    /// An error that old servers report as a success without the requested record.
    #[cfg(feature = "client")]
    pub(crate) fn not_found(operation: Operation, code: ErrorCode, message: &str) -> Self {
        Self {
            operation,
            status: 200,
            code: Some(code),
            message: Some(message.to_owned()),
            details: None,
            retry_after: None,
            hint: None,
            server_hint: None,
            body: Vec::new(),
            effort: None,
        }
    }

    /// Adds the wait that a proxy in front of the server asks for, if the server itself asked for none.
    pub(crate) fn with_retry_after_of(mut self, headers: &HeaderMap) -> Self {
        self.retry_after = self.retry_after.or_else(|| retry_after(headers));
        self
    }

    #[cfg(feature = "client")]
    pub(crate) fn with_retry_after(mut self, retry_after: Option<Duration>) -> Self {
        self.retry_after = retry_after.or(self.retry_after);
        self
    }

    #[cfg(feature = "client")]
    pub(crate) fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    #[cfg(feature = "client")]
    pub(crate) fn with_server_hint(mut self, hint: Option<String>) -> Self {
        self.server_hint = hint;
        self
    }

    /// What was probably meant: what livechat-mock says in the header `x-livechat-mock-hint`, else a likely cause that the
    /// client sees, such as missing credentials. `Debug` shows it. Real servers send none.
    #[must_use]
    pub fn hint(&self) -> Option<&str> {
        self.server_hint.as_deref().or(self.hint.as_deref())
    }

    /// Whether the server knows no such path, or no such method at it: this is not one of the API's errors.
    ///
    /// It is an older server, or one without the licence that the operation needs.
    #[cfg(feature = "client")]
    #[must_use]
    pub fn is_unknown_path(&self) -> bool {
        let words = |fields: JsonObject| fields.contains_key("success") || fields.contains_key("status");
        match self.status {
            // Servers of the 7 line say this about a method that the path does not have.
            405 if self.message() == Some("API endpoint does not exist") => true,
            // Servers up to 7.0 show their web application instead; the oldest ones whatever the method.
            200 => is_application(&self.body),
            404 | 405 => !serde_json::from_slice::<JsonObject>(&self.body).is_ok_and(words),
            _ => false,
        }
    }

    /// The operation.
    #[must_use]
    pub fn operation(&self) -> Operation {
        self.operation
    }

    /// The HTTP status code.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The server's code for what went wrong, where it gave one.
    #[must_use]
    pub fn code(&self) -> Option<&ErrorCode> {
        self.code.as_ref()
    }

    /// The server's message.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// The details that some errors have, in a format of their own.
    #[must_use]
    pub fn details(&self) -> Option<&Value> {
        self.details.as_ref()
    }

    /// How long the server asks to wait before the next call, by its text (429 only) or by the header `Retry-After`; never
    /// zero.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// The body as it was received. It may hold secrets: do not log it.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }
}

/// Whether a body is the page of Rocket.Chat's own web application, and not a proxy's.
#[cfg(feature = "client")]
pub(crate) fn is_application(body: &[u8]) -> bool {
    const MARK: &[u8] = b"__meteor_runtime_config__";
    super::is_html(body) && body.windows(MARK.len()).any(|window| window == MARK)
}

/// What stands in `errorType` where a server returns the error object itself: its class.
const CLASSES: [&str; 4] = ["Meteor.Error", "Match.Error", "Error", "TypeError"];

/// The code in brackets at the end of a text: `… [error-invalid-sort]`.
fn bracketed(text: &str) -> Option<&str> {
    let (_, code) = text.strip_suffix(']')?.rsplit_once('[')?;
    (!code.is_empty()).then_some(code)
}

/// The whole number of seconds in the text of a 429.
fn seconds_to_wait(text: &str) -> Option<Duration> {
    let (before, _) = text.split_once(" second")?;
    let digits = before.rsplit(|letter: char| !letter.is_ascii_digit()).next()?;
    digits.parse().ok().filter(|seconds| *seconds > 0).map(Duration::from_secs)
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: the server responded with {}", self.operation, self.status)?;
        match &self.message {
            Some(message) => write!(f, ": {message}")?,
            None if self.body.is_empty() => f.write_str(" and an empty body")?,
            None if self.body.trim_ascii_start().starts_with(b"{") => f.write_str(" without a message")?,
            None => write!(f, " and {} bytes that are not an error of the API", self.body.len())?,
        }
        if let Some(hint) = &self.hint {
            write!(f, " ({hint})")?;
        }
        Ok(())
    }
}

impl fmt::Debug for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiError")
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("code", &self.code)
            .field("message", &self.message)
            .field("details", &self.details)
            .field("retry_after", &self.retry_after)
            .field("hint", &self.hint())
            .finish_non_exhaustive()
    }
}

impl std::error::Error for ApiError {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::endpoint::{Endpoint, Operation};

    const OPERATION: Operation = crate::visitors::GetVisitor::META.operation();

    fn read(status: u16, body: &str) -> ApiError {
        ApiError::read_hiding(OPERATION, status, body.as_bytes(), vec!["s3cret".to_owned()])
    }

    #[test]
    fn every_envelope_gives_its_code_and_text() {
        for (status, body, code, message) in [
            (
                400,
                r#"{"success":false,"error":"[invalid-token]","errorType":"invalid-token"}"#,
                Some("invalid-token"),
                Some("[invalid-token]"),
            ),
            (400, r#"{"success":false,"error":"invalid-room"}"#, Some("invalid-room"), Some("invalid-room")),
            (400, r#"{"success":false}"#, None, None),
            (
                400,
                r#"{"success":false,"reason":"error-type-not-allowed"}"#,
                Some("error-type-not-allowed"),
                Some("error-type-not-allowed"),
            ),
            (
                403,
                r#"{"success":false,"error":"User does not have the permissions required for this action [error-unauthorized]"}"#,
                Some("error-unauthorized"),
                Some("User does not have the permissions required for this action [error-unauthorized]"),
            ),
            (
                401,
                r#"{"status":"error","message":"You must be logged in to do this."}"#,
                Some("You must be logged in to do this."),
                Some("You must be logged in to do this."),
            ),
            (
                401,
                r#"{"status":"error","error":403,"message":"Incorrect password"}"#,
                Some("403"),
                Some("Incorrect password"),
            ),
            (
                400,
                r#"{"isClientSafe":true,"error":"invalid-token","message":"[invalid-token]","errorType":"Meteor.Error","success":false}"#,
                Some("invalid-token"),
                Some("[invalid-token]"),
            ),
            (
                400,
                r#"{"isClientSafe":true,"error":"error-not-allowed","reason":"Not allowed","message":"Not allowed [error-not-allowed]","errorType":"Meteor.Error","success":false}"#,
                Some("error-not-allowed"),
                Some("Not allowed [error-not-allowed]"),
            ),
            (
                400,
                r#"{"message":"Match error: Missing key 'token'","path":"","sanitizedError":{"isClientSafe":true,"error":400,"reason":"Match failed","message":"Match failed [400]","errorType":"Meteor.Error"},"errorType":"Match.Error","success":false}"#,
                Some("Match error: Missing key 'token'"),
                Some("Match error: Missing key 'token'"),
            ),
            (400, r#"{"success":false,"error":"no room","errorType":"TypeError"}"#, Some("no room"), Some("no room")),
            (
                400,
                r#"{"success":false,"error":"gone [room-closed]","errorType":"Error"}"#,
                Some("room-closed"),
                Some("gone [room-closed]"),
            ),
            (500, "", None, None),
            (502, "<html></html>", None, None),
            (400, "[1]", None, None),
            (400, r#"{"error":null,"message":7,"errorType":[]}"#, None, None),
            (
                400,
                r#"{"error":"","message":" ","reason":"no [] reason","errorType":""}"#,
                Some("no [] reason"),
                Some("no [] reason"),
            ),
        ] {
            let error = read(status, body);
            assert_eq!(error.code().map(ErrorCode::as_str), code, "{body}");
            assert_eq!(error.message(), message, "{body}");
            assert_eq!(error.body(), body.as_bytes());
        }
    }

    #[test]
    fn the_wait_is_in_the_text_of_a_429() {
        let body = r#"{"success":false,"error":"Error, too many requests. Please slow down. You must wait 42 seconds before trying this endpoint again. [error-too-many-requests]"}"#;
        let error = read(429, body);
        assert_eq!(error.retry_after(), Some(Duration::from_secs(42)));
        assert_eq!(error.code(), Some(&ErrorCode::TooManyRequests));
        assert_eq!(read(400, body).retry_after(), None);
        assert_eq!(read(429, r#"{"error":"You must wait 0 seconds"}"#).retry_after(), None);
        assert_eq!(read(429, r#"{"error":"wait 99999999999999999999999 seconds"}"#).retry_after(), None);
    }

    #[test]
    fn a_token_that_is_a_common_word_does_not_hide_the_code() {
        for token in ["t", "token", "invalid", "invalid-token"] {
            let request = crate::endpoint::encode(&crate::visitors::GetVisitor::new(token)).unwrap();
            let body = br#"{"success":false,"error":"[invalid-token]","errorType":"invalid-token"}"#;
            assert_eq!(ApiError::read(&request, 400, body).code(), Some(&ErrorCode::InvalidToken), "{token}");
        }
    }

    #[test]
    fn secrets_are_taken_out_of_every_text() {
        let error = read(
            400,
            r#"{"success":false,"error":"no s3cret here","errorType":"s3cret","details":{"a":["s3cret"],"token":"t0ken","b":"t0ken"}}"#,
        );
        let shown = format!("{error} {error:?}");
        assert!(!shown.contains("s3cret") && !shown.contains("t0ken"), "{shown}");
        assert!(
            error
                .to_string()
                .starts_with("GET /api/v1/livechat/visitor/{token}: the server responded with 400: no [redacted]")
        );
    }
}
