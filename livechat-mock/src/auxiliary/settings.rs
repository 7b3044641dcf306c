//! Settings of the workspace.

use livechat_sdk::{
    Acknowledged, Endpoint,
    endpoint::{Meta, Route},
};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Value, json};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    world::{SettingDefinition, check_pattern, setting_definition},
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
        let setting = find(&self.name)?;
        Response::new(&json!({"_id": setting.name, "value": call.world.settings.get(setting.name), "success": true}))
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
    /// A value of any type is stored as it is, and takes effect with the next call.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let setting = find(&self.name)?;
        let Some(value) = &self.value else {
            return Err(ServerError::new(400, json!({"success": false})).hint("the key value is missing"));
        };
        if check_pattern(setting, value).is_err() {
            call.add_hint("livechat-mock cannot read this pattern, and so no message matches it");
        }
        call.world.store_setting(setting, value.clone());
        Response::new(&Acknowledged::default())
    }
}

/// A setting that the routes know.
fn find(name: &str) -> Result<&'static SettingDefinition, ServerError> {
    setting_definition(name).filter(|setting| !setting.is_hidden).ok_or_else(|| {
        ServerError::new(400, json!({"success": false}))
            .hint("there is no setting of this name; `World::settings` lists those that there are")
    })
}
