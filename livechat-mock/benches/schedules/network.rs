//! A network between clients and the mock that fails as a seed says.

use std::{
    collections::BTreeMap,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use fastrand::Rng;
use futures_util::{Sink, Stream, StreamExt};
use http::Request;
use livechat_mock::InProcess;
use livechat_sdk::transport::{Body, Connecting, Frame, NoSocket, SendError, Sending, Socket, Transport};
use tokio::time::{Instant, sleep};

const MINUTE: u64 = 60;

/// All clients of a schedule share one.
#[derive(Clone)]
pub(crate) struct Network {
    server: InProcess,
    state: Arc<Mutex<State>>,
}

struct State {
    rng: Rng,
    began: Instant,
    /// How many of a hundred requests or frames meet a failure.
    failures: u8,
    down_until: Instant,
    /// Sockets of earlier generations are broken.
    generation: u64,
    calls: BTreeMap<u64, u64>,
    failed: u64,
}

/// What becomes of a request.
enum Fate {
    Passes {
        delay: Duration,
    },
    Refused,
    RequestLost,
    ResponseLost,
    /// Nothing comes until the client gives up.
    Silent {
        is_sent: bool,
    },
}

impl Network {
    pub(crate) fn new(server: InProcess, rng: Rng) -> Self {
        let began = Instant::now();
        let state =
            State { rng, began, failures: 0, down_until: began, generation: 0, calls: BTreeMap::new(), failed: 0 };
        Self { server, state: Arc::new(Mutex::new(state)) }
    }

    /// Lets so many of a hundred requests and frames fail from now on.
    pub(crate) fn fail(&self, failures: u8) {
        self.state().failures = failures;
    }

    /// Breaks all sockets, and refuses connections for a time.
    pub(crate) fn go_down(&self, time: Duration) {
        let mut state = self.state();
        state.down_until = Instant::now() + time;
        state.generation += 1;
    }

    /// Works from now on. Sockets that were silenced stay so.
    pub(crate) fn heal(&self) {
        let mut state = self.state();
        state.failures = 0;
        state.down_until = Instant::now();
    }

    /// The most calls within a minute, and how many requests and frames met a failure.
    pub(crate) fn tally(&self) -> (u64, u64) {
        let state = self.state();
        (state.calls.values().copied().max().unwrap_or_default(), state.failed)
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn is_down(&self) -> bool {
        Instant::now() < self.down_until
    }

    fn fails(&mut self) -> bool {
        let fails = self.rng.u8(0..100) < self.failures;
        self.failed += u64::from(fails);
        fails
    }

    fn fate(&mut self) -> Fate {
        *self.calls.entry(self.began.elapsed().as_secs() / MINUTE).or_default() += 1;
        if self.is_down() {
            self.failed += 1;
            return Fate::Refused;
        }
        if !self.fails() {
            return Fate::Passes { delay: Duration::from_millis(self.rng.u64(0..40)) };
        }
        match self.rng.u8(0..6) {
            0 => Fate::Refused,
            1 => Fate::RequestLost,
            2 => Fate::ResponseLost,
            3 => Fate::Silent { is_sent: false },
            4 => Fate::Silent { is_sent: true },
            _ => Fate::Passes { delay: Duration::from_millis(self.rng.u64(0..15_000)) },
        }
    }
}

impl Transport for Network {
    fn send(&self, request: Request<Body>) -> Sending<'_> {
        Box::pin(async move {
            let fate = self.state().fate();
            match fate {
                Fate::Passes { delay } => {
                    sleep(delay).await;
                    let response = self.server.send(request).await;
                    sleep(delay).await;
                    response
                }
                Fate::Refused => Err(SendError::not_connected("the network is down")),
                Fate::RequestLost => Err(SendError::interrupted("the request is lost")),
                Fate::ResponseLost => {
                    self.server.send(request).await?;
                    Err(SendError::interrupted("the response is lost"))
                }
                Fate::Silent { is_sent } => {
                    if is_sent {
                        self.server.send(request).await?;
                    }
                    std::future::pending().await
                }
            }
        })
    }

    fn connect(&self, request: Request<()>, longest_message: usize) -> Connecting<'_> {
        Box::pin(async move {
            let fate = self.state().fate();
            match fate {
                Fate::Passes { delay } => {
                    sleep(delay).await;
                    let socket = self.server.connect(request, longest_message).await?;
                    let generation = self.state().generation;
                    Ok(Socket::new(Wire { network: self.clone(), socket: Some(socket), generation, is_silent: false }))
                }
                Fate::Refused => Err(NoSocket::Unreachable),
                Fate::RequestLost | Fate::ResponseLost => Err(NoSocket::Broken),
                Fate::Silent { .. } => std::future::pending().await,
            }
        })
    }
}

/// A socket that breaks at some frame, or falls silent without a word to either side.
struct Wire {
    network: Network,
    socket: Option<Socket>,
    generation: u64,
    is_silent: bool,
}

impl Wire {
    /// What becomes of the socket at one more frame.
    fn pass(&mut self) {
        let mut state = self.network.state();
        if self.is_silent {
            return;
        }
        let is_old = state.generation != self.generation;
        if is_old || state.fails() {
            self.is_silent = !is_old && state.rng.bool();
            if !self.is_silent {
                drop(state);
                self.socket = None;
            }
        }
    }

    fn socket(&mut self) -> Result<&mut Socket, &'static str> {
        self.socket.as_mut().ok_or("the socket is broken")
    }
}

type AnyError = Box<dyn std::error::Error + Send + Sync>;

impl Stream for Wire {
    type Item = Result<Frame, AnyError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let Ok(socket) = self.socket() else { return Poll::Ready(None) };
            let Poll::Ready(frame) = socket.poll_next_unpin(cx) else { return Poll::Pending };
            if frame.is_none() {
                return Poll::Ready(None);
            }
            self.pass();
            if self.socket.is_none() {
                return Poll::Ready(Some(Err("the socket broke".into())));
            }
            if !self.is_silent {
                return Poll::Ready(frame);
            }
        }
    }
}

impl Sink<Frame> for Wire {
    type Error = AnyError;

    fn poll_ready(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), AnyError>> {
        Pin::new(self.socket()?).poll_ready(cx)
    }

    fn start_send(mut self: Pin<&mut Self>, frame: Frame) -> Result<(), AnyError> {
        self.pass();
        let is_silent = self.is_silent;
        let socket = self.socket()?;
        if is_silent { Ok(()) } else { Pin::new(socket).start_send(frame) }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), AnyError>> {
        Pin::new(self.socket()?).poll_flush(cx)
    }

    fn poll_close(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), AnyError>> {
        match self.socket() {
            Ok(socket) => Pin::new(socket).poll_close(cx),
            Err(_) => Poll::Ready(Ok(())),
        }
    }
}
