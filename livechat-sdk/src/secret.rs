//! Strings that open doors: visitor tokens, login tokens, passwords.
//!
//! None of them shows in `Debug` and none has a `Display`. [`expose`](VisitorToken::expose) hands the text out, and
//! its name is easy to search for. The memory is not wiped on drop: the text is in sent buffers anyway.

use std::{borrow::Borrow, fmt};

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What stands in place of a secret.
pub(crate) const REDACTED: &str = "[redacted]";

macro_rules! secret_string {
    ($($(#[$meta:meta])* $name:ident,)*) => {$(
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The secret itself.
            #[must_use]
            pub fn expose(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&$name> for $name {
            fn from(secret: &$name) -> Self {
                secret.clone()
            }
        }

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
    /// A user's password.
    Password,
    /// A visitor's token: any text that is not blank, chosen by the client, and all that it takes to act as this
    /// visitor. Make it long and random (a version 4 UUID will do) and keep it as one keeps a session cookie.
    VisitorToken,
}

/// The JSON keys that hold secrets in requests and answers.
const SECRET_KEYS: [&str; 5] = ["token", "authToken", "password", "resume", "code"];

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

/// Replaces every secret in a text that somebody else wrote.
pub(crate) fn redact(text: &str, secrets: &[String]) -> String {
    let mut clean = text.to_owned();
    for secret in secrets.iter().filter(|secret| !secret.trim().is_empty()) {
        if clean.contains(secret.as_str()) {
            clean = clean.replace(secret.as_str(), REDACTED);
        }
    }
    clean
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

    #[test]
    fn secrets_are_found_at_any_depth_and_replaced() {
        let mut secrets = Vec::new();
        collect_secrets(&json!({"visitor": {"token": "abc"}, "list": [{"password": "pw"}], "rid": "r"}), &mut secrets);
        secrets.sort();
        assert_eq!(secrets, ["abc", "pw"]);
        assert_eq!(redact("no visitor abc, pw", &secrets), "no visitor [redacted], [redacted]");
    }
}
