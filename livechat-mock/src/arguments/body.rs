//! Reading a request's body, as lenient as the server: what it cannot read counts as an empty object.

use http::{HeaderMap, HeaderValue, header::CONTENT_TYPE};
use livechat_sdk::{JsonObject, endpoint::mend_surrogates};
use percent_encoding::percent_decode_str;
use serde_json::Value;

const JSON: &str = "application/json";
const FORM: &str = "application/x-www-form-urlencoded";

/// A body, and what was wrong with it.
pub(super) struct Body {
    pub(super) value: Value,
    pub(super) hint: Option<String>,
}

impl Body {
    pub(super) fn read(headers: &HeaderMap, body: &[u8]) -> Self {
        let empty = |hint: Option<String>| Self { value: Value::Object(JsonObject::new()), hint };
        if body.trim_ascii().is_empty() {
            return empty(Some("the body is empty".to_owned()));
        }
        match media_type(headers) {
            JSON => match read_json(body) {
                Ok(value) => Self { value, hint: None },
                // serde_json quotes nothing when it is the syntax that is wrong.
                Err(error) => empty(Some(format!("the body is not JSON: {error}"))),
            },
            FORM if !looks_like_json(body) => {
                let pairs = form_pairs(&String::from_utf8_lossy(body));
                let fields = pairs.into_iter().map(|(key, value)| (key, Value::from(value))).collect();
                Self { value: Value::Object(fields), hint: None }
            }
            _ => empty(Some("the body was not sent as JSON: add the header content-type: application/json".to_owned())),
        }
    }
}

/// Parses JSON as JavaScript does: half a character is one.
fn read_json(body: &[u8]) -> Result<Value, serde_json::Error> {
    serde_json::from_slice(body).or_else(|error| match mend_surrogates(body) {
        Some(mended) => serde_json::from_slice(&mended),
        None => Err(error),
    })
}

/// A body that says that it is JSON, as text.
pub(super) fn json_text<'a>(headers: &HeaderMap, body: &'a [u8]) -> Option<&'a str> {
    if media_type(headers) == JSON { std::str::from_utf8(body).ok() } else { None }
}

/// The media type without its parameters, as far as it is one that is read.
fn media_type(headers: &HeaderMap) -> &'static str {
    let given = headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    let given = given.split(|&byte| byte == b';').next().unwrap_or_default().trim_ascii();
    [JSON, FORM].into_iter().find(|known| given.eq_ignore_ascii_case(known.as_bytes())).unwrap_or_default()
}

/// curl labels what it is told to send as a form, if it is not told otherwise.
fn looks_like_json(body: &[u8]) -> bool {
    matches!(body.trim_ascii_start().first(), Some(b'{' | b'['))
}

/// The pairs of a form or a query, decoded.
pub(super) fn form_pairs(text: &str) -> Vec<(String, String)> {
    let decode = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    text.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(key, value)| (decode(key), decode(value)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent_as(media_type: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(media_type))])
    }

    #[test]
    fn json_that_is_labelled_as_a_form_is_not_read() {
        let read = |body: &str| Body::read(&sent_as(FORM), body.as_bytes());
        let form = read("msg=Hi+there&rid=%5B1");
        assert_eq!((form.value, form.hint), (serde_json::json!({"msg": "Hi there", "rid": "[1"}), None));
        for json in [r#"{"msg":"Hi"}"#, " [1]"] {
            let Body { value, hint } = read(json);
            assert_eq!(value, serde_json::json!({}));
            assert!(hint.is_some_and(|hint| hint.ends_with("add the header content-type: application/json")), "{json}");
        }
    }

    #[test]
    fn text_is_of_json_alone() {
        assert_eq!(json_text(&sent_as("Application/JSON; charset=utf-8"), b"{}"), Some("{}"));
        assert_eq!(json_text(&sent_as(JSON), b"\xff"), None);
        assert_eq!(json_text(&sent_as(FORM), b"{}"), None);
    }

    #[test]
    fn half_a_character_is_one() {
        let headers = sent_as(JSON);
        let read = |body: &str| Body::read(&headers, body.as_bytes()).value;
        assert_eq!(read(r#"{"msg":"a\ud800"}"#)["msg"], "a\u{fffd}");
        assert_eq!(read(r#"{"msg":"\ud83d\ude00"}"#)["msg"], "\u{1f600}");
        assert_eq!(read(r#"{"msg":"a\ud800"#), Value::Object(JsonObject::new()));
    }
}
