use livechat_sdk::endpoint::{Auth, Payload};
use serde_json::{Map, Value};

use super::{description::Documented, for_each_documented, full_example};
use crate::{
    fixtures::{Exceptions, assert_none, differences},
    operations::Operation,
};

#[test]
fn a_login_is_needed_where_the_description_has_its_headers() {
    for_each_documented(|operation, documented| {
        let parameters = documented.parameters();
        let headers: Vec<_> =
            parameters.iter().filter(|parameter| parameter.place == "header").map(|parameter| parameter.name).collect();
        let mut expected = Vec::new();
        if operation.meta.auth() == Auth::Login {
            expected.extend(["X-Auth-Token", "X-User-Id"]);
        }
        expected.extend(operation.meta.header_argument().map(|header| header.name));
        assert_eq!(headers, expected, "{}", operation.name);
    });
}

#[test]
fn every_documented_argument_is_sent_where_the_description_has_it() {
    let mut failures = Vec::new();
    for_each_documented(|operation, documented| {
        let arguments = full_arguments(operation, documented);
        // The description has the route that servers answer.
        let sent = match operation.encode(&arguments, operation.meta.route()) {
            Ok(sent) => sent,
            Err(error) => return failures.push(format!("{}: {arguments} is no request: {error}", operation.name)),
        };
        let mut names: Vec<_> = sent.query.split_terminator('&').map(|pair| pair.split('=').next().unwrap()).collect();
        names.sort_unstable();
        let mut expected = names_of(documented, "query");
        expected.sort_unstable();
        assert_eq!(names, expected, "{}: the query", operation.name);
        let mut route: Vec<_> = operation.meta.route().arguments().collect();
        route.sort_unstable();
        assert_eq!(route, names_of(documented, "path"), "{}: the path", operation.name);
        assert_eq!(sent.body.is_some(), documented.body().is_some(), "{}: the body", operation.name);
        if let (Some(sent), Some(schema)) = (sent.body, documented.body()) {
            let sent = serde_json::from_slice(&sent).unwrap();
            for (at, what) in differences(&full_example(schema), &sent) {
                failures.push(format!("{}: {at}: {what}", operation.name));
            }
        }
    });
    assert_none(&failures);
}

#[test]
fn an_argument_is_required_where_the_description_says_so() {
    let mut exceptions = Exceptions::new(&[
        ("RegisterVisitor", "/visitor/customFields/0/key", "custom-field-keys"),
        ("RegisterVisitor", "/visitor/customFields/0/value", "custom-field-keys"),
        ("RegisterVisitor", "/visitor/customFields/0/overwrite", "custom-field-keys"),
        ("SubmitSurvey", "/data/0/name", "unmarked-required-arguments"),
        ("SubmitSurvey", "/data/0/value", "unmarked-required-arguments"),
        ("SendMessage", "/agent/agentId", "unmarked-required-arguments"),
        ("SendMessage", "/agent/username", "unmarked-required-arguments"),
        ("SendMessages", "/visitor/token", "unmarked-required-arguments"),
        ("SendMessages", "/messages/0/msg", "unmarked-required-arguments"),
        ("EditMessage", "/token", "unmarked-required-arguments"),
        ("EditMessage", "/rid", "unmarked-required-arguments"),
        ("EditMessage", "/msg", "unmarked-required-arguments"),
        ("SendOfflineMessage", "/department", "offline-message-department"),
        ("SendOfflineMessage", "/host", "offline-message-department"),
    ]);
    let mut failures = Vec::new();
    let checked = for_each_documented(|operation, documented| {
        let full = full_arguments(operation, documented);
        let mut places = Vec::new();
        for parameter in documented.parameters().iter().filter(|parameter| parameter.place != "header") {
            places.push((format!("/{}", parameter.name), parameter.required));
        }
        if let Some(schema) = documented.body() {
            properties(schema, "", &mut places);
        }
        for (place, required) in places {
            let arguments = without(&full, &place);
            match (required, operation.encode(&arguments, operation.meta.route())) {
                (true, Ok(_)) if !exceptions.has(operation.name, &place) => {
                    failures.push(format!("{}: {place} is required", operation.name));
                }
                (false, Err(error)) if !exceptions.has(operation.name, &place) => {
                    failures.push(format!("{}: {place} is not required: {error}", operation.name));
                }
                _ => {}
            }
        }
    });
    assert_none(&failures);
    if checked.is_some() {
        exceptions.assert_all_used();
    }
}

#[test]
fn documented_bodies_are_requests() {
    let mut failures = Vec::new();
    for_each_documented(|operation, documented| {
        let examples = documented.body_examples();
        assert_eq!(examples.is_empty(), operation.meta.payload() != Payload::Json, "{}", operation.name);
        let in_path: Vec<_> = operation.meta.route().arguments().map(|name| (name, "text")).collect();
        for example in examples {
            let mut example = example.clone();
            let body = example.to_string();
            in_path.iter().for_each(|(name, text)| example[*name] = Value::from(*text));
            match operation.decode(&in_path, "", body.as_bytes()) {
                Err(error) => failures.push(format!("{}: {example}: {error}", operation.name)),
                Ok(read) => failures.extend(
                    differences(&example, &read).iter().map(|(at, what)| format!("{}: {at}: {what}", operation.name)),
                ),
            }
        }
    });
    assert_none(&failures);
}

/// Every argument that the description has, in one object.
fn full_arguments(operation: &Operation, documented: &Documented<'_>) -> Value {
    let mut arguments: Map<String, Value> = Map::new();
    for parameter in documented.parameters().iter().filter(|parameter| parameter.place != "header") {
        let value = match parameter.name {
            // "Format: object" is all that the description says; the object travels as text.
            "sort" => Value::from(r#"{"ts":-1}"#),
            _ => full_example(parameter.schema),
        };
        arguments.insert(parameter.name.to_owned(), value);
    }
    if let Some(header) = operation.meta.header_argument() {
        arguments.insert(header.argument.to_owned(), "text".into());
    }
    if let Some(Value::Object(body)) = documented.body().map(full_example) {
        arguments.extend(body);
    }
    Value::Object(arguments)
}

fn names_of<'a>(documented: &'a Documented<'_>, place: &str) -> Vec<&'a str> {
    let parameters = documented.parameters();
    parameters.iter().filter(|parameter| parameter.place == place).map(|parameter| parameter.name).collect()
}

/// Every property of a schema, with whether it is required.
fn properties(schema: &Value, at: &str, found: &mut Vec<(String, bool)>) {
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let place = format!("{at}/{name}");
        let required = schema["required"].as_array().is_some_and(|names| names.contains(&Value::from(name.as_str())));
        properties(property, &place, found);
        found.push((place, required));
    }
    if let Some(items) = schema.get("items") {
        properties(items, &format!("{at}/0"), found);
    }
}

/// The arguments without the one at this place.
fn without(arguments: &Value, place: &str) -> Value {
    let mut arguments = arguments.clone();
    let (parent, name) = place.rsplit_once('/').unwrap();
    let removed = arguments.pointer_mut(parent).unwrap().as_object_mut().unwrap().remove(name);
    assert!(removed.is_some(), "there is nothing at {place}");
    arguments
}
