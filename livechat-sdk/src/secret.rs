//! Secrets: visitor tokens, login tokens, passwords.
//!
//! `Debug` is redacted and there is no `Display`. [`expose`](VisitorToken::expose) returns the text, and its name is
//! easy to search for. The memory is not wiped on drop: the text is in sent buffers anyway.

use std::fmt;

use percent_encoding::utf8_percent_encode;
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[cfg(feature = "random")]
use crate::id::LETTERS;
use crate::{endpoint::RESERVED, text_newtype::text_newtype};

/// What stands in place of a secret.
pub(crate) const REDACTED: &str = "[redacted]";

macro_rules! secret_string {
    ($($(#[$meta:meta])* $name:ident,)*) => {$(
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Box<str>);

        impl $name {
            /// The secret itself.
            #[must_use]
            pub fn expose(&self) -> &str {
                &self.0
            }
        }

        text_newtype!($name);

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "([redacted])"))
            }
        }
    )*};
}

secret_string! {
    /// A login's token, sent as `X-Auth-Token`.
    AuthToken,
    /// A link that opens a file for whoever has it.
    FileLink,
    /// A user's password.
    Password,
    /// The secret that servers send to the webhook of a workspace, to be known by.
    WebhookToken,
    /// A visitor's token: any text that is not blank, chosen by the client, and all that it takes to act as this
    /// visitor. Make it long and random, by [`random`](Self::random) say, and keep it as one keeps a session cookie.
    VisitorToken,
}

#[cfg(feature = "random")]
impl VisitorToken {
    /// A token that cannot be guessed: 32 letters and digits, which are 185 bits, from the operating system's
    /// generator.
    ///
    /// ```
    /// use livechat_sdk::{VisitorToken, visitors::RegisterVisitor};
    ///
    /// let token = VisitorToken::random();
    /// let request = RegisterVisitor::new(&token).name("Ann");
    /// ```
    ///
    /// # Panics
    ///
    /// If the operating system gives no random bytes.
    #[must_use]
    #[expect(
        clippy::panic,
        reason = "a token that can be guessed is worse than none, and all systems have a generator"
    )]
    pub fn random() -> Self {
        const LENGTH: usize = 32;
        /// Bytes from here on would make the first letters likelier than the last.
        const END: u8 = (256 / LETTERS.len() * LETTERS.len()) as u8;
        let mut token = String::with_capacity(LENGTH);
        let mut bytes = [0; 2 * LENGTH];
        while token.len() < LENGTH {
            if let Err(error) = getrandom::fill(&mut bytes) {
                panic!("the operating system gives no random bytes: {error}");
            }
            let letters =
                bytes.iter().filter(|byte| **byte < END).map(|byte| LETTERS[usize::from(*byte) % LETTERS.len()]);
            token.extend(letters.take(LENGTH - token.len()).map(char::from));
        }
        Self(token.into())
    }
}

/// The JSON keys that hold secrets in requests and responses.
const SECRET_KEYS: [&str; 7] = ["token", "visitorToken", "authToken", "password", "digest", "resume", "code"];

/// Whether a field, path argument or query key of this name holds a secret.
pub(crate) fn is_secret_key(key: &str) -> bool {
    SECRET_KEYS.contains(&key)
}

/// Collects the texts under secret keys, at any depth.
pub(crate) fn collect_secrets(value: &Value, secrets: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, value) in map {
                match value {
                    Value::String(text) if is_secret_key(key) => secrets.push(text.clone()),
                    _ => collect_secrets(value, secrets),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect_secrets(item, secrets)),
        _ => {}
    }
}

/// The secrets of a request and its response, to be redacted in texts of other origin.
#[derive(Debug, Default)]
pub(crate) struct Secrets(Vec<String>);

impl Secrets {
    /// Secrets as they are, as JSON writes them inside of a text, and as links do. The longest come first: a part of one may
    /// be another.
    pub(crate) fn new(mut secrets: Vec<String>) -> Self {
        secrets.retain(|secret| !secret.trim().is_empty());
        for at in 0..secrets.len() {
            let quoted = Value::from(&*secrets[at]).to_string();
            let escaped = quoted.trim_start_matches('"').trim_end_matches('"').to_owned();
            let encoded = utf8_percent_encode(&secrets[at], RESERVED).to_string();
            for form in [escaped, encoded] {
                if form != secrets[at] {
                    secrets.push(form);
                }
            }
        }
        secrets.sort_unstable_by_key(|secret| std::cmp::Reverse(secret.len()));
        Self(secrets)
    }

    /// The text with every secret replaced.
    pub(crate) fn redact(&self, text: &str) -> String {
        let mut clean = text.to_owned();
        for secret in self.0.iter().filter(|secret| text.contains(secret.as_str())) {
            clean = if secret.len() < SHORT { replace_words(&clean, secret) } else { clean.replace(secret, REDACTED) };
        }
        clean
    }

    /// The JSON with every secret in its texts and keys replaced.
    pub(crate) fn redact_json(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => Value::String(self.redact(text)),
            Value::Array(items) => items.iter().map(|item| self.redact_json(item)).collect(),
            Value::Object(fields) => {
                fields.iter().map(|(key, value)| (self.redact(key), self.redact_json(value))).collect()
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
        }
    }
}

/// A secret shorter than this, in bytes, is replaced only as a whole word: a token `t` would break every word up.
const SHORT: usize = 8;

fn replace_words(text: &str, secret: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(secret) {
        let (before, behind) = (&rest[..at], &rest[at + secret.len()..]);
        clean.push_str(before);
        let inside = clean.ends_with(char::is_alphanumeric) || behind.starts_with(char::is_alphanumeric);
        clean.push_str(if inside { secret } else { REDACTED });
        rest = behind;
    }
    clean + rest
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn debug_never_shows_the_text() {
        assert_eq!(format!("{:?}", VisitorToken::from("iNKE8a6k6cjbqWhWd")), "VisitorToken([redacted])");
        assert_eq!(format!("{:?}", AuthToken::from("x")), "AuthToken([redacted])");
        assert_eq!(format!("{:?}", Password::from("x")), "Password([redacted])");
    }

    #[cfg(feature = "random")]
    #[test]
    fn random_tokens_are_long_differ_and_have_all_letters() {
        use std::collections::HashSet;

        let tokens: HashSet<_> = (0..200).map(|_| VisitorToken::random()).collect();
        assert_eq!(tokens.len(), 200);
        assert!(tokens.iter().all(|token| token.expose().len() == 32));
        // That one of 55 letters is missing among 6,400 happens once in 10^49 times.
        let letters: HashSet<_> = tokens.iter().flat_map(|token| token.expose().bytes()).collect();
        assert_eq!(letters, LETTERS.iter().copied().collect());
    }

    #[test]
    fn secrets_are_found_at_any_depth_and_replaced() {
        let mut secrets = Vec::new();
        collect_secrets(&json!({"visitor": {"token": "abc"}, "list": [{"password": "pw"}], "rid": "r"}), &mut secrets);
        secrets.sort();
        assert_eq!(secrets, ["abc", "pw"]);
        assert_eq!(Secrets::new(secrets).redact("no visitor abc, pw"), "no visitor [redacted], [redacted]");
    }

    #[test]
    fn a_secret_is_found_in_every_form_that_a_server_may_quote() {
        let secrets = Secrets::new(
            ["long-s3cret", "long-s3cret-and-more", "quo\"ted\n-s3cret", "t", " "].map(str::to_owned).to_vec(),
        );
        for (text, clean) in [
            ("<long-s3cret-and-more>", "<[redacted]>"),
            ("xlong-s3cretx", "x[redacted]x"),
            (r#"{"token":"quo\"ted\n-s3cret"}"#, r#"{"token":"[redacted]"}"#),
            ("quo\"ted\n-s3cret", "[redacted]"),
            ("not a token t (t)", "not a token [redacted] ([redacted])"),
            ("/?quo%22ted%0A-s3cret&x", "/?[redacted]&x"),
            ("a%20b", "a%20b"),
        ] {
            assert_eq!(secrets.redact(text), clean);
        }
        assert_eq!(
            secrets.redact_json(&json!({"long-s3cret": ["long-s3cret", 7, null]})),
            json!({"[redacted]": ["[redacted]", 7, null]})
        );
    }
}
