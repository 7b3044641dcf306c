use livechat_sdk::{Acknowledged, sla_policies::DeleteSlaPolicy};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for DeleteSlaPolicy {
    /// Closed rooms keep the id.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let scope = call.caller.and_then(|caller| call.world.scope_of(caller));
        let removed = call.world.remove_sla_policy_within(self.sla_id.as_str(), scope.as_ref());
        removed.ok_or_else(|| ServerError::plain(&super::unknown(&self.sla_id)))?;
        Response::new(&Acknowledged::default())
    }
}
