//! A WebSocket without a connection: frames go straight to the engine, and come from its queue.

use std::{
    pin::Pin,
    sync::{Arc, Weak},
    task::{Context, Poll},
};

use futures_util::{Sink, Stream};
use livechat_sdk::transport::Frame;
use tokio::{
    sync::{mpsc, oneshot, watch},
    time::{Instant, Sleep, sleep},
};

use super::{Gone, Service};
use crate::{
    Action, SocketId,
    clock::Time,
    server::{Event, SocketEnd, registry::ConnectionHandle, state::TICK},
};

/// Completes when the clock is moved by hand.
type Moved = Pin<Box<dyn Future<Output = watch::Receiver<Time>> + Send>>;

/// The client's end of a WebSocket.
pub(super) struct Frames {
    service: Weak<Service>,
    socket: SocketId,
    outgoing: mpsc::Receiver<Action>,
    is_cut: oneshot::Receiver<SocketEnd>,
    /// A frame that a fault delays, and with it the ones after.
    waiting: Option<(Arc<str>, Pin<Box<Sleep>>)>,
    tick: Pin<Box<Sleep>>,
    moved: Moved,
    is_over: bool,
}

impl Frames {
    pub(super) fn open(service: &Arc<Service>) -> Self {
        let (queue, outgoing) = mpsc::channel(service.state.limits.waiting_frames);
        let (cut, is_cut) = oneshot::channel();
        let socket = service.state.open_socket(ConnectionHandle { queue, cut });
        Self {
            service: Arc::downgrade(service),
            socket,
            outgoing,
            is_cut,
            waiting: None,
            tick: Box::pin(sleep(TICK)),
            moved: moved(service.state.clock.watch()),
            is_over: false,
        }
    }

    /// Whether time has passed that nobody else tells the engine of, while all only listen.
    fn has_time_passed(&mut self, cx: &mut Context<'_>) -> bool {
        if let Poll::Ready(clock) = self.moved.as_mut().poll(cx) {
            self.moved = moved(clock);
            return true;
        }
        let has_ticked = self.tick.as_mut().poll(cx).is_ready();
        if has_ticked {
            self.tick.as_mut().reset(Instant::now() + TICK);
        }
        has_ticked
    }

    /// Ends the connection, once.
    fn end(&mut self, end: &SocketEnd) {
        if !std::mem::replace(&mut self.is_over, true)
            && let Some(service) = self.service.upgrade()
        {
            service.state.close_socket(self.socket);
            service.state.report(|| Event::SocketClosed { reason: end, world: None });
        }
    }

    /// The next frame or the end; `Pending` if there is neither.
    fn poll_action(&mut self, cx: &mut Context<'_>) -> Poll<Result<String, SocketEnd>> {
        if let Poll::Ready(end) = Pin::new(&mut self.is_cut).poll(cx) {
            return Poll::Ready(Err(end.unwrap_or(SocketEnd::Shutdown)));
        }
        loop {
            if let Some((text, wait)) = &mut self.waiting {
                let text = match wait.as_mut().poll(cx) {
                    Poll::Ready(()) => text.as_ref().to_owned(),
                    Poll::Pending => return Poll::Pending,
                };
                self.waiting = None;
                return Poll::Ready(Ok(text));
            }
            match self.outgoing.poll_recv(cx) {
                Poll::Ready(Some(Action::Send { text, delay })) if delay.is_zero() => {
                    return Poll::Ready(Ok(text.as_ref().to_owned()));
                }
                Poll::Ready(Some(Action::Send { text, delay })) => self.waiting = Some((text, Box::pin(sleep(delay)))),
                Poll::Ready(Some(Action::Close { code, reason })) => {
                    return Poll::Ready(Err(SocketEnd::ClosedByServer { code, reason }));
                }
                Poll::Ready(Some(Action::Drop)) => return Poll::Ready(Err(SocketEnd::Dropped)),
                // Who removed the handle from the registry has sent the reason.
                Poll::Ready(None) => return Poll::Ready(Err(SocketEnd::Shutdown)),
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}

fn moved(mut clock: watch::Receiver<Time>) -> Moved {
    Box::pin(async move {
        if clock.changed().await.is_err() {
            // The mock is gone, and its clock with it.
            std::future::pending::<()>().await;
        }
        clock
    })
}

impl Stream for Frames {
    type Item = Result<Frame, Gone>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = self.get_mut();
        loop {
            if this.is_over {
                return Poll::Ready(None);
            }
            match this.poll_action(cx) {
                Poll::Ready(Ok(text)) => return Poll::Ready(Some(Ok(Frame::Text(text)))),
                Poll::Ready(Err(end)) => this.end(&end),
                Poll::Pending if this.has_time_passed(cx) => {
                    let Some(service) = this.service.upgrade() else { return Poll::Ready(None) };
                    service.state.let_time_pass();
                }
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}

impl Sink<Frame> for Frames {
    type Error = Gone;

    fn poll_ready(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Gone>> {
        Poll::Ready(if self.is_over { Err(Gone) } else { Ok(()) })
    }

    fn start_send(self: Pin<&mut Self>, frame: Frame) -> Result<(), Gone> {
        let this = self.get_mut();
        let service = this.service.upgrade().filter(|_| !this.is_over).ok_or(Gone)?;
        let limit = service.state.limits.frame_size;
        match frame {
            Frame::Text(text) if text.len() > limit => this.end(&SocketEnd::TooLong { limit }),
            Frame::Text(text) => {
                if let Err(rejected) = service.state.receive(this.socket, &text) {
                    service.state.report(|| Event::FrameRejected { reason: &rejected, world: None });
                }
            }
            Frame::Binary(_) => this.end(&SocketEnd::Binary),
            // A sign of life, which nobody looks for here.
            _ => {}
        }
        Ok(())
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Gone>> {
        Poll::Ready(Ok(()))
    }

    fn poll_close(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<(), Gone>> {
        self.get_mut().end(&SocketEnd::ClosedByClient);
        Poll::Ready(Ok(()))
    }
}

impl Drop for Frames {
    fn drop(&mut self) {
        self.end(&SocketEnd::Gone);
    }
}
