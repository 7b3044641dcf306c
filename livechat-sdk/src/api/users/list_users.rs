use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Page, Paged, Route},
    id::UserId,
    model::{Agent, UserType},
    sort::Sort,
    wire::{Success, null_as_default},
};

/// Lists the agents or the managers of the workspace.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/users/{type}` |
/// | Login | any; `transfer-livechat-guest` or `edit-omnichannel-contact` for agents, `view-livechat-manager` for managers |
/// | Since | 0.42.0 |
/// | Documented | published OpenAPI “Get List of Agents or Managers” |
///
/// # Errors
///
/// `unauthorized`, with status 403, if the caller lacks the permission that the type takes; `Invalid type` for any
/// other type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListUsers {
    /// Agents or managers.
    #[serde(rename = "type")]
    #[field = false]
    pub user_type: UserType,
    /// Only users that match this text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Only agents who accept conversations.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub only_available: Option<bool>,
    /// All but this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exclude_id: Option<UserId>,
    /// False leaves out agents who are offline, but no bots.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub show_idle_agents: Option<bool>,
    /// The number of users to skip; 0 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub offset: Option<u64>,
    /// The page size: 50 users by default, at most 100 (larger values are silently lowered). 0 returns all, if the
    /// workspace allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub count: Option<u64>,
    /// The order; by name by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
}

impl ListUsers {
    /// Lists the users of this type.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(user_type: impl Into<UserType>) -> Self {
        Self {
            user_type: user_type.into(),
            text: None,
            only_available: None,
            exclude_id: None,
            show_idle_agents: None,
            offset: None,
            count: None,
            sort: None,
        }
    }
}

/// The response to [`ListUsers`]: one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListUsersResponse {
    /// The users.
    #[serde(default, deserialize_with = "null_as_default")]
    pub users: Vec<Agent>,
    /// The number of users on this page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// The number of users that were skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// The total number of users, on all pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl ListUsersResponse {
    /// A page of these users, starting at `offset` of `total`.
    #[must_use]
    pub fn new(users: Vec<Agent>, offset: u64, total: u64) -> Self {
        let count = users.len() as u64;
        Self { users, count: Some(count), offset: Some(offset), total: Some(total), success: Success }
    }
}

impl Endpoint for ListUsers {
    type Response = ListUsersResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/users/{type}")).login().since("0.42.0");
}

impl Paged for ListUsers {
    type Item = Agent;

    fn offset(&self) -> u64 {
        self.offset.unwrap_or_default()
    }

    fn seek(&mut self, offset: u64) {
        self.offset = Some(offset);
    }

    fn into_page(response: ListUsersResponse) -> Page<Agent> {
        Page::new(response.users, response.offset, response.total)
    }
}
