//! The outline of what is published: names, types and forms, without its texts. An operation is a line of JSON.
//!
//! Of an example, only the form is noted: a text is [`TEXT`] or [`TIME`], unless it is empty or a number, a flag or an object
//! in quotes. A schema is the name of its type, a list of one schema, or an object of its properties, of which the required
//! ones have [`REQUIRED`] behind their names; one that says more is an object whose one key is [`KEYWORDS`].

use livechat_sdk::Timestamp;
use serde_json::{Map, Value, json};

use super::description::{Described, ErrorResponse, Parameter};

const TEXT: &str = "x";
const TIME: &str = "@";
const REQUIRED: char = '!';
const KEYWORDS: &str = "=";

/// What a schema says about forms. The rest of it is prose.
const OF_FORMS: [&str; 16] = [
    "type",
    "format",
    "nullable",
    "required",
    "properties",
    "additionalProperties",
    "items",
    "enum",
    "anyOf",
    "oneOf",
    "allOf",
    "not",
    "minimum",
    "maximum",
    "minItems",
    "maxItems",
];

/// The line of an operation.
pub(super) fn write(described: &Described) -> String {
    let parameters: Vec<_> = described
        .parameters
        .iter()
        .map(|Parameter { name, place, required, schema }| {
            let mark = if *required { "!" } else { "" };
            json!([format!("{place} {name}{mark}"), write_schema(schema)])
        })
        .collect();
    let mut errors: Vec<_> = described
        .error_responses
        .iter()
        .map(|error| format!("{} {} {}", error.status, error.body, error.text))
        .collect();
    errors.sort();
    errors.dedup();
    let mut line = json!({
        "operation": format!("{} {}", described.method, described.path),
        "parameters": parameters,
        "answers": write_examples(&described.answers),
        "errors": errors,
    });
    if let Some(body) = &described.body {
        line["body"] = write_schema(body);
        line["bodies"] = write_examples(&described.body_examples).into();
    }
    if let Some(schema) = &described.schema {
        line["answer"] = write_schema(schema);
    }
    line.to_string()
}

/// The operation of a line.
pub(super) fn read(line: &str) -> Described {
    let line: Value = serde_json::from_str(line).unwrap();
    let (method, path) = line["operation"].as_str().unwrap().split_once(' ').unwrap();
    let parameter = |parameter: &Value| {
        let (place, name) = parameter[0].as_str().unwrap().split_once(' ').unwrap();
        let required = name.ends_with(REQUIRED);
        let name = name.trim_end_matches(REQUIRED).to_owned();
        Parameter { name, place: place.to_owned(), required, schema: read_schema(&parameter[1]) }
    };
    let error = |error: &Value| {
        let mut parts = error.as_str().unwrap().split(' ').map(str::to_owned);
        let mut next = || parts.next().unwrap();
        ErrorResponse { status: next().parse().unwrap(), body: next(), text: next(), example: None }
    };
    let list = |name: &str| line[name].as_array().into_iter().flatten();
    Described {
        method: method.to_owned(),
        path: path.to_owned(),
        parameters: list("parameters").map(parameter).collect(),
        body: line.get("body").map(read_schema),
        body_examples: list("bodies").map(read_example).collect(),
        schema: line.get("answer").map(read_schema),
        answers: list("answers").map(read_example).collect(),
        error_responses: list("errors").map(error).collect(),
    }
}

fn write_schema(schema: &Value) -> Value {
    let Value::Object(all) = schema else { return schema.clone() };
    let mut keywords: Map<_, _> = all
        .iter()
        .filter(|(key, _)| OF_FORMS.contains(&key.as_str()))
        .map(|(key, value)| (key.clone(), value.clone()))
        .collect();
    if let Some(example) = all.get("example") {
        let words = keywords.get("enum").and_then(Value::as_array);
        let is_word = words.is_some_and(|words| words.contains(example));
        keywords.insert("example".to_owned(), if is_word { example.clone() } else { write_example(example) });
    }
    let has_only = |others: &[&str]| keywords.keys().all(|key| key == "type" || others.contains(&key.as_str()));
    match (keywords.get("type").and_then(Value::as_str), keywords.get("properties")) {
        (Some("array"), None) if has_only(&["items"]) && keywords.contains_key("items") => {
            json!([write_schema(&keywords["items"])])
        }
        (Some("object"), Some(Value::Object(properties))) if has_only(&["properties", "required"]) => {
            let required: Vec<_> = keywords.get("required").and_then(Value::as_array).into_iter().flatten().collect();
            let marked = properties.iter().map(|(name, property)| {
                let mark = if required.iter().any(|required| *required == name) { "!" } else { "" };
                (format!("{name}{mark}"), write_schema(property))
            });
            marked.collect()
        }
        (Some(name), None) if has_only(&[]) => name.into(),
        _ => json!({KEYWORDS: each_schema(keywords, write_schema)}),
    }
}

fn read_schema(schema: &Value) -> Value {
    match schema {
        Value::String(name) => json!({"type": name}),
        Value::Array(items) => json!({"type": "array", "items": read_schema(&items[0])}),
        Value::Object(object) => match object.get(KEYWORDS) {
            Some(Value::Object(keywords)) => {
                let mut keywords = each_schema(keywords.clone(), read_schema);
                if let Some(example) = keywords.get_mut("example") {
                    *example = read_example(example);
                }
                Value::Object(keywords)
            }
            _ => {
                let name = |name: &str| name.trim_end_matches(REQUIRED).to_owned();
                let properties: Map<_, _> =
                    object.iter().map(|(key, property)| (name(key), read_schema(property))).collect();
                let required: Vec<_> =
                    object.keys().filter(|key| key.ends_with(REQUIRED)).map(|key| name(key)).collect();
                let mut schema = json!({"type": "object", "properties": properties});
                // An empty list is no list of them.
                if !required.is_empty() {
                    schema["required"] = required.into();
                }
                schema
            }
        },
        other => other.clone(),
    }
}

/// Does something with each schema inside of another.
fn each_schema(keywords: Map<String, Value>, change: fn(&Value) -> Value) -> Map<String, Value> {
    let changed = keywords.into_iter().map(|(keyword, value)| {
        let value = match (keyword.as_str(), &value) {
            ("properties", Value::Object(properties)) => {
                properties.iter().map(|(name, property)| (name.clone(), change(property))).collect()
            }
            ("anyOf" | "oneOf" | "allOf", Value::Array(schemas)) => schemas.iter().map(change).collect(),
            ("items" | "additionalProperties" | "not", schema) => change(schema),
            _ => value,
        };
        (keyword, value)
    });
    changed.collect()
}

/// The forms of examples, each once.
fn write_examples(examples: &[Value]) -> Vec<Value> {
    let mut forms = Vec::new();
    for form in examples.iter().map(write_example) {
        if !forms.contains(&form) {
            forms.push(form);
        }
    }
    forms
}

fn write_example(value: &Value) -> Value {
    match value {
        Value::Object(fields) => fields.iter().map(|(key, value)| (key.clone(), write_example(value))).collect(),
        Value::Array(items) => items.iter().map(write_example).collect(),
        Value::String(text) => form_of_text(text).into(),
        Value::Number(number) if number.is_f64() => 0.5.into(),
        Value::Number(_) => 1.into(),
        other => other.clone(),
    }
}

fn form_of_text(text: &str) -> &'static str {
    match serde_json::from_str::<Value>(text) {
        _ if text.is_empty() => "",
        _ if text.parse::<Timestamp>().is_ok() => TIME,
        Ok(Value::Number(_)) => "1",
        Ok(Value::Bool(_)) => "true",
        Ok(Value::Object(_)) => "{}",
        _ => TEXT,
    }
}

fn read_example(form: &Value) -> Value {
    match form {
        Value::Object(fields) => fields.iter().map(|(key, value)| (key.clone(), read_example(value))).collect(),
        Value::Array(items) => items.iter().map(read_example).collect(),
        Value::String(text) if text == TIME => "2024-10-21T14:10:56.529Z".into(),
        other => other.clone(),
    }
}

/// Tells documents apart, whatever the order of their keys is and the notation of their numbers: 48 bits of FNV-1a over the
/// canonical text.
pub(super) fn fingerprint(value: &Value) -> String {
    let mut text = String::new();
    write_canonical(value, &mut text);
    let hash = text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{:012x}", hash >> 16)
}

fn write_canonical(value: &Value, text: &mut String) {
    match value {
        Value::Object(fields) => {
            let mut keys: Vec<_> = fields.keys().collect();
            keys.sort_unstable();
            text.push('{');
            for key in keys {
                *text += &format!("{}:", Value::from(key.as_str()));
                write_canonical(&fields[key], text);
                text.push(',');
            }
            text.push('}');
        }
        Value::Array(items) => {
            text.push('[');
            for item in items {
                write_canonical(item, text);
                text.push(',');
            }
            text.push(']');
        }
        Value::Number(number) => *text += &number.as_f64().map_or(number.to_string(), |number| number.to_string()),
        other => *text += &other.to_string(),
    }
}

#[test]
fn a_fingerprint_is_of_the_content_alone() {
    let of = |text: &str| fingerprint(&serde_json::from_str(text).unwrap());
    assert_eq!(of(r#"{"a":1,"b":[true,null]}"#), of(r#"{"b":[true,null],"a":1.0}"#));
    for other in
        [r#"{"a":1}"#, r#"{"a":2,"b":[true,null]}"#, r#"{"a":1,"b":[[true,null]]}"#, r#"{"a":"1","b":[true,null]}"#]
    {
        assert_ne!(of(r#"{"a":1,"b":[true,null]}"#), of(other), "{other}");
    }
}

#[test]
fn an_outline_keeps_what_schemas_say_about_forms() {
    let schema = json!({
        "type": "object",
        "description": "A thing",
        "required": ["list"],
        "properties": {
            "list": {"type": "array", "items": {"type": "string", "description": "Names"}},
            "word": {"type": "string", "enum": ["a", "b"], "example": "a"},
            "text": {"type": "string", "example": "Hello"},
            "either": {"oneOf": [{"type": "integer"}, {"type": "object", "properties": {}}]},
        },
    });
    let outline = json!({
        "list!": ["string"],
        "word": {"=": {"type": "string", "enum": ["a", "b"], "example": "a"}},
        "text": {"=": {"type": "string", "example": "x"}},
        "either": {"=": {"oneOf": ["integer", {}]}},
    });
    assert_eq!(write_schema(&schema), outline);
    assert_eq!(write_schema(&read_schema(&outline)), outline);
    let answer = json!({"ts": "2026-01-01T00:00:00Z", "text": "Hello", "none": "", "numbers": ["12", 12, 1.25, null]});
    let form = json!({"ts": "@", "text": "x", "none": "", "numbers": ["1", 1, 0.5, null]});
    assert_eq!(write_example(&answer), form);
}
