use std::{
    error::Error as StdError,
    fmt,
    pin::Pin,
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use futures_core::Stream;
use futures_sink::Sink;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Error, Message,
        protocol::{Role, WebSocketConfig},
    },
};

use super::body::AnyError;

/// A message of a WebSocket.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Frame {
    /// A text. Realtime consists of these, in both directions.
    Text(String),
    /// Bytes. None are sent.
    Binary(Bytes),
    /// A ping or a pong, from transports that show them: a sign of life, which the transport itself has answered. None are
    /// sent.
    Heartbeat,
}

impl fmt::Debug for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The text may hold secrets.
        f.write_str(match self {
            Self::Text(_) => "Text",
            Self::Binary(_) => "Binary",
            Self::Heartbeat => "Heartbeat",
        })
    }
}

/// A WebSocket that is open: the frames that come as a stream, those that go as a sink.
///
/// The stream ends when the connection does. Dropping it closes the connection.
pub struct Socket(Pin<Box<dyn Frames + Send>>);

impl Socket {
    /// A WebSocket of any kind.
    pub fn new<S, E>(frames: S) -> Self
    where
        S: Stream<Item = Result<Frame, E>> + Sink<Frame, Error = E> + Send + 'static,
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        Self(Box::pin(frames))
    }

    /// A WebSocket on a connection whose handshake is over, with the longest message that is read, in bytes.
    pub async fn on_connection<C>(connection: C, longest_message: usize) -> Self
    where
        C: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let limit = Some(longest_message);
        let config = WebSocketConfig::default()
            // Small buffers, because there is one for each conversation and most are idle.
            .read_buffer_size(8 << 10)
            .write_buffer_size(0)
            .max_message_size(limit)
            .max_frame_size(limit);
        Self::new(Messages(WebSocketStream::from_raw_socket(connection, Role::Client, Some(config)).await))
    }
}

impl Stream for Socket {
    type Item = Result<Frame, Box<dyn StdError + Send + Sync>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_read(cx)
    }
}

impl Sink<Frame> for Socket {
    type Error = Box<dyn StdError + Send + Sync>;

    fn poll_ready(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.0.as_mut().poll_room(cx)
    }

    fn start_send(mut self: Pin<&mut Self>, frame: Frame) -> Result<(), Self::Error> {
        self.0.as_mut().write(frame)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.0.as_mut().poll_written(cx)
    }

    fn poll_close(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.0.as_mut().poll_closed(cx)
    }
}

impl fmt::Debug for Socket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Socket").finish_non_exhaustive()
    }
}

/// Stream and sink of frames without the type of their error.
trait Frames {
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame, AnyError>>>;
    fn poll_room(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), AnyError>>;
    fn write(self: Pin<&mut Self>, frame: Frame) -> Result<(), AnyError>;
    fn poll_written(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), AnyError>>;
    fn poll_closed(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), AnyError>>;
}

impl<S, E> Frames for S
where
    S: Stream<Item = Result<Frame, E>> + Sink<Frame, Error = E>,
    E: Into<AnyError>,
{
    fn poll_read(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame, AnyError>>> {
        self.poll_next(cx).map(|next| next.map(|frame| frame.map_err(Into::into)))
    }

    fn poll_room(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), AnyError>> {
        self.poll_ready(cx).map_err(Into::into)
    }

    fn write(self: Pin<&mut Self>, frame: Frame) -> Result<(), AnyError> {
        self.start_send(frame).map_err(Into::into)
    }

    fn poll_written(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), AnyError>> {
        self.poll_flush(cx).map_err(Into::into)
    }

    fn poll_closed(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), AnyError>> {
        self.poll_close(cx).map_err(Into::into)
    }
}

/// The frames of tungstenite.
struct Messages<C>(WebSocketStream<C>);

impl<C: AsyncRead + AsyncWrite + Unpin> Messages<C> {
    fn stream(self: Pin<&mut Self>) -> Pin<&mut WebSocketStream<C>> {
        Pin::new(&mut self.get_mut().0)
    }
}

impl<C: AsyncRead + AsyncWrite + Unpin> Stream for Messages<C> {
    type Item = Result<Frame, Error>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(match ready!(self.stream().poll_next(cx)) {
            Some(Ok(Message::Text(text))) => Some(Ok(Frame::Text(text.as_str().to_owned()))),
            Some(Ok(Message::Binary(bytes))) => Some(Ok(Frame::Binary(bytes))),
            Some(Ok(Message::Close(_))) | None => None,
            Some(Ok(_)) => Some(Ok(Frame::Heartbeat)),
            Some(Err(error)) => Some(Err(error)),
        })
    }
}

impl<C: AsyncRead + AsyncWrite + Unpin> Sink<Frame> for Messages<C> {
    type Error = Error;

    fn poll_ready(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.stream().poll_ready(cx)
    }

    fn start_send(self: Pin<&mut Self>, frame: Frame) -> Result<(), Error> {
        self.stream().start_send(match frame {
            Frame::Text(text) => Message::text(text),
            Frame::Binary(bytes) => Message::Binary(bytes),
            Frame::Heartbeat => Message::Pong(Bytes::new()),
        })
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.stream().poll_flush(cx)
    }

    fn poll_close(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Error>> {
        self.stream().poll_close(cx)
    }
}
