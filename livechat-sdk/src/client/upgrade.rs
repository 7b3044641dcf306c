use base64::{Engine, prelude::BASE64_STANDARD};
use http::{HeaderValue, Request, Uri, header};

use super::{Client, login::Login, observer::Observation};
use crate::{
    error::Error,
    realtime::Streams,
    secret::AuthToken,
    transport::{Clock, NoSocket, Socket},
};

impl Client {
    /// Opens a WebSocket at this path, over the transport that calls use.
    pub(crate) async fn open_socket(&self, path: &str) -> Result<Socket, NoSocket> {
        let shared = &self.inner.shared;
        let mut request = Request::new(());
        *request.uri_mut() =
            Uri::try_from(String::from(shared.base_url.join(path, ""))).map_err(|_| NoSocket::Refused)?;
        let headers = request.headers_mut();
        *headers = self.inner.headers();
        for (name, value) in
            [(header::CONNECTION, "Upgrade"), (header::UPGRADE, "websocket"), (header::SEC_WEBSOCKET_VERSION, "13")]
        {
            headers.insert(name, HeaderValue::from_static(value));
        }
        // The key tells a cache from a server; it protects nothing.
        let key = BASE64_STANDARD.encode(fastrand::u128(..).to_ne_bytes());
        headers.insert(header::SEC_WEBSOCKET_KEY, HeaderValue::from_str(&key).map_err(|_| NoSocket::Refused)?);
        shared.carrier.connect(request, shared.max_body_size).await
    }

    /// The clock by which streams of events go.
    pub(crate) fn transport_clock(&self) -> std::sync::Arc<dyn Clock> {
        self.inner.shared.carrier.clock()
    }

    /// The streams of visitors' events that were made with this client and its like.
    pub(crate) fn streams(&self) -> &Streams {
        &self.inner.shared.streams
    }

    /// The token of the login; `None` without one that works, or before one that is renewed.
    pub(crate) fn auth_token(&self) -> Option<AuthToken> {
        self.inner.login.auth_token()
    }

    /// Whether the client logs in by itself.
    pub(crate) fn renews_login(&self) -> bool {
        matches!(self.inner.login, Login::Renewed(_))
    }

    /// The token of the login, or another one if it is that which has ended.
    pub(crate) async fn log_in_again(&self, ended: Option<&AuthToken>) -> Result<Option<AuthToken>, Error> {
        match &self.inner.login {
            Login::Renewed(renewal) => {
                let client = self.for_one_call();
                renewal.log_in(&client, ended).await.map(|login| Some(login.auth_token().clone()))
            }
            login => Ok(login.auth_token()),
        }
    }

    /// Tells the observer, if there is one.
    pub(crate) fn tell(&self, observation: &Observation<'_>) {
        self.inner.shared.tell(observation);
    }
}
