//! Settings of the workspace, as far as the mock goes by them.

use livechat_sdk::{
    Acknowledged, Endpoint,
    endpoint::{Meta, Route},
};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

const ROUTE: Route = Route::new("/api/v1/settings/{_id}");

/// Tells a setting.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct GetSetting {
    #[serde(rename = "_id")]
    name: String,
}

impl Endpoint for GetSetting {
    type Response = Value;
    const META: Meta = Meta::get(ROUTE).permissions(&["view-privileged-setting"]);
}

impl Simulate for GetSetting {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let mut settings = call.world.settings();
        let Some((name, value)) = settings.find(|(name, _)| *name == self.name) else {
            return Err(unknown());
        };
        Response::new(&json!({"_id": name, "value": value, "success": true}))
    }
}

/// Changes a setting.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct SetSetting {
    #[serde(rename = "_id")]
    name: String,
    /// `None` if there is no such key, which is not the same as `null`.
    #[serde(default, deserialize_with = "present")]
    value: Option<Value>,
}

fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

impl Endpoint for SetSetting {
    type Response = Acknowledged;
    const META: Meta = Meta::post(ROUTE).permissions(&["edit-privileged-setting"]);
}

impl Simulate for SetSetting {
    /// It takes effect with the next call.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let Some(value) = &self.value else {
            return Err(ServerError::new(400, json!({"success": false})).hint("the key value is missing"));
        };
        match call.world.set_setting(&self.name, value.clone()) {
            Ok(()) => Response::new(&Acknowledged::default()),
            Err(crate::SettingError::Unknown { .. }) => Err(unknown()),
            Err(error) => Err(ServerError::new(400, json!({"success": false})).hint(error.to_string())),
        }
    }
}

fn unknown() -> ServerError {
    ServerError::new(400, json!({"success": false}))
        .hint("the mock does not go by a setting of this name; `World::settings` lists those that it does")
}
