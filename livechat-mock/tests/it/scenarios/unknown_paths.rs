//! Paths and methods that lead nowhere, and what is the same for all answers.

use livechat_mock::ServerVersion;
use serde_json::json;

use super::{Setup, Transport};

pub(super) async fn newer_servers_answer_text(transport: Transport) {
    let server = Setup::empty().start(transport).await;
    for (method, path, hint) in [
        ("GET", "/", "/api/v1/"),
        ("GET", "/api/v1/livechat/visitor/", "slash"),
        ("GET", "/api/v1/livechat/visitorz.info", "/api/v1/livechat/visitors.info"),
        ("PUT", "/api/v1/livechat/visitor", "POST"),
        ("GET", "/api/v1/login", "POST"),
    ] {
        let answer = server.call(method, path, &[], None).await;
        assert_eq!((answer.status, answer.body.as_slice()), (404, &b"404 Not Found"[..]), "{method} {path}");
        assert_eq!(answer.header("content-type"), Some("text/plain"));
        let given = answer.header("x-livechat-mock-hint").unwrap();
        assert!(given.contains(hint), "{given}");
    }
}

pub(super) async fn old_servers_tell_a_wrong_method(transport: Transport) {
    let server = Setup::empty().version(ServerVersion::V7_0).start(transport).await;
    let rejected = server.call("PUT", "/api/v1/livechat/visitor", &[], None).await;
    assert_eq!(rejected.error(405), json!({"status": "error", "message": "API endpoint does not exist"}));
    assert_eq!(rejected.header("allow"), Some("POST"));
    assert_eq!(server.get("/api/v1/nothing").await.status, 404);
}

pub(super) async fn cors_is_off_unless_the_workspace_turns_it_on(transport: Transport) {
    let server = Setup::empty().start(transport).await;
    let path = "/api/v1/livechat/visitor";
    let rejected = server.call("OPTIONS", path, &[], None).await;
    assert_eq!(rejected.status, 405);
    assert_eq!(rejected.body, b"CORS not enabled. Go to \"Admin > General > REST Api\" to enable it.");
    server
        .world(|world| {
            world.set_setting("API_Enable_CORS", true)?;
            world.set_setting("API_CORS_Origin", "https://example.com")
        })
        .unwrap();
    let allowed = server.call("OPTIONS", path, &[], None).await;
    assert_eq!(allowed.status, 200);
    assert_eq!(allowed.header("access-control-allow-origin"), Some("https://example.com"));
    assert!(allowed.header("access-control-allow-headers").unwrap().contains("X-Auth-Token"));
}

pub(super) async fn every_answer_has_the_servers_headers(transport: Transport) {
    let server = Setup::documented().start(transport).await;
    for path in ["/api/v1/livechat/visitor/iNKE8a6k6cjbqWhWd", "/api/v1/livechat/visitor/x", "/api/v1/me"] {
        let answer = server.get(path).await;
        for (name, value) in [
            ("content-type", "application/json"),
            ("cache-control", "no-store"),
            ("pragma", "no-cache"),
            ("access-control-allow-origin", "*"),
        ] {
            assert_eq!(answer.header(name), Some(value), "{path}");
        }
    }
}
