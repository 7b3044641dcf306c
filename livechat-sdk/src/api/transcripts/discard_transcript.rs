use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::RoomId,
    wire::Acknowledged,
};

/// Discards the request for a transcript of an open room.
///
/// | | |
/// | --- | --- |
/// | Operation | `DELETE /api/v1/livechat/transcript/{rid}` |
/// | Login | permission `send-omnichannel-chat-transcript` |
/// | Since | 6.4.0 |
/// | Documented | published OpenAPI “Delete Omnichannel Transcript” |
///
/// # Errors
///
/// `error-invalid-room` if there is no such room or it is closed, `error-transcript-not-requested`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct DiscardTranscript {
    /// The room.
    #[serde(rename = "rid")]
    pub room_id: RoomId,
}

impl DiscardTranscript {
    /// Discards the request for a transcript of this room.
    pub fn new(room_id: impl Into<RoomId>) -> Self {
        Self { room_id: room_id.into() }
    }
}

impl Endpoint for DiscardTranscript {
    type Response = Acknowledged;
    const META: Meta = Meta::delete(Route::new("/api/v1/livechat/transcript/{rid}"))
        .permissions(&["send-omnichannel-chat-transcript"])
        .since("6.4.0");
}
