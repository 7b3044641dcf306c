//! What came in, and how it is taken.

use livechat_mock::{LivechatMock, ServerError};
use livechat_sdk::{
    FilePart,
    files::UploadFile,
    visitors::{GetVisitor, GetVisitorInfo, ListPagesVisited, RegisterVisitor},
};
use wiremock::{Mock, ResponseTemplate, matchers::path};

use super::{TOKEN, address, failure};
use crate::raw::{Raw, post, request};

#[tokio::test]
async fn received_requests_are_decoded_and_in_order() {
    let mock = LivechatMock::start().await;
    let client = mock.client();
    for name in ["Ann", "Bob"] {
        client.register_visitor(RegisterVisitor::new(TOKEN).name(name)).await.unwrap();
    }
    client.get_visitor("a + ä/?").await.unwrap();
    let registered = mock.received::<RegisterVisitor>();
    let names: Vec<_> = registered.iter().flatten().map(|received| received.request.name.as_deref()).collect();
    assert_eq!(names, [Some("Ann"), Some("Bob")]);
    assert!(registered.iter().flatten().all(|received| received.user_id.is_none()));
    assert_eq!(mock.received_one::<GetVisitor>().request, GetVisitor::new("a + ä/?"));
    assert!(!format!("{registered:?}").contains(TOKEN));
}

#[tokio::test]
async fn an_upload_is_decoded_with_its_fields_and_its_token() {
    let mock = LivechatMock::start().await;
    let upload = UploadFile::new("vp3D9H8ud6HYvRpvq", TOKEN).description("Our order");
    let file = FilePart::bytes("order.txt", "text/plain", "Two of each.");
    mock.client().upload(upload.clone(), file).await.unwrap();
    let received = mock.received_one::<UploadFile>();
    assert_eq!(received.request, upload);
    assert_eq!(received.request.token.expose(), TOKEN);
}

#[tokio::test]
async fn a_login_says_who_sent_it() {
    let mock = LivechatMock::start().await;
    let staff = mock.client_as("agent");
    staff.get_visitor_info("sGtcfEYz852uguxaS").await.unwrap();
    let received = mock.received_one::<GetVisitorInfo>();
    assert_eq!(received.user_id.as_ref(), staff.user_id());
    assert!(received.user_id.is_some());
}

#[tokio::test]
async fn both_routes_of_an_operation_count() {
    let mock = LivechatMock::start().await;
    let mut raw = Raw::connect(address(&mock)).await;
    for target in ["/api/v1/livechat/visitors.pagesVisited/r", "/api/v1/livechat/visitors.pagesVisited?roomId=r"] {
        let login = "x-user-id: u\r\nx-auth-token: t\r\n\r\n";
        let request = request("GET", target).replace("\r\n\r\n", &format!("\r\n{login}"));
        assert_eq!(raw.ask(request).await.status, 200);
    }
    let received = mock.received::<ListPagesVisited>();
    assert_eq!(received.len(), 2);
    assert!(received.into_iter().all(|received| received.unwrap().request == ListPagesVisited::new("r")));
}

#[tokio::test]
async fn what_is_not_as_documented_is_refused() {
    let mock = LivechatMock::start().await;
    let mut raw = Raw::connect(address(&mock)).await;
    for (wrong, status, words) in [
        (post("/api/v1/livechat/visitor", "{}"), 400, "Missing key 'visitor'"),
        (post("/api/v1/livechat/visitor", r#"{"visitor":{"token":5}}"#), 400, "Expected string, got number"),
        (post("/api/v1/livechat/page.visited", "{}"), 400, "must have required property 'token'"),
        (request("GET", "/api/v1/livechat/visitors.info?visitorId=x"), 401, "You must be logged in"),
        (request("GET", "/api/v1/livechat/nothing"), 404, "404 Not Found"),
        (request("DELETE", "/api/v1/livechat/visitor"), 404, "404 Not Found"),
    ] {
        let answer = raw.ask(&wrong).await;
        let body = String::from_utf8_lossy(&answer.body);
        assert!(answer.status == status && body.contains(words), "{wrong}: {answer:?}");
    }
}

#[tokio::test]
async fn a_request_that_cannot_be_read_is_received_as_the_error_that_it_got() {
    let mock = LivechatMock::start().await;
    let mut raw = Raw::connect(address(&mock)).await;
    for wrong in ["{", "{}", r#"{"visitor":{"token":5}}"#] {
        assert_eq!(raw.ask(post("/api/v1/livechat/visitor", wrong)).await.status, 400);
    }
    raw.ask(request("DELETE", "/api/v1/livechat/visitor")).await;
    mock.client().register_visitor(RegisterVisitor::new(TOKEN)).await.unwrap();
    let received = mock.received::<RegisterVisitor>();
    let errors: Vec<_> = received.iter().map(|received| received.as_ref().err().map(ServerError::status)).collect();
    assert_eq!(errors, [Some(400), Some(400), Some(400), None]);
    let failure = failure(async {
        let mock = LivechatMock::start().await;
        Raw::connect(address(&mock)).await.ask(post("/api/v1/livechat/visitor", "{}")).await;
        mock.received_one::<RegisterVisitor>()
    });
    let expected = "the request of POST /api/v1/livechat/visitor was refused with 400 (";
    let failure = failure.await;
    assert!(failure.starts_with(expected), "{failure}");
}

#[tokio::test]
async fn percent_encoding_stays_as_it_was_sent() {
    let mock = LivechatMock::start().await;
    let mut raw = Raw::connect(address(&mock)).await;
    for (segment, token) in [
        ("a%2Fb", "a/b"),
        ("a%2fb", "a/b"),
        ("%3F%23%25", "?#%"),
        ("a+b", "a+b"),
        ("%E6%97%A5", "日"),
        ("a;b=c,d@e", "a;b=c,d@e"),
        ("...", "..."),
        ("%252e%252e", "%2e%2e"),
    ] {
        assert_eq!(
            raw.ask(request("GET", &format!("/api/v1/livechat/visitor/{segment}"))).await.status,
            200,
            "{segment}"
        );
        let received = mock.received::<GetVisitor>();
        assert_eq!(received.last().unwrap().as_ref().unwrap().request, GetVisitor::new(token));
    }
}

#[tokio::test]
async fn what_came_is_said_where_something_else_was_expected() {
    let mock = LivechatMock::start().await;
    mock.client().register_visitor(RegisterVisitor::new(TOKEN).name("Ann")).await.unwrap();
    assert_eq!(mock.received_one::<RegisterVisitor>().request.name.as_deref(), Some("Ann"));
    mock.assert_received::<RegisterVisitor>(|request| request.token.expose() == TOKEN);
    let none = failure(async move { mock.received_one::<GetVisitor>() }).await;
    assert!(none.starts_with("one request of GET /api/v1/livechat/visitor/{token} was expected, 0 came"), "{none}");
    assert!(none.ends_with("in order:\n  POST /api/v1/livechat/visitor → 200"), "{none}");
    let other = failure(async {
        let mock = LivechatMock::start().await;
        mock.assert_received::<GetVisitor>(|_| true);
    });
    assert!(other.await.ends_with("is as expected, of 0\nno request came"));
    let unlike = failure(async {
        let mock = LivechatMock::start().await;
        mock.client().register_visitor(RegisterVisitor::new(TOKEN).name("Ann")).await.unwrap();
        mock.assert_received::<RegisterVisitor>(|request| request.name.as_deref() == Some("Bob"));
    });
    let unlike = unlike.await;
    let came =
        "of 1\n- RegisterVisitor { token: VisitorToken([redacted]), name: Some(\"Ann\") }\nthe requests that came";
    assert!(unlike.contains(came), "{unlike}");
}

#[tokio::test]
async fn no_other_requests_may_be_expected() {
    let failure = failure(async {
        let mock = LivechatMock::start().await;
        mock.expect_no_other_requests();
        mock.on::<GetVisitor>().respond_error(ServerError::named("invalid-token")).mount().await;
        Mock::given(path("/teapot")).respond_with(ResponseTemplate::new(418)).mount(mock.wiremock().await).await;
        let client = mock.client();
        client.get_visitor(TOKEN).await.unwrap_err();
        assert_eq!(Raw::connect(address(&mock)).await.ask(request("GET", "/teapot")).await.status, 418);
        client.register_visitor(RegisterVisitor::new(TOKEN)).await.unwrap();
        mock.received_one::<RegisterVisitor>();
        mock.verify().await;
        Raw::connect(address(&mock)).await.ask(request("GET", "/api/v1/livechat/config")).await;
        Raw::connect(address(&mock)).await.ask(request("GET", "/secret")).await;
    })
    .await;
    let expected =
        "requests came that the test does not expect:\n- GET /api/v1/livechat/config → 200\n- GET (no operation) → ";
    assert!(failure.starts_with(expected), "{failure}");

    let mock = LivechatMock::start().await;
    mock.expect_no_other_requests();
    mock.reset().await;
    mock.client().get_visitor(TOKEN).await.unwrap();
}
