use livechat_sdk::{
    model::SlaPolicy,
    sla_policies::{CreateSlaPolicy, CreateSlaPolicyResponse},
};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for CreateSlaPolicy {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let mut policy = SlaPolicy::new("")
            .name(self.name.clone())
            .due_time_in_minutes(self.due_time_in_minutes as f64)
            .updated_at(call.origin.now);
        policy.description.clone_from(&self.description);
        super::check_is_single(&policy, call.world)?;
        policy.id = call.world.add_sla_policy(policy.clone());
        policy.updated_at = None;
        Response::new(&CreateSlaPolicyResponse::new(policy))
    }
}
