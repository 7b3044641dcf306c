use livechat_sdk::priorities::{CheckPriorityReset, CheckPriorityResetResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for CheckPriorityReset {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        Response::new(&CheckPriorityResetResponse::new(super::renamed(call.world).next().is_some()))
    }
}
