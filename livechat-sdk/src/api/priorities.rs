//! Priorities: the five levels by which conversations may be ordered in the queue.

mod check_priority_reset;
mod get_priority;
mod list_priorities;
mod reset_priorities;
mod update_priority;

pub use self::{
    check_priority_reset::{CheckPriorityReset, CheckPriorityResetResponse},
    get_priority::{GetPriority, GetPriorityResponse},
    list_priorities::{ListPriorities, ListPrioritiesResponse},
    reset_priorities::ResetPriorities,
    update_priority::UpdatePriority,
};
