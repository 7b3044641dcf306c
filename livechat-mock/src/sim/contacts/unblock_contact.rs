use livechat_sdk::{Acknowledged, contacts::UnblockContact};

use super::{contact_of, source_of};
use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for UnblockContact {
    /// No validator is published, and the description lists these alone.
    const CONTRACT: Option<&'static str> = super::CHANNEL;

    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let contact = contact_of(&self.visitor, call.world)?;
        call.world.block_channel(&contact, &self.visitor.visitor_id, &source_of(&self.visitor), false, call.origin.now);
        Response::new(&Acknowledged::default())
    }
}
