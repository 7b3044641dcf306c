use livechat_sdk::{business_hours::ListBusinessHours, model::BusinessHour};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::list::{Query, contains},
};

impl Simulate for ListBusinessHours {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        call.world.default_hours(call.origin.now);
        let world = &*call.world;
        let is_asked_for =
            |hours: &&BusinessHour| self.name.as_ref().is_none_or(|name| contains(hours.name.as_deref(), name));
        let shown = world.business_hours().filter(is_asked_for).map(|hours| {
            let mut shown = world.shown_hours(hours, false);
            shown.departments.take_if(|departments| departments.is_empty());
            shown
        });
        let shown: Vec<_> = shown.collect();
        let query = Query { offset: self.offset, count: self.count, sort: self.sort.as_ref() };
        Response::page("businessHours", &query.page_by("name", &shown, &world.settings))
    }
}
