use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Route},
    id::RoomId,
    wire::Acknowledged,
};

/// Asks for the transcript of a closed room, as a PDF file.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/omnichannel/{rid}/request-transcript` |
/// | Login | permission `request-pdf-transcript` |
/// | Licence | module `livechat-enterprise` |
/// | Since | 6.0.0 |
/// | Documented | published OpenAPI “Request PDF Transcript” |
///
/// The server makes it later: the room then has [`pdf_transcript_file_id`](crate::model::Room::pdf_transcript_file_id), and a
/// message with the file. Asking again for a room that has one does nothing.
///
/// # Errors
///
/// In this order: `error-invalid-room`, `error-not-allowed`, `room-still-open`, `improper-room-state`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct RequestPdfTranscript {
    /// The room.
    #[serde(rename = "rid")]
    pub room_id: RoomId,
}

impl RequestPdfTranscript {
    /// Asks for the transcript of this room.
    pub fn new(room_id: impl Into<RoomId>) -> Self {
        Self { room_id: room_id.into() }
    }
}

impl Endpoint for RequestPdfTranscript {
    type Response = Acknowledged;
    const META: Meta = Meta::post(Route::new("/api/v1/omnichannel/{rid}/request-transcript"))
        .permissions(&["request-pdf-transcript"])
        .module(Module::LivechatEnterprise)
        .no_payload()
        .idempotent()
        .since("6.0.0");
}
