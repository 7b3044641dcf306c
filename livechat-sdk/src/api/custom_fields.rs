//! Custom fields of visitors and rooms.

mod delete_custom_field;
mod get_custom_field;
mod list_custom_fields;
mod save_custom_field;
mod set_custom_field;
mod set_custom_fields;

pub use self::{
    delete_custom_field::{DeleteCustomField, DeleteCustomFieldResponse},
    get_custom_field::{GetCustomField, GetCustomFieldResponse},
    list_custom_fields::{ListCustomFields, ListCustomFieldsResponse},
    save_custom_field::{CustomFieldData, SaveCustomField, SaveCustomFieldResponse, SavedCustomField},
    set_custom_field::{SetCustomField, SetCustomFieldResponse},
    set_custom_fields::{SetCustomFields, SetCustomFieldsResponse, StoredCustomField},
};
