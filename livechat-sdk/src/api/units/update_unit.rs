use serde::{Deserialize, Deserializer, Serialize};

use super::create_unit::ignored_monitors;
use crate::{
    endpoint::{Endpoint, Ignored, Meta, Module, Route},
    id::UnitId,
    model::{Unit, UnitData, UnitDepartment, UnitMonitorData},
    wire::{Success, beside_success},
};

/// Replaces what a unit is, its monitors and its departments.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/units/{id}` |
/// | Login | permission `manage-livechat-units` |
/// | Licence | module `livechat-enterprise` |
/// | Since | 4.2.0 |
/// | Documented | published OpenAPI “Update Unit” |
///
/// Monitors and departments that are not named are the unit's no longer, nor are the rooms of such departments.
///
/// # Errors
///
/// `error-unit-not-found` if there is no such unit, or the caller may not see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct UpdateUnit {
    /// The unit.
    pub id: UnitId,
    /// What the unit is.
    #[serde(rename = "unitData")]
    pub unit: UnitData,
    /// Who monitors it. Users without the role `livechat-monitor` are passed over.
    #[serde(rename = "unitMonitors")]
    pub monitors: Vec<UnitMonitorData>,
    /// Its departments, all of them. A department is in one unit at most.
    #[serde(rename = "unitDepartments")]
    pub departments: Vec<UnitDepartment>,
}

impl UpdateUnit {
    /// Makes the unit with this id what is given, without monitors and departments.
    pub fn new(id: impl Into<UnitId>, unit: UnitData) -> Self {
        Self { id: id.into(), unit, monitors: Vec::new(), departments: Vec::new() }
    }

    /// Sets `monitors`.
    pub fn monitors(mut self, monitors: impl IntoIterator<Item = UnitMonitorData>) -> Self {
        self.monitors = monitors.into_iter().collect();
        self
    }

    /// Sets `departments`.
    pub fn departments(mut self, departments: impl IntoIterator<Item = impl Into<UnitDepartment>>) -> Self {
        self.departments = departments.into_iter().map(Into::into).collect();
        self
    }
}

/// The response to [`UpdateUnit`]: the unit's fields stand at the top level.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct UpdateUnitResponse {
    /// The unit as stored.
    #[serde(flatten)]
    pub unit: Unit,
    /// Marks the response as a success.
    pub success: Success,
}

impl<'de> Deserialize<'de> for UpdateUnitResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (unit, success) = beside_success(deserializer)?;
        Ok(Self { unit, success })
    }
}

impl UpdateUnitResponse {
    /// The response with this unit.
    #[must_use]
    pub fn new(unit: Unit) -> Self {
        Self { unit, success: Success }
    }
}

impl Endpoint for UpdateUnit {
    type Response = UpdateUnitResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/units/{id}"))
        .permissions(&["manage-livechat-units"])
        .module(Module::LivechatEnterprise)
        .since("4.2.0");

    /// Monitors, if the response counts fewer. It does not tell which.
    fn ignored(&self, response: &UpdateUnitResponse) -> Vec<Ignored> {
        ignored_monitors(&self.monitors, &response.unit).into_iter().collect()
    }
}
