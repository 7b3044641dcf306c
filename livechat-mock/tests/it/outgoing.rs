//! Calls of the mock to other servers that decide about its responses, over HTTP to a receiver on this machine.

use std::time::Duration;

use livechat_mock::{Account, LivechatMock, World};
use livechat_sdk::model::{Trigger, TriggerAction, TriggerCondition};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use crate::raw::Raw;

const SECRET: &str = "wEbh00k-s3cret";
const TOKEN: &str = "ann's-token";
const TEST: &str = "/api/v1/livechat/triggers/external-service/test";
const CALL: &str = "/api/v1/livechat/triggers/welcome/external-service/call";
/// What looks like a hang to a test.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server that the mock calls.
struct Receiver {
    url: String,
    listener: TcpListener,
}

/// What the mock sent, on a connection that waits for an answer.
struct Called {
    line: String,
    headers: http::HeaderMap,
    body: Vec<u8>,
    stream: TcpStream,
}

impl Receiver {
    async fn start() -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let url = format!("http://{}/of/us?for=them", listener.local_addr().unwrap());
        Self { url, listener }
    }

    /// The next request.
    async fn called(&self) -> Called {
        let (mut stream, _) = tokio::time::timeout(PATIENCE, self.listener.accept()).await.unwrap().unwrap();
        let mut request = Vec::new();
        loop {
            assert!(stream.read_buf(&mut request).await.unwrap() > 0, "it ends early");
            let Some(end) = request.windows(4).position(|window| window == b"\r\n\r\n") else { continue };
            let head = String::from_utf8(request[..end].to_vec()).unwrap();
            let (line, rest) = head.split_once("\r\n").unwrap();
            let headers: http::HeaderMap = rest
                .split("\r\n")
                .map(|line| line.split_once(": ").unwrap())
                .map(|(name, value)| (name.parse::<http::HeaderName>().unwrap(), value.parse().unwrap()))
                .collect();
            let length = headers.get("content-length").map_or(0, |length| length.to_str().unwrap().parse().unwrap());
            let body = &request[end + 4..];
            if body.len() == length {
                return Called { line: line.to_owned(), headers, body: body.to_vec(), stream };
            }
        }
    }

    /// Answers the next request.
    async fn answers(&self, status: u16, body: &str) -> Called {
        let mut called = self.called().await;
        called.answer(status, "application/json", body.as_bytes()).await;
        called
    }
}

impl Called {
    async fn answer(&mut self, status: u16, content_type: &str, body: &[u8]) {
        let head = format!(
            "HTTP/1.1 {status} Whatever\r\ncontent-type: {content_type}\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        self.stream.write_all(&[head.as_bytes(), body].concat()).await.unwrap();
    }
}

/// A mock with a trigger that uses the service at this address.
async fn mock(url: &str, timeout: u64) -> LivechatMock {
    let mut world = World::documented();
    world.set_setting("Livechat_secret_token", SECRET).unwrap();
    let conditions = vec![TriggerCondition::after_guest_registration()];
    let actions = vec![TriggerAction::use_external_service(url, timeout, "Later")];
    world.add_trigger(Trigger::new("welcome").conditions(conditions).actions(actions));
    LivechatMock::builder().stateful(world).no_auth().start().await
}

async fn post(mock: &LivechatMock, path: &str, body: &Value) -> (u16, Value) {
    let answer = Raw::connect(mock.address()).await.ask(posted(path, body)).await;
    (answer.status, serde_json::from_slice(&answer.body).unwrap())
}

fn posted(path: &str, body: &Value) -> String {
    let body = body.to_string();
    let length = body.len();
    format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    )
}

fn test_of(url: &str, timeout: u64) -> Value {
    json!({"webhookUrl": url, "timeout": timeout, "fallbackMessage": "Later"})
}

fn failed(trigger: &str, error: &str, response: &str) -> (u16, Value) {
    let body = json!({
        "triggerId": trigger,
        "error": error,
        "response": response,
        "fallbackMessage": "Later",
        "success": false,
    });
    (400, body)
}

const NO_ANSWER: &str = "error-invalid-external-service-response";

fn hint(mock: &LivechatMock) -> Option<String> {
    mock.with_engine(|engine| engine.received().last().unwrap().hint.clone())
}

#[tokio::test]
async fn an_external_service_is_asked() {
    let receiver = Receiver::start().await;
    let mock = mock(&receiver.url, 20_000).await;
    let contents = json!([{"msg": "Welcome!", "order": 0}, {"msg": "How are you?", "order": 1, "more": [1.5]}]);
    let answer = json!({"contents": contents, "else": true}).to_string();
    let data = json!([{"key": "plan", "value": "basic"}]);
    let mut test = test_of(&receiver.url, 20_000);
    test["extraData"] = data.clone();
    for (path, body, trigger, sent) in [
        (TEST, &test, "test-trigger", json!({"metadata": data, "visitorToken": "1234567890"})),
        (
            CALL,
            &json!({"token": TOKEN, "extraData": data}),
            "welcome",
            json!({"metadata": data, "visitorToken": TOKEN}),
        ),
        (CALL, &json!({"token": "anybody's"}), "welcome", json!({"visitorToken": "anybody's"})),
    ] {
        let (response, called) = tokio::join!(post(&mock, path, body), receiver.answers(200, &answer));
        let expected = json!({
            "triggerId": trigger,
            "response": {"statusCode": 200, "contents": contents},
            "success": true,
        });
        assert_eq!(response, (200, expected));
        assert_eq!(hint(&mock), None);
        assert_eq!(called.line, "POST /of/us?for=them HTTP/1.1");
        assert_eq!(serde_json::from_slice::<Value>(&called.body).unwrap(), sent);
        for (name, value) in [
            ("accept", "application/json"),
            ("content-type", "application/json"),
            ("x-rocketchat-livechat-token", SECRET),
        ] {
            assert_eq!(called.headers[name], value);
        }
    }
    let statuses: Vec<_> = mock.with_engine(|engine| engine.received().map(|it| it.status.as_u16()).collect());
    assert_eq!(statuses, [200; 3], "each is logged once");
}

#[tokio::test]
async fn a_service_that_answers_something_else_is_told_of() {
    let receiver = Receiver::start().await;
    let mock = mock(&receiver.url, 20_000).await;
    const NO_FORM: &str = "External service response does not match expected format";
    let good = r#"{"contents":[{"msg":"Hi","order":1}]}"#;
    for (status, body, response) in [
        (503, "we are closed", "we are closed"),
        (201, good, good),
        (302, "", ""),
        (200, r#"{"contents":[]}"#, NO_FORM),
        (200, r#"{"contents":[{"msg":"Hi","order":"first"}]}"#, NO_FORM),
        (200, "Hi", NO_FORM),
    ] {
        let test = test_of(&receiver.url, 20_000);
        let (answer, _) = tokio::join!(post(&mock, TEST, &test), receiver.answers(status, body));
        assert_eq!(answer, failed("test-trigger", NO_ANSWER, response), "{status} {body}");
        let call = json!({"token": TOKEN});
        let (answer, _) = tokio::join!(post(&mock, CALL, &call), receiver.answers(status, body));
        assert_eq!(answer, failed("welcome", NO_ANSWER, response), "{status} {body}");
    }
}

#[tokio::test]
async fn a_service_that_takes_too_long_is_left() {
    let receiver = Receiver::start().await;
    let mock = mock(&receiver.url, 1).await;
    let timed_out = |trigger| failed(trigger, "error-timeout", "The user aborted a request.");
    for (path, body, trigger) in
        [(TEST, test_of(&receiver.url, 1), "test-trigger"), (CALL, json!({"token": TOKEN}), "welcome")]
    {
        assert_eq!(post(&mock, path, &body).await, timed_out(trigger));
    }
    // One that begins to answer, and does not end.
    let begin = async {
        let mut called = receiver.called().await;
        called.stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{").await.unwrap();
        called
    };
    let test = test_of(&receiver.url, 0);
    // The two before were connected.
    let _ = (receiver.listener.accept().await, receiver.listener.accept().await);
    let (answer, _called) = tokio::join!(post(&mock, TEST, &test), begin);
    assert_eq!(answer, timed_out("test-trigger"), "0 stands for a second");
}

#[tokio::test]
async fn a_service_that_cannot_be_called_says_why() {
    for (url, why) in [
        ("ftp://127.0.0.1:1/", "HTTP and HTTPS alone"),
        ("https://127.0.0.1:1/", "cannot be reached"),
        ("http://192.0.2.7/", "to this machine alone"),
        ("http://127.0.0.1:1/", "cannot be reached"),
        ("no address", "cannot be sent"),
    ] {
        let mock = mock(url, 20_000).await;
        let response = format!("request to {url} failed");
        assert_eq!(post(&mock, TEST, &test_of(url, 20_000)).await, failed("test-trigger", NO_ANSWER, &response));
        assert!(hint(&mock).unwrap().contains(why), "{:?}", hint(&mock));
        assert_eq!(post(&mock, CALL, &json!({"token": TOKEN})).await, failed("welcome", NO_ANSWER, &response));
        mock.with_engine(|engine| {
            for received in engine.received() {
                assert!(!format!("{received:?}").contains(SECRET));
            }
        });
    }
}

#[tokio::test]
async fn a_client_that_leaves_changes_nothing() {
    let receiver = Receiver::start().await;
    let mock = mock(&receiver.url, 20_000).await;
    let mut client = Raw::connect(mock.address()).await;
    client.send(posted(TEST, &test_of(&receiver.url, 20_000))).await;
    let mut called = receiver.called().await;
    drop(client);
    called.answer(200, "application/json", br#"{"contents":[{"msg":"Hi","order":1}]}"#).await;
    let status = || mock.with_engine(|engine| engine.received().last().map(|it| it.status.as_u16()));
    let logged = async {
        while status().is_none() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(PATIENCE, logged).await.unwrap();
    assert_eq!(status(), Some(200));
}

/// A mock that takes text messages of this provider, with an agent who reads them.
async fn mock_with_sms(service: &str) -> LivechatMock {
    let mut world = World::empty();
    world.set_setting("SMS_Enabled", true).unwrap();
    world.set_setting("SMS_Service", service).unwrap();
    world.add_user(Account::new("marcos", "password").id("marcos").role("livechat-agent"));
    LivechatMock::builder().stateful(world).no_auth().start().await
}

/// A text message with a medium at this address.
fn sms(service: &str, url: &str, content_type: Option<&str>) -> Value {
    match service {
        "twilio" => json!({
            "From": "+555", "To": "+777", "Body": "Look", "NumMedia": "2", "MediaUrl0": url, "MediaUrl1": "http://127.0.0.1:1/",
            "MediaContentType0": content_type.unwrap_or_default(), "Latitude": "41.15", "Longitude": "-8.61",
        }),
        "mobex" => json!({
            "from": "+555", "to": "+777", "content": "Look", "NumMedia": "1", "MediaUrl0": url,
            "MediaContentType0": content_type.unwrap_or_default(),
        }),
        _ => json!({"from": "+555", "to": "+777", "body": "Look", "media": [url, "http://127.0.0.1:1/"]}),
    }
}

/// Delivers a text message. Gives the answer's body.
async fn deliver(mock: &LivechatMock, service: &str, body: &Value) -> String {
    let path = format!("/api/v1/livechat/sms-incoming/{service}");
    let answer = Raw::connect(mock.address()).await.ask(posted(&path, body)).await;
    let text = String::from_utf8(answer.body).unwrap();
    assert_eq!(answer.status, 200, "{text}");
    text
}

/// The last message of the last room.
fn last_message(mock: &LivechatMock) -> Value {
    mock.with_world(|world| {
        let room = world.rooms().last().unwrap();
        json!(world.messages(&room.id).last().unwrap())
    })
}

/// What a medium becomes that cannot be had.
fn lost() -> Value {
    const REASON: &str = "An attachment was received, but upload to server failed";
    json!([{
        "title": "Attachment upload failed",
        "type": "file",
        "description": REASON,
        "fields": [{"title": "User upload failed", "value": REASON, "short": true}],
        "color": "yellow",
    }])
}

#[tokio::test]
async fn the_first_medium_of_a_text_message_is_stored() {
    const DONE: &str = "<Response></Response>";
    for (service, named, said, kind, rest, answered) in [
        ("twilio", Some("image/png"), "text/plain", "image", json!({"image_type": "image/png"}), DONE),
        (
            "mobex",
            Some("audio/ogg"),
            "text/plain",
            "audio",
            json!({"audio_type": "audio/ogg", "title_link_download": true}),
            "ACK/Jasmin",
        ),
        (
            "voxtelesys",
            None,
            "video/mp4",
            "video",
            json!({"video_type": "video/mp4", "title_link_download": true}),
            r#"{"success":true}"#,
        ),
        ("twilio", None, "application/pdf", "", json!({"format": "pdf", "title_link_download": true}), DONE),
    ] {
        let receiver = Receiver::start().await;
        let mock = mock_with_sms(service).await;
        let body = sms(service, &receiver.url, named);
        let download = async {
            let mut called = receiver.called().await;
            called.answer(200, said, b"\x89bytes").await;
            called
        };
        let (answer, called) = tokio::join!(deliver(&mock, service, &body), download);
        assert_eq!(answer, answered);
        assert_eq!((called.line.as_str(), called.body.len()), ("GET /of/us?for=them HTTP/1.1", 0));
        let message = last_message(&mock);
        assert_eq!(message["msg"], "Look");
        let content_type = named.unwrap_or(said);
        let file = message["file"].clone();
        assert_eq!((&file["name"], &file["type"]), (&json!("Upload File"), &json!(content_type)));
        let link = format!("/file-upload/{}/Upload%20File", file["_id"].as_str().unwrap());
        let mut attachment = rest;
        attachment["title"] = "Upload File".into();
        attachment["type"] = "file".into();
        attachment["title_link"] = link.clone().into();
        if !kind.is_empty() {
            attachment[format!("{kind}_url")] = link.clone().into();
        }
        assert_eq!(message["attachments"], json!([attachment]));
        let place = json!({"type": "Point", "coordinates": [-8.61, 41.15]});
        assert_eq!(message.get("location"), (service == "twilio").then_some(&place));
        mock.with_world(|world| world.set_setting("FileUpload_ProtectFiles", false).unwrap());
        let get = format!("GET {link} HTTP/1.1\r\nhost: localhost\r\n\r\n");
        let served = Raw::connect(mock.address()).await.ask(get).await;
        assert_eq!((served.status, served.body.as_slice()), (200, b"\x89bytes".as_slice()));
        assert_eq!(served.header("content-type"), Some(content_type));
    }
}

#[tokio::test]
async fn a_medium_that_cannot_be_had_is_told_of() {
    let receiver = Receiver::start().await;
    for (status, content_type, body) in [
        (404, "image/png", "nothing"),
        (201, "image/png", "x"),
        (200, "image/png", ""),
        (200, "image/svg+xml", "<svg/>"),
    ] {
        let mock = mock_with_sms("twilio").await;
        let download = async { receiver.called().await.answer(status, content_type, body.as_bytes()).await };
        let sms = sms("twilio", &receiver.url, None);
        let (answer, ()) = tokio::join!(deliver(&mock, "twilio", &sms), download);
        assert_eq!(answer, "<Response></Response>");
        let message = last_message(&mock);
        assert_eq!((&message["msg"], &message["attachments"]), (&json!("Look"), &lost()), "{status} {content_type}");
        assert_eq!(message.get("file"), None);
    }
    for url in ["https://127.0.0.1:1/", "http://192.0.2.7/", "http://127.0.0.1:1/", "no address"] {
        let mock = mock_with_sms("mobex").await;
        assert_eq!(deliver(&mock, "mobex", &sms("mobex", url, None)).await, "ACK/Jasmin");
        assert_eq!(last_message(&mock)["attachments"], lost(), "{url}");
        assert!(hint(&mock).unwrap().starts_with("the medium: "), "{:?}", hint(&mock));
    }
}

#[tokio::test]
async fn a_text_message_whose_room_is_closed_meanwhile_fails() {
    for (service, failure) in [("voxtelesys", r#"{"success":false,"error":""}"#), ("mobex", "<Response></Response>")] {
        let receiver = Receiver::start().await;
        let mock = mock_with_sms(service).await;
        let closed = async {
            let mut called = receiver.called().await;
            let room = mock.with_world(|world| {
                let room = world.rooms().last().unwrap().id.clone();
                world.modify_room(&room, |room| room.open = None);
                room
            });
            called.answer(200, "image/png", b"x").await;
            room
        };
        let sms = sms(service, &receiver.url, None);
        let (answer, room) = tokio::join!(deliver(&mock, service, &sms), closed);
        assert_eq!(answer, failure);
        assert!(mock.with_world(|world| world.messages(&room).all(|message| message.text != "Look")));
    }
}
