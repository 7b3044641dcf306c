use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    id::{DepartmentId, TagId},
    time::Timestamp,
    wire::{null_as_default, number},
};

/// A tag that the workspace offers for closing conversations and for canned responses.
///
/// Rooms and canned responses keep the tag's name, not its id: a renamed or deleted tag leaves rooms as they are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct Tag {
    /// The tag's id.
    #[serde(rename = "_id")]
    #[field = false]
    pub id: TagId,
    /// The name, which no other tag has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The number of departments that it is for.
    #[serde(rename = "numDepartments", default, with = "number", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub department_count: Option<f64>,
    /// The departments that it is for; it is for all if there are none.
    #[serde(default, deserialize_with = "null_as_default")]
    pub departments: Vec<DepartmentId>,
    /// When it was last written.
    #[serde(rename = "_updatedAt", skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
}

impl Tag {
    /// A tag of which nothing but its id is known, for all departments.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(id: impl Into<TagId>) -> Self {
        Self {
            id: id.into(),
            name: None,
            description: None,
            department_count: None,
            departments: Vec::new(),
            updated_at: None,
        }
    }
}
