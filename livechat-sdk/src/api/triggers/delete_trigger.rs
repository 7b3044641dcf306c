use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::TriggerId,
    wire::Success,
};

/// Deletes a trigger.
///
/// | | |
/// | --- | --- |
/// | Operation | `DELETE /api/v1/livechat/triggers/{_id}` |
/// | Login | permission `view-livechat-manager` |
/// | Documented | published OpenAPI “Delete a trigger” |
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct DeleteTrigger {
    /// The trigger to delete.
    #[serde(rename = "_id")]
    pub id: TriggerId,
}

impl DeleteTrigger {
    /// Deletes the trigger with this id.
    pub fn new(id: impl Into<TriggerId>) -> Self {
        Self { id: id.into() }
    }
}

/// The response to [`DeleteTrigger`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DeleteTriggerResponse {
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl DeleteTriggerResponse {
    /// The response.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Endpoint for DeleteTrigger {
    type Response = DeleteTriggerResponse;
    const META: Meta =
        Meta::delete(Route::new("/api/v1/livechat/triggers/{_id}")).permissions(&["view-livechat-manager"]);
}
