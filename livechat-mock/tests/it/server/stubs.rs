//! Stubs: responses of a test in another process, in place of the server's.

use std::time::{Duration, Instant};

use livechat_mock::{Server, ServerVersion};
use serde_json::{Value, json};

use super::{
    REGISTER, VISITOR,
    control::{assert_problem, control, controlled, done},
    start, stateful,
};
use crate::raw::{Answer, Raw, post, request};

async fn ask(server: &Server, request: String) -> Answer {
    Raw::connect(server.address()).await.ask(request).await
}

async fn stub(server: &Server, stub: Value) -> Value {
    done(server, "POST", "/stubs", stub).await["stub"].clone()
}

async fn stubs(server: &Server) -> Value {
    done(server, "GET", "/stubs", Value::Null).await["stubs"].clone()
}

fn register(body: &Value) -> String {
    post(REGISTER, &body.to_string())
}

fn visitor(token: &str) -> String {
    request("GET", &format!("{REGISTER}/{token}"))
}

#[tokio::test]
async fn a_stub_responds_in_place_of_the_server() {
    let server = controlled().await;
    let respond = json!({"status": 418, "headers": {"x-tea": "green", "Cache-Control": "max-age=1"}, "body": {"tea": [1.5, null]}});
    let added = stub(&server, json!({"operation": "visitors::GetVisitor", "respond": respond})).await;
    assert_eq!((&added["number"], &added["used"]), (&1.into(), &0.into()));
    let answer = ask(&server, request("GET", VISITOR)).await;
    assert_eq!((answer.status, answer.json()), (418, json!({"tea": [1.5, null]})));
    for (name, value) in [("x-tea", "green"), ("cache-control", "max-age=1"), ("content-type", "application/json")] {
        assert_eq!(answer.header(name), Some(value));
    }
    assert_eq!(answer.header("date"), Some("Thu, 01 Jan 2026 00:00:00 GMT"));
    // Other operations are the server's.
    assert_eq!(ask(&server, register(&json!({"visitor": {"token": "t"}}))).await.status, 200);
    let received = done(&server, "GET", "/received", Value::Null).await;
    assert_eq!((&received["received"][0]["stub"], &received["received"][0]["status"]), (&1.into(), &418.into()));
    assert_eq!(received["received"][1]["stub"], Value::Null);
}

#[tokio::test]
async fn a_response_may_have_any_text_or_no_body() {
    let server = controlled().await;
    for (respond, status, content_type, body) in [
        (
            json!({"status": 502, "headers": {"content-type": "text/html"}, "text": "<h1>Bad"}),
            502,
            Some("text/html"),
            "<h1>Bad",
        ),
        (json!({"text": "{"}), 200, Some("text/plain"), "{"),
        (json!({"body": null}), 200, Some("application/json"), "null"),
        (json!({"status": 204}), 204, None, ""),
        (json!({}), 200, None, ""),
    ] {
        done(&server, "DELETE", "/stubs", Value::Null).await;
        stub(&server, json!({"operation": "GetVisitor", "respond": respond})).await;
        let answer = ask(&server, request("GET", VISITOR)).await;
        assert_eq!((answer.status, answer.header("content-type")), (status, content_type), "{respond}");
        assert_eq!(answer.body, body.as_bytes(), "{respond}");
    }
}

#[tokio::test]
async fn a_failure_has_the_servers_own_text_in_the_servers_version() {
    for (version, says) in
        [(ServerVersion::V7_0, "Internal error occured"), (ServerVersion::V8_8, "Internal server error")]
    {
        let engine = livechat_mock::Engine::replay().server_version(version);
        let server = start(Server::builder(engine).control(livechat_mock::ControlAccess::loopback())).await;
        stub(&server, json!({"operation": "GetVisitor", "fail": {"status": 500}, "times": 1})).await;
        stub(&server, json!({"operation": "GetVisitor", "fail": {"status": 429}, "times": 1})).await;
        stub(&server, json!({"operation": "GetVisitor", "fail": {"status": 400, "body": {"error": "x"}}, "times": 1}))
            .await;
        let answer = ask(&server, request("GET", VISITOR)).await;
        assert_eq!((answer.status, &answer.json()["error"]), (500, &says.into()));
        let answer = ask(&server, request("GET", VISITOR)).await;
        assert_eq!(answer.status, 429);
        assert!(answer.json()["error"].as_str().unwrap().ends_with("[error-too-many-requests]"));
        let answer = ask(&server, request("GET", VISITOR)).await;
        assert_eq!((answer.status, answer.json()), (400, json!({"error": "x"})));
        assert_eq!(ask(&server, request("GET", VISITOR)).await.status, 200);
    }
}

#[tokio::test]
async fn arguments_that_are_named_have_to_be_the_same_json() {
    let server = controlled().await;
    let arguments = json!({"visitor": {"name": "Ann", "department": null}});
    stub(&server, json!({"operation": "RegisterVisitor", "arguments": arguments, "respond": {"body": 1}})).await;
    for (visitor, is_stubbed) in [
        (json!({"token": "t", "name": "Ann"}), true),
        (json!({"token": "another", "name": "Ann", "phone": "1"}), true),
        (json!({"token": "t", "name": "Anna"}), false),
        (json!({"token": "t"}), false),
        (json!({"token": "t", "name": "Ann", "department": "sales"}), false),
    ] {
        let answer = ask(&server, register(&json!({"visitor": visitor}))).await;
        assert_eq!(answer.json() == json!(1), is_stubbed, "{visitor}");
    }
    let stubs = stubs(&server).await;
    assert_eq!((&stubs[0]["used"], &stubs[0]["near"]["other_arguments"]), (&2.into(), &3.into()));
    let last = json!([
        "other arguments: visitor.name",
        "other arguments: visitor.name",
        "other arguments: visitor.department"
    ]);
    assert_eq!(stubs[0]["near"]["last_other_arguments"], last);
    // The log says it of each request.
    let received = done(&server, "GET", "/received", Value::Null).await;
    assert_eq!(received["received"][0]["near"], json!([]));
    assert_eq!(received["received"][2]["near"], json!(["stub 1: other arguments: visitor.name"]));
    assert_eq!(received["received"][2]["stub"], Value::Null);
}

#[tokio::test]
async fn arguments_are_compared_as_they_were_read() {
    let server = start(super::control::steered(Server::builder(
        livechat_mock::Engine::stateful(livechat_mock::World::documented()).no_auth(true),
    )))
    .await;
    // In a query they are text.
    stub(
        &server,
        json!({"operation": "rooms::ListRooms", "arguments": {"count": 7.0, "open": true}, "respond": {"body": 1}}),
    )
    .await;
    assert_eq!(ask(&server, request("GET", "/api/v1/livechat/rooms?count=7&open=true")).await.json(), 1);
    assert!(ask(&server, request("GET", "/api/v1/livechat/rooms?count=8&open=true")).await.json()["rooms"].is_array());
    // And in a path encoded.
    stub(&server, json!({"operation": "GetVisitor", "arguments": {"token": "a b/c"}, "respond": {"body": 2}})).await;
    assert_eq!(ask(&server, visitor("a%20b%2fc")).await.json(), 2);
}

#[tokio::test]
async fn it_applies_to_requests_that_the_server_would_accept() {
    let server = controlled().await;
    stub(&server, json!({"operation": "visitors::GetVisitorInfo", "respond": {}})).await;
    stub(&server, json!({"operation": "RegisterVisitor", "respond": {}})).await;
    assert_eq!(ask(&server, request("GET", "/api/v1/livechat/visitors.info?visitorId=x")).await.status, 401);
    assert_eq!(ask(&server, register(&json!({"visitor": 7}))).await.status, 400);
    let stubs = stubs(&server).await;
    assert_eq!((&stubs[0]["used"], &stubs[0]["near"]["refused"]), (&0.into(), &1.into()));
    assert_eq!(stubs[0]["near"]["last_refused"], "401 (You must be logged in to do this.)");
    let received = done(&server, "GET", "/received", Value::Null).await;
    assert_eq!(received["received"][0]["near"], json!(["stub 1: 401 (You must be logged in to do this.)"]));
}

#[tokio::test]
async fn the_first_that_fits_responds_so_many_times() {
    let server = controlled().await;
    for (times, body) in [(json!(2), 1), (json!(1), 2), (Value::Null, 3)] {
        stub(&server, json!({"operation": "GetVisitor", "times": times, "respond": {"body": body}})).await;
    }
    let mut bodies = Vec::new();
    for _ in 0..5 {
        bodies.push(ask(&server, request("GET", VISITOR)).await.json());
    }
    assert_eq!(Value::from(bodies), json!([1, 1, 2, 3, 3]));
    let used: Vec<_> = stubs(&server).await.as_array().unwrap().iter().map(|stub| stub["used"].clone()).collect();
    assert_eq!(Value::from(used), json!([2, 1, 2]), "those that are used up are listed still");
}

#[tokio::test]
async fn no_request_too_many_gets_the_response_of_a_stub() {
    let server = controlled().await;
    stub(&server, json!({"operation": "GetVisitor", "times": 3, "respond": {"status": 418}})).await;
    let asked = (0..12).map(|_| ask(&server, request("GET", VISITOR)));
    let statuses: Vec<_> = futures_util::future::join_all(asked).await.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 418).count(), 3);
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 9);
}

#[tokio::test]
async fn stubs_are_removed_one_by_one_or_all() {
    let server = controlled().await;
    for body in 1..=3 {
        stub(&server, json!({"operation": "GetVisitor", "respond": {"body": body}})).await;
    }
    assert_eq!(done(&server, "DELETE", "/stubs/1", Value::Null).await["stub"]["number"], 1);
    assert_eq!(ask(&server, request("GET", VISITOR)).await.json(), 2);
    for number in ["1", "7", "x"] {
        assert_problem(
            &control(&server, "DELETE", &format!("/stubs/{number}"), "").await,
            404,
            &["no stub", "lists them"],
        );
    }
    done(&server, "DELETE", "/stubs", Value::Null).await;
    assert_eq!(stubs(&server).await, json!([]));
    assert_eq!(stub(&server, json!({"operation": "GetVisitor", "respond": {}})).await["number"], 4, "no number twice");
    done(&server, "POST", "/reset", Value::Null).await;
    assert_eq!(stubs(&server).await, json!([]));
    assert_eq!(ask(&server, request("GET", VISITOR)).await.status, 200);
}

#[tokio::test]
async fn a_response_may_take_a_while() {
    let server = controlled().await;
    stub(&server, json!({"operation": "GetVisitor", "respond": {"delay_millis": 40}})).await;
    let began = Instant::now();
    assert_eq!(ask(&server, request("GET", VISITOR)).await.status, 200);
    assert!(began.elapsed() >= Duration::from_millis(40));
}

#[tokio::test]
async fn every_world_has_stubs_of_its_own() {
    let server = start(stateful().control(livechat_mock::ControlAccess::loopback()).worlds(3)).await;
    let there = post("/w/a/__livechat-mock/stubs", r#"{"operation": "GetVisitor", "respond": {"body": "a"}}"#);
    assert_eq!(ask(&server, there).await.json()["stub"]["number"], 1);
    assert_eq!(ask(&server, request("GET", &format!("/w/a{VISITOR}"))).await.json(), "a");
    assert_eq!(ask(&server, request("GET", VISITOR)).await.json()["visitor"]["username"], "guest-7");
    let fork = post("/w/a/__livechat-mock/fork", r#"{"name": "b"}"#);
    assert_eq!(ask(&server, fork).await.status, 200);
    assert_eq!(ask(&server, request("GET", &format!("/w/b{VISITOR}"))).await.status, 200);
    assert_eq!(ask(&server, request("GET", "/w/b/__livechat-mock/stubs")).await.json()["stubs"], json!([]));
}

#[tokio::test]
async fn a_stub_that_is_none_is_refused() {
    let server = controlled().await;
    for (stub, says) in [
        (json!({}), "missing field `operation`"),
        (json!({"operation": "GetVisitor"}), "either \"respond\""),
        (json!({"operation": "GetVisitor", "respond": {}, "fail": {"status": 400}}), "either \"respond\""),
        (json!({"operation": "GetVistor", "respond": {}}), "the nearest is visitors::GetVisitor"),
        (json!({"operation": "/api/v1/livechat/message/{_id}", "respond": {}}), "the path of several operations"),
        (
            json!({"operation": "GetVisitor", "arguments": {"Token": "t"}, "respond": {}}),
            "no argument \"Token\"; the nearest is \"token\"",
        ),
        (json!({"operation": "RegisterVisitor", "arguments": {"token": "t"}, "respond": {}}), "all are visitor"),
        (json!({"operation": "GetVisitor", "arguments": [], "respond": {}}), "expected a map"),
        (json!({"operation": "GetVisitor", "respond": {"status": 199}}), "from 200 to 599"),
        (json!({"operation": "GetVisitor", "respond": {"status": "200"}}), "invalid type"),
        (json!({"operation": "GetVisitor", "respond": {"status": 204, "body": {}}}), "has no body"),
        (json!({"operation": "GetVisitor", "respond": {"text": "a", "body": {}}}), "either a \"body\""),
        (json!({"operation": "GetVisitor", "respond": {"headers": {"a b": "c"}}}), "\"a b\" is no header"),
        (json!({"operation": "GetVisitor", "respond": {"headers": {"a": "b\r\nc"}}}), "\"a\" is no header"),
        (
            json!({"operation": "GetVisitor", "respond": {"headers": {"Content-Length": "3"}}}),
            "content-length is the server's",
        ),
        (json!({"operation": "GetVisitor", "respond": {}, "times": 0}), "times is at least 1"),
        (json!({"operation": "GetVisitor", "respond": {}, "time": 1}), "unknown field `time`"),
        (json!({"operation": "GetVisitor", "fail": {"status": 99}}), "from 200 to 599"),
    ] {
        assert_problem(&control(&server, "POST", "/stubs", &stub.to_string()).await, 400, &[says]);
    }
    assert_eq!(stubs(&server).await, json!([]));
}

#[cfg(feature = "mock")]
mod beside_overrides {
    use livechat_mock::{ControlAccess, LivechatMock, ServerError, World};
    use livechat_sdk::{ErrorCode, visitors::GetVisitor};

    use super::*;

    /// Overrides of the test and stubs are one list.
    #[tokio::test]
    async fn the_first_that_fits_responds_whoever_mounted_it() {
        let mock =
            LivechatMock::builder().stateful(World::documented()).control(ControlAccess::loopback()).start().await;
        let add = |body: &str| post("/__livechat-mock/stubs", body);
        let mut raw = Raw::connect(mock.address()).await;
        let stub = r#"{"operation": "GetVisitor", "arguments": {"token": "a"}, "fail": {"status": 500}}"#;
        assert_eq!(raw.ask(add(stub)).await.status, 200);
        mock.on::<GetVisitor>().respond_error(ServerError::named("invalid-token")).expect(1).mount().await;
        let failed = mock.client().get_visitor("a").await.unwrap_err();
        assert_eq!(failed.status(), Some(500));
        let refused = mock.client().get_visitor("b").await.unwrap_err();
        assert_eq!(refused.code(), Some(&ErrorCode::InvalidToken));
        let listed = raw.ask(request("GET", "/__livechat-mock/stubs")).await.json();
        assert_eq!(listed["stubs"].as_array().unwrap().len(), 1, "overrides of the test are its own");
        assert_eq!(listed["stubs"][0]["used"], 1);
        mock.reset().await;
        assert!(mock.client().get_visitor("iNKE8a6k6cjbqWhWd").await.is_ok());
    }
}
