use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::DepartmentId,
    model::AgentInfo,
    secret::VisitorToken,
    wire::Success,
};

/// Returns the agent who would serve a visitor's next conversation.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/agent.next/{token}` |
/// | Login | not needed |
/// | Documented | published OpenAPI “Get Next Agent Information” |
///
/// Each call counts as an assignment of the agent that it returns, so the client does not repeat it after a lost
/// response. The server does not check that a visitor has the token.
///
/// # Errors
///
/// [`AgentNotFound`](crate::ErrorCode::AgentNotFound) if no agent is available, and always where agents choose their
/// conversations themselves; [`InvalidAgent`](crate::ErrorCode::InvalidAgent).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetNextAgent {
    /// The visitor's token.
    #[field = false]
    pub token: VisitorToken,
    /// The department that the conversation would be with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<DepartmentId>,
}

impl GetNextAgent {
    /// Asks who would serve the visitor with this token.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(token: impl Into<VisitorToken>) -> Self {
        Self { token: token.into(), department: None }
    }
}

/// The response to [`GetNextAgent`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetNextAgentResponse {
    /// The agent, as far as the workspace shows its agents to visitors; `None` if the visitor has an open room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent: Option<AgentInfo>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl GetNextAgentResponse {
    /// The response with this agent, or without one.
    #[must_use]
    pub fn new(agent: Option<AgentInfo>) -> Self {
        Self { agent, success: Success }
    }
}

impl Endpoint for GetNextAgent {
    type Response = GetNextAgentResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/agent.next/{token}")).not_idempotent();
}
