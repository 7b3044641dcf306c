use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::BusinessHourId,
    model::BusinessHourType,
    wire::Acknowledged,
};

/// Deletes business hours that were made for departments.
///
/// | | |
/// | --- | --- |
/// | Operation | `POST /api/v1/livechat/business-hours.remove` |
/// | Login | any |
/// | Since | 8.0.0, by the vendor's types |
/// | Documented | published OpenAPI “Remove Business Hour” |
///
/// The departments keep the default hours then. Deleting unknown hours, or the default ones, changes nothing and is no error.
///
/// # Errors
///
/// An error of the server's own making for a type that it does not know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct DeleteBusinessHour {
    /// The hours to delete.
    #[serde(rename = "_id")]
    pub id: BusinessHourId,
    /// Their type.
    #[serde(rename = "type")]
    pub hour_type: BusinessHourType,
}

impl DeleteBusinessHour {
    /// Deletes the hours with this id.
    pub fn new(id: impl Into<BusinessHourId>) -> Self {
        Self { id: id.into(), hour_type: BusinessHourType::Custom }
    }
}

impl Endpoint for DeleteBusinessHour {
    type Response = Acknowledged;
    const META: Meta = Meta::post(Route::new("/api/v1/livechat/business-hours.remove")).login().since("8.0.0");
}
