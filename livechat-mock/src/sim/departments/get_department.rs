use livechat_sdk::departments::{GetDepartment, GetDepartmentResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for GetDepartment {
    /// An unknown department is `null`, not an error.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let is_shown = self.only_my_departments != Some(true) || call.is_caller_in(&self.id);
        let department = call.world.departments.by_id(self.id.as_str()).filter(|_| is_shown).cloned();
        let shown_agents = || department.iter().flat_map(|found| super::shown_agents(&found.id, call.world)).collect();
        let agents = (self.include_agents == Some(true)).then(shown_agents);
        Response::new(&GetDepartmentResponse::new(department, agents))
    }
}
