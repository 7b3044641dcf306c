//! The page's files, and what it asks of the server by itself.

use livechat_mock::{ControlAccess, Engine, Fault, Server};
use serde_json::{Value, json};

use super::{VISITOR, start, stateful};
use crate::raw::{Answer, Raw, post, request};

async fn with_page() -> Server {
    start(stateful().control(ControlAccess::loopback())).await
}

async fn ask(server: &Server, request: String) -> Answer {
    Raw::connect(server.address()).await.ask(request).await
}

fn from_host(host: &str, more: &str) -> String {
    format!("GET / HTTP/1.1\r\nhost: {host}\r\n{more}\r\n")
}

/// What the page's files name, below `/`.
fn files(text: &str) -> Vec<String> {
    let below = |quoted: &str| quoted.strip_prefix("./").map(|file| format!("__livechat-mock/page/{file}"));
    let quoted = text.split(['"', '\'']);
    quoted
        .filter_map(|quoted| {
            below(quoted).or_else(|| quoted.starts_with("__livechat-mock/").then(|| quoted.to_owned()))
        })
        .filter(|file| file.contains("/page/"))
        .collect()
}

#[tokio::test]
async fn its_files_have_their_types_and_a_policy_that_lets_nothing_else_in() {
    let server = with_page().await;
    let mut waiting = vec![String::new()];
    let mut seen = Vec::new();
    while let Some(file) = waiting.pop() {
        let answer = ask(&server, request("GET", &format!("/{file}"))).await;
        assert_eq!(answer.status, 200, "{file}");
        let expected = match file.rsplit_once('.').map_or("", |(_, ending)| ending) {
            "js" => "text/javascript; charset=utf-8",
            "css" => "text/css; charset=utf-8",
            "svg" => "image/svg+xml",
            _ => "text/html; charset=utf-8",
        };
        assert_eq!(answer.header("content-type"), Some(expected), "{file}");
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; ") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("cross-origin-resource-policy"), Some("same-origin"));
        let text = String::from_utf8(answer.body).unwrap();
        assert!(!text.contains("innerHTML") && !text.contains("<script>"), "{file}");
        assert!(!text.replace("http://www.w3.org/2000/svg", "").contains("://"), "{file} names another host");
        let named: Vec<_> = files(&text).into_iter().filter(|file| !seen.contains(file)).collect();
        seen.extend(named.clone());
        waiting.extend(named);
    }
    assert!(seen.contains(&"__livechat-mock/page/live.js".to_owned()), "{seen:?}");
    assert_eq!(server.with_engine(|engine| engine.received().count()), 0);
}

#[tokio::test]
async fn there_is_none_without_control_routes() {
    let server = start(stateful()).await;
    for path in ["/", "/__livechat-mock/page/page.js"] {
        let answer = ask(&server, request("GET", path)).await;
        assert!(answer.hint().contains("begin with /api/v1/"), "{path}: {answer:?}");
    }
    let server = with_page().await;
    assert_eq!(ask(&server, post("/", "{}")).await.status, 405, "nothing to write there");
    assert_eq!(ask(&server, request("GET", "/__livechat-mock/page/none.js")).await.status, 404);
    let mut head = Raw::connect(server.address()).await;
    head.send(request("HEAD", "/")).await;
    assert_eq!(head.answer_to("HEAD").await.status, 200);
}

#[tokio::test]
async fn it_opens_for_those_who_may_steer_the_server() {
    let server = with_page().await;
    for (request, status) in [
        (from_host("127.0.0.1:3000", ""), 200),
        (from_host("localhost", "origin: http://localhost\r\n"), 200),
        (from_host("mock.test", ""), 403),
        (from_host("localhost", "origin: https://example.com\r\n"), 403),
    ] {
        assert_eq!(ask(&server, request.clone()).await.status, status, "{request}");
    }
    // With a key it opens, and asks for the key.
    let server = start(stateful().control(ControlAccess::key("s3cret"))).await;
    assert_eq!(ask(&server, from_host("mock.test", "")).await.status, 200);
    assert_eq!(ask(&server, from_host("mock.test", "origin: https://example.com\r\n")).await.status, 403);
    assert_eq!(ask(&server, post("/__livechat-mock/agent/login", "{}")).await.status, 401);
}

#[tokio::test]
async fn what_it_asks_is_not_kept_meets_no_fault_and_counts_for_no_limit() {
    let server = start(
        Server::builder(Engine::stateful(livechat_mock::World::documented()).rate_limit(true))
            .control(ControlAccess::loopback()),
    )
    .await;
    let of_page = |host: &str| format!("GET {VISITOR} HTTP/1.1\r\nhost: {host}\r\nx-livechat-mock-page: 1\r\n\r\n");
    server.with_engine(|engine| engine.add_fault(Fault::reset()));
    for _ in 0..20 {
        assert_eq!(ask(&server, of_page("localhost")).await.status, 200);
    }
    assert_eq!(server.with_engine(|engine| engine.received().count()), 0);
    // Somebody who may not steer the server says so in vain.
    server.with_engine(Engine::clear_faults);
    assert_eq!(ask(&server, of_page("mock.test")).await.status, 200);
    assert_eq!(server.with_engine(|engine| engine.received().count()), 1);
}

#[tokio::test]
async fn an_agent_is_logged_in() {
    let server = with_page().await;
    let log_in = |body: Value| ask(&server, post("/__livechat-mock/agent/login", &body.to_string()));
    let administrator = log_in(json!({})).await.json();
    assert_eq!((&administrator["userId"], &administrator["available"]), (&"admin".into(), &false.into()));
    let list = |login: &Value| {
        let (user, token) = (login["userId"].as_str().unwrap(), login["authToken"].as_str().unwrap());
        format!(
            "GET /api/v1/livechat/inquiries.queuedForUser HTTP/1.1\r\nhost: localhost\r\nx-user-id: {user}\r\n\
             x-auth-token: {token}\r\n\r\n"
        )
    };
    assert_eq!(ask(&server, list(&administrator)).await.status, 200);
    let chosen = log_in(json!({"agent": "marcos.defendi"})).await.json();
    assert_eq!((&chosen["userId"], &chosen["available"]), (&"w6YjbdZHjghjfNBAg".into(), &true.into()));
    assert_eq!(ask(&server, list(&chosen)).await.status, 200);
    let unknown = log_in(json!({"agent": "nobody"})).await;
    assert_eq!(unknown.status, 404, "{}", unknown.json());

    let replay = start(Server::builder(Engine::replay()).control(ControlAccess::loopback())).await;
    let none = ask(&replay, post("/__livechat-mock/agent/login", "{}")).await;
    assert_eq!(none.status, 409);
    assert!(none.json()["error"].as_str().unwrap().contains("no world"));
}

#[tokio::test]
async fn what_the_mock_does_is_listed() {
    let server = with_page().await;
    let coverage = ask(&server, request("GET", "/__livechat-mock/coverage")).await.json();
    let coverage = coverage["coverage"].as_array().unwrap();
    assert_eq!(coverage.len(), livechat_mock::coverage().len());
    let path = "/api/v1/livechat/visitor/{token}";
    assert!(
        coverage.contains(&json!({"operation": "visitors::GetVisitor", "method": "GET", "path": path, "typed": true,
        "replayed": true, "stateful": true}))
    );
}

#[tokio::test]
async fn the_last_requests_are_told_with_hints() {
    let server = with_page().await;
    for path in [VISITOR, "/api/v1/livechat/visitor/nobody"] {
        ask(&server, request("GET", path)).await;
    }
    let last = ask(&server, request("GET", "/__livechat-mock/received?last=1")).await.json();
    let last = last["received"].as_array().unwrap();
    assert_eq!((last.len(), &last[0]["status"]), (1, &400.into()));
    assert_eq!(last[0]["hint"], "nothing here has this as a visitor's token");
}
