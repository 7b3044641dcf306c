//! Matchers and responders on a wiremock server that a test has already.

use std::sync::{Arc, Mutex};

use livechat_mock::{Clock, Engine, Fault, ServerVersion, World, matchers, responders};
use livechat_sdk::{
    Client, RetryPolicy,
    departments::ListDepartments,
    visitors::{GetVisitor, RegisterVisitor},
};
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::any};

use super::TOKEN;

fn client(server: &MockServer) -> Client {
    Client::builder(server.uri()).retry(RetryPolicy::none()).build().unwrap()
}

#[tokio::test]
async fn an_operation_is_matched_by_its_arguments() {
    let server = MockServer::start().await;
    let ann = matchers::operation::<RegisterVisitor>().and_request(|request| request.name.as_deref() == Some("Ann"));
    assert!(format!("{ann:?}").contains("/api/v1/livechat/visitor"));
    Mock::given(ann).respond_with(ResponseTemplate::new(418)).expect(1).mount(&server).await;
    let example = responders::example::<RegisterVisitor>().unwrap();
    Mock::given(matchers::operation::<RegisterVisitor>()).respond_with(example).mount(&server).await;
    let client = client(&server);
    let refused = client.register_visitor(RegisterVisitor::new(TOKEN).name("Ann")).await.unwrap_err();
    assert_eq!(refused.status(), Some(418));
    assert_eq!(
        client.register_visitor(RegisterVisitor::new(TOKEN)).await.unwrap().username.as_deref(),
        Some("guest-7")
    );
    assert_eq!(client.get_visitor(TOKEN).await.unwrap_err().status(), Some(404));
    // wiremock's server dates what no engine responded to.
    let raw = client.send_raw(RegisterVisitor::new(TOKEN)).await.unwrap();
    assert!(raw.headers["date"].to_str().unwrap().ends_with(" GMT"), "{:?}", raw.headers["date"]);
}

#[tokio::test]
async fn arguments_are_those_of_a_version() {
    let server = MockServer::start().await;
    let old = matchers::operation::<ListDepartments>().server_version(ServerVersion::V7_0);
    Mock::given(old).respond_with(ResponseTemplate::new(418)).mount(&server).await;
    let staff = client(&server).with_credentials("u", "t");
    assert_eq!(staff.send(ListDepartments::new()).await.unwrap_err().status(), Some(418));
}

#[tokio::test]
async fn a_world_responds_and_the_test_sees_it() {
    let server = MockServer::start().await;
    let engine = Arc::new(Mutex::new(Engine::stateful(World::documented())));
    let responder = responders::engine(engine.clone(), Clock::system());
    assert!(format!("{responder:?}").contains("clock"));
    Mock::given(any()).respond_with(responder).mount(&server).await;
    client(&server).register_visitor(RegisterVisitor::new("ann")).await.unwrap();
    assert!(engine.lock().unwrap().world().unwrap().visitor_by_token("ann").is_some());

    engine.lock().unwrap().add_fault(Fault::lose_response().on::<GetVisitor>().once());
    assert_eq!(client(&server).get_visitor("ann").await.unwrap_err().status(), Some(502));
    assert!(client(&server).get_visitor("ann").await.is_ok());
}
