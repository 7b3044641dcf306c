use livechat_sdk::contacts::{GetContactById, GetContactByIdResponse};

use super::existing;
use crate::{
    ServerError, ServerVersion,
    operation::{Call, Response, Simulate},
};

impl Simulate for GetContactById {
    /// Older servers give `null` for an unknown contact.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let contact = existing(&self.contact_id, call.world).cloned();
        if contact.is_none() && call.world.server_version() > ServerVersion::V7_0 {
            return Err(ServerError::not_found());
        }
        Response::new(&GetContactByIdResponse::new(contact))
    }
}
