use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Instant,
};

use tokio::time::{Instant as TokioInstant, Sleep, sleep_until};
use tracing::debug;

use super::{
    feed::Feed,
    link::Action,
    shared::Shared,
    socket::{Closed, Opening, Socket},
    source::{Fetching, Source},
};
use crate::client::NoSocket;

/// Drives a feed: its socket, its calls and its timer. It ends when the reader is gone or the feed is over.
pub(super) struct Driver {
    feed: Feed,
    source: Source,
    opening: Option<Opening>,
    socket: Option<Socket>,
    fetching: Option<Fetching>,
    timer: Pin<Box<Sleep>>,
    shared: Arc<Shared>,
}

impl Driver {
    pub(super) fn new(feed: Feed, source: Source, shared: Arc<Shared>) -> Self {
        let timer = Box::pin(sleep_until(TokioInstant::now()));
        Self { feed, source, opening: None, socket: None, fetching: None, timer, shared }
    }

    /// Passes in what happened. Returns whether anything did.
    fn take_in(&mut self, cx: &mut Context<'_>, now: Instant) -> bool {
        if let Some(is_typing) = self.shared.typing() {
            self.feed.set_typing(is_typing, now);
        }
        let mut is_news = false;
        if let Some(opening) = &mut self.opening
            && let Poll::Ready(result) = opening.as_mut().poll(cx)
        {
            is_news = true;
            self.opening = None;
            debug!(result = ?result.as_ref().map(drop), "the socket opened, or not");
            match result {
                Ok(socket) => {
                    self.socket = Some(socket);
                    self.feed.opened(now);
                }
                Err(NoSocket::Unreachable) => self.feed.closed(now),
                Err(NoSocket::Broken) => self.feed.broke(now),
                Err(NoSocket::Refused) => self.feed.refused(now),
            }
        }
        if let Some(socket) = &mut self.socket
            && let Poll::Ready(result) = socket.poll_read(cx)
        {
            is_news = true;
            match result {
                Ok(frame) => self.feed.frame(frame, now),
                Err(Closed) => self.lost(now),
            }
        }
        if let Some(fetching) = &mut self.fetching
            && let Poll::Ready(result) = fetching.as_mut().poll(cx)
        {
            is_news = true;
            self.fetching = None;
            self.feed.fetched(result, now);
        }
        if self.feed.timer().is_some_and(|at| at <= now) {
            self.feed.tick(now);
        }
        is_news
    }

    /// Executes the feed's commands. Returns whether there is a new future to poll.
    fn give_out(&mut self, cx: &mut Context<'_>, now: Instant) -> bool {
        let mut is_new = self.shared.hand_over(|| self.feed.event(now));
        while let Some(action) = self.feed.action() {
            is_new = true;
            match action {
                Action::Open => {
                    debug!("opening a socket");
                    self.opening = Some(Socket::open(self.source.client()));
                }
                Action::Close => {
                    debug!("no socket");
                    self.opening = None;
                    if let Some(socket) = self.socket.take() {
                        socket.close(cx);
                    }
                }
                Action::Send(frame) => {
                    if self.socket.as_mut().is_some_and(|socket| socket.send(&frame).is_err()) {
                        self.lost(now);
                    }
                }
            }
        }
        if let Some(socket) = &mut self.socket
            && let Poll::Ready(Err(Closed)) = socket.poll_write(cx)
        {
            self.lost(now);
            is_new = true;
        }
        if let Some(fetch) = self.feed.fetch() {
            self.fetching = Some(self.source.fetch(fetch));
            is_new = true;
        }
        is_new
    }

    fn lost(&mut self, now: Instant) {
        self.socket = None;
        self.feed.closed(now);
    }

    /// Whether the timer has yet to go off; otherwise there is something to do.
    fn waits(&mut self, cx: &mut Context<'_>) -> bool {
        let Some(at) = self.feed.timer() else { return true };
        let at = TokioInstant::from_std(at);
        if self.timer.deadline() != at {
            self.timer.as_mut().reset(at);
        }
        self.timer.as_mut().poll(cx).is_pending()
    }
}

/// After so many steps others get their turn.
const STEPS: usize = 64;

impl Future for Driver {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let this = &mut *self;
        for _ in 0..STEPS {
            if this.shared.is_dropped(cx) {
                this.feed.end();
                this.give_out(cx, TokioInstant::now().into_std());
                return Poll::Ready(());
            }
            let now = TokioInstant::now().into_std();
            let is_news = this.take_in(cx, now);
            let is_new = this.give_out(cx, now);
            if this.feed.is_over() {
                return Poll::Ready(());
            }
            if !is_news && !is_new && this.waits(cx) {
                return Poll::Pending;
            }
        }
        cx.waker().wake_by_ref();
        Poll::Pending
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Also when the runtime ends: the reader must not wait for ever.
        self.shared.finish();
    }
}
