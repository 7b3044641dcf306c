//! What the server is.

use livechat_sdk::{
    Endpoint,
    endpoint::{Meta, Route},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

/// Tells the server's version.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct GetInfo {}

impl Endpoint for GetInfo {
    type Response = Value;
    const META: Meta = Meta::get(Route::new("/api/info")).or_at(&[Route::new("/api/v1/info")]);
}

impl Simulate for GetInfo {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        Response::new(&json!({"version": call.world.server_version().as_str(), "success": true}))
    }
}
