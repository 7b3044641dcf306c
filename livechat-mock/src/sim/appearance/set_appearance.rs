use livechat_sdk::appearance::{SetAppearance, SetAppearanceResponse};
use serde_json::Value;

use super::SETTINGS;
use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    world::{SettingError, Settings},
};

impl Simulate for SetAppearance {
    /// All changes are made, or none.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let mut changes = Vec::new();
        for change in &self.changes {
            let id = change.id.as_str();
            if !SETTINGS.contains(&id) {
                return Err(
                    ServerError::plain("invalid-setting").hint("one of the settings is none of the appearance's")
                );
            }
            changes.push((id, of_its_type(id, &change.value, &call.world.settings)));
        }
        let rejected = |error: SettingError| ServerError::plain("invalid-setting").hint(error.to_string());
        call.world.set_settings(changes).map_err(rejected)?;
        Response::new(&SetAppearanceResponse::new())
    }
}

/// A form sends numbers and truths as texts.
fn of_its_type(id: &str, value: &Value, settings: &Settings) -> Value {
    let read = |text: &str| match settings.get(id)? {
        Value::Bool(_) => text.parse::<bool>().ok().map(Value::from),
        Value::Number(_) => text.trim().parse::<u64>().ok().map(Value::from),
        _ => None,
    };
    value.as_str().and_then(read).unwrap_or_else(|| value.clone())
}
