use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::Value;
use serde_path_to_error::{Path, Segment};

use super::event::ChatEvent;
use crate::{
    endpoint::{Omission, decode_value, push_key},
    error::without_values,
    id::{MessageId, RoomId},
    model::Message,
};

/// What was left out of an event, because it cannot be read: a message, or a part of one.
#[derive(Clone, Debug)]
pub(super) struct Unreadable {
    pub(super) room_id: Option<RoomId>,
    pub(super) message_id: Option<MessageId>,
    /// Tells it from others.
    pub(super) key: u64,
    /// Whether nothing of the message can be read.
    is_whole: bool,
    pointer: String,
    reason: String,
}

/// How much of a pointer is shown, in characters: keys of maps are the server's choice.
const SHOWN: usize = 200;

impl Unreadable {
    /// Reads a message as a response has it, and says what of it had to be left out; or else why all of it had to.
    pub(super) fn read(value: &Value) -> Result<(Message, Vec<Self>), Self> {
        if let Some((message, omitted)) = decode_value::<Message>(value) {
            let parts = omitted.into_iter().map(|omission| Self::part(Some(&message.id), omission)).collect();
            return Ok((message, parts));
        }
        let error = match serde_path_to_error::deserialize(value) {
            Ok(message) => return Ok((message, Vec::new())),
            Err(error) => error,
        };
        let text = |key| value.get(key).and_then(Value::as_str);
        Err(Self {
            room_id: text("rid").map(RoomId::from),
            message_id: text("_id").map(MessageId::from),
            key: key(&text("_id").map_or_else(|| value.to_string(), str::to_owned)),
            is_whole: true,
            pointer: pointer(error.path()),
            reason: without_values(&error.inner().to_string()),
        })
    }

    /// What was left out of an event that is about this message, or about none.
    pub(super) fn part(message_id: Option<&MessageId>, Omission { pointer, reason, .. }: Omission) -> Self {
        let pointer: String = pointer.chars().take(SHOWN).collect();
        let key = key(&(message_id, &pointer));
        Self { room_id: None, message_id: message_id.cloned(), key, is_whole: false, pointer, reason }
    }

    pub(super) fn into_event(self, room_id: RoomId) -> ChatEvent {
        let Self { message_id, is_whole, pointer, reason, .. } = self;
        ChatEvent::Omitted { room_id, message_id, is_whole, pointer, reason }
    }
}

fn key(of: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
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
    fn a_part_that_cannot_be_read_is_left_out_alone() {
        let value = json!({"_id": "m", "rid": "r", "ts": "2026-01-01T00:00:00.000Z", "u": {"_id": "a"}, "msg": "hello",
            "editedAt": "s3cret", "groupable": "s3cret"});
        let (message, parts) = Unreadable::read(&value).unwrap();
        assert_eq!((message.text.as_str(), message.edited_at), ("hello", None));
        let pointers: Vec<_> = parts.iter().map(|part| part.pointer.as_str()).collect();
        assert!(pointers.contains(&"/editedAt"), "{pointers:?}");
        for part in parts {
            let event = part.into_event("r".into());
            assert!(matches!(event, ChatEvent::Omitted { is_whole: false, message_id: Some(_), .. }), "{event:?}");
            assert!(!format!("{event:?}").contains("s3cret"));
        }
    }

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
