use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::DepartmentId,
    wire::Success,
};

/// Deletes a department.
///
/// | | |
/// | --- | --- |
/// | Operation | `DELETE /api/v1/livechat/department/{_id}` |
/// | Login | permission `manage-livechat-departments` or `remove-livechat-department` |
/// | Since | 0.42.0 |
/// | Documented | published OpenAPI “Remove Department” |
///
/// # Errors
///
/// `error-department-not-found`; `error-department-removal-disabled` (servers from 8) where the workspace does not
/// allow it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct DeleteDepartment {
    /// The department to delete.
    #[serde(rename = "_id")]
    pub id: DepartmentId,
}

impl DeleteDepartment {
    /// Deletes the department with this id.
    pub fn new(id: impl Into<DepartmentId>) -> Self {
        Self { id: id.into() }
    }
}

/// The response to [`DeleteDepartment`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DeleteDepartmentResponse {
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl DeleteDepartmentResponse {
    /// The response.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Endpoint for DeleteDepartment {
    type Response = DeleteDepartmentResponse;
    const META: Meta = Meta::delete(Route::new("/api/v1/livechat/department/{_id}"))
        .any_permission(&["manage-livechat-departments", "remove-livechat-department"])
        .since("0.42.0");
}
