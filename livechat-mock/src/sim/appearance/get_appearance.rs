use livechat_sdk::appearance::{AppearanceSetting, GetAppearance, GetAppearanceResponse};
use serde_json::{Value, json};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    world::{SETTINGS, SettingDefinition},
};

impl Simulate for GetAppearance {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let shaping = SETTINGS.iter().filter(|definition| definition.is_of_appearance);
        let shown =
            shaping.filter_map(|definition| Some(setting(definition, call.world.settings.get(definition.name)?)));
        let mut shown: Vec<_> = shown.collect();
        shown.sort_unstable_by(|a, b| a.id.cmp(&b.id));
        Response::new(&GetAppearanceResponse::new(shown))
    }
}

fn setting(definition: &SettingDefinition, value: &Value) -> AppearanceSetting {
    let id = definition.name;
    let mut setting = AppearanceSetting::new(id, value.clone());
    setting.setting_type = Some(definition.type_name().to_owned());
    setting.group = Some("Omnichannel".to_owned());
    setting.section = Some("Livechat".to_owned());
    for (key, value) in [
        ("public", json!(definition.is_public)),
        ("i18nLabel", json!(id)),
        ("i18nDescription", json!(format!("{id}_Description"))),
        ("packageValue", definition.default_value()),
        ("valueSource", json!("packageValue")),
        ("hidden", json!(definition.is_hidden)),
        ("blocked", json!(false)),
        ("autocomplete", json!(true)),
        ("secret", json!(definition.is_secret)),
        ("enterprise", json!(definition.is_of_enterprise())),
        ("requiredOnWizard", json!(false)),
        ("env", json!(false)),
    ] {
        setting.details.insert(key.to_owned(), value);
    }
    setting
}
