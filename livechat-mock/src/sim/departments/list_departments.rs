use livechat_sdk::{departments::ListDepartments, model::Department};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::list::{Query, contains},
};

impl Simulate for ListDepartments {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let scope = call.scope().filter(|_| self.only_my_departments == Some(true));
        let is_asked_for = |department: &&Department| {
            self.text.as_ref().is_none_or(|text| contains(department.name.as_deref(), text))
                && self.enabled.is_none_or(|enabled| department.enabled.unwrap_or_default() == enabled)
                && scope.as_ref().is_none_or(|scope| scope.has_department(department))
                && self.exclude_department_id.as_ref() != Some(&department.id)
                && (self.show_archived == Some(true) || department.archived != Some(true))
        };
        let query = Query { offset: self.offset, count: self.count, sort: self.sort.as_ref() };
        let departments = call.world.departments().filter(is_asked_for);
        Response::page("departments", &query.page_by("name", departments, &call.world.settings))
    }
}
