//! Figures about conversations: from rooms and a range to numbers and texts, as servers make them.
//!
//! Nothing here knows requests or changes a world.

pub(crate) mod agents;
pub(crate) mod charts;
pub(crate) mod days;
pub(crate) mod departments;
pub(crate) mod overview;
pub(crate) mod reports;

use std::{collections::HashMap, hash::Hash};

use livechat_sdk::Timestamp;

use crate::world::{Facts, Ledger, Number, Slot};

/// A range of time. Both ends belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: Timestamp,
    pub(crate) end: Timestamp,
}

impl Span {
    pub(crate) fn contains(self, at: Timestamp) -> bool {
        self.start <= at && at <= self.end
    }

    /// The same without the end itself.
    pub(crate) fn contains_before_end(self, at: Timestamp) -> bool {
        self.start <= at && at < self.end
    }
}

/// The rooms of a department, or all.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rooms<'a> {
    pub(crate) ledger: &'a Ledger,
    department: Wanted,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    All,
    Department(Number),
    /// No room is of the department.
    Nothing,
}

impl<'a> Rooms<'a> {
    pub(crate) fn of(ledger: &'a Ledger, department: Option<&str>) -> Self {
        let department = match department.map(|department| ledger.number(department)) {
            None => Wanted::All,
            Some(Some(department)) => Wanted::Department(department),
            Some(None) => Wanted::Nothing,
        };
        Self { ledger, department }
    }

    /// Whether a room is one of these.
    pub(crate) fn has(self, room: &Facts) -> bool {
        match self.department {
            Wanted::All => true,
            Wanted::Department(department) => room.department == Some(department),
            Wanted::Nothing => false,
        }
    }

    /// Those that pass a test, with their places.
    pub(crate) fn placed(self, passes: impl Fn(&Facts) -> bool) -> Vec<(Slot, &'a Facts)> {
        self.ledger.rows().filter(|(_, room)| self.has(room) && passes(room)).collect()
    }

    fn filtered(self, passes: impl Fn(&Facts) -> bool) -> Vec<&'a Facts> {
        self.ledger.rows().map(|(_, room)| room).filter(|room| self.has(room) && passes(room)).collect()
    }

    /// Those that were opened in a range.
    pub(crate) fn opened_in(self, span: Span) -> Vec<&'a Facts> {
        self.filtered(|room| span.contains(room.opened))
    }

    /// Those that were opened after the beginning of a range, and closed before its end.
    pub(crate) fn closed_in(self, span: Span) -> Vec<&'a Facts> {
        self.filtered(|room| span.start <= room.opened && room.closed.is_some_and(|closed| closed <= span.end))
    }
}

/// The messages of a room that count: one without any counts as one.
fn messages(room: &Facts) -> u64 {
    room.messages.max(1)
}

/// Groups in the order in which they are met first.
#[derive(Debug)]
pub(crate) struct Groups<K, V> {
    groups: Vec<(K, V)>,
    places: HashMap<K, usize>,
}

impl<K: Copy + Eq + Hash, V: Default> Groups<K, V> {
    pub(crate) fn new() -> Self {
        Self { groups: Vec::new(), places: HashMap::new() }
    }

    /// The group with this key, which is made if there is none.
    pub(crate) fn of(&mut self, key: K) -> Option<&mut V> {
        let next = self.groups.len();
        let place = *self.places.entry(key).or_insert(next);
        if place == next {
            self.groups.push((key, V::default()));
        }
        self.groups.get_mut(place).map(|(_, group)| group)
    }

    pub(crate) fn into_vec(self) -> Vec<(K, V)> {
        self.groups
    }
}

/// A sum, and of how many.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sum {
    pub(crate) total: f64,
    pub(crate) count: u64,
}

impl Sum {
    pub(crate) fn add(&mut self, value: f64) {
        self.total += value;
        self.count += 1;
    }

    /// 0 of nothing.
    pub(crate) fn mean(self) -> f64 {
        if self.count == 0 { 0.0 } else { self.total / self.count as f64 }
    }
}

impl FromIterator<f64> for Sum {
    fn from_iter<I: IntoIterator<Item = f64>>(values: I) -> Self {
        values.into_iter().fold(Self::default(), |mut sum, value| {
            sum.add(value);
            sum
        })
    }
}

/// Seconds as hours, minutes and seconds. The last are rounded, so that there may be 60.
pub(crate) fn clock(seconds: f64) -> String {
    // Of what is negative, as the time of an agent who wrote before the room was theirs, the hours are.
    let hours = (seconds / 3_600.0).floor();
    let rest = seconds - hours * 3_600.0;
    let minutes = (rest / 60.0).floor();
    format!("{hours:02}:{minutes:02}:{:02}", (rest - minutes * 60.0).round())
}

/// A number with two digits behind the point, of which halves are rounded up.
fn two_digits(number: f64) -> String {
    let hundredths = number * 100.0;
    // Only eighths lie between two such numbers exactly.
    let is_half = (number * 8.0).fract() == 0.0 && hundredths.fract().abs() == 0.5;
    format!("{:.2}", if is_half { hundredths.ceil() / 100.0 } else { number })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_clocks_show_them() {
        for (seconds, text) in [
            (0.0, "00:00:00"),
            (59.4, "00:00:59"),
            (59.6, "00:00:60"),
            (61.0, "00:01:01"),
            (4_210.0, "01:10:10"),
            (360_000.0, "100:00:00"),
            (-1.0, "-1:59:59"),
        ] {
            assert_eq!(clock(seconds), text);
        }
    }

    #[test]
    fn halves_are_rounded_up() {
        for (number, text) in [(0.125, "0.13"), (0.375, "0.38"), (33.333_333, "33.33"), (1.0, "1.00"), (0.005, "0.01")]
        {
            assert_eq!(two_digits(number), text);
        }
        assert_eq!(two_digits(1.005), "1.00", "it is less than it looks");
    }

    #[test]
    fn groups_keep_their_order() {
        let mut groups = Groups::<_, u64>::new();
        for key in ["b", "a", "b"] {
            *groups.of(key).unwrap() += 1;
        }
        assert_eq!(groups.into_vec(), [("b", 2), ("a", 1)]);
    }
}
