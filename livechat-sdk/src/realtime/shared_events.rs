use std::{
    collections::VecDeque,
    fmt,
    future::poll_fn,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Wake, Waker},
};

use futures_core::Stream;

use super::{error::RealtimeError, event::ChatEvent, events::Events};

/// One stream of events for several readers. Created by [`Events::shared`].
///
/// Each clone is a reader of its own, which goes on where the original is. They share one connection, whatever their number.
/// The last events are kept, as many as were asked for, and no reader holds up another: one that falls behind by more is told
/// how many events it did not get, by [`ChatEvent::Missed`], and goes on with the oldest that is kept. So a clone of a reader
/// that was never polled begins with what is kept.
///
/// ```no_run
/// # async fn example(chat: livechat_sdk::Chat) {
/// let template = chat.events().shared(1024);
/// for _ in 0..2 {
///     let mut reader = template.clone();
///     tokio::spawn(async move {
///         while let Some(Ok(event)) = reader.next().await {
///             println!("{}", serde_json::to_string(&event.public()).unwrap_or_default());
///         }
///     });
/// }
/// # }
/// ```
///
/// The stream does nothing while nobody polls, and stops when the last reader is dropped.
#[must_use = "a stream does nothing until it is polled"]
pub struct SharedEvents {
    hub: Arc<Hub>,
    /// The number of the next event to read.
    next: u64,
    id: u64,
}

struct Hub {
    kept: Mutex<Kept>,
    readers: Arc<Readers>,
}

struct Kept {
    source: Source,
    events: VecDeque<ChatEvent>,
    /// The number of the first of them.
    first: u64,
    capacity: usize,
    end: Option<End>,
}

type Source = Pin<Box<dyn Stream<Item = Result<ChatEvent, RealtimeError>> + Send>>;

/// How the stream ended.
enum End {
    Closed,
    Failed {
        error: RealtimeError,
        /// The number that an event in the error's place would have.
        at: u64,
    },
}

/// Whoever waits for an event.
#[derive(Default)]
struct Readers(Mutex<Waiting>);

#[derive(Default)]
struct Waiting {
    last_id: u64,
    wakers: Vec<(u64, Waker)>,
}

impl Events {
    /// Hands the events to several readers: each clone of what this returns is one.
    ///
    /// So many events are kept for those who are slower than others, at least one.
    pub fn shared(self, capacity: usize) -> SharedEvents {
        SharedEvents::new(Box::pin(self), capacity)
    }
}

impl SharedEvents {
    fn new(source: Source, capacity: usize) -> Self {
        let kept = Kept { source, events: VecDeque::new(), first: 0, capacity: capacity.max(1), end: None };
        Self::of(Arc::new(Hub { kept: Mutex::new(kept), readers: Arc::default() }), 0)
    }

    fn of(hub: Arc<Hub>, next: u64) -> Self {
        let id = hub.readers.enter();
        Self { hub, next, id }
    }

    /// The next event, or `None` at the end.
    ///
    /// # Errors
    ///
    /// As [`Events::next`]. Each reader gets it once, as its last item.
    pub async fn next(&mut self) -> Option<Result<ChatEvent, RealtimeError>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl Stream for SharedEvents {
    type Item = Result<ChatEvent, RealtimeError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        // Before the source is asked, so that no event comes between.
        this.hub.readers.wait(this.id, cx.waker());
        let (item, is_new) = {
            let mut kept = this.hub.kept();
            let is_new = kept.pull(this.next, &this.hub.readers);
            (kept.read(&mut this.next), is_new)
        };
        if is_new {
            this.hub.readers.wake_all();
        }
        item
    }
}

impl Hub {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn end(&self) -> u64 {
        self.first + self.events.len() as u64
    }

    /// Asks the source for an event, if this is the next one that a reader wants. Returns whether there is something new.
    fn pull(&mut self, next: u64, readers: &Arc<Readers>) -> bool {
        if self.end.is_some() || next < self.end() {
            return false;
        }
        // Whoever is there then gets the event, not only the reader who asked first.
        let waker = Waker::from(Arc::clone(readers));
        match self.source.as_mut().poll_next(&mut Context::from_waker(&waker)) {
            Poll::Pending => return false,
            Poll::Ready(Some(Ok(event))) => {
                self.events.push_back(event);
                if self.events.len() > self.capacity {
                    self.events.pop_front();
                    self.first += 1;
                }
            }
            Poll::Ready(Some(Err(error))) => self.end = Some(End::Failed { error, at: self.end() }),
            Poll::Ready(None) => self.end = Some(End::Closed),
        }
        true
    }

    /// What a reader gets who wants this event.
    fn read(&self, next: &mut u64) -> Poll<Option<Result<ChatEvent, RealtimeError>>> {
        if let Some(count) = self.first.checked_sub(*next).filter(|count| *count > 0) {
            *next = self.first;
            return Poll::Ready(Some(Ok(ChatEvent::missed(count))));
        }
        let event = usize::try_from(*next - self.first).ok().and_then(|place| self.events.get(place));
        if let Some(event) = event {
            *next += 1;
            return Poll::Ready(Some(Ok(event.clone())));
        }
        match &self.end {
            None => Poll::Pending,
            Some(End::Failed { error, at }) if next == at => {
                *next += 1;
                Poll::Ready(Some(Err(error.clone())))
            }
            Some(_) => Poll::Ready(None),
        }
    }
}

impl Readers {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn enter(&self) -> u64 {
        let mut waiting = self.lock();
        waiting.last_id += 1;
        waiting.last_id
    }

    fn wait(&self, id: u64, waker: &Waker) {
        let mut waiting = self.lock();
        waiting.wakers.retain(|(known, _)| *known != id);
        waiting.wakers.push((id, waker.clone()));
    }

    fn leave(&self, id: u64) {
        self.lock().wakers.retain(|(known, _)| *known != id);
    }

    fn wake_all(&self) {
        let wakers = std::mem::take(&mut self.lock().wakers);
        wakers.into_iter().for_each(|(_, waker)| waker.wake());
    }
}

impl Wake for Readers {
    fn wake(self: Arc<Self>) {
        self.wake_all();
    }
}

impl Clone for SharedEvents {
    /// Another reader, which goes on where this one is.
    fn clone(&self) -> Self {
        Self::of(Arc::clone(&self.hub), self.next)
    }
}

impl Drop for SharedEvents {
    fn drop(&mut self) {
        self.hub.readers.leave(self.id);
    }
}

impl fmt::Debug for SharedEvents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedEvents").field("next", &self.next).finish_non_exhaustive()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use std::sync::mpsc::{Receiver, Sender, channel};

    use super::*;
    use crate::{id::RoomId, realtime::event::ChatEvent};

    /// A source that has what the test sends, and remembers who waits.
    struct Pipe {
        events: Receiver<Result<ChatEvent, RealtimeError>>,
        waker: Arc<Mutex<Option<Waker>>>,
    }

    impl Stream for Pipe {
        type Item = Result<ChatEvent, RealtimeError>;

        fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
            *self.waker.lock().unwrap() = Some(cx.waker().clone());
            match self.events.try_recv() {
                Ok(event) => Poll::Ready(Some(event)),
                Err(std::sync::mpsc::TryRecvError::Empty) => Poll::Pending,
                Err(std::sync::mpsc::TryRecvError::Disconnected) => Poll::Ready(None),
            }
        }
    }

    struct Place {
        sender: Option<Sender<Result<ChatEvent, RealtimeError>>>,
        waker: Arc<Mutex<Option<Waker>>>,
    }

    impl Place {
        fn new(capacity: usize) -> (Self, SharedEvents) {
            let (sender, events) = channel();
            let waker = Arc::default();
            let pipe = Pipe { events, waker: Arc::clone(&waker) };
            (Self { sender: Some(sender), waker }, SharedEvents::new(Box::pin(pipe), capacity))
        }

        fn send(&self, event: Result<ChatEvent, RealtimeError>) {
            self.sender.as_ref().unwrap().send(event).unwrap();
            if let Some(waker) = self.waker.lock().unwrap().take() {
                waker.wake();
            }
        }

        fn closes(&self, room: usize) {
            self.send(Ok(ChatEvent::closed(room.to_string())));
        }
    }

    /// Counts how often it is woken.
    #[derive(Default)]
    pub(in crate::realtime) struct Task(Mutex<usize>);

    impl Task {
        pub(in crate::realtime) fn wakes(&self) -> usize {
            *self.0.lock().unwrap()
        }
    }

    impl Wake for Task {
        fn wake(self: Arc<Self>) {
            *self.0.lock().unwrap() += 1;
        }
    }

    /// What a reader gets at once: numbers of events, how many were missed, `error`, `end`; nothing if it has to wait.
    fn read(reader: &mut SharedEvents, task: &Arc<Task>) -> Vec<String> {
        let waker = Waker::from(Arc::clone(task));
        let mut read = Vec::new();
        while let Poll::Ready(item) = Pin::new(&mut *reader).poll_next(&mut Context::from_waker(&waker)) {
            read.push(match item {
                Some(Ok(ChatEvent::Closed { room_id })) => RoomId::to_string(&room_id),
                Some(Ok(ChatEvent::Missed { count })) => format!("{count} missed"),
                Some(Ok(other)) => panic!("{other:?}"),
                Some(Err(_)) => "error".to_owned(),
                None => "end".to_owned(),
            });
            if read.last().unwrap() == "end" {
                break;
            }
        }
        read
    }

    fn tasks() -> [Arc<Task>; 2] {
        [Arc::default(), Arc::default()]
    }

    #[test]
    fn who_is_behind_gets_what_is_kept_before_there_is_more() {
        let ((place, mut one), [a, b]) = (Place::new(1), tasks());
        let mut two = one.clone();
        place.closes(0);
        assert_eq!(read(&mut one, &a), ["0"]);
        // One event is kept: to ask for the next would lose it.
        place.closes(1);
        assert_eq!(read(&mut two, &b), ["0", "1"]);
        assert_eq!(read(&mut one, &a), ["1"]);
    }

    #[test]
    fn each_reader_gets_each_event() {
        let ((place, mut one), [a, b]) = (Place::new(4), tasks());
        let mut two = one.clone();
        assert!(read(&mut one, &a).is_empty() && read(&mut two, &b).is_empty());
        place.closes(0);
        assert_eq!((a.wakes(), b.wakes()), (1, 1), "both are woken");
        assert_eq!(read(&mut one, &a), ["0"]);
        let mut three = one.clone();
        place.closes(1);
        assert_eq!(read(&mut two, &b), ["0", "1"]);
        assert_eq!(read(&mut three, &b), ["1"], "it goes on where the other was");
        assert_eq!(read(&mut one, &a), ["1"]);
    }

    #[test]
    fn a_reader_who_is_slow_holds_up_nobody_and_is_told() {
        let ((place, template), [a, _]) = (Place::new(3), tasks());
        let (mut quick, mut slow) = (template.clone(), template.clone());
        for number in 0..5 {
            place.closes(number);
            assert_eq!(read(&mut quick, &a), [number.to_string()]);
        }
        assert_eq!(read(&mut slow, &a), ["2 missed", "2", "3", "4"]);
        place.closes(5);
        assert_eq!(read(&mut slow, &a), ["5"]);
        assert_eq!(read(&mut template.clone(), &a), ["3 missed", "3", "4", "5"]);
    }

    #[test]
    fn each_reader_is_told_of_the_end_after_everything_else() {
        let ((place, mut one), [a, b]) = (Place::new(4), tasks());
        let mut two = one.clone();
        place.closes(0);
        place.send(Err(RealtimeError::NoLogin));
        assert_eq!(read(&mut one, &a), ["0", "error", "end"]);
        assert_eq!(read(&mut two, &b), ["0", "error", "end"]);

        let ((mut place, mut one), [a, b]) = (Place::new(4), tasks());
        let mut two = one.clone();
        place.closes(0);
        place.sender = None;
        assert_eq!(read(&mut one, &a), ["0", "end"]);
        assert_eq!(read(&mut two, &b), ["0", "end"]);
    }

    #[test]
    fn the_others_go_on_when_the_reader_who_asked_last_is_gone() {
        let ((place, mut one), [a, b]) = (Place::new(4), tasks());
        let mut two = one.clone();
        assert!(read(&mut one, &a).is_empty() && read(&mut two, &b).is_empty());
        drop(two);
        place.closes(0);
        assert_eq!(a.wakes(), 1);
        assert_eq!(read(&mut one, &a), ["0"]);
    }

    #[test]
    fn a_reader_who_is_gone_is_not_woken() {
        let ((place, mut one), [a, b]) = (Place::new(4), tasks());
        let mut two = one.clone();
        assert!(read(&mut one, &a).is_empty() && read(&mut two, &b).is_empty());
        drop(one);
        assert_eq!(Arc::strong_count(&a), 1, "nothing is kept of it");
        place.closes(0);
        assert_eq!((a.wakes(), b.wakes()), (0, 1));
    }
}
