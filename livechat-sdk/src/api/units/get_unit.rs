use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{
    endpoint::{Endpoint, Meta, Module, Route},
    id::UnitId,
    model::Unit,
    wire::{Success, beside_success_or_null},
};

/// Looks up a unit by id.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/units/{id}` |
/// | Login | permission `manage-livechat-units` |
/// | Licence | module `livechat-enterprise` |
/// | Documented | published OpenAPI “Get a Unit” |
///
/// An unknown unit is not an error: see [`GetUnitResponse::unit`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetUnit {
    /// The unit.
    pub id: UnitId,
}

impl GetUnit {
    /// Looks up the unit with this id.
    pub fn new(id: impl Into<UnitId>) -> Self {
        Self { id: id.into() }
    }
}

/// The response to [`GetUnit`]: the unit's fields stand at the top level, or the whole body is `null`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct GetUnitResponse {
    /// The unit; `None` if there is none with this id that the caller may see.
    pub unit: Option<Unit>,
    /// Marks the response as a success.
    pub success: Success,
}

impl Serialize for GetUnitResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Found<'a> {
            #[serde(flatten)]
            unit: &'a Unit,
            success: Success,
        }
        self.unit.as_ref().map(|unit| Found { unit, success: self.success }).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for GetUnitResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (unit, success) = beside_success_or_null(deserializer)?;
        Ok(Self { unit, success })
    }
}

impl GetUnitResponse {
    /// The response with this unit, if there is one.
    #[must_use]
    pub fn new(unit: Option<Unit>) -> Self {
        Self { unit, success: Success }
    }
}

impl Endpoint for GetUnit {
    type Response = GetUnitResponse;
    const META: Meta = Meta::get(Route::new("/api/v1/livechat/units/{id}"))
        .permissions(&["manage-livechat-units"])
        .module(Module::LivechatEnterprise);
}
