use derive_setters::Setters;
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Setters)]
#[serde(rename_all = "camelCase")]
#[setters(into, strip_option)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListUsers {
    /// Agents or managers.
    #[serde(rename = "type")]
    #[setters(skip)]
    pub user_type: UserType,
    /// Only those whom this text fits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Only agents whom visitors may be given to.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[setters(into = false)]
    pub only_available: Option<bool>,
    /// All but this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exclude_id: Option<UserId>,
    /// False leaves out agents who are offline, but no bots.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[setters(into = false)]
    pub show_idle_agents: Option<bool>,
    /// How many users to skip; 0 if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[setters(into = false)]
    pub offset: Option<u64>,
    /// How many users to answer with: 50 if not given, at most 100 (a larger number is lowered without a word).
    /// 0 asks for all, where the workspace allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[setters(into = false)]
    pub count: Option<u64>,
    /// The order; by name if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
}

impl ListUsers {
    /// Lists the users of this type.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::api#optional-arguments).
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

/// The answer to [`ListUsers`]: one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListUsersResponse {
    /// The users.
    #[serde(default, deserialize_with = "null_as_default")]
    pub users: Vec<Agent>,
    /// How many users this page has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// How many users were skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// How many users there are on all pages together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Says that the call succeeded.
    #[serde(default)]
    pub success: Success,
}

impl ListUsersResponse {
    /// A page with these users, of so many in all, after so many.
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
