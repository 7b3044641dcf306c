//! Requests and responses without what may be secret, for logs and the page.

use http::HeaderName;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::{catalogue::catalogue, hint};

const REDACTED: &str = "[redacted]";

/// Fields, query keys and path arguments that hold secrets.
const KEYS: [&str; 9] =
    ["token", "visitorToken", "authToken", "loginToken", "rc_token", "password", "digest", "resume", "code"];

/// Headers that hold secrets.
const HEADERS: [&str; 7] =
    ["x-auth-token", "x-visitor-token", "x-livechat-mock-key", "x-2fa-code", "authorization", "cookie", "set-cookie"];

/// A secret that is shorter is not looked for in other texts: it would be found in words.
const SHORT: usize = 6;

/// A request and its response, as they went over the wire.
#[derive(Clone, Copy)]
pub(crate) struct Exchanged<'a> {
    pub(crate) template: Option<&'static str>,
    /// Path and query.
    pub(crate) target: &'a str,
    pub(crate) body: &'a [u8],
    pub(crate) answer: &'a [u8],
}

impl Exchanged<'_> {
    /// Path and query.
    pub(crate) fn target(&self) -> String {
        let (path, query) = self.target.split_once('?').unwrap_or((self.target, ""));
        let path = match self.template {
            Some(template) => {
                let shown = |(name, text)| if KEYS.contains(&name) { REDACTED } else { text };
                segments(template, path).map(shown).collect::<Vec<_>>().join("/")
            }
            None => unknown_path(path),
        };
        if query.is_empty() { path } else { format!("{path}?{}", pairs(query)) }
    }

    /// The request's body.
    pub(crate) fn body(&self) -> String {
        self.text(self.body)
    }

    /// The response's body.
    pub(crate) fn answer(&self) -> String {
        self.text(self.answer)
    }

    /// A header's value.
    pub(crate) fn header(&self, name: &HeaderName, value: &[u8]) -> String {
        if HEADERS.contains(&name.as_str()) {
            return REDACTED.to_owned();
        }
        self.without_secrets(String::from_utf8_lossy(value).into_owned())
    }

    fn text(&self, body: &[u8]) -> String {
        if let Ok(mut value) = serde_json::from_slice(body) {
            redact(&mut value);
            return self.without_secrets(value.to_string());
        }
        match std::str::from_utf8(body) {
            Ok(text) if is_form(text) => pairs(text),
            // Where the secret begins and ends cannot be told in what is no JSON.
            Ok(text) if !text.starts_with("--") && !KEYS.iter().any(|key| text.contains(key)) => {
                self.without_secrets(text.to_owned())
            }
            _ => format!("({} bytes)", body.len()),
        }
    }

    /// A text in which the secrets of the exchange do not stand either.
    fn without_secrets(&self, text: String) -> String {
        let mut secrets = Vec::new();
        let (path, query) = self.target.split_once('?').unwrap_or((self.target, ""));
        let queried = query.split('&').filter_map(|pair| pair.split_once('='));
        for (name, text) in segments(self.template.unwrap_or_default(), path).chain(queried) {
            if KEYS.contains(&name) {
                secrets.push(percent_decode_str(text).decode_utf8_lossy().into_owned());
            }
        }
        for body in [self.body, self.answer] {
            if let Ok(value) = serde_json::from_slice(body) {
                collect(&value, &mut secrets);
            }
        }
        secrets.retain(|secret| secret.len() >= SHORT);
        // A part of one may be another.
        secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
        secrets.iter().fold(text, |text, secret| text.replace(secret.as_str(), REDACTED))
    }
}

/// The segments of a path, each with the name of the argument that it is; other segments have an empty name.
fn segments<'a>(template: &'a str, path: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let name = |word: &'a str| word.strip_prefix('{').and_then(|word| word.strip_suffix('}')).unwrap_or_default();
    let names = template.split('/').map(name).chain(std::iter::repeat(""));
    names.zip(path.split('/'))
}

/// A path that is no operation's, as far as it may be shown: the rest may be a token.
///
/// Words of the API may, also with a slip in them, and so may the word that comes first or first below the API, unless it has
/// what words do not have.
pub(crate) fn unknown_path(path: &str) -> String {
    let mut shown = String::new();
    let mut is_first = true;
    for segment in path.split('/').skip(1) {
        shown.push('/');
        if !(is_known(segment) || is_first && is_word(segment)) {
            shown.push('…');
            break;
        }
        shown.push_str(segment);
        is_first = is_first && matches!(segment, "api" | "v1");
    }
    if shown.is_empty() { "…".to_owned() } else { shown }
}

/// Whether it is a word of a path of the API, but for two letters.
fn is_known(segment: &str) -> bool {
    const SLIPS: usize = 2;
    const LONGEST: usize = 40;
    let is_like = |word: &str| {
        let slips = if word.len() < 6 { 0 } else { SLIPS };
        word == segment || hint::edits(word.as_bytes(), segment.as_bytes()) <= slips
    };
    let mut words = catalogue().templates().flat_map(|template| template.split('/'));
    segment.len() <= LONGEST && words.any(|word| !word.starts_with('{') && is_like(word))
}

/// Lower-case words, with dots or dashes between them. Tokens have digits or capitals, nearly all of them.
fn is_word(segment: &str) -> bool {
    const LONGEST: usize = 24;
    segment.len() <= LONGEST
        && segment.bytes().all(|byte| byte.is_ascii_lowercase() || matches!(byte, b'.' | b'-' | b'_'))
}

/// Pairs of a query or a form.
fn pairs(text: &str) -> String {
    let pair = |pair: &str| match pair.split_once('=') {
        Some((key, _)) if KEYS.contains(&key) => format!("{key}={REDACTED}"),
        _ => pair.to_owned(),
    };
    text.split('&').map(pair).collect::<Vec<_>>().join("&")
}

fn is_form(text: &str) -> bool {
    text.contains('=') && !text.contains(|letter: char| letter.is_whitespace() || matches!(letter, '{' | '<'))
}

fn redact(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                match value {
                    Value::String(text) if KEYS.contains(&key.as_str()) => REDACTED.clone_into(text),
                    value => redact(value),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(redact),
        _ => {}
    }
}

fn collect(value: &Value, secrets: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                match value {
                    Value::String(text) if KEYS.contains(&key.as_str()) => secrets.push(text.clone()),
                    value => collect(value, secrets),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, secrets)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "iNKE8a6k6cjbqWhWd";

    fn exchanged(body: &'static str, answer: &'static str) -> Exchanged<'static> {
        Exchanged {
            template: Some("/api/v1/livechat/visitor/{token}"),
            target: "/api/v1/livechat/visitor/iNKE8a6k6cjbqWhWd?token=s3cret-too&count=5",
            body: body.as_bytes(),
            answer: answer.as_bytes(),
        }
    }

    #[test]
    fn what_is_secret_is_shown_nowhere() {
        let shown = exchanged(
            r#"{"visitor":{"token":"another-token","name":"Ann"},"list":[{"password":"pw"}]}"#,
            r#"{"error":"no iNKE8a6k6cjbqWhWd, no another-token"}"#,
        );
        assert_eq!(shown.target(), "/api/v1/livechat/visitor/[redacted]?token=[redacted]&count=5");
        let body = r#"{"visitor":{"token":"[redacted]","name":"Ann"},"list":[{"password":"[redacted]"}]}"#;
        assert_eq!(serde_json::from_str::<Value>(&shown.body()).unwrap(), serde_json::from_str::<Value>(body).unwrap());
        assert_eq!(shown.answer(), r#"{"error":"no [redacted], no [redacted]"}"#);
        let header = |name, value: &str| shown.header(&HeaderName::from_static(name), value.as_bytes());
        assert_eq!(header("x-auth-token", "abc"), REDACTED);
        assert_eq!(header("referer", "https://a.test/?t=s3cret-too"), "https://a.test/?t=[redacted]");
        assert_eq!(header("accept", "*/*"), "*/*");
    }

    #[test]
    fn what_cannot_be_read_is_shown_only_if_it_can_hold_no_secret() {
        for (body, expected) in [
            ("", ""),
            ("user=ann&password=pw", "user=ann&password=[redacted]"),
            (r#"{"visitor":{"token":"x"}"#, "(24 bytes)"),
            ("--b\r\ncontent-disposition: form-data", "(35 bytes)"),
            ("404 Not Found", "404 Not Found"),
        ] {
            assert_eq!(exchanged(body, "").body(), expected);
        }
    }

    #[test]
    fn an_unknown_path_is_shown_as_far_as_it_cannot_hold_a_token() {
        for (path, expected) in [
            ("/api/v1/livechat/visitors/iNKE8a6k6cjbqWhWd/x", "/api/v1/livechat/visitors/…"),
            ("/api/v1/livechat/visitor", "/api/v1/livechat/visitor"),
            ("/api/v1/livechat/vistor/x", "/api/v1/livechat/vistor/…"),
            ("/api/v1/teams.list", "/api/v1/teams.list"),
            ("/api/v1/livechat/secret", "/api/v1/livechat/…"),
            ("/login", "/login"),
            ("/login/secret", "/login/…"),
            ("/iNKE8a6k6cjbqWhWd", "/…"),
            ("/{token}", "/…"),
            ("*", "…"),
        ] {
            assert_eq!(unknown_path(path), expected);
            assert!(!unknown_path(path).contains(SECRET));
        }
    }
}
