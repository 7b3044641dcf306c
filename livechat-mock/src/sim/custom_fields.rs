//! Custom fields.

mod delete_custom_field;
mod get_custom_field;
mod list_custom_fields;
mod save_custom_field;
mod set_custom_field;
mod set_custom_fields;

use livechat_sdk::{
    JsonObject,
    model::{CustomField, CustomFieldScope, CustomFieldVisibility},
};
use serde_json::Value;

pub(crate) use self::set_custom_field::store;
use crate::{ServerError, World};

/// Refuses a value that is not what a field takes.
pub(crate) fn check_value(field: &CustomField, value: &str) -> Result<(), ServerError> {
    if matches(field, value) { Ok(()) } else { Err(invalid_value(&field.key)) }
}

/// A pattern that is none here (the server's are JavaScript's) refuses nothing.
fn matches(field: &CustomField, value: &str) -> bool {
    let matches = |pattern: &str| regex::Regex::new(pattern).map_or(true, |pattern| pattern.is_match(value));
    field.regexp.as_deref().is_none_or(matches)
}

fn invalid_value(name: &str) -> ServerError {
    ServerError::plain(&format!("Invalid value for {name} field"))
}

/// Whether a field is one of this scope that is not hidden.
pub(crate) fn is_shown(field: &CustomField, scope: &CustomFieldScope) -> bool {
    field.scope == *scope && field.visibility != Some(CustomFieldVisibility::Hidden)
}

/// Whether the workspace defines a field for visitors, and shows it.
pub(crate) fn is_for_visitors(key: &str, world: &World) -> bool {
    world.custom_field(key).is_some_and(|known| is_shown(known, &CustomFieldScope::Visitor))
}

/// What becomes of a value that no shown field is for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Undefined<'a> {
    Dropped,
    /// Refused, save where there is a stored value of a field that was defined once: that one stays.
    Refused {
        stored: Option<&'a JsonObject>,
    },
}

/// The values that a visitor or a contact is to have: those that the fields take, in the fields' order. Blank ones are left
/// out.
pub(crate) fn valid_values(
    given: &JsonObject,
    undefined: Undefined<'_>,
    world: &World,
) -> Result<JsonObject, ServerError> {
    let mut valid = JsonObject::new();
    for field in world.custom_fields().filter(|field| is_shown(field, &CustomFieldScope::Visitor)) {
        let refused = || invalid_value(field.label.as_deref().filter(|label| !label.is_empty()).unwrap_or(&field.key));
        let value = given.get(&field.key).map_or(Some(String::new()), text_of).ok_or_else(refused)?;
        let is_missing = value.is_empty() && field.required == Some(true);
        if is_missing || (!value.is_empty() && !matches(field, &value)) {
            return Err(refused());
        }
        if !value.is_empty() {
            valid.insert(field.key.clone(), Value::from(value));
        }
    }
    let is_defined =
        |key: &str| world.custom_field(key).is_some_and(|field| is_shown(field, &CustomFieldScope::Visitor));
    if let Undefined::Refused { stored } = undefined {
        for (key, value) in stored.into_iter().flatten().filter(|(key, _)| !is_defined(key)) {
            valid.insert(key.clone(), value.clone());
        }
        if let Some(key) = given.keys().find(|key| !is_defined(key) && !valid.contains_key(*key)) {
            return Err(ServerError::plain(&format!("Custom field {key} is not allowed")));
        }
    }
    Ok(valid)
}

/// A value as the trimmed text that is stored; `None` if it is a list or an object.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Array(_) | Value::Object(_) => None,
    }
}
