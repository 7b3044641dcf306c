//! Custom fields.

mod delete_custom_field;
mod get_custom_field;
mod list_custom_fields;
mod save_custom_field;
mod set_custom_field;
mod set_custom_fields;

use livechat_sdk::model::CustomField;

use crate::ServerError;

/// Refuses a value that is not what a field takes.
pub(crate) fn check_value(field: &CustomField, value: &str) -> Result<(), ServerError> {
    // A pattern that is none here (the server's are JavaScript's) refuses nothing.
    let matches = |pattern: &str| regex::Regex::new(pattern).map_or(true, |pattern| pattern.is_match(value));
    if field.regexp.as_deref().is_none_or(matches) {
        return Ok(());
    }
    Err(ServerError::plain(&format!("Invalid value for {} field", field.key)))
}
