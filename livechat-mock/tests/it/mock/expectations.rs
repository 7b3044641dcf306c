//! What a test reads when something that it expected did not happen.

use livechat_mock::{LivechatMock, ServerError};
use livechat_sdk::visitors::{GetVisitor, GetVisitorInfo, RegisterVisitor};

use super::{TOKEN, address, failure};
use crate::raw::{Raw, post};

fn rejection() -> ServerError {
    ServerError::named("invalid-token")
}

#[tokio::test]
async fn what_happens_as_expected_is_no_failure() {
    let mock = LivechatMock::start().await;
    mock.on::<GetVisitor>().respond_error(rejection()).expect(2).mount().await;
    mock.on::<RegisterVisitor>().respond_error(rejection()).expect(0).mount().await;
    mock.on::<GetVisitorInfo>().respond_error(rejection()).expect(..3).mount().await;
    for _ in 0..2 {
        mock.client().get_visitor(TOKEN).await.unwrap_err();
    }
    mock.verify().await;
}

#[tokio::test]
async fn too_few_and_too_many_fail_the_test_when_the_mock_is_dropped() {
    let failure = failure(async {
        let mock = LivechatMock::start().await;
        mock.on::<GetVisitor>().respond_error(rejection()).expect(1).mount().await;
        mock.on::<RegisterVisitor>().respond_error(rejection()).expect(1..).named("registers").mount().await;
        mock.on::<GetVisitorInfo>().respond_error(rejection()).expect(..).mount().await;
        for _ in 0..2 {
            mock.client().get_visitor(TOKEN).await.unwrap_err();
        }
    })
    .await;
    let file = file!();
    assert!(failure.contains("\n- GET /api/v1/livechat/visitor/{token}, of "), "{failure}");
    assert!(failure.contains(file), "{failure}");
    assert!(failure.contains(": expected 1 request, handled 2"), "{failure}");
    assert!(failure.contains("\n- registers, POST /api/v1/livechat/visitor, of "), "{failure}");
    assert!(failure.contains(": expected at least 1 request, handled 0"), "{failure}");
    let came = "the requests that came, in order:\n  GET /api/v1/livechat/visitor/{token} → 400\n  GET /api/v1/livechat/visitor/{token} → 400";
    assert!(failure.ends_with(came), "{failure}");
    assert_eq!(failure.lines().count(), 6, "{failure}");
    assert!(!failure.contains(TOKEN), "{failure}");
}

#[tokio::test]
async fn the_failure_tells_what_came_close() {
    let failure = failure(async {
        let mock = LivechatMock::start().await;
        mock.on::<RegisterVisitor>()
            .when(|request| request.name.is_some())
            .respond_error(rejection())
            .expect(1)
            .mount()
            .await;
        mock.client().register_visitor(RegisterVisitor::new("s3cret")).await.unwrap();
        let unwrapped = r#"{"token":"s3cret"}"#;
        Raw::connect(address(&mock)).await.ask(post("/api/v1/livechat/visitor", unwrapped)).await;
        mock.verify().await;
    })
    .await;
    assert!(
        failure.contains("handled 0; 1 did not meet its conditions; 1 got the error response of the server"),
        "{failure}"
    );
    assert!(failure.contains("the last with 400"), "{failure}");
    let unmet = format!("\n    {}:", file!());
    assert!(failure.contains(&unmet), "the condition: {failure}");
    let request = " did not hold for RegisterVisitor { token: VisitorToken([redacted]) }\n";
    assert!(failure.contains(request), "{failure}");
    assert!(failure.contains("POST /api/v1/livechat/visitor → 400: "), "the hint is there: {failure}");
    assert!(!failure.contains("s3cret"), "{failure}");
}

#[tokio::test]
async fn the_condition_that_was_not_met_is_named() {
    let failure = failure(async {
        let mock = LivechatMock::start().await;
        mock.on::<RegisterVisitor>()
            .when(|request| request.token.expose() == "t")
            .when(|request| request.name.as_deref() == Some("Bob"))
            .respond_error(rejection())
            .mount()
            .await;
        for number in 0..5 {
            mock.client().register_visitor(RegisterVisitor::new("t").name(format!("Ann {number}"))).await.unwrap();
        }
        mock.received_one::<GetVisitor>();
    })
    .await;
    let (_, close) = failure.split_once("\noverrides that came close:\n- POST /api/v1/livechat/visitor, of ").unwrap();
    let lines: Vec<_> = close.lines().collect();
    assert_eq!(lines.len(), 4, "the last three: {failure}");
    assert!(
        lines[0].ends_with("expected any number of requests, handled 0; 5 did not meet its conditions"),
        "{failure}"
    );
    for (line, number) in lines[1..].iter().zip(2..) {
        let name = format!(
            "did not hold for RegisterVisitor {{ token: VisitorToken([redacted]), name: Some(\"Ann {number}\") }}"
        );
        assert!(line.starts_with(&format!("    {}:", file!())) && line.ends_with(&name), "{line}");
    }
}

#[tokio::test]
async fn a_guard_fails_the_test_where_it_is_dropped() {
    let failure = failure(async {
        let mock = LivechatMock::start().await;
        let guard = mock.on::<GetVisitor>().respond_error(rejection()).expect(1).mount_as_scoped().await;
        drop(guard);
        mock.client().get_visitor(TOKEN).await.unwrap();
        unreachable!("the guard should have failed");
    })
    .await;
    assert!(failure.contains("expected 1 request, handled 0"), "{failure}");
}

#[tokio::test]
async fn an_ended_scope_is_not_looked_at_again() {
    let mock = LivechatMock::start().await;
    let guard = mock.on::<GetVisitor>().respond_error(rejection()).expect(1).mount_as_scoped().await;
    mock.client().get_visitor(TOKEN).await.unwrap_err();
    drop(guard);
    mock.client().get_visitor(TOKEN).await.unwrap();
    mock.verify().await;
}
