use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Page, Paged, Route},
    id::UnitId,
    model::Department,
    wire::{Success, null_as_default, true_flag},
};

/// Lists the departments that may be put into a unit, by name: those of no unit, and its own.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/units/{unitId}/departments/available` |
/// | Login | permission `manage-livechat-units` |
/// | Licence | module `livechat-enterprise` |
/// | Documented | published OpenAPI “Get Available Departments by Unit Id” |
///
/// For an unknown unit, such as `none`, these are the departments of no unit. The order cannot be chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListAvailableDepartments {
    /// The unit.
    #[field = false]
    pub unit_id: UnitId,
    /// A text that the name contains, in upper or lower case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Only those that the caller may see, where [units restrict](super::CreateUnit) the caller.
    #[serde(default, deserialize_with = "true_flag", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub only_my_departments: Option<bool>,
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

impl ListAvailableDepartments {
    /// Lists the departments that may be put into this unit.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(unit_id: impl Into<UnitId>) -> Self {
        Self { unit_id: unit_id.into(), text: None, only_my_departments: None, offset: None, count: None }
    }
}

/// The response to [`ListAvailableDepartments`]: one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListAvailableDepartmentsResponse {
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

impl ListAvailableDepartmentsResponse {
    /// A page of these departments, starting at `offset` of `total`.
    #[must_use]
    pub fn new(departments: Vec<Department>, offset: u64, total: u64) -> Self {
        let count = departments.len() as u64;
        Self { departments, count: Some(count), offset: Some(offset), total: Some(total), success: Success }
    }
}

impl Endpoint for ListAvailableDepartments {
    type Response = ListAvailableDepartmentsResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/units/{unitId}/departments/available"))
        .permissions(&["manage-livechat-units"])
        .module(Module::LivechatEnterprise);
}

impl Paged for ListAvailableDepartments {
    type Item = Department;

    fn offset(&self) -> u64 {
        self.offset.unwrap_or_default()
    }

    fn seek(&mut self, offset: u64) {
        self.offset = Some(offset);
    }

    fn into_page(response: ListAvailableDepartmentsResponse) -> Page<Department> {
        Page::new(response.departments, response.offset, response.total)
    }
}
