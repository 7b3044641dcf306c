use livechat_sdk::{
    model::SlaPolicy,
    sla_policies::{UpdateSlaPolicy, UpdateSlaPolicyResponse},
};

use crate::{
    ServerError, ServerVersion,
    operation::{Call, Response, Simulate},
};

impl Simulate for UpdateSlaPolicy {
    /// All is replaced. An unknown id changes nothing.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let mut policy = SlaPolicy::new(self.sla_id.clone())
            .name(self.name.clone())
            .due_time_in_minutes(self.due_time_in_minutes as f64)
            .updated_at(call.origin.now);
        policy.description.clone_from(&self.description);
        super::check_is_single(&policy, call.world)?;
        let known = call.world.sla_policies().find(|known| known.id == policy.id);
        if let Some(due_time) = known.map(|known| known.due_time_in_minutes) {
            call.world.add_sla_policy(policy.clone());
            if due_time != policy.due_time_in_minutes {
                let scope = call.caller.and_then(|caller| call.world.scope_of(caller));
                call.world.renew_due_time(&policy, scope.as_ref());
            }
        } else {
            call.add_hint("no service level has this id, so nothing is stored");
        }
        if call.world.server_version() >= ServerVersion::V8_5 {
            policy.updated_at = None;
        }
        Response::new(&UpdateSlaPolicyResponse::new(policy))
    }
}
