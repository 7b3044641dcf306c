use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    wire::Success,
};

/// Checks whether the workspace may have another department.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/department/isDepartmentCreationAvailable` |
/// | Login | permission `view-livechat-departments` or `manage-livechat-departments` |
/// | Documented | published OpenAPI “Check Department Creation” |
///
/// A community workspace has one at most, a premium workspace any number.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct CheckDepartmentCreation {}

impl CheckDepartmentCreation {
    /// Asks for this workspace.
    pub fn new() -> Self {
        Self::default()
    }
}

/// The response to [`CheckDepartmentCreation`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct CheckDepartmentCreationResponse {
    /// Whether there may be another.
    pub is_department_creation_available: bool,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl CheckDepartmentCreationResponse {
    /// The response with this.
    #[must_use]
    pub fn new(is_department_creation_available: bool) -> Self {
        Self { is_department_creation_available, success: Success }
    }
}

impl Endpoint for CheckDepartmentCreation {
    type Response = CheckDepartmentCreationResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/department/isDepartmentCreationAvailable"))
        .any_permission(&["view-livechat-departments", "manage-livechat-departments"])
        .no_payload();
}
