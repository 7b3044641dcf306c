use livechat_sdk::contacts::{GetContactById, GetContactByIdResponse};
use serde_json::json;

use crate::{
    ServerError, ServerVersion,
    operation::{Call, Response, Simulate},
};

impl Simulate for GetContactById {
    /// Older servers give `null` for an unknown contact.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let contact = call.world.contact(&self.contact_id).cloned();
        if contact.is_none() && call.world.server_version() > ServerVersion::V7_0 {
            return Err(ServerError::new(404, json!({"success": false, "error": "Resource not found"})));
        }
        Response::new(&GetContactByIdResponse::new(contact))
    }
}
