//! Answers that a test chooses.

use std::time::{Duration, Instant};

use livechat_mock::{LivechatMock, ServerError};
use livechat_sdk::{
    ErrorCode,
    model::Visitor,
    visitors::{GetVisitor, GetVisitorInfo, GetVisitorResponse, RegisterVisitor},
};
use wiremock::{Mock, ResponseTemplate, matchers::path_regex};

use super::{TOKEN, address};
use crate::raw::{Raw, post, request};

fn named(name: &str) -> GetVisitorResponse {
    GetVisitorResponse::new(Visitor::new("5f9a1c2e7b3d4a0006c1e9aa").name(name))
}

async fn name_of(mock: &LivechatMock, token: &str) -> String {
    mock.client().get_visitor(token).await.unwrap().name.unwrap_or_default()
}

#[tokio::test]
async fn a_typed_answer_is_sent_as_the_server_sends_its_own() {
    let mock = LivechatMock::start().await;
    mock.on::<GetVisitor>().respond(named("Ann")).expect(1).mount().await;
    let answer = Raw::connect(address(&mock)).await.ask(request("GET", "/api/v1/livechat/visitor/t")).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, Some("application/json")));
    assert_eq!((answer.header("cache-control"), answer.header("pragma")), (Some("no-store"), Some("no-cache")));
    assert_eq!(
        answer.json(),
        serde_json::json!({"visitor": {"_id": "5f9a1c2e7b3d4a0006c1e9aa", "name": "Ann"}, "success": true})
    );
}

#[tokio::test]
async fn an_error_response_is_sent_as_the_server_sends_its_own() {
    let mock = LivechatMock::start().await;
    let error = ServerError::reason("Token cannot be empty", "error-invalid-token").hint("choose one");
    mock.on::<RegisterVisitor>().respond_error(error).mount().await;
    mock.on::<GetVisitor>().respond_error(ServerError::too_many_requests(42)).mount().await;
    let rejected = mock.client().register_visitor(RegisterVisitor::new(TOKEN)).await.unwrap_err();
    assert_eq!((rejected.status(), rejected.code()), (Some(400), Some(&ErrorCode::BlankToken)));
    let limited = mock.client().get_visitor(TOKEN).await.unwrap_err();
    assert!(limited.is_rate_limited());
    assert_eq!(limited.retry_after(), Some(Duration::from_secs(42)));

    let body = r#"{"visitor":{"token":"t"}}"#;
    let answer = Raw::connect(address(&mock)).await.ask(post("/api/v1/livechat/visitor", body)).await;
    assert_eq!((answer.header("content-type"), answer.hint()), (Some("application/json"), "choose one"));
}

#[tokio::test]
async fn anything_that_wiremock_can_answer_will_do() {
    let mock = LivechatMock::start().await;
    let sorry = ResponseTemplate::new(502).set_body_string("<html>");
    mock.on::<GetVisitor>().respond_with(sorry).mount().await;
    mock.on::<RegisterVisitor>()
        .respond_with(|request: &wiremock::Request| ResponseTemplate::new(200).set_body_bytes(request.body.clone()))
        .mount()
        .await;
    assert_eq!(mock.client().get_visitor(TOKEN).await.unwrap_err().status(), Some(502));
    let body = r#"{"visitor":{"token":"t"}}"#;
    let answer = Raw::connect(address(&mock)).await.ask(post("/api/v1/livechat/visitor", body)).await;
    assert_eq!(answer.body, body.as_bytes());
}

#[tokio::test]
async fn conditions_see_the_decoded_request_and_must_all_hold() {
    let mock = LivechatMock::start().await;
    mock.on::<GetVisitor>()
        .when(|request| request.token.expose().starts_with('a'))
        .when(|request| request.token.expose().ends_with("ä/?"))
        .respond(named("Ann"))
        .mount()
        .await;
    assert_eq!(name_of(&mock, "a + ä/?").await, "Ann");
    assert_eq!(name_of(&mock, "a").await, "Livechat Visitor");
    assert_eq!(name_of(&mock, "ä/?").await, "Livechat Visitor");
}

#[tokio::test]
async fn the_first_that_fits_answers_until_it_is_used_up() {
    let mock = LivechatMock::start().await;
    mock.on::<GetVisitor>().respond(named("first")).up_to_n_times(2).expect(2).mount().await;
    mock.on::<GetVisitor>().respond(named("second")).up_to_n_times(1).expect(1).mount().await;
    let mut names = Vec::new();
    for _ in 0..4 {
        names.push(name_of(&mock, TOKEN).await);
    }
    assert_eq!(names, ["first", "first", "second", "Livechat Visitor"]);
}

#[tokio::test]
async fn what_the_server_would_refuse_is_refused() {
    let mock = LivechatMock::start().await;
    let answer = ResponseTemplate::new(200).set_body_json(serde_json::json!({"visitor": {"_id": "x"}}));
    mock.on::<GetVisitorInfo>().respond_with(answer).expect(1).mount().await;
    mock.on::<RegisterVisitor>().respond_with(ResponseTemplate::new(200)).expect(0).mount().await;
    assert!(mock.client().get_visitor_info("sGtcfEYz852uguxaS").await.unwrap_err().is_unauthorized());
    assert_eq!(mock.staff().get_visitor_info("sGtcfEYz852uguxaS").await.unwrap().id.as_str(), "x");
    let answer = Raw::connect(address(&mock)).await.ask(post("/api/v1/livechat/visitor", r#"{"token":"t"}"#)).await;
    assert_eq!(answer.status, 400);
    assert!(answer.hint().contains("visitor"), "{}", answer.hint());
}

#[tokio::test]
async fn mocks_of_the_tests_own_come_first() {
    let mock = LivechatMock::start().await;
    mock.on::<GetVisitor>().respond(named("override")).expect(1).mount().await;
    Mock::given(path_regex("/visitor/mine$"))
        .respond_with(ResponseTemplate::new(418))
        .with_priority(254)
        .expect(1)
        .mount(mock.wiremock().await)
        .await;
    assert_eq!(mock.client().get_visitor("mine").await.unwrap_err().status(), Some(418));
    assert_eq!(name_of(&mock, "yours").await, "override");
    mock.verify().await;
}

#[tokio::test]
async fn a_delay_holds_up_its_own_answer_and_no_other() {
    let mock = LivechatMock::start().await;
    let client = mock.client();
    let delay = Duration::from_millis(20);
    let long = Duration::from_secs(24 * 60 * 60);
    mock.on::<GetVisitor>().respond(named("late")).delay(delay).up_to_n_times(1).mount().await;
    mock.on::<GetVisitor>()
        .when(|request| request.token.expose() == "never")
        .respond(named(""))
        .delay(long)
        .mount()
        .await;
    let began = Instant::now();
    assert_eq!(name_of(&mock, TOKEN).await, "late");
    assert!(began.elapsed() >= delay);
    tokio::select! {
        biased;
        _ = client.get_visitor("never") => panic!("it was not held back"),
        name = name_of(&mock, TOKEN) => assert_eq!(name, "Livechat Visitor"),
    }
}

#[tokio::test]
async fn a_scoped_override_ends_with_its_guard() {
    let mock = LivechatMock::start().await;
    mock.on::<GetVisitor>().when(|request| request.token.expose() == "b").respond(named("b")).mount().await;
    let guard = mock.on::<GetVisitor>().respond(named("scoped")).expect(2).mount_as_scoped().await;
    assert_eq!(name_of(&mock, "a").await, "scoped");
    assert_eq!(name_of(&mock, "b").await, "b");
    assert_eq!(guard.handled(), 1);
    assert_eq!(name_of(&mock, "a").await, "scoped");
    drop(guard);
    assert_eq!(name_of(&mock, "a").await, "Livechat Visitor");
    assert_eq!(name_of(&mock, "b").await, "b");
}

#[tokio::test]
async fn a_test_can_wait_until_something_happened_elsewhere() {
    let mock = LivechatMock::start().await;
    let client = mock.client();
    let guard = mock.on::<GetVisitor>().respond(named("x")).expect(2..).mount_as_scoped().await;
    let elsewhere = tokio::spawn(async move {
        for _ in 0..2 {
            client.get_visitor(TOKEN).await.unwrap();
        }
    });
    guard.wait_until_satisfied().await;
    assert_eq!(guard.handled(), 2);
    guard.wait_until_satisfied().await;
    elsewhere.await.unwrap();
}

#[tokio::test]
async fn code_of_the_test_may_use_the_mock() {
    let mock = std::sync::Arc::new(LivechatMock::start().await);
    let inner = std::sync::Arc::downgrade(&mock);
    mock.on::<GetVisitor>()
        .respond_with(move |_: &wiremock::Request| {
            let mock = inner.upgrade().unwrap();
            // Both lock what the mock answers with.
            let _ = mock.on::<RegisterVisitor>().respond_error(ServerError::plain("x"));
            ResponseTemplate::new(200).set_body_json(named(&mock.uri()))
        })
        .mount()
        .await;
    assert_eq!(name_of(&mock, TOKEN).await, mock.uri());
}
