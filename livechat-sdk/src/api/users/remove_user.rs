use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::UserId,
    model::UserType,
    wire::Acknowledged,
};

/// Makes an agent or a manager an ordinary user again.
///
/// | | |
/// | --- | --- |
/// | Operation | `DELETE /api/v1/livechat/users/{type}/{_id}` |
/// | Login | permission `view-livechat-manager` |
/// | Since | 0.42.0 |
/// | Documented | published OpenAPI “Remove Agent or Manager” |
///
/// # Errors
///
/// No text and no code if there is no such user; `Invalid type` for a type that is neither.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct RemoveUser {
    /// The role to remove.
    #[serde(rename = "type")]
    pub user_type: UserType,
    /// The user.
    #[serde(rename = "_id")]
    pub user_id: UserId,
}

impl RemoveUser {
    /// Makes this user none of this type.
    pub fn new(user_type: impl Into<UserType>, user_id: impl Into<UserId>) -> Self {
        Self { user_type: user_type.into(), user_id: user_id.into() }
    }
}

impl Endpoint for RemoveUser {
    type Response = Acknowledged;
    const META: Meta = Meta::delete(Route::new("/api/v1/livechat/users/{type}/{_id}"))
        .permissions(&["view-livechat-manager"])
        .since("0.42.0");
}
