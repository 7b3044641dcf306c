use std::{
    fmt,
    future::{Future, poll_fn},
    pin::Pin,
    task::{Context, Poll, ready},
    vec,
};

use futures_core::Stream;

use crate::{
    client::Client, error::Error, id::MessageId, messages::ListMessageHistory, model::Message, time::Timestamp,
};

/// The messages of a conversation, newest first, fetched lazily. Created by [`Chat::history`](super::Chat::history).
///
/// It pages by time and not by offset, so that messages that are added or deleted meanwhile neither hide others nor
/// repeat them. It ends after an error.
#[must_use = "a stream does nothing until it is polled"]
pub struct History {
    client: Client,
    /// The request for the next batch; `None` at the end.
    request: Option<ListMessageHistory>,
    fetching: Option<Fetching>,
    batch: vec::IntoIter<Message>,
    /// The messages of the moment at which the last batch ended: the next one repeats them.
    edge: Vec<MessageId>,
}

type Fetching = Pin<Box<dyn Future<Output = Result<Vec<Message>, Error>> + Send>>;

/// How many messages to ask for at a time.
const LIMIT: u64 = 50;

impl History {
    pub(super) fn new(client: Client, request: ListMessageHistory) -> Self {
        Self {
            client,
            request: Some(request.limit(LIMIT)),
            fetching: None,
            batch: Vec::new().into_iter(),
            edge: Vec::new(),
        }
    }

    /// The next message, or `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Message, Error>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// Takes in a batch, and says where the next one ends.
    fn take(&mut self, end: Option<Timestamp>, mut messages: Vec<Message>) -> Option<Timestamp> {
        let oldest = messages.iter().map(|message| message.created_at).min()?;
        let is_full = messages.len() as u64 >= LIMIT;
        // A server that ignores the end would repeat the same batch forever.
        messages.retain(|message| end.is_none_or(|end| message.created_at < end) && !self.edge.contains(&message.id));
        if messages.is_empty() {
            // All of it came before. If there is more than fits beside it, it is older than this moment.
            self.edge.clear();
            return is_full.then_some(oldest).filter(|oldest| end.is_none_or(|end| *oldest < end));
        }
        if end.is_some_and(|end| oldest.as_millis() + 1 < end.as_millis()) {
            self.edge.clear();
        }
        self.edge
            .extend(messages.iter().filter(|message| message.created_at == oldest).map(|message| message.id.clone()));
        self.batch = messages.into_iter();
        // Others of the same moment may not have fitted in.
        Some(Timestamp::from_millis(oldest.as_millis() + 1))
    }
}

impl Stream for History {
    type Item = Result<Message, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            if let Some(message) = this.batch.next() {
                return Poll::Ready(Some(Ok(message)));
            }
            let Some(request) = &this.request else { return Poll::Ready(None) };
            let end = request.end;
            let fetching = this.fetching.get_or_insert_with(|| {
                let (client, request) = (this.client.clone(), request.clone());
                Box::pin(async move { client.send(request).await.map(|response| response.messages) })
            });
            let result = ready!(fetching.as_mut().poll(cx));
            this.fetching = None;
            match result {
                Ok(messages) => {
                    let next = this.take(end, messages);
                    this.request = this.request.take().filter(|_| next.is_some()).map(|mut request| {
                        request.end = next;
                        request
                    });
                }
                Err(error) => {
                    this.request = None;
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }
}

impl fmt::Debug for History {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("History").field("request", &self.request).finish_non_exhaustive()
    }
}
