//! Error responses of the server, to the letter.

use serde_json::{Value, json};

use crate::ServerVersion;

/// An error response of the server: status and body.
#[derive(Clone, Debug, PartialEq)]
pub struct ServerError {
    status: u16,
    body: Value,
    hint: Option<String>,
}

impl ServerError {
    /// An error response with this status and body.
    #[must_use]
    pub fn new(status: u16, body: Value) -> Self {
        Self { status, body, hint: None }
    }

    /// A plain error: 400, and the code is the text.
    #[must_use]
    pub fn plain(error: &str) -> Self {
        Self::new(400, json!({"success": false, "error": error}))
    }

    /// A named error without a text: 400, the code in brackets and as `errorType`.
    #[must_use]
    pub fn named(code: &str) -> Self {
        Self::new(400, json!({"success": false, "error": format!("[{code}]"), "errorType": code}))
    }

    /// A named error with a text: 400, the code in brackets behind it and as `errorType`.
    #[must_use]
    pub fn reason(reason: &str, code: &str) -> Self {
        Self::new(400, json!({"success": false, "error": format!("{reason} [{code}]"), "errorType": code}))
    }

    /// A login is missing: 401, with the text of that version.
    #[must_use]
    pub fn not_logged_in(version: ServerVersion) -> Self {
        const TEXT: &str = "You must be logged in to do this.";
        let mut body = json!({"status": "error", "message": TEXT});
        if version > ServerVersion::V7_0 {
            body = json!({"success": false, "error": TEXT, "status": "error", "message": TEXT});
        }
        Self::new(401, body)
    }

    /// The caller lacks the route's permission: 403.
    #[must_use]
    pub fn no_permission() -> Self {
        Self::new(
            403,
            json!({
                "success": false,
                "error": "User does not have the permissions required for this action [error-unauthorized]",
            }),
        )
    }

    /// The server has no licence for what the operation needs: 400.
    #[must_use]
    pub fn unlicensed() -> Self {
        const CODE: &str = "error-action-not-allowed";
        let error = format!("This is an enterprise feature [{CODE}]");
        Self::new(400, json!({"success": false, "error": error, "errorType": CODE}))
    }

    /// An error response with this status and an empty body, as servers have it outside of their API.
    #[must_use]
    pub fn empty(status: u16) -> Self {
        Self::new(status, Value::Null)
    }

    /// The handler does not find what it was asked for: 404.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(404, json!({"success": false, "error": "Resource not found"}))
    }

    /// The handler does not find what it was asked for, and says so in words of its own: 404.
    pub(crate) fn missing(error: &str) -> Self {
        Self::new(404, json!({"success": false, "error": error}))
    }

    /// The handler refuses the caller: 403.
    #[must_use]
    pub fn unauthorized() -> Self {
        Self::new(403, json!({"success": false, "error": "unauthorized"}))
    }

    /// Too many calls: 429, with the seconds to wait in the text.
    #[must_use]
    pub fn too_many_requests(seconds: u64) -> Self {
        let error = format!(
            "Error, too many requests. Please slow down. You must wait {seconds} seconds before trying this endpoint \
             again. [error-too-many-requests]"
        );
        Self::new(429, json!({"success": false, "error": error}))
    }

    /// The server failed: 500, with the text of that version.
    #[must_use]
    pub fn internal(version: ServerVersion) -> Self {
        let error = if version > ServerVersion::V7_0 { "Internal server error" } else { "Internal error occured" };
        Self::new(500, json!({"success": false, "error": error}))
    }

    /// The body is larger than this mock takes: 413, in the server's envelope.
    pub(crate) fn too_large(limit: usize) -> Self {
        Self::new(413, json!({"success": false, "error": "Payload Too Large"}))
            .hint(format!("the body is larger than the {limit} bytes that this mock takes here"))
    }

    /// Adds the particulars that some errors carry.
    #[must_use]
    pub fn details(mut self, details: Value) -> Self {
        if let Value::Object(body) = &mut self.body {
            body.insert("details".to_owned(), details);
        }
        self
    }

    /// Adds what was probably meant; it goes into the header `x-livechat-mock-hint`, never into the body.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same, with this hint in place of its own, if there is one.
    pub(crate) fn explained(self, hint: Option<String>) -> Self {
        match hint {
            Some(hint) => self.hint(hint),
            None => self,
        }
    }

    /// The HTTP status code.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The JSON body; `null` stands for none.
    #[must_use]
    pub fn body(&self) -> &Value {
        &self.body
    }

    /// What was probably meant.
    #[must_use]
    pub fn hint_text(&self) -> Option<&str> {
        self.hint.as_deref()
    }
}
