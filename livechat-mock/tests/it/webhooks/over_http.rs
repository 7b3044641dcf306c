//! Over HTTP, to a receiver on this machine.

use std::time::Duration;

use livechat_mock::{Clock, ControlAccess, LivechatMock, WebhookAnswer, WebhookState};
use livechat_sdk::{
    integrations::TestWebhook,
    webhook::{self, Event, RecentEvents},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    sync::mpsc,
};

use crate::raw::Raw;

use super::{NOW, PAUSE, SECRET, TOKEN, workspace};

/// A web server that receives events, with the status that it answers.
struct Receiver {
    url: String,
    events: mpsc::UnboundedReceiver<Event>,
}

impl Receiver {
    /// Answers these statuses, and 200 from then on.
    async fn start(statuses: &'static [u16]) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}/hook?for=us", listener.local_addr().unwrap());
        let (sender, events) = mpsc::unbounded_channel();
        tokio::spawn(async move {
            let recent = RecentEvents::default();
            let mut statuses = statuses.iter().copied();
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut request = Vec::new();
                let (headers, body) = loop {
                    assert!(stream.read_buf(&mut request).await.unwrap() > 0, "it ends early");
                    if let Some(parsed) = parse(&request) {
                        break parsed;
                    }
                };
                let status = match statuses.next() {
                    Some(status) => status,
                    None => {
                        let delivery = webhook::read(&headers, &body, &SECRET.into()).unwrap();
                        if recent.insert(delivery.key) {
                            sender.send(delivery.event).unwrap();
                        }
                        200
                    }
                };
                let answer = format!("HTTP/1.1 {status} Whatever\r\ncontent-length: 5\r\n\r\nknown");
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        Self { url, events }
    }

    async fn next(&mut self) -> Event {
        self.events.recv().await.unwrap()
    }
}

/// Headers and body, once both are there.
fn parse(request: &[u8]) -> Option<(http::HeaderMap, Vec<u8>)> {
    let end = request.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&request[..end]).unwrap();
    let mut lines = head.split("\r\n");
    assert_eq!(lines.next(), Some("POST /hook?for=us HTTP/1.1"));
    let headers: http::HeaderMap = lines
        .map(|line| line.split_once(": ").unwrap())
        .map(|(name, value)| (name.parse::<http::HeaderName>().unwrap(), value.parse().unwrap()))
        .collect();
    let length: usize = headers["content-length"].to_str().unwrap().parse().unwrap();
    let body = &request[end + 4..];
    (body.len() == length).then(|| (headers, body.to_vec()))
}

/// A mock with a webhook at this address, which listens, at a time that stands still.
async fn mock(url: &str) -> LivechatMock {
    let (world, _) = workspace(url);
    let control = ControlAccess::loopback();
    let mock = LivechatMock::builder().stateful(world).clock(Clock::manual(NOW)).control(control).start().await;
    // It sends events from when it has an address.
    let _ = mock.uri();
    mock
}

#[tokio::test]
async fn events_arrive_in_order() {
    let mut receiver = Receiver::start(&[]).await;
    let mock = mock(&receiver.url).await;
    let chat = mock.client().visitor(TOKEN).open_chat().await.unwrap();
    chat.send("Hi!").await.unwrap();
    for name in ["LivechatSessionStart", "LivechatSessionQueued", "Message"] {
        assert_eq!(receiver.next().await.name(), name);
    }
    // The clock stands still, but what was answered is known: the next event has it.
    mock.with_world(|world| {
        let room = world.rooms().next().unwrap().id.clone();
        world.serve_room(room, "marcos", NOW);
    });
    let Event::Taken(taken) = receiver.next().await else { panic!() };
    assert_eq!(taken.served_by.as_ref().unwrap().username.as_deref(), Some("marcos"));
}

#[tokio::test]
async fn an_event_is_sent_again_when_the_clock_says_so() {
    let mut receiver = Receiver::start(&[503]).await;
    let mock = mock(&receiver.url).await;
    mock.with_world(|world| world.set_setting("Livechat_webhook_on_chat_queued", false).unwrap());
    let chat = mock.client().visitor(TOKEN).open_chat().await.unwrap();
    // The message arrives first.
    chat.send("Hi!").await.unwrap();
    assert_eq!(receiver.next().await.name(), "Message");
    mock.clock().advance(PAUSE);
    chat.send("Still there?").await.unwrap();
    let names = [receiver.next().await, receiver.next().await].map(|event| event.name().to_owned());
    assert_eq!(names, ["LivechatSessionStart", "Message"]);
    let told = mock.webhooks();
    let statuses: Vec<_> = told[0].attempts.iter().map(|attempt| attempt.answer.clone().unwrap()).collect();
    assert_eq!(statuses, [WebhookAnswer::responded(503, "known"), WebhookAnswer::responded(200, "known")]);
}

#[tokio::test]
async fn a_test_is_sent() {
    let mut receiver = Receiver::start(&[404]).await;
    let mock = mock(&receiver.url).await;
    let staff = mock.staff();
    let refused = staff.send(TestWebhook::new()).await.unwrap_err();
    assert_eq!(refused.code().unwrap(), "error-invalid-webhook-response");
    staff.send(TestWebhook::new()).await.unwrap();
    let Event::Closed(example) = receiver.next().await else { panic!() };
    assert_eq!(example.label.as_deref(), Some("title"));
    let statuses: Vec<_> = mock.with_engine(|engine| engine.received().map(|it| it.status.as_u16()).collect());
    assert_eq!(statuses, [400, 200]);
}

#[tokio::test]
async fn what_cannot_be_sent_says_why() {
    for (url, why) in [
        ("ftp://127.0.0.1:1/hook", "HTTP and HTTPS alone"),
        ("https://127.0.0.1:1/hook", "cannot be reached"),
        ("http://192.0.2.7/hook", "to this machine alone"),
        ("http://127.0.0.1:1/hook", "cannot be reached"),
        ("no address", "cannot be sent"),
    ] {
        let mock = mock(url).await;
        mock.staff().send(TestWebhook::new()).await.unwrap_err();
        let hint = mock.with_engine(|engine| engine.received().last().unwrap().hint.clone()).unwrap();
        assert!(!hint.is_empty());
        let told = mock.webhooks();
        let Some(WebhookAnswer::Failed { reason, .. }) = &told[0].attempts[0].answer else { panic!("{told:?}") };
        assert!(reason.contains(why), "{reason}");
        assert_eq!(told[0].state, WebhookState::GivenUp);
    }
}

#[tokio::test]
async fn another_process_makes_it_go_wrong_and_sees_what_is_due() {
    let mut receiver = Receiver::start(&[]).await;
    let mock = mock(&receiver.url).await;
    let control = async |method: &str, path: &str, body: &str| {
        let length = body.len();
        let request = format!(
            "{method} /__livechat-mock/{path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
             content-length: {length}\r\n\r\n{body}"
        );
        let answer = Raw::connect(mock.address()).await.ask(request).await;
        assert_eq!(answer.status, 200, "{method} {path} {body}");
        serde_json::from_slice::<serde_json::Value>(&answer.body).unwrap()
    };
    // The receiver is down, until it is not.
    control("POST", "faults", r#"{"fault":"lose_webhook"}"#).await;
    let chat = mock.client().visitor(TOKEN).open_chat().await.unwrap();
    let down = tokio::time::timeout(Duration::from_secs(30), async {
        loop {
            let told = control("GET", "webhooks", "").await["webhooks"].clone();
            if told.as_array().unwrap().iter().all(|event| event["attempts"][0]["failure"].is_string()) {
                return told;
            }
            tokio::task::yield_now().await;
        }
    });
    let down = down.await.unwrap();
    for event in down.as_array().unwrap() {
        assert_eq!((&event["attempts"][0]["fault"], &event["state"]), (&"lose_webhook".into(), &"waiting".into()));
        assert_eq!(event["due"], NOW.saturating_add(PAUSE).to_string());
    }
    control("DELETE", "faults", "").await;
    control("POST", "faults", r#"{"fault":"reorder_webhook","times":1}"#).await;
    control("POST", "faults", r#"{"fault":"duplicate_webhook","after":1,"times":1}"#).await;
    control("POST", "clock/advance", r#"{"seconds":20}"#).await;
    let names = [receiver.next().await, receiver.next().await].map(|event| event.name().to_owned());
    assert_eq!(names, ["LivechatSessionQueued", "LivechatSessionStart"]);
    control("DELETE", "faults", "").await;
    control("POST", "faults", r#"{"fault":{"delay_webhook":{"millis":5000}},"times":1}"#).await;
    chat.send("Hi!").await.unwrap();
    control("POST", "clock/advance", r#"{"seconds":5}"#).await;
    assert_eq!(receiver.next().await.name(), "Message");
}

#[tokio::test]
async fn an_answer_that_takes_too_long_is_none() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let mock = mock(&format!("http://{}/", listener.local_addr().unwrap())).await;
    mock.with_world(|world| world.set_setting("Livechat_http_timeout", 1).unwrap());
    let _chat = mock.client().visitor(TOKEN).open_chat().await.unwrap();
    // It is connected, and gets no answer: the connection ends.
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut request = Vec::new();
    stream.read_to_end(&mut request).await.unwrap();
    let told = tokio::time::timeout(Duration::from_secs(30), async {
        loop {
            let told = mock.webhooks();
            if told[0].attempts.first().is_some_and(|attempt| attempt.answer.is_some()) {
                return told;
            }
            tokio::task::yield_now().await;
        }
    });
    let told = told.await.unwrap();
    assert_eq!(told[0].attempts[0].answer, Some(WebhookAnswer::failed("there was no answer within 1 ms")));
}

#[tokio::test]
async fn another_process_sees_what_was_told() {
    let mut receiver = Receiver::start(&[]).await;
    let mock = mock(&receiver.url).await;
    let _chat = mock.client().visitor(TOKEN).open_chat().await.unwrap();
    receiver.next().await;
    receiver.next().await;
    let list = async |query: &str| {
        let request = format!("GET /__livechat-mock/webhooks{query} HTTP/1.1\r\nhost: localhost\r\n\r\n");
        let answer = Raw::connect(mock.address()).await.ask(request).await;
        serde_json::from_slice::<serde_json::Value>(&answer.body).unwrap()
    };
    let told = list("").await;
    assert_eq!(told["webhooks"][0]["event"], "LivechatSessionStart");
    assert_eq!(told["webhooks"][0]["attempts"][0]["status"], 200);
    assert!(!told.to_string().contains(TOKEN), "{told}");
    assert!(list("?with=bodies").await.to_string().contains(TOKEN));
    // One of them, with its answers and without secrets.
    let number = told["webhooks"][1]["number"].clone();
    let detailed = list(&format!("?with=details&number={number}")).await;
    assert_eq!(detailed["webhooks"].as_array().unwrap().len(), 1);
    let event = &detailed["webhooks"][0];
    assert_eq!((&event["event"], &event["number"]), (&told["webhooks"][1]["event"], &number));
    assert_eq!(event["attempts"][0]["answer"], "known");
    let address = receiver.url.split('?').next().unwrap();
    assert_eq!(event["url"], address);
    assert!(event["body"].as_str().unwrap().contains("[redacted]"), "{event}");
    assert!(!event.to_string().contains(TOKEN), "{event}");
    assert_eq!(list("?number=99").await["webhooks"], serde_json::json!([]));
    assert_eq!(list("?with=everything").await["success"], false);
}
