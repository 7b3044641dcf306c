use std::{
    collections::VecDeque,
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_core::Stream;
use futures_sink::Sink;

use crate::{
    client::Client,
    ddp::{self, ClientFrame, ServerFrame},
    transport::{self, Frame, NoSocket},
};

/// A WebSocket that carries DDP.
pub(super) struct Socket {
    frames: transport::Socket,
    unsent: VecDeque<Frame>,
}

/// The socket does not work any more.
pub(super) struct Closed;

/// Far more than a working connection ever buffers.
const UNSENT: usize = 64;

impl Socket {
    pub(super) async fn open(client: &Client) -> Result<Self, NoSocket> {
        let frames = client.open_socket(ddp::PATH).await?;
        Ok(Self { frames, unsent: VecDeque::new() })
    }

    /// Sends a frame as soon as there is room for it.
    pub(super) fn send(&mut self, frame: &ClientFrame) -> Result<(), Closed> {
        if self.unsent.len() >= UNSENT {
            return Err(Closed);
        }
        let text = serde_json::to_string(frame).map_err(|_| Closed)?;
        self.unsent.push_back(Frame::Text(text));
        Ok(())
    }

    /// Flushes the buffered frames.
    pub(super) fn poll_write(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Closed>> {
        let mut frames = Pin::new(&mut self.frames);
        while !self.unsent.is_empty() {
            ready!(frames.as_mut().poll_ready(cx)).map_err(|_| Closed)?;
            if let Some(frame) = self.unsent.pop_front() {
                frames.as_mut().start_send(frame).map_err(|_| Closed)?;
            }
        }
        frames.poll_flush(cx).map_err(|_| Closed)
    }

    /// Sends a close frame, if there is room for it.
    pub(super) fn close(mut self, cx: &mut Context<'_>) {
        // The response is not awaited.
        let _ = Pin::new(&mut self.frames).poll_close(cx);
    }

    /// Reads a frame. Anything but DDP is an unknown one.
    pub(super) fn poll_read(&mut self, cx: &mut Context<'_>) -> Poll<Result<ServerFrame, Closed>> {
        match ready!(Pin::new(&mut self.frames).poll_next(cx)) {
            Some(Ok(Frame::Text(text))) => {
                Poll::Ready(Ok(ServerFrame::read(&text).unwrap_or(ServerFrame::Unknown { frame_type: None })))
            }
            Some(Ok(Frame::Binary(_) | Frame::Heartbeat)) => Poll::Ready(Ok(ServerFrame::Unknown { frame_type: None })),
            Some(Err(_)) | None => Poll::Ready(Err(Closed)),
        }
    }
}
