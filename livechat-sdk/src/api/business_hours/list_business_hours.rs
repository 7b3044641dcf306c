use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Page, Paged, Route},
    model::BusinessHour,
    sort::Sort,
    wire::{Success, null_as_default},
};

/// Lists the business hours, by name: the default one, which has none, comes first.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/business-hours` |
/// | Login | permission `view-livechat-business-hours` |
/// | Licence | module `livechat-enterprise` |
/// | Documented | published OpenAPI “Get Business Hours” |
///
/// # Errors
///
/// [`InvalidSort`](crate::ErrorCode::InvalidSort).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListBusinessHours {
    /// A text that the name contains, in upper or lower case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The number of hours to skip; 0 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub offset: Option<u64>,
    /// The page size: 50 hours by default, at most 100 (larger values are silently lowered). 0 returns all, if the
    /// workspace allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub count: Option<u64>,
    /// The order; by `name` by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
}

impl ListBusinessHours {
    /// Lists all business hours.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new() -> Self {
        Self::default()
    }
}

/// The response to [`ListBusinessHours`]: one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListBusinessHoursResponse {
    /// The hours of this page.
    #[serde(default, deserialize_with = "null_as_default")]
    pub business_hours: Vec<BusinessHour>,
    /// The number of hours on this page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// The number of hours that were skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// The total number of hours, on all pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl ListBusinessHoursResponse {
    /// A page of these hours, starting at `offset` of `total`.
    #[must_use]
    pub fn new(business_hours: Vec<BusinessHour>, offset: u64, total: u64) -> Self {
        let count = business_hours.len() as u64;
        Self { business_hours, count: Some(count), offset: Some(offset), total: Some(total), success: Success }
    }
}

impl Endpoint for ListBusinessHours {
    type Response = ListBusinessHoursResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/business-hours"))
        .permissions(&["view-livechat-business-hours"])
        .module(Module::LivechatEnterprise);
}

impl Paged for ListBusinessHours {
    type Item = BusinessHour;

    fn offset(&self) -> u64 {
        self.offset.unwrap_or_default()
    }

    fn seek(&mut self, offset: u64) {
        self.offset = Some(offset);
    }

    fn into_page(response: ListBusinessHoursResponse) -> Page<BusinessHour> {
        Page::new(response.business_hours, response.offset, response.total)
    }
}
