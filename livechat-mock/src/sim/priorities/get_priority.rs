use livechat_sdk::priorities::{GetPriority, GetPriorityResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for GetPriority {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let id = &self.priority_id;
        let priority = call.world.priority(id);
        let priority = priority.ok_or_else(|| ServerError::missing(&format!("Priority with id {id} not found")))?;
        Response::new(&GetPriorityResponse::new(priority.clone()))
    }
}
