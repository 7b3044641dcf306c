//! Responses of control routes.

use bytes::Bytes;
use http::{
    HeaderValue, Response, StatusCode,
    header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS},
};
use serde_json::{Value, json};

use crate::server::page::RESOURCE_POLICY;

/// The result of a control route: the fields of a success, or an error.
pub(super) type Result<T = Value> = std::result::Result<T, Problem>;

/// An error response: what is wrong, and what to do.
#[derive(Debug)]
pub(super) struct Problem {
    status: StatusCode,
    text: String,
    allow: Option<HeaderValue>,
    /// What came, where something else was expected.
    received: Option<Vec<Value>>,
}

impl Problem {
    fn new(status: StatusCode, text: String) -> Self {
        Self { status, text, allow: None, received: None }
    }

    pub(super) fn wrong(text: String) -> Self {
        Self::new(StatusCode::BAD_REQUEST, text)
    }

    pub(super) fn unauthorized(text: String) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, text)
    }

    pub(super) fn forbidden(text: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, text.to_owned())
    }

    pub(super) fn not_found(text: String) -> Self {
        Self::new(StatusCode::NOT_FOUND, text)
    }

    pub(super) fn conflict(text: String) -> Self {
        Self::new(StatusCode::CONFLICT, text)
    }

    /// What a test expected did not come.
    pub(super) fn unmet(text: String, received: Vec<Value>) -> Self {
        Self { received: Some(received), ..Self::conflict(text) }
    }

    pub(super) fn wrong_method(path: &str, methods: &[&str]) -> Self {
        let methods = methods.join(", ");
        Self {
            allow: HeaderValue::from_str(&methods).ok(),
            ..Self::new(StatusCode::METHOD_NOT_ALLOWED, format!("{path} takes {methods}"))
        }
    }
}

/// The response, in the server's envelope.
pub(super) fn response(result: Result) -> Response<Bytes> {
    document(result.map(|mut body| {
        if let Value::Object(fields) = &mut body {
            fields.insert("success".to_owned(), true.into());
        }
        body.to_string().into()
    }))
}

/// The response of a route that gives a document, which is JSON. Unlike the server's, it has no CORS headers.
pub(super) fn document(result: Result<Bytes>) -> Response<Bytes> {
    let (status, body, allow) = match result {
        Ok(body) => (StatusCode::OK, body, None),
        Err(Problem { status, text, allow, received }) => {
            let mut body = json!({"success": false, "error": text});
            if let Some(received) = received {
                body["received"] = received.into();
            }
            (status, body.to_string().into(), allow)
        }
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(RESOURCE_POLICY, HeaderValue::from_static("same-origin"));
    if let Some(allow) = allow {
        headers.insert(ALLOW, allow);
    }
    response
}
