//! Clients that log in by themselves.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use livechat_sdk::{Client, Error, RetryPolicy, authentication::LogIn, rooms::ListRooms};

use crate::support::{Response, Server, TOKEN, TestClock, VISITOR, builder, client, shown};

/// A server whose logins have a number, of which one works: that of the highest number, at least this one.
async fn server(working: &Arc<AtomicU32>) -> Server {
    let (mut logins, working) = (0, Arc::clone(working));
    Server::start(move |request| {
        if request.target == "/api/v1/login" {
            logins += 1;
            let login = format!(r#"{{"status":"success","data":{{"userId":"u","authToken":"s3cret-{logins}"}}}}"#);
            return Response::json(200, &login);
        }
        if request.target.contains("/visitor/") {
            return Response::json(200, VISITOR);
        }
        let token = request.header("x-auth-token").unwrap_or_default();
        if token == format!("s3cret-{}", working.load(Ordering::Relaxed)) {
            return Response::json(200, r#"{"rooms":[],"success":true}"#);
        }
        Response::json(401, &format!(r#"{{"status":"error","message":"You must be logged in, {token}"}}"#))
    })
    .await
}

fn bot(server: &Server) -> Client {
    client(server).with_provider(LogIn::new("bot", "pa55word"))
}

fn logins(server: &Server) -> usize {
    server.lines().iter().filter(|line| line.ends_with("/login")).count()
}

#[tokio::test]
async fn a_call_whose_login_has_ended_is_made_again_with_another() {
    let working = Arc::new(AtomicU32::new(1));
    let server = server(&working).await;
    let bot = bot(&server);
    assert_eq!(bot.user_id(), None);
    for _ in 0..2 {
        bot.send(ListRooms::new()).await.unwrap();
    }
    assert_eq!((logins(&server), server.received().len()), (1, 3));
    working.store(2, Ordering::Relaxed);
    bot.send(ListRooms::new()).await.unwrap();
    // Others share the login.
    bot.clone().with_timeout(Duration::from_secs(9)).send(ListRooms::new()).await.unwrap();
    assert_eq!((logins(&server), server.received().len()), (2, 3 + 3 + 1));
}

#[tokio::test]
async fn many_calls_wait_for_one_login() {
    let working = Arc::new(AtomicU32::new(1));
    let server = server(&working).await;
    let bot = bot(&server);
    let calls =
        async || tokio::join!(bot.send(ListRooms::new()), bot.send(ListRooms::new()), bot.send(ListRooms::new()));
    let (one, two, three) = calls().await;
    one.and(two).and(three).unwrap();
    assert_eq!(logins(&server), 1);
    working.store(2, Ordering::Relaxed);
    let (one, two, three) = calls().await;
    one.and(two).and(three).unwrap();
    assert_eq!(logins(&server), 2);
}

#[tokio::test]
async fn a_new_login_that_does_not_work_either_is_an_error() {
    let server = server(&Arc::new(AtomicU32::new(9))).await;
    let error = bot(&server).send(ListRooms::new()).await.unwrap_err();
    assert!(error.is_unauthorized() && !shown(&error).contains("s3cret"), "{error:?}");
    assert_eq!((logins(&server), server.received().len()), (2, 4));
    assert_eq!(error.attempts(), 2, "its logins are calls of their own");
}

#[tokio::test]
async fn without_a_login_there_is_no_call() {
    let server = Server::answering(401, r#"{"status":"error","message":"Unauthorized"}"#).await;
    let error = bot(&server).send(ListRooms::new()).await.unwrap_err();
    assert!(error.operation().to_string().ends_with("/login"), "{error}");
    assert_eq!(server.received().len(), 1);
    let blank = client(&server).with_provider(Blank);
    assert!(matches!(blank.send(ListRooms::new()).await.unwrap_err(), Error::Request(_)));
}

/// Gives what no header can carry.
struct Blank;

impl livechat_sdk::CredentialsProvider for Blank {
    fn log_in(
        &self,
        _: Client,
    ) -> std::pin::Pin<Box<dyn Future<Output = Result<(livechat_sdk::UserId, livechat_sdk::AuthToken), Error>> + Send>>
    {
        Box::pin(async { Ok(("u".into(), " ".into())) })
    }
}

#[tokio::test]
async fn what_needs_no_login_is_sent_without_one() {
    let server = server(&Arc::new(AtomicU32::new(1))).await;
    let bot = builder(&server).build().unwrap().with_provider(LogIn::new("bot", "pa55word"));
    bot.get_visitor(TOKEN).await.unwrap();
    bot.send(ListRooms::new()).await.unwrap();
    bot.get_visitor(TOKEN).await.unwrap();
    assert_eq!(logins(&server), 1);
    assert_eq!(server.received()[3].header("x-auth-token"), None);
    assert!(!format!("{bot:?}").contains("pa55word"));
}

const LOGGED_IN: (u16, &str) = (200, r#"{"status":"success","data":{"userId":"u","authToken":"s3cret"}}"#);
const NOT_LOGGED_IN: (u16, &str) = (401, r#"{"status":"error","message":"You must be logged in to do this."}"#);

#[tokio::test]
async fn another_error_says_nothing_of_the_login() {
    let server = Server::in_turn(&[LOGGED_IN, (403, r#"{"success":false,"error":"error-not-allowed"}"#)]).await;
    let error = bot(&server).send(ListRooms::new()).await.unwrap_err();
    assert_eq!((error.status(), logins(&server), server.received().len()), (Some(403), 1, 2));
}

#[tokio::test]
async fn a_response_that_cannot_be_read_took_what_came_before_another_login_too() {
    let server =
        Server::in_turn(&[LOGGED_IN, (503, ""), (503, ""), NOT_LOGGED_IN, LOGGED_IN, (503, ""), (200, "")]).await;
    let patient = RetryPolicy::default().jitter(0.0);
    let client = builder(&server).retry(patient).clock(TestClock::new()).build().unwrap();
    let error = client.with_provider(LogIn::new("bot", "pa55word")).send(ListRooms::new()).await.unwrap_err();
    assert!(matches!(error, Error::Decode(_)), "{error}");
    assert_eq!((error.attempts(), error.elapsed()), (3 + 2, Duration::from_millis(200 + 400 + 200)));
}

#[tokio::test]
async fn a_login_is_ended_at_the_server() {
    let server = Server::answering(200, r#"{"status":"success","data":{"message":"You've been logged out!"}}"#).await;
    client(&server).with_credentials("u", "s3cret").log_out().await.unwrap();
    assert_eq!(server.lines(), ["POST /api/v1/logout"]);
    assert_eq!(server.received()[0].header("x-auth-token"), Some("s3cret"));
}
