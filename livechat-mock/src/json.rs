//! JSON as servers write it.

use std::io;

#[cfg(feature = "server")]
use livechat_sdk::JsonObject;
use serde::{Serialize, de::DeserializeOwned, ser::Error};
use serde_json::Value;
use serde_json::ser::{CompactFormatter, Formatter, Serializer};

/// Writes numbers as JavaScript does: `0` in place of `0.0`.
struct JavaScript;

impl Formatter for JavaScript {
    fn write_f64<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: f64) -> io::Result<()> {
        // What is smaller or larger has an exponent.
        if value == 0.0 || (1e-6..1e21).contains(&value.abs()) {
            // Zero has no sign.
            write!(writer, "{}", value + 0.0)
        } else {
            CompactFormatter.write_f64(writer, value)
        }
    }

    /// A number that serde_json keeps as a text, where another crate turns `arbitrary_precision` on.
    fn write_number_str<W: ?Sized + io::Write>(&mut self, writer: &mut W, value: &str) -> io::Result<()> {
        match value.parse::<f64>() {
            Ok(number) if number.is_finite() && value.contains(['.', 'e', 'E']) => self.write_f64(writer, number),
            _ => writer.write_all(value.as_bytes()),
        }
    }
}

/// Appends a value.
pub(crate) fn write(value: &impl Serialize, to: &mut Vec<u8>) -> serde_json::Result<()> {
    value.serialize(&mut Serializer::with_formatter(to, JavaScript))
}

/// Appends a key to a JSON pointer.
#[cfg(feature = "server")]
pub(crate) fn join(pointer: &str, key: &str) -> String {
    format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"))
}

pub(crate) fn to_string(value: &impl Serialize) -> serde_json::Result<String> {
    let mut bytes = Vec::new();
    write(value, &mut bytes)?;
    String::from_utf8(bytes).map_err(Error::custom)
}

/// What of a value does not fit, and where.
pub(crate) type PathError = serde_path_to_error::Error<serde_json::Error>;

/// Reads a value into a type, or says what of it does not fit.
///
/// On its own: whoever reads a type from a value shares what was compiled for it.
#[inline(never)]
pub(crate) fn read<T: DeserializeOwned>(value: Value) -> Result<T, PathError> {
    serde_path_to_error::deserialize(value)
}

/// What JavaScript says of a text that is no JSON, without the part of the text that it quotes.
pub(crate) fn syntax_error(error: &serde_json::Error) -> &'static str {
    if error.is_eof() { "Unexpected end of JSON input" } else { "Unexpected token in JSON" }
}

/// The members of an expected object that are not the same in another, each with its place, such as `visitor.name`. Members
/// that are not expected do not matter, and `null` is expected of those that are not there.
#[cfg(feature = "server")]
pub(crate) fn differences(expected: &JsonObject, found: &Value) -> Vec<String> {
    let mut places = Vec::new();
    compare(expected, found, "", &mut places);
    places
}

#[cfg(feature = "server")]
fn compare(expected: &JsonObject, found: &Value, below: &str, places: &mut Vec<String>) {
    for (name, expected) in expected {
        let place = format!("{below}{name}");
        match (expected, found.get(name).unwrap_or(&Value::Null)) {
            (Value::Object(expected), found @ Value::Object(_)) => {
                compare(expected, found, &format!("{place}."), places);
            }
            (expected, found) if is_same(expected, found) => {}
            _ => places.push(place),
        }
    }
}

/// Whether two values are the same JSON: `1` and `1.0` are one number.
#[cfg(feature = "server")]
fn is_same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            one == other || (one.is_f64() || other.is_f64()) && one.as_f64() == other.as_f64()
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            one.len() == other.len()
                && one.iter().all(|(name, one)| other.get(name).is_some_and(|other| is_same(one, other)))
        }
        _ => one == other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_are_as_javascript_writes_them() {
        for (number, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (-3.0, "-3"),
            (5.5, "5.5"),
            (0.1, "0.1"),
            (1_767_225_600_000.0, "1767225600000"),
            (1e-7, "1e-7"),
            (1e20, "100000000000000000000"),
        ] {
            assert_eq!(to_string(&json!([number, {"a": number}])).unwrap(), format!(r#"[{text},{{"a":{text}}}]"#));
        }
        let large: f64 = serde_json::from_str(&to_string(&f64::MAX).unwrap()).unwrap();
        assert_eq!(large.total_cmp(&f64::MAX), std::cmp::Ordering::Equal);
        assert_eq!(to_string(&json!(u64::MAX)).unwrap(), u64::MAX.to_string());
        assert_eq!(to_string(&f64::NAN).unwrap(), "null");
    }

    #[cfg(feature = "server")]
    #[test]
    fn what_is_expected_is_compared_and_nothing_else() {
        let found = json!({"visitor": {"name": "Ann", "age": 7.0, "tags": [{"a": 1, "b": 2}]}, "count": 50});
        for (expected, places) in [
            (json!({}), vec![]),
            (json!({"count": 50}), vec![]),
            (json!({"count": 50.0, "offset": null, "visitor": {"age": 7}}), vec![]),
            (json!({"count": "50", "offset": 0}), vec!["count", "offset"]),
            (
                json!({"visitor": {"name": "Bob", "token": "t", "tags": [{"a": 1, "b": 2}]}}),
                vec!["visitor.name", "visitor.token"],
            ),
            (json!({"visitor": {"tags": [{"a": 1}]}}), vec!["visitor.tags"]),
            (json!({"visitor": {}, "count": {"a": 1}}), vec!["count"]),
            (json!({"visitor": null}), vec!["visitor"]),
        ] {
            assert_eq!(differences(expected.as_object().unwrap(), &found), places, "{expected}");
        }
        let large = json!({"n": 9_007_199_254_740_993_u64});
        assert_eq!(differences(json!({"n": 9_007_199_254_740_992_u64}).as_object().unwrap(), &large), ["n"]);
    }
}
