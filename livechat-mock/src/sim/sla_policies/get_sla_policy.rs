use livechat_sdk::sla_policies::{GetSlaPolicy, GetSlaPolicyResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for GetSlaPolicy {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let mut policies = call.world.sla_policies();
        let policy = policies.find(|policy| policy.id == self.sla_id);
        let policy = policy.ok_or_else(|| ServerError::missing(&super::unknown(&self.sla_id)))?;
        Response::new(&GetSlaPolicyResponse::new(policy.clone()))
    }
}
