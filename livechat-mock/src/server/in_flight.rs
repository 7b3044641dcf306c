//! The memory of responses that are being sent.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering::SeqCst},
};

use tokio::sync::Notify;

/// Counts the bytes of response bodies that clients have not taken yet.
///
/// A body is counted when it is there, so a request waits *before* it is handled, not after: the bodies of responses that
/// wait would be memory too. What there is at most is the limit and one body for each thread that handles a request.
#[derive(Debug)]
pub(super) struct InFlight {
    bytes: AtomicUsize,
    limit: usize,
    freed: Notify,
}

/// The bytes of one body. They are free again when it is dropped.
#[derive(Debug)]
pub(super) struct Share {
    of: Arc<InFlight>,
    bytes: usize,
}

impl InFlight {
    pub(super) fn new(limit: usize) -> Arc<Self> {
        Arc::new(Self { bytes: AtomicUsize::new(0), limit, freed: Notify::new() })
    }

    /// Waits until fewer bytes than the limit are in flight.
    pub(super) async fn room(&self) {
        while self.bytes.load(SeqCst) >= self.limit {
            let freed = self.freed.notified();
            // Looked at once more: bytes that became free before the call above were announced to nobody.
            if self.bytes.load(SeqCst) >= self.limit {
                freed.await;
            }
        }
    }

    pub(super) fn take(self: &Arc<Self>, bytes: usize) -> Share {
        self.bytes.fetch_add(bytes, SeqCst);
        Share { of: self.clone(), bytes }
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        // Nobody waits while there is room.
        if self.of.bytes.fetch_sub(self.bytes, SeqCst) >= self.of.limit {
            self.of.freed.notify_waiters();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::{
        future::Future,
        pin::pin,
        task::{Context, Waker},
    };

    use super::*;

    #[test]
    fn there_is_room_when_enough_is_free_again() {
        let in_flight = InFlight::new(10);
        let mut context = Context::from_waker(Waker::noop());
        let first = in_flight.take(4);
        assert!(pin!(in_flight.room()).poll(&mut context).is_ready());
        let second = in_flight.take(100);
        let mut room = pin!(in_flight.room());
        assert!(room.as_mut().poll(&mut context).is_pending());
        drop(first);
        assert!(room.as_mut().poll(&mut context).is_pending());
        drop(second);
        assert!(room.as_mut().poll(&mut context).is_ready());
    }
}
