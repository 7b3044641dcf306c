use std::fmt;

use serde::{Serialize, Serializer, ser::Error};
use serde_json::Value;

use super::{Inquiry, Message, Room, Visitor};
use crate::secret::{REDACTED, Secrets};

/// The keys that a visitor's token has, or a user's.
const TOKENS: [&str; 4] = ["token", "visitorToken", "authToken", "rc_token"];

/// The key of a link to a file that needs no login.
const FILE_LINK: &str = "publicFilePath";

/// What ends an argument of a link that stands in a text.
const ENDS: &str = "&;?#\"'<>()[]{}|\\";

/// A record that is serialised without tokens, for a browser or a log. Made by `public`, such as [`Room::public`].
///
/// Whoever has a visitor's token can read the visitor's conversations and write in them. Rooms, messages and inquiries hold
/// it, and `Serialize` of the records themselves writes it, as the inverse of `Deserialize`. Here the keys `token`,
/// `visitorToken`, `authToken` and `rc_token` are left out at any depth, as is `publicFilePath`, a link that opens a file; what they
/// held is replaced by `[redacted]` wherever else it stands, and so are the arguments of these names in links, such as
/// `/file-upload/…?rc_token=…`.
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
            for key in TOKENS.into_iter().chain([FILE_LINK]) {
                if let Some(Value::String(token)) = fields.remove(key) {
                    tokens.push(token);
                }
            }
            fields.values_mut().for_each(|value| take_tokens(value, tokens));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| take_tokens(item, tokens)),
        Value::String(text) if text.contains('=') => *text = without_tokens_of_links(text),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The text with `[redacted]` in place of each token that is an argument of a link, or of a query alone.
///
/// It is replaced there and nowhere else: people write texts, and could have anything replaced.
fn without_tokens_of_links(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    for argument in text.split_inclusive(['?', '&', ';', '#']) {
        match argument.split_once('=') {
            Some((key, value)) if TOKENS.contains(&key) => {
                let is_end = |letter: char| letter.is_whitespace() || ENDS.contains(letter);
                let end = value.find(is_end).unwrap_or(value.len());
                clean.extend([key, "=", REDACTED, &value[end..]]);
            }
            _ => clean.push_str(argument),
        }
    }
    clean
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

    /// Quotes, previews and blocks have links, and the token in one need not be that of the message.
    #[test]
    fn no_link_has_a_token() {
        let link = "https://a.b/file-upload/f/a.png?rc_uid=u&rc_token=s3cret-of-another&rc_room_type=l";
        let message = json!({
            "_id": "m", "rid": "r", "ts": "2026-01-01T00:00:00.000Z", "u": {"_id": "a"},
            "msg": format!("[look]({link}) (or <{link}>)\n?token=s3cret;a=1"),
            "md": [{"type": "LINK", "value": {"src": {"type": "PLAIN_TEXT", "value": link}}}],
            "urls": [{"url": link, "parsedUrl": {"search": "?rc_token=s3cret", "query": "rc_token=s3cret"}}],
            "attachments": [{
                "message_link": link, "title_link": "/file-upload/g/b.txt?token=s3cret", "image_url": link,
                "attachments": [{"author_icon": "/avatar/ann?x=1&amp;authToken=s3cret&y=2"}],
            }],
            "blocks": [{"type": "image", "imageUrl": "https://a.b/#visitorToken=s3cret"}],
            "customFields": {"from": link}, "newKey": [link],
        });
        let told = to_value(from_value::<Message>(message.clone()).unwrap().public()).unwrap();
        assert!(!told.to_string().contains("s3cret"), "{told}");
        let shown = "https://a.b/file-upload/f/a.png?rc_uid=u&rc_token=[redacted]&rc_room_type=l";
        assert_eq!(told["msg"], format!("[look]({shown}) (or <{shown}>)\n?token=[redacted];a=1"));
        assert_eq!(
            told["attachments"][0]["attachments"][0]["author_icon"],
            "/avatar/ann?x=1&amp;authToken=[redacted]&y=2"
        );
        // All else stays as it is, and so does what looks like it.
        assert_eq!((&told["_id"], &told["urls"][0]["url"]), (&message["_id"], &json!(shown)));
        for text in ["", "token", "a=b?c=d", "my rc_token = 7", "?tokens=7&x_token=8", "x ? y : token", "="] {
            assert_eq!(without_tokens_of_links(text), text);
        }
    }

    #[test]
    fn a_token_in_a_link_is_known_as_links_write_it() {
        let message = json!({
            "_id": "m", "ts": "2026-01-01T00:00:00.000Z", "u": {"_id": "v"}, "token": "ann's t0ken/7",
            "msg": "https://a.b/chats/ann%27s%20t0ken%2F7",
        });
        let told = to_value(from_value::<Message>(message).unwrap().public()).unwrap();
        assert_eq!(told["msg"], "https://a.b/chats/[redacted]");
    }
}
