use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Page, Paged, Route},
    id::DepartmentId,
    model::{DateOrTime, DepartmentFigures},
    wire::{null_as_default, true_flag},
};

/// Lists how many conversations each department has had.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/analytics/departments/amount-of-chats` |
/// | Login | permission `view-livechat-manager` |
/// | Licence | module `livechat-enterprise` |
/// | Documented | published OpenAPI “Get Number of Chats” |
///
/// Unless [`answered`](Self::answered) is true, only those count in which the visitor waits for a response.
///
/// # Errors
///
/// A sentence such as `The "start" query parameter must be a valid date.`; `invalid-params` if an argument is missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListDepartmentChatCounts {
    /// When it starts.
    #[field = false]
    pub start: DateOrTime,
    /// When it ends.
    #[field = false]
    pub end: DateOrTime,
    /// True for the conversations in which the visitor does not wait for a response.
    #[serde(default, deserialize_with = "true_flag", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub answered: Option<bool>,
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

impl ListDepartmentChatCounts {
    /// Of the conversations of this range.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(start: impl Into<DateOrTime>, end: impl Into<DateOrTime>) -> Self {
        Self { start: start.into(), end: end.into(), answered: None, department_id: None, offset: None, count: None }
    }
}

/// How many conversations a department has had.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DepartmentChatCount {
    /// The department; `None` for the conversations without one.
    #[serde(rename = "_id")]
    pub id: Option<DepartmentId>,
    /// How many there are.
    #[serde(default, deserialize_with = "null_as_default")]
    pub rooms: u64,
}

impl DepartmentChatCount {
    /// The figures of this department.
    #[must_use]
    pub fn new(id: Option<DepartmentId>, rooms: u64) -> Self {
        Self { id, rooms }
    }
}

impl Endpoint for ListDepartmentChatCounts {
    type Response = DepartmentFigures<DepartmentChatCount>;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/analytics/departments/amount-of-chats"))
        .permissions(&["view-livechat-manager"])
        .module(Module::LivechatEnterprise);
}

impl Paged for ListDepartmentChatCounts {
    type Item = DepartmentChatCount;

    fn offset(&self) -> u64 {
        self.offset.unwrap_or_default()
    }

    fn seek(&mut self, offset: u64) {
        self.offset = Some(offset);
    }

    fn into_page(response: DepartmentFigures<DepartmentChatCount>) -> Page<DepartmentChatCount> {
        Page::new(response.departments, response.offset, response.total)
    }
}
