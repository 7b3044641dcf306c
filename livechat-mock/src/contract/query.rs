//! Queries as arguments.

use livechat_sdk::{JsonObject, Sort, Timestamp};
use serde_json::{Value, json};

use super::{
    Violation,
    notation::{Form, Type},
    schema::ADDITIONAL,
};
use crate::{ServerError, json::syntax_error, world::is_truthy};

/// A query as an object: a key with brackets, or one that is there several times, is a list.
pub(super) fn object(query: &[(String, String)]) -> Value {
    let mut fields = JsonObject::new();
    for (key, text) in query {
        let text = Value::from(text.as_str());
        let name = without_brackets(key);
        match fields.get_mut(name) {
            Some(Value::Array(items)) => items.push(text),
            Some(first) => *first = Value::Array(vec![first.take(), text]),
            None => {
                let value = if name == key { text } else { Value::Array(vec![text]) };
                fields.insert(name.to_owned(), value);
            }
        }
    }
    Value::Object(fields)
}

fn without_brackets(key: &str) -> &str {
    key.strip_suffix("[]").unwrap_or(key)
}

/// What a handler cannot do without in a body.
pub(super) fn check_keys(arguments: &Type, body: &Value) -> Result<(), ServerError> {
    let Form::Object(object) = &arguments.form else { return Ok(()) };
    let is_missing = |name: &&str| !body.get(name).is_some_and(is_truthy);
    let mut required = object.required.iter().filter_map(|&index| object.fields.get(index)).map(|field| field.name);
    match required.find(is_missing) {
        Some(name) => Err(ServerError::plain(&format!("The '{name}' param is required"))),
        None => Ok(()),
    }
}

/// What a handler cannot do without in a query.
pub(super) fn check_params(arguments: &Type, query: &[(String, String)]) -> Result<(), ServerError> {
    let Form::Object(object) = &arguments.form else { return Ok(()) };
    for field in object.required.iter().filter_map(|&index| object.fields.get(index)) {
        let mut keys = query.iter().map(|(key, _)| key.as_str()).filter(|key| without_brackets(key) == field.name);
        let what = match (keys.next(), &field.value.form) {
            (None, _) => "is required",
            // One without brackets is a text.
            (Some(key), Form::List(_)) if key == field.name && keys.next().is_none() => "must be an array",
            _ => continue,
        };
        return Err(ServerError::plain(&format!("The '{}' param {what}", field.name)));
    }
    Ok(())
}

/// Explains how lists and objects are written, where brackets were not understood.
pub(super) fn explain_bracket(error: ServerError, violations: &[Violation]) -> ServerError {
    let unknown = violations.last().filter(|violation| violation.text == ADDITIONAL);
    match unknown.and_then(|violation| violation.place.split_once('[')) {
        Some((name, rest)) => error.hint(format!(
            "this is about the argument {name}[{rest}; a list is written {name}[]=a&{name}[]=b here, and an \
             object as JSON, {name}={{…}}"
        )),
        None => error,
    }
}

/// What the handler answers to a query that its checks let through and that it cannot read after all.
///
/// `None` if what real servers answer is not known.
pub(crate) fn explain_query(query: &[(String, String)]) -> Option<ServerError> {
    query.iter().find_map(|(key, text)| match key.as_str() {
        "sort" if text.parse::<Sort>().is_err() => Some(
            ServerError::reason(&format!("Invalid sort parameter provided: \"{text}\""), "error-invalid-sort")
                .details(json!({"helperMethod": "parseJsonQuery"}))
                .hint("sort takes a JSON object of field names to 1 or -1, such as {\"ts\":-1}, percent-encoded"),
        ),
        "count" | "offset" if text.parse::<u64>().is_err() => Some(
            ServerError::plain("invalid-params")
                .hint(format!("{key} takes a whole number from 0 on; what real servers answer to others is not known")),
        ),
        "createdAt" | "closedAt" => wrong_end(key, text),
        "customFields" if serde_json::from_str::<JsonObject>(text).is_err() => Some(
            ServerError::plain("The \"customFields\" query parameter must be a valid JSON.")
                .hint("it takes a JSON object, percent-encoded"),
        ),
        _ => None,
    })
}

/// A range of time that is no JSON, or has an end that is no time. What servers make of other JSON than an object is not known.
fn wrong_end(name: &str, text: &str) -> Option<ServerError> {
    let range = match serde_json::from_str::<Value>(text) {
        Ok(Value::Object(range)) => range,
        Ok(_) => return None,
        Err(error) => {
            return Some(ServerError::plain(syntax_error(&error)).hint(format!(
                "{name} takes JSON, percent-encoded: {{\"start\":\"2018-09-21T14:10:56.529Z\"}}; {error}"
            )));
        }
    };
    let is_time = |value: &Value| value.as_str().is_some_and(|text| text.parse::<Timestamp>().is_ok());
    let end = ["start", "end"].into_iter().find(|end| range.get(*end).is_some_and(|value| !is_time(value)))?;
    Some(
        ServerError::plain(&format!("The \"{name}.{end}\" query parameter must be a valid date."))
            .hint("an end is a date and time with a zone: 2018-09-21T14:10:56.529Z"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ServerVersion, contract::notation::parse};

    fn pairs(query: &[(&str, &str)]) -> Vec<(String, String)> {
        query.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    fn check(contract: &'static str, query: &[(&str, &str)]) -> Result<(), String> {
        let checked = parse(contract).unwrap().check_query(&pairs(query), ServerVersion::V8_8);
        checked.map_err(|error| error.body()["error"].as_str().unwrap().to_owned())
    }

    #[test]
    fn lists_have_brackets_or_are_repeated() {
        let query = pairs(&[("a", "1"), ("b[]", "2"), ("c", "3"), ("c", "4"), ("d[]", ""), ("d", "5"), ("e[f]", "6")]);
        let expected = json!({"a": "1", "b": ["2"], "c": ["3", "4"], "d": ["", "5"], "e[f]": "6"});
        assert_eq!(object(&query), expected);
    }

    #[test]
    fn a_query_is_checked_as_an_object_of_texts() {
        const QUERY: &str = "schema {visitorId:string, open?:boolean|null, count?:number|null, tags?:[string]|null}";
        assert_eq!(check(QUERY, &[("visitorId", "v"), ("count", "0"), ("tags[]", "a")]), Ok(()));
        for (query, text) in [
            (&[][..], "must have required property 'visitorId'"),
            (&[("visitorId", "v"), ("x", "1")], "must NOT have additional properties"),
            (&[("visitorId", "v"), ("visitorId", "w")], "must be string"),
            (&[("visitorId", "v"), ("open", "1")], "must be boolean"),
            (&[("visitorId", "v"), ("count", "many")], "must be number"),
            (&[("visitorId", "v"), ("tags", "a")], "must be array"),
        ] {
            assert_eq!(check(QUERY, query), Err(format!("{text} [invalid-params]")));
        }
        assert_eq!(check("schema+lists {tags?:[string]|null}", &[("tags", "a")]), Ok(()));
    }

    #[test]
    fn a_query_can_be_checked_without_coercion() {
        const QUERY: &str = "match {token:string, rid?:string}";
        assert_eq!(check(QUERY, &[("token", "t"), ("rid", "5")]), Ok(()));
        assert_eq!(check(QUERY, &[]), Err("Match error: Missing key 'token'".to_owned()));
        assert_eq!(check(QUERY, &[("token", "t"), ("x", "1")]), Err("Match error: Unknown key in field x".to_owned()));
    }

    #[test]
    fn the_code_of_a_typed_route_is_another_for_queries() {
        let contract = parse("typed {name:string}").unwrap();
        for (version, expected) in [
            (
                ServerVersion::V7_0,
                json!({
                    "success": false,
                    "error": "must have required property 'name' [invalid-params]",
                    "errorType": "invalid-params",
                }),
            ),
            (
                ServerVersion::V8_0,
                json!({
                    "success": false,
                    "error": "must have required property 'name'",
                    "errorType": "error-invalid-params",
                }),
            ),
        ] {
            assert_eq!(contract.check_query(&[], version).unwrap_err().body(), &expected);
        }
    }

    #[test]
    fn a_handler_misses_what_it_cannot_do_without() {
        const QUERY: &str = "param {ids:[string], text?:string}";
        assert_eq!(check(QUERY, &[("text", "x")]), Err("The 'ids' param is required".to_owned()));
        assert_eq!(check(QUERY, &[("ids", "x")]), Err("The 'ids' param must be an array".to_owned()));
        for query in [&[("ids[]", "x")][..], &[("ids", "x"), ("ids", "y")], &[("ids[]", "x"), ("more", "x")]] {
            assert_eq!(check(QUERY, query), Ok(()));
        }
    }

    #[test]
    fn a_handler_misses_what_a_body_cannot_do_without() {
        let contract = parse("param {roomId:string, sla:string, text?:string}").unwrap();
        let check = |mut body: Value| {
            let checked = contract.check_body(&mut body, ServerVersion::V7_13);
            checked.map_err(|error| error.body()["error"].as_str().unwrap().to_owned())
        };
        assert_eq!(check(json!({"roomId": "r", "sla": "s"})), Ok(()));
        assert_eq!(check(json!({"roomId": "r"})), Err("The 'sla' param is required".to_owned()));
        assert_eq!(check(json!({"roomId": "", "sla": "s"})), Err("The 'roomId' param is required".to_owned()));
    }

    #[test]
    fn brackets_are_explained() {
        let contract = parse("schema {tags?:[string]}").unwrap();
        let hint = |query: &[(&str, &str)]| {
            let error = contract.check_query(&pairs(query), ServerVersion::V8_8).unwrap_err();
            error.hint_text().unwrap_or_default().to_owned()
        };
        assert!(hint(&[("tags[0]", "a")]).contains("tags[]=a&tags[]=b"));
        assert_eq!(hint(&[("tags", "a")]), "this is about the argument tags");
    }

    #[test]
    fn what_handlers_cannot_read_is_explained() {
        for (query, text) in [
            (("sort", "ts"), r#"Invalid sort parameter provided: "ts" [error-invalid-sort]"#),
            (
                ("createdAt", r#"{"start":"2018-09-21T14:10:56.529Z","end":"soon"}"#),
                r#"The "createdAt.end" query parameter must be a valid date."#,
            ),
            (("count", "-1"), "invalid-params"),
            (("closedAt", r#"{"start":1}"#), r#"The "closedAt.start" query parameter must be a valid date."#),
            (("createdAt", "x"), "Unexpected token in JSON"),
            (("customFields", "city"), r#"The "customFields" query parameter must be a valid JSON."#),
        ] {
            let error = explain_query(&pairs(&[("x", "y"), query])).unwrap();
            assert_eq!(error.body()["error"], text);
        }
        for query in [("sort", r#"{"ts":-1}"#), ("createdAt", "5"), ("customFields", "{}"), ("count", "0")] {
            assert!(explain_query(&pairs(&[query])).is_none(), "{query:?}");
        }
    }
}
