use livechat_sdk::{messages::ListMessageHistory, model::Message};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    world::Slot,
};

impl Simulate for ListMessageHistory {
    /// When the visitor last saw messages makes no difference to what is answered.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        call.visitor(&self.token)?;
        let room = call.room_of(&self.token, &self.room_id)?.id.clone();
        let all = call.world.messages.shown_of_room(room.as_str());
        // The end is not part of the range.
        let to = self.end.map_or(all.len(), |end| all.partition_point(|(ts, _)| *ts < end));
        let number = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let (skip, take) = (number(self.offset.unwrap_or_default()), number(self.limit.unwrap_or(USUAL)));
        let newest_first = all.iter().take(to).rev();
        let get = |(_, slot): &(_, Slot)| call.world.messages.get(*slot);
        let hidden = call.world.settings.texts("Hide_System_Messages");
        let is_shown = |message: &&Message| {
            message.message_type.as_ref().is_none_or(|kind| !hidden.iter().any(|hidden| hidden == kind.as_str()))
        };
        let shown: Vec<&Message> = if hidden.is_empty() {
            newest_first.skip(skip).take(take).filter_map(get).collect()
        } else {
            newest_first.filter_map(get).filter(is_shown).skip(skip).take(take).collect()
        };
        Response::one("messages", &shown)
    }
}

/// How many messages are answered if nothing else is asked for.
const USUAL: u64 = 20;
