use std::{
    collections::VecDeque,
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};

use futures_core::Stream;
use futures_sink::Sink;
use reqwest::Upgraded;
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Message,
        protocol::{Role, WebSocketConfig},
    },
};

use crate::{
    client::{Client, NoSocket},
    ddp::{self, ClientFrame, ServerFrame},
};

/// A WebSocket that carries DDP.
pub(super) struct Socket {
    stream: WebSocketStream<Upgraded>,
    unsent: VecDeque<Message>,
}

pub(super) type Opening = Pin<Box<dyn Future<Output = Result<Socket, NoSocket>> + Send>>;

/// The socket does not work any more.
pub(super) struct Closed;

/// Far more than a working connection ever buffers.
const UNSENT: usize = 64;

impl Socket {
    pub(super) fn open(client: &Client) -> Opening {
        let client = client.clone();
        Box::pin(async move {
            let connection = client.open_socket(ddp::PATH).await?;
            let limit = Some(client.max_body_size());
            let config = WebSocketConfig::default()
                // Small buffers, because there is one for each conversation and most are idle.
                .read_buffer_size(8 << 10)
                .write_buffer_size(0)
                .max_message_size(limit)
                .max_frame_size(limit);
            let stream = WebSocketStream::from_raw_socket(connection, Role::Client, Some(config)).await;
            Ok(Self { stream, unsent: VecDeque::new() })
        })
    }

    /// Sends a frame as soon as there is room for it.
    pub(super) fn send(&mut self, frame: &ClientFrame) -> Result<(), Closed> {
        if self.unsent.len() >= UNSENT {
            return Err(Closed);
        }
        let text = serde_json::to_string(frame).map_err(|_| Closed)?;
        self.unsent.push_back(Message::text(text));
        Ok(())
    }

    /// Flushes the buffered frames.
    pub(super) fn poll_write(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Closed>> {
        let mut stream = Pin::new(&mut self.stream);
        while !self.unsent.is_empty() {
            ready!(stream.as_mut().poll_ready(cx)).map_err(|_| Closed)?;
            if let Some(message) = self.unsent.pop_front() {
                stream.as_mut().start_send(message).map_err(|_| Closed)?;
            }
        }
        stream.poll_flush(cx).map_err(|_| Closed)
    }

    /// Sends a close frame, if there is room for it.
    pub(super) fn close(mut self, cx: &mut Context<'_>) {
        // The response is not awaited.
        let _ = Pin::new(&mut self.stream).poll_close(cx);
    }

    /// Reads a frame. Anything but DDP is an unknown one.
    pub(super) fn poll_read(&mut self, cx: &mut Context<'_>) -> Poll<Result<ServerFrame, Closed>> {
        match ready!(Pin::new(&mut self.stream).poll_next(cx)) {
            Some(Ok(Message::Text(text))) => {
                Poll::Ready(Ok(ServerFrame::read(&text).unwrap_or(ServerFrame::Unknown { frame_type: None })))
            }
            Some(Ok(Message::Close(_)) | Err(_)) | None => Poll::Ready(Err(Closed)),
            Some(Ok(_)) => Poll::Ready(Ok(ServerFrame::Unknown { frame_type: None })),
        }
    }
}
