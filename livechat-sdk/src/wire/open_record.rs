//! Records with keys that their types do not have, and that are kept all the same.

use std::{borrow::Cow, fmt};

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
/// The record derives its implementations with `#[serde(remote = "Self")]`. The field is flattened in writing alone: in
/// reading, it would hold every value back in a form that knows neither its place nor, with serde_json's
/// `arbitrary_precision`, its numbers.
macro_rules! open_record {
    ($record:ident) => {
        impl serde::Serialize for $record {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $record::serialize(self, serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $record {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let mut other = crate::wire::OtherFields::default();
                let mut record = $record::deserialize(crate::wire::open_record::Open::new(deserializer, &mut other))?;
                record.other = other;
                Ok(record)
            }
        }
    };
}

pub(crate) use open_record;

/// A deserializer of a record that puts aside what the record has no field for.
pub(crate) struct Open<'o, D> {
    inner: D,
    other: &'o mut OtherFields,
}

impl<'o, D> Open<'o, D> {
    pub(crate) fn new(inner: D, other: &'o mut OtherFields) -> Self {
        Self { inner, other }
    }
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Open<'_, D> {
    type Error = D::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.inner.deserialize_struct(name, fields, OpenVisitor { visitor, fields, other: self.other })
    }

    /// Nothing but structs asks for it.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

struct OpenVisitor<'o, V> {
    visitor: V,
    fields: &'static [&'static str],
    other: &'o mut OtherFields,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for OpenVisitor<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_map(Entries { map, fields: self.fields, key: Cow::Borrowed(""), other: self.other })
    }
}

/// The entries of the record. Those that it ignores are put aside on the way.
struct Entries<'de, 'o, A> {
    map: A,
    fields: &'static [&'static str],
    /// The present entry's key.
    key: Cow<'de, str>,
    other: &'o mut OtherFields,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Entries<'de, '_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        self.map.next_key_seed(Key { seed, fields: self.fields, key: &mut self.key })
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.map.next_value_seed(Held { seed, key: &mut self.key, other: self.other })
    }
}

/// Reads a key, and remembers it without a copy where the input has it as it is.
struct Key<'de, 'k, K> {
    seed: K,
    fields: &'static [&'static str],
    key: &'k mut Cow<'de, str>,
}

impl<'de, K: DeserializeSeed<'de>> DeserializeSeed<'de> for Key<'de, '_, K> {
    type Value = K::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<K::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de, K: DeserializeSeed<'de>> Visitor<'de> for Key<'de, '_, K> {
    type Value = K::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_borrowed_str<E: Error>(self, key: &'de str) -> Result<K::Value, E> {
        *self.key = Cow::Borrowed(key);
        self.seed.deserialize(BorrowedStrDeserializer::new(key))
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<K::Value, E> {
        // A known one is not asked for.
        if !self.fields.contains(&key) {
            *self.key = Cow::Owned(key.to_owned());
        }
        self.seed.deserialize(StrDeserializer::new(key))
    }
}

/// A value that is put aside if the record ignores it.
struct Held<'de, 'h, T> {
    seed: T,
    key: &'h mut Cow<'de, str>,
    other: &'h mut OtherFields,
}

impl<'de, V: DeserializeSeed<'de>> DeserializeSeed<'de> for Held<'de, '_, V> {
    type Value = V::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        self.seed.deserialize(Held { seed: deserializer, key: self.key, other: self.other })
    }
}

macro_rules! pass_on {
    ($($method:ident($($argument:ident: $ty:ty),*))*) => {
        $(fn $method<V: Visitor<'de>>(self, $($argument: $ty,)* visitor: V) -> Result<V::Value, D::Error> {
            self.seed.$method($($argument,)* visitor)
        })*
    };
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Held<'de, '_, D> {
    type Error = D::Error;

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        let value = Value::deserialize(self.seed)?;
        self.other.insert(std::mem::take(self.key).into_owned(), value);
        visitor.visit_unit()
    }

    pass_on! {
        deserialize_any()
        deserialize_bool()
        deserialize_i8()
        deserialize_i16()
        deserialize_i32()
        deserialize_i64()
        deserialize_i128()
        deserialize_u8()
        deserialize_u16()
        deserialize_u32()
        deserialize_u64()
        deserialize_u128()
        deserialize_f32()
        deserialize_f64()
        deserialize_char()
        deserialize_str()
        deserialize_string()
        deserialize_bytes()
        deserialize_byte_buf()
        deserialize_option()
        deserialize_unit()
        deserialize_unit_struct(name: &'static str)
        deserialize_newtype_struct(name: &'static str)
        deserialize_seq()
        deserialize_tuple(length: usize)
        deserialize_tuple_struct(name: &'static str, length: usize)
        deserialize_map()
        deserialize_struct(name: &'static str, fields: &'static [&'static str])
        deserialize_enum(name: &'static str, variants: &'static [&'static str])
        deserialize_identifier()
    }

    fn is_human_readable(&self) -> bool {
        self.seed.is_human_readable()
    }
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(remote = "Self", rename_all = "camelCase")]
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
