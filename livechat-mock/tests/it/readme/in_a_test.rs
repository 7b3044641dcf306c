use livechat_mock::LivechatMock;
use livechat_sdk::visitors::RegisterVisitor;

#[tokio::test]
async fn visitors_are_registered_and_looked_up() -> Result<(), livechat_sdk::Error> {
    let mock = LivechatMock::start().await;
    let client = mock.client();

    let visitor = client.get_visitor("iNKE8a6k6cjbqWhWd").await?;
    assert_eq!(visitor.username.as_deref(), Some("guest-7"));

    client.register_visitor(RegisterVisitor::new("iNKE8a6k6cjbqWhWd").name("Ann")).await?;
    let registered = mock.received_one::<RegisterVisitor>();
    assert_eq!(registered.request.name.as_deref(), Some("Ann"));

    // What staff do needs a login, here as on a server. In replay mode any login will do.
    assert!(client.get_visitor_info(&visitor.id).await.unwrap_err().is_unauthorized());
    mock.staff().get_visitor_info(&visitor.id).await?;
    Ok(())
}
