use livechat_sdk::{custom_fields::ListCustomFields, model::CustomField};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::list::{Query, contains},
};

impl Simulate for ListCustomFields {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let is_asked_for = |field: &&CustomField| {
            let has = |text: &String| contains(Some(&field.key), text) || contains(field.label.as_deref(), text);
            self.text.as_ref().is_none_or(has)
        };
        let query = Query { offset: self.offset, count: self.count, sort: self.sort.as_ref() };
        let fields = call.world.custom_fields().filter(is_asked_for);
        Response::page("customFields", &query.page_by("label", fields, &call.world.settings))
    }
}
