//! A WebSocket: one task that forwards frames to the engine and sends what the engine emits.

use std::{
    pin::{Pin, pin},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use futures_util::{SinkExt, StreamExt};
use http::{
    HeaderMap, HeaderValue, Response,
    header::{CONNECTION, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, UPGRADE},
};
use hyper::upgrade::{OnUpgrade, Parts};
use hyper_util::rt::TokioIo;
use tokio::{
    sync::{mpsc, oneshot},
    time::{Instant, Sleep, sleep, timeout},
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Error, Message, Utf8Bytes,
        error::{CapacityError, ProtocolError},
        handshake::derive_accept_key,
        protocol::{CloseFrame, Role, WebSocketConfig, frame::coding::CloseCode},
    },
};

use super::{Event, encryption::Channel, event::SocketEnd, registry::ConnectionHandle, state::State};
use crate::{
    Action, SocketId,
    realtime::{Beat, Heartbeat},
};

/// How long a client may take to respond to a close frame.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(2);

/// The initial size of the read buffer. Most frames are smaller, and a larger one makes it grow.
const READ_BUFFER: usize = 2 * 1024;

/// A connection that is to become a WebSocket of a world.
#[derive(Clone, Default)]
pub(super) struct Upgrade(Arc<Mutex<Option<Begun>>>);

/// The upgrade that was begun, and the world that is to hear of what comes.
struct Begun {
    on: OnUpgrade,
    world: Arc<State>,
}

impl Upgrade {
    pub(super) fn begin<T>(&self, on: OnUpgrade, world: Arc<State>, response: &mut Response<T>, request: &HeaderMap) {
        let key = request.get(SEC_WEBSOCKET_KEY).map_or(&b""[..], HeaderValue::as_bytes);
        let headers = response.headers_mut();
        headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
        headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
        if let Ok(accept) = HeaderValue::from_str(&derive_accept_key(key)) {
            headers.insert(SEC_WEBSOCKET_ACCEPT, accept);
        }
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Begun { on, world });
    }

    /// Serves the WebSocket, if the connection was upgraded.
    pub(super) async fn run(self) {
        let begun = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(Begun { on, world: state }) = begun else { return };
        let Ok(upgraded) = on.await else { return };
        let Ok(Parts { io, read_buf, .. }) = upgraded.downcast::<TokioIo<Channel>>() else { return };
        let limit = Some(state.limits.frame_size);
        let config =
            WebSocketConfig::default().read_buffer_size(READ_BUFFER).max_message_size(limit).max_frame_size(limit);
        let stream =
            WebSocketStream::from_partially_read(io.into_inner(), read_buf.into(), Role::Server, Some(config)).await;
        let (queue, outgoing) = mpsc::channel(state.limits.waiting_frames);
        let (cut, is_cut) = oneshot::channel();
        let socket = state.open_socket(ConnectionHandle { queue, cut });
        let interval = state.limits.heartbeat;
        let mut task = Socket { state: &state, socket, stream, outgoing, is_cut, waiting: None, interval };
        let end = task.serve().await;
        task.close(&end).await;
        state.close_socket(socket);
        state.report(|| Event::SocketClosed { reason: &end, world: state.name() });
    }
}

/// The task of a WebSocket.
struct Socket<'s> {
    state: &'s State,
    socket: SocketId,
    stream: WebSocketStream<Channel>,
    outgoing: mpsc::Receiver<Action>,
    is_cut: oneshot::Receiver<SocketEnd>,
    /// A frame that a fault delays, and with it the ones after.
    waiting: Option<(Arc<str>, Pin<Box<Sleep>>)>,
    interval: Duration,
}

impl Socket<'_> {
    async fn serve(&mut self) -> SocketEnd {
        let opened = Instant::now();
        let mut heartbeat = Heartbeat::new(self.interval);
        // The only timer. Frames do not reset it: when it fires, the heartbeat looks when the last one arrived.
        let mut timer = pin!(sleep(self.interval));
        loop {
            let done = tokio::select! {
                end = &mut self.is_cut => Err(end.unwrap_or(SocketEnd::Shutdown)),
                frame = self.stream.next() => {
                    heartbeat.heard(opened.elapsed());
                    self.read(frame)
                }
                action = self.outgoing.recv(), if self.waiting.is_none() => match action {
                    Some(action) => self.act(action).await,
                    // Who removed the handle from the registry has sent the reason.
                    None => Err((&mut self.is_cut).await.unwrap_or(SocketEnd::Shutdown)),
                },
                text = delayed(&mut self.waiting) => {
                    self.waiting = None;
                    self.send(&text).await
                }
                () = &mut timer => match heartbeat.beat(opened.elapsed()) {
                    Beat::Rest(until) => {
                        timer.set(sleep(until.saturating_sub(opened.elapsed())));
                        Ok(())
                    }
                    Beat::Ping => {
                        self.state.ping_socket(self.socket);
                        timer.set(sleep(self.interval));
                        Ok(())
                    }
                    Beat::GiveUp => Err(SocketEnd::Silent),
                },
            };
            if let Err(end) = done {
                return end;
            }
        }
    }

    /// Forwards a frame to the engine.
    fn read(&mut self, frame: Option<Result<Message, Error>>) -> Result<(), SocketEnd> {
        match frame {
            Some(Ok(Message::Text(text))) => {
                if let Err(rejected) = self.state.receive(self.socket, &text) {
                    let world = self.state.name();
                    self.state.report(|| Event::FrameRejected { reason: &rejected, world });
                }
                Ok(())
            }
            Some(Ok(Message::Binary(_))) => Err(SocketEnd::Binary),
            Some(Ok(Message::Close(_))) => Err(SocketEnd::ClosedByClient),
            // tungstenite responds to pings.
            Some(Ok(_)) => Ok(()),
            Some(Err(Error::Capacity(CapacityError::MessageTooLong { .. }))) => {
                Err(SocketEnd::TooLong { limit: self.state.limits.frame_size })
            }
            Some(Err(Error::Utf8(_))) => Err(SocketEnd::NoText),
            Some(Err(
                Error::Protocol(ProtocolError::ResetWithoutClosingHandshake)
                | Error::Io(_)
                | Error::ConnectionClosed
                | Error::AlreadyClosed,
            ))
            | None => Err(SocketEnd::Gone),
            Some(Err(_)) => Err(SocketEnd::NoWebSocket),
        }
    }

    async fn act(&mut self, action: Action) -> Result<(), SocketEnd> {
        match action {
            Action::Send { text, delay } if delay.is_zero() => self.send(&text).await,
            Action::Send { text, delay } => {
                self.waiting = Some((text, Box::pin(sleep(delay))));
                Ok(())
            }
            Action::Close { code, reason } => Err(SocketEnd::ClosedByServer { code, reason }),
            Action::Drop => Err(SocketEnd::Dropped),
        }
    }

    /// Sends a frame, and others that are queued, with one flush.
    async fn send(&mut self, text: &str) -> Result<(), SocketEnd> {
        let Self { stream, outgoing, waiting, is_cut, interval, .. } = self;
        let write = async {
            stream.feed(message(text)).await?;
            let mut next = Ok(());
            // A delay, or the end, follows the frames before it.
            while next.is_ok()
                && waiting.is_none()
                && let Ok(action) = outgoing.try_recv()
            {
                match action {
                    Action::Send { text, delay } if delay.is_zero() => stream.feed(message(&text)).await?,
                    Action::Send { text, delay } => *waiting = Some((text, Box::pin(sleep(delay)))),
                    Action::Close { code, reason } => next = Err(SocketEnd::ClosedByServer { code, reason }),
                    Action::Drop => next = Err(SocketEnd::Dropped),
                }
            }
            stream.flush().await?;
            Ok::<_, Error>(next)
        };
        tokio::select! {
            biased;
            written = write => written.unwrap_or(Err(SocketEnd::Gone)),
            end = is_cut => Err(end.unwrap_or(SocketEnd::Shutdown)),
            // Nothing is read meanwhile, so the heartbeat does not notice.
            () = sleep(interval.saturating_mul(2)) => Err(SocketEnd::TooSlow),
        }
    }

    /// Sends a close frame and waits for the response.
    async fn close(&mut self, end: &SocketEnd) {
        let Some((code, reason)) = end.close_code() else { return };
        let frame = CloseFrame { code: CloseCode::from(code), reason: Utf8Bytes::from_static(reason) };
        let closing = async {
            // A client's own close frame is answered by tungstenite, when more is read. Another one would be an error.
            let is_answer = matches!(end, SocketEnd::ClosedByClient);
            // A connection that is closed with unread data discards what it has sent.
            if is_answer || self.stream.close(Some(frame)).await.is_ok() {
                while let Some(Ok(_)) = self.stream.next().await {}
            }
        };
        let _ = timeout(CLOSE_TIMEOUT, closing).await;
    }
}

fn message(text: &str) -> Message {
    Message::Text(text.into())
}

/// Completes with the delayed frame; never, if there is none.
async fn delayed(waiting: &mut Option<(Arc<str>, Pin<Box<Sleep>>)>) -> Arc<str> {
    match waiting {
        Some((text, sleep)) => {
            sleep.as_mut().await;
            text.clone()
        }
        None => std::future::pending().await,
    }
}
