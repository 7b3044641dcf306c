use serde::{Deserialize, Serialize};

use crate::{
    endpoint::{Endpoint, Meta, Route},
    id::BusinessHourId,
    model::{BusinessHour, BusinessHourType},
    wire::Success,
};

/// Looks up business hours: the default ones, or those that were made for departments.
///
/// | | |
/// | --- | --- |
/// | Operation | `GET /api/v1/livechat/business-hour` |
/// | Login | permission `view-livechat-business-hours` |
/// | Documented | published OpenAPI “Get Default Business Hour” |
///
/// Unknown hours are not an error: see [`GetBusinessHourResponse::business_hour`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[must_use = "a request does nothing until it is sent"]
#[non_exhaustive]
pub struct GetBusinessHour {
    /// The hours. It does not count where the type is the default one.
    #[serde(rename = "_id", skip_serializing_if = "Option::is_none")]
    pub id: Option<BusinessHourId>,
    /// The type; the default one if not given.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub hour_type: Option<BusinessHourType>,
}

impl GetBusinessHour {
    /// Looks up the default hours.
    pub fn new() -> Self {
        Self::default()
    }

    /// Looks up the hours with this id, which were made for departments (enterprise).
    pub fn custom(id: impl Into<BusinessHourId>) -> Self {
        Self { id: Some(id.into()), hour_type: Some(BusinessHourType::Custom) }
    }
}

/// The response to [`GetBusinessHour`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct GetBusinessHourResponse {
    /// The hours; `None` if there are none with this id and type.
    #[serde(default)]
    pub business_hour: Option<BusinessHour>,
    /// Marks the response as a success.
    #[serde(default)]
    pub success: Success,
}

impl GetBusinessHourResponse {
    /// The response with these hours, if there are any.
    #[must_use]
    pub fn new(business_hour: Option<BusinessHour>) -> Self {
        Self { business_hour, success: Success }
    }
}

impl Endpoint for GetBusinessHour {
    type Response = GetBusinessHourResponse;
    const META: Meta =
        Meta::get(Route::new("/api/v1/livechat/business-hour")).permissions(&["view-livechat-business-hours"]);
}
