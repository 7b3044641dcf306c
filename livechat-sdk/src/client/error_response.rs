use http::{StatusCode, header};

use super::{
    Inner,
    exchange::{HttpResponse, Sent},
};
use crate::{
    endpoint::{Auth, Meta},
    error::{ApiError, Error, TransportError, is_html},
    headers::retry_after,
    secret::Secrets,
};

/// Reads an error response.
pub(super) fn error_response(inner: &Inner, meta: &Meta, sent: &Sent, response: &HttpResponse) -> Error {
    let status = response.status.as_u16();
    if response.status.is_redirection() {
        // Path and query of the target may hold what we sent.
        let location = response.headers.get(header::LOCATION).and_then(|location| location.to_str().ok());
        let other_origin = location.and_then(|location| inner.shared.base_url.other_origin(location));
        return TransportError::redirect(sent.operation, status, other_origin).into();
    }
    let error = ApiError::read_hiding(sent.operation, status, &response.body, inner.secrets(sent));
    let told = error.retry_after().or_else(|| retry_after(&response.headers));
    let wait = told.or_else(|| match status {
        429 => response.rate_limit.and_then(|limit| limit.resets_in).filter(|wait| !wait.is_zero()),
        _ => None,
    });
    let mock_hint = response.headers.get("x-livechat-mock-hint").and_then(|hint| hint.to_str().ok());
    let mock_hint = mock_hint.map(|hint| Secrets::new(inner.secrets(sent)).redact(hint));
    let error = error.with_retry_after(wait).with_server_hint(mock_hint);
    match hint(inner, meta, response, &error) {
        Some(hint) => error.with_hint(hint).into(),
        None => error.into(),
    }
}

/// A likely cause, for the user to check.
fn hint(inner: &Inner, meta: &Meta, response: &HttpResponse, error: &ApiError) -> Option<&'static str> {
    if is_html(&response.body) && !response.is_application {
        return Some("it is a web page: is the base URL right, or is a proxy responding?");
    }
    if error.is_unknown_path() {
        return Some(
            "the server knows no such path: is the base URL right, and is the server's version one that has this \
             operation?",
        );
    }
    if response.status != StatusCode::UNAUTHORIZED || meta.auth() != Auth::Login {
        return None;
    }
    Some(if inner.login.is_nobody() {
        "this client has no credentials: use `ClientBuilder::credentials` or `Client::log_in`"
    } else {
        "user id and auth token do not belong together, or the login is over"
    })
}
