use std::fmt;

use serde::{Serialize, Serializer, ser::Error};
use serde_json::Value;

use super::{Inquiry, Message, Room, Visitor};
use crate::secret::Secrets;

/// The keys that a visitor's token has, or a user's, and a link to a file that needs no login.
const KEYS: [&str; 5] = ["token", "visitorToken", "authToken", "rc_token", "publicFilePath"];

/// A record that is serialised without tokens, for a browser or a log. Made by `public`, such as [`Room::public`].
///
/// Whoever has a visitor's token can read the visitor's conversations and write in them. Rooms, messages and inquiries hold
/// it, and `Serialize` of the records themselves writes it, as the inverse of `Deserialize`. Here the keys `token`,
/// `visitorToken`, `authToken` and `rc_token` are left out at any depth, as is `publicFilePath`, a link that opens a file; what they
/// held is replaced by `[redacted]` wherever else it stands.
///
/// ```
/// use livechat_sdk::model::Visitor;
///
/// let ann = Visitor::new("5f9a1c2e7b3d4a0006c1e9aa").name("Ann").token("iNKE8a6k6cjbqWhWd");
/// assert_eq!(serde_json::to_string(&ann.public())?, r#"{"_id":"5f9a1c2e7b3d4a0006c1e9aa","name":"Ann"}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct Public<'a, T>(&'a T);

impl<'a, T: Serialize> Public<'a, T> {
    pub(crate) fn new(record: &'a T) -> Self {
        Self(record)
    }

    /// The record as JSON, without tokens.
    pub(crate) fn redacted(&self) -> serde_json::Result<Value> {
        let mut value = serde_json::to_value(self.0)?;
        let mut tokens = Vec::new();
        take_tokens(&mut value, &mut tokens);
        Ok(Secrets::new(tokens).redact_json(&value))
    }
}

impl<T: Serialize> Serialize for Public<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.redacted().map_err(S::Error::custom)?.serialize(serializer)
    }
}

impl<T: fmt::Debug> fmt::Debug for Public<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Public").field(self.0).finish()
    }
}

fn take_tokens(value: &mut Value, tokens: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for key in KEYS {
                if let Some(Value::String(token)) = fields.remove(key) {
                    tokens.push(token);
                }
            }
            fields.values_mut().for_each(|value| take_tokens(value, tokens));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| take_tokens(item, tokens)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

macro_rules! public {
    ($($record:ty)*) => {
        $(impl $record {
            /// Serialises without tokens: see [`Public`].
            #[must_use]
            pub fn public(&self) -> Public<'_, Self> {
                Public::new(self)
            }
        })*
    };
}

public!(Inquiry Message Room Visitor);

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json, to_value};

    use super::*;

    #[test]
    fn no_token_is_left_at_any_depth() {
        let message = json!({
            "_id": "m", "rid": "r", "msg": "my link is https://a.b/?t=s3cret-token", "ts": "2026-01-01T00:00:00.000Z",
            "token": "s3cret-token", "u": {"_id": "v", "username": "guest-1"},
            "navigation": {"page": {"title": "A", "location": {"href": "https://a.b/"}, "change": "url"}, "token": "s3cret-token"},
            "attachments": [{"deep": [{"visitorToken": "0ther-token", "text": "0ther-token"}]}],
        });
        let room = json!({
            "_id": "r", "t": "l", "ts": "2026-01-01T00:00:00.000Z", "v": {"_id": "v", "token": "s3cret-token"},
            "livechatData": {"token": "s3cret-token", "order": 7}, "lastMessage": message.clone(),
        });
        let told = to_value(from_value::<Room>(room).unwrap().public()).unwrap();
        let text = told.to_string();
        assert!(!text.contains("s3cret") && !text.contains("0ther"), "{text}");
        assert_eq!((&told["v"], &told["livechatData"]), (&json!({"_id": "v"}), &json!({"order": 7})));
        assert_eq!(told["lastMessage"]["msg"], "my link is https://a.b/?t=[redacted]");
        let told = to_value(from_value::<Message>(message).unwrap().public()).unwrap();
        assert!(!told.to_string().contains("s3cret") && told["_id"] == "m", "{told}");
    }
}
