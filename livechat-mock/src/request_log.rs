//! The last requests that were received.

#[cfg(feature = "server")]
mod details;

use std::{collections::VecDeque, fmt};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, header::CONTENT_TYPE, uri::PathAndQuery};
use livechat_sdk::{Endpoint, Timestamp, UserId};

#[cfg(feature = "server")]
pub(crate) use self::details::Details;
use crate::{FaultKind, ServerError, ServerVersion, catalogue::catalogue};

/// How many bytes of requests are kept, whatever their number.
const MOST_BYTES: usize = 8 << 20;

/// Of how many requests all headers and the response are kept.
#[cfg(feature = "server")]
const DETAILED: usize = 200;

/// The one header that an argument travels in.
const VISITOR_TOKEN: HeaderName = HeaderName::from_static("x-visitor-token");

/// A request that was responded to.
#[derive(Clone)]
#[non_exhaustive]
pub struct Received {
    /// When it was responded to.
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
    /// The response's status, whether or not a fault let it arrive.
    pub status: StatusCode,
    /// The kind of the fault that it met.
    pub fault: Option<FaultKind>,
    /// What was probably meant, where the response is an error.
    pub hint: Option<String>,
    /// Those that arguments are read by.
    headers: Vec<(HeaderName, Box<[u8]>)>,
    /// The version that the server was then.
    version: ServerVersion,
    /// Whether the response was not the engine's own.
    #[cfg(feature = "mock")]
    is_foreign: bool,
    /// What overrides made of it, if anything.
    #[cfg(feature = "server")]
    pub(crate) note: Option<Box<Note>>,
    /// Its place among all requests, from 1.
    #[cfg(feature = "server")]
    pub(crate) number: u64,
    /// All headers and the response, of the last requests.
    #[cfg(feature = "server")]
    pub(crate) details: Option<Details>,
}

/// What overrides made of a request.
#[cfg(feature = "server")]
#[derive(Clone, Debug, Default)]
pub(crate) struct Note {
    /// The number of the stub that responded.
    pub(crate) stub: Option<u64>,
    /// Those that nearly responded, and why they did not.
    pub(crate) near: Vec<String>,
}

impl Received {
    pub(crate) fn new(request: &Request<Bytes>, version: ServerVersion, at: Timestamp) -> Self {
        Self {
            at,
            method: request.method().clone(),
            template: None,
            target: request.uri().path_and_query().map_or("", PathAndQuery::as_str).to_owned(),
            body: request.body().to_vec(),
            user: None,
            status: StatusCode::OK,
            fault: None,
            hint: None,
            headers: headers_of_arguments(request),
            version,
            #[cfg(feature = "mock")]
            is_foreign: false,
            #[cfg(feature = "server")]
            note: None,
            #[cfg(feature = "server")]
            number: 0,
            #[cfg(feature = "server")]
            details: Some(Details::new(request.headers())),
        }
    }

    /// The same, with a response from elsewhere: an override's, or wiremock's.
    #[cfg(feature = "server")]
    pub(crate) fn foreign(self) -> Self {
        Self {
            #[cfg(feature = "mock")]
            is_foreign: true,
            ..self
        }
    }

    /// Whether something else than the engine responded.
    #[cfg(feature = "mock")]
    pub(crate) fn is_foreign(&self) -> bool {
        self.is_foreign
    }

    /// Reads the arguments as the server did, if the request was one for this operation: JSON, forms and headers alike.
    /// Login and permissions do not matter.
    ///
    /// # Errors
    ///
    /// In the inner result, what the server refuses such arguments with.
    #[must_use]
    pub fn decode<E: Endpoint>(&self) -> Option<Result<E, ServerError>> {
        catalogue().read(&self.request()?, self.version, usize::MAX)
    }

    /// The same as JSON, if the request was one for any operation: what [`decode`](Self::decode) gives, as it is serialised.
    /// It may hold secrets.
    ///
    /// # Errors
    ///
    /// In the inner result, what the server refuses such arguments with.
    #[must_use]
    pub fn arguments(&self) -> Option<Result<serde_json::Value, ServerError>> {
        catalogue().arguments(&self.request()?, self.version)
    }

    /// The request, with all that arguments are read by.
    fn request(&self) -> Option<Request<Bytes>> {
        let mut request = Request::new(Bytes::copy_from_slice(&self.body));
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = self.target.parse().ok()?;
        for (name, value) in &self.headers {
            // What was a header once is one again.
            request.headers_mut().insert(name, HeaderValue::from_bytes(value).ok()?);
        }
        Some(request)
    }
}

/// Copies of the headers that arguments are read by. A header itself would keep all that came with it in memory.
fn headers_of_arguments(request: &Request<Bytes>) -> Vec<(HeaderName, Box<[u8]>)> {
    let copy = |headers: &HeaderMap, name: &HeaderName| {
        headers.get(name).map(|value| (name.clone(), Box::from(value.as_bytes())))
    };
    if request.body().is_empty() {
        return Vec::new();
    }
    [CONTENT_TYPE, VISITOR_TOKEN].iter().filter_map(|name| copy(request.headers(), name)).collect()
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
pub(crate) struct RequestLog {
    entries: VecDeque<Received>,
    size: usize,
    bytes: usize,
    #[cfg(feature = "server")]
    pushed: u64,
}

impl RequestLog {
    pub(crate) fn new(size: usize) -> Self {
        Self {
            entries: VecDeque::new(),
            size,
            bytes: 0,
            #[cfg(feature = "server")]
            pushed: 0,
        }
    }

    /// A log of the same size, without entries.
    pub(crate) fn emptied(&self) -> Self {
        Self::new(self.size)
    }

    pub(crate) fn iter(&self) -> std::collections::vec_deque::Iter<'_, Received> {
        self.entries.iter()
    }

    #[cfg(feature = "server")]
    pub(crate) fn size(&self) -> usize {
        self.size
    }

    pub(crate) fn is_off(&self) -> bool {
        self.size == 0
    }

    pub(crate) fn push(&mut self, #[cfg_attr(not(feature = "server"), expect(unused_mut))] mut entry: Received) {
        #[cfg(feature = "server")]
        {
            self.pushed += 1;
            entry.number = self.pushed;
            let old = self.entries.len().checked_sub(DETAILED).and_then(|place| self.entries.get_mut(place));
            let details = old.and_then(|old| old.details.take());
            self.bytes -= details.map_or(0, |details| details.weight());
        }
        self.bytes += weight(&entry);
        self.entries.push_back(entry);
        while self.entries.len() > self.size || (self.bytes > MOST_BYTES && self.entries.len() > 1) {
            let Some(oldest) = self.entries.pop_front() else { break };
            self.bytes -= weight(&oldest);
        }
    }

    /// Notes what overrides made of the last request.
    #[cfg(feature = "server")]
    pub(crate) fn note_last(&mut self, note: Note) {
        if let Some(last) = self.entries.back_mut() {
            self.bytes -= weight(last);
            last.note = Some(Box::new(note));
            self.bytes += weight(last);
        }
    }

    pub(crate) fn clear(&mut self) {
        self.entries.clear();
        self.bytes = 0;
    }
}

/// How many bytes an entry takes in memory.
fn weight(entry: &Received) -> usize {
    let Received { method, target, body, user, hint, headers, .. } = entry;
    let header = |(name, value): &(HeaderName, Box<[u8]>)| size_of_val(name) + name.as_str().len() + 16 + value.len();
    let texts = [method.as_str().len(), target.len(), body.len()].into_iter().sum::<usize>()
        + user.as_ref().map_or(0, |user| user.as_str().len())
        + hint.as_ref().map_or(0, String::len);
    #[cfg(feature = "server")]
    let noted = entry.note.as_ref().map_or(0, |note| {
        size_of::<Note>() + note.near.iter().map(|text| size_of_val(text) + text.len()).sum::<usize>()
    });
    #[cfg(feature = "server")]
    let noted = noted + entry.details.as_ref().map_or(0, Details::weight);
    #[cfg(not(feature = "server"))]
    let noted = 0;
    size_of::<Received>() + texts + noted + headers.iter().map(header).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(target: &str, body: usize) -> Received {
        let request = Request::get(target).body(Bytes::from(vec![0; body])).unwrap();
        Received::new(&request, ServerVersion::default(), Timestamp::from_millis(0))
    }

    #[test]
    fn it_keeps_the_last_requests_and_no_more_than_so_many_bytes() {
        let mut log = RequestLog::new(2);
        for target in ["/a", "/b", "/c"] {
            log.push(entry(target, 0));
        }
        assert_eq!(log.iter().map(|entry| entry.target.as_str()).collect::<Vec<_>>(), ["/b", "/c"]);
        log.push(entry("/large", MOST_BYTES));
        assert_eq!(log.iter().map(|entry| entry.target.as_str()).collect::<Vec<_>>(), ["/large"]);
        log.push(entry("/d", 0));
        assert_eq!(log.iter().map(|entry| entry.target.as_str()).collect::<Vec<_>>(), ["/d"]);
        log.clear();
        assert_eq!((log.iter().len(), log.bytes), (0, 0));
    }

    #[test]
    fn all_that_is_kept_is_weighed() {
        let long = "x".repeat(60_000);
        let user = |mut entry: Received| {
            entry.user = Some(UserId::from(long.as_str()));
            entry
        };
        let method = Request::builder().method(long.as_str()).uri("/").body(Bytes::new()).unwrap();
        let method = Received::new(&method, ServerVersion::default(), Timestamp::from_millis(0));
        for entry in [user(entry("/", 0)), method, entry(&format!("/{long}"), 0), entry("/", 60_000)] {
            let mut log = RequestLog::new(usize::MAX);
            for _ in 0..1000 {
                log.push(entry.clone());
            }
            assert!(log.iter().len() <= MOST_BYTES / 60_000, "{}", log.iter().len());
        }
        let mut log = RequestLog::new(usize::MAX);
        for _ in 0..100_000 {
            log.push(entry("/", 0));
        }
        assert!(log.iter().len() * size_of::<Received>() <= MOST_BYTES);
    }

    #[cfg(feature = "server")]
    #[test]
    fn headers_and_responses_are_weighed_while_they_are_kept() {
        let mut log = RequestLog::new(usize::MAX);
        let size = 16_000;
        for _ in 0..1000 {
            let request =
                Request::get("/").header("x-long", "x".repeat(size)).body(Bytes::from(vec![0; size])).unwrap();
            let mut entry = Received::new(&request, ServerVersion::default(), Timestamp::from_millis(0));
            entry.details.as_mut().unwrap().keep(&Bytes::from(vec![0; size]));
            log.push(entry);
        }
        let detailed = log.iter().filter(|entry| entry.details.is_some()).count();
        assert!(detailed * 3 * size + (log.iter().len() - detailed) * size <= MOST_BYTES);
        // What is kept no longer leaves room for others.
        for _ in 0..10_000 {
            log.push(entry("/", 0));
        }
        assert_eq!(log.iter().map(weight).sum::<usize>(), log.bytes);
        assert!(log.iter().len() > 9_000, "{}", log.iter().len());
    }

    #[test]
    fn debug_shows_no_target_and_no_body() {
        assert!(!format!("{:?}", entry("/s3cret", 1)).contains("s3cret"));
    }
}
