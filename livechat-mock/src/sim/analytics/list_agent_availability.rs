use livechat_sdk::analytics::{AgentAvailability, AvailabilitySession, ListAgentAvailability};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::{analytics::span, list::Query},
    world::{Session, day_of},
};

impl Simulate for ListAgentAvailability {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let span = span(&self.start, &self.end)?;
        let agents = call.world.availability.days(call.origin.now);
        let mut items: Vec<_> = agents
            .into_iter()
            .filter_map(|(agent, days)| {
                let username = call.world.user(agent)?.username.clone()?;
                let is_asked = |day: i64| day_of(span.start) <= day && day <= day_of(span.end);
                let mut days = days.into_iter().filter(|(day, _)| is_asked(*day)).map(|(_, day)| day).peekable();
                let first = days.peek()?.sessions.clone();
                let seconds: u64 = days.flat_map(|day| day.sessions).map(Session::seconds).sum();
                let mut item = AgentAvailability::new(username, seconds as f64);
                if self.full_report == Some(true) {
                    let shown = |session: Session| AvailabilitySession::new(session.started, session.stopped);
                    item.service_history = Some(first.into_iter().map(shown).collect());
                }
                Some(item)
            })
            .collect();
        items.sort_by(|one, other| one.username.cmp(&other.username));
        let query = Query { offset: self.offset, count: self.count, sort: None };
        Response::page("agents", &query.page_of(items.iter().collect(), &call.world.settings))
    }
}
