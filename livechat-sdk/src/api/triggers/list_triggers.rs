use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Page, Paged, Route},
    model::Trigger,
    sort::Sort,
    wire::{Success, null_as_default},
};

/// Lists the triggers.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/triggers` |
/// | Login | permission `view-livechat-manager` |
/// | Since | 2.2.0 |
/// | Documented | published OpenAPI “Get List of Livechat Triggers” |
///
/// # Errors
///
/// [`InvalidSort`](crate::ErrorCode::InvalidSort).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListTriggers {
    /// The number of triggers to skip; 0 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub offset: Option<u64>,
    /// The page size: 50 triggers by default, at most 100 (larger values are silently lowered). 0 returns all, if the
    /// workspace allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub count: Option<u64>,
    /// The order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
}

impl ListTriggers {
    /// Lists all triggers.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new() -> Self {
        Self::default()
    }
}

/// The response to [`ListTriggers`]: one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListTriggersResponse {
    /// The triggers of this page.
    #[serde(default, deserialize_with = "null_as_default")]
    pub triggers: Vec<Trigger>,
    /// The number of triggers on this page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// The number of triggers that were skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// The total number of triggers, on all pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl ListTriggersResponse {
    /// A page of these triggers, starting at `offset` of `total`.
    #[must_use]
    pub fn new(triggers: Vec<Trigger>, offset: u64, total: u64) -> Self {
        let count = triggers.len() as u64;
        Self { triggers, count: Some(count), offset: Some(offset), total: Some(total), success: Success }
    }
}

impl Endpoint for ListTriggers {
    type Response = ListTriggersResponse;
    const META: Meta =
        Meta::get(Route::new("/api/v1/livechat/triggers")).permissions(&["view-livechat-manager"]).since("2.2.0");
}

impl Paged for ListTriggers {
    type Item = Trigger;

    fn offset(&self) -> u64 {
        self.offset.unwrap_or_default()
    }

    fn seek(&mut self, offset: u64) {
        self.offset = Some(offset);
    }

    fn into_page(response: ListTriggersResponse) -> Page<Trigger> {
        Page::new(response.triggers, response.offset, response.total)
    }
}
