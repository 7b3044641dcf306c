use livechat_sdk::monitors::ListMonitors;

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::{
        list::Query,
        users::{matches, shown},
    },
    world::MONITOR,
};

impl Simulate for ListMonitors {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let monitors = call.world.users.accounts().filter(|account| account.has_role(MONITOR));
        let found = monitors.filter(|account| self.text.as_ref().is_none_or(|text| matches(&account.user, text)));
        let found: Vec<_> = found.map(shown).collect();
        let query = Query { offset: self.offset, count: self.count, sort: self.sort.as_ref() };
        Response::page("monitors", &query.page_by("name", &found, &call.world.settings))
    }
}
