use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use tracing::debug;

use super::{
    feed::Feed,
    link::Transmit,
    shared::Shared,
    socket::{Closed, Socket},
    source::{Fetching, NotOpened, Opening, Source},
};
use crate::{
    client::Observation,
    transport::{Clock, Instant, NoSocket},
};

/// The task that does the I/O of a [`Feed`]. It ends when the reader is dropped or the feed is drained.
pub(super) struct Driver {
    feed: Feed,
    source: Source,
    opening: Option<Opening>,
    socket: Option<Socket>,
    fetching: Option<Fetching>,
    clock: Arc<dyn Clock>,
    timer: Option<Timer>,
    shared: Arc<Shared>,
}

/// A wait that has begun, and when it ends.
struct Timer {
    at: Instant,
    wait: Pin<Box<dyn Future<Output = ()> + Send>>,
}

impl Driver {
    pub(super) fn new(feed: Feed, source: Source, clock: Arc<dyn Clock>, shared: Arc<Shared>) -> Self {
        Self { feed, source, opening: None, socket: None, fetching: None, clock, timer: None, shared }
    }

    /// Reports to the feed what happened. Returns whether anything did.
    fn drive_input(&mut self, cx: &mut Context<'_>, now: Instant) -> bool {
        if let Some(is_typing) = self.shared.typing() {
            self.feed.set_typing(is_typing, now);
        }
        let mut did_work = false;
        if let Some(opening) = &mut self.opening
            && let Poll::Ready(result) = opening.as_mut().poll(cx)
        {
            did_work = true;
            self.opening = None;
            debug!(is_open = result.is_ok(), "attempt to open a socket finished");
            if result.is_err() {
                self.source.client().tell(&Observation::SocketClosed);
            }
            match result {
                Ok((socket, login)) => {
                    self.source.client().tell(&Observation::SocketOpened);
                    self.socket = Some(socket);
                    if let Some(token) = login {
                        self.feed.handle_login(token);
                    }
                    self.feed.handle_opened(now);
                }
                Err(NotOpened::Socket(NoSocket::Unreachable)) => self.feed.handle_closed(now),
                Err(NotOpened::Socket(NoSocket::Broken)) => self.feed.handle_broken(now),
                Err(NotOpened::Socket(NoSocket::Refused)) => self.feed.handle_refused(now),
                Err(NotOpened::Login(error)) => self.feed.handle_no_login(error, now),
            }
        }
        if let Some(socket) = &mut self.socket
            && let Poll::Ready(result) = socket.poll_read(cx)
        {
            did_work = true;
            match result {
                Ok(frame) => self.feed.handle_frame(frame, now),
                Err(Closed) => self.handle_lost(now),
            }
        }
        if let Some(fetching) = &mut self.fetching
            && let Poll::Ready(result) = fetching.as_mut().poll(cx)
        {
            did_work = true;
            self.fetching = None;
            self.feed.handle_fetched(result, now);
        }
        if self.feed.poll_timeout().is_some_and(|at| at <= now) {
            self.feed.handle_timeout(now);
        }
        did_work
    }

    /// Does what the feed says. Returns whether there is a future that has not been polled yet.
    fn drive_output(&mut self, cx: &mut Context<'_>, now: Instant) -> bool {
        let mut did_work = self.shared.forward(|| self.feed.poll_event(now));
        while let Some(transmit) = self.feed.poll_transmit() {
            did_work = true;
            match transmit {
                Transmit::Open => {
                    debug!("opening a socket");
                    self.source.client().tell(&Observation::SocketOpening);
                    self.opening = Some(self.source.open(self.feed.wanted_login()));
                }
                Transmit::Close => {
                    debug!("closing the socket");
                    let was_opening = self.opening.take().is_some();
                    let socket = self.socket.take();
                    if was_opening || socket.is_some() {
                        self.source.client().tell(&Observation::SocketClosed);
                    }
                    if let Some(socket) = socket {
                        socket.close(cx);
                    }
                }
                Transmit::Send(frame) => {
                    if self.socket.as_mut().is_some_and(|socket| socket.send(&frame).is_err()) {
                        self.handle_lost(now);
                    }
                }
            }
        }
        if let Some(socket) = &mut self.socket
            && let Poll::Ready(Err(Closed)) = socket.poll_write(cx)
        {
            self.handle_lost(now);
            did_work = true;
        }
        if let Some(fetch) = self.feed.poll_fetch(now) {
            self.fetching = Some(self.source.fetch(fetch));
            did_work = true;
        }
        did_work
    }

    fn handle_lost(&mut self, now: Instant) {
        self.socket = None;
        self.source.client().tell(&Observation::SocketClosed);
        self.feed.handle_closed(now);
    }

    /// Returns whether there is a timeout that may have passed.
    fn drive_timer(&mut self, cx: &mut Context<'_>, now: Instant) -> bool {
        let Some(at) = self.feed.poll_timeout() else { return false };
        // Most timeouts are put off before they are over: a wait that ends too early begins anew then, and no sooner.
        let timer = match &mut self.timer {
            Some(timer) if timer.at <= at => timer,
            timer => timer.insert(Timer { at, wait: self.clock.sleep(at.saturating_duration_since(now)) }),
        };
        let is_over = timer.wait.as_mut().poll(cx).is_ready();
        if is_over {
            self.timer = None;
        }
        is_over
    }
}

/// After this many steps other tasks get their turn.
const STEPS: usize = 64;

impl Future for Driver {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = &mut *self;
        for _ in 0..STEPS {
            if this.shared.is_dropped(cx) {
                this.feed.close();
                this.drive_output(cx, this.clock.now());
                return Poll::Ready(());
            }
            let now = this.clock.now();
            let had_input = this.drive_input(cx, now);
            let had_output = this.drive_output(cx, now);
            if this.feed.is_drained() {
                return Poll::Ready(());
            }
            if !had_input && !had_output && !this.drive_timer(cx, now) {
                return Poll::Pending;
            }
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // When the runtime shuts down, too: the reader must not wait for ever.
        self.shared.finish();
    }
}
