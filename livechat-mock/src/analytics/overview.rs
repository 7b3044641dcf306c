//! What there is to say about the conversations of some days.

use jiff::civil::{Date, Weekday};

use super::{
    Groups, Rooms, Sum, clock,
    days::{Days, hour_name, weekday_name},
    messages, two_digits,
};
use crate::world::Facts;

/// How many conversations there were, and when.
#[derive(Debug, PartialEq)]
pub(crate) struct Conversations {
    pub(crate) total: u64,
    /// Those that nobody wrote in do not count.
    pub(crate) open: u64,
    pub(crate) on_hold: u64,
    pub(crate) messages: u64,
    pub(crate) busiest_day: String,
    pub(crate) per_day: String,
    pub(crate) busiest_time: String,
}

/// What counts as the busiest day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Busiest {
    /// The day of the calendar with the most messages.
    Day,
    /// The day of the week with the most messages, as older servers have it.
    Weekday,
}

/// What no day or hour is.
const NONE: &str = "-";

pub(crate) fn conversations(rooms: Rooms<'_>, days: &Days, busiest: Busiest) -> Conversations {
    let span = days.span();
    let opened = rooms.opened_in(span);
    let count = |passes: &dyn Fn(&Facts) -> bool| opened.iter().filter(|room| passes(room)).count() as u64;
    let of_busiest = busiest_day(&opened, days, busiest);
    let busiest_time = of_busiest.as_ref().and_then(|(_, rooms)| busiest_hour(rooms, days));
    let per_day = if days.count() == 0 { 0.0 } else { opened.len() as f64 / f64::from(days.count()) };
    Conversations {
        total: opened.len() as u64,
        open: count(&|room| room.has_metrics && room.duration.is_none() && !room.is_on_hold),
        on_hold: count(&|room| room.is_on_hold && span.contains_before_end(room.opened)),
        messages: opened.iter().map(|room| messages(room)).sum(),
        busiest_day: of_busiest.map_or(NONE, |(day, _)| weekday_name(day)).to_owned(),
        per_day: two_digits(per_day),
        busiest_time: busiest_time
            .map_or_else(|| NONE.to_owned(), |hour| format!("{} - {}", hour_name(hour), hour_name(hour + 1))),
    }
}

/// The day with the most messages, and its rooms. Of several, it is the first.
fn busiest_day<'a>(rooms: &[&'a Facts], days: &Days, busiest: Busiest) -> Option<(Weekday, Vec<&'a Facts>)> {
    let mut dated: Vec<(Date, &Facts)> = rooms.iter().map(|room| (days.day_of(room.opened), *room)).collect();
    dated.sort_by_key(|(day, _)| *day);
    let mut groups = Groups::<_, (u64, Vec<&Facts>)>::new();
    for (day, room) in dated {
        let key = (day.weekday().to_monday_zero_offset(), (busiest == Busiest::Day).then_some(day));
        if let Some((sum, of_day)) = groups.of(key) {
            *sum += messages(room);
            of_day.push(room);
        }
    }
    let groups = groups.into_vec().into_iter();
    let ((weekday, _), (_, rooms)) = groups.reduce(|most, next| if next.1.0 > most.1.0 { next } else { most })?;
    Some((Weekday::from_monday_zero_offset(weekday).ok()?, rooms))
}

/// The hour with the most messages. Of several, it is the first.
fn busiest_hour(rooms: &[&Facts], days: &Days) -> Option<usize> {
    let mut hours = [0; 24];
    for room in rooms {
        if let Some(hour) = hours.get_mut(days.hour_of(room.opened)) {
            *hour += messages(room);
        }
    }
    let (hour, _) = hours.into_iter().enumerate().reduce(|most, next| if next.1 > most.1 { next } else { most })?;
    Some(hour)
}

/// How fast agents responded: the means of the mean response, of the first one, and of the reaction.
pub(crate) fn productivity(rooms: Rooms<'_>, days: &Days) -> [String; 3] {
    let mut answered = rooms.opened_in(days.span());
    answered.retain(|room| room.has_response && room.has_reaction);
    let mean = |time: fn(&Facts) -> Option<f64>| {
        clock(answered.iter().map(|room| time(room).unwrap_or_default()).collect::<Sum>().mean())
    };
    [mean(|room| room.response), mean(|room| room.first_response), mean(|room| room.reaction)]
}
