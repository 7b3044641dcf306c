use derive_setters::Setters;
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
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Setters)]
#[serde(rename_all = "camelCase")]
#[setters(into, strip_option)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListTriggers {
    /// How many triggers to skip; 0 if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[setters(into = false)]
    pub offset: Option<u64>,
    /// How many triggers to answer with: 50 if not given, at most 100 (a larger number is lowered without a word).
    /// 0 asks for all, where the workspace allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[setters(into = false)]
    pub count: Option<u64>,
    /// The order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
}

impl ListTriggers {
    /// Lists all triggers.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::api#optional-arguments).
    pub fn new() -> Self {
        Self::default()
    }
}

/// The answer to [`ListTriggers`]: one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListTriggersResponse {
    /// The triggers of this page.
    #[serde(default, deserialize_with = "null_as_default")]
    pub triggers: Vec<Trigger>,
    /// How many triggers this page has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// How many triggers were skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// How many triggers there are on all pages together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Says that the call succeeded.
    #[serde(default)]
    pub success: Success,
}

impl ListTriggersResponse {
    /// A page with these triggers, of so many in all, after so many.
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
