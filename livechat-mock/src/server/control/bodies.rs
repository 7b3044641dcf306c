//! What control routes take, as JSON Schema: for the OpenAPI document.

use serde_json::{Value, json};

use super::route::Route;

/// The schema of the body of a route; `None` if it takes none.
pub(super) fn schema(route: &Route) -> Option<Value> {
    let name = |pattern: &str, longest: u64| json!({"type": "string", "pattern": pattern, "minLength": 1, "maxLength": longest});
    let snapshot = || name("^[A-Za-z0-9._-]+$", 100);
    let world = || name("^[A-Za-z0-9_-]+$", 64);
    let text = || json!({"type": "string"});
    let path = route.path.strip_prefix("/__livechat-mock/")?;
    Some(match (route.method.as_str(), path) {
        ("POST", "verify") => object(
            &["operation"],
            json!({
                "operation": text(),
                "arguments": {"type": "object"},
                "times": {"oneOf": [count(0), object(&[], json!({"at_least": count(0), "at_most": count(0)}))]},
            }),
        ),
        ("POST", "faults") => object(
            &["fault"],
            json!({"fault": fault(), "on": text(), "frame": text(), "times": count(1), "after": count(0)}),
        ),
        ("POST", "stubs") => {
            let mut stub = object(
                &["operation"],
                json!({
                    "operation": text(),
                    "arguments": {"type": "object"},
                    "respond": object(&[], json!({
                        "status": status(),
                        "headers": {"type": "object", "additionalProperties": {"type": "string"}},
                        "body": {},
                        "text": text(),
                        "delay_millis": count(0),
                    })),
                    "fail": object(&["status"], json!({"status": status(), "body": {}})),
                    "times": count(1),
                }),
            );
            stub["oneOf"] = json!([{"required": ["respond"]}, {"required": ["fail"]}]);
            stub
        }
        ("POST", "clock") => {
            // Text, or milliseconds since 1970.
            let time = json!({"anyOf": [{"type": "string", "format": "date-time"}, {"type": "integer"}]});
            object(&[], json!({"now": time, "frozen": {"type": "boolean"}}))
        }
        ("POST", "clock/advance") => object(&["seconds"], json!({"seconds": {"type": "number", "minimum": 0}})),
        ("POST", "cors") => object(&["origins"], json!({"origins": text()})),
        ("POST", "snapshots") => object(&["name"], json!({"name": snapshot()})),
        ("POST", "worlds") => object(&["name"], json!({"name": world(), "snapshot": snapshot()})),
        ("POST", "fork") => object(&["name"], json!({"name": world()})),
        // Of what a world consists is this crate's own affair.
        ("PUT", "world") => json!({
            "type": "object",
            "required": ["livechat-mock-world", "written_by", "world"],
            "properties": {"livechat-mock-world": count(1), "written_by": text(), "world": {"type": "object"}},
        }),
        ("POST", "agent/login") => object(&[], json!({"agent": text()})),
        ("POST", "agent/take") => object(&["room", "agent"], json!({"room": text(), "agent": text()})),
        ("POST", "agent/message") => {
            object(&["room", "agent", "msg"], json!({"room": text(), "agent": text(), "msg": text()}))
        }
        _ => return None,
    })
}

/// An object of these members and no others. `null` is as good as a member that is left out.
fn object(required: &[&str], mut properties: Value) -> Value {
    for (name, schema) in properties.as_object_mut().into_iter().flatten() {
        if !required.contains(&name.as_str()) {
            *schema = json!({"anyOf": [schema.take(), {"type": "null"}]});
        }
    }
    json!({"type": "object", "required": required, "properties": properties, "additionalProperties": false})
}

fn count(least: u64) -> Value {
    json!({"type": "integer", "minimum": least, "maximum": u64::MAX})
}

fn status() -> Value {
    json!({"type": "integer", "minimum": 200, "maximum": 599})
}

fn fault() -> Value {
    let millis = || object(&["millis"], json!({"millis": count(0)}));
    let words = [
        "lose_response",
        "reset",
        "drop_socket",
        "duplicate_frame",
        "reorder_frame",
        "ignore_ping",
        "refuse_subscription",
        "refuse_connect",
        "lose_webhook",
        "lose_webhook_answer",
        "duplicate_webhook",
        "reorder_webhook",
    ];
    let with = [
        ("delay", millis()),
        (
            "delay_between",
            object(&["min_millis", "max_millis"], json!({"min_millis": count(0), "max_millis": count(0)})),
        ),
        ("fail", object(&["status"], json!({"status": status(), "body": {}}))),
        (
            "dribble",
            object(&["chunk_bytes", "pause_millis"], json!({"chunk_bytes": count(0), "pause_millis": count(0)})),
        ),
        ("delay_frame", millis()),
        ("delay_webhook", millis()),
    ];
    let mut kinds = vec![json!({"enum": words})];
    kinds.extend(with.into_iter().map(|(name, schema)| object(&[name], json!({(name): schema}))));
    json!({"oneOf": kinds})
}
