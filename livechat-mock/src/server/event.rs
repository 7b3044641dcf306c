//! What a server tells its log.

use std::{borrow::Cow, error::Error, fmt, io, time::Duration};

use bytes::Bytes;
use http::{Method, Request, StatusCode};

use crate::{FaultKind, Reply, router::router};

/// Something that a log should know. `Display` gives a line, and never shows a token.
#[derive(Debug)]
#[non_exhaustive]
pub enum Event<'a> {
    /// A request was answered.
    Answered(Exchange<'a>),
    /// What came over a connection was no HTTP/1, or more of it than is allowed; the connection was closed.
    Unreadable {
        /// What was wrong.
        reason: &'a dyn Error,
    },
    /// A connection could not be accepted. The server goes on trying.
    NotAccepted {
        /// What the system said.
        reason: &'a io::Error,
    },
}

/// A request and what became of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Exchange<'a> {
    /// The request's method; `?` if it is none of HTTP's own.
    pub method: &'a str,
    /// The path with `{argument}` in place of each path argument. Where no operation has this path, its beginning as
    /// far as it consists of words that some operation's path has, then `…`: the rest may be a token.
    pub path: Cow<'static, str>,
    /// The answer's status, whether or not a fault let it arrive.
    pub status: StatusCode,
    /// What was probably meant, where the mock refused the request.
    pub hint: Option<Cow<'a, str>>,
    /// The kind of the fault that the request met.
    pub fault: Option<FaultKind>,
    /// From the end of the request's head to the answer, without the time that a fault takes.
    pub took: Duration,
}

impl<'a> Exchange<'a> {
    pub(super) fn new(request: &'a Request<Bytes>, reply: &'a Reply, took: Duration) -> Self {
        let hint = reply.response.headers().get("x-livechat-mock-hint");
        Self {
            method: known_method(request.method()),
            path: reply.template.map_or_else(|| known_part(request.uri().path()).into(), Cow::Borrowed),
            status: reply.response.status(),
            hint: hint.map(|hint| String::from_utf8_lossy(hint.as_bytes())),
            fault: reply.fault,
            took,
        }
    }
}

impl fmt::Display for Event<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answered(exchange) => exchange.fmt(f),
            Self::Unreadable { reason } => {
                write!(
                    f,
                    "a connection was closed because it brought no readable HTTP/1 ({reason}); is the client using https?"
                )
            }
            Self::NotAccepted { reason } => write!(f, "no connection can be accepted at the moment: {reason}"),
        }
    }
}

impl fmt::Display for Exchange<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { method, path, status, hint, fault, took } = self;
        write!(f, "{method} {path} {} {took:.1?}", status.as_str())?;
        if let Some(fault) = fault {
            write!(f, " (fault: {fault})")?;
        }
        if let Some(hint) = hint {
            write!(f, " ({hint})")?;
        }
        Ok(())
    }
}

/// A client may make up a method, of any length and from anything.
fn known_method(method: &Method) -> &str {
    match *method {
        Method::GET
        | Method::POST
        | Method::PUT
        | Method::DELETE
        | Method::PATCH
        | Method::HEAD
        | Method::OPTIONS
        | Method::CONNECT
        | Method::TRACE => method.as_str(),
        _ => "?",
    }
}

/// The beginning of a path, as far as it consists of words of the API.
fn known_part(path: &str) -> String {
    let is_known = |segment: &str| {
        router().templates().any(|template| template.split('/').any(|word| word == segment && !word.starts_with('{')))
    };
    let mut known = String::new();
    for segment in path.split('/').skip(1) {
        known.push('/');
        if !is_known(segment) {
            known.push('…');
            break;
        }
        known.push_str(segment);
    }
    if known.is_empty() { "…".to_owned() } else { known }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_path_is_shown_as_far_as_it_cannot_hold_a_token() {
        assert_eq!(known_part("/api/v1/livechat/visitors/iNKE8a6k6cjbqWhWd/x"), "/api/v1/livechat/…");
        assert_eq!(known_part("/api/v1/livechat/visitor"), "/api/v1/livechat/visitor");
        assert_eq!(known_part("/iNKE8a6k6cjbqWhWd"), "/…");
        assert_eq!(known_part("/{token}"), "/…");
        assert_eq!(known_part("*"), "…");
    }
}
