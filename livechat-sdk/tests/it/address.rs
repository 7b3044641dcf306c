//! Base URLs, and what a client is.

use livechat_sdk::{BuildError, Client, Error, Items, Pages, visitors::ListChatHistory};

use crate::support::{Server, TOKEN, VISITOR, builder, shown};

#[tokio::test]
async fn a_prefix_and_a_slash_at_the_end_are_kept_apart_from_the_path() {
    for suffix in ["", "/", "/chat", "/chat/", "/a/b//"] {
        let server = Server::answering(200, VISITOR).await;
        let client = Client::new(format!("{}{suffix}", server.url())).unwrap();
        client.get_visitor("t").await.unwrap();
        let prefix = suffix.trim_end_matches('/');
        assert_eq!(server.lines(), [format!("GET {prefix}/api/v1/livechat/visitor/t")]);
    }
}

#[test]
fn a_wrong_base_url_fails_before_anything_is_sent() {
    for url in ["", "localhost:3000", "ftp://h", "http://u:p@h", "http://h?a", "http://h#a", "http://h/api/v1"] {
        let error = Client::new(url).unwrap_err();
        assert!(!error.to_string().is_empty());
    }
    assert!(matches!(Client::new("localhost:3000"), Err(BuildError::NoScheme { .. })));
}

#[cfg(not(any(feature = "rustls", feature = "rustls-no-provider", feature = "native-tls")))]
#[test]
fn https_without_tls_says_which_feature_is_missing() {
    let error = Client::new("https://chat.example.com").unwrap_err();
    assert!(matches!(error, BuildError::NoTls), "{error}");
    assert!(error.to_string().contains("`rustls`"), "{error}");
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
#[test]
fn https_works() {
    assert!(Client::new("https://chat.example.com").is_ok());
}

#[test]
fn a_client_can_go_to_any_thread() {
    fn any_thread<T: Send + Sync + 'static>() {}
    fn send<T: Send + 'static>(_: &T) {}
    any_thread::<Client>();
    any_thread::<Error>();
    any_thread::<BuildError>();
    send(&|pages: Pages<ListChatHistory>, items: Items<ListChatHistory>| (pages, items));
    let client = Client::new("http://localhost:3000").unwrap();
    let borrowed = client.clone();
    send(&async move { borrowed.get_visitor("t").await.map(drop) });
    send(&client.pages(ListChatHistory::new("r", "v")));
    send(&client.items(ListChatHistory::new("r", "v")));
}

#[tokio::test]
async fn the_login_goes_along_with_every_call() {
    let server = Server::answering(200, VISITOR).await;
    let nobody = builder(&server).user_agent("my-app/2").build().unwrap();
    let agent = nobody.with_credentials("rbAXPnMktTFbNpwtJ", "RScctEHSmLGZGywfIhWyRpyofhKOiMoUIpimhvheU3f");
    nobody.get_visitor(TOKEN).await.unwrap();
    agent.get_visitor(TOKEN).await.unwrap();
    let received = server.received();
    assert_eq!(received[0].header("x-user-id"), None);
    assert_eq!(received[0].header("x-auth-token"), None);
    assert_eq!(received[0].header("user-agent"), Some("my-app/2"));
    assert_eq!(received[1].header("x-user-id"), Some("rbAXPnMktTFbNpwtJ"));
    assert_eq!(received[1].header("x-auth-token"), Some("RScctEHSmLGZGywfIhWyRpyofhKOiMoUIpimhvheU3f"));
    assert_eq!(nobody.user_id(), None);
    assert_eq!(agent.user_id().unwrap(), &"rbAXPnMktTFbNpwtJ");
}

#[tokio::test]
async fn default_headers_go_along_with_every_call() {
    let server = Server::answering(200, VISITOR).await;
    let mut headers = http::HeaderMap::new();
    headers.insert("x-forwarded-for", "203.0.113.7".parse().unwrap());
    headers.insert("user-agent", "theirs".parse().unwrap());
    headers.insert("x-user-id", "theirs".parse().unwrap());
    let with = |builder: livechat_sdk::ClientBuilder| builder.default_headers(headers.clone());
    with(builder(&server)).build().unwrap().get_visitor(TOKEN).await.unwrap();
    let ours = with(builder(&server)).user_agent("ours").credentials("ours", "token").build().unwrap();
    ours.get_visitor(TOKEN).await.unwrap();
    let received = server.received();
    for (request, whose) in received.iter().zip(["theirs", "ours"]) {
        assert_eq!(request.header("x-forwarded-for"), Some("203.0.113.7"));
        assert_eq!((request.header("user-agent"), request.header("x-user-id")), (Some(whose), Some(whose)));
    }
}

#[tokio::test]
async fn a_client_of_ones_own_keeps_its_user_agent() {
    let server = Server::answering(200, VISITOR).await;
    let theirs = || reqwest::Client::builder().no_proxy().user_agent("theirs/1").build().unwrap();
    builder(&server).http_client(theirs()).build().unwrap().get_visitor(TOKEN).await.unwrap();
    builder(&server).http_client(theirs()).user_agent("ours/2").build().unwrap().get_visitor(TOKEN).await.unwrap();
    let received = server.received();
    let user_agents: Vec<_> = received.iter().map(|request| request.header("user-agent").unwrap()).collect();
    assert_eq!(user_agents, ["theirs/1", "ours/2"]);
}

#[tokio::test]
async fn logging_in_makes_a_new_client() {
    let server = Server::start(|request| {
        let login = r#"{"status":"success","data":{"userId":"u1","authToken":"a1","me":{"_id":"u1"}}}"#;
        crate::support::Response::json(200, if request.target == "/api/v1/login" { login } else { VISITOR })
    })
    .await;
    let other = builder(&server).credentials("u0", "a0").build().unwrap();
    let agent = other.log_in("agent", "pa55").await.unwrap();
    agent.get_visitor_info("v1").await.unwrap();
    let received = server.received();
    assert_eq!(received[0].body, r#"{"user":"agent","password":"pa55"}"#);
    assert_eq!(received[0].header("content-type"), Some("application/json"));
    assert_eq!(received[0].header("x-auth-token"), None, "a login is nobody's");
    assert_eq!(received[1].header("x-auth-token"), Some("a1"));
    assert_eq!(received[1].target, "/api/v1/livechat/visitors.info?visitorId=v1");
    assert_eq!(other.user_id().unwrap(), &"u0");
}

#[tokio::test]
async fn a_login_that_no_header_can_carry_fails_where_it_is_used() {
    let server = Server::answering(200, VISITOR).await;
    for (id, token) in [("u", "s3cret\r\nx: y"), ("", "s3cret"), ("u\u{e9}", "s3cret"), ("u", "")] {
        let error = builder(&server).credentials(id, token).build().unwrap_err();
        assert!(matches!(error, BuildError::Header { .. }));
        assert!(!shown(&error).contains("s3cret"));
        let client = builder(&server).build().unwrap().with_credentials(id, token);
        let error = client.get_visitor(TOKEN).await.unwrap_err();
        assert!(matches!(error, Error::Request(_)), "{error}");
        assert!(!shown(&error).contains("s3cret"));
    }
    assert!(server.received().is_empty());
}
