use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, Visitor, value::MapAccessDeserializer},
};

use crate::{
    endpoint::{Endpoint, Meta, Module, Route},
    id::UnitId,
    wire::{Acknowledged, Success},
};

/// Deletes a unit.
///
/// | | |
/// | --- | --- |
/// | Operation | `DELETE /api/v1/livechat/units/{id}` |
/// | Login | permission `manage-livechat-units` |
/// | Licence | module `livechat-enterprise` |
/// | Since | 4.2.0 |
/// | Documented | published OpenAPI “Delete a Unit” |
///
/// Its departments and their rooms stay, and are in no unit.
///
/// # Errors
///
/// `unit-not-found` if there is no such unit, or the caller may not see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct DeleteUnit {
    /// The unit to delete.
    pub id: UnitId,
}

impl DeleteUnit {
    /// Deletes the unit with this id.
    pub fn new(id: impl Into<UnitId>) -> Self {
        Self { id: id.into() }
    }
}

/// The response to [`DeleteUnit`].
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct DeleteUnitResponse {
    /// How many records were deleted. Servers send this number as the whole body; `None` where they send what is documented.
    pub deleted: Option<u64>,
    /// Marks the response as a success.
    pub success: Success,
}

impl DeleteUnitResponse {
    /// The response of a server that deleted so many records.
    #[must_use]
    pub fn new(deleted: u64) -> Self {
        Self { deleted: Some(deleted), success: Success }
    }
}

impl Serialize for DeleteUnitResponse {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.deleted {
            Some(deleted) => serializer.serialize_u64(deleted),
            None => Acknowledged { success: self.success }.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for DeleteUnitResponse {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Body;

        impl<'de> Visitor<'de> for Body {
            type Value = DeleteUnitResponse;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number, or an object")
            }

            fn visit_u64<E>(self, deleted: u64) -> Result<DeleteUnitResponse, E> {
                Ok(DeleteUnitResponse::new(deleted))
            }

            fn visit_f64<E>(self, deleted: f64) -> Result<DeleteUnitResponse, E> {
                Ok(DeleteUnitResponse::new(deleted as u64))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<DeleteUnitResponse, A::Error> {
                let Acknowledged { success } = Acknowledged::deserialize(MapAccessDeserializer::new(map))?;
                Ok(DeleteUnitResponse { deleted: None, success })
            }
        }

        deserializer.deserialize_any(Body)
    }
}

impl Endpoint for DeleteUnit {
    type Response = DeleteUnitResponse;
    const META: Meta = Meta::delete(Route::new("/api/v1/livechat/units/{id}"))
        .permissions(&["manage-livechat-units"])
        .module(Module::LivechatEnterprise)
        .since("4.2.0");
}
