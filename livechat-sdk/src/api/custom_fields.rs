//! Custom fields of visitors and rooms.

mod set_custom_field;
mod set_custom_fields;

pub use self::{
    set_custom_field::{SetCustomField, SetCustomFieldResponse},
    set_custom_fields::{SetCustomFields, SetCustomFieldsResponse, StoredCustomField},
};
pub use crate::model::CustomFieldValue;
