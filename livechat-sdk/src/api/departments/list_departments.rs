use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Page, Paged, Route},
    id::DepartmentId,
    model::Department,
    sort::Sort,
    wire::{Success, null_as_default},
};

/// Lists the departments, by name.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/department` |
/// | Login | permission `view-livechat-departments` or `view-l-room` |
/// | Since | 0.42.0; in pages since 2.2.0 |
/// | Documented | published OpenAPI “Get List of Departments” |
///
/// Archived departments are left out unless they are asked for.
///
/// # Errors
///
/// [`InvalidSort`](crate::ErrorCode::InvalidSort).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListDepartments {
    /// A text to look for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Departments that are enabled, or those that are not; both if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub enabled: Option<bool>,
    /// Only those that the caller works in or monitors, where [units](crate::units) restrict the caller. It changes nothing for
    /// managers, nor where there is no unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub only_my_departments: Option<bool>,
    /// A department to leave out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exclude_department_id: Option<DepartmentId>,
    /// Whether archived departments are part of the list; they are not if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub show_archived: Option<bool>,
    /// The number of departments to skip; 0 by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub offset: Option<u64>,
    /// The page size: 50 departments by default, at most 100 (larger values are silently lowered). 0 returns all, if
    /// the workspace allows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub count: Option<u64>,
    /// The order; by `name` by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
}

impl ListDepartments {
    /// Lists all departments that are not archived.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new() -> Self {
        Self::default()
    }
}

/// The response to [`ListDepartments`]: one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListDepartmentsResponse {
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

impl ListDepartmentsResponse {
    /// A page of these departments, starting at `offset` of `total`.
    #[must_use]
    pub fn new(departments: Vec<Department>, offset: u64, total: u64) -> Self {
        let count = departments.len() as u64;
        Self { departments, count: Some(count), offset: Some(offset), total: Some(total), success: Success }
    }
}

impl Endpoint for ListDepartments {
    type Response = ListDepartmentsResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/department"))
        .any_permission(&["view-livechat-departments", "view-l-room"])
        .since("0.42.0");
}

impl Paged for ListDepartments {
    type Item = Department;

    fn offset(&self) -> u64 {
        self.offset.unwrap_or_default()
    }

    fn seek(&mut self, offset: u64) {
        self.offset = Some(offset);
    }

    fn into_page(response: ListDepartmentsResponse) -> Page<Department> {
        Page::new(response.departments, response.offset, response.total)
    }
}
