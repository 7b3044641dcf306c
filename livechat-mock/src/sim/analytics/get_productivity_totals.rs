use livechat_sdk::{
    analytics::GetProductivityTotals,
    model::{Figure, FigureTitle, Totalizers},
};

use crate::{
    ServerError,
    analytics::{clock, departments},
    operation::{Call, Response, Simulate},
    sim::analytics::{days, productivity, rooms, span},
};

impl Simulate for GetProductivityTotals {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let span = span(&self.start, &self.end)?;
        let rooms = rooms(call, self.department_id.as_ref());
        let days = days(call, &self.start, &self.end);
        let mut figures = days.map(|days| productivity(rooms, &days)).unwrap_or_default();
        let waiting = departments::mean(&departments::average_waiting_times(rooms, span));
        figures.push(Figure::new(FigureTitle::AverageWaitingTime, clock(waiting)));
        Response::new(&Totalizers::new(figures))
    }
}
