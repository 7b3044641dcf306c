//! Clients in process, and clients over HTTP, where a test has paused its clock.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use livechat_mock::{BuiltInAgent, Fault, LivechatMock, ServerError, World};
use livechat_sdk::{
    ChatEvent, Client, Error, ErrorCode, FilePart, RetryPolicy,
    files::UploadFile,
    model::{Trigger, TriggerAction},
    triggers::{CallExternalService, TestExternalService},
    visitors::{GetVisitor, RegisterVisitor},
};
use tokio::time::Instant;
use wiremock::{Mock, MockServer, ResponseTemplate, matchers::any};

use super::TOKEN;

const HOUR: Duration = Duration::from_secs(3600);

#[tokio::test(start_paused = true)]
async fn faults_are_those_of_a_connection() {
    let mock = LivechatMock::start().await;
    let began = Instant::now();
    for (fault, holds) in [
        (Fault::lose_response(), (|error| error.is_interrupted()) as fn(&livechat_sdk::TransportError) -> bool),
        (Fault::reset(), |error| error.is_interrupted()),
        (Fault::delay(HOUR), |error| error.is_timeout()),
    ] {
        mock.fault(fault.once());
        let error = mock.client().get_visitor(TOKEN).await.unwrap_err();
        assert!(matches!(&error, Error::Transport(error) if holds(error)), "{error:?}");
    }
    mock.fault(Fault::delay(Duration::from_secs(7)).once());
    assert!(mock.client().get_visitor(TOKEN).await.is_ok());
    mock.fault(Fault::dribble(10, Duration::from_millis(10)).once());
    assert!(mock.client().get_visitor(TOKEN).await.is_ok());
    // 30 for the one that ended with its deadline.
    assert!((37..HOUR.as_secs()).contains(&began.elapsed().as_secs()), "{:?}", began.elapsed());
    assert_eq!(mock.received::<GetVisitor>().len(), 5);
}

#[tokio::test(start_paused = true)]
async fn retries_wait_by_the_paused_clock() {
    let mock = LivechatMock::start().await;
    mock.fault(Fault::fail(ServerError::new(503, serde_json::json!({"success": false}))).times(2));
    let client = Client::builder("http://mock").transport(mock.in_process()).retry(RetryPolicy::default());
    assert!(client.build().unwrap().get_visitor(TOKEN).await.is_ok());
    assert_eq!(mock.received::<GetVisitor>().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn overrides_and_wiremock_come_first_here_too() {
    let mock = LivechatMock::start().await;
    mock.on::<GetVisitor>()
        .when(|it| it.token.expose() == "ann")
        .respond_error(ServerError::named("invalid-token"))
        .mount()
        .await;
    let client = mock.client();
    assert_eq!(client.get_visitor("ann").await.unwrap_err().status(), Some(400));
    assert!(client.get_visitor("bob").await.is_ok());
    // It is asked over a socket, while the paused clock must not leap to the deadline of the call.
    Mock::given(any()).respond_with(ResponseTemplate::new(418)).up_to_n_times(1).mount(mock.wiremock().await).await;
    assert_eq!(client.get_visitor("bob").await.unwrap_err().status(), Some(418));
    assert!(client.get_visitor("bob").await.is_ok());
    mock.on::<GetVisitor>().respond_with(ResponseTemplate::new(500)).mount().await;
    assert_eq!(client.get_visitor("bob").await.unwrap_err().status(), Some(500));
}

/// A mock of wiremock's may take an hour, which nobody waits for once its client has given up.
#[test]
fn a_runtime_ends_while_wiremock_takes_its_time() {
    let began = std::time::Instant::now();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mock = LivechatMock::start().await;
        let slow = Mock::given(any()).respond_with(ResponseTemplate::new(200).set_delay(HOUR));
        slow.mount(mock.wiremock().await).await;
        let client = Client::builder("http://mock").transport(mock.in_process()).timeout(Duration::from_millis(20));
        let error = client.build().unwrap().get_visitor(TOKEN).await.unwrap_err();
        assert!(matches!(&error, Error::Transport(error) if error.is_timeout()), "{error:?}");
    });
    drop(runtime);
    assert!(began.elapsed() < HOUR / 60, "{:?}", began.elapsed());
}

/// It is a socket to wait for, while the paused clock must leap neither to the end of the service's time nor to that of the call.
#[tokio::test(start_paused = true)]
async fn an_external_service_is_waited_for() {
    let service = MockServer::start().await;
    let answer = serde_json::json!({"contents": [{"msg": "Welcome!", "order": 0}]});
    let answer = ResponseTemplate::new(200).set_body_json(answer).set_delay(Duration::from_millis(20));
    Mock::given(any()).respond_with(answer).up_to_n_times(1).mount(&service).await;
    let mut world = World::documented();
    world.set_setting("Livechat_secret_token", "any").unwrap();
    let actions = vec![TriggerAction::use_external_service(service.uri(), 20_000, "Later")];
    world.add_trigger(Trigger::new("welcome").actions(actions));
    let mock = LivechatMock::builder().stateful(world).no_auth().start().await;
    let response = mock.client().send(CallExternalService::new("welcome", TOKEN)).await.unwrap();
    assert_eq!(response.response.contents[0].text.as_deref(), Some("Welcome!"));

    // A limit is by the machine's clock.
    Mock::given(any()).respond_with(ResponseTemplate::new(200).set_delay(HOUR)).mount(&service).await;
    let error = mock.client().send(TestExternalService::new(service.uri(), 1, "Later")).await.unwrap_err();
    assert_eq!(error.code(), Some(&ErrorCode::from("error-timeout")), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn a_file_is_uploaded_with_its_progress() {
    let mock = LivechatMock::builder().stateful(World::empty()).agent(BuiltInAgent::echo()).start().await;
    let mut ann = mock.client().visitor("token-of-ann");
    ann.register(|visitor| visitor.name("Ann")).await.unwrap();
    let chat = ann.open_chat().await.unwrap();
    let request = || UploadFile::new(chat.id(), "token-of-ann");
    let progress = Arc::<Mutex<Vec<_>>>::default();
    let seen = Arc::clone(&progress);
    let file = FilePart::bytes("a.txt", "text/plain", vec![b'x'; 100_000])
        .on_progress(move |progress| seen.lock().unwrap().push(progress.sent));
    mock.client().upload(request(), file).await.unwrap();
    assert_eq!(*progress.lock().unwrap(), [65_536, 100_000]);
    let longer = FilePart::bytes("a.txt", "text/plain", "one").length(2);
    let error = mock.client().upload(request(), longer).await.unwrap_err();
    assert!(matches!(&error, Error::Transport(error) if error.is_file()), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn a_mock_that_is_gone_takes_its_sockets_along() {
    let mock = LivechatMock::builder().stateful(World::empty()).agent(BuiltInAgent::echo()).start().await;
    let client = mock.client();
    let mut ann = client.visitor("token-of-ann");
    ann.register(|visitor| visitor.name("Ann")).await.unwrap();
    let chat = ann.open_chat().await.unwrap();
    let mut events = chat.events();
    assert_eq!(events.next().await.unwrap().unwrap(), ChatEvent::Connected);
    drop(mock);
    while events.next().await.unwrap().unwrap() != ChatEvent::ConnectionLost {}
    let error = client.get_visitor(TOKEN).await.unwrap_err();
    assert!(matches!(&error, Error::Transport(error) if error.is_connect()), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn calls_over_http_do_not_time_out_while_the_clock_is_paused() {
    let mock = LivechatMock::builder().stateful(World::empty()).agent(BuiltInAgent::echo()).start().await;
    let mut ann = mock.client_over_http().visitor("token-of-ann");
    ann.register(|visitor| visitor.name("Ann")).await.unwrap();
    let chat = ann.open_chat().await.unwrap();
    let mut events = chat.events();
    assert_eq!(events.next().await.unwrap().unwrap(), ChatEvent::Connected);
    let waits = Client::builder(mock.uri()).transport(mock.over_http()).timeout(Duration::from_millis(20));
    mock.fault(Fault::delay(HOUR).on::<GetVisitor>().once());
    let error = waits.build().unwrap().get_visitor(TOKEN).await.unwrap_err();
    assert!(matches!(&error, Error::Transport(error) if error.is_timeout()), "by the machine's clock: {error:?}");
}

#[test]
fn a_client_goes_from_one_runtime_to_the_next() {
    let runtime = || tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let mock = runtime().block_on(LivechatMock::start());
    for client in [mock.client(), mock.client_over_http()] {
        for _ in 0..2 {
            runtime().block_on(client.register_visitor(RegisterVisitor::new(TOKEN))).unwrap();
        }
    }
}
