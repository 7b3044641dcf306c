use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Route},
    wire::Success,
};

/// Tells whether a priority was renamed, so that [`ResetPriorities`](super::ResetPriorities) has something to do.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/priorities.reset` |
/// | Login | permission `manage-livechat-priorities` |
/// | Licence | module `livechat-enterprise` |
/// | Documented | published OpenAPI “Check Priority Reset” |
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct CheckPriorityReset {}

impl CheckPriorityReset {
    /// Asks whether a priority was renamed.
    pub fn new() -> Self {
        Self::default()
    }
}

/// The response to [`CheckPriorityReset`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CheckPriorityResetResponse {
    /// Whether a priority was renamed.
    pub reset: bool,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl CheckPriorityResetResponse {
    /// The response: whether a priority was renamed.
    #[must_use]
    pub fn new(reset: bool) -> Self {
        Self { reset, success: Success }
    }
}

impl Endpoint for CheckPriorityReset {
    type Response = CheckPriorityResetResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/priorities.reset"))
        .permissions(&["manage-livechat-priorities"])
        .module(Module::LivechatEnterprise)
        .no_payload();
}
