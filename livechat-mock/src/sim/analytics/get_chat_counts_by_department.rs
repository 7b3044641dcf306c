use std::collections::BTreeMap;

use livechat_sdk::analytics::{DepartmentChatCounts, GetChatCountsByDepartment, GetChatCountsByDepartmentResponse};

use crate::{
    ServerError,
    analytics::charts,
    operation::{Call, Response, Simulate},
    sim::analytics::{rooms, span},
};

/// The name of a department that is gone, as servers write it.
const DELETED: &str = "undefined";

impl Simulate for GetChatCountsByDepartment {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let span = span(&self.start, &self.end)?;
        let mut departments = BTreeMap::<_, DepartmentChatCounts>::new();
        for (id, (open, closed)) in charts::by_department(rooms(call, self.department_id.as_ref()), span) {
            let name = call.world.departments.by_id(&id).map(|department| department.name.clone().unwrap_or_default());
            let counts = departments.entry(name.unwrap_or_else(|| DELETED.to_owned())).or_default();
            counts.open += open;
            counts.closed += closed;
        }
        Response::new(&GetChatCountsByDepartmentResponse::new(departments))
    }
}
