//! Answers that are not what they should be.

use livechat_sdk::{
    Client, DeprecationKind, Endpoint, Error, ErrorCode, Version,
    canned_responses::DeleteCannedResponse,
    livechat::ReceiveSms,
    model::CustomFieldValue,
    visitors::{GetVisitorInfo, ListChatHistory, PageVisit, RecordPageVisit, RegisterVisitor},
};

use crate::support::{Response, Server, TOKEN, VISITOR, builder, client, shown};

const PAGE: &[u8] = b"<!DOCTYPE html><title>Welcome</title>";

async fn error_of(response: fn() -> Response) -> Error {
    let server = Server::start(move |_| response()).await;
    client(&server).get_visitor(TOKEN).await.unwrap_err()
}

#[tokio::test]
async fn a_success_that_cannot_be_read_says_what_came() {
    for (response, says) in [
        ((|| Response::with(200, "content-type: text/html\r\n", PAGE)) as fn() -> Response, "a web page"),
        (|| Response::with(200, "", b""), "empty"),
        (|| Response::with(204, "", b""), "empty"),
        (|| Response::with(200, "", b"{\"visitor\":{\"_id\":\"v"), "ends in the middle"),
        (|| Response::with(200, "", b"{\"visitor\":{\"_id\":\"\xff\xfe\"}}"), "not UTF-8"),
        (|| Response::with(200, "", b"not json"), "not JSON"),
        (|| Response::with(200, "", br#"{"visitor":{"_id":7},"success":true}"#), "`visitor._id`"),
        (|| Response::with(200, "", b"[]"), "`.`"),
        (|| Response::with(200, "", &[b"[".repeat(100_000), b"]".repeat(100_000)].concat()), "of the body"),
    ] {
        let error = error_of(response).await;
        assert!(matches!(error, Error::Decode(_)), "{error}");
        assert!(error.to_string().contains(says), "{says}: {error}");
        assert!(!error.is_retryable());
    }
}

#[tokio::test]
async fn half_a_body_is_a_broken_connection() {
    let half = || Response::Close(b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"visitor\":".to_vec());
    let error = error_of(half).await;
    assert!(matches!(&error, Error::Transport(error) if error.is_interrupted()), "{error}");
    assert!(error.to_string().contains("127.0.0.1:"), "it says where: {error}");
}

#[tokio::test]
async fn ten_gigabytes_are_not_read() {
    let announced =
        || Response::Repeat(b"HTTP/1.1 200 OK\r\ncontent-length: 10000000000\r\n\r\n".to_vec(), vec![b' '; 1 << 16]);
    let endless = || {
        let chunk = [b"10000\r\n".to_vec(), vec![b' '; 1 << 16], b"\r\n".to_vec()].concat();
        Response::Repeat(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_vec(), chunk)
    };
    // What is announced is not waited for.
    let slow = || Response::Stall(b"HTTP/1.1 200 OK\r\ncontent-length: 10000000000\r\n\r\n".to_vec());
    for response in [announced as fn() -> Response, endless, slow] {
        let server = Server::start(move |_| response()).await;
        let client = builder(&server).max_body_size(1 << 20).build().unwrap();
        let error = client.get_visitor(TOKEN).await.unwrap_err();
        assert!(matches!(&error, Error::Transport(error) if error.is_too_large()), "{error}");
        assert!(error.to_string().contains("1048576 bytes"), "{error}");
    }
}

#[tokio::test]
async fn the_limit_is_the_largest_size_that_is_read() {
    let server = Server::answering(200, VISITOR).await;
    let limit = |bytes| builder(&server).max_body_size(bytes).build().unwrap();
    limit(VISITOR.len()).get_visitor(TOKEN).await.unwrap();
    let error = limit(VISITOR.len() - 1).get_visitor(TOKEN).await.unwrap_err();
    assert!(matches!(error, Error::Transport(error) if error.is_too_large()));
}

#[tokio::test]
async fn a_body_in_many_chunks_is_put_together() {
    let server = Server::start(|_| {
        let chunks: String = VISITOR
            .as_bytes()
            .chunks(7)
            .map(|part| format!("{:x}\r\n{}\r\n", part.len(), std::str::from_utf8(part).unwrap()))
            .collect();
        Response::Send(format!("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n{chunks}0\r\n\r\n").into_bytes())
    })
    .await;
    assert_eq!(client(&server).get_visitor(TOKEN).await.unwrap().id, "v1");
}

#[tokio::test]
async fn an_error_response_is_one_whatever_the_status() {
    for (status, body, code) in [
        (200, r#"{"success":false,"error":"invalid-token"}"#, Some("invalid-token")),
        (200, r#"{"status":"error","message":"no"}"#, Some("no")),
        (200, r#"{"success":false}"#, None),
        (400, r#"{"success":false,"error":"[invalid-token]","errorType":"invalid-token"}"#, Some("invalid-token")),
        (500, r#"{"success":false,"error":"Internal server error"}"#, Some("Internal server error")),
    ] {
        let server = Server::answering(status, body).await;
        let error = client(&server).send(GetVisitorInfo::new("v1")).await.unwrap_err();
        assert!(matches!(error, Error::Api(_)), "{error}");
        assert_eq!(error.status(), Some(status));
        assert_eq!(error.code().map(ErrorCode::as_str), code);
    }
}

#[tokio::test]
async fn a_success_without_a_visitor_is_an_unknown_token() {
    let server = Server::answering(200, r#"{"success":true}"#).await;
    let error = client(&server).get_visitor(TOKEN).await.unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::InvalidToken));
}

#[tokio::test]
async fn a_visit_that_is_not_stored_is_none() {
    let server = Server::answering(200, r#"{"success":true}"#).await;
    let page = livechat_sdk::model::PageInfo::new("Test", "https://example.com");
    let stored: Option<PageVisit> = client(&server).record_page_visit(RecordPageVisit::new(TOKEN, page)).await.unwrap();
    assert_eq!(stored, None);
}

#[tokio::test]
async fn a_page_from_a_proxy_gets_a_hint() {
    for status in [403, 404, 500] {
        let server = Server::start(move |_| Response::with(status, "", PAGE)).await;
        let error = client(&server).get_visitor(TOKEN).await.unwrap_err();
        assert_eq!(error.status(), Some(status));
        assert!(error.to_string().contains("is the base URL right"), "{error}");
        assert!(!error.to_string().contains("Welcome"), "{error}");
    }
}

#[tokio::test]
async fn a_call_without_a_login_says_how_to_get_one() {
    let rejected = r#"{"status":"error","message":"You must be logged in to do this."}"#;
    let server = Server::answering(401, rejected).await;
    let nobody = client(&server);
    let error = nobody.get_visitor_info("v1").await.unwrap_err();
    assert!(error.is_unauthorized());
    assert!(error.to_string().contains("`Client::log_in`"), "{error}");
    let error = nobody.with_credentials("u", "t").get_visitor_info("v1").await.unwrap_err();
    assert!(error.to_string().contains("the login is over"), "{error}");
    let error = nobody.log_in("u", "wrong").await.unwrap_err();
    assert!(!error.to_string().contains("log_in"), "{error}");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Server::answering(200, VISITOR).await;
    let target = elsewhere.url();
    for status in [301, 302, 303, 307, 308] {
        let location = format!("location: {target}/login/s3cret?next=s3cret\r\n");
        let server = Server::start(move |_| Response::with(status, &location, b"")).await;
        let client = builder(&server).credentials("u", "auth-s3cret").build().unwrap();
        let error = client.get_visitor("s3cret").await.unwrap_err();
        assert!(matches!(&error, Error::Transport(error) if error.is_redirect()), "{error}");
        assert_eq!(error.status(), Some(status));
        assert!(error.to_string().contains(&target), "{error}");
        assert!(!shown(&error).contains("s3cret"), "{error:?}");
    }
    assert!(elsewhere.received().is_empty());
}

#[tokio::test]
async fn a_redirect_that_leads_nowhere_is_an_error_too() {
    for location in ["", "location: /other?s3cret\r\n", "location: http://[\r\n", "location: \u{e9}\r\n"] {
        let server = Server::start(move |_| Response::with(302, location, b"")).await;
        let error = client(&server).get_visitor(TOKEN).await.unwrap_err();
        assert!(matches!(&error, Error::Transport(error) if error.is_redirect()), "{error}");
        assert!(!error.to_string().contains("s3cret"));
    }
    let server = Server::start(|_| Response::with(302, "location: https://u:s3cret@other.example/x\r\n", b"")).await;
    let error = client(&server).get_visitor(TOKEN).await.unwrap_err();
    assert!(error.to_string().contains("https://other.example"), "{error}");
    assert!(!shown(&error).contains("s3cret"));
}

#[tokio::test]
async fn the_raw_answer_has_status_headers_and_rate_limit() {
    let server = Server::start(|_| {
        let headers = "x-ratelimit-limit: 10\r\nx-ratelimit-remaining: 9\r\nx-ratelimit-reset: 1000\r\nx-other: 1\r\n";
        Response::with(200, headers, VISITOR.as_bytes())
    })
    .await;
    let client: Client = client(&server);
    let response = client.send_raw(livechat_sdk::visitors::GetVisitor::new(TOKEN)).await.unwrap();
    assert_eq!(response.status, 200);
    assert_eq!(response.headers["x-other"], "1");
    let limit = response.rate_limit.unwrap();
    assert_eq!((limit.limit, limit.remaining, limit.resets_at.as_millis()), (10, 9, 1000));
    let raw: serde_json::Value = serde_json::from_slice(response.bytes()).unwrap();
    assert_eq!(raw["visitor"]["token"], TOKEN);
    assert!(!format!("{response:?}").contains(TOKEN), "{response:?}");
    assert_eq!(response.body.visitor.unwrap().id, "v1");
}

#[tokio::test]
async fn what_cannot_be_read_is_left_out_unless_decoding_is_strict() {
    let body =
        r#"{"history":[{"_id":"r1","t":"l","ts":"2019-12-09T20:30:32.058Z","topic":7},{"_id":"r2","t":"l","ts":1}]}"#;
    let server = Server::answering(200, body).await;
    let request = || ListChatHistory::new("r", "v");
    let response = client(&server).send_raw(request()).await.unwrap();
    assert_eq!(response.body.history.len(), 2);
    assert_eq!(response.omitted().iter().map(|omission| &*omission.pointer).collect::<Vec<_>>(), ["/history/0/topic"]);
    assert_eq!(client(&server).send(request()).await.unwrap().history.len(), 2);
    let strict = builder(&server).strict_decoding(true).build().unwrap();
    let error = strict.send(request()).await.unwrap_err();
    assert!(error.to_string().contains("at `history[0].topic`"), "{error}");
}

#[tokio::test]
async fn what_the_server_did_not_take_is_told_and_an_error_if_decoding_is_strict() {
    let body = r#"{"visitor":{"_id":"v","livechatData":{"address":"Here"}},"success":true}"#;
    let server = Server::answering(200, body).await;
    let fields = ["address", "colour", "size"].map(|key| CustomFieldValue::new(key, "Here"));
    let request = || RegisterVisitor::new(TOKEN).custom_fields(fields.clone());
    let response = client(&server).send_raw(request()).await.unwrap();
    let pointers: Vec<_> = response.ignored().iter().map(|ignored| &*ignored.pointer).collect();
    assert_eq!(pointers, ["/visitor/customFields/1", "/visitor/customFields/2"]);
    assert_eq!(client(&server).send(request()).await.unwrap().visitor.id, "v");

    let strict = builder(&server).strict_decoding(true).build().unwrap();
    let error = strict.send(request()).await.unwrap_err();
    let text = "POST /api/v1/livechat/visitor: the server carried it out, but did not take `/visitor/customFields/1`: the \
                custom field `colour` is not stored: is it defined for visitors?, and 1 more";
    assert_eq!(error.to_string(), text);
    assert_eq!((error.status(), error.attempts(), error.is_retryable()), (Some(200), 1, false));
    assert_eq!((error.operation(), error.error_type()), (RegisterVisitor::META.operation(), "ignored".into()));
    let taken = RegisterVisitor::new(TOKEN).custom_fields(fields.into_iter().take(1));
    strict.send(taken).await.unwrap();
}

#[tokio::test]
async fn a_deprecated_call_says_so() {
    let headers = "x-deprecation-type: endpoint-deprecation\r\nx-deprecation-version: 8.0.0\r\n";
    let server = Server::start(move |_| Response::with(200, headers, b"{\"success\":true}")).await;
    let response = client(&server).send_raw(DeleteCannedResponse::new("r")).await.unwrap();
    let deprecation = response.deprecation().unwrap();
    assert_eq!(deprecation.kind, DeprecationKind::Endpoint);
    assert_eq!((deprecation.message, deprecation.removed_in), (None, Some(Version::new(8, 0, 0))));
    let server = Server::answering(200, "{\"success\":true}").await;
    let response = client(&server).send_raw(DeleteCannedResponse::new("r")).await.unwrap();
    assert_eq!(response.deprecation(), None);
}

#[tokio::test]
async fn a_text_is_answered_as_it_stands() {
    for text in ["<Response></Response>", "", "\"quoted\"", "7"] {
        let server = Server::answering(200, text).await;
        let response = client(&server).send(ReceiveSms::twilio("5551", "5552", "Hello")).await.unwrap();
        assert_eq!(response.text, text);
        assert_eq!(server.lines(), ["POST /api/v1/livechat/sms-incoming/twilio"]);
        assert_eq!(server.received()[0].body, r#"{"Body":"Hello","From":"5551","To":"5552"}"#);
    }
    let server = Server::answering(200, r#"{"success":false,"error":"no"}"#).await;
    let error = client(&server).send(ReceiveSms::twilio("5551", "5552", "Hello")).await.unwrap_err();
    assert!(matches!(&error, Error::Api(error) if error.message() == Some("no")), "{error}");
}
