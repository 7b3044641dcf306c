use livechat_sdk::{model::SlaPolicy, sla_policies::ListSlaPolicies};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::list::{Query, contains},
};

impl Simulate for ListSlaPolicies {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let is_asked_for = |policy: &&SlaPolicy| {
            let text = self.text.as_deref();
            text.is_none_or(|text| {
                contains(policy.name.as_deref(), text) || contains(policy.description.as_deref(), text)
            })
        };
        let query = Query { offset: self.offset, count: self.count, sort: self.sort.as_ref() };
        let policies = call.world.sla_policies().filter(is_asked_for);
        Response::page("sla", &query.page_by("name", policies, &call.world.settings))
    }
}
