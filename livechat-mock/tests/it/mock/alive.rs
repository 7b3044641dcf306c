//! One mock does all at once: realtime, faults, overrides, whatever runtime a test has.

use std::{
    net::TcpStream,
    process::Command,
    sync::{Arc, Mutex, mpsc},
    time::Duration,
};

use livechat_mock::{Account, BuiltInAgent, ControlAccess, Fault, LivechatMock, ServerError, World};
use livechat_sdk::{
    ChatEvent, Error, ErrorCode,
    authentication::{LogIn, LogOut},
    messages::SendMessage,
    rooms::{OpenRoom, SurveyAnswer},
    visitors::{GetVisitor, RegisterVisitor},
};
use wiremock::{Mock, ResponseTemplate, matchers::path_regex};

use super::{TOKEN, address, failure};
use crate::raw::{Raw, request};

#[tokio::test]
async fn an_agent_answers_live_while_a_call_fails() {
    let world = World::documented();
    let mock = LivechatMock::builder().stateful(world).agent(BuiltInAgent::echo()).start().await;
    mock.on::<SendMessage>()
        .when(|message| message.text == "refused")
        .respond_error(ServerError::named("message-length-exceeds-character-limit"))
        .expect(1)
        .mount()
        .await;
    let mut visitor = mock.client().visitor("token-of-ann");
    visitor.register(|visitor| visitor.name("Ann")).await.unwrap();
    let chat = visitor.open_chat().await.unwrap();
    let mut events = chat.events();
    assert!(chat.send("refused").await.unwrap_err().code().is_some());
    chat.send("Hello").await.unwrap();
    let answer = async {
        while let Some(event) = events.next().await {
            match event.unwrap() {
                ChatEvent::Polling => panic!("there are WebSockets"),
                ChatEvent::MessageNew(message) if message.token.is_none() && message.text.contains("Hello") => return,
                _ => {}
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(30), answer).await.unwrap();
    assert_eq!(mock.received::<SendMessage>().len(), 2);
    // A socket is spoilt like anything else.
    mock.fault(Fault::drop_socket().once());
    chat.send("Are you there?").await.unwrap();
    while !matches!(events.next().await.unwrap().unwrap(), ChatEvent::ConnectionLost) {}
}

#[tokio::test(start_paused = true)]
async fn a_bot_whose_login_has_ended_logs_in_again_for_its_events() {
    let mut world = World::empty();
    world.add_user(Account::new("bot", "its password").role("livechat-agent").role("bot"));
    let mock = LivechatMock::builder().stateful(world).start().await;
    let bot = mock.client().with_provider(LogIn::new("bot", "its password"));
    let mut events = bot.my_events();
    while events.next().await.unwrap().unwrap() != ChatEvent::Connected {}
    let mut ann = mock.client().visitor("token-of-ann");
    ann.register(|visitor| visitor.name("Ann")).await.unwrap();
    let chat = ann.open_chat().await.unwrap();
    let mut told = async |text: &str| loop {
        match events.next().await.unwrap().unwrap() {
            ChatEvent::MessageNew(message) if message.text == text => return,
            _ => {}
        }
    };
    for (logins, text) in [(1, "one"), (2, "two"), (3, "three")] {
        chat.send(text).await.unwrap();
        told(text).await;
        assert_eq!(mock.received::<LogIn>().len(), logins);
        // The socket breaks, and what it was opened with is worth nothing any more.
        mock.fault(Fault::drop_socket().on_frame("changed").once());
        chat.send("lost").await.unwrap();
        bot.send(LogOut::new()).await.unwrap();
        told("lost").await;
    }
}

#[tokio::test(start_paused = true)]
async fn a_chat_whose_room_is_closed_takes_what_a_closed_room_does() {
    let mut world = World::empty();
    world.add_user(Account::new("dora", "her password").role("livechat-agent"));
    let mock = LivechatMock::builder().stateful(world).start().await;
    let mut ann = mock.client().visitor("token-of-ann");
    ann.register(|visitor| visitor.name("Ann").email("ann@example.com")).await.unwrap();
    let room = ann.open_chat().await.unwrap().id().clone();
    ann.chat(&room).send("Thank you").await.unwrap();
    ann.chat(&room).close().await.unwrap();

    let chat = ann.chat(&room);
    assert_eq!(chat.token(), ann.token());
    assert_eq!(chat.rate([SurveyAnswer::new("satisfaction", "5")]).await.unwrap()["satisfaction"], "5");
    chat.send_transcript("ann@example.com").await.unwrap();
    let mut texts = Vec::new();
    let mut history = chat.history();
    while let Some(message) = history.next().await {
        texts.push(message.unwrap().text);
    }
    assert!(texts.contains(&"Thank you".to_owned()), "{texts:?}");
    assert_eq!(chat.send("One more thing").await.unwrap_err().code(), Some(&ErrorCode::RoomClosed));
    assert_eq!(mock.received::<OpenRoom>().len(), 1, "a chat takes no call");
    assert_eq!(ann.resume_chat(&room).await.unwrap_err().code(), Some(&ErrorCode::InvalidRoom));
}

#[test]
fn a_mock_outlives_the_runtime_that_started_it() {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mock = runtime().block_on(async {
        let mock = LivechatMock::start().await;
        mock.client().get_visitor(TOKEN).await.unwrap();
        mock
    });
    let uri = mock.uri();
    runtime().block_on(async { livechat_sdk::Client::new(uri).unwrap().get_visitor(TOKEN).await.unwrap() });
}

#[test]
fn a_proxy_of_the_environment_is_not_asked() {
    // In a process of its own, for the environment is the process's.
    let test = "mock::requests::received_requests_are_decoded_and_in_order";
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test])
        .envs(["http_proxy", "HTTP_PROXY", "ALL_PROXY"].map(|name| (name, "http://127.0.0.1:9")))
        .env_remove("no_proxy")
        .env_remove("NO_PROXY")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

#[tokio::test]
async fn nobody_responds_where_a_mock_was() {
    // Many, for the threads that serve them may be late.
    for _ in 0..50 {
        let mock = LivechatMock::start().await;
        let address = address(&mock);
        let mut kept = Raw::connect(address).await;
        kept.ask(request("GET", "/api/v1/livechat/config")).await;
        drop(mock);
        assert!(TcpStream::connect(address).is_err());
        kept.send(request("GET", "/api/v1/livechat/config")).await;
        assert_eq!(kept.rest().await, b"");
    }
}

#[tokio::test]
async fn a_condition_that_panics_fails_the_test() {
    let failure = failure(async {
        let mock = LivechatMock::start().await;
        mock.on::<GetVisitor>()
            .when(|request| panic!("a visitor with {} characters", request.token.expose().len()))
            .respond_error(ServerError::named("invalid-token"))
            .mount()
            .await;
        assert_eq!(mock.client().get_visitor("abc").await.unwrap_err().status(), Some(500));
    })
    .await;
    assert_eq!(failure, "a visitor with 3 characters");
}

#[tokio::test]
async fn a_condition_may_use_the_mock_and_wait() {
    let mock = Arc::new(LivechatMock::builder().stateful(World::documented()).start().await);
    let (go, wait) = mpsc::channel();
    let (inside, wait) = (Arc::downgrade(&mock), Mutex::new(wait));
    mock.on::<RegisterVisitor>()
        .when(move |_| {
            wait.lock().unwrap().recv().unwrap();
            inside.upgrade().unwrap().with_world(|world| world.visitors().count()) > 0
        })
        .respond_error(ServerError::named("invalid-token"))
        .mount()
        .await;
    let waiting = tokio::spawn({
        let client = mock.client();
        async move { client.register_visitor(RegisterVisitor::new("ann")).await }
    });
    // Others are served meanwhile.
    for _ in 0..3 {
        mock.client().get_visitor(TOKEN).await.unwrap();
    }
    go.send(()).unwrap();
    let error = waiting.await.unwrap().unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::InvalidToken));
}

#[tokio::test]
async fn not_found_by_a_mock_of_wiremock_is_its_response() {
    let mock = LivechatMock::start().await;
    let mine = Mock::given(path_regex("/visitor/mine$")).respond_with(ResponseTemplate::new(404)).expect(1);
    mine.mount(mock.wiremock().await).await;
    assert_eq!(mock.client().get_visitor("mine").await.unwrap_err().status(), Some(404));
    assert!(mock.client().get_visitor(TOKEN).await.is_ok());
    assert_eq!(mock.received::<GetVisitor>().len(), 2);
}

#[tokio::test]
async fn any_response_of_http_will_do() {
    let mock = LivechatMock::start().await;
    let gone = http::Response::builder().status(410).header("x-proxy", "yes").body("<html>").unwrap();
    mock.on::<GetVisitor>().respond_http(gone).mount().await;
    let answer = Raw::connect(address(&mock)).await.ask(request("GET", "/api/v1/livechat/visitor/t")).await;
    assert_eq!((answer.status, answer.header("x-proxy"), answer.body.as_slice()), (410, Some("yes"), &b"<html>"[..]));
}

#[tokio::test]
async fn control_routes_are_there_if_asked_for() {
    for control in [None, Some(ControlAccess::loopback())] {
        let is_there = control.is_some();
        let builder = LivechatMock::builder().stateful(World::documented());
        let mock = match control {
            Some(access) => builder.control(access).start().await,
            None => builder.start().await,
        };
        let answer = Raw::connect(address(&mock)).await.ask(request("GET", "/__livechat-mock/")).await;
        // Without them, it is a path as any other, where servers show their web application.
        assert_eq!(answer.header("content-type") == Some("application/json"), is_there);
    }
}

#[tokio::test]
async fn an_error_says_what_was_probably_meant() {
    let mock = LivechatMock::builder().stateful(World::empty()).start().await;
    let mut visitor = mock.client().visitor("token-of-ann");
    visitor.register(|visitor| visitor).await.unwrap();
    let Err(Error::Api(error)) = visitor.open_chat().await else { panic!("nobody is there") };
    assert_eq!(error.code(), Some(&ErrorCode::from("no-agent-online")));
    assert!(error.hint().unwrap().starts_with("this world has no agent: add one"), "{error:?}");
    assert!(format!("{error:?}").contains("BuiltInAgent::echo()"), "{error:?}");
    mock.with_world(|world| world.add_user(Account::new("bob", "password").role("livechat-agent")));
    let _ = visitor.open_chat().await.unwrap();

    let refused = mock.client().get_visitor("unknown").await.unwrap_err();
    assert!(!format!("{refused:?}").contains("unknown"), "{refused:?}");
}
