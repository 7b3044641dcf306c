//! Custom fields.

mod delete_custom_field;
mod get_custom_field;
mod list_custom_fields;
mod save_custom_field;
mod set_custom_field;
mod set_custom_fields;
