use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{Error as _, MapAccess, Visitor},
};
use serde_json::Value;

use crate::{
    endpoint::{Endpoint, Meta, Route},
    wire::{JsonObject, Success, null_as_default},
};

/// Lists the widget's appearance settings.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/appearance` |
/// | Login | permission `view-livechat-manager` |
/// | Since | 6.4.0 |
/// | Documented | published OpenAPI “Get Livechat Appearance” |
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetAppearance {}

impl GetAppearance {
    /// Lists all of them.
    pub fn new() -> Self {
        Self::default()
    }
}

/// The response to [`GetAppearance`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetAppearanceResponse {
    /// The settings.
    #[serde(default, deserialize_with = "null_as_default")]
    pub appearance: Vec<AppearanceSetting>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl GetAppearanceResponse {
    /// The response with these settings.
    #[must_use]
    pub fn new(appearance: Vec<AppearanceSetting>) -> Self {
        Self { appearance, success: Success }
    }
}

/// A setting of the widget, as the server stores it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct AppearanceSetting {
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
impl<'de> Deserialize<'de> for AppearanceSetting {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct SettingVisitor;

        impl<'de> Visitor<'de> for SettingVisitor {
            type Value = AppearanceSetting;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<AppearanceSetting, A::Error> {
                let mut id = None;
                let mut setting = AppearanceSetting::new("", Value::Null);
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

impl AppearanceSetting {
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

impl Endpoint for GetAppearance {
    type Response = GetAppearanceResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/appearance"))
        .permissions(&["view-livechat-manager"])
        .no_payload()
        .since("6.4.0");
}
