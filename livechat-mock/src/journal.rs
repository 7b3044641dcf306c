//! The last requests, for whoever wants to know what arrived.

use std::{collections::VecDeque, fmt};

use http::{Method, StatusCode};
use livechat_sdk::{Endpoint, Timestamp, UserId, endpoint::DecodeRequestError};

use crate::{FaultKind, router};

/// How many bytes of requests are kept, whatever their number.
const MOST_BYTES: usize = 8 << 20;

/// A request that was answered.
#[derive(Clone)]
#[non_exhaustive]
pub struct Received {
    /// When it was answered.
    pub at: Timestamp,
    /// Its method.
    pub method: Method,
    /// The path with `{argument}` in place of each path argument; `None` where no operation has this path.
    pub template: Option<&'static str>,
    /// Path and query as they were sent. They may hold a visitor's token.
    pub target: String,
    /// The body as it was sent. It may hold secrets.
    pub body: Vec<u8>,
    /// Who was logged in.
    pub user: Option<UserId>,
    /// The answer's status, whether or not a fault let it arrive.
    pub status: StatusCode,
    /// The kind of the fault that it met.
    pub fault: Option<FaultKind>,
    /// What was probably meant, where the mock refused it.
    pub hint: Option<String>,
}

impl Received {
    /// Reads the arguments, if the request was one for this operation.
    ///
    /// # Errors
    ///
    /// In the inner result, if the arguments do not have the operation's form.
    #[must_use]
    pub fn decode<E: Endpoint>(&self) -> Option<Result<E, DecodeRequestError>> {
        let (path, query) = self.target.split_once('?').unwrap_or((&self.target, ""));
        router::decode(&self.method, path, query, &self.body)
    }
}

/// Shows no path, no query and no body: they may hold tokens.
impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("at", &self.at)
            .field("method", &self.method)
            .field("template", &self.template)
            .field("user", &self.user)
            .field("status", &self.status)
            .field("fault", &self.fault)
            .field("hint", &self.hint)
            .finish_non_exhaustive()
    }
}

/// The last requests: so many, and so many bytes.
#[derive(Clone, Debug)]
pub(crate) struct Journal {
    entries: VecDeque<Received>,
    size: usize,
    bytes: usize,
}

impl Journal {
    pub(crate) fn new(size: usize) -> Self {
        Self { entries: VecDeque::new(), size, bytes: 0 }
    }

    pub(crate) fn iter(&self) -> std::collections::vec_deque::Iter<'_, Received> {
        self.entries.iter()
    }

    pub(crate) fn is_off(&self) -> bool {
        self.size == 0
    }

    pub(crate) fn push(&mut self, entry: Received) {
        self.bytes += weight(&entry);
        self.entries.push_back(entry);
        while self.entries.len() > self.size || (self.bytes > MOST_BYTES && self.entries.len() > 1) {
            let Some(oldest) = self.entries.pop_front() else { break };
            self.bytes -= weight(&oldest);
        }
    }

    pub(crate) fn clear(&mut self) {
        self.entries.clear();
        self.bytes = 0;
    }
}

fn weight(entry: &Received) -> usize {
    entry.target.len() + entry.body.len() + entry.hint.as_ref().map_or(0, String::len)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(target: &str, body: usize) -> Received {
        Received {
            at: Timestamp::from_millis(0),
            method: Method::GET,
            template: None,
            target: target.to_owned(),
            body: vec![0; body],
            user: None,
            status: StatusCode::OK,
            fault: None,
            hint: None,
        }
    }

    #[test]
    fn it_keeps_the_last_requests_and_no_more_than_so_many_bytes() {
        let mut journal = Journal::new(2);
        for target in ["/a", "/b", "/c"] {
            journal.push(entry(target, 0));
        }
        assert_eq!(journal.iter().map(|entry| entry.target.as_str()).collect::<Vec<_>>(), ["/b", "/c"]);
        journal.push(entry("/large", MOST_BYTES));
        assert_eq!(journal.iter().map(|entry| entry.target.as_str()).collect::<Vec<_>>(), ["/large"]);
        journal.push(entry("/d", 0));
        assert_eq!(journal.iter().map(|entry| entry.target.as_str()).collect::<Vec<_>>(), ["/d"]);
        journal.clear();
        assert_eq!((journal.iter().len(), journal.bytes), (0, 0));
    }

    #[test]
    fn debug_shows_no_target_and_no_body() {
        assert!(!format!("{:?}", entry("/s3cret", 1)).contains("s3cret"));
    }
}
