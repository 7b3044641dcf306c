use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::RoomId,
    wire::{Acknowledged, null_as_default},
};

/// Closes a room as a user of the workspace.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/room.closeByUser` |
/// | Login | permission `close-livechat-room`; `close-others-livechat-room` too for rooms that the caller does not serve |
/// | Documented | published OpenAPI “Close Omnichannel Room” |
///
/// A room that was closed is never opened again: a visitor who comes back gets a new one.
///
/// # Errors
///
/// `error-invalid-room` if there is no such room; `error-room-already-closed`; `error-not-authorized` if the caller
/// does not serve it; `error-comment-is-required` unless the workspace does without comments;
/// `error-tags-must-be-assigned-before-closing-chat` if the department asks for tags;
/// `error-room-cannot-be-closed-try-again` if the server was busy with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct CloseRoomByUser {
    /// The room.
    #[serde(rename = "rid")]
    #[field = false]
    pub room_id: RoomId,
    /// Why it is closed. Workspaces ask for one unless they changed that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Tags to give it.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Whether to make a transcript as a PDF file (enterprise).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub generate_transcript_pdf: Option<bool>,
    /// Whether to send the transcript to the visitor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transcript_email: Option<TranscriptEmail>,
    /// Closes rooms that are in disorder too (servers from 7.13), where the workspace allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub force_close: Option<bool>,
}

impl CloseRoomByUser {
    /// Closes this room.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(room_id: impl Into<RoomId>) -> Self {
        Self {
            room_id: room_id.into(),
            comment: None,
            tags: Vec::new(),
            generate_transcript_pdf: None,
            transcript_email: None,
            force_close: None,
        }
    }
}

/// Whether a transcript is sent to the visitor when a room is closed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TranscriptEmail {
    /// Whether it is sent.
    pub send_to_visitor: bool,
    /// Where it is sent to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_data: Option<TranscriptEmailData>,
}

impl TranscriptEmail {
    /// Sends it to this address, under this subject.
    #[must_use]
    pub fn to(email: impl Into<String>, subject: impl Into<String>) -> Self {
        let request_data = TranscriptEmailData { email: email.into(), subject: subject.into() };
        Self { send_to_visitor: true, request_data: Some(request_data) }
    }

    /// Does not send it.
    #[must_use]
    pub fn none() -> Self {
        Self { send_to_visitor: false, request_data: None }
    }
}

/// Where a transcript is sent to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TranscriptEmailData {
    /// The e-mail address.
    pub email: String,
    /// The subject.
    pub subject: String,
}

impl Endpoint for CloseRoomByUser {
    type Response = Acknowledged;
    const META: Meta =
        Meta::post(Route::new("/api/v1/livechat/room.closeByUser")).permissions(&["close-livechat-room"]);
}
