//! Figures about conversations, departments and agents.

mod get_agent_overview;
mod get_agent_productivity_totals;
mod get_agent_status_counts;
mod get_analytics_overview;
mod get_chart_data;
mod get_chat_counts;
mod get_chat_counts_by_agent;
mod get_chat_counts_by_department;
mod get_chat_totals;
mod get_conversation_totals;
mod get_productivity_totals;
mod get_timings;
mod list_agent_availability;
mod list_agent_average_service_times;
mod list_agent_total_service_times;
mod list_department_abandoned_counts;
mod list_department_abandoned_percentages;
mod list_department_average_chat_durations;
mod list_department_average_service_times;
mod list_department_average_waiting_times;
mod list_department_chat_counts;
mod list_department_total_service_times;
mod list_department_transfer_counts;

use jiff::tz::{Offset, TimeZone};
use livechat_sdk::{
    DepartmentId,
    model::{DateOrTime, Figure, FigureTitle},
};

use crate::{
    ServerError, ServerVersion,
    analytics::{
        Rooms, Span,
        days::{Days, instant},
        overview::{self, Busiest, Conversations},
    },
    operation::Call,
    time_zone,
};

/// A range of exact times.
pub(super) fn span(start: &DateOrTime, end: &DateOrTime) -> Result<Span, ServerError> {
    Ok(Span { start: time("start", start)?, end: time("end", end)? })
}

fn time(name: &str, given: &DateOrTime) -> Result<livechat_sdk::Timestamp, ServerError> {
    instant(given.as_str()).ok_or_else(|| {
        ServerError::plain(&format!("The \"{name}\" query parameter must be a valid date."))
            .hint("a date is a day, 2026-01-31, or a time with its zone, 2026-01-31T14:10:56.529Z")
    })
}

/// A range of days in the time zone of reports; `None` if an end is no day.
fn days(call: &Call<'_>, from: &DateOrTime, to: &DateOrTime) -> Option<Days> {
    Days::between(from.as_str(), to.as_str(), zone(call))
}

/// The time zone of reports. The server's own is UTC here.
fn zone(call: &Call<'_>) -> TimeZone {
    let settings = &call.world.settings;
    let zone = match settings.text("Default_Timezone_For_Reporting") {
        "custom" => time_zone::named(settings.text("Default_Custom_Timezone")),
        "user" => {
            let hours = call.caller.and_then(|caller| call.world.user(caller)?.utc_offset);
            hours.and_then(|hours| Offset::from_seconds((hours * 3_600.0) as i32).ok()).map(TimeZone::fixed)
        }
        _ => None,
    };
    zone.unwrap_or(TimeZone::UTC)
}

/// The department that is asked for. Some clients write that there is none as JavaScript does.
fn named(department: Option<&DepartmentId>) -> Option<&str> {
    department.map(DepartmentId::as_str).filter(|department| *department != "undefined")
}

/// The rooms of a department, or all.
fn rooms<'a>(call: &'a Call<'_>, department: Option<&DepartmentId>) -> Rooms<'a> {
    Rooms::of(call.world.rooms.ledger(), named(department))
}

/// For how many seconds a visitor is silent who has abandoned a conversation.
fn inactivity_timeout(call: &Call<'_>) -> f64 {
    call.world.settings.number("Livechat_visitor_inactivity_timeout") as f64
}

fn busiest(call: &Call<'_>) -> Busiest {
    if call.world.server_version() > ServerVersion::V7_0 { Busiest::Day } else { Busiest::Weekday }
}

/// The figures that an overview and a dashboard have in common.
fn conversations(found: &Conversations) -> Vec<Figure> {
    vec![
        Figure::new(FigureTitle::TotalConversations, found.total),
        Figure::new(FigureTitle::OpenConversations, found.open),
        Figure::new(FigureTitle::OnHoldConversations, found.on_hold),
        Figure::new(FigureTitle::TotalMessages, found.messages),
    ]
}

fn productivity(rooms: Rooms<'_>, days: &Days) -> Vec<Figure> {
    let titles =
        [FigureTitle::AverageResponseTime, FigureTitle::AverageFirstResponseTime, FigureTitle::AverageReactionTime];
    titles.into_iter().zip(overview::productivity(rooms, days)).map(|(title, time)| Figure::new(title, time)).collect()
}
