use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use super::shared::Shared;
use crate::{id::RoomId, secret::VisitorToken};

/// The streams of visitors' events, for visitors who type: whoever has a chat need not have its stream.
#[derive(Default)]
pub(crate) struct Streams(Mutex<Known>);

#[derive(Default)]
struct Known {
    /// By room. A stream is its visitor's: another visitor's types nothing there.
    rooms: HashMap<RoomId, Vec<(VisitorToken, Weak<Shared>)>>,
    /// With so many rooms, those whose streams are over are forgotten.
    most: usize,
}

impl Streams {
    /// What the visitor types in this room goes through this stream from now on.
    pub(super) fn follow(&self, room_id: &RoomId, token: &VisitorToken, stream: &Arc<Shared>) {
        const FEW: usize = 16;
        let mut known = self.known();
        if known.rooms.len() >= known.most {
            known.rooms.retain(|_, streams| streams.iter().any(|(_, stream)| stream.strong_count() > 0));
            known.most = FEW + 2 * known.rooms.len();
        }
        let streams = known.rooms.entry(room_id.clone()).or_default();
        streams.retain(|(of, stream)| of != token && stream.strong_count() > 0);
        streams.push((token.clone(), Arc::downgrade(stream)));
    }

    pub(crate) fn set_typing(&self, room_id: &RoomId, token: &VisitorToken, is_typing: bool) {
        let stream = {
            let known = self.known();
            let mut streams = known.rooms.get(room_id).into_iter().flatten();
            streams.find(|(of, _)| of == token).and_then(|(_, stream)| stream.upgrade())
        };
        if let Some(stream) = stream {
            stream.set_typing(is_typing);
        }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visitor_types_in_the_own_stream_that_was_made_last() {
        let streams = Streams::default();
        let [first, last, of_another] = [(); 3].map(|()| Arc::<Shared>::default());
        let (room, ann, ben) = (RoomId::from("r"), VisitorToken::from("ann"), VisitorToken::from("ben"));
        for (token, stream) in [(&ann, &first), (&ann, &last), (&ben, &of_another)] {
            streams.follow(&room, token, stream);
        }
        let typing = || [&first, &last, &of_another].map(|stream| stream.typing());
        streams.set_typing(&room, &ann, true);
        assert_eq!(typing(), [None, Some(true), None]);
        streams.set_typing(&"another".into(), &ann, true);
        streams.set_typing(&room, &"nobody".into(), true);
        assert_eq!(typing(), [None; 3]);
        drop(last);
        streams.set_typing(&room, &ann, true);
        assert_eq!(first.typing(), None);
    }

    #[test]
    fn streams_that_are_over_are_forgotten() {
        let streams = Streams::default();
        let kept = Arc::default();
        streams.follow(&"kept".into(), &"t".into(), &kept);
        for number in 0..1000 {
            streams.follow(&number.to_string().into(), &"t".into(), &Arc::default());
            assert!(streams.known().rooms.len() <= 18);
        }
        assert!(streams.known().rooms.contains_key("kept"));
    }

    #[test]
    fn streams_that_are_read_are_kept_however_many() {
        let streams = Streams::default();
        let read = [(); 100].map(|()| Arc::default());
        for (number, stream) in read.iter().enumerate() {
            streams.follow(&number.to_string().into(), &"t".into(), stream);
        }
        assert_eq!(streams.known().rooms.len(), 100);
    }

    #[test]
    fn of_a_room_no_visitor_is_kept_whose_stream_is_over() {
        let streams = Streams::default();
        let of_ben = Arc::default();
        streams.follow(&"r".into(), &"ann".into(), &Arc::default());
        streams.follow(&"r".into(), &"ben".into(), &of_ben);
        assert_eq!(streams.known().rooms["r"].len(), 1);
    }
}
