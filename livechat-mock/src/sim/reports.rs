//! Reports about the conversations of a range.

mod report_conversations_by_agent;
mod report_conversations_by_department;
mod report_conversations_by_source;
mod report_conversations_by_status;
mod report_conversations_by_tag;

use jiff::{Span as Time, tz::TimeZone};
use livechat_sdk::model::{ConversationReport, DateOrTime, ReportEntry};

use crate::{
    ServerError,
    analytics::{Rooms, Span},
    operation::Call,
    sim::analytics::span,
    time_zone,
    world::{Facts, Slot},
};

/// The rooms of a report that the caller may see, with their places. The end of the range is not part of it.
fn rooms<'a>(call: &'a Call<'_>, start: &DateOrTime, end: &DateOrTime) -> Result<Vec<(Slot, &'a Facts)>, ServerError> {
    let span = span(start, end)?;
    check_length(span)?;
    let rooms = &call.world.rooms;
    let mut placed = Rooms::of(rooms.ledger(), None).placed(|room| span.contains_before_end(room.opened));
    if let Some(scope) = call.scope() {
        placed.retain(|(slot, _)| rooms.get(*slot).is_some_and(|room| scope.has_room(room)));
    }
    Ok(placed)
}

/// A report is about a year at most, and a few days.
fn check_length(span: Span) -> Result<(), ServerError> {
    let day = |at| time_zone::local(at, &TimeZone::UTC).date();
    let (first, last) = (day(span.start.min(span.end)), day(span.start.max(span.end)));
    // A hundredth of a year is more than three days, and less than four.
    if first.saturating_add(Time::new().years(1).days(3)) < last {
        let error = "The \"start\" and \"end\" query parameters must be less than 1 year apart.";
        return Err(ServerError::plain(error));
    }
    if span.start > span.end {
        let error = "The \"start\" query parameter must be before the \"end\" query parameter.";
        return Err(ServerError::plain(error));
    }
    Ok(())
}

fn facts<'a>(rooms: &[(Slot, &'a Facts)]) -> Vec<&'a Facts> {
    rooms.iter().map(|(_, facts)| *facts).collect()
}

/// The report with these groups, which counts what they have in all.
fn report(entries: Vec<ReportEntry>) -> ConversationReport {
    let total = entries.iter().map(|entry| entry.value).sum();
    ConversationReport::new(entries, total)
}
