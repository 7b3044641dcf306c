use livechat_sdk::{
    custom_fields::{CustomFieldData, SaveCustomField, SaveCustomFieldResponse, SavedCustomField},
    model::CustomField,
};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::keep_or,
};

impl Simulate for SaveCustomField {
    const CONTENTS: Option<&'static str> = Some("reading {customFieldData:{field:any, ...}, ...}");

    /// A known field keeps its key, whatever `field` says. The response has what was sent; of a new field its key too.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        call.check_late()?;
        let mut data = self.custom_field_data.clone();
        for key in ["_id", "_updatedAt", "id"] {
            data.other.remove(key);
        }
        let mut saved = SavedCustomField::new(&data, call.origin.now);
        let mut field = match self.custom_field_id.as_ref().filter(|key| !key.is_empty()) {
            Some(key) => {
                saved.updated_at = None;
                let known = call.world.custom_field(key).cloned();
                let known = known.ok_or_else(|| ServerError::plain("Custom Field Not found"))?;
                if known.key != data.field {
                    call.add_hint("`field` is passed over: a field that there is keeps its key");
                }
                known
            }
            None if call.world.custom_field(&data.field).is_some() => {
                return Err(ServerError::plain("Custom Field already exists"));
            }
            None => {
                saved.key = Some(data.field.clone());
                CustomField::new(data.field.clone(), data.scope.clone())
            }
        };
        write(data, &mut field);
        field.updated_at = Some(call.origin.now);
        call.world.add_custom_field(field);
        Response::new(&SaveCustomFieldResponse::new(saved))
    }
}

/// Writes what is given, and leaves the rest as it is.
fn write(data: CustomFieldData, field: &mut CustomField) {
    field.label = Some(data.label);
    field.scope = data.scope;
    field.visibility = Some(data.visibility);
    keep_or(&mut field.field_type, data.field_type);
    keep_or(&mut field.regexp, data.regexp);
    keep_or(&mut field.required, data.required);
    keep_or(&mut field.default_value, data.default_value);
    keep_or(&mut field.options, data.options);
    keep_or(&mut field.public, data.public);
    keep_or(&mut field.searchable, data.searchable);
    field.other.extend(data.other);
}
