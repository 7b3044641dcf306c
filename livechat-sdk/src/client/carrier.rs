//! What the requests of a client go through.

use std::{
    future::{Future, poll_fn},
    pin::{Pin, pin},
    sync::Arc,
    task::Poll,
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response, StatusCode, Uri, header};
use http_body::Body as _;
use url::Url;

use crate::transport::{Body, Clock, SendError, Transport};
#[cfg(feature = "reqwest")]
use crate::transport::{ReqwestTransport, TokioClock};

/// A [`Transport`], with a shorter way for the usual one: what comes and goes through reqwest is not boxed, and its
/// addresses are not parsed again.
pub(super) enum Carrier {
    #[cfg(feature = "reqwest")]
    Reqwest(ReqwestTransport),
    Other {
        transport: Arc<dyn Transport>,
        clock: Arc<dyn Clock>,
    },
}

/// A request that is complete.
pub(super) struct Outgoing {
    pub(super) method: Method,
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
    pub(super) body: Body,
}

/// A response whose body is still to come.
pub(super) enum Incoming {
    #[cfg(feature = "reqwest")]
    Reqwest(reqwest::Response),
    Other {
        response: Response<Body>,
        left: Left,
    },
}

impl Carrier {
    pub(super) fn new(transport: impl Transport) -> Self {
        let clock = transport.clock();
        Self::Other { transport: Arc::new(transport), clock }
    }

    pub(super) fn clock(&self) -> Arc<dyn Clock> {
        match self {
            #[cfg(feature = "reqwest")]
            Self::Reqwest(_) => Arc::new(TokioClock),
            Self::Other { clock, .. } => clock.clone(),
        }
    }

    pub(super) async fn send(&self, outgoing: Outgoing) -> Result<Incoming, SendError> {
        let Outgoing { method, url, headers, body } = outgoing;
        match self {
            #[cfg(feature = "reqwest")]
            Self::Reqwest(transport) => transport.execute(method, url, headers, body).await.map(Incoming::Reqwest),
            Self::Other { transport, .. } => {
                let mut request = Request::new(body);
                *request.method_mut() = method;
                // The parser's error does not tell the address.
                *request.uri_mut() = Uri::try_from(String::from(url)).map_err(SendError::not_sendable)?;
                *request.headers_mut() = headers;
                let response = transport.send(request).await?;
                let left = Left::new(&response);
                Ok(Incoming::Other { response, left })
            }
        }
    }

    #[cfg(feature = "realtime")]
    pub(super) async fn connect(
        &self,
        request: Request<()>,
        longest_message: usize,
    ) -> Result<crate::transport::Socket, crate::transport::NoSocket> {
        match self {
            #[cfg(feature = "reqwest")]
            Self::Reqwest(transport) => transport.connect(request, longest_message).await,
            Self::Other { transport, .. } => transport.connect(request, longest_message).await,
        }
    }

    /// What becomes of a future within this time; `None` if nothing does.
    pub(super) async fn within<F: Future>(&self, limit: Duration, future: F) -> Option<F::Output> {
        match self {
            #[cfg(feature = "reqwest")]
            Self::Reqwest(_) => tokio::time::timeout(limit, future).await.ok(),
            Self::Other { clock, .. } => {
                let (mut future, mut over) = (pin!(future), clock.sleep(limit));
                poll_fn(|cx| match future.as_mut().poll(cx) {
                    Poll::Ready(output) => Poll::Ready(Some(output)),
                    Poll::Pending => over.as_mut().poll(cx).map(|()| None),
                })
                .await
            }
        }
    }
}

impl Incoming {
    pub(super) fn status(&self) -> StatusCode {
        match self {
            #[cfg(feature = "reqwest")]
            Self::Reqwest(response) => response.status(),
            Self::Other { response, .. } => response.status(),
        }
    }

    pub(super) fn take_headers(&mut self) -> HeaderMap {
        std::mem::take(match self {
            #[cfg(feature = "reqwest")]
            Self::Reqwest(response) => response.headers_mut(),
            Self::Other { response, .. } => response.headers_mut(),
        })
    }

    /// Whether it is from the address that was asked, and not from one that reqwest was redirected to.
    #[cfg_attr(not(feature = "reqwest"), expect(unused_variables, reason = "other transports follow no redirect"))]
    pub(super) fn is_from(&self, asked: impl FnOnce() -> Url) -> bool {
        match self {
            #[cfg(feature = "reqwest")]
            Self::Reqwest(response) => *response.url() == asked(),
            Self::Other { .. } => true,
        }
    }

    /// The length of the body, if it is told.
    pub(super) fn length(&self) -> Option<u64> {
        match self {
            #[cfg(feature = "reqwest")]
            Self::Reqwest(response) => response.content_length(),
            Self::Other { response, left } => left.0.or_else(|| response.body().size_hint().exact()),
        }
    }

    /// The next piece of the body; `None` at its end.
    pub(super) async fn chunk(&mut self) -> Result<Option<Bytes>, SendError> {
        match self {
            #[cfg(feature = "reqwest")]
            Self::Reqwest(response) => response.chunk().await.map_err(SendError::of_reqwest),
            Self::Other { response, left } => loop {
                let frame = poll_fn(|cx| Pin::new(response.body_mut()).poll_frame(cx)).await;
                let Some(frame) = frame.transpose().map_err(SendError::of_body)? else {
                    return left.end();
                };
                // The other kind is trailers, which nobody reads.
                if let Ok(piece) = frame.into_data() {
                    return left.take(piece);
                }
            },
        }
    }
}

/// How many bytes of a body are still to come, if its length was told. reqwest watches over this itself.
pub(super) struct Left(Option<u64>);

impl Left {
    fn new(response: &Response<Body>) -> Self {
        let headers = response.headers();
        // What was compressed has another length by now.
        let told = headers.get(header::CONTENT_LENGTH).filter(|_| !headers.contains_key(header::CONTENT_ENCODING));
        Self(told.and_then(|told| told.to_str().ok()?.parse().ok()))
    }

    fn take(&mut self, piece: Bytes) -> Result<Option<Bytes>, SendError> {
        if let Some(left) = &mut self.0 {
            let length = piece.len() as u64;
            *left = left
                .checked_sub(length)
                .ok_or_else(|| SendError::interrupted("the body of the response is longer than its Content-Length"))?;
        }
        Ok(Some(piece))
    }

    fn end(&self) -> Result<Option<Bytes>, SendError> {
        match self.0 {
            None | Some(0) => Ok(None),
            Some(left) => Err(SendError::interrupted(format!("the body of the response ended {left} bytes early"))),
        }
    }
}
