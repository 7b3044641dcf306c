use livechat_sdk::canned_responses::{GetCannedResponse, GetCannedResponseResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for GetCannedResponse {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let found = call.world.canned_response(&self.id).filter(|response| call.may_see_canned(response));
        let found = found.ok_or_else(ServerError::not_found)?;
        Response::new(&GetCannedResponseResponse::new(found.clone()))
    }
}
