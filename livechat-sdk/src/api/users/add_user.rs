use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    model::{Agent, UserType},
    wire::Success,
};

/// Makes a user of the workspace an agent or a manager.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/users/{type}` |
/// | Login | permission `view-livechat-manager` |
/// | Since | 0.42.0 |
/// | Documented | published OpenAPI “Register New Agent or Manager” |
///
/// # Errors
///
/// `error-invalid-user` if there is no such user; `Invalid type` for a type that is neither.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct AddUser {
    /// The new role.
    #[serde(rename = "type")]
    pub user_type: UserType,
    /// The user name.
    pub username: String,
}

impl AddUser {
    /// Makes the user with this name one of this type.
    pub fn new(user_type: impl Into<UserType>, username: impl Into<String>) -> Self {
        Self { user_type: user_type.into(), username: username.into() }
    }
}

/// The response to [`AddUser`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AddUserResponse {
    /// The user, with only the id and the user name.
    pub user: Agent,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl AddUserResponse {
    /// The response with this user.
    #[must_use]
    pub fn new(user: Agent) -> Self {
        Self { user, success: Success }
    }
}

impl Endpoint for AddUser {
    type Response = AddUserResponse;
    const META: Meta =
        Meta::post(Route::new("/api/v1/livechat/users/{type}")).permissions(&["view-livechat-manager"]).since("0.42.0");
}
