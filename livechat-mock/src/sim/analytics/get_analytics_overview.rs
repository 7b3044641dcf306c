use livechat_sdk::{
    analytics::{GetAnalyticsOverview, GetAnalyticsOverviewResponse},
    model::{Figure, FigureTitle, OverviewName},
};

use crate::{
    ServerError,
    analytics::overview,
    operation::{Call, Response, Simulate},
    sim::analytics::{busiest, conversations, days, productivity, rooms},
};

impl Simulate for GetAnalyticsOverview {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        if self.name == "" {
            return Err(ServerError::plain("invalid-chart-name"));
        }
        let rooms = rooms(call, self.department_id.as_ref());
        let figures = days(call, &self.from, &self.to).and_then(|days| match self.name {
            OverviewName::Conversations => {
                let found = overview::conversations(rooms, &days, busiest(call));
                let mut figures = conversations(&found);
                figures.extend([
                    Figure::new(FigureTitle::BusiestDay, found.busiest_day),
                    Figure::new(FigureTitle::ConversationsPerDay, found.per_day),
                    Figure::new(FigureTitle::BusiestTime, found.busiest_time),
                ]);
                Some(figures)
            }
            OverviewName::Productivity => Some(productivity(rooms, &days)),
            _ => None,
        });
        Response::new(&GetAnalyticsOverviewResponse::new(figures))
    }
}
