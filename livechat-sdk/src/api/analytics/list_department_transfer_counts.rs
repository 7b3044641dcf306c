use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Page, Paged, Route},
    id::DepartmentId,
    model::{DateOrTime, DepartmentFigures},
    wire::null_as_default,
};

/// Lists how often conversations of each department were transferred.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/analytics/departments/total-transferred-chats` |
/// | Login | permission `view-livechat-manager` |
/// | Licence | module `livechat-enterprise` |
/// | Documented | published OpenAPI “Get Total Transferred Chats” |
///
/// A transfer counts for the department that the conversation belongs to now.
///
/// # Errors
///
/// A sentence such as `The "start" query parameter must be a valid date.`; `invalid-params` if an argument is missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListDepartmentTransferCounts {
    /// When it starts.
    #[field = false]
    pub start: DateOrTime,
    /// When it ends.
    #[field = false]
    pub end: DateOrTime,
    /// Of this department; all if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department_id: Option<DepartmentId>,
    /// The number of departments to skip; 0 by default. Servers take it from 7.13 on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub offset: Option<u64>,
    /// The page size: 50 departments by default, at most 100 (larger values are silently lowered). 0 returns all, if the
    /// workspace allows it. Servers take it from 7.13 on.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub count: Option<u64>,
}

impl ListDepartmentTransferCounts {
    /// Of the conversations of this range.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(start: impl Into<DateOrTime>, end: impl Into<DateOrTime>) -> Self {
        Self { start: start.into(), end: end.into(), department_id: None, offset: None, count: None }
    }
}

/// How often conversations of a department were transferred.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DepartmentTransferCount {
    /// The department; `None` for the conversations without one.
    #[serde(rename = "_id")]
    pub id: Option<DepartmentId>,
    /// How many transfers there were. Despite its name, each of a conversation counts.
    #[serde(default, deserialize_with = "null_as_default")]
    pub number_of_transferred_rooms: u64,
}

impl DepartmentTransferCount {
    /// The figures of this department.
    #[must_use]
    pub fn new(id: Option<DepartmentId>, number_of_transferred_rooms: u64) -> Self {
        Self { id, number_of_transferred_rooms }
    }
}

impl Endpoint for ListDepartmentTransferCounts {
    type Response = DepartmentFigures<DepartmentTransferCount>;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/analytics/departments/total-transferred-chats"))
        .permissions(&["view-livechat-manager"])
        .module(Module::LivechatEnterprise);
}

impl Paged for ListDepartmentTransferCounts {
    type Item = DepartmentTransferCount;

    fn offset(&self) -> u64 {
        self.offset.unwrap_or_default()
    }

    fn seek(&mut self, offset: u64) {
        self.offset = Some(offset);
    }

    fn into_page(response: DepartmentFigures<DepartmentTransferCount>) -> Page<DepartmentTransferCount> {
        Page::new(response.departments, response.offset, response.total)
    }
}
