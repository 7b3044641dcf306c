//! Custom fields: what the workspace wants to know of its visitors and rooms beyond the usual.

mod delete_custom_field;
mod get_custom_field;
mod list_custom_fields;
mod save_custom_field;

pub use self::{
    delete_custom_field::{DeleteCustomField, DeleteCustomFieldResponse},
    get_custom_field::{GetCustomField, GetCustomFieldResponse},
    list_custom_fields::{ListCustomFields, ListCustomFieldsResponse},
    save_custom_field::{CustomFieldData, SaveCustomField, SaveCustomFieldResponse, SavedCustomField},
};
