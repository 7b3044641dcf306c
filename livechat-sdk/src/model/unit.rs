use fieldwork::Fieldwork;
use serde::{Deserialize, Serialize};

use crate::{
    id::{DepartmentId, UnitId, UnitMonitorId, UserId},
    open_enum::open_enum,
    time::Timestamp,
    wire::optional_list,
};

/// A unit: a group of departments.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct Unit {
    /// The unit's id.
    #[serde(rename = "_id")]
    #[field = false]
    pub id: UnitId,
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Who sees it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visibility: Option<UnitVisibility>,
    /// The type of record: `u`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub unit_type: Option<String>,
    /// The number of monitors when the unit was last saved.
    #[serde(rename = "numMonitors", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub monitor_count: Option<u64>,
    /// The number of departments.
    #[serde(rename = "numDepartments", skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub department_count: Option<u64>,
    /// The units above it.
    #[serde(default, deserialize_with = "optional_list", skip_serializing_if = "Option::is_none")]
    pub ancestors: Option<Vec<UnitId>>,
    /// When the record was last written.
    #[serde(rename = "_updatedAt", skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
}

impl Unit {
    /// A unit of this name.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(id: impl Into<UnitId>, name: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            name: Some(name.into()),
            visibility: None,
            unit_type: None,
            monitor_count: None,
            department_count: None,
            ancestors: None,
            updated_at: None,
        }
    }
}

open_enum! {
    /// Who sees a unit. Servers keep any word.
    UnitVisibility {
        /// Everybody.
        Public = "public",
        /// Its monitors.
        Private = "private",
    }
}

/// What a unit is, to create or update it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct UnitData {
    /// The name.
    #[field = false]
    pub name: String,
    /// Who sees it.
    #[field = false]
    pub visibility: UnitVisibility,
    /// Whether it is enabled. Servers take it, and do not store it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub enabled: Option<bool>,
    /// The description. Servers take it, and do not store it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// An e-mail address. Servers take it, and do not store it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Whether it takes messages while nobody is available. Servers take it, and do not store it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[field(into = false)]
    pub show_on_offline_form: Option<bool>,
}

impl UnitData {
    /// A unit of this name, which these see.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(name: impl Into<String>, visibility: impl Into<UnitVisibility>) -> Self {
        Self {
            name: name.into(),
            visibility: visibility.into(),
            enabled: None,
            description: None,
            email: None,
            show_on_offline_form: None,
        }
    }
}

/// That a user monitors a unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, Fieldwork)]
#[serde(rename_all = "camelCase")]
#[fieldwork(with(template = "{}", doc_template = "{}"), into, option_set_some)]
#[non_exhaustive]
pub struct UnitMonitor {
    /// The record's id.
    #[serde(rename = "_id", skip_serializing_if = "Option::is_none")]
    pub id: Option<UnitMonitorId>,
    /// The user.
    #[field = false]
    pub monitor_id: UserId,
    /// The unit.
    #[field = false]
    pub unit_id: UnitId,
    /// The user name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// When the record was last written.
    #[serde(rename = "_updatedAt", skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
}

impl UnitMonitor {
    /// That this user monitors this unit.
    ///
    /// All else is optional: setters take values, and an `Option` goes into its [field](crate::guide::requests#optional-arguments).
    #[must_use]
    pub fn new(monitor_id: impl Into<UserId>, unit_id: impl Into<UnitId>) -> Self {
        Self { id: None, monitor_id: monitor_id.into(), unit_id: unit_id.into(), username: None, updated_at: None }
    }
}

/// A user who is to monitor a unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UnitMonitorData {
    /// The user.
    pub monitor_id: UserId,
    /// The user name. Servers want it, and take the user's own.
    pub username: String,
}

impl UnitMonitorData {
    /// This user, by id and user name.
    #[must_use]
    pub fn new(monitor_id: impl Into<UserId>, username: impl Into<String>) -> Self {
        Self { monitor_id: monitor_id.into(), username: username.into() }
    }
}

/// A department that is to be in a unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UnitDepartment {
    /// The department.
    pub department_id: DepartmentId,
}

impl<T: Into<DepartmentId>> From<T> for UnitDepartment {
    fn from(department: T) -> Self {
        Self { department_id: department.into() }
    }
}
