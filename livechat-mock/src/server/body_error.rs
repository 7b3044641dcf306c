//! Error responses to requests whose body could not be read.

use bytes::Bytes;
use http::{
    HeaderValue, Response, StatusCode,
    header::{CONNECTION, CONTENT_TYPE},
};
use serde_json::json;

use super::limits::Limits;
use crate::{ServerError, engine::error_response};

/// Why a body could not be read.
#[derive(Debug)]
pub(super) enum BodyError {
    /// The body is larger than this many bytes.
    TooLarge(usize),
    TooSlow,
    /// Bad chunks, or the connection is gone.
    Broken(Box<dyn std::error::Error + Send + Sync>),
}

impl BodyError {
    /// The error response, in the server's envelope. The texts are the mock's: those of real servers are not known.
    pub(super) fn into_response(self, limits: &Limits) -> Response<Bytes> {
        let (status, hint) = match self {
            Self::TooLarge(limit) => return error_response(&ServerError::too_large(limit)),
            Self::TooSlow => (
                StatusCode::REQUEST_TIMEOUT,
                format!(
                    "the body did not arrive within {} s; is Content-Length too large?",
                    limits.body_timeout.as_secs_f64()
                ),
            ),
            Self::Broken(error) => (StatusCode::BAD_REQUEST, format!("the body could not be read: {error}")),
        };
        let body = json!({"success": false, "error": status.canonical_reason()}).to_string();
        let mut response = Response::new(Bytes::from(body));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if status == StatusCode::REQUEST_TIMEOUT {
            headers.insert(CONNECTION, HeaderValue::from_static("close"));
        }
        if let Ok(hint) = HeaderValue::from_str(&hint) {
            headers.insert("x-livechat-mock-hint", hint);
        }
        response
    }
}
