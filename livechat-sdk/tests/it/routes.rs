//! Operations whose path is not the same at every server.

use livechat_sdk::{Error, visitors::ListPagesVisited};

use crate::support::{Response, Server, builder, client};

const PAGES: &str = r#"{"pages":[],"count":0,"offset":0,"total":0,"success":true}"#;
const SERVED: &str = "GET /api/v1/livechat/visitors.pagesVisited/r1";
const DOCUMENTED: &str = "GET /api/v1/livechat/visitors.pagesVisited?roomId=r1";

const APPLICATION: &str =
    "<!DOCTYPE html>\n<html><head><script>__meteor_runtime_config__ = JSON.parse(\"{}\")</script></head></html>";

/// A server that has the documented path alone and says so about the other in one of the ways there are.
async fn documented_only(status: u16, body: &'static str) -> Server {
    Server::start(
        move |request| {
            if request.target.contains('?') { Response::json(200, PAGES) } else { Response::json(status, body) }
        },
    )
    .await
}

#[tokio::test]
async fn an_unknown_path_leads_to_the_next_and_is_remembered() {
    for (status, body) in [
        (404, "404 Not Found"),
        (404, "<html></html>"),
        (404, ""),
        (404, "{}"),
        (405, "Method Not Allowed"),
        (405, ""),
        // Servers up to 7.0 show their web application; the oldest ones whatever the method.
        (200, APPLICATION),
        (405, r#"{"status":"error","message":"API endpoint does not exist"}"#),
    ] {
        let server = documented_only(status, body).await;
        let client = client(&server);
        client.list_pages_visited("r1").await.unwrap();
        client.clone().with_credentials("u", "t").list_pages_visited("r1").await.unwrap();
        assert_eq!(server.lines(), [SERVED, DOCUMENTED, DOCUMENTED], "{status} {body}");
    }
}

#[tokio::test]
async fn an_error_of_the_api_is_no_unknown_path() {
    for (status, body) in [
        (404, r#"{"success":false,"error":"Resource not found"}"#),
        (400, r#"{"success":false,"error":"invalid-room"}"#),
        (405, r#"{"status":"error","message":"no"}"#),
        (500, ""),
    ] {
        let server = documented_only(status, body).await;
        let error = client(&server).list_pages_visited("r1").await.unwrap_err();
        assert_eq!(error.status(), Some(status));
        assert_eq!(server.lines(), [SERVED]);
    }
}

#[tokio::test]
async fn a_page_of_a_proxy_is_no_unknown_path() {
    let server = documented_only(200, "<html><form>Log in</form></html>").await;
    let error = client(&server).list_pages_visited("r1").await.unwrap_err();
    assert!(matches!(&error, Error::Decode(error) if error.is_html()), "{error}");
    assert_eq!(server.lines(), [SERVED]);
}

#[tokio::test]
async fn a_page_behind_a_redirect_is_no_unknown_path() {
    let server = Server::start(|request| match &*request.target {
        "/home" => Response::json(200, APPLICATION),
        _ => Response::with(302, "location: /home\r\n", b""),
    })
    .await;
    let follows = reqwest::Client::builder().no_proxy().build().unwrap();
    let client = builder(&server).http_client(follows).build().unwrap();
    let error = client.list_pages_visited("r1").await.unwrap_err();
    assert!(matches!(&error, Error::Decode(error) if error.is_html()), "{error}");
    assert_eq!(server.lines(), [SERVED, "GET /home"]);
}

#[tokio::test]
async fn a_path_that_refuses_a_call_is_the_one_that_is_known() {
    let server = Server::start(|request| match request.target.contains('?') {
        true => Response::json(400, r#"{"success":false,"error":"invalid-room"}"#),
        false => Response::json(404, "404 Not Found"),
    })
    .await;
    let client = client(&server);
    for _ in 0..2 {
        assert_eq!(client.list_pages_visited("r1").await.unwrap_err().status(), Some(400));
    }
    assert_eq!(server.lines(), [SERVED, DOCUMENTED, DOCUMENTED]);
}

#[tokio::test]
async fn a_server_with_neither_path_gets_a_hint() {
    for (status, body) in [(404, "404 Not Found"), (200, APPLICATION)] {
        let server = Server::answering(status, body).await;
        let error = client(&server).list_pages_visited("r1").await.unwrap_err();
        assert_eq!(server.lines(), [SERVED, DOCUMENTED]);
        assert!(error.to_string().contains("{roomId}"), "it is the first route's error: {error}");
        assert!(error.to_string().contains("the server knows no such path"), "{error}");
    }
}

#[tokio::test]
async fn the_documented_form_can_be_pinned() {
    let server = Server::answering(404, "404 Not Found").await;
    let client = builder(&server).documented_routes().build().unwrap();
    client.send(ListPagesVisited::new("r1").count(5)).await.unwrap_err();
    client.get_visitor("t").await.unwrap_err();
    assert_eq!(
        server.lines(),
        ["GET /api/v1/livechat/visitors.pagesVisited?count=5&roomId=r1", "GET /api/v1/livechat/visitor/t"]
    );
}
