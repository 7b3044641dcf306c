use serde::{
    Serialize, Serializer,
    ser::{
        Error, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
        SerializeTupleStruct, SerializeTupleVariant,
    },
};

use crate::time::{MOMENT, Timestamp};

/// Serializes a value for realtime frames: each [`Timestamp`] in it as `{"$date": milliseconds}`.
///
/// Timestamps are recognised by type, at any depth. A text that looks like one stays a text, and so does everything in
/// a [`serde_json::Value`].
///
/// ```
/// use livechat_sdk::{Timestamp, ddp::Ejson, model::{Message, MessageAuthor}};
///
/// let message = Message::new("m1", MessageAuthor::new("a1", "alice"), Timestamp::from_millis(1_700_000_000_000), "Hi");
/// assert_eq!(serde_json::to_value(Ejson(&message))?["ts"]["$date"], 1_700_000_000_000_i64);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Ejson<T>(pub T);

impl<T: Serialize> Serialize for Ejson<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(Writer { inner: serializer, is_moment: false })
    }
}

/// A serializer in front of another one.
struct Writer<S> {
    inner: S,
    /// Whether the text to come is that of a moment.
    is_moment: bool,
}

macro_rules! pass_on {
    ($($method:ident($type:ty))*) => {$(
        fn $method(self, value: $type) -> Result<S::Ok, S::Error> {
            self.inner.$method(value)
        }
    )*};
}

impl<S: Serializer> Serializer for Writer<S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = Writer<S::SerializeSeq>;
    type SerializeTuple = Writer<S::SerializeTuple>;
    type SerializeTupleStruct = Writer<S::SerializeTupleStruct>;
    type SerializeTupleVariant = Writer<S::SerializeTupleVariant>;
    type SerializeMap = Writer<S::SerializeMap>;
    type SerializeStruct = Writer<S::SerializeStruct>;
    type SerializeStructVariant = Writer<S::SerializeStructVariant>;

    pass_on! {
        serialize_bool(bool) serialize_i8(i8) serialize_i16(i16) serialize_i32(i32) serialize_i64(i64)
        serialize_i128(i128) serialize_u8(u8) serialize_u16(u16) serialize_u32(u32) serialize_u64(u64)
        serialize_u128(u128) serialize_f32(f32) serialize_f64(f64) serialize_char(char) serialize_bytes(&[u8])
        serialize_unit_struct(&'static str)
    }

    fn serialize_str(self, text: &str) -> Result<S::Ok, S::Error> {
        if !self.is_moment {
            return self.inner.serialize_str(text);
        }
        let moment: Timestamp = text.parse().map_err(S::Error::custom)?;
        let mut map = self.inner.serialize_map(Some(1))?;
        map.serialize_entry("$date", &moment.as_millis())?;
        map.end()
    }

    fn serialize_none(self) -> Result<S::Ok, S::Error> {
        self.inner.serialize_none()
    }

    fn serialize_unit(self) -> Result<S::Ok, S::Error> {
        self.inner.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<S::Ok, S::Error> {
        self.inner.serialize_some(&Ejson(value))
    }

    fn serialize_unit_variant(self, name: &'static str, index: u32, variant: &'static str) -> Result<S::Ok, S::Error> {
        self.inner.serialize_unit_variant(name, index, variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Result<S::Ok, S::Error> {
        if name == MOMENT {
            return value.serialize(Self { inner: self.inner, is_moment: true });
        }
        self.inner.serialize_newtype_struct(name, &Ejson(value))
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<S::Ok, S::Error> {
        self.inner.serialize_newtype_variant(name, index, variant, &Ejson(value))
    }

    fn serialize_seq(self, len: Option<usize>) -> Result<Self::SerializeSeq, S::Error> {
        self.inner.serialize_seq(len).map(Writer::new)
    }

    fn serialize_tuple(self, len: usize) -> Result<Self::SerializeTuple, S::Error> {
        self.inner.serialize_tuple(len).map(Writer::new)
    }

    fn serialize_tuple_struct(self, name: &'static str, len: usize) -> Result<Self::SerializeTupleStruct, S::Error> {
        self.inner.serialize_tuple_struct(name, len).map(Writer::new)
    }

    fn serialize_tuple_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Self::SerializeTupleVariant, S::Error> {
        self.inner.serialize_tuple_variant(name, index, variant, len).map(Writer::new)
    }

    fn serialize_map(self, len: Option<usize>) -> Result<Self::SerializeMap, S::Error> {
        self.inner.serialize_map(len).map(Writer::new)
    }

    fn serialize_struct(self, name: &'static str, len: usize) -> Result<Self::SerializeStruct, S::Error> {
        self.inner.serialize_struct(name, len).map(Writer::new)
    }

    fn serialize_struct_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
        len: usize,
    ) -> Result<Self::SerializeStructVariant, S::Error> {
        self.inner.serialize_struct_variant(name, index, variant, len).map(Writer::new)
    }

    fn is_human_readable(&self) -> bool {
        self.inner.is_human_readable()
    }
}

impl<C> Writer<C> {
    fn new(inner: C) -> Self {
        Self { inner, is_moment: false }
    }
}

macro_rules! wrap_items {
    ($($trait:ident: $method:ident,)*) => {$(
        impl<C: $trait> $trait for Writer<C> {
            type Ok = C::Ok;
            type Error = C::Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), C::Error> {
                self.inner.$method(&Ejson(value))
            }

            fn end(self) -> Result<C::Ok, C::Error> {
                self.inner.end()
            }
        }
    )*};
}

wrap_items! {
    SerializeSeq: serialize_element,
    SerializeTuple: serialize_element,
    SerializeTupleStruct: serialize_field,
    SerializeTupleVariant: serialize_field,
}

macro_rules! wrap_fields {
    ($($trait:ident,)*) => {$(
        impl<C: $trait> $trait for Writer<C> {
            type Ok = C::Ok;
            type Error = C::Error;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), C::Error> {
                self.inner.serialize_field(key, &Ejson(value))
            }

            fn skip_field(&mut self, key: &'static str) -> Result<(), C::Error> {
                self.inner.skip_field(key)
            }

            fn end(self) -> Result<C::Ok, C::Error> {
                self.inner.end()
            }
        }
    )*};
}

wrap_fields! { SerializeStruct, SerializeStructVariant, }

impl<C: SerializeMap> SerializeMap for Writer<C> {
    type Ok = C::Ok;
    type Error = C::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), C::Error> {
        self.inner.serialize_key(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), C::Error> {
        self.inner.serialize_value(&Ejson(value))
    }

    fn end(self) -> Result<C::Ok, C::Error> {
        self.inner.end()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::{Value, json};

    use super::*;
    use crate::model::Message;

    #[test]
    fn every_moment_is_written_as_one_and_texts_stay_texts() {
        let iso = "2023-11-14T22:13:20.000Z";
        let date = json!({"$date": 1_700_000_000_000_i64});
        let message: Message = serde_json::from_value(json!({
            "_id": "m", "rid": "r", "msg": iso, "ts": iso, "u": {"_id": "u"}, "editedAt": iso, "_updatedAt": iso,
            "t": "livechat_transfer_history", "attachments": [{"ts": iso, "app": iso}],
            "transferData": {"transferredBy": {"_id": "u"}, "ts": iso, "scope": "queue"}
        }))
        .unwrap();
        let written = serde_json::to_value(Ejson(&message)).unwrap();
        for path in ["/ts", "/editedAt", "/_updatedAt", "/transferData/ts", "/attachments/0/ts"] {
            assert_eq!(written.pointer(path), Some(&date), "{path}");
        }
        assert_eq!(written["msg"], iso);
        assert_eq!(written["attachments"][0]["app"], iso);
        assert_eq!(serde_json::from_value::<Message>(written).unwrap(), message);
        assert_eq!(serde_json::to_value(&message).unwrap()["ts"], iso);
    }

    #[test]
    fn moments_are_found_in_every_kind_of_container() {
        #[derive(Serialize)]
        enum Shape {
            Unit,
            Newtype(Timestamp),
            Tuple(Timestamp, u8),
            Struct { at: Option<Timestamp> },
        }
        #[derive(Serialize)]
        struct Pair(Timestamp, Value);
        let moment = Timestamp::from_millis(5);
        let value = (
            [Shape::Unit, Shape::Newtype(moment), Shape::Tuple(moment, 1), Shape::Struct { at: Some(moment) }],
            Pair(moment, json!("1970-01-01T00:00:00.005Z")),
            BTreeMap::from([("at", moment)]),
        );
        let date = json!({"$date": 5});
        assert_eq!(
            serde_json::to_value(Ejson(value)).unwrap(),
            json!([
                ["Unit", {"Newtype": date}, {"Tuple": [date, 1]}, {"Struct": {"at": date}}],
                [date, "1970-01-01T00:00:00.005Z"],
                {"at": date},
            ])
        );
    }
}
