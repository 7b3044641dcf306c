//! A response held against the type of its operation, without I/O.

use std::sync::LazyLock;

use http::HeaderMap;
use livechat_sdk::{
    ApiError, ENDPOINTS, EndpointInfo,
    endpoint::{Endpoint, Omission, ResponseError, read_response},
};
use serde_json::Value;
use serde_path_to_error::Segment;

use super::report::{Difference, kind_at};
use crate::json::{self, PathError};

/// An operation's types, erased.
pub(super) struct Types {
    pub(super) info: &'static EndpointInfo,
    /// What of a response is left out because it does not fit.
    omissions: fn(u16, &[u8]) -> Result<Vec<Omission>, ResponseError>,
    /// What serde says first of a response that does not fit.
    refusal: fn(&Value) -> Option<String>,
    /// What of the arguments does not fit.
    arguments: fn(Value) -> Option<PathError>,
}

/// A place in a body, and what is wrong there.
struct Fault {
    pointer: String,
    reason: String,
}

/// What there is to say of a response with a status of success.
pub(super) enum Reading {
    /// It is JSON of success; with what differs.
    Read(Vec<Difference>),
    /// It is an error response.
    Refused(Box<ApiError>),
}

/// The types of an operation of the SDK's catalogue.
pub(super) fn types(name: &str) -> Option<&'static Types> {
    static TYPES: LazyLock<Vec<Types>> = LazyLock::new(all);
    TYPES.iter().find(|types| types.info.name == name)
}

fn all() -> Vec<Types> {
    let mut infos = ENDPOINTS.iter();
    let mut types = Vec::with_capacity(ENDPOINTS.len());
    macro_rules! add {
        ($($resource:ident { $($name:ident,)* })*) => {$($(
            types.extend(infos.next().map(Types::of::<livechat_sdk::$resource::$name>));
        )*)*};
    }
    livechat_sdk::for_each_endpoint!(add);
    types
}

impl Types {
    fn of<E: Endpoint>(info: &'static EndpointInfo) -> Self {
        Self {
            info,
            omissions: |status, body| read_response::<E>(status, &HeaderMap::new(), body).map(|read| read.omitted),
            refusal: |body| {
                serde_json::from_str::<E::Response>(&body.to_string()).err().map(|error| message_of(&error))
            },
            arguments: |arguments| json::read::<E>(arguments).err(),
        }
    }

    /// Holds a response with a status of success against the type.
    pub(super) fn read(&self, status: u16, body: &[u8]) -> Reading {
        match self.faults(status, body) {
            Ok(faults) if faults.is_empty() => Reading::Read(Vec::new()),
            Ok(faults) => {
                let value = serde_json::from_slice(body).unwrap_or(Value::Null);
                Reading::Read(faults.into_iter().map(|fault| self.difference(fault, &value)).collect())
            }
            Err(ResponseError::Api(error)) => Reading::Refused(error),
            Err(ResponseError::Decode(error)) => {
                let found = match () {
                    () if error.is_html() => "a web page",
                    () if error.is_empty() => "an empty body",
                    () if error.is_truncated() => "the beginning of JSON",
                    () => "no JSON",
                };
                Reading::Read(vec![Difference::new("", "JSON", found)])
            }
            Err(_) => Reading::Read(vec![Difference::new("", "a response", "something else")]),
        }
    }

    /// Holds the example of a request's arguments against the type.
    pub(super) fn read_arguments(&self, arguments: &Value) -> Option<Difference> {
        let error = (self.arguments)(arguments.clone())?;
        let mut pointer = String::new();
        for segment in error.path() {
            match segment {
                Segment::Map { key } => pointer = json::join(&pointer, key),
                Segment::Seq { index } => pointer = json::join(&pointer, &index.to_string()),
                _ => break,
            }
        }
        Some(difference(&pointer, &error.inner().to_string(), arguments))
    }

    /// What of a response does not fit.
    fn faults(&self, status: u16, body: &[u8]) -> Result<Vec<Fault>, ResponseError> {
        match (self.omissions)(status, body) {
            Ok(omitted) => Ok(omitted.into_iter().map(|it| Fault { pointer: it.fault, reason: it.reason }).collect()),
            Err(ResponseError::Decode(error)) => match (error.pointer(), error.reason()) {
                (Some(pointer), Some(reason)) => {
                    Ok(vec![Fault { pointer: pointer.to_owned(), reason: reason.to_owned() }])
                }
                _ => Err(ResponseError::Decode(error)),
            },
            Err(error) => Err(error),
        }
    }

    fn difference(&self, Fault { mut pointer, mut reason }: Fault, body: &Value) -> Difference {
        // A time may be an object with this key: then it is the time that is wrong.
        if let Some(time) = pointer.strip_suffix("/$date").filter(|_| reason.contains("missing field")) {
            (pointer, reason) = (time.to_owned(), "expected a time".to_owned());
        }
        // What is missing stands nowhere, and what is there and no record is the fault itself.
        let is_record = body.pointer(&pointer).is_some_and(|value| value.is_object() || value.is_array());
        let pointer = if is_record { self.narrow(body, pointer) } else { pointer };
        difference(&pointer, &reason, body)
    }

    /// Finds the place inside of a record that was decoded at once, as flattened ones are: the value whose removal changes
    /// what serde says.
    fn narrow(&self, body: &Value, mut pointer: String) -> String {
        let Some(first) = (self.refusal)(body) else { return pointer };
        loop {
            let keys: Vec<String> = match body.pointer(&pointer) {
                Some(Value::Object(fields)) => fields.keys().cloned().collect(),
                Some(Value::Array(items)) => (0..items.len()).map(|index| index.to_string()).collect(),
                _ => return pointer,
            };
            let changes = |key: &String| {
                let mut without = body.clone();
                match without.pointer_mut(&pointer) {
                    Some(Value::Object(fields)) => drop(fields.remove(key)),
                    Some(Value::Array(items)) => drop(items.remove(key.parse().unwrap_or_default())),
                    _ => {}
                }
                match (self.refusal)(&without) {
                    None => true,
                    // What is required changes it in any case: then the kind of what was found tells.
                    Some(other) => other != first && is_about(&first, body.pointer(&json::join(&pointer, key))),
                }
            };
            match keys.iter().find(|key| changes(key)) {
                Some(key) => pointer = json::join(&pointer, key),
                None => return pointer,
            }
        }
    }
}

/// What serde says, without the place in the text.
fn message_of(error: &serde_json::Error) -> String {
    let message = error.to_string();
    message.rsplit_once(" at line ").map_or(&*message, |(message, _)| message).to_owned()
}

/// Whether what serde says can be about a value, or one inside of it.
fn is_about(message: &str, value: Option<&Value>) -> bool {
    let Some(rest) = message.strip_prefix("invalid type: ") else { return true };
    match value {
        Some(Value::Null) => rest.starts_with("null") || rest.starts_with("unit"),
        Some(Value::Bool(_)) => rest.starts_with("boolean"),
        Some(Value::Number(_)) => ["integer", "floating point", "number"].iter().any(|kind| rest.starts_with(kind)),
        Some(Value::String(_)) => rest.starts_with("string"),
        Some(Value::Array(_) | Value::Object(_)) | None => true,
    }
}

fn difference(pointer: &str, reason: &str, body: &Value) -> Difference {
    // Where it had to go for something inside of it: the pointer leads there already.
    let reason =
        if reason.starts_with("at `") { reason.split_once("`: ").map_or(reason, |(_, it)| it) } else { reason };
    let expected = match reason.strip_prefix("expected ") {
        Some(rest) => rest.rsplit_once(", found ").map_or(rest, |(expected, _)| expected),
        None if reason.starts_with("missing field") => "a value",
        None => "a value that its type reads",
    };
    Difference::new(pointer, expected, kind_at(body, pointer))
}
