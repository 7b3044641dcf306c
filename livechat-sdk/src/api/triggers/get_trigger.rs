use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::TriggerId,
    model::Trigger,
    wire::Success,
};

/// Looks up a trigger by id.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/triggers/{_id}` |
/// | Login | permission `view-livechat-manager` |
/// | Since | 2.2.0 |
/// | Documented | published OpenAPI “Get Livechat Trigger” |
///
/// An unknown trigger is not an error: see [`GetTriggerResponse::trigger`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetTrigger {
    /// The trigger.
    #[serde(rename = "_id")]
    pub id: TriggerId,
}

impl GetTrigger {
    /// Looks up the trigger with this id.
    pub fn new(id: impl Into<TriggerId>) -> Self {
        Self { id: id.into() }
    }
}

/// The response to [`GetTrigger`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetTriggerResponse {
    /// The trigger; `None` if there is none with this id.
    #[serde(default)]
    pub trigger: Option<Trigger>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl GetTriggerResponse {
    /// The response with this trigger, if there is one.
    #[must_use]
    pub fn new(trigger: Option<Trigger>) -> Self {
        Self { trigger, success: Success }
    }
}

impl Endpoint for GetTrigger {
    type Response = GetTriggerResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/triggers/{_id}"))
        .permissions(&["view-livechat-manager"])
        .no_payload()
        .since("2.2.0");
}
