use livechat_sdk::{
    Acknowledged, BusinessHourId,
    business_hours::SaveBusinessHour,
    model::{BusinessHour, BusinessHourType},
};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    world::clock_time,
};

impl Simulate for SaveBusinessHour {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        call.check_hours_of(&self.hour_type, "saveBusinessHour")?;
        call.world.default_hours(call.origin.now);
        let is_custom = self.hour_type == BusinessHourType::Custom;
        let id = self.id.as_ref().map(BusinessHourId::as_str);
        let is_other = |hours: &BusinessHour| {
            hours.name.as_deref().unwrap_or_default() == self.name && Some(hours.id.as_str()) != id
        };
        if is_custom && call.world.business_hours().any(is_other) {
            return Err(ServerError::plain("error-business-hour-name-already-in-use"));
        }
        check_times(self)?;
        // Hours that nobody knows are not stored, which is no error.
        match call.world.save_hours(self, call.origin.now) {
            Some(id) if is_custom => {
                call.world.keep_hours(&id, &self.department_ids);
                if !self.department_ids.iter().all(|id| call.world.departments.has(id)) {
                    let places = ["/departmentsToApplyBusinessHour".to_owned()];
                    call.hint_at(places, "not every id in it is a department's; the others are passed over");
                }
            }
            Some(_) => {}
            None if is_custom => call.add_hint("no business hours have this id, so nothing is stored"),
            None => {
                let reason = "without the id of the default hours, or with an unknown one, nothing is stored";
                call.hint_at(["/_id".to_owned()], reason);
            }
        }
        Response::new(&Acknowledged::default())
    }
}

/// Work ends after it begins, on days that are open.
fn check_times(request: &SaveBusinessHour) -> Result<(), ServerError> {
    for day in request.work_hours.iter().filter(|day| day.open) {
        // A time that cannot be read is neither before nor after another.
        let (Some(start), Some(finish)) = (clock_time(&day.start), clock_time(&day.finish)) else { continue };
        if finish < start {
            return Err(ServerError::plain("error-business-hour-finish-time-before-start-time")
                .hint("hours end on the day on which they begin"));
        }
        if finish == start {
            return Err(ServerError::plain("error-business-hour-finish-time-equals-start-time"));
        }
    }
    Ok(())
}
