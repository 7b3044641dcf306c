//! Settings, as the operations show them that list whole records.

use livechat_sdk::model::Setting;
use serde_json::json;

use crate::{World, world::SettingDefinition};

/// A setting as it is listed, under a section of the administration.
pub(crate) fn record(definition: &SettingDefinition, section: &str, world: &World) -> Option<Setting> {
    let id = definition.name;
    let mut setting = Setting::new(id, world.settings.get(id)?.clone());
    setting.setting_type = Some(definition.type_name().to_owned());
    setting.group = Some("Omnichannel".to_owned());
    setting.section = Some(section.to_owned());
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
    Some(setting)
}
