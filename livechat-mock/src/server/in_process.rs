//! The transport of clients that are in the same process: no sockets, no threads, no runtime but the caller's.

mod socket;

use std::{
    error::Error,
    fmt,
    net::{IpAddr, Ipv4Addr},
    pin::Pin,
    sync::{Arc, Mutex, PoisonError, Weak},
    task::{Context, Poll},
};

use bytes::Bytes;
use http::{HeaderValue, Request, Response, StatusCode, Uri, header, uri::PathAndQuery};
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use livechat_sdk::transport::{Body, Connecting, NoSocket, SendError, Sending, Socket, Transport};

use self::socket::Frames;
use super::service::{Service, Suppressed};

/// The address that clients in process have.
const FROM: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// A transport to a mock in the same process, without sockets. Made by
/// [`LivechatMock::in_process`](crate::LivechatMock::in_process).
///
/// Requests and frames go through everything that they go through over HTTP: overrides, faults, limits of sizes, the log. What
/// is left out is of HTTP alone: heads and their limits, connections, and the pings of a server whose client is silent.
///
/// All that waits does so in the runtime of the client, and by its clock: also one that a test has paused.
#[derive(Clone)]
pub struct InProcess(Weak<Service>);

impl InProcess {
    pub(crate) fn new(service: &Arc<Service>) -> Self {
        Self(Arc::downgrade(service))
    }

    /// Nothing once the mock is dropped, although connections may hold the service for a moment longer.
    fn service(&self) -> Option<Arc<Service>> {
        self.0.upgrade().filter(|service| !service.is_closed())
    }
}

impl Transport for InProcess {
    fn send(&self, request: Request<Body>) -> Sending<'_> {
        Box::pin(async move {
            let service = self.service().ok_or_else(|| SendError::not_connected(Gone))?;
            let (mut head, body) = request.into_parts();
            as_over_a_connection(&mut head, body.size_hint().exact());
            let broken = Mutex::new(None);
            let mut request = Request::from_parts(head, Watched { body, broken: &broken });
            let world = service.world_of(&mut request);
            let (_, response) = service.exchange(request, world, FROM).await;
            if let Some(broken) = broken.into_inner().unwrap_or_else(PoisonError::into_inner) {
                // Over HTTP there would be no end of the request, and so no response.
                return Err(SendError::interrupted(broken));
            }
            match response {
                Ok(response) => Ok(response.map(Body::stream)),
                Err(Suppressed::Lost | Suppressed::Reset) => Err(SendError::interrupted(ByFault)),
            }
        })
    }

    fn connect(&self, request: Request<()>, _longest_message: usize) -> Connecting<'_> {
        Box::pin(async move {
            let service = self.service().ok_or(NoSocket::Unreachable)?;
            let (mut head, ()) = request.into_parts();
            as_over_a_connection(&mut head, Some(0));
            let mut request = Request::from_parts(head, Body::empty());
            let world = service.world_of(&mut request);
            let (_, response) = service.exchange(request, world, FROM).await;
            match response.as_ref().map(Response::status) {
                Ok(StatusCode::SWITCHING_PROTOCOLS) => Ok(Socket::new(Frames::open(&service))),
                Ok(
                    StatusCode::TOO_MANY_REQUESTS
                    | StatusCode::BAD_GATEWAY
                    | StatusCode::SERVICE_UNAVAILABLE
                    | StatusCode::GATEWAY_TIMEOUT,
                ) => Err(NoSocket::Unreachable),
                Ok(_) => Err(NoSocket::Refused),
                Err(Suppressed::Lost | Suppressed::Reset) => Err(NoSocket::Broken),
            }
        })
    }
}

/// What a connection makes of the head of a request.
fn as_over_a_connection(head: &mut http::request::Parts, length: Option<u64>) {
    if let Some(host) = head.uri.authority().and_then(|host| HeaderValue::from_str(host.as_str()).ok()) {
        head.headers.insert(header::HOST, host);
    }
    match length {
        Some(0) => {}
        Some(length) => drop(head.headers.insert(header::CONTENT_LENGTH, length.into())),
        None => drop(head.headers.insert(header::TRANSFER_ENCODING, HeaderValue::from_static("chunked"))),
    }
    let path = head.uri.path_and_query().cloned();
    head.uri = Uri::from(path.unwrap_or_else(|| PathAndQuery::from_static("/")));
}

/// The mock of a client was dropped.
#[derive(Debug, thiserror::Error)]
#[error("the mock of this client is gone")]
struct Gone;

/// A fault suppressed a response.
#[derive(Debug, thiserror::Error)]
#[error("a fault suppresses the response")]
struct ByFault;

/// The body of a request, and what broke it.
struct Watched<'a> {
    body: Body,
    broken: &'a Mutex<Option<Box<dyn Error + Send + Sync>>>,
}

impl HttpBody for Watched<'_> {
    type Data = Bytes;
    type Error = &'static str;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, &'static str>>> {
        let next = Pin::new(&mut self.body).poll_frame(cx);
        next.map(|next| {
            next.map(|frame| {
                frame.map_err(|error| {
                    *self.broken.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                    "it broke off"
                })
            })
        })
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl fmt::Debug for InProcess {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InProcess").finish_non_exhaustive()
    }
}
