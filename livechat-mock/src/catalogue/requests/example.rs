//! An example of a request with everything that it can carry, made by asking its type what it reads.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
};

use livechat_sdk::Endpoint;
use serde::{
    Deserializer,
    de::{
        DeserializeSeed, IntoDeserializer, MapAccess, SeqAccess, Visitor,
        value::{Error as ValueError, StrDeserializer},
    },
    forward_to_deserialize_any,
};
use serde_json::Value;

/// What stands where any text is taken.
pub(super) const ANY_TEXT: &str = "x";

/// What is tried for a text, one after the other.
const TEXTS: &[&str] = &[
    ANY_TEXT,
    "a@b",
    "true",
    "1",
    "2026-01-01T00:00:00.000Z",
    "{}",
    "{\"ts\":-1}",
    "{\"start\":\"2026-01-01T00:00:00.000Z\"}",
];

/// Makes an example. Some texts have to be certain words.
pub(super) fn example<E: Endpoint>(words: impl Iterator<Item = (&'static str, &'static str)>) -> Value {
    let known = RefCell::new(Known { words: words.collect(), ..Known::default() });
    loop {
        match E::deserialize(Asked { known: &known, place: String::new() }) {
            Ok(request) => return serde_json::to_value(&request).unwrap(),
            // Two names of one field.
            Err(error) if error.to_string().starts_with("duplicate field") => {
                let mut known = known.borrow_mut();
                let last = known.last_key.clone();
                assert!(known.left_out.insert(last.clone()), "no example of {}: {last}: {error}", E::META);
            }
            Err(error) => {
                let mut known = known.borrow_mut();
                let last = known.last.clone();
                let tried = known.tried.entry(last.clone()).or_default();
                *tried += 1;
                assert!(*tried < TEXTS.len() + 3, "no example of {}: {last}: {error}", E::META);
            }
        }
    }
}

#[derive(Default)]
struct Known {
    words: BTreeMap<&'static str, &'static str>,
    /// How many were tried already, by place.
    tried: BTreeMap<String, usize>,
    /// The place that was asked for last.
    last: String,
    last_key: String,
    /// Keys that say the same as others.
    left_out: BTreeSet<String>,
}

/// A deserializer that tells a type what it asks for.
#[derive(Clone)]
struct Asked<'k> {
    known: &'k RefCell<Known>,
    place: String,
}

impl<'k> Asked<'k> {
    fn inside(&self, key: &str) -> Self {
        let place = if self.place.is_empty() { key.to_owned() } else { format!("{}.{key}", self.place) };
        Self { known: self.known, place }
    }

    fn tried(&self) -> usize {
        let mut known = self.known.borrow_mut();
        known.last.clone_from(&self.place);
        known.tried.get(&self.place).copied().unwrap_or_default()
    }

    fn text(&self) -> &'static str {
        let tried = self.tried();
        let known = self.known.borrow();
        known.words.get(self.place.as_str()).copied().unwrap_or_else(|| TEXTS.get(tried).copied().unwrap_or(ANY_TEXT))
    }
}

impl<'de> Deserializer<'de> for Asked<'_> {
    type Error = ValueError;

    /// A text, a flag, a number or an object.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        match self.tried() {
            tried if tried < TEXTS.len() => visitor.visit_str(self.text()),
            tried if tried == TEXTS.len() => visitor.visit_bool(true),
            tried if tried == TEXTS.len() + 1 => visitor.visit_u64(1),
            _ => self.deserialize_map(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_bool(true)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_u64(1)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_str(self.text())
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_seq(One(Some(self.inside("0"))))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_map(Fields { asked: self, keys: &["key"], at: 0 })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        keys: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        visitor.visit_map(Fields { asked: self, keys, at: 0 })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, ValueError> {
        let variant = variants.get(self.tried()).copied().unwrap_or_default();
        visitor.visit_enum(IntoDeserializer::<ValueError>::into_deserializer(variant))
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        self.deserialize_str(visitor)
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i128 u8 u16 u128 f32 char bytes byte_buf unit unit_struct tuple tuple_struct identifier ignored_any
    }
}

struct One<'k>(Option<Asked<'k>>);

impl<'de> SeqAccess<'de> for One<'_> {
    type Error = ValueError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, ValueError> {
        self.0.take().map(|asked| seed.deserialize(asked)).transpose()
    }
}

struct Fields<'k> {
    asked: Asked<'k>,
    keys: &'static [&'static str],
    at: usize,
}

impl<'de> MapAccess<'de> for Fields<'_> {
    type Error = ValueError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, ValueError> {
        loop {
            let Some(key) = self.keys.get(self.at) else { return Ok(None) };
            let mut known = self.asked.known.borrow_mut();
            known.last_key = self.asked.inside(key).place;
            if known.left_out.contains(&known.last_key) {
                self.at += 1;
                continue;
            }
            drop(known);
            let key: StrDeserializer<'_, ValueError> = (*key).into_deserializer();
            return seed.deserialize(key).map(Some);
        }
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, ValueError> {
        let key = self.keys[self.at];
        self.at += 1;
        seed.deserialize(self.asked.inside(key))
    }
}
