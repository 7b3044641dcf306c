use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::DepartmentId,
    model::Department,
    wire::{Success, null_as_default},
};

/// Lists the departments with certain ids.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/department.listByIds` |
/// | Login | permission `view-livechat-departments` or `view-l-room` |
/// | Documented | published OpenAPI “Get Departments by ID” |
///
/// # Errors
///
/// `The 'ids' param is required` if there is no id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListDepartmentsById {
    /// The departments: one at least.
    pub ids: Vec<DepartmentId>,
}

impl ListDepartmentsById {
    /// Lists the departments with these ids.
    pub fn new(ids: impl IntoIterator<Item = impl Into<DepartmentId>>) -> Self {
        Self { ids: ids.into_iter().map(Into::into).collect() }
    }
}

/// The response to [`ListDepartmentsById`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListDepartmentsByIdResponse {
    /// The departments.
    #[serde(default, deserialize_with = "null_as_default")]
    pub departments: Vec<Department>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl ListDepartmentsByIdResponse {
    /// The response with these departments.
    #[must_use]
    pub fn new(departments: Vec<Department>) -> Self {
        Self { departments, success: Success }
    }
}

impl Endpoint for ListDepartmentsById {
    type Response = ListDepartmentsByIdResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/department.listByIds"))
        .any_permission(&["view-livechat-departments", "view-l-room"]);
}
