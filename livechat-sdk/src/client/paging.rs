use std::{
    fmt,
    future::{Future, poll_fn},
    pin::Pin,
    task::{Context, Poll, ready},
    vec,
};

use futures_core::Stream;
use serde::Serialize;
use serde_json::Value;

use super::Client;
use crate::{
    endpoint::{Page, Paged},
    error::{Error, PagingError},
};

/// The pages of a list, fetched lazily. Created by [`Client::pages`].
///
/// It starts at the request's own offset. It ends at the total that the server reports, at an empty page, or after an
/// error: [`Error::Paging`] if the server pays no attention to the offset. While the list changes on the server, items may
/// be skipped or repeated, because pages are addressed by offset.
#[must_use = "a stream does nothing until it is polled"]
pub struct Pages<E: Paged> {
    client: Client,
    /// The request for the next page; `None` at the end.
    request: Option<E>,
    fetching: Option<Fetching<E>>,
    /// What the last page began with, if the server did not say where that was.
    first: Option<Value>,
}

/// A page, and how many of its items were left out.
type Fetching<E> = Pin<Box<dyn Future<Output = Result<(Page<<E as Paged>::Item>, u64), Error>> + Send>>;

impl<E: Paged> Pages<E> {
    pub(super) fn new(client: Client, request: E) -> Self {
        Self { client, request: Some(request), fetching: None, first: None }
    }

    /// The next page, or `None` at the end.
    pub async fn next(&mut self) -> Option<Result<Page<E::Item>, Error>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<E: Paged> Pages<E> {
    /// Ends the list, at an earlier page.
    fn fail(&mut self, offset: u64) -> Poll<Option<Result<Page<E::Item>, Error>>> {
        self.request = None;
        Poll::Ready(Some(Err(PagingError::new(E::META.operation(), offset).into())))
    }
}

/// What tells an item from others: its id, or all of it if it has none.
fn identity(item: &impl Serialize) -> Option<Value> {
    let item = serde_json::to_value(item).ok()?;
    Some(item.get("_id").cloned().unwrap_or(item))
}

impl<E: Paged> Unpin for Pages<E> {}

impl<E: Paged> Stream for Pages<E> {
    type Item = Result<Page<E::Item>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let Some(request) = &mut this.request else { return Poll::Ready(None) };
        let fetching = this.fetching.get_or_insert_with(|| {
            let (client, request) = (this.client.clone(), request.clone());
            Box::pin(async move {
                let response = client.send_raw(request).await?;
                let left_out = response.omitted.iter().filter(|omission| omission.is_item()).count() as u64;
                Ok((E::into_page(response.body), left_out))
            })
        });
        let result = ready!(fetching.as_mut().poll(cx));
        this.fetching = None;
        let (page, left_out) = match result {
            Ok(page) => page,
            Err(error) => {
                this.request = None;
                return Poll::Ready(Some(Err(error)));
            }
        };
        let asked = request.offset();
        let first = page.items.first().filter(|_| page.offset.is_none()).and_then(identity);
        let begins_again = first.is_some() && first == this.first;
        this.first = first;
        match after(asked, page.offset, page.items.len() as u64 + left_out, page.total) {
            _ if begins_again => return this.fail(asked),
            Next::Page(offset) => request.seek(offset),
            Next::End => this.request = None,
            Next::Repeats => return this.fail(asked),
        }
        // The first page says how long the list is, even if it is empty; a later one has nothing more to say.
        if page.items.is_empty() && asked > 0 && this.request.is_none() {
            return Poll::Ready(None);
        }
        Poll::Ready(Some(Ok(page)))
    }
}

/// The next step after a page.
#[derive(Debug, PartialEq, Eq)]
enum Next {
    /// The page from this offset on.
    Page(u64),
    /// Nothing: this was the last one.
    End,
    /// An error: the page itself is one that came before.
    Repeats,
}

/// Where the next page starts, after one that was asked for from `asked` on.
fn after(asked: u64, offset: Option<u64>, items: u64, total: Option<u64>) -> Next {
    // A server that makes no progress repeats an earlier page.
    if offset.is_some_and(|offset| offset < asked) {
        return Next::Repeats;
    }
    // Without counters the response is the whole list.
    if items == 0 || (offset.is_none() && total.is_none()) {
        return Next::End;
    }
    match offset.unwrap_or(asked).checked_add(items) {
        Some(next) if total.is_none_or(|total| next < total) => Next::Page(next),
        _ => Next::End,
    }
}

impl<E: Paged> fmt::Debug for Pages<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("operation", &E::META.operation()).finish_non_exhaustive()
    }
}

/// The items of a list, fetched lazily, page by page. Created by [`Client::items`].
///
/// It ends as [`Pages`] does.
#[must_use = "a stream does nothing until it is polled"]
pub struct Items<E: Paged> {
    pages: Pages<E>,
    page: vec::IntoIter<E::Item>,
}

impl<E: Paged> Items<E> {
    pub(super) fn new(pages: Pages<E>) -> Self {
        Self { pages, page: Vec::new().into_iter() }
    }

    /// The next item, or `None` at the end.
    pub async fn next(&mut self) -> Option<Result<E::Item, Error>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }
}

impl<E: Paged> Unpin for Items<E> {}

impl<E: Paged> Stream for Items<E> {
    type Item = Result<E::Item, Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(cx)) {
                Some(Ok(page)) => self.page = page.items.into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<E: Paged> fmt::Debug for Items<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("operation", &E::META.operation()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_list_ends_where_the_server_says() {
        for (asked, offset, items, total, next) in [
            (0, Some(0), 50, Some(120), Next::Page(50)),
            (100, Some(100), 20, Some(120), Next::End),
            (50, Some(50), 0, Some(120), Next::End),
            (0, Some(0), 1, Some(0), Next::End),
            (30, None, 10, Some(100), Next::Page(40)),
            (30, Some(30), 10, None, Next::Page(40)),
            (0, None, 10, None, Next::End),
            (1, Some(0), 1, Some(14), Next::Repeats),
            (0, Some(7), 1, Some(14), Next::Page(8)),
            (u64::MAX, Some(u64::MAX), 1, None, Next::End),
        ] {
            assert_eq!(after(asked, offset, items, total), next, "{asked} {offset:?} {items} {total:?}");
        }
    }

    proptest! {
        #[test]
        fn the_offset_only_grows(asked: u64, offset: Option<u64>, items: u64, total: Option<u64>) {
            match after(asked, offset, items, total) {
                Next::Page(next) => prop_assert!(next > asked && total.is_none_or(|total| next < total)),
                Next::End | Next::Repeats => {}
            }
        }
    }
}
