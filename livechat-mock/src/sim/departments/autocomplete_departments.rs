use livechat_sdk::{
    departments::{AutocompleteDepartments, AutocompleteDepartmentsResponse},
    model::{Department, DepartmentName},
};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::list::contains,
};

impl Simulate for AutocompleteDepartments {
    /// Until 8.8 the handler looks for the selector and for nothing else.
    const CONTRACT: Option<&'static str> = Some("param {selector:string}");

    /// The selector's conditions are a query of the database, which the mock has none of: they leave nothing out.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let selector = &self.selector;
        let scope = call.scope().filter(|_| self.only_my_departments);
        let is_asked_for = |department: &&Department| {
            selector.term.as_ref().is_none_or(|term| contains(department.name.as_deref(), term))
                && !selector.exceptions.contains(&department.id)
                && scope.as_ref().is_none_or(|scope| scope.has_department(department))
                && (self.show_archived == Some(true) || department.archived != Some(true))
        };
        let mut found: Vec<_> = call.world.departments().filter(is_asked_for).collect();
        found.sort_by_key(|department| department.name.as_deref());
        let name = |found: &Department| DepartmentName::new(found.id.clone(), found.name.clone().unwrap_or_default());
        let items = found.into_iter().take(LENGTH).map(name).collect();
        Response::new(&AutocompleteDepartmentsResponse::new(items))
    }
}

/// As many as there are at most.
const LENGTH: usize = 10;
