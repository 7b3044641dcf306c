use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    wire::Success,
};

/// Ends a login: its token becomes invalid.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/logout` |
/// | Login | any |
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct LogOut {}

impl LogOut {
    /// Ends the login that the call is sent with.
    pub fn new() -> Self {
        Self::default()
    }
}

/// The response to [`LogOut`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LogOutResponse {
    /// The text `success`.
    #[serde(default)]
    pub status: String,
    /// The server's message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data: Option<LogOutData>,
    /// Marks the response as a success; servers send it here since late in the 7 line.
    #[serde(default)]
    pub success: Success,
}

impl LogOutResponse {
    /// The response with this message.
    #[must_use]
    pub fn new(message: impl Into<String>) -> Self {
        Self { status: "success".to_owned(), data: Some(LogOutData { message: message.into() }), success: Success }
    }
}

/// The server's message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LogOutData {
    /// A sentence.
    #[serde(default)]
    pub message: String,
}

impl Endpoint for LogOut {
    type Response = LogOutResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/logout")).login().no_payload();
}
