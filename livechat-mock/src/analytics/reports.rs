//! Reports: how many conversations have what in common.

use livechat_sdk::{Direction, Sort, model::ReportEntry};

use super::Groups;
use crate::world::{Facts, Ledger, Number};

/// Groups by a number, largest first, or in the order that is asked for.
fn entries(groups: Vec<(String, u64)>, sort: &[(&str, Direction)]) -> Vec<ReportEntry> {
    let mut entries: Vec<_> = groups.into_iter().map(|(label, value)| ReportEntry::new(label, value)).collect();
    // By the last field first, as sorting is stable.
    for (field, direction) in sort.iter().rev() {
        entries.sort_by(|one, other| {
            let order = match *field {
                "total" => one.value.cmp(&other.value),
                "_id" | "name" => one.label.cmp(&other.label),
                _ => std::cmp::Ordering::Equal,
            };
            if *direction == Direction::Descending { order.reverse() } else { order }
        });
    }
    entries
}

/// Groups in this order, or in the one that is usual.
pub(crate) fn sorted(groups: Vec<(String, u64)>, sort: Option<&Sort>, usual: &str) -> Vec<ReportEntry> {
    let usual = Sort::by(usual);
    entries(groups, &sort.unwrap_or(&usual).fields().collect::<Vec<_>>())
}

/// Groups by their size, the largest first.
pub(crate) fn largest_first(groups: Vec<(String, u64)>) -> Vec<ReportEntry> {
    entries(groups, &[("total", Direction::Descending)])
}

/// By kind of source and name; the name is the label, or else the kind.
pub(crate) fn by_source(rooms: &[&Facts], ledger: &Ledger) -> Vec<(String, u64)> {
    let mut groups = Groups::<(Option<Number>, Option<Number>), u64>::new();
    for room in rooms.iter().filter(|room| room.has_source) {
        if let Some(count) = groups.of((room.source, room.source_alias)) {
            *count += 1;
        }
    }
    let label = |kind: Option<Number>, alias: Option<Number>| {
        let texts = [alias, kind].into_iter().flatten().map(|number| ledger.text(number));
        texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default().to_owned()
    };
    groups.into_vec().into_iter().map(|((kind, alias), count)| (label(kind, alias), count)).collect()
}

/// By state. A room may be in none, or in two.
pub(crate) fn by_status(rooms: &[&Facts]) -> Vec<(String, u64)> {
    let count = |passes: fn(&Facts) -> bool| rooms.iter().filter(|room| passes(room)).count() as u64;
    [
        ("Open", count(|room| room.is_open && room.is_served && !room.is_on_hold)),
        ("Closed", count(|room| room.duration.is_some())),
        ("Queued", count(|room| room.is_open && !room.is_served)),
        ("On_Hold", count(|room| room.is_on_hold)),
    ]
    .map(|(label, count)| (label.to_owned(), count))
    .into()
}

/// By a text that a room may have: the groups, and how many rooms have none.
pub(crate) fn by_text(
    rooms: &[&Facts],
    ledger: &Ledger,
    of: fn(&Facts) -> Option<Number>,
) -> (Vec<(String, u64)>, u64) {
    let (mut groups, mut without) = (Groups::<Number, u64>::new(), 0);
    for room in rooms {
        match of(room).and_then(|number| groups.of(number)) {
            Some(count) => *count += 1,
            None => without += 1,
        }
    }
    let groups = groups.into_vec().into_iter();
    (groups.map(|(number, count)| (ledger.text(number).to_owned(), count)).collect(), without)
}

/// By tag: the groups, and how many rooms have none.
pub(crate) fn by_tag<'a>(rooms: impl Iterator<Item = &'a [String]>) -> (Vec<(String, u64)>, u64) {
    let (mut groups, mut without) = (Groups::<&str, u64>::new(), 0);
    for tags in rooms {
        without += u64::from(tags.is_empty());
        for tag in tags {
            if let Some(count) = groups.of(tag.as_str()) {
                *count += 1;
            }
        }
    }
    (groups.into_vec().into_iter().map(|(tag, count)| (tag.to_owned(), count)).collect(), without)
}
