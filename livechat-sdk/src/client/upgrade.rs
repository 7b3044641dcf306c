use base64::{Engine, prelude::BASE64_STANDARD};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Version, header};
use reqwest::Upgraded;

use super::Client;
use crate::secret::AuthToken;

/// Why a server's connection did not become a WebSocket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoSocket {
    /// There was no connection, or the server is busy: a later attempt may work.
    Unreachable,
    /// The connection broke before there was a response, which is how some proxies refuse.
    Broken,
    /// The other end refused the upgrade.
    Refused,
}

impl Client {
    /// Opens a WebSocket at this path, over the connections, the proxy and the TLS that calls use. The stream is raw: the
    /// frames are up to the caller.
    pub(crate) async fn open_socket(&self, path: &str) -> Result<Upgraded, NoSocket> {
        let shared = &self.inner.shared;
        let mut request = reqwest::Request::new(Method::GET, shared.base_url.join(path, ""));
        // No other version has upgrades.
        *request.version_mut() = Version::HTTP_11;
        let headers = request.headers_mut();
        self.inner.add_headers(headers);
        for (name, value) in
            [(header::CONNECTION, "Upgrade"), (header::UPGRADE, "websocket"), (header::SEC_WEBSOCKET_VERSION, "13")]
        {
            headers.insert(name, HeaderValue::from_static(value));
        }
        // The key tells a cache from a server; it protects nothing.
        let key = BASE64_STANDARD.encode(fastrand::u128(..).to_ne_bytes());
        headers.insert(header::SEC_WEBSOCKET_KEY, HeaderValue::from_str(&key).map_err(|_| NoSocket::Refused)?);
        let response = shared.http.execute(request).await.map_err(|error| no_answer(&error))?;
        match response.status() {
            // The hash of the key in the response is not checked: the first frames show whether the other end speaks
            // DDP.
            StatusCode::SWITCHING_PROTOCOLS if is(response.headers(), header::UPGRADE, "websocket") => {}
            StatusCode::TOO_MANY_REQUESTS
            | StatusCode::BAD_GATEWAY
            | StatusCode::SERVICE_UNAVAILABLE
            | StatusCode::GATEWAY_TIMEOUT => return Err(NoSocket::Unreachable),
            _ => return Err(NoSocket::Refused),
        }
        response.upgrade().await.map_err(|error| no_answer(&error))
    }

    /// The token of the login; `None` without one that works.
    pub(crate) fn auth_token(&self) -> Option<&AuthToken> {
        self.inner.login.as_ref()?.as_ref().ok().map(super::credentials::Credentials::auth_token)
    }

    /// How much to read at most as one piece.
    pub(crate) fn max_body_size(&self) -> usize {
        self.inner.shared.max_body_size
    }
}

fn no_answer(error: &reqwest::Error) -> NoSocket {
    if error.is_connect() || error.is_timeout() { NoSocket::Unreachable } else { NoSocket::Broken }
}

fn is(headers: &HeaderMap, name: HeaderName, value: &str) -> bool {
    headers.get(name).is_some_and(|found| found.as_bytes().eq_ignore_ascii_case(value.as_bytes()))
}
