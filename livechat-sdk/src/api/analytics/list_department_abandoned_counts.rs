use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Page, Paged, Route},
    id::DepartmentId,
    model::{DateOrTime, DepartmentFigures},
    wire::null_as_default,
};

/// Lists how many conversations of each department visitors have abandoned.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/analytics/departments/total-abandoned-chats` |
/// | Login | permission `view-livechat-manager` |
/// | Licence | module `livechat-enterprise` |
/// | Documented | published OpenAPI “Get Total Abandoned Chats” |
///
/// A conversation is abandoned if its visitor had left an agent's message unanswered for an hour, or as long as the
/// workspace's setting `Livechat_visitor_inactivity_timeout` says, when an agent closed it. Departments without one are not listed.
///
/// # Errors
///
/// A sentence such as `The "start" query parameter must be a valid date.`; `invalid-params` if an argument is missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListDepartmentAbandonedCounts {
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

impl ListDepartmentAbandonedCounts {
    /// Of the conversations of this range.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(start: impl Into<DateOrTime>, end: impl Into<DateOrTime>) -> Self {
        Self { start: start.into(), end: end.into(), department_id: None, offset: None, count: None }
    }
}

/// How many conversations of a department visitors have abandoned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DepartmentAbandonedCount {
    /// The department; `None` for the conversations without one.
    #[serde(rename = "_id")]
    pub id: Option<DepartmentId>,
    /// How many there are.
    #[serde(default, deserialize_with = "null_as_default")]
    pub abandoned_rooms: u64,
}

impl DepartmentAbandonedCount {
    /// The figures of this department.
    #[must_use]
    pub fn new(id: Option<DepartmentId>, abandoned_rooms: u64) -> Self {
        Self { id, abandoned_rooms }
    }
}

impl Endpoint for ListDepartmentAbandonedCounts {
    type Response = DepartmentFigures<DepartmentAbandonedCount>;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/analytics/departments/total-abandoned-chats"))
        .permissions(&["view-livechat-manager"])
        .module(Module::LivechatEnterprise);
}

impl Paged for ListDepartmentAbandonedCounts {
    type Item = DepartmentAbandonedCount;

    fn offset(&self) -> u64 {
        self.offset.unwrap_or_default()
    }

    fn seek(&mut self, offset: u64) {
        self.offset = Some(offset);
    }

    fn into_page(response: DepartmentFigures<DepartmentAbandonedCount>) -> Page<DepartmentAbandonedCount> {
        Page::new(response.departments, response.offset, response.total)
    }
}
