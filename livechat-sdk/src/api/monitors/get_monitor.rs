use serde::{Deserialize, Deserializer, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Route},
    model::Agent,
    wire::{Success, beside_success},
};

/// Looks up a monitor by user name.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/monitors/{username}` |
/// | Login | permission `manage-livechat-monitors` |
/// | Licence | module `livechat-enterprise` |
/// | Documented | published OpenAPI “Get a Monitor” |
///
/// # Errors
///
/// `invalid-user` if there is no such user, or the user is no monitor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetMonitor {
    /// The user name.
    pub username: String,
}

impl GetMonitor {
    /// Looks up the monitor with this user name.
    pub fn new(username: impl Into<String>) -> Self {
        Self { username: username.into() }
    }
}

/// The response to [`GetMonitor`]: the monitor's fields stand at the top level.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct GetMonitorResponse {
    /// The monitor.
    #[serde(flatten)]
    pub monitor: Agent,
    /// Marks the response as a success.
    pub success: Success,
}

impl<'de> Deserialize<'de> for GetMonitorResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (monitor, success) = beside_success(deserializer)?;
        Ok(Self { monitor, success })
    }
}

impl GetMonitorResponse {
    /// The response with this monitor.
    #[must_use]
    pub fn new(monitor: Agent) -> Self {
        Self { monitor, success: Success }
    }
}

impl Endpoint for GetMonitor {
    type Response = GetMonitorResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/monitors/{username}"))
        .permissions(&["manage-livechat-monitors"])
        .module(Module::LivechatEnterprise);
}
