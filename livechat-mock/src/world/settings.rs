//! The workspace's settings.

mod definitions;

use std::{collections::BTreeMap, sync::LazyLock};

use serde_json::Value;

pub(crate) use self::definitions::{DEFINITIONS, Definition};
use super::{Change, World, leads, outbox::Outbox};
use crate::Edition;

/// The settings' values, as the edition reads them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Settings {
    /// Those that were changed, by name. All others have their defaults.
    changed: BTreeMap<&'static str, Value>,
    /// The default of `Site_Url` where a server listens.
    site: Option<Value>,
    edition: Edition,
}

/// What a fresh server has, by name. It is made once, and all worlds share it. Each request looks several of them up, which a
/// list does in half the time of a map.
static DEFAULTS: LazyLock<Vec<(&'static str, Value)>> = LazyLock::new(|| {
    let values = DEFINITIONS.iter().map(|definition| (definition.name, definition.default_value()));
    let mut defaults: Vec<_> = values.collect();
    defaults.sort_unstable_by_key(|(name, _)| *name);
    defaults
});

fn default_value(name: &str) -> Option<&'static Value> {
    let place = DEFAULTS.binary_search_by(|(known, _)| (*known).cmp(name)).ok()?;
    DEFAULTS.get(place).map(|(_, value)| value)
}

/// What a server without a licence reads, whatever is stored.
static UNLICENSED: LazyLock<BTreeMap<&'static str, Value>> = LazyLock::new(|| {
    let values = DEFINITIONS.iter().map(|definition| Some((definition.name, definition.unlicensed_value()?)));
    values.flatten().collect()
});

/// The setting that says where clients find the server.
const SITE: &str = "Site_Url";

/// A setting that cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SettingError {
    /// There is no setting of this name.
    #[error("there is no setting {name:?}; `World::settings` lists those that there are")]
    Unknown {
        /// The name.
        name: String,
    },
    /// The setting takes values of another type.
    #[error("the setting {name} takes values such as {example}")]
    WrongType {
        /// The name.
        name: &'static str,
        /// Its default.
        example: String,
    },
    /// The setting takes a regular expression, and this is none that the mock can read.
    #[error("the setting {name} takes a regular expression: {reason}")]
    Unreadable {
        /// The name.
        name: &'static str,
        /// What is wrong.
        reason: String,
    },
}

impl Settings {
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        DEFAULTS.iter().map(|(name, default)| (*name, self.get(name).unwrap_or(default)))
    }

    fn set(&mut self, name: &str, value: Value, outbox: &mut Outbox) -> Result<(), SettingError> {
        let definition = definition(name).ok_or_else(|| SettingError::Unknown { name: name.to_owned() })?;
        if !definition.takes(&value) {
            let example = definition.default_value().to_string();
            return Err(SettingError::WrongType { name: definition.name, example });
        }
        check_pattern(definition, &value)
            .map_err(|reason| SettingError::Unreadable { name: definition.name, reason })?;
        self.store(definition, value, outbox);
        Ok(())
    }

    /// Stores any value, as servers do.
    pub(super) fn store(&mut self, definition: &'static Definition, value: Value, outbox: &mut Outbox) {
        self.changed.insert(definition.name, value);
        outbox.push(Change::Setting(definition.name));
    }

    /// Those that were changed, by name.
    pub(super) fn changed(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.changed.iter().map(|(name, value)| (*name, value))
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        let unlicensed = if self.edition == Edition::Community { UNLICENSED.get(name) } else { None };
        unlicensed.or_else(|| self.changed.get(name)).or_else(|| self.default_value(name))
    }

    fn default_value(&self, name: &str) -> Option<&Value> {
        self.site.as_ref().filter(|_| name == SITE).or_else(|| default_value(name))
    }

    /// Whether a setting is on. Servers store values of any type, and take them for true or false as JavaScript does.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.get(name).is_some_and(is_truthy)
    }

    /// A number; 0 if it is none, or negative.
    pub(crate) fn number(&self, name: &str) -> u64 {
        self.limit(name).unwrap_or_default()
    }

    /// A number that is a limit; `None` if it is negative, or none. A text of digits is a number.
    pub(crate) fn limit(&self, name: &str) -> Option<u64> {
        match self.get(name)? {
            Value::String(text) => text.trim().parse().ok(),
            value => value.as_u64(),
        }
    }

    pub(crate) fn text(&self, name: &str) -> &str {
        self.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// A list of texts.
    pub(crate) fn texts(&self, name: &str) -> Vec<String> {
        let items = self.get(name).and_then(Value::as_array).into_iter().flatten();
        items.filter_map(Value::as_str).map(str::to_owned).collect()
    }

    pub(super) fn edition(&self) -> Edition {
        self.edition
    }

    pub(super) fn set_edition(&mut self, edition: Edition) {
        self.edition = edition;
    }

    /// Adds to a number, and returns the new one.
    fn increase(&mut self, name: &'static str, by: u64, outbox: &mut Outbox) -> u64 {
        let next = self.number(name).saturating_add(by);
        self.changed.insert(name, Value::from(next));
        outbox.push(Change::Setting(name));
        next
    }
}

/// What counts as true in JavaScript.
pub(crate) fn is_truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(flag) => *flag,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(_) | Value::Object(_) => true,
    }
}

/// Whether a value is a pattern that can be read, if it is to be one. An error says what is wrong.
pub(crate) fn check_pattern(definition: &Definition, value: &Value) -> Result<(), String> {
    match (definition.name, value) {
        (leads::EMAIL | leads::PHONE, Value::String(pattern)) => leads::read(definition.name, pattern).map(|_| ()),
        _ => Ok(()),
    }
}

/// The setting of this name.
pub(crate) fn definition(name: &str) -> Option<&'static Definition> {
    DEFINITIONS.iter().find(|definition| definition.name == name)
}

/// Settings.
impl World {
    /// The settings, with their values, by name. Which of them change what the mock does, the quirk `settings-without-effect`
    /// says.
    pub fn settings(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.settings.iter()
    }

    /// Changes a setting. It takes effect with the next call.
    ///
    /// A server takes any value here; this refuses what is of another type than the default, and a pattern that the mock
    /// cannot read, so that a slip shows.
    ///
    /// # Errors
    ///
    /// If there is no such setting, it takes values of another type, or a pattern cannot be read.
    pub fn set_setting(&mut self, name: &str, value: impl Into<Value>) -> Result<(), SettingError> {
        self.settings.set(name, value.into(), &mut self.outbox)?;
        self.setting_changed(name);
        Ok(())
    }

    /// Where a server with this world listens, which is the default of `Site_Url`.
    #[cfg(feature = "server")]
    pub(crate) fn set_site(&mut self, url: &str) {
        self.settings.site = Some(url.into());
    }

    /// Listens where another world does.
    #[cfg(feature = "server")]
    pub(crate) fn set_site_of(&mut self, other: &Self) {
        self.settings.site.clone_from(&other.settings.site);
    }

    /// Lets pages of these origins in, or of none.
    pub(crate) fn set_cors(&mut self, origins: Option<&str>) {
        // Both settings exist, and take such values.
        let _ = self.set_setting("API_Enable_CORS", origins.is_some());
        let _ = self.set_setting("API_CORS_Origin", origins.unwrap_or("*"));
    }

    /// Stores any value, as servers do.
    pub(crate) fn store_setting(&mut self, definition: &'static Definition, value: Value) {
        self.settings.store(definition, value, &mut self.outbox);
        self.setting_changed(definition.name);
    }

    /// Counts conflicts of contacts that were resolved.
    pub(crate) fn count_resolved_conflicts(&mut self, conflicts: u64) {
        self.settings.increase("Resolved_Conflicts_Count", conflicts, &mut self.outbox);
    }

    /// The user name of the next guest.
    pub(crate) fn next_guest(&mut self) -> String {
        format!("guest-{}", self.settings.increase("Livechat_guest_count", 1, &mut self.outbox))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_name_stands_for_one_setting_whose_default_is_of_its_type() {
        assert_eq!(Settings::default().iter().count(), DEFINITIONS.len());
        for definition in DEFINITIONS {
            assert!(definition.takes(&definition.default_value()), "{}", definition.name);
        }
    }

    #[test]
    fn values_of_any_type_are_read_as_a_server_reads_them() {
        let mut settings = Settings::default();
        let mut outbox = Outbox::default();
        let mut store = |settings: &mut Settings, name: &str, value: Value| {
            settings.store(definition(name).unwrap(), value, &mut outbox);
        };
        for (value, flag) in [
            (json!("false"), true),
            (json!(""), false),
            (json!(0), false),
            (json!(1), true),
            (json!(null), false),
            (json!([]), true),
        ] {
            store(&mut settings, "Livechat_enabled", value.clone());
            assert_eq!(settings.flag("Livechat_enabled"), flag, "{value}");
        }
        for (value, number) in [(json!("12"), 12), (json!(-1), 0), (json!("x"), 0), (json!(null), 0), (json!(7), 7)] {
            store(&mut settings, "API_Default_Count", value.clone());
            assert_eq!(settings.number("API_Default_Count"), number, "{value}");
        }
    }

    #[test]
    fn the_appearance_is_coerced_by_type() {
        for (name, sent, stored) in [
            ("Livechat_registration_form", json!("true"), json!(true)),
            ("Livechat_registration_form", json!("yes"), json!(false)),
            ("Livechat_registration_form", json!(1), json!(false)),
            ("Livechat_message_character_limit", json!("12abc"), json!(12)),
            ("Livechat_message_character_limit", json!("-3"), json!(-3)),
            ("Livechat_message_character_limit", json!("abc"), json!(0)),
            ("Livechat_message_character_limit", json!("99999999999999999999"), json!(0)),
            ("Livechat_message_character_limit", json!(true), json!(0)),
            ("Livechat_message_character_limit", json!(2.5), json!(2.5)),
            ("Livechat_title", json!(5), json!(5)),
            ("Livechat_hide_system_messages", json!(["uj"]), json!(["uj"])),
        ] {
            assert_eq!(definition(name).unwrap().coerce(&sent), Some(stored), "{name}: {sent}");
        }
        for skipped in [json!(["uj", "other"]), json!("uj"), json!([1])] {
            assert_eq!(definition("Livechat_hide_system_messages").unwrap().coerce(&skipped), None, "{skipped}");
        }
    }

    #[test]
    fn a_setting_keeps_its_type() {
        let mut settings = Settings::default();
        let mut outbox = Outbox::default();
        let mut set = |settings: &mut Settings, name: &str, value: Value| settings.set(name, value, &mut outbox);
        set(&mut settings, "Livechat_history_monitor_type", json!("title")).unwrap();
        assert_eq!(settings.text("Livechat_history_monitor_type"), "title");
        for wrong in [json!(true), json!(null), json!(7)] {
            let error = set(&mut settings, "Livechat_history_monitor_type", wrong).unwrap_err();
            assert_eq!(error.to_string(), r#"the setting Livechat_history_monitor_type takes values such as "url""#);
        }
        assert!(set(&mut settings, "API_Default_Count", json!(-1)).is_err());
        set(&mut settings, "FileUpload_MaxFileSize", json!(-1)).unwrap();
        assert_eq!(settings.limit("FileUpload_MaxFileSize"), None);
        assert!(set(&mut settings, "FileUpload_MaxFileSize", json!(0.5)).is_err());
        set(&mut settings, "FileUpload_MaxFileSize", json!(7)).unwrap();
        assert_eq!(settings.limit("FileUpload_MaxFileSize"), Some(7));
        let error = set(&mut settings, "Livechat_lead_email_regex", json!("(")).unwrap_err().to_string();
        assert!(error.starts_with("the setting Livechat_lead_email_regex takes a regular expression: "), "{error}");
        set(&mut settings, "Livechat_lead_email_regex", json!("")).unwrap();
        assert!(matches!(set(&mut settings, "Colour", json!(1)), Err(SettingError::Unknown { .. })));
        assert!(matches!(set(&mut settings, "", json!(1)), Err(SettingError::Unknown { .. })));
    }
}
