use livechat_sdk::{Acknowledged, priorities::ResetPriorities};
use serde_json::json;

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for ResetPriorities {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let (renamed, now): (Vec<_>, _) = (super::renamed(call.world).cloned().collect(), call.origin.now);
        if renamed.is_empty() {
            return Err(ServerError::new(400, json!({"success": false})).hint("no priority was renamed"));
        }
        for id in renamed {
            call.world.modify_priority(&id, |priority| super::reset(priority, now));
        }
        Response::new(&Acknowledged::default())
    }
}
