//! Operations whose path is not the same at every server.

use livechat_sdk::visitors::ListPagesVisited;

use crate::support::{Response, Server, builder, client};

const PAGES: &str = r#"{"pages":[],"count":0,"offset":0,"total":0,"success":true}"#;
const SERVED: &str = "GET /api/v1/livechat/visitors.pagesVisited/r1";
const DOCUMENTED: &str = "GET /api/v1/livechat/visitors.pagesVisited?roomId=r1";

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
async fn a_server_with_neither_path_gets_a_hint() {
    let server = Server::answering(404, "404 Not Found").await;
    let error = client(&server).list_pages_visited("r1").await.unwrap_err();
    assert_eq!(server.lines(), [SERVED, DOCUMENTED]);
    assert!(error.to_string().contains("{roomId}"), "it is the first route's error: {error}");
    assert!(error.to_string().contains("the server knows no such path"), "{error}");
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
