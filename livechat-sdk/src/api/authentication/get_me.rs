use serde::{Deserialize, Deserializer, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    model::User,
    wire::{Success, beside_success},
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
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct GetMeResponse {
    /// The user.
    #[serde(flatten)]
    pub user: User,
    /// Marks the response as a success.
    pub success: Success,
}

impl<'de> Deserialize<'de> for GetMeResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (user, success) = beside_success(deserializer)?;
        Ok(Self { user, success })
    }
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
