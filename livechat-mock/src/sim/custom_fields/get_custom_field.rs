use livechat_sdk::custom_fields::{GetCustomField, GetCustomFieldResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for GetCustomField {
    /// An unknown field is `null`, not an error.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        Response::new(&GetCustomFieldResponse::new(call.world.custom_field(&self.key).cloned()))
    }
}
