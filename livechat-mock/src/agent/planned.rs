//! What an agent has put off.

use std::{collections::VecDeque, time::Duration};

use livechat_sdk::{RoomId, Timestamp};

use super::script::Action;

/// What an agent does in a room.
#[derive(Clone, Debug)]
pub(super) enum Step {
    Say(String),
    Do(Action),
}

/// Steps, in the order in which they are due. What is due in one room never overtakes what was planned there before.
#[derive(Clone, Debug, Default)]
pub(super) struct Planned(VecDeque<(Timestamp, RoomId, Step)>);

impl Planned {
    /// Plans a step: a text when it is typed, anything else right behind what comes before it in the room.
    pub(super) fn add(&mut self, room: &RoomId, step: Step, delay: Duration, now: Timestamp) {
        let before = self.0.iter().rev().find(|(_, planned, _)| planned == room).map_or(now, |(at, ..)| *at);
        let at = if matches!(step, Step::Say(_)) { before.saturating_add(delay) } else { before };
        let place = self.0.partition_point(|(planned, ..)| *planned <= at);
        self.0.insert(place, (at, room.clone(), step));
    }

    pub(super) fn due(&self) -> Option<Timestamp> {
        self.0.front().map(|(at, ..)| *at)
    }

    /// Takes the next step that is due by now.
    pub(super) fn next(&mut self, now: Timestamp) -> Option<(RoomId, Step)> {
        self.due().filter(|at| *at <= now)?;
        self.0.pop_front().map(|(_, room, step)| (room, step))
    }

    pub(super) fn is_to_say_something(&self, room: &RoomId) -> bool {
        self.0.iter().any(|(_, planned, step)| planned == room && matches!(step, Step::Say(_)))
    }
}
