use fieldwork::Fieldwork;
use serde::{Deserialize, Deserializer, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route, Upload},
    id::RoomId,
    model::Message,
    secret::VisitorToken,
    wire::{Success, beside_success},
};

/// Sends a file to a room, as its visitor.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/upload/{rid}`, multipart |
/// | Login | not needed: the visitor's token travels in the header `x-visitor-token` |
/// | Documented | published OpenAPI “Upload Files to Room” |
///
/// The file itself is no argument: `Client::upload` sends both. Files may have 100 MiB unless the workspace says
/// otherwise, and `image/svg+xml` is not taken. The server rejects a request without a file.
///
/// # Errors
///
/// 403 `unauthorized` if the token has no open room with this id. Without a text but with a code:
/// `error-file-upload-disabled`, `error-type-not-allowed`, `error-size-not-allowed` (servers up to 7),
/// `error-no-file-uploaded`; besides, `error-file-too-large`, `error-no-file`, `error-too-many-files` and
/// `invalid-field`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct UploadFile {
    /// The room.
    #[serde(rename = "rid")]
    #[field = false]
    pub room_id: RoomId,
    /// The visitor's token.
    #[field = false]
    pub token: VisitorToken,
    /// A text to go with the file.
    #[serde(rename = "msg", skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What the file is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Where the picture is that is shown in place of the visitor's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar: Option<String>,
    /// The emoji that is shown in place of the visitor's picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emoji: Option<String>,
    /// The name that is shown in place of the visitor's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    /// Whether the message may be shown under the heading of the one before it. A form has texts alone: `true` or
    /// `false`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub groupable: Option<String>,
}

impl UploadFile {
    /// Sends a file to this room of the visitor with this token.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(room_id: impl Into<RoomId>, token: impl Into<VisitorToken>) -> Self {
        Self {
            room_id: room_id.into(),
            token: token.into(),
            text: None,
            description: None,
            avatar: None,
            emoji: None,
            alias: None,
            groupable: None,
        }
    }
}

/// The response to [`UploadFile`]: the message that has the file.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UploadFileResponse {
    /// The message. On the wire its fields stand beside `success`.
    #[serde(flatten)]
    pub message: Message,
    /// Marks the response as a success.
    pub success: Success,
}

impl<'de> Deserialize<'de> for UploadFileResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (message, success) = beside_success(deserializer)?;
        Ok(Self { message, success })
    }
}

impl UploadFileResponse {
    /// The response with this message.
    #[must_use]
    pub fn new(message: Message) -> Self {
        Self { message, success: Success }
    }
}

impl Endpoint for UploadFile {
    type Response = UploadFileResponse;
    const META: Meta =
        Meta::post(Route::new("/api/v1/livechat/upload/{rid}")).multipart().header("token", "x-visitor-token");
}

impl Upload for UploadFile {
    const FILE_PART: &'static str = "file";
}
