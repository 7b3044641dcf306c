use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Route},
    id::UserId,
    wire::{Success, null_as_default},
};

/// Makes a user of the workspace a monitor.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/monitors.create` |
/// | Login | permission `manage-livechat-monitors` |
/// | Licence | module `livechat-enterprise` |
/// | Since | 8.0.0, by the vendor's types |
/// | Documented | published OpenAPI “Create a Monitor” |
///
/// The user gets the role `livechat-monitor`. A monitor sees what belongs to the [units](crate::units) that name the user.
///
/// # Errors
///
/// `error-invalid-user` if there is no such user.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct AddMonitor {
    /// The user name.
    pub username: String,
}

impl AddMonitor {
    /// Makes the user with this name a monitor.
    pub fn new(username: impl Into<String>) -> Self {
        Self { username: username.into() }
    }
}

/// The response to [`AddMonitor`]: the user as before, without the new role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AddMonitorResponse {
    /// The user's id.
    #[serde(rename = "_id")]
    pub id: UserId,
    /// The user name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The roles that the user had.
    #[serde(default, deserialize_with = "null_as_default")]
    pub roles: Vec<String>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl AddMonitorResponse {
    /// The response about the user with this id, user name and roles.
    #[must_use]
    pub fn new(id: impl Into<UserId>, username: Option<String>, roles: Vec<String>) -> Self {
        Self { id: id.into(), username, roles, success: Success }
    }
}

impl Endpoint for AddMonitor {
    type Response = AddMonitorResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/monitors.create"))
        .permissions(&["manage-livechat-monitors"])
        .module(Module::LivechatEnterprise)
        .since("8.0.0");
}
