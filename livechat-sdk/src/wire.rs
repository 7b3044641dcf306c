//! Small helpers for the shapes that the server's JSON takes.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// A free-form JSON object.
pub type JsonObject = serde_json::Map<String, serde_json::Value>;

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

#[cfg(test)]
mod tests {
    use super::*;

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
