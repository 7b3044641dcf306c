//! Whether a body has the shape of an operation's arguments, told from its text alone.

use std::fmt;

use serde::{
    Deserializer,
    de::{DeserializeSeed, Error, MapAccess, SeqAccess, Visitor},
};

use super::{Field, Kind, Shape, Style};

/// Whether [`check_body`](super::check_body) would let a body pass and leave it as it is.
///
/// `false` only says that it has to be asked: what it refuses, and in which words, and what it takes for something else is
/// its business. An [`Unchecked`](Style::Unchecked) body never conforms.
pub(crate) fn conforms(shape: &Shape, text: &str) -> bool {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    shape.style != Style::Unchecked
        && Walk::Kind(Kind::Object(shape.fields)).deserialize(&mut deserializer).is_ok()
        && deserializer.end().is_ok()
}

/// Walks through a value, and fails where it is not what it should be.
#[derive(Clone, Copy)]
enum Walk {
    Kind(Kind),
    /// Read like everything else: what is skipped would be checked less.
    Anything,
}

impl Walk {
    fn expect<E: Error>(self, is_right: fn(Kind) -> bool) -> Result<(), E> {
        match self {
            Self::Anything => Ok(()),
            Self::Kind(kind) if is_right(kind) => Ok(()),
            Self::Kind(_) => Err(E::custom("another kind of value")),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Walk {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the arguments of an operation")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.expect(|_| false)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        self.expect(|kind| matches!(kind, Kind::Boolean))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        self.expect(|kind| matches!(kind, Kind::Number))
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        self.expect(|kind| matches!(kind, Kind::Number))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        self.expect(|kind| matches!(kind, Kind::Number))
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        self.expect(|kind| matches!(kind, Kind::String | Kind::Sort))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        self.expect(|kind| matches!(kind, Kind::List(_)))?;
        let item = if let Self::Kind(Kind::List(kind)) = self { Self::Kind(*kind) } else { Self::Anything };
        while items.next_element_seed(item)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        self.expect(|kind| matches!(kind, Kind::Object(_) | Kind::OpenObject(_)))?;
        let (fields, is_open) = match self {
            Self::Kind(Kind::Object(fields)) => (fields, false),
            Self::Kind(Kind::OpenObject(fields)) => (fields, true),
            _ => (&[][..], true),
        };
        let mut missing = Missing::of(fields)?;
        while let Some(found) = entries.next_key_seed(Key(fields))? {
            let value = match found.and_then(|index| Some((index, fields.get(index)?))) {
                Some((index, field)) => {
                    missing.found(index);
                    Self::Kind(field.kind)
                }
                None if is_open => Self::Anything,
                None => return Err(A::Error::custom("an unknown key")),
            };
            entries.next_value_seed(value)?;
        }
        if missing.0 == 0 { Ok(()) } else { Err(A::Error::custom("a missing key")) }
    }
}

/// The fields that have to come yet, as bits.
struct Missing(u64);

impl Missing {
    fn of<E: Error>(fields: &[Field]) -> Result<Self, E> {
        if fields.len() > 64 {
            return Err(E::custom("more fields than bits"));
        }
        let required = fields.iter().enumerate().filter(|(_, field)| field.required);
        Ok(Self(required.fold(0, |bits, (index, _)| bits | 1 << index)))
    }

    fn found(&mut self, index: usize) {
        self.0 &= !(1 << index);
    }
}

/// Finds a key among fields.
struct Key(&'static [Field]);

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Option<usize>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Self::Value, E> {
        Ok(self.0.iter().position(|field| field.name == key))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;
    use crate::{
        ServerVersion,
        shape::{check_body, optional, required},
    };

    const ITEM: Kind = Kind::OpenObject(&[required("a", Kind::String), required("b", Kind::Boolean)]);
    const FIELDS: &[Field] = &[
        required("a", Kind::OpenObject(&[required("a", Kind::String), optional("b", Kind::List(&ITEM))])),
        optional("b", Kind::Number),
    ];

    /// Text that is nearly JSON of nearly this shape.
    fn text() -> impl Strategy<Value = String> {
        let leaf = prop_oneof![
            Just("null"),
            Just("true"),
            Just("1"),
            Just("-1.5"),
            Just("1e999"),
            Just("01"),
            Just("\"x\""),
            Just("\"\\u00e9\""),
            Just("\"\\ud800\""),
            Just("\"\t\""),
        ];
        let key = prop_oneof![4 => Just("a"), 4 => Just("b"), 1 => Just("c"), 1 => Just("\\u0061")];
        leaf.prop_map(str::to_owned).prop_recursive(4, 24, 3, move |inner| {
            let entry = (key.clone(), inner.clone()).prop_map(|(key, value)| format!("\"{key}\":{value}"));
            prop_oneof![
                1 => proptest::collection::vec(inner, 0..3).prop_map(|items| format!("[{}]", items.join(","))),
                3 => proptest::collection::vec(entry, 0..3).prop_map(|entries| format!("{{{}}}", entries.join(","))),
            ]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

        #[test]
        fn what_conforms_passes_the_check_as_it_is(text in text()) {
            for style in [Style::Match, Style::Schema, Style::Typed] {
                let shape = Shape { style, fields: FIELDS };
                let passes = serde_json::from_str::<Value>(&text).is_ok_and(|before| {
                    let mut after = before.clone();
                    check_body(&shape, &mut after, ServerVersion::V8_5).is_ok() && before == after
                });
                prop_assert!(passes || !conforms(&shape, &text));
            }
        }
    }

    #[test]
    fn the_documented_forms_conform() {
        let shape = Shape { style: Style::Match, fields: FIELDS };
        for text in [
            r#"{"a":{"a":""}}"#,
            r#" {"b":1,"a":{"x":[null,{}],"b":[],"a":"t"}} "#,
            r#"{"a":{"a":"t","b":[{"a":"k","b":true,"c":1.5},{"b":false,"a":"\u00e9"}]}}"#,
        ] {
            assert!(conforms(&shape, text), "{text}");
        }
        for text in ["", "{}", r#"{"a":{"a":"t"}"#, r#"{"a":{"a":"t"}}x"#, r#"{"a":{"a":"t"},"c":1}"#, r#"{"a":{}}"#] {
            assert!(!conforms(&shape, text), "{text}");
        }
    }
}
