use livechat_sdk::{
    analytics::GetAgentProductivityTotals,
    model::{Figure, FigureTitle, Totalizers},
};

use crate::{
    ServerError,
    analytics::{Sum, clock, departments, overview::conversations},
    operation::{Call, Response, Simulate},
    sim::analytics::{busiest, days, rooms, span},
    world::{Session, day_of},
};

impl Simulate for GetAgentProductivityTotals {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let span = span(&self.start, &self.end)?;
        let rooms = rooms(call, self.department_id.as_ref());
        let busiest_time = days(call, &self.start, &self.end)
            .map(|days| Figure::new(FigureTitle::BusiestTime, conversations(rooms, &days, busiest(call)).busiest_time));
        let available = available(call, day_of(span.start));
        let service = departments::mean(&departments::average_service_times(rooms, span));
        let mut figures: Vec<_> = busiest_time.into_iter().collect();
        figures.push(Figure::new(FigureTitle::AverageAvailableServiceTime, clock(available)));
        figures.push(Figure::new(FigureTitle::AverageServiceTime, clock(service)));
        Response::new(&Totalizers::new(figures))
    }
}

/// For how many seconds agents who were available on a day were so on it, on average: until now, where they still are.
fn available(call: &Call<'_>, day: i64) -> f64 {
    let agents = call.world.availability.days(call.origin.now);
    let of_day = agents.values().filter_map(|days| days.get(&day));
    let times = of_day.map(|day| {
        let ended: u64 = day.sessions.iter().map(|session| session.seconds()).sum();
        let running = day.running_since.map_or(0, |started| Session { started, stopped: call.origin.now }.seconds());
        (ended + running) as f64
    });
    times.collect::<Sum>().mean().trunc()
}
