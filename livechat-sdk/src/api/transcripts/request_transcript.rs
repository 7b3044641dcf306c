use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::RoomId,
    wire::Acknowledged,
};

/// Asks for the transcript of an open room, to be sent by e-mail when the room is closed.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/transcript/{rid}` |
/// | Login | permission `send-omnichannel-chat-transcript` |
/// | Since | 6.4.0 |
/// | Documented | published OpenAPI “Send Omnichannel Transcript” |
///
/// There can be one request at a time: [`DiscardTranscript`](super::DiscardTranscript) makes way for another.
///
/// # Errors
///
/// `error-invalid-room` if there is no such room or it is closed, `error-transcript-already-requested`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct RequestTranscript {
    /// The room.
    #[serde(rename = "rid")]
    pub room_id: RoomId,
    /// The e-mail address that it goes to.
    pub email: String,
    /// The subject.
    pub subject: String,
}

impl RequestTranscript {
    /// Asks for the transcript of this room, to this address, under this subject.
    pub fn new(room_id: impl Into<RoomId>, email: impl Into<String>, subject: impl Into<String>) -> Self {
        Self { room_id: room_id.into(), email: email.into(), subject: subject.into() }
    }
}

impl Endpoint for RequestTranscript {
    type Response = Acknowledged;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/transcript/{rid}"))
        .permissions(&["send-omnichannel-chat-transcript"])
        .since("6.4.0");
}
