use std::collections::BTreeMap;

use livechat_sdk::{
    Timestamp,
    contacts::{ListContactChannels, ListContactChannelsResponse},
    model::ContactChannel,
};

use super::existing;
use crate::{
    ServerError, ServerVersion,
    operation::{Call, Response, Simulate},
};

impl Simulate for ListContactChannels {
    /// Of the channels of one name, the one that was used last. An unknown contact has none; older servers say `null`.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let contact = existing(&self.contact_id, call.world);
        let mut newest: Vec<&ContactChannel> = Vec::new();
        let mut places = BTreeMap::new();
        for channel in contact.into_iter().flat_map(|contact| &contact.channels) {
            let place = *places.entry(channel.name.as_deref()).or_insert(newest.len());
            match newest.get_mut(place) {
                Some(known) if used_at(channel) > used_at(known) => *known = channel,
                Some(_) => {}
                None => newest.push(channel),
            }
        }
        let is_null = contact.is_none() && call.world.server_version() == ServerVersion::V7_0;
        let channels = newest.into_iter().cloned().collect();
        Response::new(&ListContactChannelsResponse::new((!is_null).then_some(channels)))
    }
}

fn used_at(channel: &ContactChannel) -> Option<Timestamp> {
    channel.last_chat.as_ref()?.created_at
}
