//! Priorities.

mod check_priority_reset;
mod get_priority;
mod list_priorities;
mod reset_priorities;
mod update_priority;

use livechat_sdk::{PriorityId, Timestamp, model::Priority};

use crate::World;

/// Those that were renamed.
fn renamed(world: &World) -> impl Iterator<Item = &PriorityId> {
    world.priorities().filter(|priority| priority.dirty == Some(true)).map(|priority| &priority.id)
}

/// Gives a priority the name of its level.
fn reset(priority: &mut Priority, now: Timestamp) {
    priority.name = None;
    priority.dirty = Some(false);
    priority.updated_at = Some(now);
}
