use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{id::PriorityId, model::UserSummary, open_enum::open_enum, time::Timestamp, wire::number};

/// A priority of conversations. A workspace has five, which can be renamed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct Priority {
    /// The priority's id.
    #[serde(rename = "_id")]
    #[field = false]
    pub id: PriorityId,
    /// The name that the workspace gave it; missing while it goes by its level.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Which of the five it is.
    #[serde(rename = "i18n", skip_serializing_if = "Option::is_none")]
    pub level: Option<PriorityLevel>,
    /// The weight in the queue: 1 is first, 5 is last.
    #[serde(rename = "sortItem", default, with = "number", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub weight: Option<f64>,
    /// Whether the workspace renamed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub dirty: Option<bool>,
    /// When it was last written; missing until it is renamed for the first time.
    #[serde(rename = "_updatedAt", skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
}

impl Priority {
    /// A priority of which nothing but its id is known.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(id: impl Into<PriorityId>) -> Self {
        Self { id: id.into(), name: None, level: None, weight: None, dirty: None, updated_at: None }
    }
}

open_enum! {
    /// The level of a priority, which stands for its name until the workspace gives it another.
    PriorityLevel {
        /// The weight 5.
        Lowest = "Lowest",
        /// The weight 4.
        Low = "Low",
        /// The weight 3.
        Medium = "Medium",
        /// The weight 2.
        High = "High",
        /// The weight 1.
        Highest = "Highest",
    }
}

/// What a system message says about a room's priority.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct PriorityData {
    /// Who chose it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub defined_by: Option<UserSummary>,
    /// The priority, as it was then; missing if it was taken from the room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
}

impl PriorityData {
    /// This user chose this priority, or none.
    #[must_use]
    pub fn new(defined_by: UserSummary, priority: Option<Priority>) -> Self {
        Self { defined_by: Some(defined_by), priority }
    }
}
