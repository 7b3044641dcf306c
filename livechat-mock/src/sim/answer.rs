//! Successful answers.

use bytes::Bytes;
use http::HeaderMap;
use serde::{Serialize, Serializer, ser::SerializeMap};

use crate::{ServerError, ServerVersion};

/// A successful answer, as it goes over the wire.
#[derive(Debug)]
pub(crate) struct Answer {
    /// JSON, if there are no headers.
    pub(crate) body: Bytes,
    /// In place of those that JSON has.
    pub(crate) headers: Option<Box<HeaderMap>>,
}

/// Most answers are smaller.
const USUAL: usize = 512;

impl Answer {
    /// Writes an answer of the operation's own type.
    pub(crate) fn json(answer: &impl Serialize) -> Result<Self, ServerError> {
        let mut body = Vec::with_capacity(USUAL);
        match serde_json::to_writer(&mut body, answer) {
            Ok(()) => Ok(Self { body: body.into(), headers: None }),
            Err(error) => Err(ServerError::internal(ServerVersion::default())
                .hint(format!("livechat-mock could not write its answer: {error}"))),
        }
    }

    /// Writes `{"<key>": <value>, "success": true}`, without a copy of the value.
    pub(crate) fn one(key: &'static str, value: &impl Serialize) -> Result<Self, ServerError> {
        Self::json(&One { key, value })
    }

    /// Writes a page of a list: `{"<key>": [<items>], "count", "offset", "total", "success": true}`.
    pub(crate) fn page<T: Serialize>(key: &'static str, page: &Page<'_, T>) -> Result<Self, ServerError> {
        Self::json(&Many { key, page })
    }
}

/// One page of a list.
#[derive(Debug)]
pub(crate) struct Page<'a, T> {
    pub(crate) items: Vec<&'a T>,
    pub(crate) offset: u64,
    pub(crate) total: u64,
}

struct One<'a, T> {
    key: &'static str,
    value: &'a T,
}

impl<T: Serialize> Serialize for One<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(self.key, self.value)?;
        map.serialize_entry("success", &true)?;
        map.end()
    }
}

struct Many<'a, T> {
    key: &'static str,
    page: &'a Page<'a, T>,
}

impl<T: Serialize> Serialize for Many<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(self.key, &self.page.items)?;
        map.serialize_entry("count", &self.page.items.len())?;
        map.serialize_entry("offset", &self.page.offset)?;
        map.serialize_entry("total", &self.page.total)?;
        map.serialize_entry("success", &true)?;
        map.end()
    }
}
