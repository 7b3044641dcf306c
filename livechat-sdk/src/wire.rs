//! Small helpers for the shapes that the server's JSON takes.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeOwned, Error, Visitor},
};
use serde_json::Value;

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

/// Reads an empty text as nothing: the server's forms leave one where a list or a number was not filled in.
pub(crate) fn blank_as_none<'de, T, D>(deserializer: D) -> Result<Option<T>, D::Error>
where
    T: DeserializeOwned,
    D: Deserializer<'de>,
{
    match Option::<Value>::deserialize(deserializer)? {
        None => Ok(None),
        Some(Value::String(text)) if text.trim().is_empty() => Ok(None),
        Some(value) => serde_json::from_value(value).map(Some).map_err(D::Error::custom),
    }
}

/// Reads a whole number that may be written as a text, an empty one of which is nothing.
pub(crate) fn number_or_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    match blank_as_none::<Value, D>(deserializer)? {
        None => Ok(None),
        Some(Value::String(text)) => text.trim().parse().map(Some).map_err(D::Error::custom),
        Some(value) => serde_json::from_value(value).map(Some).map_err(D::Error::custom),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Form {
        #[serde(default, deserialize_with = "blank_as_none")]
        list: Option<Vec<String>>,
        #[serde(default, deserialize_with = "number_or_text")]
        number: Option<u64>,
    }

    #[test]
    fn forms_that_were_not_filled_in_are_read() {
        let read = |json: &str| serde_json::from_str::<Form>(json);
        for json in ["{}", r#"{"list":"","number":""}"#, r#"{"list":null,"number":null}"#] {
            assert_eq!(read(json).unwrap(), Form { list: None, number: None }, "{json}");
        }
        let filled_in = Form { list: Some(vec!["a".into()]), number: Some(10) };
        assert_eq!(read(r#"{"list":["a"],"number":"10"}"#).unwrap(), filled_in);
        assert_eq!(read(r#"{"list":["a"],"number":10}"#).unwrap(), filled_in);
        assert!(read(r#"{"list":"a"}"#).is_err() && read(r#"{"number":"ten"}"#).is_err());
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
    fn a_null_list_is_an_empty_one() {
        let answer: Answer = serde_json::from_str(r#"{"items":null}"#).unwrap();
        assert!(answer.items.is_empty());
        assert_eq!(serde_json::to_string(&answer).unwrap(), r#"{"items":[],"success":true}"#);
    }
}
