use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Module, Route},
    id::UnitId,
    model::UnitMonitor,
    wire::{Success, null_as_default},
};

/// Lists who monitors a unit.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/units/{unitId}/monitors` |
/// | Login | permission `manage-livechat-monitors` |
/// | Licence | module `livechat-enterprise` |
/// | Documented | published OpenAPI “Get List of Unit Monitors” |
///
/// An unknown unit has none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct ListUnitMonitors {
    /// The unit.
    pub unit_id: UnitId,
}

impl ListUnitMonitors {
    /// Lists the monitors of this unit.
    pub fn new(unit_id: impl Into<UnitId>) -> Self {
        Self { unit_id: unit_id.into() }
    }
}

/// The response to [`ListUnitMonitors`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ListUnitMonitorsResponse {
    /// The monitors.
    #[serde(default, deserialize_with = "null_as_default")]
    pub monitors: Vec<UnitMonitor>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl ListUnitMonitorsResponse {
    /// The response with these monitors.
    #[must_use]
    pub fn new(monitors: Vec<UnitMonitor>) -> Self {
        Self { monitors, success: Success }
    }
}

impl Endpoint for ListUnitMonitors {
    type Response = ListUnitMonitorsResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/units/{unitId}/monitors"))
        .permissions(&["manage-livechat-monitors"])
        .module(Module::LivechatEnterprise);
}
