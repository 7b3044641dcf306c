use livechat_sdk::triggers::ListTriggers;

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::list::Query,
};

impl Simulate for ListTriggers {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let query = Query { offset: self.offset, count: self.count, sort: self.sort.as_ref() };
        Response::page("triggers", &query.page_by("name", call.world.triggers(), &call.world.settings))
    }
}
