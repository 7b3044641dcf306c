use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Route},
    id::SlaPolicyId,
    wire::Acknowledged,
};

/// Deletes a service level, also from the open rooms that have it.
///
/// | | |
/// | --- | --- |
/// | Operation | `DELETE /api/v1/livechat/sla/{slaId}` |
/// | Login | permission `manage-livechat-sla` |
/// | Since | 6.0.0 |
/// | Licence | module `livechat-enterprise` |
/// | Documented | published OpenAPI “Delete an SLA” |
///
/// # Errors
///
/// `SLA with id … not found`, with status 400.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct DeleteSlaPolicy {
    /// The policy to delete.
    pub sla_id: SlaPolicyId,
}

impl DeleteSlaPolicy {
    /// Deletes the policy with this id.
    pub fn new(id: impl Into<SlaPolicyId>) -> Self {
        Self { sla_id: id.into() }
    }
}

impl Endpoint for DeleteSlaPolicy {
    type Response = Acknowledged;
    const META: Meta = Meta::delete(Route::new("/api/v1/livechat/sla/{slaId}"))
        .permissions(&["manage-livechat-sla"])
        .module(Module::LivechatEnterprise)
        .since("6.0.0");
}
