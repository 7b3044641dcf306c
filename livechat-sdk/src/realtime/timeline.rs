use std::collections::{BTreeSet, HashMap, HashSet};

use crate::{id::MessageId, model::Message, time::Timestamp};

/// The messages that were delivered to the reader, and their states.
///
/// It remembers the newest ones. Older ones count as delivered.
#[derive(Debug)]
pub(super) struct Timeline {
    known: HashMap<MessageId, Known>,
    by_time: BTreeSet<(Timestamp, MessageId)>,
    /// Messages that are not newer than this count as delivered.
    floor: Option<Timestamp>,
    limit: usize,
}

#[derive(Debug)]
struct Known {
    ts: Timestamp,
    version: Option<Timestamp>,
    is_told: bool,
    is_deleted: bool,
    /// It is not a system message.
    is_text: bool,
}

/// How a message is new to the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum News {
    New,
    Changed,
    Nothing,
}

/// How many messages to remember.
const REMEMBERED: usize = 8192;

/// The tolerance for messages that arrive out of order.
const OVERLAP_MILLIS: i64 = 10_000;

impl Timeline {
    /// Everything up to this moment counts as delivered.
    pub(super) fn new(floor: Option<Timestamp>) -> Self {
        Self { known: HashMap::new(), by_time: BTreeSet::new(), floor, limit: REMEMBERED }
    }

    /// Whether the message is among those that are remembered.
    pub(super) fn knows(&self, id: &MessageId) -> bool {
        self.known.contains_key(id)
    }

    /// Records a message, and classifies it for the reader.
    pub(super) fn see(&mut self, message: &Message, from_history: bool) -> News {
        let version = version(message);
        if let Some(known) = self.known.get_mut(&message.id) {
            if known.is_deleted || version <= known.version {
                return News::Nothing;
            }
            known.version = version;
            return News::Changed;
        }
        let is_old = self.floor.is_some_and(|floor| message.created_at <= floor);
        if is_old && from_history {
            return News::Nothing;
        }
        self.remember(
            message.id.clone(),
            Known {
                ts: message.created_at,
                version,
                is_told: true,
                is_deleted: false,
                is_text: message.message_type.is_none(),
            },
        );
        // The server does not send what did not change.
        if is_old { News::Changed } else { News::New }
    }

    /// Records that a message was deleted. Returns whether it had been delivered.
    pub(super) fn delete(&mut self, id: &MessageId) -> bool {
        if let Some(known) = self.known.get_mut(id) {
            return known.is_told && !std::mem::replace(&mut known.is_deleted, true);
        }
        let ts = self.by_time.last().map_or(Timestamp::MIN, |(ts, _)| *ts);
        let known = Known { ts, version: None, is_told: false, is_deleted: true, is_text: true };
        self.remember(id.clone(), known);
        false
    }

    fn remember(&mut self, id: MessageId, known: Known) {
        self.by_time.insert((known.ts, id.clone()));
        self.known.insert(id, known);
        if self.known.len() > self.limit
            && let Some((ts, oldest)) = self.by_time.pop_first()
        {
            self.known.remove(&oldest);
            self.floor = self.floor.max(Some(ts));
        }
    }

    /// Whether everything older than this message has been delivered, so that history need not be read any further.
    pub(super) fn is_settled(&self, message: &Message) -> bool {
        if self.floor.is_some_and(|floor| message.created_at <= floor) {
            return true;
        }
        let Some((newest, _)) = self.by_time.last() else { return false };
        self.known.contains_key(&message.id) && message.created_at.as_millis() + OVERLAP_MILLIS <= newest.as_millis()
    }

    /// The delivered messages, newer than this moment, that are not in the history any more.
    ///
    /// No system messages, because the server may leave those out.
    pub(super) fn missing(&self, since: Option<Timestamp>, history: &HashSet<&MessageId>) -> Vec<MessageId> {
        let newer = self.by_time.iter().rev().take_while(|(ts, _)| since.is_none_or(|since| *ts > since));
        let gone = newer.filter(|(_, id)| {
            !history.contains(id)
                && self.known.get(id).is_some_and(|known| known.is_text && known.is_told && !known.is_deleted)
        });
        let mut gone: Vec<_> = gone.map(|(_, id)| id.clone()).collect();
        gone.reverse();
        gone
    }
}

/// When a message was last changed, as far as it says.
fn version(message: &Message) -> Option<Timestamp> {
    message.updated_at.max(message.edited_at)
}

/// The newer one of two states of a message.
pub(super) fn newer(one: Message, other: Message) -> Message {
    if version(&other) > version(&one) { other } else { one }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::MessageAuthor;

    fn message(id: &str, ts: i64, version: i64) -> Message {
        let author = MessageAuthor::new("a", "a");
        Message::new(id, author, Timestamp::from_millis(ts), "").updated_at(Timestamp::from_millis(version))
    }

    #[test]
    fn the_newest_state_wins_and_what_is_gone_stays_gone() {
        let mut timeline = Timeline::new(None);
        assert_eq!(timeline.see(&message("m", 1, 1), false), News::New);
        assert_eq!(timeline.see(&message("m", 1, 1), false), News::Nothing);
        assert_eq!(timeline.see(&message("m", 1, 3), false), News::Changed);
        assert_eq!(timeline.see(&message("m", 1, 2), true), News::Nothing);
        assert!(timeline.delete(&"m".into()) && !timeline.delete(&"m".into()));
        assert_eq!(timeline.see(&message("m", 1, 9), true), News::Nothing);
        assert!(!timeline.delete(&"n".into()), "nobody was told of it");
        assert_eq!(timeline.see(&message("n", 2, 2), true), News::Nothing);
    }

    #[test]
    fn what_is_forgotten_does_not_come_again() {
        let mut timeline = Timeline::new(None);
        timeline.limit = 2;
        for (id, ts) in [("a", 1), ("b", 2), ("c", 3)] {
            assert_eq!(timeline.see(&message(id, ts, ts), false), News::New);
        }
        assert_eq!(timeline.see(&message("a", 1, 1), true), News::Nothing);
        assert_eq!(timeline.see(&message("a", 1, 5), false), News::Changed);
    }

    #[test]
    fn no_more_is_forgotten_than_has_to_be() {
        let mut timeline = Timeline::new(None);
        timeline.limit = 2;
        timeline.see(&message("a", 1, 1), false);
        timeline.see(&message("b", 2, 2), false);
        assert!(timeline.knows(&"a".into()) && timeline.knows(&"b".into()));
        timeline.see(&message("c", 3, 3), false);
        assert!(!timeline.knows(&"a".into()) && timeline.knows(&"b".into()) && timeline.knows(&"c".into()));
    }

    #[test]
    fn history_is_read_until_nothing_older_can_be_new() {
        let timeline = Timeline::new(Some(Timestamp::from_millis(5)));
        assert!(timeline.is_settled(&message("a", 5, 5)));
        assert!(!timeline.is_settled(&message("a", 6, 6)));
        let mut timeline = Timeline::new(None);
        assert!(!timeline.is_settled(&message("a", 1_000, 1_000)));
        for (id, ts) in [("a", 1_000), ("b", 1_001), ("c", 11_000)] {
            timeline.see(&message(id, ts, ts), false);
        }
        assert!(timeline.is_settled(&message("a", 1_000, 1_000)));
        assert!(!timeline.is_settled(&message("b", 1_001, 1_001)), "an older one may arrive after it");
        assert!(!timeline.is_settled(&message("d", 1_000, 1_000)), "it is new itself");
    }

    #[test]
    fn of_two_states_as_old_as_each_other_the_first_is_kept() {
        let [first, second] = ["first", "second"].map(|text| Message { text: text.to_owned(), ..message("m", 1, 1) });
        assert_eq!(newer(first.clone(), second.clone()).text, "first");
        let changed = second.updated_at(Timestamp::from_millis(2));
        assert_eq!(newer(first.clone(), changed.clone()).text, "second");
        assert_eq!(newer(changed, first).text, "second");
    }

    #[test]
    fn what_history_has_no_more_was_deleted() {
        let mut timeline = Timeline::new(None);
        for (id, ts) in [("a", 1), ("b", 2), ("c", 3)] {
            timeline.see(&message(id, ts, ts), false);
        }
        let (a, c) = (MessageId::from("a"), MessageId::from("c"));
        assert_eq!(timeline.missing(None, &HashSet::from([&a, &c])), [MessageId::from("b")]);
        assert!(timeline.missing(Some(Timestamp::from_millis(2)), &HashSet::from([&c])).is_empty());
    }

    #[test]
    fn what_was_deleted_before_is_no_system_message_or_was_told_is_deleted_once() {
        let mut timeline = Timeline::new(None);
        timeline.see(&message("deleted", 1, 1), false);
        timeline.delete(&"deleted".into());
        timeline.delete(&"never seen".into());
        timeline.see(&message("of the system", 2, 2).message_type(crate::model::MessageType::UserJoined), false);
        assert!(timeline.missing(None, &HashSet::new()).is_empty());
    }
}
