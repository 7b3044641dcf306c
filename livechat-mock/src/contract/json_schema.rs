//! A type of the notation as JSON Schema.

use regex::Regex;
use serde_json::{Map, Value, json};

use super::notation::{Form, Format, Type};

/// The same as JSON Schema, but for what coercion lets pass.
pub(super) fn of(expected: &Type) -> Value {
    let all = |types: &[Type]| types.iter().map(of).collect::<Vec<_>>();
    let mut schema = match &expected.form {
        Form::Any => json!({}),
        Form::Plain(types) => json!({"type": types.iter().map(|plain| plain.as_str()).collect::<Vec<_>>()}),
        Form::List(item) => json!({"type": ["array"], "items": of(item)}),
        Form::AnyOf(alternatives) => json!({"anyOf": all(alternatives)}),
        Form::OneOf(alternatives) => json!({"oneOf": all(alternatives)}),
        Form::Object(object) => {
            let properties = object.fields.iter().map(|field| (field.name.to_owned(), of(&field.value)));
            let required = object.required.iter().filter_map(|index| object.fields.get(*index));
            json!({
                "type": ["object"],
                "properties": properties.collect::<Map<_, _>>(),
                "required": required.map(|field| field.name).collect::<Vec<_>>(),
                "additionalProperties": object.rest.as_deref().map_or(json!(false), of),
            })
        }
    };
    if expected.is_nullable {
        match schema.get_mut("type").and_then(Value::as_array_mut) {
            Some(types) => types.push("null".into()),
            None => schema = json!({"anyOf": [schema, {"type": "null"}]}),
        }
    }
    if !expected.words.is_empty() {
        schema["enum"] = json!(expected.words);
    }
    let mut patterns: Vec<_> = expected.pattern.iter().map(Regex::as_str).collect();
    patterns.extend(expected.not_empty.then_some("\\S"));
    patterns.extend(expected.format.map(|Format::BasicEmail| "^[^@]+@[^@]+$"));
    match patterns[..] {
        [] => {}
        [pattern] => schema["pattern"] = pattern.into(),
        _ => schema["allOf"] = patterns.iter().map(|pattern| json!({"pattern": pattern})).collect(),
    }
    if expected.min_items > 0 {
        schema["minItems"] = json!(expected.min_items);
    }
    if expected.is_unique {
        schema["uniqueItems"] = json!(true);
    }
    schema
}

/// The fields that an object may have, whichever alternative it is: name, whether it is required, and schema; `None` if it
/// may have any.
#[cfg(feature = "server")]
pub(super) fn fields(expected: &Type) -> Option<Vec<(&'static str, bool, Value)>> {
    match &expected.form {
        Form::Object(object) => {
            let is_required = |index| object.required.contains(&index);
            let fields = (0..).zip(&object.fields);
            Some(fields.map(|(index, field)| (field.name, is_required(index), of(&field.value))).collect())
        }
        Form::AnyOf(alternatives) | Form::OneOf(alternatives) => {
            let mut known = Vec::<(&'static str, bool, Value)>::new();
            for (name, _, schema) in alternatives.iter().filter_map(fields).flatten() {
                if known.iter().all(|(other, ..)| *other != name) {
                    known.push((name, false, schema));
                }
            }
            Some(known)
        }
        Form::Any | Form::Plain(_) | Form::List(_) => None,
    }
}

#[cfg(all(test, feature = "server"))]
mod tests {
    use super::*;
    use crate::contract::notation::parse;

    #[test]
    fn what_alternatives_may_have_is_named_once_and_not_required() {
        let contract = parse("schema oneOf({a:string, b?:string} {b:string, c:string})").unwrap();
        let known = fields(&contract.arguments).unwrap();
        let names: Vec<_> = known.iter().map(|(name, is_required, _)| (*name, *is_required)).collect();
        assert_eq!(names, [("a", false), ("b", false), ("c", false)]);
    }
}
