//! What passes a server's checks and is not what an operation's type takes: there the mock keeps less than servers do.

use std::collections::BTreeMap;

use serde_json::json;

use super::*;

/// Where that is so, and with which values. A quirk says so: `what-no-type-takes`.
const KNOWN: &[(&str, &str, &str)] = &[
    ("CreateDepartment", "department.abandonedRoomsCloseCustomMessage", r#"-1 true"#),
    ("CreateDepartment", "department.maxNumberSimultaneousChat", r#""" "x" true"#),
    ("CreateDepartment", "department.offlineMessageChannelName", r#"-1 true"#),
    ("CreateDepartment", "department.visitorInactivityTimeoutInSeconds", r#""" "x" true"#),
    ("CreateDepartment", "department.waitingQueueMessage", r#"-1 true"#),
    ("CreateSlaPolicy", "dueTimeInMinutes", r#"-1"#),
    ("LogIn", "code", r#"-1 0.5 true [] ["x"] {}"#),
    ("LogIn", "password", r#"-1 0.5 true [] ["x"] {}"#),
    ("LogIn", "resume", r#"-1 0.5 true [] ["x"] {}"#),
    ("LogIn", "user", r#"-1 0.5 true [] ["x"] {}"#),
    ("RegisterVisitor", "visitor.id", r#"-1 0.5 true [] ["x"] {}"#),
    ("SaveCustomField", "customFieldData", r#"{}"#),
    ("SaveTag", "tagData", r#"{}"#),
    ("SendOutboundMessage", "template.components.parameters.currency", r#""" "x" -1 0.5 true [] ["x"] {}"#),
    ("SendOutboundMessage", "template.components.parameters.currency.amount1000", r#"null "" "x" true [] ["x"] {}"#),
    ("SendOutboundMessage", "template.components.parameters.currency.code", r#"null -1 0.5 true [] ["x"] {}"#),
    ("SendOutboundMessage", "template.components.parameters.currency.fallbackValue", r#"null -1 0.5 true [] ["x"] {}"#),
    ("SendOutboundMessage", "template.components.parameters.dateTime", r#""" "x" -1 0.5 true [] {}"#),
    ("SendOutboundMessage", "template.components.parameters.dateTime.dayOfMonth", r#""x" true [] ["x"] {}"#),
    ("SendOutboundMessage", "template.components.parameters.dateTime.dayOfWeek", r#""x" true [] ["x"] {}"#),
    ("SendOutboundMessage", "template.components.parameters.dateTime.fallbackValue", r#"null -1 0.5 true [] ["x"] {}"#),
    ("SendOutboundMessage", "template.components.parameters.dateTime.hour", r#""x" true [] ["x"] {}"#),
    ("SendOutboundMessage", "template.components.parameters.dateTime.minute", r#""x" true [] ["x"] {}"#),
    ("SendOutboundMessage", "template.components.parameters.dateTime.month", r#""x" true [] ["x"] {}"#),
    ("SendOutboundMessage", "template.components.parameters.dateTime.timestamp", r#""x" true [] ["x"] {}"#),
    ("SendOutboundMessage", "template.components.parameters.dateTime.year", r#""x" true [] ["x"] {}"#),
    ("SendOutboundMessage", "template.components.parameters.document", r#""" "x" -1 0.5 true [] ["x"] {}"#),
    ("SendOutboundMessage", "template.components.parameters.document.filename", r#"-1 0.5 true [] ["x"] {}"#),
    ("SendOutboundMessage", "template.components.parameters.document.link", r#"null -1 0.5 true [] ["x"] {}"#),
    ("SendOutboundMessage", "template.components.parameters.format", r#"-1 0.5 true [] ["x"] {}"#),
    ("SendOutboundMessage", "template.components.parameters.image", r#""" "x" -1 0.5 true [] ["x"] {}"#),
    ("SendOutboundMessage", "template.components.parameters.image.filename", r#"-1 0.5 true [] ["x"] {}"#),
    ("SendOutboundMessage", "template.components.parameters.image.link", r#"null -1 0.5 true [] ["x"] {}"#),
    ("SendOutboundMessage", "template.components.parameters.link", r#"-1 0.5 true [] ["x"] {}"#),
    ("SendOutboundMessage", "template.components.parameters.text", r#"-1 0.5 true [] ["x"] {}"#),
    ("SendOutboundMessage", "template.components.parameters.video", r#""" "x" -1 0.5 true [] ["x"] {}"#),
    ("SendOutboundMessage", "template.components.parameters.video.filename", r#"-1 0.5 true [] ["x"] {}"#),
    ("SendOutboundMessage", "template.components.parameters.video.link", r#"null -1 0.5 true [] ["x"] {}"#),
    ("SetDepartmentAgents", "remove.agentId", r#"null -1 0.5 true [] ["x"] {}"#),
    ("SetDepartmentAgents", "remove.count", r#""" "x" 0.5 true [] ["x"] {}"#),
    ("SetDepartmentAgents", "remove.order", r#""" "x" 0.5 true [] ["x"] {}"#),
    ("SetDepartmentAgents", "remove.username", r#"null -1 0.5 true [] ["x"] {}"#),
    ("SetDepartmentAgents", "upsert.count", r#""" "x" 0.5 true [] ["x"] {}"#),
    ("SetDepartmentAgents", "upsert.order", r#""" "x" 0.5 true [] ["x"] {}"#),
    ("SetDepartmentAgents", "upsert.username", r#"null -1 0.5 true [] ["x"] {}"#),
    ("SetInquirySla", "roomId", r#"-1 0.5 true [] ["x"] {}"#),
    ("SetInquirySla", "sla", r#"-1 0.5 true [] ["x"] {}"#),
    ("UpdateDepartment", "department.abandonedRoomsCloseCustomMessage", r#"-1 true"#),
    ("UpdateDepartment", "department.maxNumberSimultaneousChat", r#""" "x" true"#),
    ("UpdateDepartment", "department.offlineMessageChannelName", r#"-1 true"#),
    ("UpdateDepartment", "department.visitorInactivityTimeoutInSeconds", r#""" "x" true"#),
    ("UpdateDepartment", "department.waitingQueueMessage", r#"-1 true"#),
    ("UpdateSlaPolicy", "dueTimeInMinutes", r#"-1"#),
];

/// What stands in place of a value.
fn odd_values() -> Vec<Value> {
    vec![json!(null), json!(""), json!("x"), json!(-1), json!(0.5), json!(true), json!([]), json!(["x"]), json!({})]
}

/// A request with another value at a place of its body.
fn with(request: &EncodedRequest, place: &str, value: &Value) -> Option<http::Request<Bytes>> {
    let mut body: Value = serde_json::from_slice(request.body.as_deref()?).ok()?;
    *body.pointer_mut(&pointer(place))? = value.clone();
    let builder = http::Request::builder().method(request.method().as_str());
    let builder = builder.uri(format!("{}?{}", request.path, request.query));
    builder.header("content-type", "application/json").body(body.to_string().into()).ok()
}

#[test]
fn what_passes_the_checks_can_be_read() {
    let mut found: BTreeMap<(&str, String), String> = BTreeMap::new();
    for request in requests() {
        let Some(encoded) = (request.encode)(request.example.clone()) else { continue };
        let Some(body) = encoded.body.as_deref() else { continue };
        let body: Value = serde_json::from_slice(body).unwrap();
        let mut all = Vec::new();
        places(&body, "", &mut all);
        for place in all {
            for value in odd_values() {
                let Some(sent) = with(&encoded, &place, &value) else { continue };
                for version in [ServerVersion::V7_0, ServerVersion::V8_8] {
                    let Found::Operation { index, in_path, .. } = catalogue().find(sent.method(), sent.uri().path())
                    else {
                        panic!("{} leads nowhere", sent.uri());
                    };
                    let prepared = catalogue().operation(index).prepare(&in_path, &sent, version);
                    let error = prepared.map_or_else(Some, |prepared| prepared.late);
                    let is_mistyped = |error: &ServerError| error.body()["error"] == "invalid-params";
                    if error.as_ref().is_some_and(is_mistyped) {
                        let values = found.entry((request.name, without_indexes(&place))).or_default();
                        let value = value.to_string();
                        if !values.split(' ').any(|other| other == value) {
                            if !values.is_empty() {
                                values.push(' ');
                            }
                            values.push_str(&value);
                        }
                    }
                }
            }
        }
    }
    let found: Vec<_> = found.iter().map(|((name, place), values)| (*name, place.as_str(), values.as_str())).collect();
    assert_eq!(found, KNOWN);
}
