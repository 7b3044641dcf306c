use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Route},
    id::SlaPolicyId,
    model::SlaPolicy,
    wire::{Success, whole},
};

/// Replaces a service level.
///
/// | | |
/// | --- | --- |
/// | Operation | `PUT /api/v1/livechat/sla/{slaId}` |
/// | Login | permission `manage-livechat-sla` |
/// | Since | 6.0.0 |
/// | Licence | module `livechat-enterprise` |
/// | Documented | published OpenAPI “Update an SLA”, without the body |
///
/// Open conversations with this service level wait by the new time.
///
/// # Errors
///
/// `error-duplicated-sla` if another policy has this name or this due time;
/// [`InvalidParams`](crate::ErrorCode::InvalidParams). An unknown id is no error: nothing is stored then.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct UpdateSlaPolicy {
    /// The policy to replace.
    #[field = false]
    pub sla_id: SlaPolicyId,
    /// The name.
    #[field = false]
    pub name: String,
    /// The description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The minutes that a conversation may wait.
    #[serde(deserialize_with = "whole")]
    #[field = false]
    pub due_time_in_minutes: u64,
}

impl UpdateSlaPolicy {
    /// Replaces the policy with this id: conversations may wait this many minutes.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(id: impl Into<SlaPolicyId>, name: impl Into<String>, due_time_in_minutes: u64) -> Self {
        Self { sla_id: id.into(), name: name.into(), description: None, due_time_in_minutes }
    }
}

/// The response to [`UpdateSlaPolicy`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UpdateSlaPolicyResponse {
    /// The policy.
    pub sla: SlaPolicy,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl UpdateSlaPolicyResponse {
    /// The response with this policy.
    #[must_use]
    pub fn new(sla: SlaPolicy) -> Self {
        Self { sla, success: Success }
    }
}

impl Endpoint for UpdateSlaPolicy {
    type Response = UpdateSlaPolicyResponse;
    const META: Meta = Meta::put(Route::new("/api/v1/livechat/sla/{slaId}"))
        .permissions(&["manage-livechat-sla"])
        .module(Module::LivechatEnterprise)
        .since("6.0.0");
}
