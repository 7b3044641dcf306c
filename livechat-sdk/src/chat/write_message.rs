use fieldwork::Fieldwork;
use macro_rules_attribute::apply;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::{MessageId, RoomId},
    model::{Attachment, Message},
    wire::{
        JsonObject, Success,
        derived::{self, derived},
    },
};

/// Writes a message in a room as the logged-in user: an agent or a bot.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/chat.sendMessage` |
/// | Login | any user who may write in the room |
///
/// [`Client::write_message`](crate::Client::write_message) sends it exactly once. Servers allow ten calls in a minute from one
/// address, whoever is logged in; the roles `bot` and `admin`, which have the permission `api-bypass-rate-limit`, are exempt.
///
/// ```
/// use livechat_sdk::{chat::WriteMessage, model::{Attachment, AttachmentAction}};
///
/// let choice = Attachment::new()
///     .text("Was that what you wanted?")
///     .actions([AttachmentAction::reply("Yes", "yes"), AttachmentAction::link("Help", "https://example.com/help")]);
/// let message = WriteMessage::new("vp3D9H8ud6HYvRpvq", "Your order is on its way.").alias("Order bot").attachments([choice]);
/// ```
///
/// # Errors
///
/// Codes `error-invalid-room`, `error-not-allowed` and `room-closed`, if there is no such room, the user may not write
/// there, or it is closed; `error-invalid-message` and `error-message-size-exceeded`, if there is neither text nor attachment,
/// or the text is longer than the workspace's `Message_MaxAllowedSize`.
#[apply(derived)]
#[derive(Clone, Debug, PartialEq, Fieldwork)]
// On the wire all of it stands inside of `message`: the trait implementations below wrap the derived ones.
#[serde(rename_all = "camelCase", remote = "WriteMessage")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct WriteMessage {
    /// The message's id; one that the server draws if not given. With one, a message can be looked up after a lost response.
    #[serde(rename = "_id", skip_serializing_if = "Option::is_none")]
    pub id: Option<MessageId>,
    /// The room.
    #[serde(rename = "rid")]
    #[field = false]
    pub room_id: RoomId,
    /// The text; may be empty if there is an attachment.
    #[serde(rename = "msg")]
    #[field = false]
    pub text: String,
    /// The message whose thread this one belongs to.
    #[serde(rename = "tmid", skip_serializing_if = "Option::is_none")]
    pub thread_id: Option<MessageId>,
    /// Whether a message of a thread is shown in the room as well.
    #[serde(rename = "tshow", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub show_in_room: Option<bool>,
    /// The name that is shown in place of the user's. It takes the permission `message-impersonate`, which bots have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    /// Where the picture is that is shown in place of the user's. It takes the permission `message-impersonate`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar: Option<String>,
    /// The emoji that is shown in place of the user's picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emoji: Option<String>,
    /// Whether it may be shown under the heading of the message before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub groupable: Option<bool>,
    /// Attachments.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[field = false]
    pub attachments: Vec<Attachment>,
    /// Custom fields of the message, for workspaces whose setting `Message_CustomFields_Enabled` is on; others refuse it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_fields: Option<JsonObject>,
}

impl WriteMessage {
    /// Writes this text in this room.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(room_id: impl Into<RoomId>, text: impl Into<String>) -> Self {
        Self {
            id: None,
            room_id: room_id.into(),
            text: text.into(),
            thread_id: None,
            show_in_room: None,
            alias: None,
            avatar: None,
            emoji: None,
            groupable: None,
            attachments: Vec::new(),
            custom_fields: None,
        }
    }

    /// Sets the attachments.
    pub fn attachments(mut self, attachments: impl IntoIterator<Item = Attachment>) -> Self {
        self.attachments = attachments.into_iter().collect();
        self
    }
}

impl Serialize for WriteMessage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Body<'a> {
            #[serde(with = "derived")]
            message: &'a WriteMessage,
        }
        Body { message: self }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for WriteMessage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Body {
            #[serde(with = "derived")]
            message: WriteMessage,
        }
        Body::deserialize(deserializer).map(|body| body.message)
    }
}

/// The response to [`WriteMessage`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct WriteMessageResponse {
    /// The message as stored.
    pub message: Message,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl WriteMessageResponse {
    /// The response with this message.
    #[must_use]
    pub fn new(message: Message) -> Self {
        Self { message, success: Success }
    }
}

impl Endpoint for WriteMessage {
    type Response = WriteMessageResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/chat.sendMessage")).login();
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::AttachmentAction;

    #[test]
    fn the_arguments_stand_inside_of_message_and_nothing_is_null() {
        let button = AttachmentAction::reply("Yes", "yes");
        let request = WriteMessage::new("r", "Well?")
            .id("m")
            .thread_id("t")
            .alias("Bot")
            .attachments([Attachment::new().text("Choose").actions([button])]);
        let json = serde_json::to_value(&request).unwrap();
        let button = json!({"type": "button", "text": "Yes", "msg": "yes", "msg_in_chat_window": true});
        let attachment = json!({"text": "Choose", "actions": [button]});
        let message =
            json!({"_id": "m", "rid": "r", "msg": "Well?", "tmid": "t", "alias": "Bot", "attachments": [attachment]});
        assert_eq!(json, json!({"message": message}));
        assert_eq!(serde_json::from_value::<WriteMessage>(json).unwrap(), request);
    }
}
