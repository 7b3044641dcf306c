use livechat_sdk::analytics::{AgentTotalServiceTime, ListAgentTotalServiceTimes};

use crate::{
    ServerError,
    analytics::agents,
    operation::{Call, Response, Simulate},
    sim::{
        analytics::{rooms, span},
        list::Query,
    },
};

impl Simulate for ListAgentTotalServiceTimes {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let span = span(&self.start, &self.end)?;
        let items: Vec<_> = agents::served(rooms(call, None), span)
            .into_iter()
            .map(|agent| {
                AgentTotalServiceTime::new(agent.id, agent.username, agent.time.count, agent.time.total.ceil())
            })
            .collect();
        let query = Query { offset: self.offset, count: self.count, sort: None };
        Response::page("agents", &query.page_of(items.iter().collect(), &call.world.settings))
    }
}
