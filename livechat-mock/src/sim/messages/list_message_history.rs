use livechat_sdk::{messages::ListMessageHistory, model::Message};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for ListMessageHistory {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        call.visitor(&self.token)?;
        let room = call.room_of(&self.token, &self.room_id)?.id.clone();
        let all = call.world.messages.shown_of_room(room.as_str());
        // The end is not part of the range, the start is.
        let from = self.last_seen_at.map_or(0, |since| all.partition_point(|(ts, _)| *ts < since));
        let to = self.end.map_or(all.len(), |end| all.partition_point(|(ts, _)| *ts < end));
        let number = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let shown: Vec<&Message> = all
            .get(from..to)
            .unwrap_or_default()
            .iter()
            .rev()
            .skip(number(self.offset.unwrap_or_default()))
            .take(number(self.limit.unwrap_or(USUAL)))
            .filter_map(|(_, slot)| call.world.messages.get(*slot))
            .collect();
        Response::one("messages", &shown)
    }
}

/// How many messages are answered if nothing else is asked for.
const USUAL: u64 = 20;
