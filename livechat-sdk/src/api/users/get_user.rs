use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::UserId,
    model::{Agent, UserType},
    wire::Success,
};

/// Looks up an agent or a manager.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/users/{type}/{_id}` |
/// | Login | permission `view-livechat-manager` |
/// | Since | 0.42.0 |
/// | Documented | published OpenAPI “Get Agent or Manager Information” |
///
/// A user who is not of this type is not an error: see [`GetUserResponse::user`].
///
/// # Errors
///
/// `Invalid type` for a type that is neither. Servers of the 7 line respond with `User not found` to an unknown id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetUser {
    /// Agent or manager.
    #[serde(rename = "type")]
    pub user_type: UserType,
    /// The user.
    #[serde(rename = "_id")]
    pub user_id: UserId,
}

impl GetUser {
    /// Looks up the user of this type with this id.
    pub fn new(user_type: impl Into<UserType>, user_id: impl Into<UserId>) -> Self {
        Self { user_type: user_type.into(), user_id: user_id.into() }
    }
}

/// The response to [`GetUser`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetUserResponse {
    /// The user; `None`, which servers write as `null`, if the user is not of this type.
    pub user: Option<Agent>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl GetUserResponse {
    /// The response with this user, or with none.
    #[must_use]
    pub fn new(user: Option<Agent>) -> Self {
        Self { user, success: Success }
    }
}

impl Endpoint for GetUser {
    type Response = GetUserResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/users/{type}/{_id}"))
        .permissions(&["view-livechat-manager"])
        .since("0.42.0");
}
