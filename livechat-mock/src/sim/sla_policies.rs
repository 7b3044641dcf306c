//! Service levels.

mod create_sla_policy;
mod delete_sla_policy;
mod get_sla_policy;
mod list_sla_policies;
mod update_sla_policy;

use livechat_sdk::{SlaPolicyId, model::SlaPolicy};

use crate::{ServerError, World};

/// Neither the name nor the due time may be another policy's.
fn check_is_single(policy: &SlaPolicy, world: &World) -> Result<(), ServerError> {
    let is_alike = |other: &SlaPolicy| {
        other.id != policy.id && (other.name == policy.name || other.due_time_in_minutes == policy.due_time_in_minutes)
    };
    if world.sla_policies().any(is_alike) {
        return Err(ServerError::plain("error-duplicated-sla").hint("another policy has this name, or this due time"));
    }
    Ok(())
}

/// What is said of a policy that there is not.
fn unknown(id: &SlaPolicyId) -> String {
    format!("SLA with id {id} not found")
}
