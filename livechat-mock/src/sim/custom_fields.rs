//! Custom fields.

mod set_custom_field;
mod set_custom_fields;
