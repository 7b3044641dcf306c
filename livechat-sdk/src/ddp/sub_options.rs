use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

use super::fields::Counted;
use crate::secret::VisitorToken;

/// The second parameter of a subscription to a stream: whether it begins with an `added`, and the subscriber's
/// credentials.
///
/// On the wire it is an object, or a boolean that is [`use_collection`](Self::use_collection) alone. It is written as
/// an object and read from both; anything else reads as the default.
#[derive(Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubOptions {
    /// Whether the server first sends an `added` of the stream's collection.
    pub use_collection: bool,
    /// The arguments of the server's access check.
    pub args: Vec<Value>,
}

impl SubOptions {
    /// Without an `added`, with these arguments.
    #[must_use]
    pub fn new(args: Vec<Value>) -> Self {
        Self { use_collection: false, args }
    }

    /// A visitor's options: the token under both names that servers look for.
    #[must_use]
    pub fn visitor(token: impl Into<VisitorToken>) -> Self {
        let token = token.into();
        Self::new(vec![json!({"token": token, "visitorToken": token})])
    }

    /// The token that [`NOTIFY_ROOM`](super::NOTIFY_ROOM) looks for.
    #[must_use]
    pub fn token(&self) -> Option<VisitorToken> {
        self.secret("token")
    }

    /// The token that [`ROOM_MESSAGES`](super::ROOM_MESSAGES) and [`LIVECHAT_ROOM`](super::LIVECHAT_ROOM) look for.
    #[must_use]
    pub fn visitor_token(&self) -> Option<VisitorToken> {
        self.secret("visitorToken")
    }

    fn secret(&self, key: &str) -> Option<VisitorToken> {
        self.args.first()?.get(key)?.as_str().map(VisitorToken::from)
    }

    /// Reads the parameter; missing values are the default.
    #[must_use]
    pub fn read(param: Option<&Value>) -> Self {
        match param {
            Some(Value::Bool(use_collection)) => Self { use_collection: *use_collection, args: Vec::new() },
            Some(Value::Object(options)) => Self {
                use_collection: options.get("useCollection") == Some(&Value::Bool(true)),
                args: options.get("args").and_then(Value::as_array).cloned().unwrap_or_default(),
            },
            _ => Self::default(),
        }
    }
}

impl<'de> Deserialize<'de> for SubOptions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(|param| Self::read(Some(&param)))
    }
}

impl fmt::Debug for SubOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SubOptions")
            .field("use_collection", &self.use_collection)
            .field("args", &Counted(&self.args))
            .finish()
    }
}
