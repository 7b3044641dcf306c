//! The control routes, as a test in another process uses them.

use std::net::SocketAddr;

use livechat_mock::{Clock, ControlAccess, Engine, Server, ServerBuilder};
use serde_json::{Value, json};

use super::{REGISTER, VISITOR, start, stateful};
use crate::raw::{Answer, Raw, post, request};

pub(super) async fn controlled() -> Server {
    start(steered(stateful())).await
}

pub(super) fn steered(builder: ServerBuilder) -> ServerBuilder {
    let clock = Clock::manual("2026-01-01T00:00:00.000Z".parse().unwrap());
    builder.clock(clock).control(ControlAccess::loopback())
}

/// A control request with these headers.
async fn send(address: SocketAddr, method: &str, path: &str, headers: &str, body: &str) -> Answer {
    let length = body.len();
    let head = format!("{method} /__livechat-mock{path} HTTP/1.1\r\ncontent-length: {length}\r\n{headers}\r\n");
    Raw::connect(address).await.ask(format!("{head}{body}")).await
}

/// A control request as a plain HTTP client sends it.
pub(super) async fn control(server: &Server, method: &str, path: &str, body: &str) -> Answer {
    send(server.address(), method, path, "host: localhost\r\n", body).await
}

/// What a control request that succeeds answers.
pub(super) async fn done(server: &Server, method: &str, path: &str, body: Value) -> Value {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let answer = control(server, method, path, &body).await;
    assert_eq!(answer.status, 200, "{method} {path}: {}", String::from_utf8_lossy(&answer.body));
    for (name, value) in [
        ("content-type", "application/json"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-resource-policy", "same-origin"),
    ] {
        assert_eq!(answer.header(name), Some(value));
    }
    let answer = answer.json();
    assert_eq!(answer["success"], true);
    answer
}

async fn client(server: &Server, request: String) -> Answer {
    Raw::connect(server.address()).await.ask(request).await
}

async fn status(server: &Server, request: String) -> u16 {
    client(server, request).await.status
}

fn register(token: &str) -> String {
    post(REGISTER, &json!({"visitor": {"token": token}}).to_string())
}

fn visitor(token: &str) -> String {
    request("GET", &format!("{REGISTER}/{token}"))
}

/// A problem names what is wrong and what to do.
#[track_caller]
pub(super) fn assert_problem(answer: &Answer, status: u16, says: &[&str]) {
    let json = answer.json();
    assert_eq!((answer.status, &json["success"]), (status, &false.into()), "{json}");
    let text = json["error"].as_str().unwrap();
    assert!(says.iter().all(|says| text.contains(says)), "{text}");
}

#[tokio::test]
async fn there_are_none_unless_asked_for() {
    let server = start(stateful()).await;
    assert_eq!(control(&server, "POST", "/reset", "").await.status, 405);
    assert_eq!(server.with_engine(|engine| engine.received().count()), 1, "a path like any other");
}

#[tokio::test]
async fn they_list_themselves() {
    let server = controlled().await;
    for root in ["", "/"] {
        let routes = done(&server, "GET", root, Value::Null).await;
        let routes = routes["routes"].as_array().unwrap();
        let line = |route: &Value| format!("{} {}", route["method"].as_str().unwrap(), route["path"].as_str().unwrap());
        let lines: Vec<_> = routes.iter().map(line).collect();
        assert!(lines.contains(&"POST /__livechat-mock/snapshots/{name}/restore".to_owned()), "{lines:#?}");
        assert!(routes.iter().all(|route| !route["does"].as_str().unwrap().is_empty()));
    }
    assert_eq!(server.with_engine(|engine| engine.received().count()), 0, "control is not received");
}

#[tokio::test]
async fn the_readme_has_them_all() {
    let server = controlled().await;
    let routes = done(&server, "GET", "/", Value::Null).await;
    let readme = include_str!("../../../README.md");
    for route in routes["routes"].as_array().unwrap() {
        let path = route["path"].as_str().unwrap().strip_prefix("/__livechat-mock/").unwrap();
        let path = if path.is_empty() { "/__livechat-mock/" } else { path };
        let line = format!("| `{} {path}` |", route["method"].as_str().unwrap());
        assert!(readme.contains(&line), "the README has no {line}");
    }
}

#[tokio::test]
async fn reset_goes_back_to_the_start() {
    let server = controlled().await;
    assert_eq!(status(&server, register("t")).await, 200);
    done(&server, "POST", "/faults", json!({"fault": "reset", "on": "POST /api/v1/livechat/visitor"})).await;
    done(&server, "POST", "/reset", Value::Null).await;
    assert_eq!(done(&server, "GET", "/received", Value::Null).await["received"], json!([]));
    assert_eq!(done(&server, "GET", "/faults", Value::Null).await["faults"], json!([]));
    assert_eq!(client(&server, visitor("t")).await.json()["error"], "[invalid-token]");
}

#[tokio::test]
async fn what_was_received_is_listed_without_secrets_unless_asked_for() {
    let server = controlled().await;
    client(&server, register("s3cret")).await;
    done(&server, "POST", "/faults", json!({"fault": {"fail": {"status": 503}}})).await;
    client(&server, visitor("s3cret")).await;
    client(&server, request("GET", "/s3cret")).await;

    let received = done(&server, "GET", "/received", Value::Null).await;
    assert_eq!(
        received["received"],
        json!([
            {"number": 1, "at": "2026-01-01T00:00:00.000Z", "method": "POST", "template": "/api/v1/livechat/visitor",
             "path": "/api/v1/livechat/visitor", "status": 200, "user": null, "fault": null, "hint": null,
             "stub": null, "near": []},
            {"number": 2, "at": "2026-01-01T00:00:00.000Z", "method": "GET", "template": "/api/v1/livechat/visitor/{token}",
             "path": "/api/v1/livechat/visitor/{token}", "status": 503, "user": null, "fault": "fail", "hint": null,
             "stub": null, "near": []},
            {"number": 3, "at": "2026-01-01T00:00:00.000Z", "method": "GET", "template": null, "path": "/…",
             "status": 503, "user": null, "fault": "fail", "hint": null,
             "stub": null, "near": []},
        ])
    );
    let received = done(&server, "GET", "/received?with=bodies", Value::Null).await;
    assert_eq!(received["received"][0]["body"], r#"{"visitor":{"token":"s3cret"}}"#);
    assert_eq!(received["received"][1]["target"], "/api/v1/livechat/visitor/s3cret");
    assert_problem(&control(&server, "GET", "/received?with=body", "").await, 400, &["?with=bodies"]);
}

#[tokio::test]
async fn one_request_is_shown_with_all_that_came_and_went_but_secrets() {
    let server = controlled().await;
    client(&server, register("s3cret-token")).await;
    let get = "GET /api/v1/livechat/visitor/s3cret-token?count=5 HTTP/1.1\r\nhost: localhost\r\nx-auth-token: s3cret-token\r\n\r\n";
    client(&server, get.to_owned()).await;
    let received = done(&server, "GET", "/received?number=2&with=details", Value::Null).await;
    let [request] = &received["received"].as_array().unwrap()[..] else { panic!("{received}") };
    assert_eq!(request["target"], "/api/v1/livechat/visitor/[redacted]?count=5");
    assert_eq!(request["headers"], json!([["host", "localhost"], ["x-auth-token", "[redacted]"]]));
    let answer: Value = serde_json::from_str(request["answer"].as_str().unwrap()).unwrap();
    assert_eq!((&answer["success"], &answer["visitor"]["token"]), (&true.into(), &"[redacted]".into()));
    let all = done(&server, "GET", "/received?with=details", Value::Null).await;
    assert_eq!(all["received"].as_array().unwrap().len(), 2);
    assert!(!all.to_string().contains("s3cret-token"), "{all}");
}

#[tokio::test]
async fn of_older_requests_less_is_kept() {
    let server = controlled().await;
    for _ in 0..201 {
        client(&server, visitor("t")).await;
    }
    let received = done(&server, "GET", "/received?with=details", Value::Null).await;
    let received = received["received"].as_array().unwrap();
    let kept = |request: &Value| request["answer"].is_string() && request["headers"].is_array();
    assert_eq!(received.iter().filter(|request| kept(request)).count(), 200);
    assert!(!kept(&received[0]) && received[0]["target"] == "/api/v1/livechat/visitor/[redacted]");
}

#[tokio::test]
async fn faults_are_added_listed_and_removed() {
    let server = controlled().await;
    let on = "GET /api/v1/livechat/visitor/{token}";
    let down = json!({"success": false, "error": "down"});
    done(
        &server,
        "POST",
        "/faults",
        json!({"fault": {"fail": {"status": 503, "body": down}}, "on": on, "times": 2, "after": 1}),
    )
    .await;
    assert_eq!(status(&server, request("GET", VISITOR)).await, 200);
    assert_eq!(status(&server, register("t")).await, 200);
    let failed = client(&server, request("GET", VISITOR)).await;
    assert_eq!((failed.status, failed.json()), (503, down.clone()));
    assert_eq!(
        done(&server, "GET", "/faults", Value::Null).await["faults"],
        json!([{"fault": {"fail": {"status": 503, "body": down}}, "on": on, "times": 2, "after": 1, "met": 1}])
    );
    done(&server, "DELETE", "/faults", Value::Null).await;
    assert_eq!(status(&server, request("GET", VISITOR)).await, 200);
}

#[tokio::test]
async fn every_fault_has_a_form_that_is_also_how_it_is_listed() {
    let server = controlled().await;
    let faults = [
        json!({"delay": {"millis": 5}}),
        json!({"delay_between": {"min_millis": 1, "max_millis": 5}}),
        json!("lose_response"),
        json!({"fail": {"status": 400, "body": {"error": "x"}}}),
        json!("reset"),
        json!({"dribble": {"chunk_bytes": 7, "pause_millis": 1}}),
        json!("drop_socket"),
        json!({"delay_frame": {"millis": 5}}),
        json!("duplicate_frame"),
        json!("reorder_frame"),
        json!("ignore_ping"),
        json!("refuse_subscription"),
        json!("refuse_connect"),
        json!("lose_webhook"),
        json!("lose_webhook_answer"),
        json!("duplicate_webhook"),
        json!("reorder_webhook"),
        json!({"delay_webhook": {"millis": 5}}),
    ];
    for fault in &faults {
        done(&server, "POST", "/faults", json!({"fault": fault})).await;
    }
    let listed = done(&server, "GET", "/faults", Value::Null).await;
    let listed = listed["faults"].as_array().unwrap();
    assert_eq!(listed.iter().map(|listed| listed["fault"].clone()).collect::<Vec<_>>(), faults);
    assert!(listed.iter().all(|listed| listed.get("frame").is_none()));
    // The status alone makes an answer, too.
    let fail = done(&server, "POST", "/faults", json!({"fault": {"fail": {"status": 502}}})).await;
    assert_eq!(
        fail["faults"][faults.len()]["fault"]["fail"]["body"],
        json!({"success": false, "error": "Bad Gateway"})
    );
    // And the server's own text, where there is one.
    for (status, says) in [
        (401, "You must be logged in to do this."),
        (403, "User does not have the permissions required for this action [error-unauthorized]"),
        (429, "Error, too many requests. Please slow down. You must wait 60 seconds before"),
        (500, "Internal server error"),
    ] {
        done(&server, "DELETE", "/faults", Value::Null).await;
        let fail = json!({"fault": {"fail": {"status": status}}, "on": "visitors::GetVisitor"});
        done(&server, "POST", "/faults", fail).await;
        let failed = client(&server, request("GET", VISITOR)).await;
        assert_eq!(failed.status, status);
        assert!(failed.json()["error"].as_str().unwrap().starts_with(says), "{}", failed.json());
    }
}

#[tokio::test]
async fn a_fault_that_is_none_is_refused() {
    let server = controlled().await;
    for (fault, says) in [
        (json!({}), "missing field `fault`"),
        (json!({"fault": "explode"}), "unknown variant `explode`, expected one of `delay`"),
        (json!({"fault": {"delay": {"seconds": 5}}}), "unknown field `seconds`"),
        (json!({"fault": "reset", "time": 1}), "unknown field `time`"),
        (json!({"fault": "reset", "times": 0}), "times is at least 1"),
        (json!({"fault": "reset", "on": "GET /no/such"}), "GET /api/v1/livechat/visitor/{token}"),
        (json!({"fault": "reset", "on": "/api/v1/livechat/visitors"}), "there is no operation"),
        (json!({"fault": "reset", "on": "/api/v1/livechat/message/{_id}"}), "the path of several operations"),
        (json!({"fault": {"fail": {"status": 199}}}), "from 200 to 599"),
        (json!({"fault": {"fail": {"status": 999}}}), "from 200 to 599"),
        (json!({"fault": {"delay": {"millis": -5}}}), "invalid value"),
    ] {
        assert_problem(&control(&server, "POST", "/faults", &fault.to_string()).await, 400, &[says]);
    }
    for body in ["", "{", "[]", "\u{0}"] {
        assert_problem(&control(&server, "POST", "/faults", body).await, 400, &["send, for example, {\"fault\""]);
    }
    assert_eq!(server.with_engine(|engine| engine.faults().len()), 0);
}

#[tokio::test]
async fn the_clock_is_told_and_advanced() {
    let server =
        start(steered(Server::builder(Engine::stateful(livechat_mock::World::empty()).rate_limit(true)))).await;
    assert_eq!(done(&server, "GET", "/clock", Value::Null).await["now"], "2026-01-01T00:00:00.000Z");
    for _ in 0..5 {
        assert_eq!(status(&server, register("t")).await, 200);
    }
    assert_eq!(status(&server, register("t")).await, 429);
    let now = done(&server, "POST", "/clock/advance", json!({"seconds": 60.5})).await;
    assert_eq!(now["now"], "2026-01-01T00:01:00.500Z");
    assert_eq!(status(&server, register("t")).await, 200);
    for body in [r#"{"seconds": -1}"#, r#"{"seconds": 1e300}"#] {
        assert_problem(&control(&server, "POST", "/clock/advance", body).await, 400, &["not negative"]);
    }
    let wrong = control(&server, "POST", "/clock/advance", r#"{"minutes": 1}"#).await;
    assert_problem(&wrong, 400, &["unknown field `minutes`", r#"{"seconds": 60}"#]);
    let array = control(&server, "POST", "/clock/advance", "[60]").await;
    assert_problem(&array, 400, &["an array in place of an object", r#"{"seconds": 60}"#]);
    assert_eq!(done(&server, "GET", "/clock", Value::Null).await["now"], "2026-01-01T00:01:00.500Z");
}

#[tokio::test]
async fn the_clock_is_set_and_frozen() {
    let server = start(stateful().control(ControlAccess::loopback())).await;
    assert_eq!(done(&server, "GET", "/clock", Value::Null).await["frozen"], false);
    let frozen = done(&server, "POST", "/clock", json!({"now": "2030-05-06T07:08:09Z", "frozen": true})).await;
    assert_eq!(frozen, json!({"now": "2030-05-06T07:08:09.000Z", "frozen": true, "success": true}));
    assert_eq!(done(&server, "POST", "/clock", json!({})).await, frozen, "what is left out stays");
    done(&server, "POST", "/clock", json!({"now": "2030-05-06T07:08:09.010Z"})).await;
    let visitor = client(&server, register("t")).await;
    assert_eq!(visitor.json()["visitor"]["ts"], "2030-05-06T07:08:09.010Z");
    assert_eq!(visitor.header("date"), Some("Mon, 06 May 2030 07:08:09 GMT"));
    let running = done(&server, "POST", "/clock", json!({"frozen": false})).await;
    assert_eq!((&running["frozen"], running["now"].as_str().unwrap() < "2030-05-06T08"), (&json!(false), true));
    for body in [r#"{"now": "noon"}"#, r#"{"frozen": 1}"#, r#"{"time": 1}"#, "", "[]"] {
        assert_problem(&control(&server, "POST", "/clock", body).await, 400, &["send, for example, {\"now\": "]);
    }
}

#[tokio::test]
async fn the_world_goes_back_to_a_snapshot() {
    let server = controlled().await;
    client(&server, register("before")).await;
    done(&server, "POST", "/snapshots", json!({"name": "one.visitor"})).await;
    client(&server, register("after")).await;
    for _ in 0..2 {
        done(&server, "POST", "/snapshots/one.visitor/restore", Value::Null).await;
        assert_eq!(status(&server, visitor("before")).await, 200);
        assert_eq!(status(&server, visitor("after")).await, 400);
        client(&server, register("after")).await;
    }
    // It outlives a reset.
    done(&server, "POST", "/reset", Value::Null).await;
    assert_eq!(done(&server, "GET", "/snapshots", Value::Null).await["snapshots"], json!(["one.visitor"]));
    done(&server, "POST", "/snapshots/one.visitor/restore", Value::Null).await;
    assert_eq!(status(&server, visitor("before")).await, 200);
    // The same name again takes its place.
    client(&server, register("after")).await;
    done(&server, "POST", "/snapshots", json!({"name": "one.visitor"})).await;
    done(&server, "POST", "/snapshots/one.visitor/restore", Value::Null).await;
    assert_eq!(status(&server, visitor("after")).await, 200);
    done(&server, "DELETE", "/snapshots/one.visitor", Value::Null).await;
    assert_eq!(done(&server, "GET", "/snapshots", Value::Null).await["snapshots"], json!([]));
}

#[tokio::test]
async fn a_snapshot_has_a_name_and_there_are_not_endlessly_many() {
    let server = controlled().await;
    for name in ["", "a/b", "a b", "ä", &"x".repeat(101)] {
        let answer = control(&server, "POST", "/snapshots", &json!({"name": name}).to_string()).await;
        assert_problem(&answer, 400, &["1 to 100 letters"]);
    }
    for (method, path) in [("POST", "/snapshots/none/restore"), ("DELETE", "/snapshots/none")] {
        assert_problem(&control(&server, method, path, "").await, 404, &["no snapshot \"none\"", "lists them"]);
    }
    for number in 0..64 {
        done(&server, "POST", "/snapshots", json!({"name": number.to_string()})).await;
    }
    let surplus = control(&server, "POST", "/snapshots", r#"{"name": "64"}"#).await;
    assert_problem(&surplus, 409, &["64 snapshots", "DELETE /__livechat-mock/snapshots/{name}"]);
    done(&server, "POST", "/snapshots", json!({"name": "63"})).await;
}

/// A server with a room that waits for an agent.
async fn with_waiting_room() -> (Server, Value) {
    let server = controlled().await;
    let room = server.with_engine(|engine| {
        let world = engine.world_mut().unwrap();
        let visitor = world.visitor_by_token("iNKE8a6k6cjbqWhWd").unwrap().id.clone();
        world.open_room(&visitor, "2026-01-01T00:00:00.000Z".parse().unwrap()).unwrap()
    });
    (server, Value::from(room.as_str()))
}

#[tokio::test]
async fn an_agent_takes_a_room_and_writes() {
    let (server, room) = with_waiting_room().await;
    let taken = json!({"room": room, "agent": "marcos.defendi"});
    done(&server, "POST", "/agent/take", taken.clone()).await;
    let written = json!({"room": room, "agent": "w6YjbdZHjghjfNBAg", "msg": "Hello"});
    let message = done(&server, "POST", "/agent/message", written).await;

    let id = message["message"].as_str().unwrap();
    let path = format!("/api/v1/livechat/message/{id}?token=iNKE8a6k6cjbqWhWd&rid={}", room.as_str().unwrap());
    let seen = client(&server, request("GET", &path)).await.json();
    assert_eq!(seen["message"]["msg"], "Hello", "{seen}");
    assert_eq!(seen["message"]["u"]["username"], "marcos.defendi");

    let again = control(&server, "POST", "/agent/take", &taken.to_string()).await;
    assert_problem(&again, 409, &["\"w6YjbdZHjghjfNBAg\"", "only a room that waits"]);
}

#[tokio::test]
async fn an_agent_acts_in_open_rooms_alone() {
    let (server, room) = with_waiting_room().await;
    let write = |room: &Value, agent: &str| json!({"room": room, "agent": agent, "msg": "Hello"}).to_string();
    for (body, status, says) in [
        (write(&"none".into(), "marcos.defendi"), 404, "no room \"none\""),
        (write(&room, "nobody"), 404, "no user \"nobody\""),
        (json!({"room": room, "agent": "admin"}).to_string(), 400, "missing field `msg`"),
    ] {
        assert_problem(&control(&server, "POST", "/agent/message", &body).await, status, &[says, "send"]);
    }
    server.with_engine(|engine| {
        let id = room.as_str().unwrap();
        engine.world_mut().unwrap().modify_room(id, |room| room.open = None);
    });
    for (path, body) in [
        ("/agent/message", write(&room, "marcos.defendi")),
        ("/agent/take", json!({"room": room, "agent": "marcos.defendi"}).to_string()),
    ] {
        assert_problem(&control(&server, "POST", path, &body).await, 409, &["the room is closed"]);
    }
}

#[tokio::test]
async fn a_replay_has_no_world_to_steer() {
    let server = start(steered(Server::builder(Engine::replay()))).await;
    let take = json!({"room": "r", "agent": "a"}).to_string();
    for (path, body) in [("/snapshots", r#"{"name": "a"}"#), ("/agent/take", &take)] {
        assert_problem(&control(&server, "POST", path, body).await, 409, &["no world", "stateful mode"]);
    }
    done(&server, "POST", "/faults", json!({"fault": {"fail": {"status": 503}}})).await;
    assert_eq!(status(&server, request("GET", VISITOR)).await, 503);
    done(&server, "POST", "/reset", Value::Null).await;
    assert_eq!(status(&server, request("GET", VISITOR)).await, 200);
}

#[tokio::test]
async fn faults_do_not_meet_control_requests() {
    let server = controlled().await;
    done(&server, "POST", "/faults", json!({"fault": "reset"})).await;
    assert_eq!(done(&server, "GET", "/faults", Value::Null).await["faults"][0]["met"], 0);
    done(&server, "DELETE", "/faults", Value::Null).await;
}

#[tokio::test]
async fn a_route_that_is_none_is_told_of_those_there_are() {
    let server = controlled().await;
    assert_problem(&control(&server, "GET", "/no/such", "").await, 404, &["GET /__livechat-mock/ lists"]);
    let wrong = control(&server, "PUT", "/faults", "").await;
    assert_problem(&wrong, 405, &["/__livechat-mock/faults takes GET, POST, DELETE"]);
    assert_eq!(wrong.header("allow"), Some("GET, POST, DELETE"));
    assert_eq!(status(&server, request("POST", "/__livechat-mocked")).await, 405);
    assert_eq!(server.with_engine(|engine| engine.received().count()), 1, "that one is no control route");
}

#[tokio::test]
async fn a_key_is_needed_where_there_is_one_and_does_not_show() {
    let lines = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let log = lines.clone();
    let server = stateful().control(ControlAccess::key("s3cret"));
    let server = start(server.log(move |event| log.lock().unwrap().push(event.to_string()))).await;
    let ask = |headers: &'static str| send(server.address(), "GET", "/snapshots", headers, "");
    assert_problem(&ask("host: localhost\r\n").await, 401, &["x-livechat-mock-key"]);
    let wrong = ask("host: localhost\r\nx-livechat-mock-key: s3cre\r\n").await;
    assert_problem(&wrong, 401, &["does not hold"]);
    assert!(!String::from_utf8_lossy(&wrong.body).contains("s3cre"));
    assert_eq!(ask("host: mock.test\r\nx-livechat-mock-key: s3cret\r\n").await.status, 200);
    // What clients say needs none.
    assert_eq!(status(&server, request("GET", VISITOR)).await, 200);
    server.shutdown().await;
    let lines = lines.lock().unwrap();
    assert!(lines[0].starts_with("GET /__livechat-mock/snapshots 401 "), "{lines:#?}");
    assert!(lines.iter().all(|line| !line.contains("s3cre")), "{lines:#?}");
}

#[tokio::test]
async fn pages_from_elsewhere_are_kept_out() {
    let server = controlled().await;
    let ask = |headers: &'static str| send(server.address(), "POST", "/reset", headers, "");
    for headers in [
        "host: localhost\r\norigin: https://example.com\r\n",
        "host: localhost\r\norigin: null\r\n",
        // The page's own name was made to lead here.
        "host: example.com\r\norigin: http://example.com\r\n",
        "host: example.com\r\n",
        "host: [::1].evil.test\r\n",
        "host: localhost.evil.test\r\n",
    ] {
        let answer = ask(headers).await;
        assert_problem(&answer, 403, &["control routes"]);
        assert_eq!(answer.header("access-control-allow-origin"), None);
    }
    let own = ask("host: localhost:3000\r\norigin: http://localhost:3000\r\n").await;
    assert_eq!((own.status, own.header("access-control-allow-origin")), (200, None));
    let preflight = send(server.address(), "OPTIONS", "/reset", "host: localhost\r\norigin: https://a.b\r\n", "").await;
    assert_eq!((preflight.status, preflight.header("access-control-allow-methods")), (403, None));
}

#[tokio::test]
async fn the_log_hears_of_faults_and_never_of_a_snapshots_name() {
    let lines = std::sync::Arc::new(std::sync::Mutex::new(Vec::new()));
    let log = lines.clone();
    let server = start(steered(stateful()).log(move |event| log.lock().unwrap().push(event.to_string()))).await;
    done(&server, "POST", "/faults", json!({"fault": "lose_response", "times": 1})).await;
    let mut lost = Raw::connect(server.address()).await;
    lost.send(request("GET", VISITOR)).await;
    assert_eq!(lost.rest().await, b"");
    control(&server, "POST", "/snapshots/iNKE8a6k6cjbqWhWd/restore", "").await;
    control(&server, "POST", "/iNKE8a6k6cjbqWhWd", "").await;
    server.shutdown().await;
    let lines = lines.lock().unwrap();
    for (line, begins) in lines.iter().zip([
        "POST /__livechat-mock/faults 200 ",
        "GET /api/v1/livechat/visitor/{token} 200 ",
        "POST /__livechat-mock/snapshots/{name}/restore 404 ",
        "POST /__livechat-mock/… 404 ",
    ]) {
        assert!(line.starts_with(begins), "{line}");
        assert!(!line.contains("iNKE8a6k6cjbqWhWd"), "{line}");
    }
    assert_eq!(lines.len(), 4);
    assert!(lines[1].ends_with(" (fault: lose_response)"), "{}", lines[1]);
}
