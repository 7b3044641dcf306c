//! Reading responses: successes into their types, with what cannot be read left out, and error responses.

use std::{borrow::Cow, fmt};

use http::HeaderMap;
use serde_json::Value;

use super::{
    Endpoint, Operation, ResponseFormat, lenient, mend_surrogates,
    slot::{Fill, Slot},
};
use crate::{
    error::{ApiError, DecodeError},
    secret::Secrets,
};

/// A response, and what was left out of it.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Decoded<T> {
    /// The typed body.
    pub body: T,
    /// What was left out because it cannot be read, in the order of the body. Empty for nearly all responses.
    pub omitted: Vec<Omission>,
}

/// A part of a response that was left out, because it does not have the form that its type demands.
///
/// It is the smallest part that the type can do without: an optional field, or an element of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Omission {
    /// Where it stands in the body, as a JSON pointer: `/history/3/servedBy`.
    pub pointer: String,
    /// Where the fault is, as a JSON pointer: at the part itself, or at a value inside of it that it cannot do without, such
    /// as `/history/3/servedBy/_id`. There is none at the pointer if that is missing.
    pub fault: String,
    /// What is wrong with it. Values are never quoted.
    pub reason: String,
}

impl Omission {
    /// The same of a value that stands at this place.
    pub(crate) fn inside(self, place: &str) -> Self {
        Self { pointer: format!("{place}{}", self.pointer), fault: format!("{place}{}", self.fault), ..self }
    }

    /// Whether it is an item of the list that a response has.
    #[cfg(feature = "client")]
    pub(crate) fn is_item(&self) -> bool {
        let mut keys = self.pointer.split('/').skip(2);
        keys.next().is_some_and(|key| key.parse::<usize>().is_ok()) && keys.next().is_none()
    }
}

impl fmt::Display for Omission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.pointer, self.reason)
    }
}

/// Why a response has no typed body.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
#[non_exhaustive]
pub enum ResponseError {
    /// It is an error response.
    Api(Box<ApiError>),
    /// It cannot be decoded.
    Decode(Box<DecodeError>),
}

/// Reads the response to an operation, as [`Client`](crate::Client) does: use this if you send requests with another HTTP
/// client.
///
/// A value that does not have the form that its type demands costs only itself: the smallest optional field or element of a
/// list around it is left out, which [`Decoded::omitted`] reports. At most 32 are; a response that lacks what identifies
/// its one record is an error.
///
/// `headers` are the response's. Texts of error responses may quote what was sent: [`ApiError::read`] redacts the secrets
/// of the request.
///
/// ```
/// use http::HeaderMap;
/// use livechat_sdk::{endpoint::read_response, rooms::ListRooms};
///
/// let body = br#"{"rooms":[{"_id":"r","t":"l","ts":"2019-12-09T20:30:32.058Z","msgs":"many"}],"success":true}"#;
/// let response = read_response::<ListRooms>(200, &HeaderMap::new(), body)?;
/// assert_eq!(response.body.rooms[0].id, "r");
/// assert_eq!(response.omitted[0].pointer, "/rooms/0/msgs");
/// # Ok::<(), livechat_sdk::endpoint::ResponseError>(())
/// ```
///
/// # Errors
///
/// An error response, or a body that cannot be decoded.
pub fn read_response<E: Endpoint>(
    status: u16,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<Decoded<E::Response>, ResponseError> {
    let operation = E::META.operation();
    if !(200..300).contains(&status) {
        let error = ApiError::read_hiding(operation, status, body, Vec::new());
        return Err(error.with_retry_after_of(headers).into());
    }
    decode_success::<E>(operation, status, body, Vec::new, Odd::LeaveOut)
}

/// What to do about a value that does not have the form that its type demands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Odd {
    /// To leave out the smallest part around it.
    LeaveOut,
    /// To refuse the response, as a client with strict decoding does.
    #[cfg(feature = "client")]
    Refuse,
}

/// Decodes the body of a response with a status of success.
pub(crate) fn decode_success<E: Endpoint>(
    operation: Operation,
    status: u16,
    body: &[u8],
    sent_secrets: impl FnOnce() -> Vec<String>,
    odd: Odd,
) -> Result<Decoded<E::Response>, ResponseError> {
    // Each type is read from a text alone: one more kind of input would be one more copy of what reads it.
    if let Ok(text) = std::str::from_utf8(body) {
        let is_plain = E::META.response_format() == ResponseFormat::Text && !is_object(text);
        let json = if is_plain { Cow::Owned(Value::from(text).to_string()) } else { Cow::Borrowed(text) };
        if let Ok(body) = serde_json::from_str(&json) {
            return Ok(Decoded { body, omitted: Vec::new() });
        }
    }
    decode_odd::<E>(operation, status, body, sent_secrets(), odd)
}

/// Decodes what did not decode at first.
#[cold]
fn decode_odd<E: Endpoint>(
    operation: Operation,
    status: u16,
    body: &[u8],
    secrets: Vec<String>,
    odd: Odd,
) -> Result<Decoded<E::Response>, ResponseError> {
    let mut slot = Slot::empty();
    let omitted = fill_leniently(&mut slot, operation, status, body, secrets, odd)?;
    let explain = || DecodeError::explain(&mut Slot::<E::Response>::empty(), operation, status, body, Vec::new());
    Ok(Decoded { body: slot.into_value().ok_or_else(explain)?, omitted })
}

/// The same for any type. What is left out is returned.
fn fill_leniently(
    slot: &mut dyn Fill,
    operation: Operation,
    status: u16,
    body: &[u8],
    secrets: Vec<String>,
    odd: Odd,
) -> Result<Vec<Omission>, ResponseError> {
    let mended = mend_surrogates(body);
    let body = mended.as_deref().unwrap_or(body);
    if let Some(error) = ApiError::read_in_success(operation, status, body, &secrets) {
        return Err(error.into());
    }
    let limit = match odd {
        Odd::LeaveOut => lenient::LIMIT,
        #[cfg(feature = "client")]
        Odd::Refuse => 0,
    };
    let Some(mut omitted) = std::str::from_utf8(body).ok().and_then(|text| lenient::fill(slot, text, limit)) else {
        return Err(DecodeError::explain(slot, operation, status, body, secrets).into());
    };
    let secrets = Secrets::new(secrets);
    for omission in &mut omitted {
        // Keys of maps are the server's choice.
        omission.pointer = secrets.redact(&omission.pointer);
        omission.fault = secrets.redact(&omission.fault);
        omission.reason = secrets.redact(&omission.reason);
    }
    Ok(omitted)
}

/// Whether a response that should be text is a JSON object, which is how the server reports errors.
fn is_object(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

impl From<ApiError> for ResponseError {
    fn from(error: ApiError) -> Self {
        Self::Api(Box::new(error))
    }
}

impl From<DecodeError> for ResponseError {
    fn from(error: DecodeError) -> Self {
        Self::Decode(Box::new(error))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::{messages::ListMessageHistory, rooms::OpenRoom};

    fn read<E: Endpoint>(status: u16, body: &str) -> Result<Decoded<E::Response>, ResponseError> {
        read_response::<E>(status, &HeaderMap::new(), body.as_bytes())
    }

    #[test]
    fn one_odd_message_does_not_take_the_history_along() {
        let body = r#"{"messages":[
            {"_id":"a","rid":"r","msg":"one","ts":"2019-12-09T20:30:32.058Z","u":{"_id":"u"},"groupable":"no"},
            {"_id":"b","rid":"r","msg":"two","ts":"soon","u":{"_id":"u"}},
            {"_id":"c","rid":"r","msg":"thr\ud800ee","ts":"2019-12-09T20:30:33.058Z","u":{"_id":"u"}}
        ],"success":true}"#;
        let Decoded { body: history, omitted } = read::<ListMessageHistory>(200, body).unwrap();
        let texts: Vec<_> = history.messages.iter().map(|message| &*message.text).collect();
        assert_eq!(texts, ["one", "thr\u{fffd}ee"]);
        let pointers: Vec<_> = omitted.iter().map(|omission| &*omission.pointer).collect();
        assert_eq!(pointers, ["/messages/0/groupable", "/messages/1"]);
        assert_eq!(omitted[0].to_string(), "`/messages/0/groupable`: expected a boolean, found string");
        let faults: Vec<_> = omitted.iter().map(|omission| &*omission.fault).collect();
        assert_eq!(faults, ["/messages/0/groupable", "/messages/1/ts"]);
    }

    #[test]
    fn a_response_that_lacks_its_record_is_an_error() {
        for body in [r#"{"room":{"_id":7,"t":"l","ts":"2019-12-09T20:30:32.058Z"}}"#, r#"{"room":null}"#, "{}"] {
            let error = read::<OpenRoom>(200, body).unwrap_err();
            assert!(matches!(error, ResponseError::Decode(_)), "{error}");
        }
    }

    #[test]
    fn an_error_response_is_one() {
        for (status, body) in
            [(200, r#"{"success":false,"error":"invalid-token"}"#), (400, r#"{"error":"invalid-token"}"#)]
        {
            let error = read::<OpenRoom>(status, body).unwrap_err();
            assert!(matches!(&error, ResponseError::Api(error) if error.code().unwrap() == "invalid-token"), "{error}");
        }
        let headers = HeaderMap::from_iter([(http::header::RETRY_AFTER, http::HeaderValue::from_static("7"))]);
        let ResponseError::Api(error) = read_response::<OpenRoom>(429, &headers, b"").unwrap_err() else { panic!() };
        assert_eq!(error.retry_after(), Some(Duration::from_secs(7)));
    }
}
