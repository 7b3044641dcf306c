use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    model::User,
    wire::Success,
};

/// Looks up the user who is logged in.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/me` |
/// | Login | any |
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetMe {}

impl GetMe {
    /// Looks up the user that the call is sent as.
    pub fn new() -> Self {
        Self::default()
    }
}

/// The response to [`GetMe`]: the user's fields stand at the top level.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct GetMeResponse {
    /// The user.
    #[serde(flatten)]
    pub user: User,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl GetMeResponse {
    /// The response with this user.
    #[must_use]
    pub fn new(user: User) -> Self {
        Self { user, success: Success }
    }
}

impl Endpoint for GetMe {
    type Response = GetMeResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/me")).login().no_payload();
}
