use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::{MessageId, RoomId},
    model::{Attachment, Message},
    time::Timestamp,
    wire::{JsonObject, Success},
};

/// Posts a message in a room as the logged-in user, as bridges do.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/chat.postMessage` |
/// | Login | any user who may write in the room |
///
/// Of the two operations that write, [`WriteMessage`](super::WriteMessage) takes an id, so that a message is not written twice
/// after a lost response; this one has no id and is not repeated. The limit is ten calls in a minute, as for that one.
///
/// # Errors
///
/// As [`WriteMessage`](super::WriteMessage).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct PostMessage {
    /// The room.
    #[field = false]
    pub room_id: RoomId,
    /// The text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The name that is shown in place of the user's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    /// The emoji that is shown in place of the user's picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emoji: Option<String>,
    /// Where the picture is that is shown in place of the user's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar: Option<String>,
    /// Attachments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[field = false]
    pub attachments: Vec<Attachment>,
    /// The message whose thread this one belongs to.
    #[serde(rename = "tmid", skip_serializing_if = "Option::is_none")]
    pub thread_id: Option<MessageId>,
    /// Custom fields of the message, for workspaces whose setting `Message_CustomFields_Enabled` is on; others refuse it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_fields: Option<JsonObject>,
}

impl PostMessage {
    /// Posts in this room.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(room_id: impl Into<RoomId>) -> Self {
        Self {
            room_id: room_id.into(),
            text: None,
            alias: None,
            emoji: None,
            avatar: None,
            attachments: Vec::new(),
            thread_id: None,
            custom_fields: None,
        }
    }

    /// Sets the attachments.
    pub fn attachments(mut self, attachments: impl IntoIterator<Item = Attachment>) -> Self {
        self.attachments = attachments.into_iter().collect();
        self
    }
}

/// The response to [`PostMessage`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PostMessageResponse {
    /// When it was posted.
    #[serde(rename = "ts", default, with = "crate::time::as_millis", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// The room, by the id or the name that was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// The message as stored.
    pub message: Message,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl Endpoint for PostMessage {
    type Response = PostMessageResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/chat.postMessage")).login();
}
