//! Sending a response as a fault demands.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Bytes;
use http_body_util::Full;
use hyper::body::{Body, Frame, SizeHint};
use tokio::time::{Sleep, sleep};

use crate::Transmission;

/// Makes hyper close the connection without a response.
#[derive(Debug, thiserror::Error)]
#[error("a fault suppresses the response")]
pub(super) struct NoResponse;

/// The body of a response.
#[derive(Debug)]
pub(super) enum ResponseBody {
    Whole(Full<Bytes>),
    Dribble(Dribble),
}

/// A body that is sent in pieces, with pauses between them.
#[derive(Debug)]
pub(super) struct Dribble {
    left: Bytes,
    chunk_bytes: usize,
    pause: Duration,
    /// The pause that was begun.
    wait: Option<Pin<Box<Sleep>>>,
}

impl ResponseBody {
    pub(super) fn new(body: Bytes, transmission: Transmission) -> Self {
        match transmission {
            Transmission::Dribble { chunk_bytes, pause } => {
                Self::Dribble(Dribble { left: body, chunk_bytes, pause, wait: None })
            }
            _ => Self::Whole(Full::new(body)),
        }
    }
}

impl Body for ResponseBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match self.get_mut() {
            Self::Whole(body) => Pin::new(body).poll_frame(cx),
            Self::Dribble(body) => body.poll(cx).map(|piece| piece.map(|piece| Ok(Frame::data(piece)))),
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Self::Whole(body) => body.is_end_stream(),
            Self::Dribble(body) => body.left.is_empty(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(body) => body.size_hint(),
            Self::Dribble(body) => SizeHint::with_exact(u64::try_from(body.left.len()).unwrap_or(u64::MAX)),
        }
    }
}

impl Dribble {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<Bytes>> {
        if let Some(wait) = &mut self.wait {
            ready!(wait.as_mut().poll(cx));
        }
        if self.left.is_empty() {
            return Poll::Ready(None);
        }
        let piece = self.left.split_to(self.chunk_bytes.min(self.left.len()));
        self.wait = Some(Box::pin(sleep(self.pause)));
        Poll::Ready(Some(piece))
    }
}
