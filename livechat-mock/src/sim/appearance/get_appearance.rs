use livechat_sdk::appearance::{AppearanceSetting, GetAppearance, GetAppearanceResponse};
use serde_json::{Value, json};

use super::SETTINGS;
use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    world::Settings,
};

impl Simulate for GetAppearance {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let defaults = Settings::default();
        let shown = |id: &&str| Some(setting(id, call.world.settings.get(id)?, defaults.get(id)?));
        Response::new(&GetAppearanceResponse::new(SETTINGS.iter().filter_map(shown).collect()))
    }
}

fn setting(id: &str, value: &Value, default: &Value) -> AppearanceSetting {
    let kind = match default {
        Value::Bool(_) => "boolean",
        Value::Number(_) => "int",
        Value::Array(_) => "multiSelect",
        _ if id.ends_with("_color") || id == "Livechat_background" => "color",
        _ => "string",
    };
    let mut setting = AppearanceSetting::new(id, value.clone());
    setting.setting_type = Some(kind.to_owned());
    setting.group = Some("Omnichannel".to_owned());
    setting.section = Some("Livechat".to_owned());
    for (key, value) in [
        ("public", json!(true)),
        ("i18nLabel", json!(id)),
        ("i18nDescription", json!(format!("{id}_Description"))),
        ("packageValue", default.clone()),
        ("valueSource", json!("packageValue")),
        ("hidden", json!(false)),
        ("blocked", json!(false)),
        ("autocomplete", json!(true)),
        ("secret", json!(false)),
        ("enterprise", json!(false)),
        ("requiredOnWizard", json!(false)),
        ("env", json!(false)),
    ] {
        setting.details.insert(key.to_owned(), value);
    }
    setting
}
