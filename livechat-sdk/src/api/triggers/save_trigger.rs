use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::TriggerId,
    model::{TriggerAction, TriggerCondition},
    wire::Success,
};

/// Creates a trigger, or replaces one.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/triggers` |
/// | Login | permission `view-livechat-manager` |
/// | Documented | published OpenAPI “Create or Update Livechat Triggers” |
///
/// The response does not have the id of a new trigger: [`ListTriggers`](super::ListTriggers) does. Sending it twice
/// without an id creates two.
///
/// # Errors
///
/// [`InvalidParams`](crate::ErrorCode::InvalidParams) without conditions or actions, or with one of an unknown name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct SaveTrigger {
    /// The name.
    pub name: String,
    /// The description.
    pub description: String,
    /// Whether it is enabled.
    #[field(into = false)]
    pub enabled: bool,
    /// Whether it runs at most once per visitor.
    #[field(into = false)]
    pub run_once: bool,
    /// When it happens: one condition at least.
    pub conditions: Vec<TriggerCondition>,
    /// What happens: one action at least.
    pub actions: Vec<TriggerAction>,
    /// The trigger to replace; a new one is created if not given.
    #[serde(rename = "_id", skip_serializing_if = "Option::is_none")]
    pub id: Option<TriggerId>,
}

impl SaveTrigger {
    /// Creates a trigger that is enabled: it does this when that happens, each time.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(name: impl Into<String>, condition: TriggerCondition, action: TriggerAction) -> Self {
        Self {
            name: name.into(),
            description: String::new(),
            enabled: true,
            run_once: false,
            conditions: vec![condition],
            actions: vec![action],
            id: None,
        }
    }
}

/// The response to [`SaveTrigger`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SaveTriggerResponse {
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl SaveTriggerResponse {
    /// The response.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Endpoint for SaveTrigger {
    type Response = SaveTriggerResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/triggers")).permissions(&["view-livechat-manager"]);
}
