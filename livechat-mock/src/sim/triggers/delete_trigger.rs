use livechat_sdk::triggers::{DeleteTrigger, DeleteTriggerResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for DeleteTrigger {
    /// Whether there was one makes no difference.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        if call.world.remove_trigger(&self.id).is_none() {
            call.add_hint("no trigger has this id, so nothing is deleted");
        }
        Response::new(&DeleteTriggerResponse::new())
    }
}
