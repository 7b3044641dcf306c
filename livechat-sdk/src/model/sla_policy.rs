use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{id::SlaPolicyId, model::UserSummary, time::Timestamp, wire::number};

/// A service level: how long a conversation may wait in the queue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct SlaPolicy {
    /// The policy's id.
    #[serde(rename = "_id")]
    #[field = false]
    pub id: SlaPolicyId,
    /// The name, which no other policy has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The minutes that a conversation may wait, which no other policy has; a whole number on servers.
    #[serde(default, with = "number", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub due_time_in_minutes: Option<f64>,
    /// When it was last written.
    #[serde(rename = "_updatedAt", skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
}

impl SlaPolicy {
    /// A policy of which nothing but its id is known.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(id: impl Into<SlaPolicyId>) -> Self {
        Self { id: id.into(), name: None, description: None, due_time_in_minutes: None, updated_at: None }
    }
}

/// What a system message says about a room's service level.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SlaData {
    /// Who chose it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub defined_by: Option<UserSummary>,
    /// The policy, as it was then; missing if it was taken from the room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sla: Option<SlaPolicy>,
}

impl SlaData {
    /// This user chose this policy, or none.
    #[must_use]
    pub fn new(defined_by: UserSummary, sla: Option<SlaPolicy>) -> Self {
        Self { defined_by: Some(defined_by), sla }
    }
}
