//! Starting, going back to the start, stopping.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use livechat_mock::LivechatMock;
use livechat_sdk::visitors::GetVisitor;
use wiremock::{Mock, ResponseTemplate, matchers::any};

use super::{TOKEN, address, failure, words};
use crate::raw::{Raw, request};

const VISITOR: &str = "/api/v1/livechat/visitor/iNKE8a6k6cjbqWhWd";

/// More than enough to use up a task's share of time, which wiremock's own drop does not survive.
const MANY: usize = 300;

/// What one server of wiremock's takes, with some to spare.
const FILES_PER_MOCK: usize = 6;

/// How many mocks can be alive at a time, next to the tests that run meanwhile.
fn as_many_as_fit() -> usize {
    // Elsewhere than on Linux the usual limit, 256, is what there is.
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let files =
        limits.lines().find_map(|line| line.strip_prefix("Max open files")?.split_whitespace().next()?.parse().ok());
    let most = (files.unwrap_or(256_usize) / 2) / FILES_PER_MOCK;
    if most < MANY {
        println!("only {most} mocks in place of {MANY}: the process may not open more files");
    }
    most.min(MANY)
}

#[tokio::test]
async fn many_mocks_start_and_drop_in_one_task_without_a_pause() {
    for _ in 0..MANY {
        drop(LivechatMock::start().await);
    }
}

#[tokio::test]
async fn many_mocks_are_kept_and_dropped_together() {
    let mut kept = Vec::new();
    for _ in 0..as_many_as_fit() {
        kept.push(LivechatMock::start().await);
    }
    for mock in [&kept[0], &kept[kept.len() - 1]] {
        assert_eq!(Raw::connect(address(mock)).await.ask(request("GET", VISITOR)).await.status, 200);
    }
    drop(kept);
}

#[tokio::test]
async fn nothing_of_a_dropped_mock_is_kept() {
    let held = Arc::new(());
    let mock = LivechatMock::start().await;
    let (in_answer, in_condition) = (held.clone(), held.clone());
    mock.on::<GetVisitor>()
        .when(move |_| Arc::strong_count(&in_condition) > 0)
        .respond_with(move |_: &wiremock::Request| {
            ResponseTemplate::new(200 + u16::from(Arc::strong_count(&in_answer) > 0))
        })
        .mount()
        .await;
    assert_eq!(Raw::connect(address(&mock)).await.ask(request("GET", VISITOR)).await.status, 201);
    drop(mock);
    // wiremock keeps the server, to use it again.
    assert_eq!(Arc::strong_count(&held), 1);
}

#[tokio::test]
async fn expectations_hold_also_after_many_drops() {
    for _ in 0..MANY {
        drop(LivechatMock::start().await);
    }
    let mock = LivechatMock::start().await;
    mock.on::<GetVisitor>().respond_with(ResponseTemplate::new(200)).expect(1).mount().await;
    let panic = catch_unwind(AssertUnwindSafe(|| drop(mock))).unwrap_err();
    assert!(words(&*panic).contains("expected 1 request, handled 0"), "{}", words(&*panic));

    let mock = LivechatMock::start().await;
    Mock::given(any())
        .respond_with(ResponseTemplate::new(200))
        .expect(1)
        .named("mine")
        .mount(mock.wiremock().await)
        .await;
    let panic = catch_unwind(AssertUnwindSafe(|| drop(mock))).unwrap_err();
    assert!(words(&*panic).contains("mine"), "{}", words(&*panic));
}

#[test]
fn a_mock_can_be_dropped_outside_of_a_runtime() {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mocks = runtime().block_on(async {
        let (met, unmet) = (LivechatMock::start().await, LivechatMock::start().await);
        unmet.on::<GetVisitor>().respond_with(ResponseTemplate::new(200)).expect(1).mount().await;
        (met, unmet)
    });
    drop(mocks.0);
    let panic = catch_unwind(AssertUnwindSafe(|| drop(mocks.1))).unwrap_err();
    assert!(words(&*panic).contains("expected 1 request"), "{}", words(&*panic));
}

#[tokio::test]
async fn a_test_that_fails_otherwise_shows_its_own_failure() {
    let failure = failure(async {
        let mock = LivechatMock::start().await;
        let _guard = mock.on::<GetVisitor>().respond_with(ResponseTemplate::new(200)).expect(1).mount_as_scoped().await;
        assert_eq!(1 + 1, 3, "arithmetic");
        drop(mock);
    });
    assert!(failure.await.contains("arithmetic"));
}

#[tokio::test]
async fn a_server_that_is_used_again_knows_nothing_of_the_mock_before() {
    let before = LivechatMock::start().await;
    before.on::<GetVisitor>().respond_with(ResponseTemplate::new(418)).mount().await;
    drop(before);
    let after = LivechatMock::start().await;
    assert_eq!(after.received::<GetVisitor>(), []);
    assert!(after.client().get_visitor(TOKEN).await.is_ok());
}

#[tokio::test]
async fn reset_goes_back_to_the_start() {
    let mock = LivechatMock::start().await;
    let client = mock.client();
    mock.on::<GetVisitor>().respond_with(ResponseTemplate::new(500)).expect(7).mount().await;
    Mock::given(any()).respond_with(ResponseTemplate::new(500)).expect(7).mount(mock.wiremock().await).await;
    assert_eq!(client.get_visitor(TOKEN).await.unwrap_err().status(), Some(500));
    mock.reset().await;
    assert_eq!(mock.received::<GetVisitor>(), []);
    assert!(client.get_visitor(TOKEN).await.is_ok());
    assert_eq!(mock.received::<GetVisitor>().len(), 1);
}

#[test]
fn a_mock_can_be_shared_between_threads() {
    fn shared<T: Send + Sync + std::fmt::Debug>() {}
    shared::<LivechatMock>();
    shared::<livechat_mock::LivechatMockBuilder>();
    shared::<livechat_mock::On<'_, GetVisitor>>();
    shared::<livechat_mock::Override<'_>>();
    shared::<livechat_mock::OverrideGuard>();
    shared::<livechat_mock::Decoded<GetVisitor>>();
}
