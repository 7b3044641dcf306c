use livechat_sdk::endpoint::{Auth, Payload, Route};
use serde_json::{Map, Value};

use super::{description::Described, for_each_documented, full_example};
use crate::{
    fixtures::{Exceptions, assert_none, assert_quirk, differences},
    operations::Operation,
};

/// What the description has wrong about arguments: an operation's type, a JSON pointer, what belongs there, and the quirk.
const CORRECTIONS: &[(&str, &str, &str, &str)] = &[
    ("ListRooms", "/createdAt", r#""{}""#, "rooms-filters-as-text"),
    ("ListRooms", "/closedAt", r#""{}""#, "rooms-filters-as-text"),
    ("ListRooms", "/customFields", r#""{}""#, "rooms-filters-as-text"),
    ("ListRooms", "/tags", r#"["text"]"#, "rooms-tags-are-a-list"),
    ("UpdateDepartment", "/agents/0/count", "1", "agents-of-departments"),
    ("UpdateDepartment", "/agents/0/order", "1", "agents-of-departments"),
    ("SetDepartmentAgents", "/remove/0", r#"{"agentId":"text","username":"text"}"#, "agents-of-departments"),
    ("ListDepartmentsById", "/ids", r#"["text"]"#, "ids-are-a-list"),
    ("SaveCustomField", "/customFieldData/visibility", r#""hidden""#, "custom-field-to-save"),
    ("UpdateContact", "/contactId", r#""text""#, "examples-about-contacts"),
    ("ListCannedResponses", "/tags", r#"["text"]"#, "canned-responses-of-any-department"),
    ("UpdateSlaPolicy", "/name", r#""text""#, "description-of-a-policy"),
    ("UpdateSlaPolicy", "/dueTimeInMinutes", "1", "description-of-a-policy"),
    ("TestExternalService", "/timeout", "10000", "external-services-of-triggers"),
];

/// The operations whose body the description does not have, and the quirks that say so.
const UNDESCRIBED_BODIES: &[(&str, &str)] = &[
    ("DeleteClosedRooms", "closed-rooms-of-departments"),
    ("UpdateSlaPolicy", "description-of-a-policy"),
    ("DeleteCannedResponse", "canned-responses-deleted-by-body"),
];

fn has_undescribed_body(operation: &Operation) -> bool {
    let found = UNDESCRIBED_BODIES.iter().find(|(name, _)| *name == operation.name);
    found.inspect(|(name, quirk)| assert_quirk(quirk, name)).is_some()
}

/// Puts right what the description has wrong.
fn correct(operation: &Operation, arguments: &mut Value) {
    for (name, place, value, quirk) in CORRECTIONS {
        if *name != operation.name {
            continue;
        }
        assert_quirk(quirk, name);
        let value = serde_json::from_str(value).unwrap();
        let (parent, key) = place.rsplit_once('/').unwrap();
        match arguments.pointer_mut(parent) {
            Some(Value::Object(fields)) => drop(fields.insert(key.to_owned(), value)),
            Some(Value::Array(items)) if !items.is_empty() => items[key.parse::<usize>().unwrap()] = value,
            _ => {}
        }
    }
}

#[test]
fn a_login_is_needed_where_the_description_has_its_headers() {
    for_each_documented(|operation, _, documented| {
        let mut headers = names_of(documented, "header");
        let mut expected = Vec::new();
        if operation.meta.auth() == Auth::Login {
            expected.extend(["X-Auth-Token", "X-User-Id"]);
        }
        expected.extend(operation.meta.header_argument().map(|header| header.name));
        headers.sort_unstable();
        assert_eq!(headers, expected, "{}", operation.name);
    });
}

#[test]
fn every_documented_argument_is_sent_where_the_description_has_it() {
    let mut exceptions = Exceptions::new(&[
        ("ListRooms", "/fields", "rooms-fields-and-query"),
        ("ListRooms", "/query", "rooms-fields-and-query"),
        ("ListCannedResponses", "/fields", "canned-responses-of-any-department"),
        ("ListRoomMessages", "/rid", "room-messages-path"),
    ]);
    let mut failures = Vec::new();
    for_each_documented(|operation, route, documented| {
        let arguments = full_arguments(operation, route, documented);
        let sent = match operation.encode(&arguments, route) {
            Ok(sent) => sent,
            Err(error) => return failures.push(format!("{}: {arguments} is no request: {error}", operation.name)),
        };
        let names = sent.query.split_terminator('&').map(|pair| pair.split('=').next().unwrap());
        // A list has its name with brackets behind it.
        let mut names: Vec<_> = names.map(|name| name.trim_end_matches("%5B%5D")).collect();
        names.sort_unstable();
        names.dedup();
        let mut expected = names_of(documented, "query");
        expected.retain(|name| !exceptions.has(operation.name, &format!("/{name}")));
        expected.sort_unstable();
        assert_eq!(names, expected, "{}: the query", operation.name);
        let mut route: Vec<_> = route.arguments().collect();
        route.retain(|name| !exceptions.has(operation.name, &format!("/{name}")));
        route.sort_unstable();
        let mut expected = names_of(documented, "path");
        expected.sort_unstable();
        assert_eq!(route, expected, "{}: the path", operation.name);
        let is_documented =
            documented.body.as_ref().is_some() || (sent.body.is_some() && has_undescribed_body(operation));
        assert_eq!(sent.body.is_some(), is_documented, "{}: the body", operation.name);
        if let (Some(sent), Some(schema)) = (sent.body, documented.body.as_ref()) {
            let sent = serde_json::from_slice(&sent).unwrap();
            let mut expected = full_example(schema);
            correct(operation, &mut expected);
            for (at, what) in differences(&expected, &sent) {
                failures.push(format!("{}: {at}: {what}", operation.name));
            }
        }
    });
    assert_none(&failures);
    exceptions.assert_all_used();
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
        ("CloseRoomByUser", "/transcriptEmail/sendToVisitor", "transcript-email-keys"),
        ("CloseRoomByUser", "/transcriptEmail/requestData/email", "transcript-email-keys"),
        ("CloseRoomByUser", "/transcriptEmail/requestData/subject", "transcript-email-keys"),
        ("SaveRoomInfo", "/guestData", "room-info-keys"),
        ("SaveRoomInfo", "/roomData", "room-info-keys"),
        ("CreateDepartment", "/agents/0/agentId", "agents-of-departments"),
        ("UpdateDepartment", "/agents/0/agentId", "agents-of-departments"),
        ("SaveCustomField", "/customFieldData/field", "custom-field-to-save"),
        ("SaveCustomField", "/customFieldData/label", "custom-field-to-save"),
        ("SaveCustomField", "/customFieldData/scope", "custom-field-to-save"),
        ("SaveCustomField", "/customFieldData/visibility", "custom-field-to-save"),
        ("SaveTrigger", "/conditions/0/name", "words-of-triggers"),
        ("SaveTrigger", "/actions/0/name", "words-of-triggers"),
        ("SaveContact", "/contactManager/username", "search-for-a-visitor"),
        ("SaveTag", "/tagData/name", "tag-without-a-name"),
        ("CreateSlaPolicy", "/description", "description-of-a-policy"),
        ("UpdatePriority", "/name", "one-of-two-for-a-priority"),
    ]);
    let mut failures = Vec::new();
    for_each_documented(|operation, route, documented| {
        let full = full_arguments(operation, route, documented);
        let mut places = Vec::new();
        for parameter in documented.parameters.iter().filter(|parameter| parameter.place != "header") {
            places.push((format!("/{}", parameter.name), parameter.required));
        }
        if let Some(schema) = documented.body.as_ref() {
            properties(schema, "", &mut places);
        }
        for (place, required) in places {
            let arguments = without(&full, &place);
            match (required, operation.encode(&arguments, route)) {
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
    exceptions.assert_all_used();
}

#[test]
fn documented_bodies_are_requests() {
    let mut exceptions = Exceptions::new(&[
        ("UpdateDepartment", "/agents/0/username", "agents-of-departments"),
        ("SaveCustomField", "/customFieldId", "custom-field-to-save"),
        ("CreateContact", "/customFileds", "examples-about-contacts"),
    ]);
    let mut failures = Vec::new();
    for_each_documented(|operation, route, documented| {
        let examples = &documented.body_examples;
        let takes_body = operation.meta.payload() == Payload::Json && !has_undescribed_body(operation);
        assert_eq!(!examples.is_empty(), takes_body, "{}", operation.name);
        let in_path: Vec<_> = route.arguments().map(|name| (name, "text")).collect();
        for example in examples {
            let mut example = example.clone();
            correct(operation, &mut example);
            let read = operation.decode(&in_path, "", example.to_string().as_bytes());
            // The path's arguments come back beside those of the body.
            in_path.iter().for_each(|(name, value)| example[*name] = Value::from(*value));
            match read {
                Err(error) => failures.push(format!("{}: {example}: {error}", operation.name)),
                Ok(read) => {
                    for (at, what) in differences(&example, &read) {
                        if !exceptions.has(operation.name, &at) {
                            failures.push(format!("{}: {at}: {what}", operation.name));
                        }
                    }
                }
            }
        }
    });
    assert_none(&failures);
    exceptions.assert_all_used();
}

/// Every argument that the description has, in one object, or in the list that the body is.
fn full_arguments(operation: &Operation, route: &Route, documented: &Described) -> Value {
    let mut arguments: Map<String, Value> = Map::new();
    // The description may have it in the path alone.
    arguments.extend(route.arguments().map(|name| (name.to_owned(), Value::from("text"))));
    for parameter in documented.parameters.iter().filter(|parameter| parameter.place != "header") {
        let value = match parameter.name.as_str() {
            // "Format: object", or nothing, is all that the description says; the object travels as text.
            "sort" => Value::from(r#"{"ts":-1}"#),
            "selector" => Value::from(r#"{"term":"text"}"#),
            _ => full_example(&parameter.schema),
        };
        arguments.insert(parameter.name.clone(), value);
    }
    if let Some(header) = operation.meta.header_argument() {
        arguments.insert(header.argument.to_owned(), "text".into());
    }
    match documented.body.as_ref().map(full_example) {
        Some(Value::Object(body)) => arguments.extend(body),
        Some(list @ Value::Array(_)) => return list,
        _ => {}
    }
    let mut arguments = Value::Object(arguments);
    correct(operation, &mut arguments);
    arguments
}

fn names_of<'a>(documented: &'a Described, place: &str) -> Vec<&'a str> {
    let parameters = documented.parameters.iter().filter(|parameter| parameter.place == place);
    parameters.map(|parameter| parameter.name.as_str()).collect()
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
