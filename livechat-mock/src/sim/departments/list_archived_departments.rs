use livechat_sdk::departments::ListArchivedDepartments;

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    shape::{COUNT, OFFSET, SORT, Shape, Style},
    sim::list::Query,
};

impl Simulate for ListArchivedDepartments {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[OFFSET, COUNT, SORT] };

    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let query = Query { offset: self.offset, count: self.count, sort: self.sort.as_ref() };
        let archived = call.world.departments().filter(|department| department.archived == Some(true));
        Response::page("departments", &query.page_by("name", archived, &call.world.settings))
    }
}
