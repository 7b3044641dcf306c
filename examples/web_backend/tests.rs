//! Browsers, an agent and the workspace's webhook, from end to end and on one mock.

use std::{collections::VecDeque, future::IntoFuture};

use livechat_mock::{Fault, ServerError};
use livechat_sdk::{
    ChatEvent, Observation, Observer,
    chat::WriteMessage,
    files::UploadFile,
    messages::SendMessage,
    visitors::RegisterVisitor,
    webhook::{Conversation, Event, SECRET_HEADER},
};
use reqwest::{Method, RequestBuilder};
use tokio::sync::watch;

use super::*;

/// The mock, and the backend before it.
struct Place {
    mock: LivechatMock,
    url: String,
    /// How many WebSockets the backend has to the workspace.
    sockets: watch::Receiver<usize>,
    /// All that browsers were sent.
    sent: Arc<Mutex<String>>,
}

struct Sockets(watch::Sender<usize>);

impl Observer for Sockets {
    fn observe(&self, observation: &Observation<'_>) {
        match observation {
            Observation::SocketOpened => self.0.send_modify(|open| *open += 1),
            Observation::SocketClosed => self.0.send_modify(|open| *open -= 1),
            _ => {}
        }
    }
}

impl Place {
    async fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let mock = workspace(&format!("{url}/webhook")).await.unwrap();
        // The mock sends events from when it has an address.
        let _ = mock.uri();
        let (sender, sockets) = watch::channel(0);
        let client = Client::builder("http://workspace").transport(mock.in_process()).observer(Sockets(sender));
        let client = client.respect_rate_limits(false).build().unwrap();
        tokio::spawn(axum::serve(listener, router(client, WEBHOOK_TOKEN)).into_future());
        Self { mock, url, sockets, sent: Arc::default() }
    }

    fn browser(&self) -> Browser {
        Browser { http: reqwest::Client::new(), url: self.url.clone(), cookies: Vec::new(), sent: self.sent.clone() }
    }

    /// A browser of a visitor with a conversation, and its room.
    async fn visitor(&self, name: &str) -> (Browser, String) {
        let mut browser = self.browser();
        let (status, opened) = browser.post("/chats", json!({ "name": name })).await;
        assert_eq!(status, 200, "{opened}");
        let room = opened["room"].as_str().unwrap().to_owned();
        (browser, room)
    }

    async fn sockets(&mut self, number: usize) {
        self.sockets.wait_for(|open| *open == number).await.unwrap();
    }
}

struct Browser {
    http: reqwest::Client,
    url: String,
    cookies: Vec<String>,
    sent: Arc<Mutex<String>>,
}

impl Browser {
    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.url));
        request.header(header::COOKIE, self.cookies.join("; "))
    }

    async fn send(&mut self, request: RequestBuilder) -> (u16, Value) {
        let response = request.send().await.unwrap();
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let (cookie, attributes) = cookie.to_str().unwrap().split_once("; ").unwrap();
            assert_eq!(attributes, "Path=/; HttpOnly; Secure; SameSite=Lax");
            self.cookies.push(cookie.to_owned());
        }
        let status = response.status().as_u16();
        let body = response.text().await.unwrap();
        lock(&self.sent).push_str(&body);
        (status, serde_json::from_str(&body).unwrap_or_default())
    }

    async fn post(&mut self, path: &str, body: Value) -> (u16, Value) {
        self.send(self.request(Method::POST, path).json(&body)).await
    }

    async fn get(&mut self, path: &str) -> (u16, Value) {
        self.send(self.request(Method::GET, path)).await
    }

    /// A tab that reads server-sent events.
    async fn tab(&self, path: &str) -> Tab {
        let response = self.request(Method::GET, path).send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()[header::CONTENT_TYPE], "text/event-stream");
        Tab { response, text: String::new(), events: VecDeque::new(), sent: self.sent.clone() }
    }
}

struct Tab {
    response: reqwest::Response,
    text: String,
    events: VecDeque<Value>,
    sent: Arc<Mutex<String>>,
}

impl Tab {
    /// The data of the next event, or `None` at the end.
    async fn next(&mut self) -> Option<Value> {
        while self.events.is_empty() {
            let chunk = self.response.chunk().await.unwrap()?;
            let chunk = std::str::from_utf8(&chunk).unwrap();
            lock(&self.sent).push_str(chunk);
            self.text.push_str(chunk);
            while let Some((event, rest)) = self.text.split_once("\n\n") {
                self.events.extend(event.strip_prefix("data: ").map(|data| serde_json::from_str(data).unwrap()));
                self.text = rest.to_owned();
            }
        }
        self.events.pop_front()
    }

    /// The next event of this kind; others are skipped.
    async fn wait_for(&mut self, kind: &str) -> Value {
        loop {
            let event = self.next().await.unwrap();
            if event["event"] == kind {
                return event;
            }
        }
    }

    /// The text of the next message that somebody wrote.
    async fn message(&mut self) -> String {
        loop {
            let event = self.wait_for("messageNew").await;
            if event["data"].get("t").is_none() {
                return event["data"]["msg"].as_str().unwrap().to_owned();
            }
        }
    }
}

#[tokio::test]
async fn a_conversation_reaches_all_tabs_and_the_agent() {
    let mut place = Place::new().await;
    let mut dora = place.browser();
    let (status, _) = dora.post("/staff/login", json!({ "username": "dora", "password": "her password" })).await;
    assert_eq!(status, 204);
    let mut news = dora.tab("/staff/news").await;

    let (mut ann, room) = place.visitor("Ann").await;
    assert_eq!(news.next().await.unwrap(), json!({ "event": "LivechatSessionStart", "room": room }));
    let events = format!("/chats/{room}/events");
    let mut tabs = [ann.tab(&events).await, ann.tab(&events).await];
    place.sockets(1).await;
    let (status, sent) = ann.post(&format!("/chats/{room}/messages"), json!({ "text": "Hello!" })).await;
    assert_eq!((status, &sent["msg"]), (200, &json!("Hello!")));
    for tab in &mut tabs {
        assert_eq!(tab.message().await, "Hello!");
    }
    assert_eq!(*place.sockets.borrow(), 1, "both tabs read one stream");

    let (_, rooms) = dora.get("/staff/rooms").await;
    assert_eq!(rooms[0]["_id"], room.as_str());
    assert_eq!(rooms.as_array().unwrap().len(), 1);
    let agent = place.mock.client_as("dora");
    agent.write_message(WriteMessage::new(room.as_str(), "Good morning!")).await.unwrap();
    for tab in &mut tabs {
        assert_eq!(tab.message().await, "Good morning!");
    }
    // A tab that is opened later is told all of it.
    let mut late = ann.tab(&events).await;
    assert_eq!([late.message().await, late.message().await], ["Hello!", "Good morning!"]);

    let (status, opened) = ann.post("/chats", json!({ "name": "Ann" })).await;
    assert_eq!((status, &opened["room"]), (200, &json!(room)), "the cookie leads to the open conversation");
    let (status, _) = ann.post(&format!("/chats/{room}/close"), json!(null)).await;
    assert_eq!(status, 204);
    for mut tab in tabs.into_iter().chain([late]) {
        tab.wait_for("closed").await;
        assert_eq!(tab.next().await, None);
    }
    assert_eq!(news.next().await.unwrap(), json!({ "event": "LivechatSession", "room": room }));
    place.sockets(0).await;

    let tokens: Vec<_> = place.mock.with_world(|world| world.visitors().filter_map(|it| it.token.clone()).collect());
    assert_eq!(tokens.len(), 1);
    assert!(!lock(&place.sent).contains(tokens[0].expose()), "the visitor's token stays in the backend");
}

#[tokio::test]
async fn the_agent_sees_that_a_visitor_types() {
    let place = Place::new().await;
    let (mut ann, room) = place.visitor("Ann").await;
    let mut tab = ann.tab(&format!("/chats/{room}/events")).await;
    let mut seen = place.mock.client_as("dora").room_events(room.as_str());
    while seen.next().await.unwrap().unwrap() != ChatEvent::Connected {}
    ann.post(&format!("/chats/{room}/messages"), json!({ "text": "Hello!" })).await;
    assert_eq!(tab.message().await, "Hello!");
    let (status, _) = ann.post(&format!("/chats/{room}/typing"), json!(null)).await;
    assert_eq!(status, 204);
    while !matches!(seen.next().await.unwrap().unwrap(), ChatEvent::Typing { is_typing: true, .. }) {}
}

#[tokio::test]
async fn a_stream_ends_with_its_last_tab() {
    let mut place = Place::new().await;
    let (ann, room) = place.visitor("Ann").await;
    let events = format!("/chats/{room}/events");
    let mut tabs = [ann.tab(&events).await, ann.tab(&events).await];
    for tab in &mut tabs {
        tab.wait_for("connected").await;
    }
    let [one, mut other] = tabs;
    drop(one);
    let agent = place.mock.client_as("dora");
    agent.write_message(WriteMessage::new(room.as_str(), "Still there?")).await.unwrap();
    assert_eq!(other.message().await, "Still there?");
    assert_eq!(*place.sockets.borrow(), 1);
    drop(other);
    place.sockets(0).await;
    // The next tab has a stream of its own.
    ann.tab(&events).await.wait_for("connected").await;
}

#[tokio::test]
async fn a_file_is_streamed_to_the_workspace() {
    let place = Place::new().await;
    let (mut ann, room) = place.visitor("Ann").await;
    let path = format!("/chats/{room}/files/our%20order.txt");
    let file = |text: String| ann.request(Method::POST, &path).header(header::CONTENT_TYPE, "text/plain").body(text);
    let (fits, too_large) = (file("one blue lamp".to_owned()), file("x".repeat((20 << 20) + 1)));
    let (status, message) = ann.send(fits).await;
    assert_eq!((status, &message["file"]["name"]), (200, &json!("our order.txt")), "{message}");
    let arrived = place.mock.received_one::<UploadFile>();
    assert_eq!(arrived.request.room_id, room.as_str());
    let (status, _) = ann.send(too_large).await;
    assert_eq!(status, 413);
}

#[tokio::test]
async fn an_error_gets_a_status_that_fits() {
    let place = Place::new().await;
    let (mut ann, room) = place.visitor("Ann").await;
    let messages = format!("/chats/{room}/messages");
    let hello = || json!({ "text": "Hello!" });

    let (mut ben, _) = place.visitor("Ben").await;
    assert_eq!(ben.post(&messages, hello()).await, (410, json!({ "error": "invalid-room" })), "it is Ann's");
    assert_eq!(place.browser().post(&messages, hello()).await, (401, json!({ "error": "no-visitor" })));
    assert_eq!(place.browser().get("/staff/rooms").await.0, 401);
    assert_eq!(ann.get("/staff/rooms").await.0, 401, "a visitor is no agent");
    let wrong = json!({ "username": "dora", "password": "a guess" });
    assert_eq!(place.browser().post("/staff/login", wrong).await.0, 401);
    assert_eq!(ann.post(&messages, json!({ "txt": "Hello!" })).await.0, 422);

    let broken = || ServerError::new(500, json!({ "success": false, "error": "a secret of the workspace" }));
    place.mock.fault(Fault::fail(broken()).on::<SendMessage>().once());
    assert_eq!(ann.post(&messages, hello()).await.0, 502);
    place.mock.on::<RegisterVisitor>().respond_error(ServerError::too_many_requests(60)).mount().await;
    assert_eq!(place.browser().post("/chats", json!({ "name": "Eve" })).await.0, 503);
    assert!(!lock(&place.sent).contains("a secret of the workspace"));

    // A lost response is none for the browser: the backend looks whether the message has arrived.
    place.mock.fault(Fault::lose_response().on::<SendMessage>().once());
    assert_eq!(ann.post(&messages, hello()).await.0, 200);
    let count = place.mock.with_world(|world| world.messages(room.as_str()).filter(|it| it.text == "Hello!").count());
    assert_eq!(count, 1);

    assert_eq!(ann.post(&format!("/chats/{room}/close"), json!(null)).await.0, 204);
    assert_eq!(ann.post(&messages, hello()).await, (410, json!({ "error": "room-closed" })));
}

#[tokio::test]
async fn the_webhook_takes_an_event_once_and_from_the_workspace_alone() {
    let place = Place::new().await;
    let mut dora = place.browser();
    dora.post("/staff/login", json!({ "username": "dora", "password": "her password" })).await;
    let mut news = dora.tab("/staff/news").await;
    let tell = async |room: &str, token: &str| {
        let event = Event::Closed(Box::new(Conversation::new(room)));
        let request = webhook::request(&event, &token.into()).unwrap();
        let url = format!("{}/webhook", place.url);
        let request = reqwest::Client::new().post(url).headers(request.headers().clone()).body(request.into_body());
        request.send().await.unwrap().status().as_u16()
    };
    assert_eq!(tell("forged", "a guess").await, 401);
    assert_eq!(tell("first", WEBHOOK_TOKEN).await, 200);
    assert_eq!(tell("first", WEBHOOK_TOKEN).await, 200);
    assert_eq!(tell("second", WEBHOOK_TOKEN).await, 200);
    assert_eq!(news.next().await.unwrap()["room"], "first");
    assert_eq!(news.next().await.unwrap()["room"], "second");
    assert!(
        place.browser().request(Method::POST, "/webhook").header(SECRET_HEADER, "").send().await.unwrap().status()
            == 401
    );
}
