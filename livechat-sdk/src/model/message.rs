use std::collections::BTreeMap;

use fieldwork::Fieldwork;
use macro_rules_attribute::apply;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    ActionLink, Attachment, DepartmentName, Mention, MentionedChannel, MessageFile, MessageReaction, MessageUrl,
    PriorityData, SlaData, UserSummary,
};
use crate::{
    id::{DepartmentId, MessageId, RoomId, UserId},
    open_enum::open_enum,
    secret::VisitorToken,
    time::Timestamp,
    wire::{
        JsonObject, OtherFields, derived::derived, is_default, null_as_default, object, open_record::open_record, text,
    },
};

/// A message in a room: one that a user or visitor wrote, or a system message.
///
/// What it has no field for is in [`other`](Self::other).
#[apply(derived)]
#[derive(Clone, Debug, PartialEq, Fieldwork)]
#[serde(remote = "Message", rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct Message {
    /// The message's id.
    #[serde(rename = "_id")]
    #[field = false]
    pub id: MessageId,
    /// The type of a system message; missing on other messages.
    #[serde(rename = "t", skip_serializing_if = "Option::is_none")]
    pub message_type: Option<MessageType>,
    /// The room; missing on a page visit that belongs to no room yet.
    #[serde(rename = "rid", skip_serializing_if = "Option::is_none")]
    pub room_id: Option<RoomId>,
    /// When it was written.
    #[serde(rename = "ts")]
    #[field = false]
    pub created_at: Timestamp,
    /// The text.
    #[serde(rename = "msg", default, deserialize_with = "text")]
    #[field = false]
    pub text: String,
    /// Who wrote it. Nothing of it is set if the server does not say.
    #[serde(rename = "u", default, deserialize_with = "null_as_default", skip_serializing_if = "is_default")]
    #[field = false]
    pub author: MessageAuthor,
    /// Whether it may be shown under the heading of the message before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub groupable: Option<bool>,
    /// The page, on a page visit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub navigation: Option<Box<Navigation>>,
    /// The transfer, on a system message about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transfer_data: Option<Box<TransferData>>,
    /// The request, on a system message about a transcript.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_data: Option<JsonObject>,
    /// Whether a transcript was requested, on the system message that the conversation was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub transcript_requested: Option<bool>,
    /// The state of a call, on a system message about one (servers up to 7).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub call_status: Option<String>,
    /// The comment, when a conversation was put on hold or resumed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The new priority and who chose it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority_data: Option<Box<PriorityData>>,
    /// The new service level and who chose it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sla_data: Option<Box<SlaData>>,
    /// Whether clients leave it out.
    #[serde(rename = "_hidden", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub hidden: Option<bool>,
    /// When the server removes it: a page visit that belongs to no room, after 30 days.
    #[serde(default, with = "crate::time::as_millis", skip_serializing_if = "Option::is_none")]
    pub expire_at: Option<Timestamp>,
    /// The visitor's token, on what a visitor wrote.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<VisitorToken>,
    /// The name to show in place of the author's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
    /// Where the picture is that is shown in place of the author's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub avatar: Option<String>,
    /// The emoji that is shown in place of the author's picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emoji: Option<String>,
    /// Links in the text, with what the server found there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub urls: Option<Vec<MessageUrl>>,
    /// Users named in the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mentions: Option<Vec<Mention>>,
    /// Channels named in the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channels: Option<Vec<MentionedChannel>>,
    /// The text as a tree of Markdown nodes.
    #[serde(rename = "md", skip_serializing_if = "Option::is_none")]
    pub markdown: Option<Vec<Value>>,
    /// Attachments: files, quotes and cards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attachments: Option<Vec<Attachment>>,
    /// Blocks of an app, in the format of its UI kit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blocks: Option<Vec<Value>>,
    /// Buttons under a message about a call.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action_links: Option<Vec<ActionLink>>,
    /// Where the author was, as a point of GeoJSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<JsonObject>,
    /// The file that was sent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<Box<MessageFile>>,
    /// The files that were sent, with thumbnails.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub files: Option<Vec<MessageFile>>,
    /// The first message of the thread that it belongs to.
    #[serde(rename = "tmid", skip_serializing_if = "Option::is_none")]
    pub thread_id: Option<MessageId>,
    /// Whether a message of a thread is shown in the room as well.
    #[serde(rename = "tshow", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub show_in_room: Option<bool>,
    /// The number of messages in its thread, on the first one.
    #[serde(rename = "tcount", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub reply_count: Option<u64>,
    /// When the last message of its thread was written.
    #[serde(rename = "tlm", skip_serializing_if = "Option::is_none")]
    pub last_reply_at: Option<Timestamp>,
    /// Who follows its thread: whoever wrote in it, and others who asked to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replies: Option<Vec<UserId>>,
    /// Who reacted, by emoji such as `:smile:`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reactions: Option<BTreeMap<String, MessageReaction>>,
    /// Whether it is pinned.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub pinned: Option<bool>,
    /// When it was pinned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pinned_at: Option<Timestamp>,
    /// Who pinned it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pinned_by: Option<Box<UserSummary>>,
    /// The users who starred it; others are not shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starred: Option<Vec<UserSummary>>,
    /// Custom fields of the message.
    #[serde(default, deserialize_with = "object", skip_serializing_if = "Option::is_none")]
    pub custom_fields: Option<JsonObject>,
    /// When it was last edited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Timestamp>,
    /// Who edited it last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edited_by: Option<Box<EditedBy>>,
    /// Whether it is unread, where the workspace keeps read receipts.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub unread: Option<bool>,
    /// Whether the message opened the room, on the copy that a room keeps.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub new_room: Option<bool>,
    /// Whether the visitor waits for an agent, on the copy that a room keeps.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub show_connecting: Option<bool>,
    /// When it was last written to the database.
    #[serde(rename = "_updatedAt", skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
    /// What else the record has: apps and newer servers add keys of their own.
    #[serde(flatten, skip_deserializing)]
    #[field = false]
    pub other: OtherFields,
}

open_record!(Message);

impl Message {
    /// A message with this text.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(
        id: impl Into<MessageId>,
        author: MessageAuthor,
        created_at: Timestamp,
        text: impl Into<String>,
    ) -> Self {
        Self {
            id: id.into(),
            message_type: None,
            room_id: None,
            created_at,
            text: text.into(),
            author,
            groupable: None,
            navigation: None,
            transfer_data: None,
            request_data: None,
            transcript_requested: None,
            call_status: None,
            comment: None,
            priority_data: None,
            sla_data: None,
            hidden: None,
            expire_at: None,
            token: None,
            alias: None,
            avatar: None,
            emoji: None,
            urls: None,
            mentions: None,
            channels: None,
            markdown: None,
            attachments: None,
            blocks: None,
            action_links: None,
            location: None,
            file: None,
            files: None,
            thread_id: None,
            show_in_room: None,
            reply_count: None,
            last_reply_at: None,
            replies: None,
            reactions: None,
            pinned: None,
            pinned_at: None,
            pinned_by: None,
            starred: None,
            custom_fields: None,
            edited_at: None,
            edited_by: None,
            unread: None,
            new_room: None,
            show_connecting: None,
            updated_at: None,
            other: OtherFields::default(),
        }
    }
}

open_enum! {
    /// The type of a system message. About fifty more exist outside of livechat.
    MessageType {
        /// The room was opened.
        LivechatStarted = "livechat-started",
        /// A command to the visitor's client: `connected` or `promptTranscript` in the text.
        Command = "command",
        /// An agent joined.
        UserJoined = "uj",
        /// An agent left.
        UserLeft = "ul",
        /// A user was added.
        UserAdded = "au",
        /// The visitor went to a page.
        NavigationHistory = "livechat_navigation_history",
        /// The conversation was transferred.
        TransferHistory = "livechat_transfer_history",
        /// The conversation was transferred to the department that stands in.
        TransferHistoryFallback = "livechat_transfer_history_fallback",
        /// A transcript was requested.
        TranscriptHistory = "livechat_transcript_history",
        /// The conversation was closed; the comment is in the text.
        LivechatClose = "livechat-close",
        /// A video call (servers before 5.0).
        VideoCall = "livechat_video_call",
        /// A WebRTC call (servers up to 7).
        WebrtcVideoCall = "livechat_webrtc_video_call",
        /// The conversation was put on hold.
        PlacedOnHold = "omnichannel_placed_chat_on_hold",
        /// The conversation was resumed.
        ResumedFromHold = "omnichannel_on_hold_chat_resumed",
        /// The priority changed.
        PriorityChangeHistory = "omnichannel_priority_change_history",
        /// The service level changed.
        SlaChangeHistory = "omnichannel_sla_change_history",
    }
}

/// Who wrote a message: a user's or a visitor's id and names.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct MessageAuthor {
    /// The id of a user or of a visitor.
    #[serde(rename = "_id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The user name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The display name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl MessageAuthor {
    /// An author with this id and user name.
    #[must_use]
    pub fn new(id: impl Into<String>, username: impl Into<String>) -> Self {
        Self { id: Some(id.into()), username: Some(username.into()), name: None }
    }
}

/// Who edited a message last.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EditedBy {
    /// The id of a user or of a visitor.
    #[serde(rename = "_id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The user name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
}

impl EditedBy {
    /// The user or visitor with this id and user name.
    #[must_use]
    pub fn new(id: impl Into<String>, username: impl Into<String>) -> Self {
        Self { id: Some(id.into()), username: Some(username.into()) }
    }
}

/// A page visit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Navigation {
    /// The page.
    #[serde(default, deserialize_with = "null_as_default")]
    pub page: PageInfo,
    /// The visitor's token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<VisitorToken>,
}

impl Navigation {
    /// A visit of this page by the visitor with this token.
    #[must_use]
    pub fn new(page: PageInfo, token: impl Into<VisitorToken>) -> Self {
        Self { page, token: Some(token.into()) }
    }
}

/// A page, and the change that made the visitor's client report it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PageInfo {
    /// The change: `url` or `title`. The server stores only changes that its setting `Livechat_history_monitor_type`
    /// names.
    #[serde(deserialize_with = "text")]
    pub change: String,
    /// The page's title; may be empty.
    #[serde(deserialize_with = "text")]
    pub title: String,
    /// The page's address.
    pub location: PageLocation,
}

impl PageInfo {
    /// A page that was reached by a change of address.
    #[must_use]
    pub fn new(title: impl Into<String>, href: impl Into<String>) -> Self {
        Self { change: "url".to_owned(), title: title.into(), location: PageLocation { href: href.into() } }
    }

    /// Reports a change of the title instead of the address.
    #[must_use]
    pub fn title_change(mut self) -> Self {
        "title".clone_into(&mut self.change);
        self
    }
}

/// A page's address.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PageLocation {
    /// The address.
    #[serde(deserialize_with = "text")]
    pub href: String,
}

/// A transfer of a conversation: by whom, and to an agent, to a department or back to the queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct TransferData {
    /// Who transferred it.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "is_default")]
    #[field = false]
    pub transferred_by: TransferredBy,
    /// When it was transferred; missing where a department stood in for another.
    #[serde(rename = "ts", skip_serializing_if = "Option::is_none")]
    #[field = false]
    pub transferred_at: Option<Timestamp>,
    /// The target of the transfer.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field = false]
    pub scope: Option<TransferScope>,
    /// The reason for the transfer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The previous department.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_department: Option<DepartmentId>,
    /// The new department.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_department: Option<DepartmentName>,
    /// The new agent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transferred_to: Option<MessageAuthor>,
}

impl TransferData {
    /// A transfer by this user or visitor, at this time, to this kind of target.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(transferred_by: TransferredBy, transferred_at: Timestamp, scope: TransferScope) -> Self {
        Self {
            transferred_by,
            transferred_at: Some(transferred_at),
            scope: Some(scope),
            comment: None,
            previous_department: None,
            next_department: None,
            transferred_to: None,
        }
    }
}

/// Who transferred a conversation.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TransferredBy {
    /// The id of a user or of a visitor.
    #[serde(rename = "_id", skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The user name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The display name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The side of the conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_type: Option<TransferUserType>,
}

impl TransferredBy {
    /// The user or visitor with this id and user name, on this side.
    #[must_use]
    pub fn new(id: impl Into<String>, username: impl Into<String>, user_type: TransferUserType) -> Self {
        Self { id: Some(id.into()), username: Some(username.into()), name: None, user_type: Some(user_type) }
    }
}

open_enum! {
    /// The target of a transfer.
    TransferScope {
        /// A department.
        Department = "department",
        /// An agent.
        Agent = "agent",
        /// The queue, where it came from.
        Queue = "queue",
        /// Another agent, because the one before did not write.
        UnansweredToAgent = "autoTransferUnansweredChatsToAgent",
        /// The queue, because the agent did not write.
        UnansweredToQueue = "autoTransferUnansweredChatsToQueue",
    }

    /// A side of a conversation.
    TransferUserType {
        /// The visitor.
        Visitor = "visitor",
        /// An agent.
        Agent = "agent",
        /// Another user of the workspace.
        User = "user",
    }
}
