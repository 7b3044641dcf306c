//! Many worlds in one server, each as if it were alone.

use std::{collections::BTreeSet, net::Ipv4Addr};

use bytes::Bytes;
use http::Request;
use livechat_mock::{BuiltInAgent, Clock, ControlAccess, Engine, Server, ServerBuilder, World};
use livechat_sdk::{ChatEvent, Client, Timestamp, visitors::GetVisitor};
use serde_json::{Value, json};
use tokio::task::JoinSet;

use super::{
    REGISTER, VISITOR,
    control::{assert_problem, control, done},
    start,
};
use crate::{
    fixtures::fixtures,
    operations::operations,
    raw::{Answer, Raw, post, request},
};

/// How many operations each of the fifty clients calls.
const CALLS: usize = 20;

const NOW: &str = "2026-01-01T00:00:00.000Z";

fn now() -> Timestamp {
    NOW.parse().unwrap()
}

fn many(engine: Engine) -> ServerBuilder {
    Server::builder(engine).clock(Clock::manual(now())).control(ControlAccess::loopback()).worlds(50)
}

async fn worlds() -> Server {
    start(many(Engine::stateful(World::documented()))).await
}

async fn get(server: &Server, target: &str) -> Answer {
    Raw::connect(server.address()).await.ask(request("GET", target)).await
}

async fn register(server: &Server, world: &str, token: &str) -> Value {
    let body = json!({"visitor": {"token": token}}).to_string();
    let answer = Raw::connect(server.address()).await.ask(post(&format!("{world}{REGISTER}"), &body)).await;
    assert_eq!(answer.status, 200);
    answer.json()
}

/// Whether a world knows a visitor.
async fn knows(server: &Server, world: &str, token: &str) -> bool {
    get(server, &format!("{world}{REGISTER}/{token}")).await.status == 200
}

/// A control request that is for a world.
async fn steer(server: &Server, world: &str, method: &str, path: &str, body: &Value) -> Value {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let target = format!("{world}/__livechat-mock{path}");
    let length = body.len();
    let head = format!("{method} {target} HTTP/1.1\r\nhost: localhost\r\ncontent-length: {length}\r\n\r\n{body}");
    let answer = Raw::connect(server.address()).await.ask(head).await;
    assert_eq!(answer.status, 200, "{method} {target}: {}", String::from_utf8_lossy(&answer.body));
    answer.json()
}

/// The documented example of every operation.
fn examples() -> Vec<Request<Bytes>> {
    let request = |operation: &crate::operations::Operation| {
        let example = fixtures(&operation.folder()).into_iter().find(|fixture| fixture.name == "request");
        operation.request(&example.unwrap().json(), operation.meta.route()).unwrap()
    };
    operations().iter().map(request).collect()
}

/// A request as bytes, for a world.
fn written(world: &str, request: &Request<Bytes>) -> Vec<u8> {
    let mut bytes =
        format!("{} {world}{} HTTP/1.1\r\nhost: localhost\r\n", request.method(), request.uri()).into_bytes();
    for (name, value) in request.headers() {
        bytes.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
    }
    bytes.extend(format!("content-length: {}\r\n\r\n", request.body().len()).into_bytes());
    bytes.extend(request.body());
    bytes
}

#[tokio::test]
async fn fifty_clients_that_together_call_everything_do_not_hear_of_each_other() {
    let engine = || {
        let mut world = World::documented();
        // Otherwise it is where a server listens, which an engine does not.
        world.set_setting("Site_Url", "https://chat.example.com").unwrap();
        Engine::stateful(world).no_auth(true).rate_limit(true)
    };
    let server = start(many(engine())).await;
    let mut clients = JoinSet::new();
    for number in 0..50 {
        let address = server.address();
        clients.spawn(async move {
            // Each calls some of it, in part what others do, and is told what it would be told alone: the same ids too.
            let (mut examples, mut alone, world) = (examples(), engine(), format!("/w/client-{number}"));
            let length = examples.len();
            examples.rotate_left(number * length / 50);
            examples.truncate(CALLS);
            let mut connection = Raw::connect(address).await;
            for request in &examples {
                let told = connection.ask(written(&world, request)).await;
                let expected = alone.handle(request, Ipv4Addr::LOCALHOST.into(), now()).response;
                let expected = (expected.status().as_u16(), expected.into_body());
                assert_eq!((told.status, Bytes::from(told.body)), expected, "{} {}", request.method(), request.uri());
            }
            number * length / 50..number * length / 50 + CALLS
        });
    }
    let mut called = BTreeSet::new();
    while let Some(calls) = clients.join_next().await {
        called.extend(calls.unwrap().map(|place| place % operations().len()));
    }
    assert_eq!(called.len(), operations().len());
    assert_eq!(server.with_engine(|engine| engine.received().count()), 0, "nobody called the server's own world");
    let received = steer(&server, "/w/client-7", "GET", "/received", &Value::Null).await;
    assert_eq!(received["received"].as_array().unwrap().len(), CALLS);
}

#[tokio::test]
async fn a_client_of_the_sdk_reaches_a_world_by_its_base_url() {
    let engine = Engine::stateful(World::empty()).agent(BuiltInAgent::echo());
    let server = start(Server::builder(engine).worlds(2)).await;
    let client = Client::builder(format!("{}/w/anns-test", server.uri())).build().unwrap();
    let mut ann = client.visitor("token-of-ann");
    ann.register(|visitor| visitor.name("Ann")).await.unwrap();
    let chat = ann.open_chat().await.unwrap();
    let mut events = chat.events();
    // Live, and not polled.
    assert_eq!(events.next().await.unwrap().unwrap(), ChatEvent::Connected);
    chat.send("Hello!").await.unwrap();
    let mut told = 0;
    while told < 2 {
        if let ChatEvent::MessageNew(message) = events.next().await.unwrap().unwrap()
            && message.message_type.is_none()
        {
            assert_eq!(message.text, "Hello!");
            told += 1;
        }
    }
    let other = Client::builder(format!("{}/w/bobs-test", server.uri())).build().unwrap();
    assert!(other.send(GetVisitor::new("token-of-ann")).await.is_err());
    assert_eq!(server.with_engine(|engine| engine.sockets()), 0);
}

#[tokio::test]
async fn a_world_is_named_by_path_or_header_and_begins_as_the_server_did() {
    let server = worlds().await;
    register(&server, "", "late").await;
    let named = |world: &str, target: &str| {
        format!("GET {target} HTTP/1.1\r\nhost: localhost\r\nx-livechat-mock-world: {world}\r\n\r\n")
    };
    let registered = register(&server, "/w/a", "t").await;
    let ask = |text: String| async { Raw::connect(server.address()).await.ask(text).await.status };
    assert_eq!(ask(named("a", &format!("{REGISTER}/t"))).await, 200);
    assert_eq!(ask(named("b", &format!("{REGISTER}/t"))).await, 400);
    assert_eq!(ask(named("b", VISITOR)).await, 200);
    assert!(!knows(&server, "/w/b", "late").await && !knows(&server, "", "t").await);
    assert_eq!(register(&server, "/w/b", "t").await, registered, "ids are drawn from a seed of its own");
    assert_eq!(ask(named("b", &format!("/w/a{VISITOR}"))).await, 400, "two names");
    let listed = done(&server, "GET", "/worlds", Value::Null).await;
    assert_eq!(listed["worlds"], json!(["a", "b"]));
}

#[tokio::test]
async fn a_name_that_is_none_is_refused() {
    let server = worlds().await;
    for name in ["", "a%20b", "a.b", "%2e%2e", "..", &"x".repeat(65)] {
        let answer = get(&server, &format!("/w/{name}{VISITOR}")).await;
        assert_problem(&answer, 400, &["1 to 64 letters"]);
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"), "a page can read why");
    }
    let header = format!("GET {VISITOR} HTTP/1.1\r\nhost: localhost\r\nx-livechat-mock-world: a b\r\n\r\n");
    let answer = Raw::connect(server.address()).await.ask(header).await;
    assert_problem(&answer, 400, &["1 to 64 letters"]);
    assert_problem(&control(&server, "POST", "/worlds", r#"{"name": "a b"}"#).await, 400, &["1 to 64 letters"]);
    assert_eq!(done(&server, "GET", "/worlds", Value::Null).await["worlds"], json!([]));
}

#[tokio::test]
async fn clock_faults_limits_and_requests_are_a_worlds_own() {
    let engine = Engine::stateful(World::documented()).rate_limit(true);
    let server = start(many(engine)).await;
    let target = |world: &str| format!("{world}{VISITOR}");
    steer(&server, "/w/a", "POST", "/clock/advance", &json!({"seconds": 60})).await;
    steer(&server, "/w/a", "POST", "/faults", &json!({"fault": {"fail": {"status": 503}}, "times": 1})).await;
    for (world, status, now) in [("/w/a", 503, "2026-01-01T00:01:00.000Z"), ("/w/b", 200, NOW), ("", 200, NOW)] {
        assert_eq!(get(&server, &target(world)).await.status, status, "{world}");
        assert_eq!(steer(&server, world, "GET", "/clock", &Value::Null).await["now"], now, "{world}");
        let received = steer(&server, world, "GET", "/received", &Value::Null).await;
        assert_eq!(received["received"].as_array().unwrap().len(), 1, "{world}");
    }
    while get(&server, &target("/w/a")).await.status != 429 {}
    assert_eq!(get(&server, &target("/w/b")).await.status, 200);
    steer(&server, "/w/a", "POST", "/reset", &Value::Null).await;
    let received = steer(&server, "/w/b", "GET", "/received", &Value::Null).await;
    assert_eq!(received["received"].as_array().unwrap().len(), 2, "a reset is of one world");
}

#[tokio::test]
async fn a_fork_goes_on_from_where_a_world_is() {
    let server = worlds().await;
    register(&server, "/w/a", "before").await;
    steer(&server, "/w/a", "POST", "/clock/advance", &json!({"seconds": 60})).await;
    let forked = steer(&server, "/w/a", "POST", "/fork", &json!({"name": "b"})).await;
    assert_eq!(forked["path"], "/w/b");
    assert_eq!(register(&server, "/w/a", "next").await, register(&server, "/w/b", "next").await, "ids go on");
    register(&server, "/w/b", "of-b").await;
    assert!(knows(&server, "/w/b", "before").await && !knows(&server, "/w/a", "of-b").await);
    let clock = steer(&server, "/w/b", "GET", "/clock", &Value::Null).await;
    assert_eq!(clock["now"], "2026-01-01T00:01:00.000Z");
    steer(&server, "/w/b", "POST", "/reset", &Value::Null).await;
    assert!(knows(&server, "/w/b", "before").await && !knows(&server, "/w/b", "of-b").await, "back to the fork");
    done(&server, "POST", "/fork", json!({"name": "c"})).await;
    assert!(!knows(&server, "/w/c", "before").await, "of the server's own world");
}

#[tokio::test]
async fn of_two_forks_at_once_one_gets_the_name() {
    let server = worlds().await;
    let mut forks = JoinSet::new();
    for name in ["same", "same", "other"] {
        let address = server.address();
        forks.spawn(async move {
            let body = json!({"name": name}).to_string();
            Raw::connect(address).await.ask(post("/__livechat-mock/fork", &body)).await.status
        });
    }
    let mut statuses = forks.join_all().await;
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 200, 409]);
    assert_eq!(done(&server, "GET", "/worlds", Value::Null).await["worlds"], json!(["other", "same"]));
    let again = control(&server, "POST", "/worlds", r#"{"name": "same"}"#).await;
    assert_problem(&again, 409, &["\"same\" already", "DELETE"]);
}

#[tokio::test]
async fn a_world_is_made_from_a_snapshot_and_removed() {
    let server = worlds().await;
    register(&server, "/w/a", "kept").await;
    steer(&server, "/w/a", "POST", "/snapshots", &json!({"name": "before"})).await;
    done(&server, "POST", "/worlds", json!({"name": "b", "snapshot": "before"})).await;
    register(&server, "/w/b", "t").await;
    steer(&server, "/w/b", "POST", "/reset", &Value::Null).await;
    assert!(knows(&server, "/w/b", "kept").await && !knows(&server, "/w/b", "t").await);
    let unknown = control(&server, "POST", "/worlds", r#"{"name": "c", "snapshot": "after"}"#).await;
    assert_problem(&unknown, 404, &["no snapshot \"after\""]);

    done(&server, "DELETE", "/worlds/b", Value::Null).await;
    assert_problem(&control(&server, "DELETE", "/worlds/b", "").await, 404, &["no world \"b\""]);
    assert!(!knows(&server, "/w/b", "kept").await, "the next one of this name begins anew");
}

#[tokio::test]
async fn there_are_as_many_as_wanted() {
    let server = start(many(Engine::replay()).worlds(2)).await;
    for world in ["/w/a", "/w/b", "/w/a", ""] {
        assert_eq!(get(&server, &format!("{world}{VISITOR}")).await.status, 200);
    }
    assert_problem(&get(&server, &format!("/w/c{VISITOR}")).await, 409, &["2 worlds already", "DELETE"]);
    assert_problem(&control(&server, "POST", "/fork", r#"{"name": "c"}"#).await, 409, &["2 worlds already"]);
    done(&server, "DELETE", "/worlds/a", Value::Null).await;
    assert_eq!(get(&server, &format!("/w/c{VISITOR}")).await.status, 200);
}

#[tokio::test]
async fn a_thousand_worlds_are_kept_apart() {
    const WORLDS: usize = 1_000;
    let server = start(Server::builder(Engine::stateful(World::documented())).worlds(WORLDS)).await;
    let mut connection = Raw::connect(server.address()).await;
    for number in 0..WORLDS {
        let body = json!({"visitor": {"token": format!("of-{number}")}}).to_string();
        assert_eq!(connection.ask(post(&format!("/w/{number}{REGISTER}"), &body)).await.status, 200);
    }
    for number in 0..WORLDS {
        for (whose, status) in [(number, 200), ((number + 1) % WORLDS, 400)] {
            let target = format!("/w/{number}{REGISTER}/of-{whose}");
            assert_eq!(connection.ask(request("GET", &target)).await.status, status, "{target}");
        }
    }
}

#[tokio::test]
async fn a_server_without_worlds_says_so_rather_than_share_its_own() {
    let server = super::control::controlled().await;
    let unknown = get(&server, "/w/a/b").await;
    assert_eq!(get(&server, &format!("/w/a{VISITOR}")).await.body, unknown.body, "a path like any other");
    let header = format!("GET {VISITOR} HTTP/1.1\r\nhost: localhost\r\nx-livechat-mock-world: a\r\n\r\n");
    assert_problem(&Raw::connect(server.address()).await.ask(header).await, 400, &["--worlds"]);
    assert_problem(&control(&server, "POST", "/worlds", r#"{"name": "a"}"#).await, 409, &["--worlds"]);
}

#[tokio::test]
async fn each_world_has_a_page_and_a_list_says_how_many_there_may_be() {
    let server = start(many(Engine::replay()).worlds(3)).await;
    let page = get(&server, "/w/a/").await;
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    assert_eq!(get(&server, "/w/a/__livechat-mock/page/page.js").await.status, 200);
    // Its links go on from the slash.
    for (target, place) in [("/w/a", "a/"), ("/w/a?agent=x", "a/?agent=x")] {
        let without = get(&server, target).await;
        assert_eq!((without.status, without.header("location")), (308, Some(place)), "{target}");
    }
    let worlds = steer(&server, "/w/a", "GET", "/worlds", &Value::Null).await;
    assert_eq!((&worlds["worlds"], &worlds["most"]), (&json!(["a"]), &json!(3)));

    let one = super::control::controlled().await;
    let worlds = steer(&one, "", "GET", "/worlds", &Value::Null).await;
    assert_eq!((&worlds["worlds"], &worlds["most"]), (&json!([]), &json!(0)));
}
