use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Page, Paged, Route},
    model::SlaPolicy,
    sort::Sort,
    wire::{Success, null_as_default},
};

/// Lists the service levels.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/sla` |
/// | Login | permission `manage-livechat-sla` or `view-l-room` |
/// | Since | 6.0.0 |
/// | Licence | module `livechat-enterprise` |
/// | Documented | published OpenAPI “Get List of SLA Policies” |
///
/// # Errors
///
/// [`InvalidSort`](crate::ErrorCode::InvalidSort).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListSlaPolicies {
    /// A text to look for in names and descriptions, regardless of case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The number of policies to skip; 0 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub offset: Option<u64>,
    /// The page size: 50 policies by default, at most 100 (larger values are silently lowered). 0 returns all, if the
    /// workspace allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub count: Option<u64>,
    /// The order; by name by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
}

impl ListSlaPolicies {
    /// Lists all policies.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new() -> Self {
        Self::default()
    }
}

/// The response to [`ListSlaPolicies`]: one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListSlaPoliciesResponse {
    /// The policies of this page.
    #[serde(default, deserialize_with = "null_as_default")]
    pub sla: Vec<SlaPolicy>,
    /// The number of policies on this page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// The number of policies that were skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// The total number of policies, on all pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl ListSlaPoliciesResponse {
    /// A page of these policies, starting at `offset` of `total`.
    #[must_use]
    pub fn new(sla: Vec<SlaPolicy>, offset: u64, total: u64) -> Self {
        let count = sla.len() as u64;
        Self { sla, count: Some(count), offset: Some(offset), total: Some(total), success: Success }
    }
}

impl Endpoint for ListSlaPolicies {
    type Response = ListSlaPoliciesResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/sla"))
        .any_permission(&["manage-livechat-sla", "view-l-room"])
        .module(Module::LivechatEnterprise)
        .since("6.0.0");
}

impl Paged for ListSlaPolicies {
    type Item = SlaPolicy;

    fn offset(&self) -> u64 {
        self.offset.unwrap_or_default()
    }

    fn seek(&mut self, offset: u64) {
        self.offset = Some(offset);
    }

    fn into_page(response: ListSlaPoliciesResponse) -> Page<SlaPolicy> {
        Page::new(response.sla, response.offset, response.total)
    }
}
