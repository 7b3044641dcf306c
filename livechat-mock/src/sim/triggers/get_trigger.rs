use livechat_sdk::triggers::{GetTrigger, GetTriggerResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for GetTrigger {
    /// An unknown trigger is `null`, not an error.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        Response::new(&GetTriggerResponse::new(call.world.trigger(&self.id).cloned()))
    }
}
