use livechat_sdk::contacts::{ListContactChannels, ListContactChannelsResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for ListContactChannels {
    /// The channels of an unknown contact are `null`.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let channels = call.world.contact(&self.contact_id).map(|contact| contact.channels.clone());
        Response::new(&ListContactChannelsResponse::new(channels))
    }
}
