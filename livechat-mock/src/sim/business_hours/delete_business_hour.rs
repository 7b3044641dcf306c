use livechat_sdk::{Acknowledged, business_hours::DeleteBusinessHour, model::BusinessHourType};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for DeleteBusinessHour {
    /// The default hours stay, and nobody looks whether there are others with this id.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        call.check_hours_of(&self.hour_type, "removeBusinessHourById")?;
        let found = call.world.business_hours.by_id(self.id.as_str());
        let is_custom = found.is_some_and(|hours| hours.hour_type != Some(BusinessHourType::Default));
        if self.hour_type == BusinessHourType::Custom && is_custom {
            call.world.remove_business_hour(&self.id);
        } else {
            call.add_hint("nothing is deleted: no hours for departments have this id, and the default ones stay");
        }
        Response::new(&Acknowledged::default())
    }
}
