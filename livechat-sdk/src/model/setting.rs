use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{Error as _, MapAccess, Visitor},
};
use serde_json::Value;

use crate::{secret::REDACTED, wire::JsonObject};

/// A setting of the workspace, as the server stores it.
#[derive(Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Setting {
    /// The setting's name, such as `Livechat_title`.
    #[serde(rename = "_id")]
    pub id: String,
    /// The value: a text, a number, `true` or `false`, or a list.
    #[serde(default)]
    pub value: Value,
    /// The type of the value, such as `string`, `boolean` or `color`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub setting_type: Option<String>,
    /// The page of the administration that it is on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The section of that page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// The rest of the record, which differs from setting to setting.
    #[serde(flatten)]
    pub details: JsonObject,
}

/// Field by field: `#[serde(flatten)]` would hold each value back in a form that does not know its place.
impl<'de> Deserialize<'de> for Setting {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct SettingVisitor;

        impl<'de> Visitor<'de> for SettingVisitor {
            type Value = Setting;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Setting, A::Error> {
                let mut id = None;
                let mut setting = Setting::new("", Value::Null);
                while let Some(key) = map.next_key::<Cow<'de, str>>()? {
                    match &*key {
                        "_id" => id = Some(map.next_value()?),
                        "value" => setting.value = map.next_value()?,
                        "type" => setting.setting_type = map.next_value()?,
                        "group" => setting.group = map.next_value()?,
                        "section" => setting.section = map.next_value()?,
                        _ => {
                            setting.details.insert(key.into_owned(), map.next_value()?);
                        }
                    }
                }
                setting.id = id.ok_or_else(|| A::Error::missing_field("_id"))?;
                Ok(setting)
            }
        }

        deserializer.deserialize_map(SettingVisitor)
    }
}

impl Setting {
    /// The setting of this name with this value, with nothing else set.
    #[must_use]
    pub fn new(id: impl Into<String>, value: impl Into<Value>) -> Self {
        Self {
            id: id.into(),
            value: value.into(),
            setting_type: None,
            group: None,
            section: None,
            details: JsonObject::new(),
        }
    }
}

/// Shows no value of a setting that the server marks as secret.
impl fmt::Debug for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_secret = self.details.get("secret").is_some_and(|secret| *secret != Value::Bool(false));
        let mut shown = f.debug_struct("Setting");
        shown.field("id", &self.id);
        if is_secret {
            shown.field("value", &REDACTED);
            return shown.finish_non_exhaustive();
        }
        shown.field("value", &self.value);
        shown.field("setting_type", &self.setting_type).field("group", &self.group).field("section", &self.section);
        shown.field("details", &self.details).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_not_shown() {
        let mut setting = Setting::new("Livechat_secret_token", "hidden");
        assert!(format!("{setting:?}").contains("hidden"));
        for key in ["secret", "packageValue"] {
            setting.details.insert(key.to_owned(), Value::Bool(true));
        }
        assert_eq!(format!("{setting:?}"), r#"Setting { id: "Livechat_secret_token", value: "[redacted]", .. }"#);
    }
}
