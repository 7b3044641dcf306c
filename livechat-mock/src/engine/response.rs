//! Responses, with the headers that servers send.

use std::{borrow::Cow, sync::LazyLock};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, header};
use livechat_sdk::endpoint::ResponseFormat;
use serde_json::Value;

use crate::{ServerError, ServerVersion, headers, json, limiter::Quota, operation::WrittenResponse};

/// The header that says what was probably meant.
pub(crate) static HINT: HeaderName = HeaderName::from_static("x-livechat-mock-hint");

/// What was probably meant, if the response says so.
pub(crate) fn hint_of(headers: &HeaderMap) -> Option<Cow<'_, str>> {
    headers::first(headers, &HINT).map(|hint| String::from_utf8_lossy(hint.as_bytes()))
}

/// A successful response, in the format of the operation.
pub(super) fn success(form: ResponseFormat, response: WrittenResponse) -> Response<Bytes> {
    let WrittenResponse { body, headers } = response;
    if let Some(headers) = headers {
        let mut response = Response::new(body);
        *response.headers_mut() = *headers;
        return response;
    }
    if form == ResponseFormat::Text
        && let Ok(text) = serde_json::from_slice::<String>(&body)
    {
        return text_response(StatusCode::OK, text.into());
    }
    json_response(StatusCode::OK, body)
}

/// The headers that pages of other origins may send.
const ALLOWED_HEADERS: &str = "Origin, X-Requested-With, Content-Type, Accept, X-User-Id, X-Auth-Token, x-visitor-token, \
    Authorization, MCP-Protocol-Version";
/// Those of servers before 8.8.
const OLDER_ALLOWED_HEADERS: &str =
    "Origin, X-Requested-With, Content-Type, Accept, X-User-Id, X-Auth-Token, x-visitor-token, Authorization";

pub(super) fn allowed_headers(version: ServerVersion) -> HeaderValue {
    HeaderValue::from_static(if version < ServerVersion::V8_8 { OLDER_ALLOWED_HEADERS } else { ALLOWED_HEADERS })
}

/// Whether a path is the API's: its responses have CORS headers.
pub(super) fn is_api(path: &str) -> bool {
    path.strip_prefix("/api").is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

pub(super) fn remove_cors(headers: &mut HeaderMap) {
    headers.remove(header::ACCESS_CONTROL_ALLOW_ORIGIN);
    headers.remove(header::ACCESS_CONTROL_ALLOW_HEADERS);
}

/// The headers that pages of other origins may read, beside those that they always may. Servers name none.
const EXPOSED_HEADERS: HeaderValue = HeaderValue::from_static(
    "x-livechat-mock, x-livechat-mock-hint, x-livechat-mock-fault, x-ratelimit-limit, x-ratelimit-remaining, \
     x-ratelimit-reset",
);

/// Adapts what all responses have to one request: its version, its path, its origin, and whether it asked for the head
/// alone.
pub(super) fn adapt(response: &mut Response<Bytes>, request: &Request<Bytes>, version: ServerVersion) {
    if !is_api(request.uri().path()) {
        remove_cors(response.headers_mut());
    } else if version < ServerVersion::V8_8
        && request.method() != Method::OPTIONS
        && let Some(headers) = response.headers_mut().get_mut(header::ACCESS_CONTROL_ALLOW_HEADERS)
    {
        *headers = allowed_headers(version);
    }
    if request.headers().contains_key(header::ORIGIN)
        && response.headers().contains_key(header::ACCESS_CONTROL_ALLOW_ORIGIN)
    {
        response.headers_mut().insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED_HEADERS);
    }
    if request.method() == Method::HEAD {
        let length = response.body().len();
        response.headers_mut().insert(header::CONTENT_LENGTH, length.into());
        *response.body_mut() = Bytes::new();
    }
}

/// What all JSON responses of the newest servers carry, and the place of their date. A copy of it costs half of putting it
/// together, and has no room for one more.
static JSON_HEADERS: LazyLock<HeaderMap> = LazyLock::new(|| {
    let pairs = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "no-store"),
        (header::PRAGMA, "no-cache"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED_HEADERS),
        (header::DATE, ""),
    ];
    pairs.into_iter().map(|(name, value)| (name, HeaderValue::from_static(value))).collect()
});

pub(crate) fn json_response(status: StatusCode, body: Bytes) -> Response<Bytes> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().clone_from(&JSON_HEADERS);
    response
}

pub(super) fn text_response(status: StatusCode, text: Bytes) -> Response<Bytes> {
    let mut response = json_response(status, text);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    response
}

pub(super) fn not_found(hint: &str) -> Response<Bytes> {
    let mut response = text_response(StatusCode::NOT_FOUND, Bytes::from_static(b"404 Not Found"));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=UTF-8"));
    add_hint(response.headers_mut(), hint);
    response
}

pub(crate) fn error_response(error: &ServerError) -> Response<Bytes> {
    let status = StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = match error.body() {
        Value::Null => text_response(status, Bytes::new()),
        body => json_response(status, json::to_string(body).unwrap_or_default().into()),
    };
    if let Some(hint) = error.hint_text() {
        add_hint(response.headers_mut(), hint);
    }
    response
}

/// Longer hints are cut: names of keys in them are the caller's.
const LONGEST_HINT: usize = 400;

pub(super) fn add_hint(headers: &mut HeaderMap, hint: &str) {
    // What no header can carry is left out.
    let text: String =
        hint.chars().map(|letter| if matches!(letter, ' '..='~') { letter } else { '?' }).take(LONGEST_HINT).collect();
    if let Ok(hint) = HeaderValue::from_str(&text) {
        headers.insert(&HINT, hint);
    }
}

pub(super) fn add_rate_limit(headers: &mut HeaderMap, quota: &Quota) {
    headers.insert("x-ratelimit-limit", quota.limit.into());
    headers.insert("x-ratelimit-remaining", quota.remaining.into());
    headers.insert("x-ratelimit-reset", quota.reset.as_millis().into());
}
