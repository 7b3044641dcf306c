//! Small helpers for the shapes that the server's JSON takes.

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeOwned, Error as _},
};
use serde_json::Value;

/// A free-form JSON object.
pub type JsonObject = serde_json::Map<String, Value>;

/// The `success: true` that the server adds to its answers.
///
/// A `success: false` does not decode, whatever the status code was: the client reports it as the error that it is.
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
            Err(D::Error::custom("the answer says `success: false`"))
        }
    }
}

/// Reads `null` as the type's default: the server writes `null` for some empty lists.
pub(crate) fn null_as_default<'de, T, D>(deserializer: D) -> Result<T, D::Error>
where
    T: Deserialize<'de> + Default,
    D: Deserializer<'de>,
{
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
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
