use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Route},
    model::SlaPolicy,
    wire::{Success, whole},
};

/// Creates a service level.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/sla` |
/// | Login | permission `manage-livechat-sla` |
/// | Since | 6.0.0 |
/// | Licence | module `livechat-enterprise` |
/// | Documented | published OpenAPI “Create SLA Policy” |
///
/// # Errors
///
/// `error-duplicated-sla` if another policy has this name or this due time;
/// [`InvalidParams`](crate::ErrorCode::InvalidParams).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct CreateSlaPolicy {
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

impl CreateSlaPolicy {
    /// Creates a policy: conversations may wait this many minutes.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(name: impl Into<String>, due_time_in_minutes: u64) -> Self {
        Self { name: name.into(), description: None, due_time_in_minutes }
    }
}

/// The response to [`CreateSlaPolicy`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CreateSlaPolicyResponse {
    /// The policy.
    pub sla: SlaPolicy,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl CreateSlaPolicyResponse {
    /// The response with this policy.
    #[must_use]
    pub fn new(sla: SlaPolicy) -> Self {
        Self { sla, success: Success }
    }
}

impl Endpoint for CreateSlaPolicy {
    type Response = CreateSlaPolicyResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/sla"))
        .permissions(&["manage-livechat-sla"])
        .module(Module::LivechatEnterprise)
        .since("6.0.0");
}
