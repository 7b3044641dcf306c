use livechat_sdk::contacts::{ListContactChannels, ListContactChannelsResponse};

use crate::{
    ServerError,
    shape::{Kind, Shape, Style, required},
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for ListContactChannels {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[required("contactId", Kind::String)] };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

/// The channels of a contact that nobody knows are `null`.
fn answer(request: &ListContactChannels, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let channels = call.world.contact(&request.contact_id).map(|contact| contact.channels.clone());
    Answer::json(&ListContactChannelsResponse::new(channels))
}
