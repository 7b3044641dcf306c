//! The index of subscriptions by event.

use std::collections::HashMap;

use super::SocketId;

/// The collections that events come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Stream {
    RoomMessages,
    NotifyRoom,
    LivechatRoom,
    CannedResponses,
}

impl Stream {
    const ALL: [Self; 4] = [Self::RoomMessages, Self::NotifyRoom, Self::LivechatRoom, Self::CannedResponses];

    pub(super) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stream| stream.name() == name)
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::RoomMessages => "stream-room-messages",
            Self::NotifyRoom => "stream-notify-room",
            Self::LivechatRoom => "stream-livechat-room",
            Self::CannedResponses => "stream-canned-responses",
        }
    }
}

/// An entry of the index. The number distinguishes equal subscriptions of a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reader {
    pub(super) socket: SocketId,
    pub(super) number: u64,
}

/// The subscriptions by what they read, each in the order in which they were made.
#[derive(Debug, Default)]
pub(super) struct Index([HashMap<String, Vec<Reader>>; 4]);

impl Index {
    pub(super) fn add(&mut self, stream: Stream, event: &str, reader: Reader) {
        self.0[stream as usize].entry(event.to_owned()).or_default().push(reader);
    }

    pub(super) fn remove(&mut self, stream: Stream, event: &str, reader: Reader) {
        let by_event = &mut self.0[stream as usize];
        let Some(readers) = by_event.get_mut(event) else { return };
        readers.retain(|known| *known != reader);
        if readers.is_empty() {
            by_event.remove(event);
        }
    }

    pub(super) fn readers(&self, stream: Stream, event: &str) -> &[Reader] {
        self.0[stream as usize].get(event).map_or(&[], Vec::as_slice)
    }

    /// The events of a stream that have subscribers, sorted.
    pub(super) fn events(&self, stream: Stream) -> Vec<String> {
        let mut events: Vec<_> = self.0[stream as usize].keys().cloned().collect();
        events.sort_unstable();
        events
    }
}
