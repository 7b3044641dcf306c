//! What records are sorted by: the fields that a list is asked to be sorted by, and nothing else of a record.
//!
//! To write a whole record as JSON takes many times as long as to look for a field in it. So the serializer here goes to
//! the field alone, and passes over all others.

use std::{
    cmp::{Ordering, Reverse},
    fmt,
};

use livechat_sdk::{Direction, Sort};
use serde::{
    Serialize, Serializer,
    ser::{
        SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple, SerializeTupleStruct,
        SerializeTupleVariant,
    },
};

/// The name of what a number is where another crate turns serde_json's `arbitrary_precision` on: a record with one text, under
/// the same name.
const NUMBER: &str = "$serde_json::private::Number";

/// What a record is sorted by: one value for each field of a [`Sort`].
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct SortKey(Vec<Directed>);

#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Directed {
    Ascending(Key),
    Descending(Reverse<Key>),
}

impl SortKey {
    pub(super) fn of(item: &impl Serialize, sort: &Sort) -> Self {
        let directed = |(path, direction)| {
            let key = Key::of(item, path);
            match direction {
                Direction::Ascending => Directed::Ascending(key),
                Direction::Descending => Directed::Descending(Reverse(key)),
            }
        };
        Self(sort.fields().map(directed).collect())
    }
}

/// A value as the server's database orders it: by type first. Moments are text in one form here, whose order is theirs.
#[derive(Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    #[default]
    Missing,
    Number(Number),
    Text(Box<str>),
    Object,
    List,
    Boolean(bool),
}

#[derive(Debug)]
struct Number(f64);

impl Ord for Number {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Number {}

impl Key {
    /// The value of a field, whose name has dots if it is nested.
    fn of(item: &impl Serialize, path: &str) -> Self {
        item.serialize(Seek(Place::Below(path))).unwrap_or_default()
    }

    fn number(number: f64) -> Self {
        // JSON has no other ones.
        if number.is_finite() { Self::Number(Number(number)) } else { Self::Missing }
    }
}

/// Where the field is.
#[derive(Clone, Copy)]
enum Place<'p> {
    /// It is the value itself.
    Here,
    /// At this path inside of the value.
    Below(&'p str),
    /// Elsewhere.
    Nowhere,
}

impl<'p> Place<'p> {
    /// The key of an object that leads on, and where the field is in its value.
    fn step(self) -> Option<(&'p str, Self)> {
        let Self::Below(path) = self else { return None };
        Some(path.split_once('.').map_or((path, Self::Here), |(key, rest)| (key, Self::Below(rest))))
    }

    /// Where the field is in the value that an object has at this key.
    fn at(self, key: &str) -> Self {
        self.step().filter(|(wanted, _)| *wanted == key).map_or(Self::Nowhere, |(_, place)| place)
    }
}

/// Reads a field of what is serialized.
struct Seek<'p>(Place<'p>);

impl<'p> Seek<'p> {
    fn found(self, key: impl FnOnce() -> Key) -> Result<Key, fmt::Error> {
        Ok(if matches!(self.0, Place::Here) { key() } else { Key::Missing })
    }

    /// Goes through a value that has others.
    fn parts(self, whole: Key) -> Result<Parts<'p>, fmt::Error> {
        let step = if whole == Key::Object { self.0.step() } else { None };
        let found = if matches!(self.0, Place::Here) { whole } else { Key::Missing };
        Ok(Parts { step, found, next: Place::Nowhere })
    }

    /// Goes through the values of a variant, which stand at its name.
    fn variant(self, name: &str, values: Key) -> Result<Parts<'p>, fmt::Error> {
        if matches!(self.0, Place::Here) { self.parts(Key::Object) } else { Self(self.0.at(name)).parts(values) }
    }
}

/// Methods for the kinds of numbers.
macro_rules! numbers {
    ($($method:ident: $type:ty,)*) => {$(
        fn $method(self, number: $type) -> Result<Key, fmt::Error> {
            self.found(|| Key::number(number as f64))
        }
    )*};
}

impl<'p> Serializer for Seek<'p> {
    type Ok = Key;
    type Error = fmt::Error;
    type SerializeSeq = Parts<'p>;
    type SerializeTuple = Parts<'p>;
    type SerializeTupleStruct = Parts<'p>;
    type SerializeTupleVariant = Parts<'p>;
    type SerializeMap = Parts<'p>;
    type SerializeStruct = Parts<'p>;
    type SerializeStructVariant = Parts<'p>;

    numbers! {
        serialize_i8: i8,
        serialize_i16: i16,
        serialize_i32: i32,
        serialize_i64: i64,
        serialize_u8: u8,
        serialize_u16: u16,
        serialize_u32: u32,
        serialize_u64: u64,
        serialize_f32: f32,
        serialize_f64: f64,
    }

    fn serialize_bool(self, value: bool) -> Result<Key, fmt::Error> {
        self.found(|| Key::Boolean(value))
    }

    fn serialize_char(self, value: char) -> Result<Key, fmt::Error> {
        self.found(|| Key::Text(value.to_string().into()))
    }

    fn serialize_str(self, value: &str) -> Result<Key, fmt::Error> {
        self.found(|| Key::Text(value.into()))
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, value: &T) -> Result<Key, fmt::Error> {
        self.found(|| Key::Text(value.to_string().into()))
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<Key, fmt::Error> {
        self.found(|| Key::List)
    }

    fn serialize_none(self) -> Result<Key, fmt::Error> {
        Ok(Key::Missing)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Key, fmt::Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Key, fmt::Error> {
        Ok(Key::Missing)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Key, fmt::Error> {
        Ok(Key::Missing)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<Key, fmt::Error> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<Key, fmt::Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Key, fmt::Error> {
        let mut parts = self.parts(Key::Object)?;
        parts.look_at(variant, value)?;
        Ok(parts.found)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Parts<'p>, fmt::Error> {
        self.parts(Key::List)
    }

    fn serialize_tuple(self, _: usize) -> Result<Parts<'p>, fmt::Error> {
        self.parts(Key::List)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Parts<'p>, fmt::Error> {
        self.parts(Key::List)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts<'p>, fmt::Error> {
        self.variant(variant, Key::List)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Parts<'p>, fmt::Error> {
        self.parts(Key::Object)
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Parts<'p>, fmt::Error> {
        if name == NUMBER && matches!(self.0, Place::Here) {
            return Self(Place::Below(NUMBER)).parts(Key::Object);
        }
        self.parts(Key::Object)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Parts<'p>, fmt::Error> {
        self.variant(variant, Key::Object)
    }
}

/// Goes through the parts of a value, and looks at the one in which the field is.
struct Parts<'p> {
    /// The key of that part, and where the field is in it.
    step: Option<(&'p str, Place<'p>)>,
    found: Key,
    /// Where the field is in the next value of a map.
    next: Place<'p>,
}

impl Parts<'_> {
    fn look_at<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result<(), fmt::Error> {
        if let Some((_, place)) = self.step.filter(|(wanted, _)| *wanted == key) {
            self.found = match value.serialize(Seek(place))? {
                Key::Text(number) if key == NUMBER => number.parse().map_or(Key::Missing, Key::number),
                found => found,
            };
        }
        Ok(())
    }
}

/// Lists have no keys that a path could name.
macro_rules! pass_over_items {
    ($($trait:ident: $method:ident,)*) => {$(
        impl $trait for Parts<'_> {
            type Ok = Key;
            type Error = fmt::Error;

            fn $method<T: Serialize + ?Sized>(&mut self, _: &T) -> Result<(), fmt::Error> {
                Ok(())
            }

            fn end(self) -> Result<Key, fmt::Error> {
                Ok(self.found)
            }
        }
    )*};
}

pass_over_items! {
    SerializeSeq: serialize_element,
    SerializeTuple: serialize_element,
    SerializeTupleStruct: serialize_field,
    SerializeTupleVariant: serialize_field,
}

macro_rules! look_at_fields {
    ($($trait:ident,)*) => {$(
        impl $trait for Parts<'_> {
            type Ok = Key;
            type Error = fmt::Error;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), fmt::Error> {
                self.look_at(key, value)
            }

            fn end(self) -> Result<Key, fmt::Error> {
                Ok(self.found)
            }
        }
    )*};
}

look_at_fields! {
    SerializeStruct,
    SerializeStructVariant,
}

impl SerializeMap for Parts<'_> {
    type Ok = Key;
    type Error = fmt::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), fmt::Error> {
        self.next = Place::Nowhere;
        if let Some((wanted, place)) = self.step
            && let Key::Text(key) = key.serialize(Seek(Place::Here))?
            && *key == *wanted
        {
            self.next = place;
        }
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), fmt::Error> {
        if !matches!(self.next, Place::Nowhere) {
            self.found = value.serialize(Seek(self.next))?;
        }
        Ok(())
    }

    fn end(self) -> Result<Key, fmt::Error> {
        Ok(self.found)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use livechat_sdk::Timestamp;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    /// The plainest thing that does the same.
    fn naive(item: &impl Serialize, path: &str) -> Key {
        let document = serde_json::to_value(item).unwrap();
        match path.split('.').try_fold(&document, |value, key| value.get(key)) {
            None | Some(Value::Null) => Key::Missing,
            Some(Value::Number(number)) => Key::Number(Number(number.as_f64().unwrap())),
            Some(Value::String(text)) => Key::Text(text.as_str().into()),
            Some(Value::Object(_)) => Key::Object,
            Some(Value::Array(_)) => Key::List,
            Some(Value::Bool(flag)) => Key::Boolean(*flag),
        }
    }

    #[derive(Serialize)]
    enum Variant {
        Unit,
        Newtype(Inner),
        Tuple(u8, u8),
        Struct { a: u8 },
    }

    #[derive(Clone, Serialize)]
    struct Inner {
        a: char,
        b: Option<f32>,
    }

    #[derive(Serialize)]
    struct Outer {
        a: Inner,
        #[serde(skip_serializing_if = "Option::is_none")]
        b: Option<Timestamp>,
        c: (i8, bool),
        d: BTreeMap<char, u64>,
        e: Vec<Variant>,
        #[serde(flatten)]
        more: BTreeMap<&'static str, Variant>,
        unit: (),
        infinite: f64,
    }

    #[test]
    fn a_field_of_any_type_is_found_as_in_the_document() {
        let inner = Inner { a: 'x', b: Some(0.5) };
        let more = [
            ("u", Variant::Unit),
            ("n", Variant::Newtype(inner.clone())),
            ("t", Variant::Tuple(1, 2)),
            ("s", Variant::Struct { a: 7 }),
        ];
        let outer = Outer {
            a: inner.clone(),
            b: Some(Timestamp::from_millis(7)),
            c: (-1, true),
            d: BTreeMap::from([('1', u64::MAX)]),
            e: vec![Variant::Unit],
            more: BTreeMap::from(more),
            unit: (),
            infinite: f64::INFINITY,
        };
        let paths = "a a.a a.b a.c b b.a c c.0 d d.1 d.2 e e.0 u u.u n n.Newtype n.Newtype.a n.Newtype.b t t.Tuple t.Tuple.0 \
             t.Other s s.Struct s.Struct.a s.Struct.b s.Other.a unit infinite . a. ";
        let paths: Vec<_> = paths.split(' ').collect();
        for path in &paths {
            assert_eq!(Key::of(&outer, path), naive(&outer, path), "{path:?}");
        }
        let without = Outer { b: None, a: Inner { b: None, ..inner }, more: BTreeMap::new(), ..outer };
        for path in paths {
            assert_eq!(Key::of(&without, path), naive(&without, path), "{path:?}");
        }
    }

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i32>().prop_map(Value::from),
            any::<f64>().prop_map(Value::from),
            "[ab]{0,2}".prop_map(Value::from),
        ];
        leaf.prop_recursive(3, 12, 3, |inner| {
            let list = proptest::collection::vec(inner.clone(), 0..3).prop_map(Value::from);
            let object = proptest::collection::btree_map("[ab]", inner, 0..3);
            prop_oneof![list, object.prop_map(|fields| Value::Object(fields.into_iter().collect()))]
        })
    }

    proptest! {
        #[test]
        fn a_field_of_any_value_is_found_as_in_the_document(value in value(), path in "[ab](\\.[ab0]){0,2}") {
            prop_assert_eq!(Key::of(&value, &path), naive(&value, &path));
        }
    }

    #[test]
    fn types_come_before_values() {
        let ascending = json!([null, -1, 0.5, 7, "", "10", "9", {}, [], false, true]);
        let keys: Vec<_> =
            ascending.as_array().unwrap().iter().map(|value| Key::of(&json!({"a": value}), "a")).collect();
        assert!(keys.is_sorted_by(|one, other| one < other), "{keys:?}");
        assert_eq!(Key::of(&json!({"a": [1]}), "a"), Key::of(&json!({"a": [2, 3]}), "a"));
    }
}
