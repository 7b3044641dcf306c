use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Page, Paged, Route},
    id::{ContactId, RoomId},
    model::{ClosedBy, Closer, Message, RoomSource, RoomVisitor, ServedBy},
    sort::Sort,
    time::Timestamp,
    wire::{Success, null_as_default, optional_list, text_or_object},
};

/// Lists the conversations of a contact, on all channels.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/omnichannel/contacts.history` |
/// | Login | permission `view-livechat-contact-history` |
/// | Since | 6.1.0 |
/// | Documented | published OpenAPI “Get Contact History” |
///
/// # Errors
///
/// [`InvalidParams`](crate::ErrorCode::InvalidParams), [`InvalidSort`](crate::ErrorCode::InvalidSort).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListContactHistory {
    /// The contact.
    #[field = false]
    pub contact_id: ContactId,
    /// Only conversations whose source has this in its type or its alias, such as `widget`. Servers without a licence ignore
    /// it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The number of conversations to skip; 0 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub offset: Option<u64>,
    /// The page size: 50 conversations by default, at most 100 (larger values are silently lowered). 0 returns all, if
    /// the workspace allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub count: Option<u64>,
    /// The order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
}

impl ListContactHistory {
    /// Lists the conversations of this contact.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(contact_id: impl Into<ContactId>) -> Self {
        Self { contact_id: contact_id.into(), source: None, offset: None, count: None, sort: None }
    }
}

/// The response to [`ListContactHistory`]: one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListContactHistoryResponse {
    /// The conversations of this page.
    #[serde(default, deserialize_with = "null_as_default")]
    pub history: Vec<ContactConversation>,
    /// The number of conversations on this page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// The number of conversations that were skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// The total number of conversations, on all pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl ListContactHistoryResponse {
    /// A page of these conversations, starting at `offset` of `total`.
    #[must_use]
    pub fn new(history: Vec<ContactConversation>, offset: u64, total: u64) -> Self {
        let count = history.len() as u64;
        Self { history, count: Some(count), offset: Some(offset), total: Some(total), success: Success }
    }
}

/// A conversation of a contact: a part of the room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ContactConversation {
    /// The room.
    #[serde(rename = "_id")]
    pub id: RoomId,
    /// The display name.
    #[serde(rename = "fname", skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// When it was opened.
    #[serde(rename = "ts", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// The visitor.
    #[serde(rename = "v", skip_serializing_if = "Option::is_none")]
    pub visitor: Option<RoomVisitor>,
    /// The number of messages.
    #[serde(rename = "msgs", skip_serializing_if = "Option::is_none")]
    pub message_count: Option<u64>,
    /// The agent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub served_by: Option<ServedBy>,
    /// When it was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Timestamp>,
    /// Who closed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_by: Option<ClosedBy>,
    /// The side that closed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closer: Option<Closer>,
    /// The tags.
    #[serde(default, deserialize_with = "optional_list", skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    /// The message that it was closed with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closing_message: Option<Message>,
    /// The last message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_message: Option<Box<Message>>,
    /// Whether the contact is verified.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verified: Option<bool>,
    /// The channel.
    #[serde(default, deserialize_with = "text_or_object", skip_serializing_if = "Option::is_none")]
    pub source: Option<RoomSource>,
}

impl ContactConversation {
    /// The conversation in this room, with nothing else set.
    #[must_use]
    pub fn new(id: impl Into<RoomId>) -> Self {
        Self {
            id: id.into(),
            display_name: None,
            created_at: None,
            visitor: None,
            message_count: None,
            served_by: None,
            closed_at: None,
            closed_by: None,
            closer: None,
            tags: None,
            closing_message: None,
            last_message: None,
            verified: None,
            source: None,
        }
    }
}

impl Endpoint for ListContactHistory {
    type Response = ListContactHistoryResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/omnichannel/contacts.history"))
        .permissions(&["view-livechat-contact-history"])
        .since("6.1.0");
}

impl Paged for ListContactHistory {
    type Item = ContactConversation;

    fn offset(&self) -> u64 {
        self.offset.unwrap_or_default()
    }

    fn seek(&mut self, offset: u64) {
        self.offset = Some(offset);
    }

    fn into_page(response: ListContactHistoryResponse) -> Page<ContactConversation> {
        Page::new(response.history, response.offset, response.total)
    }
}
