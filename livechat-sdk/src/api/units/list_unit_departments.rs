use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Page, Paged, Route},
    id::UnitId,
    model::Department,
    wire::{Success, null_as_default},
};

/// Lists the departments of a unit, by name.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/units/{unitId}/departments` |
/// | Login | permission `manage-livechat-units` |
/// | Licence | module `livechat-enterprise` |
/// | Documented | published OpenAPI “Get Departments by Unit ID” |
///
/// An unknown unit has none. The order cannot be chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListUnitDepartments {
    /// The unit.
    #[field = false]
    pub unit_id: UnitId,
    /// The number of departments to skip; 0 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub offset: Option<u64>,
    /// The page size: 50 departments by default, at most 100 (larger values are silently lowered). 0 returns all, if the
    /// workspace allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub count: Option<u64>,
}

impl ListUnitDepartments {
    /// Lists the departments of this unit.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(unit_id: impl Into<UnitId>) -> Self {
        Self { unit_id: unit_id.into(), offset: None, count: None }
    }
}

/// The response to [`ListUnitDepartments`]: one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListUnitDepartmentsResponse {
    /// The departments of this page.
    #[serde(default, deserialize_with = "null_as_default")]
    pub departments: Vec<Department>,
    /// The number of departments on this page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// The number of departments that were skipped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<u64>,
    /// The total number of departments, on all pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<u64>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl ListUnitDepartmentsResponse {
    /// A page of these departments, starting at `offset` of `total`.
    #[must_use]
    pub fn new(departments: Vec<Department>, offset: u64, total: u64) -> Self {
        let count = departments.len() as u64;
        Self { departments, count: Some(count), offset: Some(offset), total: Some(total), success: Success }
    }
}

impl Endpoint for ListUnitDepartments {
    type Response = ListUnitDepartmentsResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/units/{unitId}/departments"))
        .permissions(&["manage-livechat-units"])
        .module(Module::LivechatEnterprise);
}

impl Paged for ListUnitDepartments {
    type Item = Department;

    fn offset(&self) -> u64 {
        self.offset.unwrap_or_default()
    }

    fn seek(&mut self, offset: u64) {
        self.offset = Some(offset);
    }

    fn into_page(response: ListUnitDepartmentsResponse) -> Page<Department> {
        Page::new(response.departments, response.offset, response.total)
    }
}
