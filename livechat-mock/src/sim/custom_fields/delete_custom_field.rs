use livechat_sdk::custom_fields::{DeleteCustomField, DeleteCustomFieldResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for DeleteCustomField {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        match call.world.remove_custom_field(&self.custom_field_id) {
            Some(_) => Response::new(&DeleteCustomFieldResponse::new()),
            None => Err(ServerError::plain("Custom field not found")),
        }
    }
}
