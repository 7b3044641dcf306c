use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::DepartmentId,
    model::{Department, DepartmentAgent},
    wire::Success,
};

/// Looks up a department by id.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/department/{_id}` |
/// | Login | permission `view-livechat-departments` or `view-l-room` |
/// | Since | 0.42.0; the choice about agents since 2.2.0 |
/// | Documented | published OpenAPI “Get Department Information” |
///
/// An unknown department is not an error: see [`GetDepartmentResponse::department`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetDepartment {
    /// The department.
    #[serde(rename = "_id")]
    #[field = false]
    pub id: DepartmentId,
    /// Whether the response has the department's agents.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub include_agents: Option<bool>,
    /// Whether a department counts as unknown unless the caller works in it or monitors it, where [units](crate::units)
    /// restrict the caller.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub only_my_departments: Option<bool>,
}

impl GetDepartment {
    /// Looks up the department with this id.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(id: impl Into<DepartmentId>) -> Self {
        Self { id: id.into(), include_agents: None, only_my_departments: None }
    }
}

/// The response to [`GetDepartment`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetDepartmentResponse {
    /// The department; `None` if there is none with this id.
    #[serde(default)]
    pub department: Option<Department>,
    /// Its agents, if they were asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agents: Option<Vec<DepartmentAgent>>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl GetDepartmentResponse {
    /// The response with this department, if there is one, and its agents, if they were asked for.
    #[must_use]
    pub fn new(department: Option<Department>, agents: Option<Vec<DepartmentAgent>>) -> Self {
        Self { department, agents, success: Success }
    }
}

impl Endpoint for GetDepartment {
    type Response = GetDepartmentResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/department/{_id}"))
        .any_permission(&["view-livechat-departments", "view-l-room"])
        .since("0.42.0");
}
