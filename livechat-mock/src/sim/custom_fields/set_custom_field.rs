use livechat_sdk::{
    JsonObject, VisitorToken,
    custom_fields::{SetCustomField, SetCustomFieldResponse},
    model::{CustomFieldScope, CustomFieldValue},
};
use serde_json::{Value, json};

use crate::{
    ServerError, ServerVersion,
    operation::{Call, Response, Simulate},
};

impl Simulate for SetCustomField {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let SetCustomField { token, key, value, overwrite, .. } = self;
        call.visitor(token)?;
        let mut field = CustomFieldValue::new(key.clone(), value.clone());
        field.overwrite = *overwrite;
        let scope = scope_of(&field, call)?;
        // Any value that is there counts as one.
        if !store(call, token, &field, &scope, |_| true) {
            if call.world.server_version() == ServerVersion::V7_0 {
                return Err(ServerError::new(400, json!({"success": false})).hint(NOTHING_WRITTEN));
            }
            call.add_hint(NOTHING_WRITTEN);
        }
        Response::new(&SetCustomFieldResponse::new(field))
    }
}

/// Why older servers fail, and newer ones write nothing.
pub(super) const NOTHING_WRITTEN: &str =
    "nothing was written: there is a value already, or the field is one of rooms and none is open";

/// The scope of a field that the workspace defines and that takes the value.
pub(super) fn scope_of(field: &CustomFieldValue, call: &Call<'_>) -> Result<CustomFieldScope, ServerError> {
    let Some(known) = call.world.custom_field(&field.key) else {
        return Err(ServerError::plain("invalid-custom-field").hint("the workspace defines no field with this key"));
    };
    super::check_value(known, &field.value)?;
    Ok(known.scope.clone())
}

/// Writes a field of the visitor or of the visitor's open room, and tells whether it did. What counts as a value is not
/// written over unless that is wanted. The visitor's contacts learn of it in any case.
pub(crate) fn store(
    call: &mut Call<'_>,
    token: &VisitorToken,
    field: &CustomFieldValue,
    scope: &CustomFieldScope,
    counts: fn(&Value) -> bool,
) -> bool {
    let world = &mut *call.world;
    let write = |data: &mut Option<JsonObject>| {
        let data = data.get_or_insert_default();
        let is_written = field.overwrite || !data.get(&field.key).is_some_and(counts);
        if is_written {
            data.insert(field.key.clone(), Value::from(field.value.as_str()));
        }
        is_written
    };
    let is_written = if *scope == CustomFieldScope::Room {
        let room = world.rooms.first_open_of_token(token.expose()).map(|room| room.id.clone());
        room.and_then(|room| world.modify_room_at(&room, call.origin.now, |room| write(&mut room.livechat_data)))
    } else {
        world.visitors.find_by_token(token.expose()).and_then(|slot| {
            let visitor = world.visitors.get(slot)?.id.clone();
            world.tell_field(&visitor, field, call.origin.now);
            world.modify_visitor_in(slot, |visitor| write(&mut visitor.livechat_data))
        })
    };
    is_written.unwrap_or_default()
}
