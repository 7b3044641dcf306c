use livechat_sdk::{
    analytics::GetConversationTotals,
    model::{Figure, FigureTitle, Totalizers, Visitor},
};

use crate::{
    ServerError,
    analytics::overview,
    operation::{Call, Response, Simulate},
    sim::analytics::{busiest, conversations, days, named, rooms, span},
};

impl Simulate for GetConversationTotals {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let span = span(&self.start, &self.end)?;
        let days = days(call, &self.start, &self.end);
        let rooms = rooms(call, self.department_id.as_ref());
        let found = days.map(|days| overview::conversations(rooms, &days, busiest(call)));
        let mut figures = found.map(|found| conversations(&found)).unwrap_or_default();
        let department = named(self.department_id.as_ref());
        let is_counted = |visitor: &&Visitor| {
            visitor.disabled != Some(true)
                && visitor.updated_at.is_some_and(|at| span.contains_before_end(at))
                && department
                    .is_none_or(|department| visitor.department.as_ref().is_some_and(|of| of.as_str() == department))
        };
        let visitors = call.world.visitors().filter(is_counted).count() as u64;
        figures.push(Figure::new(FigureTitle::TotalVisitors, visitors));
        Response::new(&Totalizers::new(figures))
    }
}
