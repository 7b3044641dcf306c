//! Charts: conversations by state, times, and figures over time.

use std::collections::BTreeMap;

use jiff::civil::Date;
use livechat_sdk::{analytics::AgentChatCounts, model::ChartName};

use super::{
    Groups, Rooms, Span, Sum,
    days::{Days, hour_name},
    messages,
};
use crate::world::{Facts, Number};

/// How many rooms are in each state. A room may be in none.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct States {
    pub(crate) open: u64,
    pub(crate) closed: u64,
    pub(crate) queued: u64,
    pub(crate) on_hold: u64,
}

pub(crate) fn states(rooms: Rooms<'_>, span: Span) -> States {
    let mut states = States::default();
    for room in rooms.opened_in(span) {
        states.open += u64::from(room.is_served && room.duration.is_none() && !room.is_on_hold);
        states.closed += u64::from(room.duration.is_some());
        states.queued += u64::from(room.is_open && !room.is_served);
        states.on_hold += u64::from(room.is_on_hold && span.contains_before_end(room.opened));
    }
    states
}

/// How many rooms each agent has in each state, by user name. What is left out is as servers leave it out.
pub(crate) fn by_agent(rooms: Rooms<'_>, span: Span) -> BTreeMap<String, AgentChatCounts> {
    let mut counts: Groups<Number, States> = Groups::new();
    let add = |counts: &mut Groups<Number, States>, room: &Facts, state: fn(&mut States) -> &mut u64| {
        if let Some(states) = room.agent_name.filter(|_| room.is_served).and_then(|agent| counts.of(agent)) {
            *state(states) += 1;
        }
    };
    for room in rooms.opened_in(span).into_iter().filter(|room| room.is_open) {
        add(&mut counts, room, if room.is_on_hold { |states| &mut states.on_hold } else { |states| &mut states.open });
    }
    for room in rooms.closed_in(span).into_iter().filter(|room| !room.is_open) {
        add(&mut counts, room, |states| &mut states.closed);
    }
    let shown = |states: &States| {
        let mut counts = AgentChatCounts::default();
        if states.open > 0 || states.closed > 0 {
            (counts.open, counts.closed) = (Some(states.open), Some(states.closed));
        }
        let is_shown = states.on_hold > 0 || states.closed == 0;
        counts.on_hold = is_shown.then_some(states.on_hold);
        counts
    };
    let groups = counts.into_vec().into_iter();
    groups.map(|(agent, states)| (rooms.ledger.text(agent).to_owned(), shown(&states))).collect()
}

/// How many rooms of each department are open and closed, by the department's id.
pub(crate) fn by_department(rooms: Rooms<'_>, span: Span) -> Vec<(String, (u64, u64))> {
    let mut counts = Groups::<Number, (u64, u64)>::new();
    for room in rooms.opened_in(span) {
        if let Some((open, closed)) = room.department.and_then(|department| counts.of(department)) {
            *if room.is_open { open } else { closed } += 1;
        }
    }
    let groups = counts.into_vec().into_iter();
    groups.map(|(department, counts)| (rooms.ledger.text(department).to_owned(), counts)).collect()
}

/// A mean time in whole seconds, and the longest one: `None` if no room has one, 0 if there is no room.
pub(crate) type Times = (f64, Option<f64>);

/// The times of responses, reactions and conversations.
pub(crate) fn timings(rooms: Rooms<'_>, span: Span) -> [Times; 3] {
    let opened = rooms.opened_in(span);
    let times = |mean: fn(&Facts) -> Option<f64>, longest: fn(&Facts) -> Option<f64>| {
        let mean = opened.iter().filter_map(|room| mean(room)).collect::<Sum>().mean().trunc();
        let longest = opened.iter().filter_map(|room| longest(room)).reduce(f64::max);
        (mean, if opened.is_empty() { Some(0.0) } else { longest })
    };
    [
        times(|room| room.response, |room| room.first_response),
        times(|room| room.reaction, |room| room.reaction),
        times(|room| room.duration, |room| room.duration),
    ]
}

/// A figure for each hour of one day, or for each of several days: labels and points. `None` if there is no such figure.
pub(crate) fn series(name: &ChartName, rooms: Rooms<'_>, days: &Days) -> Option<(Vec<String>, Vec<f64>)> {
    let is_one_day = days.count() == 1;
    let labels: Vec<_> = if is_one_day {
        (0..24).map(|hour| format!("{}-{}", hour_name(hour), hour_name(hour + 1))).collect()
    } else {
        days.iter().map(|day: Date| format!("{}/{}", day.month(), day.day())).collect()
    };
    let mut buckets = vec![Vec::new(); labels.len()];
    for room in rooms.opened_in(days.span()) {
        let place = if is_one_day { Some(days.hour_of(room.opened)) } else { days.number_of(room.opened) };
        if let Some(bucket) = place.and_then(|place| buckets.get_mut(place)) {
            bucket.push(room);
        }
    }
    let point = |bucket: &Vec<&Facts>| -> Option<f64> {
        let mean = |time: fn(&Facts) -> Option<f64>| {
            hundredths(bucket.iter().filter_map(|room| time(room)).filter(|time| *time != 0.0).collect::<Sum>().mean())
        };
        Some(match name {
            ChartName::TotalConversations => bucket.len() as f64,
            ChartName::TotalMessages => bucket.iter().map(|room| messages(room)).sum::<u64>() as f64,
            ChartName::AverageChatDuration => mean(|room| room.duration),
            ChartName::AverageFirstResponseTime => mean(|room| room.first_response),
            ChartName::AverageReactionTime => mean(|room| room.reaction),
            ChartName::AverageResponseTime => mean(|room| room.response),
            ChartName::BestFirstResponseTime => {
                let times = bucket.iter().filter_map(|room| room.first_response).filter(|time| *time != 0.0);
                hundredths(times.reduce(f64::min).unwrap_or_default())
            }
            _ => return None,
        })
    };
    // A figure that there is not has no points even where there are no days.
    point(&Vec::new())?;
    Some((labels, buckets.iter().filter_map(point).collect()))
}

/// Rounded to two digits behind the point, halves up.
fn hundredths(seconds: f64) -> f64 {
    (seconds * 100.0 + 0.5).floor() / 100.0
}
