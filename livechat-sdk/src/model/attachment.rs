use fieldwork::Fieldwork;
use macro_rules_attribute::apply;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    open_enum::open_enum,
    time::Timestamp,
    wire::{OtherFields, derived::derived, number, open_record::open_record},
};

/// An attachment of a message: a file, a quoted message, or a card with texts, a picture and buttons.
///
/// Every part is optional. What else it has is in [`other`](Self::other).
///
/// ```
/// use livechat_sdk::model::{Attachment, AttachmentAction};
///
/// let card = Attachment::new()
///     .title("Order 1729")
///     .color("#2de0a5")
///     .actions([AttachmentAction::link("Track it", "https://example.com/orders/1729")]);
/// ```
#[apply(derived)]
#[derive(Clone, Debug, Default, PartialEq, Fieldwork)]
// Its keys are in snake case on the wire, too.
#[serde(remote = "Attachment")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct Attachment {
    /// When it was made; 1970 on files, which is to say nothing.
    #[serde(rename = "ts", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// The title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Where the title leads: of a file, where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title_link: Option<String>,
    /// Whether that is a file to download.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub title_link_download: Option<bool>,
    /// What it is: `file`, for a file.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub attachment_type: Option<String>,
    /// What the file is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The text; of a quote, that of the quoted message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The text as a tree of Markdown nodes.
    #[serde(rename = "md", skip_serializing_if = "Option::is_none")]
    pub markdown: Option<Vec<Value>>,
    /// The color of the line beside it, such as `#2de0a5`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    /// Of a quote, where the quoted message is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_link: Option<String>,
    /// The author's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author_name: Option<String>,
    /// Where the author's name leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author_link: Option<String>,
    /// Where the author's picture is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author_icon: Option<String>,
    /// Where the small picture beside the text is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thumb_url: Option<String>,
    /// Where the picture is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
    /// The picture's media type, such as `image/png`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_type: Option<String>,
    /// The picture's size in bytes.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub image_size: Option<f64>,
    /// The picture's width and height in pixels.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_dimensions: Option<ImageDimensions>,
    /// The picture, blurred and tiny: a JPEG in base64.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_preview: Option<String>,
    /// Where the recording is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audio_url: Option<String>,
    /// The recording's media type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub audio_type: Option<String>,
    /// The recording's size in bytes.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub audio_size: Option<f64>,
    /// Where the video is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub video_url: Option<String>,
    /// The video's media type.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub video_type: Option<String>,
    /// The video's size in bytes.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub video_size: Option<f64>,
    /// Whether it is shown closed at first.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub collapsed: Option<bool>,
    /// Pairs of a title and a value, shown as a table.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field = false]
    pub fields: Option<Vec<AttachmentField>>,
    /// Buttons.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field = false]
    pub actions: Option<Vec<AttachmentAction>>,
    /// How the buttons stand: `vertical` or `horizontal`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub button_alignment: Option<String>,
    /// The attachments of a quoted message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachments: Option<Vec<Attachment>>,
    /// What else it has: apps and newer servers add keys of their own.
    #[serde(flatten, skip_deserializing)]
    #[field = false]
    pub other: OtherFields,
}

open_record!(Attachment);

impl Attachment {
    /// An empty attachment.
    ///
    /// All is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the buttons.
    #[must_use]
    pub fn actions(mut self, actions: impl IntoIterator<Item = AttachmentAction>) -> Self {
        self.actions = Some(actions.into_iter().collect());
        self
    }

    /// Sets the table.
    #[must_use]
    pub fn fields(mut self, fields: impl IntoIterator<Item = AttachmentField>) -> Self {
        self.fields = Some(fields.into_iter().collect());
        self
    }
}

/// The size of a picture, in pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ImageDimensions {
    /// The width.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub width: Option<f64>,
    /// The height.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    pub height: Option<f64>,
}

impl ImageDimensions {
    /// So wide and so high.
    #[must_use]
    pub fn new(width: u32, height: u32) -> Self {
        Self { width: Some(width.into()), height: Some(height.into()) }
    }
}

/// A row of an attachment's table.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct AttachmentField {
    /// The title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The value: a text, mostly.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Value>,
    /// Whether another may stand beside it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub short: Option<bool>,
}

impl AttachmentField {
    /// This value under this title.
    #[must_use]
    pub fn new(title: impl Into<String>, value: impl Into<String>) -> Self {
        Self { title: Some(title.into()), value: Some(Value::String(value.into())), short: None }
    }

    /// Another may stand beside it.
    #[must_use]
    pub fn short(mut self) -> Self {
        self.short = Some(true);
        self
    }
}

/// A button of an attachment.
#[apply(derived)]
#[derive(Clone, Debug, PartialEq)]
#[serde(remote = "AttachmentAction")]
#[non_exhaustive]
pub struct AttachmentAction {
    /// What it is.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub action_type: Option<AttachmentActionType>,
    /// The text on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Where the picture on it is, in place of the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
    /// Where it leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The text that it sends.
    #[serde(rename = "msg", skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Whether it sends its text as a message of whoever presses it.
    #[serde(rename = "msg_in_chat_window", skip_serializing_if = "Option::is_none")]
    pub sends_message: Option<bool>,
    /// What else it has.
    #[serde(flatten, skip_deserializing)]
    pub other: OtherFields,
}

open_record!(AttachmentAction);

open_enum! {
    /// What an action of an attachment is.
    AttachmentActionType {
        /// A button, the only one that servers know.
        Button = "button",
    }
}

impl AttachmentAction {
    /// A button that leads to this address.
    #[must_use]
    pub fn link(text: impl Into<String>, url: impl Into<String>) -> Self {
        Self { url: Some(url.into()), ..Self::button(text.into()) }
    }

    /// A button by which the reader sends this text.
    #[must_use]
    pub fn reply(text: impl Into<String>, message: impl Into<String>) -> Self {
        Self { message: Some(message.into()), sends_message: Some(true), ..Self::button(text.into()) }
    }

    fn button(text: String) -> Self {
        Self {
            action_type: Some(AttachmentActionType::Button),
            text: Some(text),
            image_url: None,
            url: None,
            message: None,
            sends_message: None,
            other: OtherFields::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_key_is_kept_known_or_not() {
        for attachment in [
            json!({}),
            json!({
                "ts": "1970-01-01T00:00:00.000Z", "title": "order.png", "title_link": "/file-upload/1/order.png",
                "title_link_download": true, "type": "file", "description": "d", "image_url": "/1", "image_type": "image/png",
                "image_size": 1729, "image_dimensions": {"width": 640, "height": 480}, "image_preview": "/9j/", "fileId": "1",
            }),
            json!({
                "text": "t", "message_link": "l", "author_name": "Ann", "author_icon": "/avatar/ann", "md": [{"type": "P"}],
                "attachments": [{"audio_url": "a", "audio_type": "audio/mpeg", "audio_size": 0.5, "app": {"own": [1]}}],
            }),
            json!({
                "color": "yellow", "collapsed": false, "thumb_url": "x", "button_alignment": "vertical",
                "fields": [{"title": "a", "value": "b", "short": true}, {"value": 7}],
                "actions": [
                    {"type": "button", "text": "Go", "url": "https://example.com", "is_webview": true},
                    {"type": "button", "image_url": "x", "msg": "yes", "msg_in_chat_window": true, "msg_processing_type": "sendMessage"},
                ],
            }),
        ] {
            let read: Attachment = serde_json::from_value(attachment.clone()).unwrap();
            assert_eq!(serde_json::to_value(&read).unwrap(), attachment);
        }
        let file: Attachment = serde_json::from_value(json!({"fileId": "1"})).unwrap();
        assert_eq!(file.other["fileId"], "1");
    }
}
