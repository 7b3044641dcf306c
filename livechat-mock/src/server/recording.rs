//! Recordings: a header, the world, and a line of JSON for each thing that happened to a world of the server, in order.
//!
//! All that changes an engine of a server goes through its [`State`](super::state::State), which writes it down while nothing
//! else happens, in any world. A replay does the same things to other engines, at the same times, and compares what comes of
//! them. Named worlds need no more than that: they are made from what a replay has by then, the server's own world at its
//! start, a snapshot, or another world.

mod compare;
mod recorder;
mod replay;

use std::{borrow::Cow, net::IpAddr, time::Duration};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode};
use livechat_sdk::{Timestamp, UserId};
use serde::{Deserialize, Serialize};

pub(super) use self::recorder::Recorder;
pub use self::{
    recorder::RecordingError,
    replay::{Replay, ReplayError},
};
use crate::{Handled, WebhookAnswer, engine::Configuration, outgoing::Answer, request_log::Note};

/// The format that is written and read.
const FORMAT: u64 = 1;

/// What writes it. Another version may respond with other bytes.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The first line.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header {
    #[serde(rename = "livechat-mock-recording")]
    format: u64,
    written_by: String,
    /// What the clock showed, in milliseconds since 1970.
    at: i64,
    /// Whether the next line is a world.
    has_world: bool,
    /// How many worlds may be named beside the server's; `None` if none may.
    worlds: Option<usize>,
    engine: Configuration,
}

/// What the first line of every format has.
#[derive(Deserialize)]
struct Head {
    #[serde(rename = "livechat-mock-recording")]
    format: u64,
    written_by: String,
}

/// Something that happened.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    /// The time that the engine was told, in milliseconds since 1970.
    at: i64,
    /// The name of the world to which it happened; `None` for the server's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    world: Option<Box<str>>,
    what: Happened,
    /// A digest of the frames that were sent to sockets, if any were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    frames: Option<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Happened {
    /// A request was responded to.
    Request(Box<Exchanged>),
    /// A control route was called that changes something.
    Control(Box<Asked>),
    /// The world was named for the first time, and so made as the server began. Others are made by control routes, whose lines
    /// say so.
    Begun,
    /// The clock was moved.
    Clock,
    /// Time passed.
    Time,
    /// The server listens.
    Site(String),
    SocketOpened,
    Frame {
        socket: u64,
        text: String,
    },
    Pinged {
        socket: u64,
    },
    SocketClosed {
        socket: u64,
    },
    WebhookSent,
    WebhookAnswered {
        /// `None` if there was no answer.
        status: Option<u16>,
        /// Of the answer; or why there was none.
        text: String,
    },
    /// A call went to another server, which decides about the response to an earlier request.
    CallSent {
        call: u64,
    },
    CallAnswered {
        call: u64,
        answer: CallAnswer,
        /// The response, now that it is decided.
        response: Box<Answered>,
    },
    /// A test logged somebody in.
    LoggedIn(UserId),
    /// A test changed the world by code of its own: the world afterwards.
    World(String),
    /// Something changed that cannot be told.
    Unrecorded(Cow<'static, str>),
    /// The recording is whole.
    End,
}

/// A request and what it got.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Exchanged {
    /// As the request log has it; `None` of a request that is not logged, such as the page's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    number: Option<u64>,
    from: IpAddr,
    by: Responder,
    request: Asked,
    response: Answered,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    near: Vec<String>,
}

/// What responded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Responder {
    Engine,
    /// The same, to a request for a WebSocket.
    Handshake,
    Stub(u64),
    /// Code of a test.
    Override,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
    body: Body,
}

/// What became of a call to another server.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum CallAnswer {
    NotSent,
    Responded {
        status: u16,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        content_type: Option<String>,
        body: Body,
    },
    TimedOut {
        millis: u64,
    },
    Failed {
        reason: String,
    },
}

#[derive(PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Answered {
    status: u16,
    headers: Vec<(String, String)>,
    body: Body,
    /// What is done with it, such as a delay.
    delivery: String,
}

#[derive(PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Body {
    Text(String),
    Base64(String),
}

impl Exchanged {
    pub(super) fn new(by: Responder, from: IpAddr, request: &Request<Bytes>, handled: &Handled, note: &Note) -> Self {
        Self {
            number: None,
            from,
            by,
            request: Asked::of(request),
            response: Answered::of(&handled.response, handled),
            near: note.near.clone(),
        }
    }

    /// Counts among those that the request log has.
    pub(super) fn numbered(self) -> Self {
        // The recorder knows the number.
        Self { number: Some(0), ..self }
    }
}

impl Asked {
    pub(super) fn of(request: &Request<Bytes>) -> Self {
        Self {
            method: request.method().to_string(),
            target: request.uri().to_string(),
            headers: pairs(request.headers()),
            body: Body::of(request.body()),
        }
    }

    /// The request; `None` if it is none.
    fn request(&self) -> Option<Request<Bytes>> {
        let mut request = Request::new(self.body.bytes()?);
        *request.method_mut() = self.method.parse().ok()?;
        *request.uri_mut() = self.target.parse().ok()?;
        *request.headers_mut() = headers(&self.headers)?;
        Some(request)
    }
}

impl Answered {
    fn of(response: &Response<Bytes>, handled: &Handled) -> Self {
        Self {
            status: response.status().as_u16(),
            headers: pairs(response.headers()),
            body: Body::of(response.body()),
            delivery: format!("{:?}", handled.delivery),
        }
    }

    /// The response; `None` if it is none.
    fn response(&self) -> Option<Response<Bytes>> {
        let mut response = Response::new(self.body.bytes()?);
        *response.status_mut() = StatusCode::from_u16(self.status).ok()?;
        *response.headers_mut() = headers(&self.headers)?;
        Some(response)
    }
}

impl Body {
    fn of(bytes: &Bytes) -> Self {
        match str::from_utf8(bytes) {
            Ok(text) => Self::Text(text.to_owned()),
            Err(_) => Self::Base64(BASE64_STANDARD.encode(bytes)),
        }
    }

    fn bytes(&self) -> Option<Bytes> {
        match self {
            Self::Text(text) => Some(Bytes::copy_from_slice(text.as_bytes())),
            Self::Base64(text) => BASE64_STANDARD.decode(text).ok().map(Bytes::from),
        }
    }
}

impl Happened {
    pub(super) fn answered(answer: &WebhookAnswer) -> Self {
        let (status, text) = match answer {
            WebhookAnswer::Responded { status, body } => (Some(*status), body),
            WebhookAnswer::Failed { reason } => (None, reason),
        };
        Self::WebhookAnswered { status, text: text.clone() }
    }

    pub(super) fn call_answered(call: u64, answer: Answer, handled: &Handled) -> Self {
        let answer = match answer {
            Answer::NotSent => CallAnswer::NotSent,
            Answer::Responded { status, content_type, body } => {
                CallAnswer::Responded { status, content_type, body: Body::of(&body) }
            }
            Answer::TimedOut(limit) => {
                CallAnswer::TimedOut { millis: limit.as_millis().try_into().unwrap_or(u64::MAX) }
            }
            Answer::Failed(reason) => CallAnswer::Failed { reason },
        };
        Self::CallAnswered { call, answer, response: Box::new(Answered::of(&handled.response, handled)) }
    }
}

impl CallAnswer {
    /// The answer; `None` if it is none.
    fn answer(self) -> Option<Answer> {
        Some(match self {
            Self::NotSent => Answer::NotSent,
            Self::Responded { status, content_type, body } => {
                Answer::Responded { status, content_type, body: body.bytes()? }
            }
            Self::TimedOut { millis } => Answer::TimedOut(Duration::from_millis(millis)),
            Self::Failed { reason } => Answer::Failed(reason),
        })
    }
}

/// Headers. A value may be of any bytes, and each is a letter here.
fn pairs(headers: &HeaderMap) -> Vec<(String, String)> {
    let letters = |value: &HeaderValue| value.as_bytes().iter().map(|byte| char::from(*byte)).collect();
    headers.iter().map(|(name, value)| (name.as_str().to_owned(), letters(value))).collect()
}

fn headers(pairs: &[(String, String)]) -> Option<HeaderMap> {
    let mut headers = HeaderMap::new();
    for (name, value) in pairs {
        let bytes: Vec<u8> = value.chars().map(u8::try_from).collect::<Result<_, _>>().ok()?;
        headers.append(HeaderName::try_from(name).ok()?, HeaderValue::from_bytes(&bytes).ok()?);
    }
    Some(headers)
}

fn time(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_of_any_bytes_is_the_same_again() {
        let mut request = Request::new(Bytes::from_static(b"\xff\0a"));
        *request.uri_mut() = "/a%20b?c=d".parse().unwrap();
        for value in [&b"\xe4 \"x\""[..], b"second"] {
            request.headers_mut().append("x-any", HeaderValue::from_bytes(value).unwrap());
        }
        let text = serde_json::to_string(&Asked::of(&request)).unwrap();
        let again = serde_json::from_str::<Asked>(&text).unwrap().request().unwrap();
        assert_eq!((again.method(), again.uri(), again.body()), (request.method(), request.uri(), request.body()));
        assert_eq!(again.headers(), request.headers());
    }
}
