use livechat_sdk::custom_fields::{SetCustomFields, SetCustomFieldsResponse};

use super::set_custom_field::{NOTHING_WRITTEN, store};
use crate::{
    ServerError, ServerVersion,
    operation::{Call, Response, Simulate},
};

impl Simulate for SetCustomFields {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        call.visitor(&self.token)?;
        for field in &self.custom_fields {
            if !store(call, &self.token, field)? && call.world.server_version() == ServerVersion::V7_0 {
                return Err(ServerError::plain("error-setting-custom-field").hint(NOTHING_WRITTEN));
            }
        }
        Response::new(&SetCustomFieldsResponse::new(self.custom_fields.clone()))
    }
}
