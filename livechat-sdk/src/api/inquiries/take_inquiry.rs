use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::{InquiryId, UserId},
    wire::Acknowledged,
};

/// Takes a room from the queue.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/inquiries.take` |
/// | Login | permission `view-l-room` |
/// | Since | 1.2.0 |
/// | Documented | published OpenAPI “Take Inquiry” |
///
/// # Errors
///
/// `error-not-found` if there is no such inquiry, `error-inquiry-taken`, `error-agent-status-service-offline` if the
/// agent is not available, `error-mac-limit-reached`; `The user is invalid` if there is no such user. Where conversations wait
/// for their turn: `error-max-number-simultaneous-chats-reached`, `error-agent-is-locked` while another conversation is given
/// to the agent, `Provided agent is not online`, `No valid agent found`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct TakeInquiry {
    /// The inquiry.
    #[field = false]
    pub inquiry_id: InquiryId,
    /// The agent who is to serve the room; the caller if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// How the room is taken (servers from 7.13).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub options: Option<TakeInquiryOptions>,
}

impl TakeInquiry {
    /// Takes the room of this inquiry.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(inquiry_id: impl Into<InquiryId>) -> Self {
        Self { inquiry_id: inquiry_id.into(), user_id: None, options: None }
    }
}

/// How a room is taken from the queue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TakeInquiryOptions {
    /// Whether an agent takes it, and not the server by itself.
    pub client_action: bool,
}

impl TakeInquiryOptions {
    /// As an agent takes it, or as the server does by itself.
    #[must_use]
    pub fn new(client_action: bool) -> Self {
        Self { client_action }
    }
}

impl Endpoint for TakeInquiry {
    type Response = Acknowledged;
    const META: Meta =
        Meta::post(Route::new("/api/v1/livechat/inquiries.take")).permissions(&["view-l-room"]).since("1.2.0");
}
