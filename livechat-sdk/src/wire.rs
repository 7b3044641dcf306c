//! Small helpers for the shapes that the server's JSON takes.

pub(crate) mod derived;
pub(crate) mod open_record;
mod other_fields;

use std::{borrow::Cow, fmt, marker::PhantomData};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{
        DeserializeOwned, DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor,
        value::{CowStrDeserializer, MapAccessDeserializer},
    },
};
use serde_json::Value;

pub use self::other_fields::OtherFields;

/// A free-form JSON object.
pub type JsonObject = serde_json::Map<String, Value>;

/// The `success: true` that the server adds to its responses.
///
/// A `success: false` does not decode, whatever the status code: the client reports it as an error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Success;

impl Serialize for Success {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bool(true)
    }
}

impl<'de> Deserialize<'de> for Success {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if bool::deserialize(deserializer)? {
            Ok(Self)
        } else {
            Err(D::Error::custom("the response says `success: false`"))
        }
    }
}

/// The response of operations that return only success.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Acknowledged {
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

/// Reads `null` as the type's default: the server writes `null` for some empty lists.
pub(crate) fn null_as_default<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: Deserialize<'de> + Default,
    D: Deserializer<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}

/// A value that is sent as JSON text, such as an object in a query. An option that is not set is to be skipped.
pub(crate) mod json_text {
    use std::borrow::Cow;

    use serde::{Deserialize, Deserializer, Serialize, Serializer, de, de::DeserializeOwned, ser};

    pub(crate) fn serialize<T: Serialize, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&serde_json::to_string(value).map_err(ser::Error::custom)?)
    }

    pub(crate) fn deserialize<'de, T: DeserializeOwned, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
        serde_json::from_str(&Cow::<'de, str>::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

/// A list in a query that older servers know as one text: one item is sent so, several as a list.
pub(crate) mod one_or_many {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};

    pub(crate) fn serialize<T: Serialize, S: Serializer>(items: &[T], serializer: S) -> Result<S::Ok, S::Error> {
        match items {
            [one] => one.serialize(serializer),
            many => many.serialize(serializer),
        }
    }

    pub(crate) fn deserialize<'de, T: DeserializeOwned, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<T>, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum OneOrMany<T> {
            Many(Vec<T>),
            One(T),
        }
        Ok(match OneOrMany::deserialize(deserializer)? {
            OneOrMany::Many(many) => many,
            OneOrMany::One(one) => vec![one],
        })
    }
}

/// A list in a text, with commas between.
pub(crate) mod comma_separated {
    use std::borrow::Cow;

    use serde::{Deserialize, Deserializer, Serializer};

    pub(crate) fn serialize<T: AsRef<str>, S: Serializer>(items: &[T], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&items.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(","))
    }

    pub(crate) fn deserialize<'de, T: From<String>, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
        Ok(items.map(|item| T::from(item.to_owned())).collect())
    }
}

/// A list in a text, with commas between, or nothing. An option that is not set is to be skipped.
pub(crate) mod optional_comma_separated {
    use std::borrow::Cow;

    use serde::{Deserialize, Deserializer, Serializer, de::value::CowStrDeserializer};

    use super::comma_separated;

    pub(crate) fn serialize<T: AsRef<str>, S: Serializer>(
        items: &Option<Vec<T>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match items {
            Some(items) => comma_separated::serialize(items, serializer),
            None => serializer.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, T: From<String>, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Vec<T>>, D::Error> {
        let text = Option::<Cow<'de, str>>::deserialize(deserializer)?;
        text.map(|text| comma_separated::deserialize(CowStrDeserializer::new(text))).transpose()
    }
}

/// Reads what cannot be read as nothing, as servers do that look at the value no further.
pub(crate) fn unreadable_as_none<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: DeserializeOwned,
    D: Deserializer<'de>,
{
    Ok(Option::<Value>::deserialize(deserializer)?.and_then(|value| serde_json::from_value(value).ok()))
}

/// Reads a flag of a query as servers do that accept text: `true`, `t` and `1` set it, other values do not.
pub(crate) fn loose_flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    deserializer.deserialize_any(FlagVisitor(|text| Some(matches!(text, "true" | "t" | "1"))))
}

/// Reads a flag of a query as servers do that accept `true` alone.
pub(crate) fn true_flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    deserializer.deserialize_any(FlagVisitor(|text| Some(text == "true")))
}

/// Reads a flag of a query as servers do that ignore values other than `true` and `false`.
pub(crate) fn either_flag<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<bool>, D::Error> {
    deserializer.deserialize_any(FlagVisitor(|text| text.parse().ok()))
}

/// Reads a flag from JSON's own, or from a text.
struct FlagVisitor(fn(&str) -> Option<bool>);

impl<'de> Visitor<'de> for FlagVisitor {
    type Value = Option<bool>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a flag")
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Self::Value, E> {
        Ok(Some(flag))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok((self.0)(text))
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

/// Reads a number without its fraction, as servers do that cut it off.
pub(crate) fn whole<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    let number = number::deserialize(deserializer)?.filter(|number| *number >= 0.0);
    number.map(|number| number as u64).ok_or_else(|| D::Error::custom("a number that is not negative is wanted"))
}

/// The name under which serde_json hands over a number, as the only entry of a map, once some crate of the program has
/// switched on its feature `arbitrary_precision`. What reads numbers among other things has to know it.
pub(crate) const NUMBER: &str = "$serde_json::private::Number";

/// A number that forms and databases keep as they like: negative, with a fraction, as a text. An empty text is nothing.
///
/// Whole numbers are written without a fraction, as servers write them.
pub(crate) mod number {
    use std::fmt;

    use serde::{
        Deserializer, Serializer,
        de::{Error, MapAccess, Unexpected, Visitor},
    };

    use super::NUMBER;

    /// Up to here a float counts in ones.
    const EXACT: f64 = 9_007_199_254_740_992.0;

    #[expect(clippy::ref_option, reason = "serde's `with` hands the field over by reference")]
    pub(crate) fn serialize<S: Serializer>(number: &Option<f64>, serializer: S) -> Result<S::Ok, S::Error> {
        match *number {
            None => serializer.serialize_none(),
            Some(whole) if whole.fract() == 0.0 && whole.abs() <= EXACT => serializer.serialize_i64(whole as i64),
            Some(other) => serializer.serialize_f64(other),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<f64>, D::Error> {
        deserializer.deserialize_any(NumberVisitor)
    }

    pub(crate) struct NumberVisitor;

    impl<'de> Visitor<'de> for NumberVisitor {
        type Value = Option<f64>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a number")
        }

        fn visit_unit<E: Error>(self) -> Result<Option<f64>, E> {
            Ok(None)
        }

        fn visit_i64<E: Error>(self, number: i64) -> Result<Option<f64>, E> {
            Ok(Some(number as f64))
        }

        fn visit_u64<E: Error>(self, number: u64) -> Result<Option<f64>, E> {
            Ok(Some(number as f64))
        }

        fn visit_f64<E: Error>(self, number: f64) -> Result<Option<f64>, E> {
            Ok(Some(number))
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<Option<f64>, E> {
            let text = text.trim();
            match text.parse::<f64>() {
                _ if text.is_empty() => Ok(None),
                Ok(number) if number.is_finite() => Ok(Some(number)),
                _ => Err(E::invalid_type(Unexpected::Str(text), &self)),
            }
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Option<f64>, A::Error> {
            match map.next_key::<std::borrow::Cow<'de, str>>()? {
                Some(key) if key == NUMBER => self.visit_str(&map.next_value::<std::borrow::Cow<'de, str>>()?),
                _ => Err(A::Error::invalid_type(Unexpected::Map, &self)),
            }
        }
    }
}

/// A [`number`] that there has to be.
pub(crate) mod required_number {
    use serde::{Deserializer, Serializer, de::Error};

    use super::number;

    pub(crate) fn serialize<S: Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
        number::serialize(&Some(*number), serializer)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
        number::deserialize(deserializer)?.ok_or_else(|| D::Error::custom("expected a number"))
    }
}

/// Reads a text. `null` is an empty one; a number or a flag, which some apps store, is its own text.
pub(crate) fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    struct TextVisitor;

    impl<'de> Visitor<'de> for TextVisitor {
        type Value = String;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string")
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
            Ok(text.to_owned())
        }

        fn visit_string<E: Error>(self, text: String) -> Result<String, E> {
            Ok(text)
        }

        fn visit_unit<E: Error>(self) -> Result<String, E> {
            Ok(String::new())
        }

        fn visit_bool<E: Error>(self, flag: bool) -> Result<String, E> {
            Ok(flag.to_string())
        }

        fn visit_i64<E: Error>(self, number: i64) -> Result<String, E> {
            Ok(number.to_string())
        }

        fn visit_u64<E: Error>(self, number: u64) -> Result<String, E> {
            Ok(number.to_string())
        }

        fn visit_f64<E: Error>(self, number: f64) -> Result<String, E> {
            Ok(number.to_string())
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<String, A::Error> {
            match map.next_key::<Cow<'de, str>>()? {
                Some(key) if key == NUMBER => map.next_value(),
                _ => Err(A::Error::invalid_type(Unexpected::Map, &self)),
            }
        }
    }

    deserializer.deserialize_any(TextVisitor)
}

/// What older servers, or apps, write as a text alone.
pub(crate) trait FromText: Sized {
    /// Reads the text; `None` if it is no such thing.
    fn from_text(text: &str) -> Option<Self>;
}

impl FromText for String {
    fn from_text(text: &str) -> Option<Self> {
        Some(text.to_owned())
    }
}

impl<T: FromText> FromText for Box<T> {
    fn from_text(text: &str) -> Option<Self> {
        T::from_text(text).map(Self::new)
    }
}

/// Reads an object, the text that stands for it, or nothing: `null`, or an empty text.
pub(crate) fn text_or_object<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: Deserialize<'de> + FromText,
    D: Deserializer<'de>,
{
    deserializer.deserialize_any(TextOrObject(PhantomData))
}

/// Reads an object, the text that stands for it, or nothing, which is the type's default.
pub(crate) fn text_or_default<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: Deserialize<'de> + FromText + Default,
    D: Deserializer<'de>,
{
    Ok(text_or_object(deserializer)?.unwrap_or_default())
}

struct TextOrObject<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de> + FromText> Visitor<'de> for TextOrObject<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a string")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        T::from_text(text).map(Some).ok_or_else(|| E::invalid_type(Unexpected::Str(text), &self))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Some)
    }
}

impl<'de, T: Deserialize<'de> + FromText> DeserializeSeed<'de> for TextOrObject<T> {
    type Value = Option<T>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// Reads a list in every form that servers and their forms leave one in: `null` or an empty text is none, and what stands
/// alone is a list of one. `null` and empty texts in it are left out.
pub(crate) fn list<'de, T, D>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    T: Deserialize<'de> + FromText,
    D: Deserializer<'de>,
{
    Ok(optional_list(deserializer)?.unwrap_or_default())
}

/// Reads a [`list`] that may be missing.
pub(crate) fn optional_list<'de, T, D>(deserializer: D) -> Result<Option<Vec<T>>, D::Error>
where
    T: Deserialize<'de> + FromText,
    D: Deserializer<'de>,
{
    struct ListVisitor<T>(TextOrObject<T>);

    impl<'de, T: Deserialize<'de> + FromText> Visitor<'de> for ListVisitor<T> {
        type Value = Option<Vec<T>>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a list")
        }

        fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
            Ok(self.0.visit_str(text)?.map(|item| vec![item]))
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
            Ok(self.0.visit_map(map)?.map(|item| vec![item]))
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
            let mut items = Vec::new();
            while let Some(item) = seq.next_element_seed(TextOrObject(PhantomData))? {
                items.extend(item);
            }
            Ok(Some(items))
        }
    }

    deserializer.deserialize_any(ListVisitor(TextOrObject(PhantomData)))
}

/// Reads an object of free form. `null`, an empty text and an empty list, which databases keep where nothing was ever
/// filled in, are none.
pub(crate) fn object<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<JsonObject>, D::Error> {
    struct ObjectVisitor;

    impl<'de> Visitor<'de> for ObjectVisitor {
        type Value = Option<JsonObject>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a map")
        }

        fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
            Ok(None)
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
            if text.trim().is_empty() { Ok(None) } else { Err(E::invalid_type(Unexpected::Str(text), &self)) }
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
            match seq.next_element::<IgnoredAny>()? {
                None => Ok(None),
                Some(_) => Err(A::Error::invalid_type(Unexpected::Seq, &self)),
            }
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
            JsonObject::deserialize(MapAccessDeserializer::new(map)).map(Some)
        }
    }

    deserializer.deserialize_any(ObjectVisitor)
}

/// Whether a value is its type's default, which is not written.
pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// Reads a record whose fields stand beside the response's `success`.
///
/// `#[serde(flatten)]` would hold every value back in a form that knows neither its place nor, with serde_json's
/// `arbitrary_precision`, its numbers.
pub(crate) fn beside_success<'de, T, D>(deserializer: D) -> Result<(T, Success), D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    struct Record<T>(PhantomData<T>);

    impl<'de, T: Deserialize<'de>> Visitor<'de> for Record<T> {
        type Value = (T, Success);

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a map")
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
            let record = T::deserialize(MapAccessDeserializer::new(Rest(map)))?;
            Ok((record, Success))
        }
    }

    /// The fields but for `success`, which is read on the way.
    struct Rest<A>(A);

    impl<'de, A: MapAccess<'de>> MapAccess<'de> for Rest<A> {
        type Error = A::Error;

        fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, A::Error> {
            loop {
                match self.0.next_key::<Cow<'de, str>>()? {
                    None => return Ok(None),
                    Some(key) if key == "success" => self.0.next_value::<Success>().map(drop)?,
                    Some(key) => return seed.deserialize(CowStrDeserializer::new(key)).map(Some),
                }
            }
        }

        fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
            self.0.next_value_seed(seed)
        }
    }

    deserializer.deserialize_map(Record(PhantomData))
}

/// Reads a record whose fields stand beside the response's `success`, or a `null` that stands for the whole response.
pub(crate) fn beside_success_or_null<'de, T, D>(deserializer: D) -> Result<(Option<T>, Success), D::Error>
where
    T: Deserialize<'de>,
    D: Deserializer<'de>,
{
    struct Record<T>(PhantomData<T>);

    impl<'de, T: Deserialize<'de>> Visitor<'de> for Record<T> {
        type Value = (Option<T>, Success);

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a map or null")
        }

        fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
            Ok((None, Success))
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
            let (record, success) = beside_success(MapAccessDeserializer::new(map))?;
            Ok((Some(record), success))
        }
    }

    deserializer.deserialize_any(Record(PhantomData))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    struct Form {
        #[serde(default, deserialize_with = "optional_list")]
        list: Option<Vec<String>>,
        #[serde(default, with = "number")]
        number: Option<f64>,
        #[serde(default, deserialize_with = "object")]
        object: Option<JsonObject>,
        #[serde(default, deserialize_with = "text")]
        text: String,
    }

    #[test]
    fn forms_that_were_not_filled_in_are_read() {
        let read = |json: &str| serde_json::from_str::<Form>(json);
        for json in [
            "{}",
            r#"{"list":"","number":"","object":"","text":""}"#,
            r#"{"list":null,"number":null,"object":null,"text":null}"#,
            r#"{"object":[]}"#,
        ] {
            assert_eq!(read(json).unwrap(), Form::default(), "{json}");
        }
        let filled_in = Form {
            list: Some(vec!["a".into()]),
            number: Some(10.0),
            object: Some(JsonObject::from_iter([("a".to_owned(), 1.into())])),
            text: "5".to_owned(),
        };
        for json in [
            r#"{"list":["a"],"number":"10","object":{"a":1},"text":"5"}"#,
            r#"{"list":"a","number":10,"object":{"a":1},"text":5}"#,
            r#"{"list":["",null,"a"],"number":10.0,"object":{"a":1},"text":5}"#,
        ] {
            assert_eq!(read(json).unwrap(), filled_in, "{json}");
        }
        for (json, number) in [("-5", -5.0), (r#""-4""#, -4.0), ("2.5", 2.5), (r#"" 0.5 ""#, 0.5), ("1e3", 1000.0)] {
            assert_eq!(read(&format!(r#"{{"number":{json}}}"#)).unwrap().number, Some(number), "{json}");
        }
        for json in [
            r#"{"list":7}"#,
            r#"{"number":"ten"}"#,
            r#"{"number":"inf"}"#,
            r#"{"number":true}"#,
            r#"{"number":{}}"#,
            r#"{"object":"a"}"#,
            r#"{"object":[1]}"#,
            r#"{"text":[]}"#,
        ] {
            assert!(read(json).is_err(), "{json}");
        }
    }

    #[test]
    fn whole_numbers_are_written_without_a_fraction() {
        #[derive(Serialize)]
        struct Numbers {
            #[serde(with = "number")]
            number: Option<f64>,
        }
        for (number, json) in
            [(Some(0.0), "0"), (Some(-5.0), "-5"), (Some(2.5), "2.5"), (Some(1e300), "1e+300"), (None, "null")]
        {
            assert_eq!(serde_json::to_string(&Numbers { number }).unwrap(), format!(r#"{{"number":{json}}}"#));
        }
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Answer {
        #[serde(default, deserialize_with = "null_as_default")]
        items: Vec<u8>,
        #[serde(default)]
        success: Success,
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Query {
        #[serde(default, with = "json_text", skip_serializing_if = "Option::is_none")]
        fields: Option<JsonObject>,
    }

    #[test]
    fn an_object_travels_as_text() {
        let text = r#"{"fields":"{\"a\":[1]}"}"#;
        let query: Query = serde_json::from_str(text).unwrap();
        assert_eq!(query.fields.as_ref().unwrap()["a"][0], 1);
        assert_eq!(serde_json::to_string(&query).unwrap(), text);
        assert_eq!(serde_json::from_str::<Query>("{}").unwrap(), Query { fields: None });
        for wrong in [r#"{"fields":{}}"#, r#"{"fields":"[]"}"#, r#"{"fields":"{"}"#] {
            assert!(serde_json::from_str::<Query>(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_flag_is_read_as_servers_read_it() {
        fn read(json: &str) -> [Option<bool>; 3] {
            let deserializer = || serde_json::Deserializer::from_str(json);
            [
                loose_flag(&mut deserializer()).unwrap(),
                true_flag(&mut deserializer()).unwrap(),
                either_flag(&mut deserializer()).unwrap(),
            ]
        }
        const YES: Option<bool> = Some(true);
        const NO: Option<bool> = Some(false);
        for (json, flags) in [
            ("true", [YES, YES, YES]),
            (r#""true""#, [YES, YES, YES]),
            (r#""t""#, [YES, NO, None]),
            (r#""1""#, [YES, NO, None]),
            (r#""false""#, [NO, NO, NO]),
            (r#""maybe""#, [NO, NO, None]),
            ("null", [None, None, None]),
        ] {
            assert_eq!(read(json), flags, "{json}");
        }
    }

    #[test]
    fn success_false_does_not_decode() {
        assert!(serde_json::from_str::<Answer>(r#"{"items":[1],"success":false}"#).is_err());
        assert!(serde_json::from_str::<Answer>(r#"{"items":[1],"success":true}"#).is_ok());
        assert!(serde_json::from_str::<Answer>(r#"{"items":[1]}"#).is_ok());
    }

    #[test]
    fn a_list_in_a_text_has_commas_between() {
        #[derive(Debug, PartialEq, Serialize, Deserialize)]
        struct Record {
            #[serde(default, with = "optional_comma_separated", skip_serializing_if = "Option::is_none")]
            ids: Option<Vec<String>>,
        }
        for (json, ids) in [
            (r#"{"ids":"a,b"}"#, Some(vec!["a".to_owned(), "b".to_owned()])),
            (r#"{"ids":""}"#, Some(Vec::new())),
            ("{}", None),
        ] {
            let record: Record = serde_json::from_str(json).unwrap();
            assert_eq!(serde_json::to_string(&record).unwrap(), json);
            assert_eq!(record.ids, ids);
        }
        assert_eq!(serde_json::from_str::<Record>(r#"{"ids":" a, ,b,"}"#).unwrap().ids.unwrap(), ["a", "b"]);
        assert_eq!(serde_json::from_str::<Record>(r#"{"ids":null}"#).unwrap().ids, None);
    }

    #[test]
    fn a_null_list_is_an_empty_one() {
        let answer: Answer = serde_json::from_str(r#"{"items":null}"#).unwrap();
        assert!(answer.items.is_empty());
        assert_eq!(serde_json::to_string(&answer).unwrap(), r#"{"items":[],"success":true}"#);
    }
}
