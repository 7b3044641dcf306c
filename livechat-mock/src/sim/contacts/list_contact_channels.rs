use livechat_sdk::contacts::{ListContactChannels, ListContactChannelsResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    shape::{Kind, Shape, Style, required},
};

impl Simulate for ListContactChannels {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[required("contactId", Kind::String)] };

    /// The channels of an unknown contact are `null`.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let channels = call.world.contact(&self.contact_id).map(|contact| contact.channels.clone());
        Response::new(&ListContactChannelsResponse::new(channels))
    }
}
