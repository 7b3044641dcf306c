//! Paths and methods that lead nowhere, and what is the same for all answers.

use livechat_mock::ServerVersion;
use serde_json::json;

use super::{Server, Setup, Transport};

pub(super) async fn newer_servers_answer_text(transport: Transport) {
    let server = Setup::empty().start(transport).await;
    for (method, path, hint) in [
        ("GET", "/api/v1/livechat/visitor/", "slash"),
        ("GET", "/api/v1/livechat/visitorz.info", "/api/v1/livechat/visitors.info"),
        ("PUT", "/api/v1/livechat/visitor", "POST"),
        ("GET", "/api/v1/login", "POST"),
    ] {
        let answer = server.call(method, path, &[], None).await;
        assert_eq!((answer.status, answer.body.as_slice()), (404, &b"404 Not Found"[..]), "{method} {path}");
        assert_eq!(answer.header("content-type"), Some("text/plain; charset=UTF-8"));
        assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
        let given = answer.header("x-livechat-mock-hint").unwrap();
        assert!(given.contains(hint), "{given}");
    }
}

pub(super) async fn old_servers_tell_a_wrong_method(transport: Transport) {
    let server = Setup::empty().version(ServerVersion::V7_0).start(transport).await;
    let rejected = server.call("PUT", "/api/v1/livechat/visitor", &[], None).await;
    assert_eq!(rejected.error(405), json!({"status": "error", "message": "API endpoint does not exist"}));
    assert_eq!(rejected.header("allow"), Some("POST"));
    application_answers(&server, "/api/v1/nothing").await;
    // It came with 7.12.
    application_answers(&server, "/api/v1/livechat/rooms.delete").await;
    let head = server.call("HEAD", "/api/v1/me", &[], None).await;
    assert_eq!((head.status, head.header("allow")), (405, Some("GET")));
}

/// The web application answers at a path.
async fn application_answers(server: &Server, path: &str) {
    for (method, status) in [("GET", 200), ("HEAD", 200), ("POST", 405), ("DELETE", 405), ("OPTIONS", 200)] {
        let answer = server.call(method, path, &[], None).await;
        assert_eq!(answer.status, status, "{method} {path}");
        let is_page = method == "GET" || method == "HEAD";
        assert_eq!(answer.header("content-type"), is_page.then_some("text/html; charset=utf-8"), "{method}");
        assert_eq!(answer.header("allow"), (!is_page).then_some("OPTIONS, GET, HEAD"), "{method}");
        let body = String::from_utf8(answer.body.clone()).unwrap();
        assert_eq!(body.contains("__meteor_runtime_config__"), method == "GET", "{method}: {body}");
        assert_eq!(answer.header("access-control-allow-origin"), None);
        assert!(answer.header("x-livechat-mock-hint").is_some());
    }
}

pub(super) async fn outside_of_the_api_there_is_the_web_application(transport: Transport) {
    for version in ServerVersion::ALL {
        let server = Setup::empty().version(version).start(transport).await;
        for path in ["/none", "/livechat/visitor/t", "/apiary", "/none.json"] {
            application_answers(&server, path).await;
        }
        for path in ["/favicon.ico", "/robots.txt", "/app.manifest"] {
            let answer = server.get(path).await;
            assert_eq!((answer.status, answer.body.as_slice()), (404, &b""[..]), "{path}");
        }
    }
}

pub(super) async fn the_head_of_a_response_can_be_asked_for_alone(transport: Transport) {
    let server = Setup::documented().start(transport).await;
    let path = "/api/v1/livechat/visitor/iNKE8a6k6cjbqWhWd";
    let (head, whole) = (server.call("HEAD", path, &[], None).await, server.get(path).await);
    assert_eq!((head.status, head.body.as_slice()), (200, &b""[..]));
    assert_eq!(head.header("content-length"), Some(whole.body.len().to_string().as_str()));
}

const OFF: &[u8] = b"CORS not enabled. Go to \"Admin > General > REST Api\" to enable it.";

fn allow(server: &Server, origins: &str) {
    server
        .world(|world| {
            world.set_setting("API_Enable_CORS", true)?;
            world.set_setting("API_CORS_Origin", origins)
        })
        .unwrap();
}

pub(super) async fn pages_of_other_origins_ask_first(transport: Transport) {
    let server = Setup::empty().start(transport).await;
    let origin = ("origin", "https://example.com");
    let names = ["allow-origin", "allow-methods", "allow-headers"].map(|name| format!("access-control-{name}"));
    for path in ["/api/v1/livechat/visitor", "/api/v1/nothing", "/api"] {
        server.world(|world| world.set_setting("API_Enable_CORS", false)).unwrap();
        let ask = async |headers: &[(&str, &str)]| server.call("OPTIONS", path, headers, None).await;
        let plain = ask(&[]).await;
        assert_eq!((plain.status, plain.body.as_slice()), (200, &b"OK"[..]));
        let off = ask(&[origin]).await;
        assert_eq!((off.status, off.body.as_slice()), (405, OFF));
        assert!(off.header("x-livechat-mock-hint").unwrap().contains("--cors"));
        assert_eq!(ask(&[("access-control-request-method", "GET")]).await.status, 405);
        assert!(names.iter().all(|name| plain.header(name).is_none() && off.header(name).is_none()));
        for (origins, allowed) in [
            ("*", Some("*")),
            ("https://example.com", Some("https://example.com")),
            ("https://other.example, HTTPS://Example.com ", Some("https://example.com")),
            ("https://other.example", None),
            ("example.com", None),
            ("", None),
        ] {
            allow(&server, origins);
            let answer = ask(&[origin]).await;
            assert_eq!(answer.header("access-control-allow-origin"), allowed, "{origins}");
            assert_eq!(answer.header("content-type"), Some("text/plain"));
            if allowed.is_some() {
                assert_eq!((answer.status, answer.body.as_slice()), (200, &b"OK"[..]));
                assert_eq!(answer.header("access-control-allow-methods"), Some("GET, POST, PUT, DELETE, HEAD, PATCH"));
                assert!(answer.header("access-control-allow-headers").unwrap().contains("X-Auth-Token"));
                assert_eq!(answer.header("vary"), (allowed != Some("*")).then_some("Origin"));
            } else {
                assert_eq!((answer.status, answer.body.as_slice()), (403, &b"Invalid origin"[..]));
                assert!(answer.header("x-livechat-mock-hint").unwrap().contains("API_CORS_Origin"));
            }
        }
        // The origin is compared as it was sent, the list in lower case.
        allow(&server, "https://Example.com");
        assert_eq!(ask(&[("origin", "https://Example.com")]).await.status, 403);
        // Nobody asked, but the method: there is no origin that could be listed.
        assert_eq!(ask(&[("access-control-request-method", "GET")]).await.status, 403);
    }
    let served = server.call("GET", "/api/v1/livechat/config", &[origin], None).await;
    assert_eq!((served.status, served.header("access-control-allow-origin")), (200, Some("*")));
}

pub(super) async fn old_servers_answer_preflights_where_they_have_an_operation(transport: Transport) {
    let server = Setup::empty().version(ServerVersion::V7_0).start(transport).await;
    let path = "/api/v1/livechat/visitor";
    let ask = async |path: &str, headers: &[(&str, &str)]| server.call("OPTIONS", path, headers, None).await;
    let preflight = [("origin", "https://example.com"), ("access-control-request-method", "POST")];
    assert_eq!(ask(path, &preflight[..1]).await.status, 404);
    let off = ask(path, &preflight).await;
    assert_eq!((off.status, off.body.as_slice()), (405, OFF));
    for (origins, allowed) in
        [("*", Some("*")), ("https://example.com", Some("https://example.com")), ("https://other.example", None)]
    {
        allow(&server, origins);
        let answer = ask(path, &preflight).await;
        assert_eq!((answer.status, answer.body.as_slice()), (200, &b""[..]));
        assert_eq!(answer.header("access-control-allow-origin"), allowed, "{origins}");
    }
    assert_eq!(ask("/api/v1/nothing", &preflight).await.header("allow"), Some("OPTIONS, GET, HEAD"));
}

pub(super) async fn pictures_and_sounds_of_widgets_are_there(transport: Transport) {
    let server = Setup::documented().start(transport).await;
    let config = server.get("/api/v1/livechat/config").await.ok();
    let sound = config["config"]["resources"]["sound"].as_str().unwrap();
    let sound = sound.strip_prefix(&*server.site()).unwrap();
    for (path, content_type) in [("/avatar/guest-7", "image/svg+xml"), (sound, "audio/mpeg")] {
        let answer = server.get(path).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, Some(content_type)), "{path}");
        assert!(!answer.body.is_empty());
        assert_eq!(answer.header("access-control-allow-origin"), None);
    }
    let page = server.post("/avatar/guest-7", serde_json::json!({})).await;
    assert_eq!((page.status, page.header("allow")), (405, Some("OPTIONS, GET, HEAD")));
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
            (
                "access-control-allow-headers",
                "Origin, X-Requested-With, Content-Type, Accept, X-User-Id, X-Auth-Token, x-visitor-token, Authorization, \
                 MCP-Protocol-Version",
            ),
        ] {
            assert_eq!(answer.header(name), Some(value), "{path}");
        }
    }
}
