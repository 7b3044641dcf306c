//! Taking a frame's fields out of the object that it came as, and showing it without its secrets.

use std::fmt;

use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_json::Value;

use crate::{
    endpoint::mend_surrogates,
    secret::{REDACTED, is_secret_key},
    wire::JsonObject,
};

/// Parses a frame's text, with halves of characters as JavaScript writes them.
pub(super) fn read_json<T: DeserializeOwned>(text: &str) -> Result<T, serde_json::Error> {
    serde_json::from_str(text).or_else(|error| match mend_surrogates(text.as_bytes()) {
        Some(mended) => serde_json::from_slice(&mended),
        None => Err(error),
    })
}

/// A text, if the field is one.
pub(super) fn text(frame: &mut JsonObject, key: &str) -> Option<String> {
    match frame.remove(key)? {
        Value::String(text) => Some(text),
        _ => None,
    }
}

/// Reads any JSON: a frame, or an unknown one with its `msg`.
pub(super) fn read_any<'de, D: Deserializer<'de>, T>(
    deserializer: D,
    frame: fn(&mut JsonObject) -> Option<T>,
    unknown: fn(Option<String>) -> T,
) -> Result<T, D::Error> {
    let mut value = Value::deserialize(deserializer)?;
    let Some(object) = value.as_object_mut() else { return Ok(unknown(None)) };
    let msg = object.get("msg").and_then(Value::as_str).map(str::to_owned);
    Ok(frame(object).unwrap_or_else(|| unknown(msg)))
}

/// A list of texts, without its other values.
pub(super) fn texts(frame: &mut JsonObject, key: &str) -> Vec<String> {
    let Some(Value::Array(items)) = frame.remove(key) else { return Vec::new() };
    let text = |item| match item {
        Value::String(text) => Some(text),
        _ => None,
    };
    items.into_iter().filter_map(text).collect()
}

/// A list, which may be missing. `None` if the field is something else.
pub(super) fn list(frame: &mut JsonObject, key: &str) -> Option<Vec<Value>> {
    match frame.remove(key) {
        None | Some(Value::Null) => Some(Vec::new()),
        Some(Value::Array(items)) => Some(items),
        Some(_) => None,
    }
}

/// An object; empty if the field is missing or something else.
pub(super) fn object(frame: &mut JsonObject, key: &str) -> JsonObject {
    match frame.remove(key) {
        Some(Value::Object(fields)) => fields,
        _ => JsonObject::new(),
    }
}

/// JSON as `Debug` may show it: without what stands under the name of a secret.
pub(super) struct Redacted<'a>(pub(super) &'a Value);

impl fmt::Debug for Redacted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::Object(fields) => RedactedObject(fields).fmt(f),
            Value::Array(items) => f.debug_list().entries(items.iter().map(Redacted)).finish(),
            Value::String(text) => fmt::Debug::fmt(text, f),
            other => fmt::Display::fmt(other, f),
        }
    }
}

/// The same for an object.
pub(super) struct RedactedObject<'a>(pub(super) &'a JsonObject);

impl fmt::Debug for RedactedObject<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut map = f.debug_map();
        for (key, value) in self.0 {
            if is_secret_key(key) {
                map.entry(key, &REDACTED);
            } else {
                map.entry(key, &Redacted(value));
            }
        }
        map.finish()
    }
}

/// A list of which `Debug` shows only the length, because a secret may stand at any place of it.
pub(super) struct Counted<'a>(pub(super) &'a [Value]);

impl fmt::Debug for Counted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{} values]", self.0.len())
    }
}
