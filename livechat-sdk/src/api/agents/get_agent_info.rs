use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::RoomId,
    model::AgentInfo,
    secret::VisitorToken,
    wire::Success,
};

/// Returns the agent who serves a visitor's room.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/agent.info/{rid}/{token}` |
/// | Login | not needed |
/// | Documented | published OpenAPI “Get Agent Information” |
///
/// # Errors
///
/// [`InvalidToken`](crate::ErrorCode::InvalidToken), [`InvalidRoom`](crate::ErrorCode::InvalidRoom) if the room is not
/// this visitor's, [`InvalidAgent`](crate::ErrorCode::InvalidAgent) if no agent serves it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetAgentInfo {
    /// The room.
    #[serde(rename = "rid")]
    pub room_id: RoomId,
    /// The visitor's token.
    pub token: VisitorToken,
}

impl GetAgentInfo {
    /// Asks who serves this room of the visitor with this token.
    pub fn new(room_id: impl Into<RoomId>, token: impl Into<VisitorToken>) -> Self {
        Self { room_id: room_id.into(), token: token.into() }
    }
}

/// The response to [`GetAgentInfo`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetAgentInfoResponse {
    /// The agent, as far as the workspace shows its agents to visitors.
    pub agent: AgentInfo,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl GetAgentInfoResponse {
    /// The response with this agent.
    #[must_use]
    pub fn new(agent: AgentInfo) -> Self {
        Self { agent, success: Success }
    }
}

impl Endpoint for GetAgentInfo {
    type Response = GetAgentInfoResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/agent.info/{rid}/{token}"));
}
