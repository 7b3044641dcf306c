use livechat_sdk::analytics::{GetTimings, GetTimingsResponse, Timing};

use crate::{
    ServerError,
    analytics::charts,
    operation::{Call, Response, Simulate},
    sim::analytics::{rooms, span},
};

impl Simulate for GetTimings {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let span = span(&self.start, &self.end)?;
        let times = charts::timings(rooms(call, self.department_id.as_ref()), span);
        let [response, reaction, duration] = times.map(|(average, longest)| Timing::new(average, longest));
        Response::new(&GetTimingsResponse::new(response, reaction, duration))
    }
}
