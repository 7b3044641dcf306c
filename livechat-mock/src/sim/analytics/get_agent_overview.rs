use livechat_sdk::{
    analytics::{AgentFigure, GetAgentOverview, GetAgentOverviewResponse},
    model::ChartName,
};

use crate::{
    ServerError,
    analytics::agents,
    operation::{Call, Response, Simulate},
    sim::analytics::{days, rooms},
};

impl Simulate for GetAgentOverview {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        if self.name == "" {
            return Err(ServerError::plain("invalid-chart-name"));
        }
        let rooms = rooms(call, self.department_id.as_ref());
        let figures = days(call, &self.from, &self.to).and_then(|days| agents::overview(&self.name, rooms, &days));
        let Some(figures) = figures else { return Response::new(&GetAgentOverviewResponse::empty()) };
        let head = if self.name == ChartName::TotalConversations { "%_of_conversations" } else { self.name.as_str() };
        let rows = figures.into_iter().map(|(agent, value)| AgentFigure::new(agent, value)).collect();
        Response::new(&GetAgentOverviewResponse::new(head, rows))
    }
}
