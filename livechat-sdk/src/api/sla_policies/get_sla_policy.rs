use serde::{Deserialize, Deserializer, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Route},
    id::SlaPolicyId,
    model::SlaPolicy,
    wire::{Success, beside_success},
};

/// Looks up a service level by id.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/sla/{slaId}` |
/// | Login | permission `manage-livechat-sla` or `view-l-room` |
/// | Since | 6.0.0 |
/// | Licence | module `livechat-enterprise` |
/// | Documented | published OpenAPI “Get an SLA” |
///
/// # Errors
///
/// 404 `SLA with id … not found`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetSlaPolicy {
    /// The policy.
    pub sla_id: SlaPolicyId,
}

impl GetSlaPolicy {
    /// Looks up the policy with this id.
    pub fn new(id: impl Into<SlaPolicyId>) -> Self {
        Self { sla_id: id.into() }
    }
}

/// The response to [`GetSlaPolicy`]: the policy's fields stand at the top level.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct GetSlaPolicyResponse {
    /// The policy.
    #[serde(flatten)]
    pub sla: SlaPolicy,
    /// Marks the response as a success.
    pub success: Success,
}

impl<'de> Deserialize<'de> for GetSlaPolicyResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (sla, success) = beside_success(deserializer)?;
        Ok(Self { sla, success })
    }
}

impl GetSlaPolicyResponse {
    /// The response with this policy.
    #[must_use]
    pub fn new(sla: SlaPolicy) -> Self {
        Self { sla, success: Success }
    }
}

impl Endpoint for GetSlaPolicy {
    type Response = GetSlaPolicyResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/sla/{slaId}"))
        .any_permission(&["manage-livechat-sla", "view-l-room"])
        .module(Module::LivechatEnterprise)
        .no_payload()
        .since("6.0.0");
}
