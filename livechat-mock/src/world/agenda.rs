//! What happens because time passes.
//!
//! The world has no clock. It is told the time, and what is due by then happens: the earliest first, each at its own time,
//! so that a leap of an hour does what sixty minutes do.

use std::collections::{BTreeMap, BTreeSet};

use livechat_sdk::{RoomId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

use super::World;

/// Something that happens at a time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Job {
    /// Business hours begin or end.
    BusinessHours,
    /// The queue moves.
    QueueTurn,
    /// A room waited in the queue for too long.
    QueuedTooLong(RoomId),
    /// An agent did not write into a room.
    Unanswered(RoomId),
    /// A visitor did not answer.
    Abandoned(RoomId),
    /// A room was on hold for too long.
    HeldTooLong(RoomId),
    /// An agent left, and did not come back.
    AgentGone(UserId),
    #[cfg(test)]
    Test(u8),
}

/// What is to happen, and when. A job stands in it once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Agenda {
    by_time: BTreeSet<(Timestamp, Job)>,
    times: BTreeMap<Job, Timestamp>,
    /// The time that the world was told last.
    now: Option<Timestamp>,
}

impl Agenda {
    /// An agenda with these jobs, by the milliseconds since 1970, that was told this time last.
    pub(super) fn of(jobs: Vec<(Job, i64)>, now: Option<Timestamp>) -> Self {
        let mut agenda = Self { now, ..Self::default() };
        jobs.into_iter().for_each(|(job, at)| agenda.schedule(job, Timestamp::from_millis(at)));
        agenda
    }

    /// What is to happen, and when.
    pub(super) fn jobs(&self) -> impl Iterator<Item = (&Job, Timestamp)> {
        self.times.iter().map(|(job, at)| (job, *at))
    }

    /// Puts a job down for this time, in place of the one that it was down for.
    pub(crate) fn schedule(&mut self, job: Job, at: Timestamp) {
        self.cancel(&job);
        self.times.insert(job.clone(), at);
        self.by_time.insert((at, job));
    }

    /// Puts a job down for the moment at which the world is next told the time: at the end of the call that is being
    /// handled, or at the beginning of the next.
    pub(crate) fn schedule_soon(&mut self, job: Job) {
        self.schedule(job, Timestamp::MIN);
    }

    /// Puts a job down, unless it is there.
    pub(crate) fn schedule_unless_there(&mut self, job: Job, at: Timestamp) {
        if !self.times.contains_key(&job) {
            self.schedule(job, at);
        }
    }

    /// Puts a job down for this time, or takes it off.
    pub(crate) fn put(&mut self, job: Job, at: Option<Timestamp>) {
        match at {
            Some(at) => self.schedule(job, at),
            None => self.cancel(&job),
        }
    }

    /// The time that the world was told last; `None` if it was never told one.
    pub(crate) fn now(&self) -> Option<Timestamp> {
        self.now
    }

    /// Takes a job off, if it is there.
    pub(crate) fn cancel(&mut self, job: &Job) {
        if let Some((job, at)) = self.times.remove_entry(job) {
            self.by_time.remove(&(at, job));
        }
    }

    /// Takes all jobs off that are such.
    pub(super) fn cancel_all(&mut self, is_such: impl Fn(&Job) -> bool) {
        self.times.retain(|job, _| !is_such(job));
        self.by_time.retain(|(_, job)| !is_such(job));
    }

    /// Whether something is to happen to a room.
    pub(crate) fn is_about_rooms(&self) -> bool {
        let is_about_room = |job: &Job| {
            matches!(job, Job::QueuedTooLong(_) | Job::Unanswered(_) | Job::Abandoned(_) | Job::HeldTooLong(_))
        };
        self.times.keys().any(is_about_room)
    }

    /// Takes the next job off that is due.
    fn take_due(&mut self, now: Timestamp) -> Option<(Timestamp, Job)> {
        if self.by_time.first()?.0 > now {
            return None;
        }
        let (at, job) = self.by_time.pop_first()?;
        self.times.remove(&job);
        Some((at, job))
    }
}

impl World {
    /// Lets time pass: what is due by now happens. [`Engine`](crate::Engine) calls it with each request.
    pub fn advance(&mut self, now: Timestamp) {
        // What was put down for soon happens now, and not when the world was told the time last.
        let earliest = self.agenda.now.map_or(now, |before| before.min(now));
        if self.agenda.now.is_some_and(|before| now < before) {
            // The clock was set back.
            self.hours_changed();
        }
        self.agenda.now = Some(now);
        self.note_availability(now);
        self.watch(now);
        while let Some((at, job)) = self.agenda.take_due(now) {
            let at = if at < earliest { now } else { at };
            self.perform(&job, at, now);
            self.note_availability(at);
            self.watch(at);
        }
        self.rooms.write_ledger();
    }

    /// Does a job that was due at this time.
    fn perform(&mut self, job: &Job, at: Timestamp, now: Timestamp) {
        match job {
            Job::BusinessHours => self.turn_hours(at, now),
            Job::QueueTurn => self.serve_queue(at),
            Job::QueuedTooLong(room) => self.close_queued(room, at),
            Job::Unanswered(room) => self.transfer_unanswered(room, at),
            Job::Abandoned(room) => self.leave_abandoned(room, at),
            Job::HeldTooLong(room) => self.close_held(room, at),
            Job::AgentGone(agent) => self.replace_agent(agent, at),
            #[cfg(test)]
            Job::Test(number) => {
                let name = format!("{number} at {}, {} before", at.as_millis(), now.as_millis() - at.as_millis());
                self.set_permission(&name, Vec::new());
                if *number == 0 {
                    self.agenda.schedule(Job::Test(0), at.saturating_add(std::time::Duration::from_millis(20)));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    /// What happened since the last look.
    fn happened(world: &mut World, now: i64) -> Vec<String> {
        let from = world.next_change();
        world.advance(at(now));
        let names = world.changes_since(from).map(|change| match change {
            crate::Change::Permission(name) => name.clone(),
            other => format!("{other:?}"),
        });
        names.collect()
    }

    #[test]
    fn what_is_due_happens_in_order_and_at_its_time() {
        let mut world = World::empty();
        assert!(happened(&mut world, 100).is_empty());
        for (job, time) in [(1, 140), (2, 110), (3, 130), (1, 120), (4, 200), (5, 115)] {
            world.agenda.schedule(Job::Test(job), at(time));
        }
        world.agenda.cancel(&Job::Test(5));
        assert_eq!(happened(&mut world, 130), ["2 at 110, 20 before", "1 at 120, 10 before", "3 at 130, 0 before"]);
        assert!(happened(&mut world, 199).is_empty());
        assert_eq!(happened(&mut world, 200), ["4 at 200, 0 before"]);
    }

    #[test]
    fn what_stays_can_be_put_down_for_another_time() {
        let mut world = World::empty();
        assert!(happened(&mut world, 0).is_empty());
        for (job, time) in [(1, 10), (2, 20), (3, 30)] {
            world.agenda.schedule(Job::Test(job), at(time));
        }
        world.agenda.cancel_all(|job| *job == Job::Test(2));
        world.agenda.schedule(Job::Test(3), at(15));
        assert_eq!(happened(&mut world, 100), ["1 at 10, 90 before", "3 at 15, 85 before"]);
    }

    #[test]
    fn a_leap_does_what_small_steps_do() {
        let mut world = World::empty();
        world.agenda.schedule(Job::Test(0), at(10));
        assert!(happened(&mut world, 0).is_empty());
        world.agenda.schedule(Job::Test(7), at(40));
        assert_eq!(
            happened(&mut world, 60),
            ["0 at 10, 50 before", "0 at 30, 30 before", "7 at 40, 20 before", "0 at 50, 10 before"]
        );
    }

    #[test]
    fn nothing_happens_before_the_time_that_was_told_last() {
        let mut world = World::empty();
        world.agenda.schedule_soon(Job::Test(1));
        assert_eq!(happened(&mut world, 100), ["1 at 100, 0 before"]);
        world.agenda.schedule_soon(Job::Test(2));
        world.agenda.schedule(Job::Test(3), at(50));
        assert_eq!(happened(&mut world, 120), ["2 at 120, 0 before", "3 at 120, 0 before"]);
        // The clock was set back.
        world.agenda.schedule_soon(Job::Test(4));
        assert_eq!(happened(&mut world, 60), ["4 at 60, 0 before"]);
    }
}
