use livechat_sdk::{DepartmentId, model::Tag, tags::ListTags};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::list::{Query, contains},
};

impl Simulate for ListTags {
    /// Who manages tags sees those of a department, or all, where that is asked for; all others see those of the
    /// departments that they work in or monitor.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let world = &*call.world;
        let is_manager = call.is_permitted("manage-livechat-tags");
        let is_own = |id: &DepartmentId| {
            let department = world.departments.by_id(id.as_str()).filter(|known| known.enabled != Some(false));
            call.caller.is_some_and(|caller| {
                world.is_department_agent(id, caller)
                    || department.is_some_and(|department| world.is_monitored_by(department, caller))
            })
        };
        let asked = self.department.as_ref().filter(|id| is_manager || is_own(id));
        let is_of_department = |tag: &Tag| match asked {
            Some(asked) => tag.departments.contains(asked),
            None => !is_manager && tag.departments.iter().any(is_own),
        };
        let is_shown = |tag: &&Tag| {
            (is_manager && self.view_all == Some(true)) || tag.departments.is_empty() || is_of_department(tag)
        };
        let is_asked_for = |tag: &&Tag| {
            let text = self.text.as_deref();
            text.is_none_or(|text| contains(tag.name.as_deref(), text) || contains(tag.description.as_deref(), text))
        };
        let query = Query { offset: self.offset, count: self.count, sort: self.sort.as_ref() };
        let tags = world.tags().filter(is_shown).filter(is_asked_for);
        Response::page("tags", &query.page_by("name", tags, &world.settings))
    }
}
