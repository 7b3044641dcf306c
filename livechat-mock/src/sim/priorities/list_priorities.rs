use livechat_sdk::{model::Priority, priorities::ListPriorities};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::list::{Query, contains},
};

impl Simulate for ListPriorities {
    /// The name is the one that the workspace gave: those without one come first, and match no text.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let is_asked_for = |priority: &&Priority| {
            self.text.as_deref().is_none_or(|text| text.is_empty() || contains(priority.name.as_deref(), text))
        };
        let query = Query { offset: self.offset, count: self.count, sort: self.sort.as_ref() };
        let priorities = call.world.priorities().filter(is_asked_for);
        Response::page("priorities", &query.page_by("name", priorities, &call.world.settings))
    }
}
