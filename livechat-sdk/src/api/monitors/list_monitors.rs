use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Page, Paged, Route},
    model::Agent,
    sort::Sort,
    wire::{Success, null_as_default},
};

/// Lists the monitors: the users with the role `livechat-monitor`.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/monitors` |
/// | Login | permission `manage-livechat-monitors` |
/// | Licence | module `livechat-enterprise` |
/// | Documented | published OpenAPI “Get List of Monitors” |
///
/// # Errors
///
/// [`InvalidSort`](crate::ErrorCode::InvalidSort).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListMonitors {
    /// A text that the user name, the name or an e-mail address contains, in upper or lower case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The number of monitors to skip; 0 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub offset: Option<u64>,
    /// The page size: 50 monitors by default, at most 100 (larger values are silently lowered). 0 returns all, if the
    /// workspace allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub count: Option<u64>,
    /// The order; by `name` by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
}

impl ListMonitors {
    /// Lists all monitors.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new() -> Self {
        Self::default()
    }
}

/// The response to [`ListMonitors`]: one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListMonitorsResponse {
    /// The monitors of this page.
    #[serde(default, deserialize_with = "null_as_default")]
    pub monitors: Vec<Agent>,
    /// The number of monitors on this page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// The number of monitors that were skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// The total number of monitors, on all pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl ListMonitorsResponse {
    /// A page of these monitors, starting at `offset` of `total`.
    #[must_use]
    pub fn new(monitors: Vec<Agent>, offset: u64, total: u64) -> Self {
        let count = monitors.len() as u64;
        Self { monitors, count: Some(count), offset: Some(offset), total: Some(total), success: Success }
    }
}

impl Endpoint for ListMonitors {
    type Response = ListMonitorsResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/monitors"))
        .permissions(&["manage-livechat-monitors"])
        .module(Module::LivechatEnterprise);
}

impl Paged for ListMonitors {
    type Item = Agent;

    fn offset(&self) -> u64 {
        self.offset.unwrap_or_default()
    }

    fn seek(&mut self, offset: u64) {
        self.offset = Some(offset);
    }

    fn into_page(response: ListMonitorsResponse) -> Page<Agent> {
        Page::new(response.monitors, response.offset, response.total)
    }
}
