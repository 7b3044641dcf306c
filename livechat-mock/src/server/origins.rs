//! Which pages may use a server.

use bytes::Bytes;
use http::{
    HeaderMap, HeaderValue, Response, StatusCode,
    header::{CONTENT_TYPE, HOST, ORIGIN},
};

use super::control::is_own_origin;
use crate::engine::HINT;

/// The origins whose pages may use a server, beside its own; any origin if there are none.
#[derive(Clone, Debug, Default)]
pub(super) struct AllowedOrigins(Vec<String>);

impl AllowedOrigins {
    pub(super) fn add(&mut self, origin: String) {
        self.0.push(origin);
    }

    /// The response to a page that may not; `None` for all other callers.
    pub(super) fn refuse(&self, headers: &HeaderMap) -> Option<Response<Bytes>> {
        if self.0.is_empty() {
            return None;
        }
        let host = headers.get(HOST);
        let is_allowed = |origin: &HeaderValue| {
            is_own_origin(origin, host) || self.0.iter().any(|allowed| origin.as_bytes() == allowed.as_bytes())
        };
        (!headers.get_all(ORIGIN).iter().all(is_allowed)).then(refusal)
    }
}

/// It has no CORS headers: the page learns nothing of it, and the hint is for the log.
fn refusal() -> Response<Bytes> {
    const BODY: &str = r#"{"success":false,"error":"Invalid origin"}"#;
    let mut response = Response::new(Bytes::from_static(BODY.as_bytes()));
    *response.status_mut() = StatusCode::FORBIDDEN;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers
        .insert(&HINT, HeaderValue::from_static("this server is for pages of the origins that --allow-origin names"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_other_origins_are_refused_once_there_is_a_list() {
        let mut origins = AllowedOrigins::default();
        let is_refused = |origins: &AllowedOrigins, origin: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, HeaderValue::from_static("127.0.0.1:3000"));
            headers.extend(origin.map(|origin| (ORIGIN, HeaderValue::from_static(origin))));
            origins.refuse(&headers).is_some()
        };
        assert!(!is_refused(&origins, Some("https://example.com")));
        origins.add("http://localhost:5173".to_owned());
        origins.add("null".to_owned());
        for origin in [None, Some("http://localhost:5173"), Some("null"), Some("http://127.0.0.1:3000")] {
            assert!(!is_refused(&origins, origin), "{origin:?}");
        }
        for origin in ["https://example.com", "http://localhost:51730", "https://localhost:5173", ""] {
            assert!(is_refused(&origins, Some(origin)), "{origin}");
        }
    }
}
