use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::DepartmentId,
    wire::Success,
};

/// Archives a department: it is kept, but disabled.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/department/{_id}/archive` |
/// | Also documented as | `POST /api/v1/livechat/department/archive/{_id}`, which no server serves |
/// | Login | permission `manage-livechat-departments` |
/// | Documented | published OpenAPI “Archive a Department” |
///
/// # Errors
///
/// `department-not-found`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ArchiveDepartment {
    /// The department.
    #[serde(rename = "_id")]
    pub id: DepartmentId,
}

impl ArchiveDepartment {
    /// Archives the department with this id.
    pub fn new(id: impl Into<DepartmentId>) -> Self {
        Self { id: id.into() }
    }
}

/// The response to [`ArchiveDepartment`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ArchiveDepartmentResponse {
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl ArchiveDepartmentResponse {
    /// The response.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Endpoint for ArchiveDepartment {
    type Response = ArchiveDepartmentResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/department/{_id}/archive"))
        .or_at(&[Route::documented("/api/v1/livechat/department/archive/{_id}")])
        .permissions(&["manage-livechat-departments"])
        .no_payload()
        .idempotent();
}
