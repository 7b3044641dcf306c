use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{
    endpoint::{Endpoint, Meta, Page, Paged, Route},
    id::{DepartmentId, UserId},
    model::{DepartmentName, UserStatus},
    sort::Sort,
    wire::{Success, null_as_default, true_flag},
};

/// Lists how many conversations each agent serves, by department.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/queue` |
/// | Login | permission `view-l-room` |
/// | Since | 2.4.0 |
/// | Documented | published OpenAPI “Get Livechat Queue” |
///
/// Despite its name this is not the list of rooms in the queue: that is
/// [`ListInquiries`](crate::inquiries::ListInquiries).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListQueue {
    /// Of this agent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agent_id: Option<UserId>,
    /// Of this department.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department_id: Option<DepartmentId>,
    /// Whether to list agents who are offline too.
    #[serde(default, deserialize_with = "true_flag", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub include_offline_agents: Option<bool>,
    /// The number of entries to skip; 0 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub offset: Option<u64>,
    /// The page size: 50 entries by default, at most 100 (larger values are silently lowered). 0 returns all, if the
    /// workspace allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub count: Option<u64>,
    /// The order; the server's own by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
}

impl ListQueue {
    /// Lists the conversations of all agents who are available.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new() -> Self {
        Self::default()
    }
}

/// The response to [`ListQueue`]: one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListQueueResponse {
    /// The entries of this page.
    #[serde(default, deserialize_with = "null_as_default")]
    pub queue: Vec<QueueEntry>,
    /// The number of entries on this page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// The number of entries that were skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// The total number of entries, on all pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl ListQueueResponse {
    /// A page of these entries, starting at `offset` of `total`.
    #[must_use]
    pub fn new(queue: Vec<QueueEntry>, offset: u64, total: u64) -> Self {
        let count = queue.len() as u64;
        Self { queue, count: Some(count), offset: Some(offset), total: Some(total), success: Success }
    }
}

/// How many conversations an agent serves for a department.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct QueueEntry {
    /// The entry's key, in a format that differs between versions.
    #[serde(rename = "_id", skip_serializing_if = "Option::is_none")]
    pub id: Option<Value>,
    /// The agent.
    #[field = false]
    pub user: QueueUser,
    /// The department; missing for conversations without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<DepartmentName>,
    /// How many open conversations the agent serves.
    #[serde(rename = "chats", default, deserialize_with = "null_as_default")]
    #[field = false]
    pub chat_count: u64,
}

impl QueueEntry {
    /// This agent with so many conversations.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(user: QueueUser, chat_count: u64) -> Self {
        Self { id: None, user, department: None, chat_count }
    }
}

/// An agent in a list of conversations.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct QueueUser {
    /// The agent.
    #[serde(rename = "_id")]
    #[field = false]
    pub id: UserId,
    /// The user name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The presence that other users see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<UserStatus>,
}

impl QueueUser {
    /// An agent with only its id set.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(id: impl Into<UserId>) -> Self {
        Self { id: id.into(), username: None, status: None }
    }
}

impl Endpoint for ListQueue {
    type Response = ListQueueResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/queue")).permissions(&["view-l-room"]).since("2.4.0");
}

impl Paged for ListQueue {
    type Item = QueueEntry;

    fn offset(&self) -> u64 {
        self.offset.unwrap_or_default()
    }

    fn seek(&mut self, offset: u64) {
        self.offset = Some(offset);
    }

    fn into_page(response: ListQueueResponse) -> Page<QueueEntry> {
        Page::new(response.queue, response.offset, response.total)
    }
}
