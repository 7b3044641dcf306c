//! The transport on reqwest.

use std::{
    pin::Pin,
    sync::{Mutex, PoisonError},
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response};
use http_body::{Body as HttpBody, Frame, SizeHint};
use url::Url;

use super::{Body, SendError, Sending, Transport, body::AnyError, error::SendErrorKind};
#[cfg(feature = "realtime")]
use super::{Connecting, NoSocket, Socket};
use crate::BuildError;

/// The transport that clients have by default, for transports that do something before or after it.
///
/// ```
/// use http::{Request, Response};
/// use livechat_sdk::{Client, transport::{Body, ReqwestTransport, Sending, Transport}};
///
/// /// Tells a name of its own with every request.
/// struct Named(ReqwestTransport);
///
/// impl Transport for Named {
///     fn send(&self, mut request: Request<Body>) -> Sending<'_> {
///         request.headers_mut().insert("x-service", http::HeaderValue::from_static("support"));
///         self.0.send(request)
///     }
/// }
///
/// let client = Client::builder("http://localhost:3000").transport(Named(ReqwestTransport::new()?)).build()?;
/// # Ok::<(), livechat_sdk::BuildError>(())
/// ```
#[derive(Clone, Debug)]
pub struct ReqwestTransport(reqwest::Client);

impl ReqwestTransport {
    /// Creates what a client has by default: it follows no redirect, so that a login never reaches another host, and goes
    /// by the proxies that the environment names.
    ///
    /// # Errors
    ///
    /// If the process has no TLS that works, although a TLS feature is turned on.
    pub fn new() -> Result<Self, BuildError> {
        Self::built(reqwest::Client::builder())
    }

    /// As [`new`](Self::new), but uses no proxy, whatever the environment says.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn without_proxy() -> Result<Self, BuildError> {
        Self::built(reqwest::Client::builder().no_proxy())
    }

    fn built(builder: reqwest::ClientBuilder) -> Result<Self, BuildError> {
        #[cfg(all(feature = "rustls-no-provider", not(feature = "rustls")))]
        if rustls::crypto::CryptoProvider::get_default().is_none() {
            // reqwest would panic.
            return Err(BuildError::NoCryptoProvider);
        }
        let client = builder
            .redirect(reqwest::redirect::Policy::none())
            // Also where another crate turns on reqwest's HTTP/2, over which no WebSocket opens.
            .http1_only()
            // Repeating is up to our own policy.
            .retry(reqwest::retry::never())
            .build();
        client.map(Self).map_err(|error| BuildError::HttpClient(Box::new(error.without_url())))
    }

    /// Sends a request whose address is parsed already.
    pub(crate) async fn execute(
        &self,
        method: Method,
        url: Url,
        headers: HeaderMap,
        body: Body,
    ) -> Result<reqwest::Response, SendError> {
        let mut request = reqwest::Request::new(method, url);
        *request.headers_mut() = headers;
        *request.body_mut() = match body.as_bytes() {
            Some(bytes) if bytes.is_empty() => None,
            Some(bytes) => Some(bytes.clone().into()),
            None => Some(reqwest::Body::wrap(Unshared(Mutex::new(body)))),
        };
        self.0.execute(request).await.map_err(SendError::of_reqwest)
    }
}

impl From<reqwest::Client> for ReqwestTransport {
    /// For proxies, certificates or a shared connection pool: what
    /// [`ClientBuilder::http_client`](crate::ClientBuilder::http_client) says of it applies.
    fn from(client: reqwest::Client) -> Self {
        Self(client)
    }
}

impl Transport for ReqwestTransport {
    fn send(&self, request: Request<Body>) -> Sending<'_> {
        Box::pin(async move {
            let (head, body) = request.into_parts();
            let url = parsed(&head.uri)?;
            let response = self.execute(head.method, url, head.headers, body).await?;
            Ok(Response::<reqwest::Body>::from(response).map(|body| Body::stream(OfResponse(body))))
        })
    }

    #[cfg(feature = "realtime")]
    fn connect(&self, request: Request<()>, longest_message: usize) -> Connecting<'_> {
        use http::{StatusCode, Version, header};

        Box::pin(async move {
            let (head, ()) = request.into_parts();
            let url = parsed(&head.uri).map_err(|_| NoSocket::Refused)?;
            let mut request = reqwest::Request::new(head.method, url);
            // No other version has upgrades.
            *request.version_mut() = Version::HTTP_11;
            *request.headers_mut() = head.headers;
            let response = self.0.execute(request).await.map_err(|error| no_answer(&error))?;
            let upgrade = response.headers().get(header::UPGRADE);
            match response.status() {
                // The hash of the key in the response is not checked: the first frames show whether the other end speaks
                // DDP.
                StatusCode::SWITCHING_PROTOCOLS
                    if upgrade.is_some_and(|upgrade| upgrade.as_bytes().eq_ignore_ascii_case(b"websocket")) => {}
                StatusCode::TOO_MANY_REQUESTS
                | StatusCode::BAD_GATEWAY
                | StatusCode::SERVICE_UNAVAILABLE
                | StatusCode::GATEWAY_TIMEOUT => return Err(NoSocket::Unreachable),
                _ => return Err(NoSocket::Refused),
            }
            let connection = response.upgrade().await.map_err(|error| no_answer(&error))?;
            Ok(Socket::on_connection(connection, longest_message).await)
        })
    }
}

fn parsed(uri: &http::Uri) -> Result<Url, SendError> {
    // The parser's error does not tell the address.
    Url::parse(&uri.to_string()).map_err(SendError::not_sendable)
}

#[cfg(feature = "realtime")]
fn no_answer(error: &reqwest::Error) -> NoSocket {
    if error.is_connect() || error.is_timeout() { NoSocket::Unreachable } else { NoSocket::Broken }
}

impl SendError {
    pub(crate) fn of_reqwest(error: reqwest::Error) -> Self {
        let kind = if error.is_connect() {
            SendErrorKind::NotConnected
        } else if error.is_timeout() {
            SendErrorKind::TimedOut
        } else if error.is_builder() || error.is_redirect() {
            SendErrorKind::NotSendable
        } else {
            SendErrorKind::Interrupted
        };
        Self { kind, timed_out: error.is_timeout(), cause: Box::new(error.without_url()) }
    }
}

/// A body that only one task has. reqwest wants one that tasks could share.
struct Unshared(Mutex<Body>);

impl HttpBody for Unshared {
    type Data = Bytes;
    type Error = AnyError;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, AnyError>>> {
        Pin::new(self.get_mut().0.get_mut().unwrap_or_else(PoisonError::into_inner)).poll_frame(cx)
    }

    fn size_hint(&self) -> SizeHint {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).size_hint()
    }
}

/// The body of a response, whose errors are told apart.
struct OfResponse(reqwest::Body);

impl HttpBody for OfResponse {
    type Data = Bytes;
    type Error = SendError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, SendError>>> {
        Pin::new(&mut self.0).poll_frame(cx).map(|next| next.map(|frame| frame.map_err(SendError::of_reqwest)))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.0.size_hint()
    }
}

#[cfg(all(test, feature = "rustls-no-provider", not(feature = "rustls")))]
mod tests {
    use super::*;

    #[test]
    fn without_a_provider_it_says_what_is_missing() {
        let error = crate::Client::new("https://chat.example.com").unwrap_err();
        assert!(matches!(error, BuildError::NoCryptoProvider), "{error}");
        assert!(error.to_string().contains("`install_default`"), "{error}");
    }
}
