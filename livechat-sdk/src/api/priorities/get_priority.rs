use serde::{Deserialize, Deserializer, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Route},
    id::PriorityId,
    model::Priority,
    wire::{Success, beside_success},
};

/// Looks up a priority by id.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/priorities/{priorityId}` |
/// | Login | permission `manage-livechat-priorities` or `view-l-room` |
/// | Since | 6.0.0 |
/// | Licence | module `livechat-enterprise` |
/// | Documented | published OpenAPI “Get a Priority” |
///
/// # Errors
///
/// 404 `Priority with id … not found`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetPriority {
    /// The priority.
    pub priority_id: PriorityId,
}

impl GetPriority {
    /// Looks up the priority with this id.
    pub fn new(id: impl Into<PriorityId>) -> Self {
        Self { priority_id: id.into() }
    }
}

/// The response to [`GetPriority`]: the priority's fields stand at the top level.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct GetPriorityResponse {
    /// The priority.
    #[serde(flatten)]
    pub priority: Priority,
    /// Marks the response as a success.
    pub success: Success,
}

impl<'de> Deserialize<'de> for GetPriorityResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (priority, success) = beside_success(deserializer)?;
        Ok(Self { priority, success })
    }
}

impl GetPriorityResponse {
    /// The response with this priority.
    #[must_use]
    pub fn new(priority: Priority) -> Self {
        Self { priority, success: Success }
    }
}

impl Endpoint for GetPriority {
    type Response = GetPriorityResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/priorities/{priorityId}"))
        .any_permission(&["manage-livechat-priorities", "view-l-room"])
        .module(Module::LivechatEnterprise)
        .no_payload()
        .since("6.0.0");
}
