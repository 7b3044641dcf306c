use livechat_sdk::{
    custom_fields::{SetCustomFields, SetCustomFieldsResponse},
    model::CustomFieldScope,
};

use super::set_custom_field::{NOTHING_WRITTEN, scope_of, store};
use crate::{
    ServerError, ServerVersion,
    operation::{Call, Response, Simulate},
    world::is_truthy,
};

impl Simulate for SetCustomFields {
    /// All are known, or none is written. Those of the room come first.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        call.visitor(&self.token)?;
        if self.custom_fields.is_empty() {
            return Err(ServerError::plain("invalid-custom-field").hint("customFields is empty"));
        }
        let known = self.custom_fields.iter().map(|field| Ok((field, scope_of(field, call)?)));
        let mut known = known.collect::<Result<Vec<_>, ServerError>>()?;
        known.sort_by_key(|(_, scope)| *scope != CustomFieldScope::Room);
        let mut unwritten = Vec::new();
        for (field, scope) in &known {
            // An empty text is no value.
            if !store(call, &self.token, field, scope, is_truthy) {
                if call.world.server_version() == ServerVersion::V7_0 {
                    return Err(ServerError::plain("error-setting-custom-field").hint(NOTHING_WRITTEN));
                }
                unwritten.push(field.key.as_str());
            }
        }
        if !unwritten.is_empty() {
            call.add_hint(format!("{}: {NOTHING_WRITTEN}", unwritten.join(", ")));
        }
        let written = known.into_iter().map(|(field, _)| field.clone()).collect::<Vec<_>>();
        Response::new(&SetCustomFieldsResponse::new(written))
    }
}
