use std::collections::BTreeSet;

use serde::{Deserialize, Deserializer, Serialize};

use crate::{
    endpoint::{Endpoint, Ignored, Meta, Module, Route},
    model::{Unit, UnitData, UnitDepartment, UnitMonitorData},
    wire::{Success, beside_success},
};

/// Creates a unit: a group of departments, which its monitors see.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/units` |
/// | Login | permission `manage-livechat-units` |
/// | Licence | module `livechat-enterprise` |
/// | Since | 4.2.0 |
/// | Documented | published OpenAPI “Create Unit” |
///
/// From the first unit on, users in the roles `livechat-monitor` and `livechat-agent` find only rooms and departments of the
/// units that they monitor in lists of rooms, reports and the like, unless they are managers or administrators too. A
/// department that was in another unit leaves it. Its rooms, closed ones included, are the new unit's.
///
/// # Errors
///
/// Where an argument has not the right form: a text that begins with `Match error`, and no code.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct CreateUnit {
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

impl CreateUnit {
    /// Creates this unit, without monitors and departments.
    pub fn new(unit: UnitData) -> Self {
        Self { unit, monitors: Vec::new(), departments: Vec::new() }
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

/// The response to [`CreateUnit`]: the unit's fields stand at the top level.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct CreateUnitResponse {
    /// The unit as stored.
    #[serde(flatten)]
    pub unit: Unit,
    /// Marks the response as a success.
    pub success: Success,
}

impl<'de> Deserialize<'de> for CreateUnitResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (unit, success) = beside_success(deserializer)?;
        Ok(Self { unit, success })
    }
}

impl CreateUnitResponse {
    /// The response with this unit.
    #[must_use]
    pub fn new(unit: Unit) -> Self {
        Self { unit, success: Success }
    }
}

impl Endpoint for CreateUnit {
    type Response = CreateUnitResponse;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/units"))
        .permissions(&["manage-livechat-units"])
        .module(Module::LivechatEnterprise)
        .since("4.2.0");

    /// Monitors, if the response counts fewer. It does not tell which.
    fn ignored(&self, response: &CreateUnitResponse) -> Vec<Ignored> {
        ignored_monitors(&self.monitors, &response.unit).into_iter().collect()
    }
}

/// The monitors of a request, if its response counts fewer.
pub(super) fn ignored_monitors(sent: &[UnitMonitorData], stored: &Unit) -> Option<Ignored> {
    let distinct = sent.iter().map(|monitor| monitor.monitor_id.as_str()).collect::<BTreeSet<_>>().len();
    let count = stored.monitor_count.filter(|count| *count < distinct as u64)?;
    let reason = format!("the unit has {count} of {distinct} monitors: the others have not the role livechat-monitor");
    Some(Ignored::new("/unitMonitors", reason))
}
