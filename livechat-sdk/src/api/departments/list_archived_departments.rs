use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Page, Paged, Route},
    model::Department,
    sort::Sort,
    wire::{Success, null_as_default},
};

/// Lists the departments that are archived.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/departments/archived` |
/// | Login | permission `view-livechat-departments` or `view-l-room` |
/// | Documented | published OpenAPI “Get Archived Departments” |
///
/// # Errors
///
/// [`InvalidSort`](crate::ErrorCode::InvalidSort).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListArchivedDepartments {
    /// The number of departments to skip; 0 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub offset: Option<u64>,
    /// The page size: 50 departments by default, at most 100 (larger values are silently lowered). 0 returns all, if
    /// the workspace allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub count: Option<u64>,
    /// The order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
}

impl ListArchivedDepartments {
    /// Lists all of them.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new() -> Self {
        Self::default()
    }
}

/// The response to [`ListArchivedDepartments`]: one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListArchivedDepartmentsResponse {
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

impl ListArchivedDepartmentsResponse {
    /// A page of these departments, starting at `offset` of `total`.
    #[must_use]
    pub fn new(departments: Vec<Department>, offset: u64, total: u64) -> Self {
        let count = departments.len() as u64;
        Self { departments, count: Some(count), offset: Some(offset), total: Some(total), success: Success }
    }
}

impl Endpoint for ListArchivedDepartments {
    type Response = ListArchivedDepartmentsResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/departments/archived"))
        .any_permission(&["view-livechat-departments", "view-l-room"]);
}

impl Paged for ListArchivedDepartments {
    type Item = Department;

    fn offset(&self) -> u64 {
        self.offset.unwrap_or_default()
    }

    fn seek(&mut self, offset: u64) {
        self.offset = Some(offset);
    }

    fn into_page(response: ListArchivedDepartmentsResponse) -> Page<Department> {
        Page::new(response.departments, response.offset, response.total)
    }
}
