use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Route},
    id::PriorityId,
    wire::Acknowledged,
};

/// Renames a priority, or gives it back the name of its level.
///
/// | | |
/// | --- | --- |
/// | Operation | `PUT /api/v1/livechat/priorities/{priorityId}` |
/// | Login | permission `manage-livechat-priorities` |
/// | Since | 6.0.0 |
/// | Licence | module `livechat-enterprise` |
/// | Documented | published OpenAPI “Update Priority”, without `reset` |
///
/// Servers take one of the two arguments, so there is a constructor for each.
///
/// # Errors
///
/// `error-duplicate-priority-name` if another priority was given this name; `error-unable-to-update-priority` if there is
/// none with this id; [`InvalidParams`](crate::ErrorCode::InvalidParams).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct UpdatePriority {
    /// The priority.
    pub priority_id: PriorityId,
    /// The new name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether it goes by its level again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reset: Option<bool>,
}

impl UpdatePriority {
    /// Gives the priority with this id this name.
    pub fn rename(id: impl Into<PriorityId>, name: impl Into<String>) -> Self {
        Self { priority_id: id.into(), name: Some(name.into()), reset: None }
    }

    /// Gives the priority with this id the name of its level.
    pub fn reset(id: impl Into<PriorityId>) -> Self {
        Self { priority_id: id.into(), name: None, reset: Some(true) }
    }
}

impl Endpoint for UpdatePriority {
    type Response = Acknowledged;
    const META: Meta = Meta::put(Route::new("/api/v1/livechat/priorities/{priorityId}"))
        .permissions(&["manage-livechat-priorities"])
        .module(Module::LivechatEnterprise)
        .since("6.0.0");
}
