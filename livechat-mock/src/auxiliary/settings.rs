//! Settings of the workspace, as far as the mock goes by them.

use livechat_sdk::{
    Acknowledged, Endpoint,
    endpoint::{Meta, Route},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    shape::{Kind, Shape, Style, required},
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
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[required("_id", Kind::String)] };

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
    value: Value,
}

impl Endpoint for SetSetting {
    type Response = Acknowledged;
    const META: Meta = Meta::post(ROUTE).permissions(&["edit-privileged-setting"]);
}

impl Simulate for SetSetting {
    const SHAPE: Shape =
        Shape { style: Style::Schema, fields: &[required("_id", Kind::String), required("value", Kind::Any)] };

    /// It takes effect with the next call.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        match call.world.set_setting(&self.name, self.value.clone()) {
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
