use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    endpoint::{Endpoint, Meta, Route},
    wire::Success,
};

/// Changes the widget's appearance settings.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/appearance` |
/// | Login | permission `view-livechat-manager` |
/// | Since | 6.4.0 |
/// | Documented | published OpenAPI “Set Livechat Appearance” |
///
/// The body is a list, not an object. Settings that are not named stay.
///
/// # Errors
///
/// `invalid-setting` if one of the names is not on the server's list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct SetAppearance {
    /// The settings to change: one at least.
    pub changes: Vec<AppearanceChange>,
}

impl SetAppearance {
    /// Makes these changes.
    pub fn new(changes: impl IntoIterator<Item = AppearanceChange>) -> Self {
        Self { changes: changes.into_iter().collect() }
    }
}

/// A setting of the widget and its new value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AppearanceChange {
    /// The setting's name, such as `Livechat_title`.
    #[serde(rename = "_id")]
    pub id: String,
    /// The value: a text, a number, `true` or `false`, or a list.
    pub value: Value,
}

impl AppearanceChange {
    /// Sets the setting of this name to this value.
    #[must_use]
    pub fn new(id: impl Into<String>, value: impl Into<Value>) -> Self {
        Self { id: id.into(), value: value.into() }
    }
}

/// The response to [`SetAppearance`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SetAppearanceResponse {
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl SetAppearanceResponse {
    /// The response.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Endpoint for SetAppearance {
    type Response = SetAppearanceResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/appearance"))
        .permissions(&["view-livechat-manager"])
        .idempotent()
        .since("6.4.0");
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_body_is_a_list() {
        let request = SetAppearance::new([AppearanceChange::new("Livechat_title", "Hello")]);
        let json = serde_json::to_value(&request).unwrap();
        assert_eq!(json, json!([{"_id": "Livechat_title", "value": "Hello"}]));
        assert_eq!(serde_json::from_value::<SetAppearance>(json).unwrap(), request);
    }
}
