use std::{
    collections::{HashSet, VecDeque},
    convert::Infallible,
    error::Error,
    sync::{Mutex, PoisonError},
};

use http::{HeaderMap, StatusCode};

use super::{Delivery, EventKey, ReadError, read};
use crate::secret::WebhookToken;

/// Where the events are known that were received: implement it on your database.
///
/// [`RecentEvents`] is one in memory.
pub trait EventStore {
    /// What keeps it from working.
    type Error: Error + Send + Sync + 'static;

    /// Notes an event, and returns whether it is new.
    ///
    /// Of several calls at once with the same [key](Delivery::key), one alone may return true: insert into a table whose
    /// primary key it is, say. Store the event with it if it is handled later.
    fn insert(&self, delivery: &Delivery) -> impl Future<Output = Result<bool, Self::Error>> + Send;
}

/// The last events, in memory. What was received longest ago is forgotten first.
///
/// Its size is bounded by the number of events, 40 to 80 bytes each. It has to remember an event until the server has given it up,
/// two minutes by default: by default it knows 100,000, which are 800 a second.
#[derive(Debug)]
pub struct RecentEvents {
    capacity: usize,
    recent: Mutex<Recent>,
}

#[derive(Debug, Default)]
struct Recent {
    known: HashSet<EventKey>,
    in_order: VecDeque<EventKey>,
}

impl RecentEvents {
    /// Knows the last so many events; at least one.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        Self { capacity: capacity.max(1), recent: Mutex::default() }
    }

    /// Notes an event, and returns whether it is new.
    #[must_use]
    pub fn insert(&self, key: EventKey) -> bool {
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        if !recent.known.insert(key) {
            return false;
        }
        if recent.in_order.len() == self.capacity
            && let Some(oldest) = recent.in_order.pop_front()
        {
            recent.known.remove(&oldest);
        }
        recent.in_order.push_back(key);
        true
    }

    /// Forgets an event that could not be handled: respond with status 503 then, and the next try is new.
    pub fn remove(&self, key: EventKey) {
        let mut recent = self.recent.lock().unwrap_or_else(PoisonError::into_inner);
        if recent.known.remove(&key) {
            recent.in_order.retain(|known| *known != key);
        }
    }
}

impl Default for RecentEvents {
    /// Knows the last 100,000 events.
    fn default() -> Self {
        Self::new(100_000)
    }
}

impl EventStore for RecentEvents {
    type Error = Infallible;

    async fn insert(&self, delivery: &Delivery) -> Result<bool, Infallible> {
        Ok(Self::insert(self, delivery.key))
    }
}

/// Why an event was not received.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReceiveError {
    /// The request is no event of the workspace.
    #[error(transparent)]
    Read(ReadError),
    /// The store did not work.
    #[error("the event cannot be stored")]
    Store(#[source] Box<dyn Error + Send + Sync>),
}

impl ReceiveError {
    /// The status to respond with: that of [`ReadError::status`], or 503 if the store did not work, after which servers try
    /// again.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Read(error) => error.status(),
            Self::Store(_) => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

/// [Reads](read) a request and notes it in a store. `None` if the event is known already: respond with status 200 then, too.
///
/// # Errors
///
/// What [`read`] refuses, and a store that does not work.
pub async fn receive<S: EventStore>(
    headers: &HeaderMap,
    body: &[u8],
    secret: &WebhookToken,
    store: &S,
) -> Result<Option<Delivery>, ReceiveError> {
    let delivery = read(headers, body, secret).map_err(ReceiveError::Read)?;
    let is_new = store.insert(&delivery).await.map_err(|error| ReceiveError::Store(Box::new(error)))?;
    Ok(is_new.then_some(delivery))
}
