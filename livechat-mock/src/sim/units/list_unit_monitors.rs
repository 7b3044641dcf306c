use livechat_sdk::units::{ListUnitMonitors, ListUnitMonitorsResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for ListUnitMonitors {
    /// An unknown unit has none.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        Response::new(&ListUnitMonitorsResponse::new(call.world.shown_unit_monitors(&self.unit_id)))
    }
}
