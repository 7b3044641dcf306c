use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Page, Paged, Route},
    model::Unit,
    sort::Sort,
    wire::{Success, null_as_default},
};

/// Lists the units, by name.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/units` |
/// | Login | any; without `manage-livechat-units`, those that the caller monitors |
/// | Licence | module `livechat-enterprise` |
/// | Documented | published OpenAPI “Get List of Units” |
///
/// # Errors
///
/// [`InvalidSort`](crate::ErrorCode::InvalidSort).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListUnits {
    /// A text that the name contains, in upper or lower case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The number of units to skip; 0 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub offset: Option<u64>,
    /// The page size: 50 units by default, at most 100 (larger values are silently lowered). 0 returns all, if the
    /// workspace allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub count: Option<u64>,
    /// The order; by `name` by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
}

impl ListUnits {
    /// Lists all units that the caller may see.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new() -> Self {
        Self::default()
    }
}

/// The response to [`ListUnits`]: one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListUnitsResponse {
    /// The units of this page.
    #[serde(default, deserialize_with = "null_as_default")]
    pub units: Vec<Unit>,
    /// The number of units on this page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// The number of units that were skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// The total number of units, on all pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl ListUnitsResponse {
    /// A page of these units, starting at `offset` of `total`.
    #[must_use]
    pub fn new(units: Vec<Unit>, offset: u64, total: u64) -> Self {
        let count = units.len() as u64;
        Self { units, count: Some(count), offset: Some(offset), total: Some(total), success: Success }
    }
}

impl Endpoint for ListUnits {
    type Response = ListUnitsResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/units")).login().module(Module::LivechatEnterprise);
}

impl Paged for ListUnits {
    type Item = Unit;

    fn offset(&self) -> u64 {
        self.offset.unwrap_or_default()
    }

    fn seek(&mut self, offset: u64) {
        self.offset = Some(offset);
    }

    fn into_page(response: ListUnitsResponse) -> Page<Unit> {
        Page::new(response.units, response.offset, response.total)
    }
}
