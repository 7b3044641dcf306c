use livechat_sdk::{
    departments::{GetDepartment, GetDepartmentResponse},
    model::Department,
};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for GetDepartment {
    /// An unknown department is `null`, not an error.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let scope = call.scope().filter(|_| self.only_my_departments == Some(true));
        let is_shown = |department: &&Department| scope.is_none_or(|scope| scope.has_department(department));
        let department = call.world.departments.by_id(self.id.as_str()).filter(is_shown).cloned();
        let shown_agents = || department.iter().flat_map(|found| super::shown_agents(&found.id, call.world)).collect();
        let agents = (self.include_agents == Some(true)).then(shown_agents);
        Response::new(&GetDepartmentResponse::new(department, agents))
    }
}
