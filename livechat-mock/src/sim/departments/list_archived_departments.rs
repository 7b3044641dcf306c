use livechat_sdk::departments::ListArchivedDepartments;

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::list::Query,
};

impl Simulate for ListArchivedDepartments {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let query = Query { offset: self.offset, count: self.count, sort: self.sort.as_ref() };
        let archived = call.world.departments().filter(|department| department.archived == Some(true));
        Response::page("departments", &query.page_by("name", archived, &call.world.settings))
    }
}
