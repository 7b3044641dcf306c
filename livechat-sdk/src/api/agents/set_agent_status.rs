use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::UserId,
    model::AgentStatus,
    wire::Success,
};

/// Sets whether an agent accepts conversations.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/agent.status` |
/// | Login | permission `view-l-room`; `manage-livechat-agents` for another agent than the caller |
/// | Documented | published OpenAPI “Update Agent Status” |
///
/// Without a status it toggles the agent's status, which is all that the documentation describes: the client does not
/// repeat it after a lost response.
///
/// # Errors
///
/// `Agent not found`, with status 404; `unauthorized`, with status 403, for another agent without the permission;
/// `error-user-deactivated`; `error-business-hours-are-closed` outside of the business hours.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct SetAgentStatus {
    /// The new status; the opposite of the present one if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<AgentStatus>,
    /// The agent; the caller if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<UserId>,
}

impl SetAgentStatus {
    /// Toggles the caller's status.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new() -> Self {
        Self::default()
    }
}

/// The response to [`SetAgentStatus`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SetAgentStatusResponse {
    /// The new status.
    pub status: AgentStatus,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl SetAgentStatusResponse {
    /// The response with this status.
    #[must_use]
    pub fn new(status: AgentStatus) -> Self {
        Self { status, success: Success }
    }
}

impl Endpoint for SetAgentStatus {
    type Response = SetAgentStatusResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/agent.status")).permissions(&["view-l-room"]);
}
