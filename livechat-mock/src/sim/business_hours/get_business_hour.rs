use livechat_sdk::{
    business_hours::{GetBusinessHour, GetBusinessHourResponse},
    model::{BusinessHour, BusinessHourType},
};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for GetBusinessHour {
    /// Unknown hours are `null`, not an error.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let default = call.world.default_hours(call.origin.now);
        let hours = match self.hour_type.as_ref().filter(|hour_type| !hour_type.as_str().is_empty()) {
            None | Some(BusinessHourType::Default) => call.world.business_hours.by_id(default.as_str()).cloned(),
            Some(hour_type) if call.has_hours_of(hour_type) => {
                let found = self.id.as_ref().and_then(|id| call.world.business_hours.by_id(id.as_str()));
                let is_custom = |hours: &&BusinessHour| hours.hour_type != Some(BusinessHourType::Default);
                found.filter(is_custom).map(|hours| call.world.shown_hours(hours, true))
            }
            Some(_) => None,
        };
        Response::new(&GetBusinessHourResponse::new(hours))
    }
}
