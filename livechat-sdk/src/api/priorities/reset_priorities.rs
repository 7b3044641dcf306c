use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Route},
    wire::Acknowledged,
};

/// Gives all priorities the names of their levels.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/priorities.reset` |
/// | Login | permission `manage-livechat-priorities` |
/// | Since | 6.0.0 |
/// | Licence | module `livechat-enterprise` |
/// | Documented | published OpenAPI “Reset Priorities” |
///
/// # Errors
///
/// A 400 without a code if none was renamed: [`CheckPriorityReset`](super::CheckPriorityReset) tells.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ResetPriorities {}

impl ResetPriorities {
    /// Gives back all names.
    pub fn new() -> Self {
        Self::default()
    }
}

impl Endpoint for ResetPriorities {
    type Response = Acknowledged;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/priorities.reset"))
        .permissions(&["manage-livechat-priorities"])
        .module(Module::LivechatEnterprise)
        .no_payload()
        .since("6.0.0");
}
