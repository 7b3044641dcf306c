use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::{DepartmentId, RoomId, UserId},
    wire::Acknowledged,
};

/// Forwards a room to another agent or to another department.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/room.forward` |
/// | Login | permissions `view-l-room` and `transfer-livechat-guest` |
/// | Documented | published OpenAPI “Forward Omnichannel Room” |
///
/// Servers from 7.10.0 take both: a department, and which of its agents is to get the room.
///
/// # Errors
///
/// `error-invalid-room`, `This_conversation_is_already_closed`, `error-mac-limit-reached`, `error-invalid-visitor`,
/// `error-room-onHold`, [`InvalidDepartment`](crate::ErrorCode::InvalidDepartment).
///
/// To a department: `error-transferring-inquiry`, `error-forwarding-chat-same-department`, `error-user-is-offline` and
/// `error-user-not-belong-to-department` about the agent named with it, `error-no-agents-online-in-department`. To an
/// agent: `error-user-is-offline`, `error-invalid-inquiry`, `error-selected-agent-room-agent-are-same`. Without a
/// target, and for any other error: `error-forwarding-chat`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ForwardRoom {
    /// The room.
    #[field = false]
    pub room_id: RoomId,
    /// The agent; with a department, one of its agents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The department.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department_id: Option<DepartmentId>,
    /// The reason for the transfer, for the new agent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Whether a user did it in a client.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub client_action: Option<bool>,
}

impl ForwardRoom {
    /// Forwards this room to an agent.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn to_agent(room_id: impl Into<RoomId>, user_id: impl Into<UserId>) -> Self {
        Self::new(room_id.into()).user_id(user_id)
    }

    /// Forwards this room to a department.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn to_department(room_id: impl Into<RoomId>, department_id: impl Into<DepartmentId>) -> Self {
        Self::new(room_id.into()).department_id(department_id)
    }

    fn new(room_id: RoomId) -> Self {
        Self { room_id, user_id: None, department_id: None, comment: None, client_action: None }
    }
}

impl Endpoint for ForwardRoom {
    type Response = Acknowledged;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/room.forward"))
        .permissions(&["view-l-room", "transfer-livechat-guest"]);
}
