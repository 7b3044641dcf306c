//! Records with keys that their types do not have, and that are kept all the same.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{
        DeserializeSeed, Error, MapAccess, Visitor,
        value::{BorrowedStrDeserializer, StrDeserializer},
    },
    forward_to_deserialize_any,
};
use serde_json::Value;

use super::OtherFields;

/// Lets records keep the keys that they do not know, in a field `other`.
///
/// The implementations are around those that `#[apply(derived)]` has for the record. The field is flattened in writing alone: in
/// reading, it would hold every value back in a form that knows neither its place nor, with serde_json's
/// `arbitrary_precision`, its numbers.
macro_rules! open_record {
    ($record:ident) => {
        impl serde::Serialize for $record {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                crate::wire::derived::Derived::serialize_derived(self, serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $record {
            #[inline]
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let mut aside = crate::wire::open_record::Aside::default();
                // One variable from here to the return: a record is large, and is not moved then.
                let open = crate::wire::open_record::Open::new(deserializer, &mut aside);
                let mut result: Result<Self, _> = crate::wire::derived::Derived::deserialize_derived(open);
                if let Ok(record) = &mut result {
                    record.other = aside.other;
                }
                result
            }
        }
    };
}

pub(crate) use open_record;

/// What the record has no field for.
#[derive(Default)]
pub(crate) struct Aside {
    pub(crate) other: OtherFields,
    /// A key that the input does not have as it is, until its value comes.
    copied_key: Option<String>,
}

/// A deserializer of a record that puts aside what the record has no field for.
pub(crate) struct Open<'o, D> {
    inner: D,
    aside: &'o mut Aside,
}

impl<'o, D> Open<'o, D> {
    pub(crate) fn new(inner: D, aside: &'o mut Aside) -> Self {
        Self { inner, aside }
    }
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Open<'_, D> {
    type Error = D::Error;

    #[inline]
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        let mut record = None;
        let visitor = OpenVisitor { visitor, fields, aside: self.aside, record: &mut record };
        self.inner.deserialize_struct(name, fields, visitor)?;
        // Moved once, where a closure would have it moved twice.
        match record {
            Some(record) => Ok(record),
            None => Err(D::Error::custom(format_args!("no struct {name}"))),
        }
    }

    /// Nothing but structs asks for it.
    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

struct OpenVisitor<'o, V, R> {
    visitor: V,
    fields: &'static [&'static str],
    aside: &'o mut Aside,
    /// Where the record goes: a deserializer moves what a visitor returns several times, and a record is large.
    record: &'o mut Option<R>,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for OpenVisitor<'_, V, V::Value> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        // With a question mark it would be moved once more.
        match self.visitor.visit_map(Entries { map, fields: self.fields, key: "", aside: self.aside }) {
            Ok(record) => {
                *self.record = Some(record);
                Ok(())
            }
            Err(error) => Err(error),
        }
    }
}

/// The entries of the record. Those that it ignores are put aside on the way.
struct Entries<'de, 'o, A> {
    map: A,
    fields: &'static [&'static str],
    /// The present entry's key; empty if it was copied. Not a `Cow`, which would have to be dropped with each key.
    key: &'de str,
    aside: &'o mut Aside,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Entries<'de, '_, A> {
    type Error = A::Error;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        self.map.next_key_seed(Key { seed, fields: self.fields, key: &mut self.key, aside: self.aside })
    }

    #[inline]
    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        // What a record ignores has no size. All else goes the shortest way.
        if size_of::<V::Value>() == 0 {
            self.map.next_value_seed(Held { seed, key: self.key, aside: self.aside })
        } else {
            value(&mut self.map, seed)
        }
    }
}

/// On its own, so that what reads a record stays small: with the code for all of its values in it, each key had all that was read
/// so far moved about, and the more fields a record had, the longer each of them took.
#[inline(never)]
fn value<'de, A: MapAccess<'de>, V: DeserializeSeed<'de>>(map: &mut A, seed: V) -> Result<V::Value, A::Error> {
    map.next_value_seed(seed)
}

/// Reads a key, and remembers it without a copy where the input has it as it is.
struct Key<'de, 'k, K> {
    seed: K,
    fields: &'static [&'static str],
    key: &'k mut &'de str,
    aside: &'k mut Aside,
}

impl<'de, K: DeserializeSeed<'de>> DeserializeSeed<'de> for Key<'de, '_, K> {
    type Value = K::Value;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<K::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de, K: DeserializeSeed<'de>> Visitor<'de> for Key<'de, '_, K> {
    type Value = K::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    #[inline]
    fn visit_borrowed_str<E: Error>(self, key: &'de str) -> Result<K::Value, E> {
        *self.key = key;
        self.seed.deserialize(BorrowedStrDeserializer::new(key))
    }

    #[inline]
    fn visit_str<E: Error>(self, key: &str) -> Result<K::Value, E> {
        // A known one is not asked for.
        if !self.fields.contains(&key) {
            *self.key = "";
            self.aside.copied_key = Some(key.to_owned());
        }
        self.seed.deserialize(StrDeserializer::new(key))
    }
}

/// A value that is put aside if the record ignores it.
struct Held<'de, 'h, T> {
    seed: T,
    key: &'de str,
    aside: &'h mut Aside,
}

impl<'de, V: DeserializeSeed<'de>> DeserializeSeed<'de> for Held<'de, '_, V> {
    type Value = V::Value;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        self.seed.deserialize(Held { seed: deserializer, key: self.key, aside: self.aside })
    }
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Held<'de, '_, D> {
    type Error = D::Error;

    #[inline]
    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        let value = Value::deserialize(self.seed)?;
        let key = if self.key.is_empty() { self.aside.copied_key.take() } else { None };
        self.aside.other.insert(key.unwrap_or_else(|| self.key.to_owned()), value);
        visitor.visit_unit()
    }

    /// Nothing else that has no size asks for more than this.
    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.seed.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier
    }

    fn is_human_readable(&self) -> bool {
        self.seed.is_human_readable()
    }
}

#[cfg(test)]
mod tests {
    use macro_rules_attribute::apply;

    use super::*;
    use crate::wire::derived::derived;

    #[apply(derived)]
    #[derive(Debug, PartialEq)]
    #[serde(remote = "Record", rename_all = "camelCase")]
    #[non_exhaustive]
    struct Record {
        first_name: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        size: Option<f64>,
        #[serde(flatten, skip_deserializing)]
        other: OtherFields,
    }

    open_record!(Record);

    #[test]
    fn what_is_unknown_is_kept() {
        for json in [r#"{"firstName":"Ann"}"#, r#"{"firstName":"Ann","size":0.5,"a":{"b":[1,2.5,null]},"other":"x"}"#] {
            let record: Record = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&record).unwrap(), json);
        }
        let record: Record = serde_json::from_str(r#"{"x":1,"first\u004eame":"Ann"}"#).unwrap();
        assert_eq!((record.first_name.as_str(), &record.other["x"]), ("Ann", &serde_json::json!(1)));
    }

    #[test]
    fn what_is_wrong_has_its_place() {
        let mut deserializer = serde_json::Deserializer::from_str(r#"{"x":1,"firstName":"Ann","size":"big"}"#);
        let error = serde_path_to_error::deserialize::<_, Record>(&mut deserializer).unwrap_err();
        assert_eq!(error.path().to_string(), "size");
        let missing = serde_json::from_str::<Record>("{}").unwrap_err().to_string();
        assert!(missing.starts_with("missing field `firstName`"), "{missing}");
        let other = serde_json::from_str::<Record>("5").unwrap_err().to_string();
        assert!(other.starts_with("invalid type: integer `5`, expected struct Record"), "{other}");
    }
}
