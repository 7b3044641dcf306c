//! Checks without coercion, key by key, as handlers make them.

use serde_json::Value;

use super::{
    Place,
    notation::{Form, Object, Plain, Type},
};
use crate::ServerError;

/// Checks arguments. Constraints beside the type are none of its business.
pub(super) fn check(arguments: &Type, value: &Value) -> Result<(), ServerError> {
    check_value(arguments, value, Place::Top)
}

/// Checks each argument by itself, in the order of the contract. Others are not looked at.
pub(super) fn check_each(arguments: &Type, value: &Value) -> Result<(), ServerError> {
    let Form::Object(Object { fields, required, .. }) = &arguments.form else { return Ok(()) };
    fields.iter().enumerate().try_for_each(|(index, field)| match value.get(field.name) {
        Some(value) => match field.alias {
            Some(alias) => check_value(&field.value, value, Place::Key(&Place::Top, alias)),
            None => check_value(&field.value, value, Place::Top),
        },
        None if !required.contains(&index) => Ok(()),
        None => Err(match_error(&format!("Expected {}, got undefined", what(&field.value)), Place::Top)),
    })
}

/// Looks that the objects are there of which a key is read.
pub(super) fn check_reading(arguments: &Type, value: &Value) -> Result<(), ServerError> {
    let is_missing = |name: &str| value.get(name).is_none();
    let missing = arguments.fields().iter().find(|field| is_missing(field.name));
    match missing.and_then(|field| field.value.fields().first()) {
        Some(key) => Err(ServerError::plain(&format!("Cannot read properties of undefined (reading '{}')", key.name))),
        None => Ok(()),
    }
}

/// What a type is called.
fn what(expected: &Type) -> &'static str {
    match &expected.form {
        Form::Object(_) => "object",
        Form::List(_) => "array",
        Form::Plain(types) => types.first().map_or("a value", |plain| plain.as_str()),
        Form::Any | Form::AnyOf(_) | Form::OneOf(_) => "a value",
    }
}

fn check_value(expected: &Type, value: &Value, place: Place<'_>) -> Result<(), ServerError> {
    if expected.is_nullable && value.is_null() {
        return Ok(());
    }
    match (&expected.form, value) {
        (Form::Object(object), Value::Object(_)) => check_object(object, value, place),
        (Form::Object(_), Value::Array(_)) => Err(match_error("Expected plain object", place)),
        (Form::Object(_), value) => Err(mismatch("object", value, place)),
        (Form::List(item), Value::Array(items)) => {
            items.iter().enumerate().try_for_each(|(index, value)| check_value(item, value, Place::Item(&place, index)))
        }
        (Form::List(_), value) => Err(mismatch("array", value, place)),
        (Form::Plain(types), value) if !types.iter().any(|plain| plain.is_of(value)) => Err(match types[..] {
            [Plain::Integer] => match_error(&format!("Expected Integer, got {value}"), place),
            [plain] => mismatch(plain.as_str(), value, place),
            _ => match_error("Failed Match.OneOf, Match.Maybe or Match.Optional validation", place),
        }),
        // Alternatives are a matter of schemas.
        (Form::Plain(_) | Form::Any | Form::AnyOf(_) | Form::OneOf(_), _) => Ok(()),
    }
}

fn check_object(expected: &Object, value: &Value, place: Place<'_>) -> Result<(), ServerError> {
    let object = value.as_object().into_iter().flatten();
    for (key, value) in object {
        let place = Place::Key(&place, key);
        match (expected.fields.iter().find(|field| field.name == key), &expected.rest) {
            (Some(field), _) => check_value(&field.value, value, place)?,
            (None, Some(rest)) => check_value(rest, value, place)?,
            (None, None) => return Err(match_error("Unknown key", place)),
        }
    }
    let mut required = expected.required.iter().filter_map(|&index| expected.fields.get(index));
    match required.find(|field| value.get(field.name).is_none()) {
        Some(field) => Err(match_error(&format!("Missing key '{}'", field.name), place)),
        None => Ok(()),
    }
}

fn mismatch(what: &str, value: &Value, place: Place<'_>) -> ServerError {
    match_error(&format!("Expected {what}, got {}", type_name(value)), place)
}

fn match_error(text: &str, place: Place<'_>) -> ServerError {
    match place {
        Place::Top => ServerError::plain(&format!("Match error: {text}")),
        place => ServerError::plain(&format!("Match error: {text} in field {place}")),
    }
}

/// What JavaScript calls it.
fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) | Value::Object(_) => "object",
    }
}

impl Plain {
    /// Whether a value is of this type as it stands.
    pub(super) fn is_of(self, value: &Value) -> bool {
        match self {
            Self::String => value.is_string(),
            Self::Number => value.is_number(),
            // As JavaScript has it: 32 bits, and 5.0 is 5.
            Self::Integer => value.as_f64().is_some_and(|number| f64::from(number as i32) == number),
            Self::Boolean => value.is_boolean(),
            Self::List => value.is_array(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::contract::{ServerVersion, notation::parse};

    const VISITOR: &str = "match {visitor:{token:string, name?:string, \
                           customFields?:[{key:string, overwrite:boolean, ...}], ...}}";

    fn check(mut value: serde_json::Value) -> Result<(), serde_json::Value> {
        let before = value.clone();
        let checked = parse(VISITOR).unwrap().check_body(&mut value, ServerVersion::default());
        assert_eq!(value, before);
        checked.map_err(|error| error.body().clone())
    }

    #[test]
    fn messages_name_the_place() {
        for (given, text) in [
            (json!({}), "Missing key 'visitor'"),
            (json!({"visitor": {}}), "Missing key 'token' in field visitor"),
            (json!({"visitor": {"token": 5}}), "Expected string, got number in field visitor.token"),
            (json!({"visitor": {"token": "t", "name": null}}), "Expected string, got null in field visitor.name"),
            (json!({"visitor": {"token": "t"}, "foo": 1}), "Unknown key in field foo"),
            (
                json!({"visitor": {"token": "t", "customFields": [{"key": "k"}]}}),
                "Missing key 'overwrite' in field visitor.customFields[0]",
            ),
            (
                json!({"visitor": {"token": "t", "customFields": {}}}),
                "Expected array, got object in field visitor.customFields",
            ),
            (json!({"visitor": "t"}), "Expected object, got string in field visitor"),
            (json!([]), "Expected plain object"),
            (json!(null), "Expected object, got null"),
        ] {
            assert_eq!(check(given), Err(json!({"success": false, "error": format!("Match error: {text}")})));
        }
    }

    #[test]
    fn arguments_that_are_matched_one_by_one_are_not_named() {
        let contract = parse("each {unit:{name:string}, names?:[{name:string, ...}], list:[string], ...}").unwrap();
        let check = |mut value| contract.check_body(&mut value, ServerVersion::default());
        for (given, text) in [
            (json!({}), "Expected object, got undefined"),
            (json!({"unit": {}}), "Missing key 'name'"),
            (json!({"unit": {"name": 5}}), "Expected string, got number in field name"),
            (json!({"unit": {"name": "n", "size": 1}}), "Unknown key in field size"),
            (json!({"unit": {"name": "n"}, "names": [{}]}), "Missing key 'name' in field [0]"),
            (json!({"unit": {"name": "n"}}), "Expected array, got undefined"),
        ] {
            let error = check(given).unwrap_err();
            assert_eq!(error.body()["error"], format!("Match error: {text}"));
        }
        assert_eq!(check(json!({"unit": {"name": "n"}, "list": [], "more": 1})), Ok(()));
    }

    #[test]
    fn an_argument_may_have_another_name_in_messages() {
        let contract =
            parse("each {agents=upsert?:[{agentId:string, count?:integer, ...}], ...string/integer}").unwrap();
        let check = |mut value| contract.check_body(&mut value, ServerVersion::default());
        for (given, text) in [
            (json!({"agents": [{}]}), "Missing key 'agentId' in field upsert[0]"),
            (
                json!({"agents": [{"agentId": "a"}, {"agentId": "b", "count": 0.5}]}),
                "Expected Integer, got 0.5 in field upsert[1].count",
            ),
            (
                json!({"agents": [{"agentId": "a", "count": "x"}]}),
                "Expected Integer, got \"x\" in field upsert[0].count",
            ),
        ] {
            let error = check(given).unwrap_err();
            assert_eq!(error.body()["error"], format!("Match error: {text}"));
        }
        assert_eq!(check(json!({"agents": [{"agentId": "a", "count": -2.0}]})), Ok(()));
    }

    #[test]
    fn further_keys_pass_where_they_may() {
        assert_eq!(check(json!({"visitor": {"token": "t", "id": 1, "customFields": []}})), Ok(()));
    }
}
