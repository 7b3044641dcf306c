//! What came, by operation, as a test in another process checks it.

use serde_json::{Value, json};

use super::{
    REGISTER, VISITOR,
    control::{assert_problem, control, controlled, done},
};
use crate::raw::{Raw, post, request};

/// A server that three requests came to: two registrations, of which one could not be read, and a visitor looked for.
async fn server() -> livechat_mock::Server {
    let server = controlled().await;
    let mut client = Raw::connect(server.address()).await;
    for body in [r#"{"visitor": {"token": "t", "name": "Ann"}}"#, r#"{"visitor": 7}"#] {
        client.ask(post(REGISTER, body)).await;
    }
    client.ask(request("GET", VISITOR)).await;
    server
}

#[tokio::test]
async fn requests_are_listed_by_operation_with_their_arguments() {
    let server = server().await;
    let looked_for = done(&server, "GET", "/received/visitors::GetVisitor", Value::Null).await;
    let expected = json!([
        {"at": "2026-01-01T00:00:00.000Z", "status": 200, "user": null, "arguments": {"token": "iNKE8a6k6cjbqWhWd"}},
    ]);
    assert_eq!(looked_for["received"], expected);
    let registered = done(&server, "GET", "/received/RegisterVisitor", Value::Null).await;
    assert_eq!(registered["received"][0]["arguments"]["visitor"]["name"], "Ann");
    assert_eq!(
        (&registered["received"][1]["status"], &registered["received"][1]["arguments"]),
        (&400.into(), &Value::Null)
    );
    assert_eq!(done(&server, "GET", "/received/rooms::OpenRoom", Value::Null).await["received"], json!([]));
    assert_problem(&control(&server, "GET", "/received/Nothing", "").await, 400, &["\"Nothing\"", "coverage"]);
}

#[tokio::test]
async fn what_was_expected_and_came_is_counted() {
    let server = server().await;
    let token = json!({"token": "iNKE8a6k6cjbqWhWd"});
    for (expected, came) in [
        (json!({"operation": "visitors::GetVisitor"}), 1),
        (json!({"operation": "GET /api/v1/livechat/visitor/{token}", "arguments": token, "times": 1}), 1),
        (json!({"operation": "GetVisitor", "arguments": {"token": "other"}, "times": 0}), 0),
        (json!({"operation": "RegisterVisitor", "times": {"at_least": 1, "at_most": 2}}), 1),
        (json!({"operation": "RegisterVisitor", "arguments": {"visitor": {"name": "Ann", "token": "t"}}}), 1),
        (json!({"operation": "rooms::OpenRoom", "times": {"at_most": 3}}), 0),
    ] {
        assert_eq!(done(&server, "POST", "/verify", expected.clone()).await["came"], came, "{expected}");
    }
}

#[tokio::test]
async fn what_was_expected_and_did_not_come_is_told_with_what_came() {
    let server = server().await;
    let verify = async |expected: Value| control(&server, "POST", "/verify", &expected.to_string()).await;
    let unmet = verify(json!({"operation": "GetVisitor", "arguments": {"token": "s3cret"}})).await;
    let says = "at least 1 request of GET /api/v1/livechat/visitor/{token} with such arguments expected, 0 came";
    assert_problem(&unmet, 409, &[says]);
    let unmet = unmet.json();
    assert_eq!(unmet["received"][0]["differs"], json!(["token"]));
    assert!(!unmet.to_string().contains("s3cret"), "what came is told, and what was expected is known");
    let unmet = verify(json!({"operation": "RegisterVisitor", "times": 2})).await;
    assert_problem(&unmet, 409, &["2 requests of POST /api/v1/livechat/visitor expected, 1 came"]);
    assert_eq!(unmet.json()["received"][1]["differs"], Value::Null, "it could not be read");
    for (wrong, says) in [
        (json!({"operation": "GetVisitor", "times": -1}), "a number of requests, or {\"at_least\""),
        (json!({"operation": "GetVisitor", "times": {"least": 1}}), "a number of requests"),
        (json!({"operation": "GetVisitor", "time": 1}), "unknown field `time`"),
        (json!({}), "missing field `operation`"),
    ] {
        assert_problem(&verify(wrong).await, 400, &[says]);
    }
}
