//! Pages of other origins: which are served, and which are let in.

use livechat_mock::{ControlAccess, Engine, LivechatMock, Server, World};
use serde_json::json;

use super::{start, stateful};
use crate::raw::{Answer, Raw, post, request};

const UPGRADE: &str = "connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\
                       sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

async fn ask(server: &Server, method: &str, path: &str, headers: &str) -> Answer {
    let request = format!("{method} {path} HTTP/1.1\r\nhost: localhost:3000\r\n{headers}\r\n");
    Raw::connect(server.address()).await.ask(request).await
}

async fn preflight(server: &Server, origin: &str) -> Answer {
    let headers = format!("origin: {origin}\r\naccess-control-request-method: GET\r\n");
    ask(server, "OPTIONS", "/api/v1/livechat/config", &headers).await
}

#[tokio::test]
async fn only_the_pages_that_are_named_are_served() {
    let server = start(stateful().allow_origin("http://localhost:5173").control(ControlAccess::loopback())).await;
    for (origin, is_served) in [
        ("", true),
        ("origin: http://localhost:5173\r\n", true),
        ("origin: http://localhost:3000\r\n", true),
        ("origin: https://example.com\r\n", false),
    ] {
        for (path, upgrade, status) in [
            ("/api/v1/livechat/config", "", 200),
            ("/websocket", UPGRADE, 101),
            ("/avatar/ann", "", 200),
            ("/", "", 200),
        ] {
            let answer = ask(&server, "GET", path, &format!("{origin}{upgrade}")).await;
            // The page is for its own origin alone.
            let is_served = is_served && !(path == "/" && origin.contains("5173"));
            assert_eq!(answer.status, if is_served { status } else { 403 }, "{path} {origin}");
            if answer.status == 403 {
                assert_eq!(answer.header("access-control-allow-origin"), None);
            }
        }
    }
    let refused = ask(&server, "GET", "/api/v1/livechat/config", "origin: https://example.com\r\n").await;
    super::assert_error(&refused, 403, "--allow-origin");
}

#[tokio::test]
async fn cors_is_turned_on_and_off_and_stays_so_over_a_reset() {
    for engine in [Engine::stateful(World::documented()), Engine::replay()] {
        let server =
            start(Server::builder(engine.cors("https://a.test, https://b.test")).control(ControlAccess::loopback()));
        let server = server.await;
        let control = async |method: &str, path: &str, body: &str| {
            let sent = post(&format!("/__livechat-mock/{path}"), body).replacen("POST", method, 1);
            assert_eq!(Raw::connect(server.address()).await.ask(sent).await.status, 200);
        };
        assert_eq!(preflight(&server, "https://b.test").await.status, 200);
        assert_eq!(preflight(&server, "https://c.test").await.status, 403);
        control("POST", "cors", r#"{"origins": "*"}"#).await;
        for reset in [false, true] {
            if reset {
                control("POST", "reset", "").await;
            }
            let let_in = preflight(&server, "https://c.test").await;
            assert_eq!((let_in.status, let_in.header("access-control-allow-origin")), (200, Some("*")));
        }
        control("DELETE", "cors", "").await;
        assert!(preflight(&server, "https://c.test").await.hint().contains("start with --cors"));
    }
}

#[tokio::test]
async fn a_mock_lets_pages_in_too() {
    for (cors, status) in [(true, 200), (false, 405)] {
        let builder = LivechatMock::builder().stateful(World::documented());
        let mock = if cors { builder.cors("*") } else { builder }.start().await;
        let address = mock.uri().strip_prefix("http://").unwrap().parse().unwrap();
        let ask = "OPTIONS /api/v1/me HTTP/1.1\r\nhost: localhost\r\norigin: https://a.test\r\n\r\n";
        assert_eq!(Raw::connect(address).await.ask(ask).await.status, status);
    }
}

#[tokio::test]
async fn addresses_in_responses_are_the_servers_own() {
    let server = start(stateful()).await;
    let sound = async || {
        let config = request("GET", "/api/v1/livechat/config");
        Raw::connect(server.address()).await.ask(config).await.json()["config"]["resources"]["sound"].clone()
    };
    let own = json!(format!("{}/sounds/chime.mp3", server.uri()));
    assert_eq!(sound().await, own);
    server.with_engine(Engine::reset);
    assert_eq!(sound().await, own);
    server.with_engine(|engine| engine.world_mut().unwrap().set_setting("Site_Url", "https://chat.test/")).unwrap();
    assert_eq!(sound().await, "https://chat.test/sounds/chime.mp3");
}
