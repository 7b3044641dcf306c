//! What a test sees.

use std::time::Duration;

use livechat_mock::{Fault, LivechatMock, ServerError, World};
use livechat_sdk::{
    Client, Error, RetryPolicy,
    model::{PageInfo, Visitor},
    visitors::{GetVisitor, GetVisitorResponse, RecordPageVisit},
};
use wiremock::{Mock, ResponseTemplate, matchers::any};

use super::TOKEN;

async fn start() -> LivechatMock {
    LivechatMock::builder().stateful(World::documented()).start().await
}

#[track_caller]
fn is_interrupted(error: &Error) -> bool {
    matches!(error, Error::Transport(error) if error.is_interrupted())
}

#[tokio::test]
async fn a_lost_answer_is_lost_and_what_was_written_is_written() {
    let mock = start().await;
    mock.fault(Fault::lose_response().on::<RecordPageVisit>().once());
    let visit = || RecordPageVisit::new(TOKEN, PageInfo::new("Prices", "https://example.com/prices"));
    assert!(is_interrupted(&mock.client().record_page_visit(visit()).await.unwrap_err()));
    let written = || mock.with_world(|world| world.roomless_page_visits(TOKEN).count());
    assert_eq!(written(), 1);
    assert!(mock.client().record_page_visit(visit()).await.is_ok());
    assert_eq!(written(), 2);
    assert_eq!(mock.received::<RecordPageVisit>().len(), 2);
}

#[tokio::test]
async fn a_client_that_tries_again_finds_the_mock_as_before() {
    let mock = start().await;
    mock.fault(Fault::reset().times(2));
    let patient = RetryPolicy::default().base_delay(Duration::from_millis(1));
    let client = Client::builder(mock.uri()).retry(patient).build().unwrap();
    assert!(client.get_visitor(TOKEN).await.is_ok());
    assert_eq!(mock.received::<GetVisitor>().len(), 3);
}

#[tokio::test]
async fn answers_are_delayed_and_refused() {
    let mock = start().await;
    mock.fault(Fault::fail(ServerError::plain("on purpose")).once());
    mock.fault(Fault::delay(Duration::from_millis(5)).once());
    mock.fault(Fault::delay(Duration::from_secs(3600)));
    assert_eq!(mock.client().get_visitor(TOKEN).await.unwrap_err().status(), Some(400));
    assert!(mock.client().get_visitor(TOKEN).await.is_ok());
    let hasty = Client::builder(mock.uri()).retry(RetryPolicy::none()).timeout(Duration::from_millis(30));
    let error = hasty.build().unwrap().get_visitor(TOKEN).await.unwrap_err();
    assert!(matches!(&error, Error::Transport(error) if error.is_timeout()), "{error:?}");
    mock.clear_faults();
    assert!(mock.client().get_visitor(TOKEN).await.is_ok());
}

#[tokio::test]
async fn what_others_answer_meets_no_fault() {
    let mock = start().await;
    mock.fault(Fault::reset().times(1));
    let ann = Visitor::new("5f9a1c2e7b3d4a0006c1e9aa").name("Ann");
    let guard = mock.on::<GetVisitor>().respond(GetVisitorResponse::new(ann)).expect(1).mount_as_scoped().await;
    assert_eq!(mock.client().get_visitor(TOKEN).await.unwrap().name.as_deref(), Some("Ann"));
    drop(guard);
    Mock::given(any()).respond_with(ResponseTemplate::new(418)).up_to_n_times(1).mount(mock.wiremock().await).await;
    assert_eq!(mock.client().get_visitor(TOKEN).await.unwrap_err().status(), Some(418));
    assert!(is_interrupted(&mock.client().get_visitor(TOKEN).await.unwrap_err()));
    assert!(mock.client().get_visitor(TOKEN).await.is_ok());
}

#[tokio::test]
async fn reset_removes_faults() {
    let mock = start().await;
    mock.fault(Fault::reset());
    assert!(mock.client().get_visitor(TOKEN).await.is_err());
    mock.reset().await;
    assert!(mock.client().get_visitor(TOKEN).await.is_ok());
}

#[tokio::test]
async fn a_body_dribbles_and_a_connection_is_reset() {
    let mock = start().await;
    mock.fault(Fault::dribble(64, Duration::ZERO).once());
    assert!(mock.client().get_visitor(TOKEN).await.is_ok());
    mock.fault(Fault::reset().once());
    assert!(is_interrupted(&mock.client().get_visitor(TOKEN).await.unwrap_err()));
    assert_eq!(mock.with_engine(|engine| engine.faults().len()), 0);
}
