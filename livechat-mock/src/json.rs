//! JSON as servers write it.

use std::io;

use serde::{Serialize, ser::Error};
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
}

/// Appends a value.
pub(crate) fn write(value: &impl Serialize, to: &mut Vec<u8>) -> serde_json::Result<()> {
    value.serialize(&mut Serializer::with_formatter(to, JavaScript))
}

pub(crate) fn to_string(value: &impl Serialize) -> serde_json::Result<String> {
    let mut bytes = Vec::new();
    write(value, &mut bytes)?;
    String::from_utf8(bytes).map_err(Error::custom)
}

/// What JavaScript says of a text that is no JSON, without the part of the text that it quotes.
pub(crate) fn syntax_error(error: &serde_json::Error) -> &'static str {
    if error.is_eof() { "Unexpected end of JSON input" } else { "Unexpected token in JSON" }
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
}
