//! Sending a response as a fault demands.

use std::{
    convert::Infallible,
    pin::Pin,
    task::{Context, Poll, ready},
    time::Duration,
};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::time::{Sleep, sleep};

use super::in_flight::Share;
use crate::Transmission;

/// Makes hyper close the connection without a response.
#[derive(Debug, thiserror::Error)]
#[error("a fault suppresses the response")]
pub(super) struct NoResponse;

/// A larger body is handed to hyper in pieces of so many bytes, because hyper copies what it is handed.
const PIECE: usize = 64 * 1024;

/// The body of a response.
#[derive(Debug)]
pub(super) struct ResponseBody {
    left: Bytes,
    piece: usize,
    /// Between two pieces.
    pause: Duration,
    /// The pause that was begun.
    wait: Option<Pin<Box<Sleep>>>,
    _share: Share,
}

impl ResponseBody {
    pub(super) fn new(body: Bytes, transmission: Transmission, share: Share) -> Self {
        let (piece, pause) = match transmission {
            Transmission::Dribble { chunk_bytes, pause } => (chunk_bytes, pause),
            _ => (PIECE, Duration::ZERO),
        };
        Self { left: body, piece, pause, wait: None, _share: share }
    }
}

impl Body for ResponseBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let body = self.get_mut();
        if let Some(wait) = &mut body.wait {
            ready!(wait.as_mut().poll(cx));
        }
        if body.left.is_empty() {
            return Poll::Ready(None);
        }
        let piece = body.left.split_to(body.piece.min(body.left.len()));
        body.wait = (!body.pause.is_zero()).then(|| Box::pin(sleep(body.pause)));
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.left.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(u64::try_from(self.left.len()).unwrap_or(u64::MAX))
    }
}
