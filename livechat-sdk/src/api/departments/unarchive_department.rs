use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::DepartmentId,
    wire::Success,
};

/// Takes a department back out of the archive.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/department/{_id}/unarchive` |
/// | Also documented as | `POST /api/v1/livechat/department/unarchive/{_id}`, which no server serves |
/// | Login | permission `manage-livechat-departments` |
/// | Documented | published OpenAPI “Unarchive a Department” |
///
/// # Errors
///
/// `department-not-found`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct UnarchiveDepartment {
    /// The department.
    #[serde(rename = "_id")]
    pub id: DepartmentId,
}

impl UnarchiveDepartment {
    /// Brings back the department with this id.
    pub fn new(id: impl Into<DepartmentId>) -> Self {
        Self { id: id.into() }
    }
}

/// The response to [`UnarchiveDepartment`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UnarchiveDepartmentResponse {
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl UnarchiveDepartmentResponse {
    /// The response.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }
}

impl Endpoint for UnarchiveDepartment {
    type Response = UnarchiveDepartmentResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/department/{_id}/unarchive"))
        .or_at(&[Route::documented("/api/v1/livechat/department/unarchive/{_id}")])
        .permissions(&["manage-livechat-departments"])
        .no_payload()
        .idempotent();
}
