use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Route},
    id::{CannedResponseId, DepartmentId},
    model::CannedResponseScope,
    wire::{Acknowledged, null_as_default},
};

/// Creates a canned response, or replaces one.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/canned-responses` |
/// | Login | permission `save-canned-responses`; `save-all-canned-responses` too for those for everybody, that or `save-department-canned-responses` for those of departments |
/// | Since | 1.0.0 |
/// | Licence | module `canned-responses` |
/// | Documented | published OpenAPI “Create or Update a Canned Response” |
///
/// The response does not have the id of a new one: [`ListCannedResponses`](super::ListCannedResponses) finds it by its
/// shortcut. All is replaced, whoever created it. One in the scope of a user belongs to nobody once it was replaced, and only
/// who has `view-all-canned-responses` sees it then.
///
/// # Errors
///
/// `error-not-allowed` if the caller may not save it in this scope; `error-invalid-shortcut` if another one has the shortcut,
/// whosever it is; `error-invalid-department`; `error-canned-response-not-found`;
/// [`InvalidParams`](crate::ErrorCode::InvalidParams).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct SaveCannedResponse {
    /// The one to replace; a new one is created if not given.
    #[serde(rename = "_id", skip_serializing_if = "Option::is_none")]
    pub id: Option<CannedResponseId>,
    /// The shortcut.
    pub shortcut: String,
    /// The text, with or without [placeholders](super#placeholders).
    pub text: String,
    /// Who may use it.
    pub scope: CannedResponseScope,
    /// Tags, by name.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    #[field = false]
    pub tags: Vec<String>,
    /// The department, in the scope of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department_id: Option<DepartmentId>,
}

impl SaveCannedResponse {
    /// Creates one that the caller alone may use.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn own(shortcut: impl Into<String>, text: impl Into<String>) -> Self {
        Self::new(shortcut, text, CannedResponseScope::User)
    }

    /// Creates one that the agents of this department may use.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn of_department(
        department: impl Into<DepartmentId>,
        shortcut: impl Into<String>,
        text: impl Into<String>,
    ) -> Self {
        Self::new(shortcut, text, CannedResponseScope::Department).department_id(department)
    }

    /// Creates one in this scope; in that of a department, the department has to be set.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    pub fn new(shortcut: impl Into<String>, text: impl Into<String>, scope: CannedResponseScope) -> Self {
        Self { id: None, shortcut: shortcut.into(), text: text.into(), scope, tags: Vec::new(), department_id: None }
    }

    /// Sets `tags`.
    pub fn tags<T: Into<String>>(mut self, tags: impl IntoIterator<Item = T>) -> Self {
        self.tags = tags.into_iter().map(Into::into).collect();
        self
    }
}

impl Endpoint for SaveCannedResponse {
    type Response = Acknowledged;
    const META: Meta = Meta::post(Route::new("/api/v1/canned-responses"))
        .permissions(&["save-canned-responses"])
        .module(Module::CannedResponses)
        .since("1.0.0");
}
