//! Reading a JSON text into a type and checking it against a contract, in one pass.
//!
//! Most bodies comply as they stand. To make each of them a [`Value`](serde_json::Value) first would cost more than all the
//! rest of a call. So the deserializer of the text is wrapped: what it hands to the type's visitors is compared with the
//! contract on its way, keys that the type ignores included, and the first thing that differs ends the reading.

use std::{borrow::Cow, cell::Cell, fmt};

use serde::{
    Deserializer,
    de::{DeserializeOwned, DeserializeSeed, Error, IntoDeserializer, MapAccess, SeqAccess, Visitor},
    forward_to_deserialize_any,
};

use super::{
    notation::{Field, Form, Object, Plain, Type},
    schema::check_text,
};

/// Reads a text that complies as it stands; `None` for all others, and for some that would.
pub(super) fn read<E: DeserializeOwned>(arguments: &Type, text: &str) -> Option<E> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let read = E::deserialize(Checked { inner: &mut deserializer, expected: arguments }).ok()?;
    deserializer.end().ok()?;
    Some(read)
}

/// A deserializer of a value that has to be of a type, or a visitor of it.
struct Checked<'t, D> {
    inner: D,
    expected: &'t Type,
}

impl<D> Checked<'_, D> {
    fn demand<E: Error>(&self, is_met: bool) -> Result<(), E> {
        if is_met { Ok(()) } else { Err(E::custom("not as the contract says")) }
    }

    fn demand_plain<E: Error>(&self, plain: Plain) -> Result<(), E> {
        self.demand(match &self.expected.form {
            Form::Any => true,
            Form::Plain(types) => types.contains(&plain) && self.expected.words.is_empty(),
            Form::Object(_) | Form::List(_) | Form::AnyOf(_) | Form::OneOf(_) => false,
        })
    }

    fn demand_null<E: Error>(&self) -> Result<(), E> {
        let is_allowed = self.expected.is_nullable && self.expected.words.is_empty();
        self.demand(is_allowed || matches!(self.expected.form, Form::Any))
    }

    fn demand_text<E: Error>(&self, text: &str) -> Result<(), E> {
        let Type { form, words, .. } = self.expected;
        self.demand(match form {
            Form::Any => true,
            Form::Plain(types) => {
                types.contains(&Plain::String)
                    && (words.is_empty() || words.iter().any(|word| word == text))
                    && check_text(self.expected, text).is_ok()
            }
            Form::Object(_) | Form::List(_) | Form::AnyOf(_) | Form::OneOf(_) => false,
        })
    }
}

/// Methods that do nothing but wrap the visitor.
macro_rules! wrap_visitor {
    ($($method:ident($($argument:ident: $type:ty),*);)*) => {$(
        fn $method<V: Visitor<'de>>(self, $($argument: $type,)* visitor: V) -> Result<V::Value, D::Error> {
            self.inner.$method($($argument,)* Checked { inner: visitor, expected: self.expected })
        }
    )*};
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Checked<'_, D> {
    type Error = D::Error;

    wrap_visitor! {
        deserialize_any();
        deserialize_bool();
        deserialize_i8();
        deserialize_i16();
        deserialize_i32();
        deserialize_i64();
        deserialize_u8();
        deserialize_u16();
        deserialize_u32();
        deserialize_u64();
        deserialize_f32();
        deserialize_f64();
        deserialize_char();
        deserialize_str();
        deserialize_string();
        deserialize_option();
        deserialize_unit();
        deserialize_unit_struct(name: &'static str);
        deserialize_seq();
        deserialize_tuple(len: usize);
        deserialize_tuple_struct(name: &'static str, len: usize);
        deserialize_map();
        deserialize_struct(name: &'static str, fields: &'static [&'static str]);
        deserialize_identifier();
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, D::Error> {
        visitor.visit_newtype_struct(self)
    }

    /// What is ignored is checked all the same.
    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.deserialize_any(visitor)
    }

    /// Enumerations are words here.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        let word = self.inner.deserialize_str(Checked { inner: TextVisitor, expected: self.expected })?;
        visitor.visit_enum(word.into_deserializer())
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, _: V) -> Result<V::Value, D::Error> {
        Err(Error::custom("JSON has no bytes"))
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.deserialize_bytes(visitor)
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Checked<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<V::Value, E> {
        self.demand_plain(Plain::Boolean)?;
        self.inner.visit_bool(value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<V::Value, E> {
        self.demand_plain(Plain::Number)?;
        self.inner.visit_i64(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<V::Value, E> {
        self.demand_plain(Plain::Number)?;
        self.inner.visit_u64(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<V::Value, E> {
        self.demand_plain(Plain::Number)?;
        self.inner.visit_f64(value)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<V::Value, E> {
        self.demand_text(text)?;
        self.inner.visit_str(text)
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<V::Value, E> {
        self.demand_text(text)?;
        self.inner.visit_borrowed_str(text)
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.demand_null()?;
        self.inner.visit_unit()
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.demand_null()?;
        self.inner.visit_none()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        self.inner.visit_some(Checked { inner: deserializer, expected: self.expected })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<V::Value, A::Error> {
        let expected = match &self.expected.form {
            Form::List(item) => &**item,
            _ => {
                self.demand_plain(Plain::List)?;
                &Type::ANY
            }
        };
        let count = Cell::new(0);
        let is_at_end = Cell::new(false);
        let items = Items { inner: items, expected, count: &count, is_at_end: &is_at_end };
        let value = self.inner.visit_seq(items)?;
        let has_enough = count.get() >= self.expected.min_items;
        // Two that are the same are found where all of them are at hand.
        let is_unique = !self.expected.is_unique || count.get() < 2;
        if is_at_end.get() && has_enough && is_unique { Ok(value) } else { Err(Error::custom("not all of a list")) }
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<V::Value, A::Error> {
        static OPEN: Type = Type::ANY;
        let (fields, required, rest) = match &self.expected.form {
            Form::Object(Object { fields, required, rest }) => (&fields[..], &required[..], rest.as_deref()),
            Form::Any => (&[][..], &[][..], Some(&OPEN)),
            Form::Plain(_) | Form::List(_) | Form::AnyOf(_) | Form::OneOf(_) => {
                return Err(Error::custom("an object where there should be none"));
            }
        };
        if fields.len() > 64 {
            return Err(Error::custom("more fields than bits"));
        }
        let missing = Cell::new(required.iter().fold(0, |bits, index| bits | (1 << index)));
        let is_at_end = Cell::new(false);
        let next = Cell::new(None);
        let entries = Entries { inner: entries, fields, rest, missing: &missing, next: &next, is_at_end: &is_at_end };
        let value = self.inner.visit_map(entries)?;
        if is_at_end.get() && missing.get() == 0 { Ok(value) } else { Err(Error::custom("not all of an object")) }
    }
}

struct Items<'t, A> {
    inner: A,
    expected: &'t Type,
    count: &'t Cell<usize>,
    is_at_end: &'t Cell<bool>,
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Items<'_, A> {
    type Error = A::Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, A::Error> {
        let item = self.inner.next_element_seed(Checked { inner: seed, expected: self.expected })?;
        match item {
            Some(_) => self.count.set(self.count.get() + 1),
            None => self.is_at_end.set(true),
        }
        Ok(item)
    }
}

struct Entries<'t, A> {
    inner: A,
    fields: &'t [Field],
    rest: Option<&'t Type>,
    /// The required fields that have to come yet, as bits.
    missing: &'t Cell<u64>,
    /// What the value of the last key has to be.
    next: &'t Cell<Option<&'t Type>>,
    is_at_end: &'t Cell<bool>,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Entries<'_, A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
        let Self { fields, rest, missing, next, .. } = *self;
        let find = |key: &str| {
            let found = fields.iter().position(|field| field.name == key);
            if let Some(index) = found {
                missing.set(missing.get() & !(1 << index));
            }
            next.set(found.and_then(|index| fields.get(index)).map(|field| &field.value).or(rest));
            next.get().is_some()
        };
        let key = self.inner.next_key_seed(Key { inner: seed, is_known: &find })?;
        self.is_at_end.set(key.is_none());
        Ok(key)
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, A::Error> {
        match self.next.take() {
            Some(expected) => self.inner.next_value_seed(Checked { inner: seed, expected }),
            None => Err(Error::custom("a value without a key")),
        }
    }
}

impl<'de, T: DeserializeSeed<'de>> DeserializeSeed<'de> for Checked<'_, T> {
    type Value = T::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T::Value, D::Error> {
        self.inner.deserialize(Checked { inner: deserializer, expected: self.expected })
    }
}

/// Looks at a key while the type's visitor reads it.
struct Key<'t, T> {
    inner: T,
    is_known: &'t dyn Fn(&str) -> bool,
}

impl<'de, T: DeserializeSeed<'de>> DeserializeSeed<'de> for Key<'_, T> {
    type Value = T::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T::Value, D::Error> {
        self.inner.deserialize(Key { inner: deserializer, is_known: self.is_known })
    }
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Key<'_, D> {
    type Error = D::Error;

    /// Whatever a key is read as, it is a text.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_str(Key { inner: visitor, is_known: self.is_known })
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, D::Error> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Key<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<V::Value, E> {
        if (self.is_known)(key) { self.inner.visit_str(key) } else { Err(E::custom("an unknown key")) }
    }

    fn visit_borrowed_str<E: Error>(self, key: &'de str) -> Result<V::Value, E> {
        if (self.is_known)(key) { self.inner.visit_borrowed_str(key) } else { Err(E::custom("an unknown key")) }
    }
}

/// Reads a text.
struct TextVisitor;

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde::Deserialize;
    use serde_json::Value;

    use crate::{ServerVersion, contract::notation::parse};

    /// A request with everything that requests have.
    #[derive(Debug, PartialEq, Deserialize)]
    struct Request {
        a: Inner,
        #[serde(default)]
        b: Option<f64>,
        #[serde(default)]
        c: Vec<Inner>,
        #[serde(flatten)]
        more: BTreeMap<String, Value>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Inner {
        a: Id,
        #[serde(default)]
        b: Option<Vec<Word>>,
    }

    #[derive(Debug, PartialEq, Eq, Deserialize)]
    struct Id(String);

    #[derive(Debug, PartialEq, Eq, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Word {
        X,
        Y,
    }

    const CONTRACTS: [&str; 6] = [
        "schema {a:{a:string notEmpty, b?:[string in(\"x\" \"y\")]|null, ...}, b?:number|null, c?:[{a:string, ...}] minItems(1)}",
        "typed {a:{a:string, b?:[string] unique, c?:any}, b?:number, d?:boolean, ...string}",
        "match {a:{a:string, ...}, b?:number/boolean, c?:[{a:string, b?:[string]}]}",
        "schema {a:any, b?:anyOf(string number), ...}",
        "unchecked any",
        "schema {a:{a:string in(\"x\" \"y\"), b?:[string]}, b:number}",
    ];

    /// Text that is nearly JSON of nearly this type.
    fn text() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            1 => Just("null"),
            1 => Just("true"),
            1 => Just("1"),
            1 => Just("-1.5"),
            1 => Just("1e999"),
            1 => Just("01"),
            4 => Just("\"x\""),
            1 => Just("\" \""),
            1 => Just("\"\\u0079\""),
            1 => Just("\"\\ud800\""),
            1 => Just("\"\t\""),
        ];
        let key = prop_oneof![6 => Just("a"), 4 => Just("b"), 2 => Just("c"), 1 => Just("d"), 1 => Just("\\u0061")];
        leaf.prop_map(str::to_owned).prop_recursive(4, 24, 3, move |inner| {
            let entry = (key.clone(), inner.clone()).prop_map(|(key, value)| format!("\"{key}\":{value}"));
            prop_oneof![
                1 => proptest::collection::vec(inner, 0..3).prop_map(|items| format!("[{}]", items.join(","))),
                3 => proptest::collection::vec(entry, 0..4).prop_map(|entries| format!("{{{}}}", entries.join(","))),
            ]
        })
    }

    /// The other way to read a body.
    fn read_slowly(contract: &'static str, text: &str) -> Option<Request> {
        let mut value: Value = serde_json::from_str(text).ok()?;
        parse(contract).unwrap().check_body(&mut value, ServerVersion::V8_8).ok()?;
        serde_json::from_value(value).ok()
    }

    fn read(contract: &'static str, text: &str) -> Option<Request> {
        parse(contract).unwrap().read(text)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

        #[test]
        fn what_is_read_at_once_is_read_slowly_as_well(
            a in text(), b in text(), c in text(), contract in prop::sample::select(&CONTRACTS[..]),
        ) {
            for text in [format!("{{\"a\":{{\"a\":\"x\",\"b\":{b}}},\"c\":{c}}}"), format!("{{\"a\":{a},\"b\":{b}}}"), a] {
                if let Some(request) = read(contract, &text) {
                    prop_assert_eq!(Some(request), read_slowly(contract, &text), "{}: {}", contract, text);
                }
            }
        }
    }

    #[test]
    fn what_complies_is_read_at_once() {
        for (contract, text) in [
            (CONTRACTS[0], r#"{"a":{"a":"x"}}"#),
            (CONTRACTS[0], r#" {"b":1,"c":[{"a":"x","z":[null,{}]}],"a":{"a":"x","b":["x","y"],"z":1}} "#),
            (CONTRACTS[0], r#"{"a":{"a":"\u00e9","b":null},"b":null}"#),
            (CONTRACTS[0], r#"{"a":{"a":"x","b":["\u0079"]}}"#),
            (CONTRACTS[1], r#"{"a":{"a":"x","b":["x"],"c":{"d":[]}},"d":true,"e":"x"}"#),
            (CONTRACTS[2], r#"{"a":{"a":"x"},"b":1.5,"c":[]}"#),
            (CONTRACTS[3], r#"{"a":{"a":"x"},"e":{"f":1}}"#),
            (CONTRACTS[4], r#"{"a":{"a":"x"},"b":1}"#),
            (CONTRACTS[5], r#"{"a":{"a":"y","b":[]},"b":1}"#),
        ] {
            assert!(read(contract, text).is_some(), "{contract}: {text}");
            assert_eq!(read(contract, text), read_slowly(contract, text));
        }
    }

    #[test]
    fn what_does_not_comply_is_left_to_the_slow_way() {
        for (contract, text) in [
            (CONTRACTS[0], ""),
            (CONTRACTS[0], "{}"),
            (CONTRACTS[0], r#"{"a":{"a":"x"}"#),
            (CONTRACTS[0], r#"{"a":{"a":"x"}}x"#),
            (CONTRACTS[0], r#"{"a":{"a":"x"},"d":1}"#),
            (CONTRACTS[0], r#"{"a":{"a":" "}}"#),
            (CONTRACTS[0], r#"{"a":{"a":5}}"#),
            (CONTRACTS[0], r#"{"a":{"a":"x","b":["z"]}}"#),
            (CONTRACTS[0], r#"{"a":{"a":"x"},"c":[]}"#),
            (CONTRACTS[0], r#"{"a":{"a":"x"},"b":"1"}"#),
            (CONTRACTS[1], r#"{"a":{"a":"x","b":["x","x"]}}"#),
            (CONTRACTS[1], r#"{"a":{"a":"x"},"e":1}"#),
            (CONTRACTS[2], r#"{"a":{"a":null}}"#),
            (CONTRACTS[2], r#"["x"]"#),
            (CONTRACTS[3], r#"{"a":{"a":"x"},"b":1}"#),
            (CONTRACTS[5], r#"{"a":{"a":"z"},"b":1}"#),
            (CONTRACTS[5], r#"{"a":{"a":"x"},"b":null}"#),
            (CONTRACTS[5], r#"{"a":{"a":"x","b":null},"b":1}"#),
            (CONTRACTS[5], r#"{"a":{"a":"x"}}"#),
        ] {
            assert_eq!(read(contract, text), None, "{contract}: {text}");
        }
    }

    #[test]
    fn as_many_fields_are_read_at_once_as_there_are_bits() {
        let is_read = |fields: usize| {
            let others: String = (1..fields).map(|number| format!(", f{number}?:any")).collect();
            read(format!("schema {{a:{{a:string}}{others}}}").leak(), r#"{"a":{"a":"x"},"f1":1}"#).is_some()
        };
        assert!(is_read(64));
        assert!(!is_read(65));
    }
}
