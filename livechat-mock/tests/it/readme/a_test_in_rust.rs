use livechat_mock::{LivechatMock, ServerError, World};
use livechat_sdk::{ErrorCode, visitors::RegisterVisitor};

#[tokio::test]
async fn visitors_register_until_the_server_refuses() {
    // A server of its own for each test, ready in less than a millisecond.
    let mock = LivechatMock::builder().stateful(World::documented()).start().await;
    let client = mock.client(); // in process; any other client takes `mock.uri()`

    client.register_visitor(RegisterVisitor::new("a-new-token").name("Ann")).await.unwrap();
    assert_eq!(client.get_visitor("a-new-token").await.unwrap().name.as_deref(), Some("Ann"));

    mock.on::<RegisterVisitor>().respond_error(ServerError::named("invalid-token")).expect(1).mount().await;
    let error = client.register_visitor(RegisterVisitor::new("blocked")).await.unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::InvalidToken));
}
