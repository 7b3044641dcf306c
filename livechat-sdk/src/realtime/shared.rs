use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker},
};

use super::{error::RealtimeError, event::ChatEvent};

/// The state that a stream's reader and its driver share.
#[derive(Default)]
pub(crate) struct Shared(Mutex<State>);

#[derive(Default)]
struct State {
    /// Events for the reader. Further ones wait in the feed.
    ready: VecDeque<Result<ChatEvent, RealtimeError>>,
    typing: Option<bool>,
    /// The reader was dropped.
    is_dropped: bool,
    /// The driver has ended.
    is_finished: bool,
    reader: Option<Waker>,
    driver: Option<Waker>,
}

/// How many events are in `ready` at most.
const READY: usize = 16;

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// For the reader: the next event; `None` at the end.
    pub(super) fn poll_event(&self, cx: &Context<'_>) -> Poll<Option<Result<ChatEvent, RealtimeError>>> {
        let mut state = self.lock();
        if let Some(event) = state.ready.pop_front() {
            // More may wait in the feed.
            let driver = if state.ready.len() == READY - 1 { state.driver.take() } else { None };
            drop(state);
            wake(driver);
            return Poll::Ready(Some(event));
        }
        if state.is_finished {
            return Poll::Ready(None);
        }
        state.reader = Some(cx.waker().clone());
        Poll::Pending
    }

    /// For the reader: it is dropped.
    pub(super) fn leave(&self) {
        let mut state = self.lock();
        state.is_dropped = true;
        state.ready.clear();
        let driver = state.driver.take();
        drop(state);
        wake(driver);
    }

    /// For the reader: whether it types.
    pub(super) fn set_typing(&self, is_typing: bool) {
        let mut state = self.lock();
        state.typing = Some(is_typing);
        let driver = state.driver.take();
        drop(state);
        wake(driver);
    }

    /// For the driver: whether the reader was dropped. Whatever the reader does from now on wakes the driver.
    pub(super) fn is_dropped(&self, cx: &Context<'_>) -> bool {
        let mut state = self.lock();
        state.driver = Some(cx.waker().clone());
        state.is_dropped
    }

    pub(super) fn typing(&self) -> Option<bool> {
        self.lock().typing.take()
    }

    /// For the driver: forwards as many events as there is room for. Returns whether there were any.
    pub(super) fn forward(&self, mut next: impl FnMut() -> Option<Result<ChatEvent, RealtimeError>>) -> bool {
        let mut state = self.lock();
        let before = state.ready.len();
        while state.ready.len() < READY
            && let Some(event) = next()
        {
            state.ready.push_back(event);
        }
        let has_more = state.ready.len() > before;
        let reader = if has_more { state.reader.take() } else { None };
        drop(state);
        wake(reader);
        has_more
    }

    /// For the driver: it ends.
    pub(super) fn finish(&self) {
        let mut state = self.lock();
        state.is_finished = true;
        let reader = state.reader.take();
        drop(state);
        wake(reader);
    }
}

fn wake(waker: Option<Waker>) {
    if let Some(waker) = waker {
        waker.wake();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::realtime::shared_events::tests::Task;

    #[test]
    fn the_driver_is_woken_once_there_is_room_again() {
        let (shared, task) = (Shared::default(), Arc::<Task>::default());
        let waker = Waker::from(Arc::clone(&task));
        let cx = Context::from_waker(&waker);
        assert!(!shared.is_dropped(&cx));
        let mut forwarded = 0;
        let mut next = || {
            forwarded += 1;
            Some(Ok(ChatEvent::closed("r")))
        };
        assert!(shared.forward(&mut next));
        assert!(!shared.forward(&mut next), "there is no room");
        assert_eq!(forwarded, READY);
        assert!(shared.poll_event(&cx).is_ready());
        assert_eq!(task.wakes(), 1);
        assert!(!shared.is_dropped(&cx));
        assert!(shared.poll_event(&cx).is_ready());
        assert_eq!(task.wakes(), 1, "it knew of the room");
    }
}
