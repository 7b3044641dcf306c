use livechat_sdk::{
    messages::ListMessageHistory,
    model::{Message, Room},
};
use serde_json::Value;

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    world::{Settings, Slot},
};

impl Simulate for ListMessageHistory {
    /// When the visitor last saw messages makes no difference to what is answered.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        call.visitor(&self.token)?;
        let room = call.room_of(&self.token, &self.room_id)?;
        let (room, hidden) = (room.id.clone(), hidden_kinds(room, &call.world.settings));
        let all = call.world.messages.shown_of_room(room.as_str());
        // The end is not part of the range.
        let to = self.end.map_or(all.len(), |end| all.partition_point(|(ts, _)| *ts < end));
        let number = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
        let (skip, take) = (number(self.offset.unwrap_or_default()), number(self.limit.unwrap_or(USUAL)));
        let newest_first = all.iter().take(to).rev();
        let get = |(_, slot): &(_, Slot)| call.world.messages.get(*slot);
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

/// The kinds of system messages that are left out: the room's own list, or else the workspace's.
fn hidden_kinds(room: &Room, settings: &Settings) -> Vec<String> {
    match room.other.get("sysMes") {
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => settings.texts("Hide_System_Messages"),
    }
}

/// How many messages are answered if nothing else is asked for.
const USUAL: u64 = 20;
