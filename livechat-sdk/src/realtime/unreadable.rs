use std::hash::{DefaultHasher, Hash, Hasher};

use serde::Deserialize;
use serde_json::Value;
use serde_path_to_error::{Path, Segment};

use super::event::ChatEvent;
use crate::{
    endpoint::push_key,
    error::without_values,
    id::{MessageId, RoomId},
    model::Message,
};

/// A message that cannot be read: who it is, as far as it says, and where it is wrong.
#[derive(Clone, Debug)]
pub(super) struct Unreadable {
    pub(super) room_id: Option<RoomId>,
    pub(super) message_id: Option<MessageId>,
    /// Tells it from others.
    pub(super) key: u64,
    pointer: String,
    reason: String,
}

/// How much of a pointer is shown, in characters: keys of maps are the server's choice.
const SHOWN: usize = 200;

impl Unreadable {
    /// Reads a message as a frame or a response has it.
    pub(super) fn read(value: &Value) -> Result<Message, Self> {
        if let Ok(message) = Message::deserialize(value) {
            return Ok(message);
        }
        serde_path_to_error::deserialize(value).map_err(|error| {
            let text = |key| value.get(key).and_then(Value::as_str);
            let mut hasher = DefaultHasher::new();
            text("_id").map_or_else(|| value.to_string(), str::to_owned).hash(&mut hasher);
            Self {
                room_id: text("rid").map(RoomId::from),
                message_id: text("_id").map(MessageId::from),
                key: hasher.finish(),
                pointer: pointer(error.path()),
                reason: without_values(&error.inner().to_string()),
            }
        })
    }

    pub(super) fn into_event(self, room_id: RoomId) -> ChatEvent {
        let Self { message_id, pointer, reason, .. } = self;
        ChatEvent::Omitted { room_id, message_id, pointer, reason }
    }
}

/// A path as a JSON pointer.
fn pointer(path: &Path) -> String {
    let mut pointer = String::new();
    for segment in path.iter() {
        match segment {
            Segment::Seq { index } => push_key(&mut pointer, &index.to_string()),
            Segment::Map { key } => push_key(&mut pointer, key),
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    pointer.chars().take(SHOWN).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn it_says_where_it_is_wrong_and_quotes_nothing() {
        for (message, id, pointer) in [
            (json!({"_id": "m", "rid": "r", "ts": "s3cret", "u": {"_id": "a"}, "msg": ""}), Some("m"), "/ts"),
            (json!({"_id": 7, "s3cret": 1}), None, "/_id"),
            (json!("s3cret"), None, ""),
        ] {
            let unreadable = Unreadable::read(&message).unwrap_err();
            assert_eq!(unreadable.message_id.as_ref().map(MessageId::as_str), id);
            assert_eq!(unreadable.pointer, pointer, "{message}");
            assert!(!unreadable.reason.is_empty() && !unreadable.reason.contains("s3cret"), "{unreadable:?}");
        }
    }
}
