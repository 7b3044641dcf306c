use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Page, Paged, Route},
    id::{RoomId, VisitorId},
    model::{ClosedBy, Closer, Message, RoomSourceType, RoomVisitor, ServedBy},
    sort::Sort,
    time::Timestamp,
    wire::{Success, list, null_as_default, true_flag},
};

/// Searches the conversations of a visitor, newest first.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/visitors.searchChats/room/{roomId}/visitor/{visitorId}` |
/// | Login | permission `view-l-room` |
/// | Documented | published OpenAPI “Search Visitor Chat” |
///
/// The room only decides whether the caller may see the list: any room that the caller has access to will do. Without
/// filters all conversations are listed, also open ones and those without an agent.
///
/// # Errors
///
/// [`InvalidRoom`](crate::ErrorCode::InvalidRoom) if there is no such room,
/// [`NotAllowed`](crate::ErrorCode::NotAllowed) if the caller has no access to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct SearchChats {
    /// A room that the caller has access to.
    #[field = false]
    pub room_id: RoomId,
    /// The visitor.
    #[field = false]
    pub visitor_id: VisitorId,
    /// Only conversations with this in their messages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub search_text: Option<String>,
    /// Only conversations that are closed.
    #[serde(default, deserialize_with = "true_flag", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub closed_chats_only: Option<bool>,
    /// Only conversations that an agent serves or served.
    #[serde(default, deserialize_with = "true_flag", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub served_chats_only: Option<bool>,
    /// Only conversations that came by this channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<RoomSourceType>,
    /// The number of conversations to skip; 0 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub offset: Option<u64>,
    /// The page size: 50 conversations by default, at most 100 (larger values are silently lowered). 0 returns all, if
    /// the workspace allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub count: Option<u64>,
    /// The order; newest first (`ts` descending) by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
}

impl SearchChats {
    /// Searches the conversations of this visitor.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(room_id: impl Into<RoomId>, visitor_id: impl Into<VisitorId>) -> Self {
        Self {
            room_id: room_id.into(),
            visitor_id: visitor_id.into(),
            search_text: None,
            closed_chats_only: None,
            served_chats_only: None,
            source: None,
            offset: None,
            count: None,
            sort: None,
        }
    }
}

/// The response to [`SearchChats`]: one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SearchChatsResponse {
    /// The conversations of this page.
    #[serde(default, deserialize_with = "null_as_default")]
    pub history: Vec<FoundChat>,
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

impl SearchChatsResponse {
    /// A page of these conversations, starting at `offset` of `total`.
    #[must_use]
    pub fn new(history: Vec<FoundChat>, offset: u64, total: u64) -> Self {
        let count = history.len() as u64;
        Self { history, count: Some(count), offset: Some(offset), total: Some(total), success: Success }
    }
}

/// A conversation that was found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct FoundChat {
    /// The room.
    #[serde(rename = "_id")]
    #[field = false]
    pub id: RoomId,
    /// The display name, which is the visitor's name.
    #[serde(rename = "fname", skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// When it was opened.
    #[serde(rename = "ts", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// The room's copy of its visitor.
    #[serde(rename = "v", skip_serializing_if = "Option::is_none")]
    pub visitor: Option<RoomVisitor>,
    /// The number of messages, including system messages.
    #[serde(rename = "msgs", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub message_count: Option<u64>,
    /// The agent who serves or served it.
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
    #[serde(default, deserialize_with = "list", skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The message that it was closed, with the comment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closing_message: Option<Box<Message>>,
}

impl FoundChat {
    /// A conversation with nothing else set.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
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
            tags: Vec::new(),
            closing_message: None,
        }
    }
}

impl Endpoint for SearchChats {
    type Response = SearchChatsResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/visitors.searchChats/room/{roomId}/visitor/{visitorId}"))
        .permissions(&["view-l-room"]);
}

impl Paged for SearchChats {
    type Item = FoundChat;

    fn offset(&self) -> u64 {
        self.offset.unwrap_or_default()
    }

    fn seek(&mut self, offset: u64) {
        self.offset = Some(offset);
    }

    fn into_page(response: SearchChatsResponse) -> Page<FoundChat> {
        Page::new(response.history, response.offset, response.total)
    }
}
