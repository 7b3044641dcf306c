use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Route},
    wire::Acknowledged,
};

/// Makes a monitor an ordinary user of the workspace again.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/monitors.delete` |
/// | Login | permission `manage-livechat-monitors` |
/// | Licence | module `livechat-enterprise` |
/// | Since | 8.0.0, by the vendor's types |
/// | Documented | published OpenAPI “Delete a Monitor” |
///
/// No unit has the user among its monitors any longer; the numbers that units give of their monitors stay as they are.
///
/// # Errors
///
/// `Invalid user` if there is no such user; `error-removing-monitor` if the user is no monitor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct RemoveMonitor {
    /// The user name.
    pub username: String,
}

impl RemoveMonitor {
    /// Takes the role from the user with this name.
    pub fn new(username: impl Into<String>) -> Self {
        Self { username: username.into() }
    }
}

impl Endpoint for RemoveMonitor {
    type Response = Acknowledged;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/monitors.delete"))
        .permissions(&["manage-livechat-monitors"])
        .module(Module::LivechatEnterprise)
        .since("8.0.0");
}
