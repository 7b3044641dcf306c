use livechat_sdk::analytics::{GetChatCounts, GetChatCountsResponse};

use crate::{
    ServerError,
    analytics::charts,
    operation::{Call, Response, Simulate},
    sim::analytics::{rooms, span},
};

impl Simulate for GetChatCounts {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let span = span(&self.start, &self.end)?;
        let states = charts::states(rooms(call, self.department_id.as_ref()), span);
        Response::new(&GetChatCountsResponse::new(states.open, states.closed, states.queued, states.on_hold))
    }
}
