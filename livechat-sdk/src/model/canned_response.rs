use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    id::{CannedResponseId, DepartmentId, UserId},
    model::UserSummary,
    open_enum::open_enum,
    time::Timestamp,
};

/// A text that agents keep ready, to be written by its shortcut.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct CannedResponse {
    /// The canned response's id.
    #[serde(rename = "_id")]
    #[field = false]
    pub id: CannedResponseId,
    /// The shortcut, which no other one has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shortcut: Option<String>,
    /// The text. Servers fill in [placeholders](crate::canned_responses#placeholders) when it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Who may use it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<CannedResponseScope>,
    /// Tags, by name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    /// Whose it is, in the scope of a user; missing once it was updated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// The department, in the scope of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department_id: Option<DepartmentId>,
    /// Who created it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_by: Option<UserSummary>,
    /// When it was created.
    #[serde(rename = "_createdAt", skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// When it was last written.
    #[serde(rename = "_updatedAt", skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
}

impl CannedResponse {
    /// A canned response of which nothing but its id is known.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(id: impl Into<CannedResponseId>) -> Self {
        Self {
            id: id.into(),
            shortcut: None,
            text: None,
            scope: None,
            tags: None,
            user_id: None,
            department_id: None,
            created_by: None,
            created_at: None,
            updated_at: None,
        }
    }
}

open_enum! {
    /// Who may use a canned response.
    CannedResponseScope {
        /// Who created it.
        User = "user",
        /// The agents of a department.
        Department = "department",
        /// Everybody.
        Global = "global",
    }
}
