//! Figures about departments: one for each, and one for the rooms without a department.

use livechat_sdk::{DepartmentId, RoomId};

use super::{Groups, Rooms, Span, Sum};
use crate::world::{Facts, Number};

/// A department with its figure.
pub(crate) type Of<T> = (Option<DepartmentId>, T);

/// Groups rooms by department.
fn grouped<T: Default>(rooms: Rooms<'_>, of: Vec<&Facts>, mut add: impl FnMut(&mut T, &Facts)) -> Vec<Of<T>> {
    let mut groups = Groups::<Option<Number>, T>::new();
    for room in of {
        if let Some(group) = groups.of(room.department) {
            add(group, room);
        }
    }
    named(rooms, groups)
}

fn named<T: Default>(rooms: Rooms<'_>, groups: Groups<Option<Number>, T>) -> Vec<Of<T>> {
    let id = |department: Option<Number>| department.map(|number| DepartmentId::from(rooms.ledger.text(number)));
    groups.into_vec().into_iter().map(|(department, figure)| (id(department), figure)).collect()
}

fn count(sum: &mut u64, _: &Facts) {
    *sum += 1;
}

/// How many rooms there are in which the visitor waits for a response, or does not.
pub(crate) fn amounts(rooms: Rooms<'_>, span: Span, is_answered: bool) -> Vec<Of<u64>> {
    let mut opened = rooms.opened_in(span);
    opened.retain(|room| room.is_waiting != is_answered);
    grouped(rooms, opened, count)
}

/// For how long agents serve a room, from getting it to their last response.
pub(crate) fn average_service_times(rooms: Rooms<'_>, span: Span) -> Vec<Of<f64>> {
    let times = grouped(rooms, rooms.opened_in(span), |sum: &mut Option<Sum>, room| {
        if let (true, Some(responded)) = (room.is_served, room.responded) {
            let time = room.assigned.map_or(0, |assigned| responded.as_millis() - assigned.as_millis());
            sum.get_or_insert_default().add(time as f64 / 1_000.0);
        }
    });
    times.into_iter().filter_map(|(department, sum)| Some((department, sum?.mean().ceil()))).collect()
}

/// For how long rooms last that were closed in the range.
pub(crate) fn average_chat_durations(rooms: Rooms<'_>, span: Span) -> Vec<Of<f64>> {
    let times = grouped(rooms, rooms.closed_in(span), |sum: &mut Sum, room| sum.add(room.duration.unwrap_or_default()));
    times.into_iter().map(|(department, sum)| (department, sum.mean().ceil())).collect()
}

/// For how long agents have served rooms that were closed in the range: how many they are, and the time.
pub(crate) fn total_service_times(rooms: Rooms<'_>, span: Span) -> Vec<Of<(u64, f64)>> {
    let mut closed = rooms.closed_in(span);
    closed.retain(|room| room.service.is_some());
    let times = grouped(rooms, closed, |sum: &mut Sum, room| sum.add(room.service.unwrap_or_default()));
    times.into_iter().map(|(department, sum)| (department, (sum.count, sum.total.ceil()))).collect()
}

/// For how long visitors waited for the first response.
pub(crate) fn average_waiting_times(rooms: Rooms<'_>, span: Span) -> Vec<Of<f64>> {
    let mut answered = rooms.opened_in(span);
    answered.retain(|room| !room.is_waiting);
    let times = grouped(rooms, answered, |sum: &mut Sum, room| sum.add(room.first_response.unwrap_or_default()));
    times.into_iter().map(|(department, sum)| (department, sum.mean().ceil())).collect()
}

/// How often rooms were transferred, by the department that they belong to now. A room that is gone does not count.
pub(crate) fn transfers<'a>(
    rooms: Rooms<'_>,
    transferred: impl Iterator<Item = &'a RoomId>,
    facts: impl Fn(&RoomId) -> Option<&'a Facts>,
) -> Vec<Of<u64>> {
    let of: Vec<_> = transferred.filter_map(facts).filter(|room| rooms.has(room)).collect();
    grouped(rooms, of, count)
}

/// Whether the visitor was silent for so many seconds when an agent closed the room.
fn is_abandoned(room: &Facts, timeout: f64) -> bool {
    room.inactivity.is_some_and(|silent| silent >= timeout)
}

/// How many rooms visitors have abandoned.
pub(crate) fn abandoned(rooms: Rooms<'_>, span: Span, timeout: f64) -> Vec<Of<u64>> {
    let mut closed = rooms.closed_in(span);
    closed.retain(|room| is_abandoned(room, timeout));
    grouped(rooms, closed, count)
}

/// Which part of the rooms visitors have abandoned, in percent.
pub(crate) fn abandoned_percentages(rooms: Rooms<'_>, span: Span, timeout: f64) -> Vec<Of<f64>> {
    let parts = grouped(rooms, rooms.opened_in(span), |(abandoned, all): &mut (u64, u64), room| {
        *abandoned += u64::from(is_abandoned(room, timeout));
        *all += 1;
    });
    let percentage = |abandoned: u64, all: u64| (100.0 * abandoned as f64 / all as f64).floor();
    parts.into_iter().map(|(department, (abandoned, all))| (department, percentage(abandoned, all))).collect()
}

/// The mean of the departments' figures; 0 if there are none.
pub(crate) fn mean(figures: &[Of<f64>]) -> f64 {
    figures.iter().map(|(_, figure)| *figure).collect::<Sum>().mean()
}
