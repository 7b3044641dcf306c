//! Checking arguments against a shape, in the order and the words of the server.

use std::fmt;

use livechat_sdk::{JsonObject, Sort, Timestamp};
use serde_json::{Value, json};

use super::{Field, Kind, Shape, Style, WHOLE_BODY};
use crate::{ServerError, ServerVersion};

/// Where a value stands.
#[derive(Clone, Copy)]
enum Place<'a> {
    Top,
    Key(&'a Place<'a>, &'a str),
    Item(&'a Place<'a>, usize),
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Top => Ok(()),
            Self::Key(Place::Top, key) => f.write_str(key),
            Self::Key(parent, key) => write!(f, "{parent}.{key}"),
            Self::Item(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

/// Checks a body, and brings values that the server takes for others into their form.
pub(crate) fn check_body(shape: &Shape, body: &mut Value, version: ServerVersion) -> Result<(), ServerError> {
    let kind = match shape.fields {
        [field] if field.name == WHOLE_BODY => field.kind,
        fields => Kind::Object(fields),
    };
    match shape.style {
        Style::Match => match_value(&kind, body, Place::Top),
        Style::Schema | Style::Typed => {
            schema_value(&kind, body, Place::Top).map_err(|problem| problem.in_body(shape.style, version))
        }
        Style::Param | Style::Unchecked => Ok(()),
    }
}

/// Checks a query, given as pairs. Path arguments that are fields of the shape come under `in_path`.
pub(crate) fn check_query(
    shape: &Shape,
    query: &[(String, String)],
    in_path: &[&str],
    version: ServerVersion,
) -> Result<(), ServerError> {
    match shape.style {
        Style::Unchecked => return Ok(()),
        Style::Match => return match_query(shape, query),
        Style::Param => return check_params(shape, query),
        Style::Schema | Style::Typed => {}
    }
    let fields = || shape.fields.iter().filter(|field| !in_path.contains(&field.name));
    let values = |name: &'static str| {
        query.iter().filter(move |(key, _)| without_brackets(key) == name).map(|(_, value)| value.as_str())
    };
    let problem = |place: &str, text: String| Problem { place: place.to_owned(), text };
    let fail = |problem: Problem| Err(problem.in_query(shape.style, version));
    for field in fields().filter(|field| field.required) {
        if values(field.name).next().is_none() {
            return fail(problem("", missing(field.name)));
        }
    }
    if let Some((key, _)) = query.iter().find(|(key, _)| !fields().any(|field| field.name == without_brackets(key))) {
        return fail(problem(key, ADDITIONAL.to_owned()));
    }
    for field in fields() {
        let mut values = values(field.name);
        let (Some(first), repeated) = (values.next(), values.next().is_some()) else { continue };
        let wrong = match field.kind {
            Kind::List(_) | Kind::NonEmptyList(_) => None,
            _ if repeated => Some("must be string"),
            // A `1` would do as a number, and in a query there are none.
            Kind::Boolean if !matches!(first, "true" | "false") => Some("must be boolean"),
            Kind::NotBlank if first.trim().is_empty() => Some(NOT_EMPTY),
            Kind::OneOf(words) if !words.contains(&first) => Some(NOT_ALLOWED),
            _ => None,
        };
        if let Some(text) = wrong {
            return fail(problem(field.name, text.to_owned()));
        }
    }
    // The handler reads these, after all of the above.
    for field in fields() {
        let first = values(field.name).next();
        match (field.kind, first) {
            (Kind::Sort, Some(text)) if text.parse::<Sort>().is_err() => return Err(invalid_sort(text)),
            (Kind::TimeRange, Some(text)) => check_time_range(field.name, text)?,
            (Kind::JsonText, Some(text)) if serde_json::from_str::<JsonObject>(text).is_err() => {
                let text = format!("The \"{}\" query parameter must be a valid JSON.", field.name);
                return Err(ServerError::plain(&text).hint("it takes a JSON object, percent-encoded"));
            }
            (Kind::Number, Some(text)) if text.parse::<u64>().is_err() => {
                return Err(ServerError::plain("invalid-params").hint(format!(
                    "{} takes a number from 0 on; what real servers answer to others is not known",
                    field.name
                )));
            }
            _ => {}
        }
    }
    Ok(())
}

/// What a handler cannot do without.
fn check_params(shape: &Shape, query: &[(String, String)]) -> Result<(), ServerError> {
    for Field { name, kind, .. } in shape.fields.iter().filter(|field| field.required) {
        let mut keys = query.iter().map(|(key, _)| key.as_str()).filter(|key| without_brackets(key) == *name);
        let what = match (keys.next(), kind) {
            (None, _) => "is required",
            // One without brackets is a text.
            (Some(key), Kind::List(_) | Kind::NonEmptyList(_)) if key == *name && keys.next().is_none() => {
                "must be an array"
            }
            _ => continue,
        };
        return Err(ServerError::plain(&format!("The '{name}' param {what}")));
    }
    Ok(())
}

fn without_brackets(key: &str) -> &str {
    key.strip_suffix("[]").unwrap_or(key)
}

/// What is no object at all is left to whoever reads the arguments: the server's words for it are not known.
fn check_time_range(name: &str, text: &str) -> Result<(), ServerError> {
    let range: JsonObject = serde_json::from_str(text).unwrap_or_default();
    for end in ["start", "end"] {
        let is_time = |value: &Value| value.as_str().is_some_and(|text| text.parse::<Timestamp>().is_ok());
        if range.get(end).is_some_and(|value| !is_time(value)) {
            let text = format!("The \"{name}.{end}\" query parameter must be a valid date.");
            return Err(
                ServerError::plain(&text).hint("an end is a date and time with a zone: 2018-09-21T14:10:56.529Z")
            );
        }
    }
    Ok(())
}

fn invalid_sort(text: &str) -> ServerError {
    ServerError::reason(&format!("Invalid sort parameter provided: \"{text}\""), "error-invalid-sort")
        .details(json!({"helperMethod": "parseJsonQuery"}))
        .hint("sort takes a JSON object of field names to 1 or -1, such as {\"ts\":-1}, percent-encoded")
}

// Style A.

/// Checks a query as a body of texts.
fn match_query(shape: &Shape, query: &[(String, String)]) -> Result<(), ServerError> {
    let fields: JsonObject = query.iter().map(|(key, value)| (key.clone(), Value::from(value.as_str()))).collect();
    match_value(&Kind::Object(shape.fields), &Value::Object(fields), Place::Top)
}

fn match_value(kind: &Kind, value: &Value, place: Place<'_>) -> Result<(), ServerError> {
    match kind {
        // No route of this style has words to choose from.
        Kind::String | Kind::OneOf(_) | Kind::Sort | Kind::TimeRange | Kind::JsonText => match value {
            Value::String(_) => Ok(()),
            value => Err(expected("string", value, place)),
        },
        Kind::Boolean if value.is_boolean() => Ok(()),
        Kind::Boolean => Err(expected("boolean", value, place)),
        Kind::Number if value.is_number() => Ok(()),
        Kind::Number => Err(expected("number", value, place)),
        Kind::Object(fields) => match_object(fields, false, value, place),
        Kind::OpenObject(fields) => match_object(fields, true, value, place),
        Kind::NotBlank => match_value(&Kind::String, value, place),
        Kind::Nullable(_) if value.is_null() => Ok(()),
        Kind::Nullable(kind) => match_value(kind, value, place),
        Kind::Any => Ok(()),
        Kind::List(kind) | Kind::NonEmptyList(kind) => {
            let Value::Array(items) = value else { return Err(expected("array", value, place)) };
            items.iter().enumerate().try_for_each(|(index, item)| match_value(kind, item, Place::Item(&place, index)))
        }
    }
}

fn match_object(fields: &[Field], open: bool, value: &Value, place: Place<'_>) -> Result<(), ServerError> {
    let Value::Object(object) = value else { return Err(expected("object", value, place)) };
    for (key, value) in object {
        let place = Place::Key(&place, key);
        match fields.iter().find(|field| field.name == key) {
            Some(field) => match_value(&field.kind, value, place)?,
            None if open => {}
            None => return Err(match_error("Unknown key", place)),
        }
    }
    match fields.iter().find(|field| field.required && !object.contains_key(field.name)) {
        Some(field) => Err(match_error(&format!("Missing key '{}'", field.name), place)),
        None => Ok(()),
    }
}

fn expected(what: &str, value: &Value, place: Place<'_>) -> ServerError {
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

// Styles B and C.

const ADDITIONAL: &str = "must NOT have additional properties";
const NOT_EMPTY: &str = "must pass \"isNotEmpty\" keyword validation";
const NOT_ALLOWED: &str = "must be equal to one of the allowed values";
const TOO_FEW: &str = "must NOT have fewer than 1 items";

fn missing(name: &str) -> String {
    format!("must have required property '{name}'")
}

/// What is wrong, in the server's words, and where, which the server does not say.
struct Problem {
    place: String,
    text: String,
}

impl Problem {
    fn at(place: Place<'_>, text: impl Into<String>) -> Self {
        Self { place: place.to_string(), text: text.into() }
    }

    fn in_body(self, style: Style, version: ServerVersion) -> ServerError {
        self.into_error(style, version, "invalid-params")
    }

    fn in_query(self, style: Style, version: ServerVersion) -> ServerError {
        let place = self.place.clone();
        let error = self.into_error(style, version, "error-invalid-params");
        match place.split_once('[') {
            Some((name, _)) => error.hint(format!(
                "the argument {place} is the one that is meant; a list is written {name}[]=a&{name}[]=b here, and an object as \
                 JSON, {name}={{…}}"
            )),
            None => error,
        }
    }

    fn into_error(self, style: Style, version: ServerVersion, typed_code: &str) -> ServerError {
        let Self { place, text } = self;
        let error = if style == Style::Typed && version > ServerVersion::V7_0 {
            ServerError::new(400, json!({"success": false, "error": text, "errorType": typed_code}))
        } else {
            ServerError::reason(&text, "invalid-params")
        };
        if place.is_empty() { error } else { error.hint(format!("the argument {place} is the one that is meant")) }
    }
}

fn schema_value(kind: &Kind, value: &mut Value, place: Place<'_>) -> Result<(), Problem> {
    match kind {
        Kind::OneOf(words) if value.as_str().is_some_and(|word| words.contains(&word)) => Ok(()),
        // A number or a boolean passes as text, which is not among the words then.
        Kind::OneOf(_) if !(value.is_array() || value.is_object() || value.is_null()) => {
            Err(Problem::at(place, NOT_ALLOWED))
        }
        Kind::OneOf(_) => Err(Problem::at(place, "must be string")),
        Kind::String | Kind::Sort | Kind::TimeRange | Kind::JsonText => {
            match value {
                Value::String(_) => return Ok(()),
                Value::Number(number) => *value = Value::from(number.to_string()),
                Value::Bool(flag) => *value = Value::from(flag.to_string()),
                _ => return Err(Problem::at(place, "must be string")),
            }
            Ok(())
        }
        Kind::Boolean => {
            let flag = match value {
                Value::Bool(flag) => Some(*flag),
                Value::String(text) => text.parse().ok(),
                Value::Number(number) => match number.as_u64() {
                    Some(0) => Some(false),
                    Some(1) => Some(true),
                    _ => None,
                },
                _ => None,
            };
            *value = Value::from(flag.ok_or_else(|| Problem::at(place, "must be boolean"))?);
            Ok(())
        }
        Kind::Number => {
            let number = match value {
                Value::Number(_) => return Ok(()),
                Value::String(text) => text.parse::<serde_json::Number>().ok(),
                _ => None,
            };
            *value = Value::Number(number.ok_or_else(|| Problem::at(place, "must be number"))?);
            Ok(())
        }
        Kind::Object(fields) => schema_object(fields, false, value, place),
        Kind::OpenObject(fields) => schema_object(fields, true, value, place),
        Kind::NotBlank => {
            schema_value(&Kind::String, value, place)?;
            match value.as_str() {
                Some(text) if text.trim().is_empty() => Err(Problem::at(place, NOT_EMPTY)),
                _ => Ok(()),
            }
        }
        Kind::Nullable(_) if value.is_null() => Ok(()),
        Kind::Nullable(kind) => schema_value(kind, value, place),
        Kind::Any => Ok(()),
        Kind::NonEmptyList(_) if value.as_array().is_some_and(Vec::is_empty) => Err(Problem::at(place, TOO_FEW)),
        Kind::List(kind) | Kind::NonEmptyList(kind) => {
            let Value::Array(items) = value else { return Err(Problem::at(place, "must be array")) };
            items
                .iter_mut()
                .enumerate()
                .try_for_each(|(index, item)| schema_value(kind, item, Place::Item(&place, index)))
        }
    }
}

fn schema_object(fields: &[Field], open: bool, value: &mut Value, place: Place<'_>) -> Result<(), Problem> {
    let Value::Object(object) = value else { return Err(Problem::at(place, "must be object")) };
    if let Some(field) = fields.iter().find(|field| field.required && !object.contains_key(field.name)) {
        return Err(Problem::at(place, missing(field.name)));
    }
    if !open && let Some(key) = additional(fields, object) {
        return Err(Problem::at(Place::Key(&place, key), ADDITIONAL));
    }
    for field in fields {
        if let Some(value) = object.get_mut(field.name) {
            schema_value(&field.kind, value, Place::Key(&place, field.name))?;
        }
    }
    Ok(())
}

fn additional<'a>(fields: &[Field], object: &'a JsonObject) -> Option<&'a String> {
    object.keys().find(|key| !fields.iter().any(|field| field.name == *key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape::{COUNT, SORT, optional, required};

    const ITEM: Kind = Kind::OpenObject(&[required("key", Kind::String), required("overwrite", Kind::Boolean)]);
    const NESTED: &[Field] = &[required(
        "visitor",
        Kind::OpenObject(&[
            required("token", Kind::String),
            optional("name", Kind::String),
            optional("customFields", Kind::List(&ITEM)),
        ]),
    )];

    const STATUS: Kind = Kind::OneOf(&["available", "not-available"]);

    #[test]
    fn a_word_is_one_of_those_allowed() {
        const FIELDS: &[Field] = &[optional("status", STATUS)];
        let given = json!({"status": "available"});
        assert_eq!(body(Style::Schema, FIELDS, given.clone()), Ok(given));
        for given in [json!({"status": "busy"}), json!({"status": 1})] {
            let error = body(Style::Schema, FIELDS, given).unwrap_err();
            assert_eq!(error["error"], "must be equal to one of the allowed values [invalid-params]");
        }
    }

    fn body(style: Style, fields: &'static [Field], body: Value) -> Result<Value, Value> {
        let mut value = body;
        let checked = check_body(&Shape { style, fields }, &mut value, ServerVersion::V8_5);
        checked.map(|()| value).map_err(|error| error.body().clone())
    }

    #[test]
    fn style_a_has_its_words() {
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
            (json!([]), "Expected object, got object"),
            (json!(null), "Expected object, got null"),
        ] {
            let error = body(Style::Match, NESTED, given).unwrap_err();
            assert_eq!(error, json!({"success": false, "error": format!("Match error: {text}")}));
        }
        let extra = json!({"visitor": {"token": "t", "id": 1, "customFields": []}});
        assert_eq!(body(Style::Match, NESTED, extra.clone()), Ok(extra));
    }

    #[test]
    fn styles_b_and_c_have_theirs() {
        for (given, text) in [
            (json!({}), "must have required property 'visitor'"),
            (json!({"visitor": {}}), "must have required property 'token'"),
            (json!({"visitor": {"token": []}}), "must be string"),
            (json!({"visitor": {"token": null}}), "must be string"),
            (json!({"visitor": {"token": "t"}, "foo": 1}), "must NOT have additional properties"),
            (json!({"visitor": {"token": "t", "customFields": 1}}), "must be array"),
            (json!({"visitor": {"token": "t", "customFields": [{"key": "k", "overwrite": "x"}]}}), "must be boolean"),
            (json!(7), "must be object"),
        ] {
            let error = body(Style::Schema, NESTED, given.clone()).unwrap_err();
            let expected =
                json!({"success": false, "error": format!("{text} [invalid-params]"), "errorType": "invalid-params"});
            assert_eq!(error, expected);
            let error = body(Style::Typed, NESTED, given).unwrap_err();
            assert_eq!(error, json!({"success": false, "error": text, "errorType": "invalid-params"}));
        }
    }

    #[test]
    fn styles_b_and_c_take_one_type_for_another() {
        let given = json!({"visitor": {"token": 5, "name": true, "customFields": [{"key": "k", "overwrite": "true"}]}});
        let taken =
            json!({"visitor": {"token": "5", "name": "true", "customFields": [{"key": "k", "overwrite": true}]}});
        assert_eq!(body(Style::Schema, NESTED, given), Ok(taken));
    }

    #[test]
    fn some_lists_must_not_be_empty() {
        const FIELDS: &[Field] = &[required("data", Kind::NonEmptyList(&ITEM))];
        let error = body(Style::Schema, FIELDS, json!({"data": []})).unwrap_err();
        assert_eq!(error["error"], "must NOT have fewer than 1 items [invalid-params]");
        let given = json!({"data": [{"key": "k", "overwrite": true}]});
        assert_eq!(body(Style::Schema, FIELDS, given.clone()), Ok(given));
    }

    #[test]
    fn style_a_checks_a_query_too() {
        const FIELDS: &[Field] = &[required("token", Kind::String), optional("rid", Kind::String)];
        let check = |pairs: &[(&str, &str)]| {
            let pairs: Vec<_> = pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
            let shape = Shape { style: Style::Match, fields: FIELDS };
            check_query(&shape, &pairs, &[], ServerVersion::V8_5)
                .map_err(|error| error.body()["error"].as_str().unwrap().to_owned())
        };
        assert_eq!(check(&[("token", "t"), ("rid", "5")]), Ok(()));
        assert_eq!(check(&[]), Err("Match error: Missing key 'token'".to_owned()));
        assert_eq!(check(&[("token", "t"), ("x", "1")]), Err("Match error: Unknown key in field x".to_owned()));
    }

    #[test]
    fn a_body_may_be_a_list() {
        const SETTING: Kind = Kind::Object(&[required("_id", Kind::String), required("value", Kind::Any)]);
        const SETTINGS: &[Field] = &[required(WHOLE_BODY, Kind::NonEmptyList(&SETTING))];
        let given = json!([{"_id": "a", "value": null}, {"_id": "b", "value": [1]}]);
        assert_eq!(body(Style::Schema, SETTINGS, given.clone()), Ok(given));
        for (given, text) in [
            (json!({}), "must be array [invalid-params]"),
            (json!([]), "must NOT have fewer than 1 items [invalid-params]"),
            (json!([{"_id": "a"}]), "must have required property 'value' [invalid-params]"),
        ] {
            assert_eq!(body(Style::Schema, SETTINGS, given).unwrap_err()["error"], text);
        }
    }

    #[test]
    fn words_blanks_and_nulls_are_told_apart() {
        const FIELDS: &[Field] = &[
            optional("word", Kind::OneOf(&["input", "select"])),
            optional("text", Kind::NotBlank),
            optional("id", Kind::Nullable(&Kind::String)),
        ];
        let given = json!({"word": "select", "text": " x ", "id": null});
        for style in [Style::Match, Style::Schema, Style::Typed] {
            assert_eq!(body(style, FIELDS, given.clone()), Ok(given.clone()));
        }
        for (given, text) in [
            (json!({"word": "other"}), "must be equal to one of the allowed values"),
            (json!({"word": 1}), "must be equal to one of the allowed values"),
            (json!({"word": []}), "must be string"),
            (json!({"text": " "}), "must pass \"isNotEmpty\" keyword validation"),
            (json!({"text": null}), "must be string"),
            (json!({"id": []}), "must be string"),
        ] {
            assert_eq!(body(Style::Typed, FIELDS, given).unwrap_err()["error"], text);
        }
        let pairs = |key: &str, value: &str| vec![(key.to_owned(), value.to_owned())];
        let shape = Shape { style: Style::Schema, fields: FIELDS };
        for (query, text) in [
            (pairs("text", ""), "must pass \"isNotEmpty\" keyword validation [invalid-params]"),
            (pairs("word", "x"), "must be equal to one of the allowed values [invalid-params]"),
        ] {
            let error = check_query(&shape, &query, &[], ServerVersion::V8_5).unwrap_err();
            assert_eq!(error.body()["error"], text);
        }
    }

    #[test]
    fn a_handler_misses_what_it_cannot_do_without() {
        const FIELDS: &[Field] = &[required("ids", Kind::List(&Kind::String)), optional("text", Kind::String)];
        let check = |keys: &[&str]| {
            let pairs: Vec<_> = keys.iter().map(|key| ((*key).to_owned(), "x".to_owned())).collect();
            let checked = check_query(&Shape { style: Style::Param, fields: FIELDS }, &pairs, &[], ServerVersion::V8_5);
            checked.map_err(|error| error.body().clone())
        };
        let refused = |text: &str| Err(json!({"success": false, "error": text}));
        assert_eq!(check(&["text"]), refused("The 'ids' param is required"));
        assert_eq!(check(&["ids"]), refused("The 'ids' param must be an array"));
        assert_eq!((check(&["ids[]"]), check(&["ids", "ids"]), check(&["ids[]", "more"])), (Ok(()), Ok(()), Ok(())));
    }

    fn query(pairs: &[(&str, &str)]) -> Result<(), String> {
        const FIELDS: &[Field] = &[
            required("roomId", Kind::String),
            required("visitorId", Kind::String),
            optional("open", Kind::Boolean),
            optional("status", STATUS),
            optional("createdAt", Kind::TimeRange),
            optional("customFields", Kind::JsonText),
            COUNT,
            SORT,
        ];
        let pairs: Vec<_> = pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        let shape = Shape { style: Style::Schema, fields: FIELDS };
        check_query(&shape, &pairs, &["roomId"], ServerVersion::V8_5)
            .map_err(|error| error.body()["error"].as_str().unwrap().to_owned())
    }

    #[test]
    fn a_query_is_checked_too() {
        assert_eq!(query(&[("visitorId", "v"), ("sort", r#"{"ts":-1}"#), ("count", "0")]), Ok(()));
        for (pairs, text) in [
            (&[][..], "must have required property 'visitorId' [invalid-params]"),
            (&[("visitorId", "v"), ("x", "1")], "must NOT have additional properties [invalid-params]"),
            (&[("visitorId", "v"), ("roomId", "r")], "must NOT have additional properties [invalid-params]"),
            (&[("visitorId", "v"), ("visitorId", "w")], "must be string [invalid-params]"),
            (&[("visitorId", "v"), ("sort", "ts")], r#"Invalid sort parameter provided: "ts" [error-invalid-sort]"#),
            (&[("visitorId", "v"), ("count", "-1")], "invalid-params"),
            (&[("visitorId", "v"), ("open", "1")], "must be boolean [invalid-params]"),
            (&[("visitorId", "v"), ("status", "busy")], "must be equal to one of the allowed values [invalid-params]"),
            (
                &[("visitorId", "v"), ("createdAt", r#"{"start":"2018-09-21T14:10:56.529Z","end":"soon"}"#)],
                r#"The "createdAt.end" query parameter must be a valid date."#,
            ),
            (
                &[("visitorId", "v"), ("customFields", "city")],
                r#"The "customFields" query parameter must be a valid JSON."#,
            ),
        ] {
            assert_eq!(query(pairs), Err(text.to_owned()));
        }
    }
}
