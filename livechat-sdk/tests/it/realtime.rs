//! Events over real sockets. What the protocol does when, the unit tests show in virtual time.

mod peer;
mod storms;
mod unsubscribed;

use std::{
    pin::pin,
    sync::{Arc, Mutex},
    task::{Context, Poll, Waker},
    time::Duration,
};

use futures_core::Stream;
use livechat_sdk::{Chat, ChatEvent, Client, Events, Observation, RealtimeError, chat::WriteMessage};
use serde_json::json;

use self::peer::{Peer, Place, message};
use crate::{secrecy::Log, support::TOKEN};

async fn next(events: &mut Events) -> ChatEvent {
    events.next().await.unwrap().unwrap()
}

/// What is told next, in short.
async fn text(events: &mut Events) -> String {
    match next(events).await {
        ChatEvent::MessageNew(message) => format!("new {}", message.text),
        ChatEvent::MessageChanged(message) => format!("changed {}", message.text),
        ChatEvent::MessageDeleted { message_id, .. } => format!("deleted {message_id}"),
        other => format!("{other:?}"),
    }
}

async fn chat(place: &Place) -> Chat {
    Client::new(place.url()).unwrap().visitor(TOKEN).open_chat().await.unwrap()
}

/// Answers what the stream of a room begins with, until it is connected. Returns the server's end of its socket.
async fn greet(place: &mut Place, events: &mut Events) -> Peer {
    let (event, peer) = tokio::join!(next(events), async {
        let mut peer = place.accept().await;
        peer.greet(4).await;
        peer
    });
    assert_eq!(event, ChatEvent::Connected);
    peer
}

/// A chat whose first events were read, and the server's end of its socket.
async fn connected(place: &mut Place) -> (Chat, Events, Peer) {
    let chat = chat(place).await;
    let mut events = chat.events();
    let peer = greet(place, &mut events).await;
    (chat, events, peer)
}

#[tokio::test]
async fn a_conversation_goes_on_over_a_lost_connection() {
    let mut place = Place::start().await;
    place.post(message("m1", "hello"));
    let (chat, mut events, mut peer) = connected(&mut place).await;
    assert_eq!(text(&mut events).await, "new hello");

    for _ in 0..2 {
        peer.says(message("m2", "one")).await;
    }
    peer.says(message("m3", "two")).await;
    peer.says(json!({"_id": "m2", "rid": "r", "ts": {"$date": 1_002}, "u": {"_id": "a"}, "msg": "1",
        "editedAt": {"$date": 2_000}}))
        .await;
    peer.event("stream-notify-room", "r/deleteMessage", json!([{"_id": "m3"}])).await;
    peer.event("stream-livechat-room", "r", json!([{"type": "agentData", "data": {"_id": "a", "name": "Ann"}}])).await;
    for expected in ["new one", "new two", "changed 1", "deleted m3"] {
        assert_eq!(text(&mut events).await, expected);
    }
    let ChatEvent::AgentJoined(agent) = next(&mut events).await else { panic!("no agent") };
    assert_eq!(agent.name.as_deref(), Some("Ann"));

    chat.set_typing(true);
    let typing = peer.receive().await;
    assert_eq!(typing["params"], json!(["r/user-activity", "guest-1", ["user-typing"], {"token": TOKEN}]));
    chat.send("I am").await.unwrap();
    let typing = peer.receive().await;
    assert_eq!(typing["params"], json!(["r/user-activity", "guest-1", [], {"token": TOKEN}]), "it is sent");

    place.post(json!({"_id": "m2", "rid": "r", "ts": "1970-01-01T00:00:01.002Z", "u": {"_id": "a"}, "msg": "1",
        "editedAt": "1970-01-01T00:00:02Z"}));
    place.post(message("m4", "meanwhile"));
    drop(peer);
    assert_eq!(next(&mut events).await, ChatEvent::ConnectionLost);
    let mut peer = greet(&mut place, &mut events).await;
    assert_eq!(next(&mut events).await, ChatEvent::AgentLeft);
    assert_eq!(text(&mut events).await, "new meanwhile");

    peer.says(json!({"_id": "m5", "rid": "r", "t": "livechat-close", "ts": {"$date": 1_005}, "u": {"_id": "a"},
        "msg": "bye"}))
        .await;
    assert_eq!(text(&mut events).await, "new bye");
    assert!(matches!(next(&mut events).await, ChatEvent::Closed { room_id, .. } if room_id == "r"));
    assert!(events.next().await.is_none() && events.next().await.is_none());
    assert!(peer.is_left().await);
}

/// A backend has a chat for each request of a browser's, and the stream elsewhere.
#[tokio::test]
async fn a_visitor_types_without_the_stream_at_hand() {
    let mut place = Place::start().await;
    let client = Client::new(place.url()).unwrap();
    let mut events = client.visitor(TOKEN).open_chat().await.unwrap().events();
    let mut peer = greet(&mut place, &mut events).await;
    // The room is not another visitor's.
    client.visitor("another").chat("r").set_typing(true);
    client.with_timeout(Duration::from_secs(9)).visitor(TOKEN).chat("r").set_typing(true);
    let typing = peer.receive().await;
    assert_eq!(typing["params"], json!(["r/user-activity", "guest-1", ["user-typing"], {"token": TOKEN}]));
    client.visitor(TOKEN).chat("r").send("I am").await.unwrap();
    assert_eq!(peer.receive().await["params"][2], json!([]), "it is sent");
}

#[tokio::test]
async fn the_socket_is_opened_where_the_base_url_says_and_without_a_login() {
    let mut place = Place::start_at("/chat").await;
    let (_chat, _events, _peer) = connected(&mut place).await;
    let received = place.server.received();
    let upgrade = received.iter().find(|request| request.target.contains("websocket")).unwrap();
    assert_eq!((&*upgrade.method, &*upgrade.target), ("GET", "/chat/websocket"));
    assert_eq!(upgrade.header("connection"), Some("Upgrade"));
    assert_eq!(upgrade.header("upgrade"), Some("websocket"));
    assert_eq!(upgrade.header("sec-websocket-version"), Some("13"));
    assert_eq!(upgrade.header("sec-websocket-key").unwrap().len(), 24);
    assert!(upgrade.header("user-agent").unwrap().starts_with("livechat-sdk/"));
    assert_eq!((upgrade.header("x-auth-token"), upgrade.header("x-user-id")), (None, None));
}

#[tokio::test]
async fn a_visitor_is_not_logged_in_with_the_clients_login() {
    let mut place = Place::start().await;
    let client = Client::new(place.url()).unwrap().with_credentials("u", "s3cret");
    let mut events = client.visitor(TOKEN).chat("r").events();
    let _peer = greet(&mut place, &mut events).await;
}

#[tokio::test]
async fn a_room_that_the_configuration_does_not_name_is_closed_where_livechat_is_enabled() {
    for (config, is_closed) in [(r#"{"config":{"enabled":true}}"#, true), (r#"{"config":{"enabled":false}}"#, false)] {
        let mut place = Place::start().await;
        place.standing.lock().unwrap().0 = config;
        place.post(message("m1", "hello"));
        let (_chat, mut events, _peer) = connected(&mut place).await;
        assert_eq!(text(&mut events).await, "new hello");
        if is_closed {
            assert!(matches!(next(&mut events).await, ChatEvent::Closed { .. }));
        } else {
            let mut cx = Context::from_waker(Waker::noop());
            assert!(pin!(events).poll_next(&mut cx).is_pending());
        }
    }
}

#[tokio::test]
async fn a_place_in_the_queue_that_cannot_be_read_is_told_of() {
    let mut place = Place::start().await;
    place.standing.lock().unwrap().0 =
        r#"{"config":{"enabled":true,"room":{"_id":"r"},"queueInfo":{"spot":"first","message":{"text":"s3cret"}}}}"#;
    let (_chat, mut events, _peer) = connected(&mut place).await;
    let event = next(&mut events).await;
    let ChatEvent::Omitted { pointer, message_id: None, .. } = &event else { panic!("{event:?}") };
    assert_eq!(pointer, "/queueInfo");
    assert!(!format!("{event:?}").contains("s3cret") && !format!("{event:?}").contains("first"), "{event:?}");
}

/// Servers leave the agent out of the configuration that a visitor's connection did not ask for first.
#[tokio::test]
async fn an_agent_whom_the_configuration_leaves_out_is_asked_for() {
    const SERVED: &str = r#"{"config":{"enabled":true,"room":{"_id":"r","servedBy":{"_id":"a"}}}}"#;
    const UNSERVED: &str = r#"{"config":{"enabled":true,"room":{"_id":"r"}}}"#;
    const OTHER: &str = r#"{"config":{"enabled":true,"room":{"_id":"r2","servedBy":{"_id":"a"}}}}"#;
    const ANN: (u16, &str) = (200, r#"{"agent":{"_id":"a","username":"ann"},"success":true}"#);
    const NOBODY: (u16, &str) = (400, r#"{"success":false,"error":"invalid-agent"}"#);
    const GONE: (u16, &str) = (400, r#"{"success":false,"error":"invalid-room"}"#);
    for (config, (status, agent), expected) in [
        (SERVED, ANN, Some(Some("ann"))),
        (SERVED, NOBODY, Some(None)),
        (SERVED, GONE, None),
        (UNSERVED, GONE, Some(None)),
        (OTHER, GONE, Some(None)),
    ] {
        let mut place = Place::start().await;
        *place.standing.lock().unwrap() = (config, status, agent);
        place.post(message("m1", "hello"));
        let (_chat, mut events, _peer) = connected(&mut place).await;
        match expected {
            None => {
                let error = events.next().await.unwrap().unwrap_err();
                assert!(matches!(error, RealtimeError::Call(_)), "{error}");
            }
            Some(agent) => {
                if let Some(username) = agent {
                    let ChatEvent::AgentJoined(joined) = next(&mut events).await else { panic!("no agent") };
                    assert_eq!(joined.username.unwrap(), username);
                }
                assert_eq!(text(&mut events).await, "new hello");
            }
        }
    }
}

#[tokio::test]
async fn what_is_no_ddp_is_passed_over() {
    let mut place = Place::start().await;
    let (_chat, mut events, mut peer) = connected(&mut place).await;
    peer.send_raw("no JSON").await;
    peer.send_bytes(b"\x00\xff").await;
    peer.send(json!({"msg": "changed", "collection": "stream-room-messages", "id": "id", "fields": {}})).await;
    peer.send(json!({"msg": "changed", "collection": "stream-room-messages", "id": "id",
        "fields": {"eventName": "r", "args": [{"_id": 7}]}}))
        .await;
    peer.says(message("m1", "hello")).await;
    assert!(matches!(next(&mut events).await, ChatEvent::Omitted { pointer, .. } if pointer == "/_id"));
    assert_eq!(text(&mut events).await, "new hello");
}

#[tokio::test]
async fn one_message_that_cannot_be_read_ends_no_stream() {
    let mut place = Place::start().await;
    let garbled = json!({"_id": "m1", "rid": "r", "ts": "one day", "u": {"_id": "a"}, "msg": "s3cret"});
    let (_chat, mut events, mut peer) = connected(&mut place).await;
    for round in 0..2 {
        place.post(garbled.clone());
        peer.says(json!({"_id": "m1", "rid": "r", "ts": {"$date": "one day"}, "u": {"_id": "a"}, "msg": "s3cret"}))
            .await;
        let after = message(&format!("m2{round}"), "after");
        place.post(after.clone());
        peer.says(after).await;
        if round == 0 {
            let event = next(&mut events).await;
            let ChatEvent::Omitted { room_id, message_id, pointer, reason, .. } = &event else { panic!("{event:?}") };
            assert_eq!((room_id.as_str(), message_id.as_ref().unwrap().as_str()), ("r", "m1"));
            // Live or with the history, whichever comes first.
            assert!(matches!(&**pointer, "/ts" | "/ts/$date"), "{pointer}");
            assert!(!reason.is_empty() && !format!("{event:?}").contains("s3cret"));
        }
        assert_eq!(text(&mut events).await, "new after");
        drop(peer);
        assert_eq!(next(&mut events).await, ChatEvent::ConnectionLost);
        peer = greet(&mut place, &mut events).await;
    }
    let last = message("m3", "last");
    place.post(last.clone());
    peer.says(last).await;
    assert_eq!(text(&mut events).await, "new last");
}

#[tokio::test]
async fn pongs_do_not_wait_for_the_reader_and_what_does_not_fit_is_read_later() {
    let mut place = Place::start().await;
    let (_chat, mut events, mut peer) = connected(&mut place).await;
    place.post(message("m0", "0"));
    peer.says(message("m0", "0")).await;
    assert_eq!(text(&mut events).await, "new 0");
    for number in 1..=1_000 {
        let message = message(&format!("m{number}"), &number.to_string());
        place.post(message.clone());
        peer.says(message).await;
    }
    peer.send(json!({"msg": "ping", "id": "p"})).await;
    assert_eq!(peer.receive().await, json!({"msg": "pong", "id": "p"}));
    for number in 1..=1_000 {
        assert_eq!(text(&mut events).await, format!("new {number}"));
    }
}

#[tokio::test]
async fn a_stream_that_is_dropped_closes_its_socket() {
    let mut place = Place::start().await;
    let (chat, events, mut peer) = connected(&mut place).await;
    drop(events);
    assert!(peer.is_left().await);
    chat.set_typing(true);
}

#[tokio::test]
async fn a_refused_subscription_is_the_last_thing_that_is_told() {
    let mut place = Place::start().await;
    let mut events = chat(&place).await.events();
    let (error, _) = tokio::join!(events.next(), async {
        let mut peer = place.accept().await;
        peer.receive().await;
        peer.send(json!({"msg": "connected", "session": "s"})).await;
        let sub = peer.receive().await;
        peer.send(
            json!({"msg": "nosub", "id": sub["id"], "error": {"error": "not-allowed", "message": "[not-allowed]"}}),
        )
        .await;
        peer
    });
    let error = error.unwrap().unwrap_err();
    assert!(matches!(&error, RealtimeError::Refused { stream, .. } if stream == "stream-room-messages"));
    assert!(!format!("{error} {error:?}").contains(TOKEN));
    assert!(events.next().await.is_none());
}

#[tokio::test]
async fn where_there_are_no_sockets_it_says_so_and_polls() {
    let place = Place::without_sockets().await;
    place.post(message("m1", "hello"));
    let chat = chat(&place).await;
    let mut events = chat.events();
    assert_eq!(next(&mut events).await, ChatEvent::Polling);
    assert_eq!(text(&mut events).await, "new hello");
}

#[tokio::test]
async fn a_call_that_is_refused_ends_the_stream() {
    let mut place = Place::start().await;
    let mut events = chat(&place).await.events();
    place.refuse();
    let mut peer = greet(&mut place, &mut events).await;
    let error = events.next().await.unwrap().unwrap_err();
    assert!(matches!(error, RealtimeError::Call(_)), "{error}");
    assert!(!crate::support::shown(&error).contains(TOKEN));
    assert!(events.next().await.is_none() && peer.is_left().await);
}

#[tokio::test]
async fn staff_logs_in_and_reads_all_its_rooms() {
    let mut place = Place::start().await;
    place.post(message("m1", "in the queue"));
    let client = Client::new(place.url()).unwrap().with_credentials("u", "s3cret");
    let mut events = client.my_events();
    let (event, mut peer) = tokio::join!(next(&mut events), async {
        let mut peer = place.accept().await;
        peer.greet_staff().await;
        peer
    });
    assert_eq!(event, ChatEvent::Connected);
    place.post(message("m2", "anybody?"));
    let about = json!({"roomParticipant": true, "roomType": "l", "roomName": "guest-1"});
    peer.event("stream-room-messages", "__my_messages__", json!([peer::live(message("m2", "anybody?")), about])).await;
    assert_eq!(text(&mut events).await, "new in the queue");
    assert_eq!(text(&mut events).await, "new anybody?");

    client.write_message(WriteMessage::new("r", "I am")).await.unwrap();
    let received = place.server.received();
    let answer = received.last().unwrap();
    assert_eq!((&*answer.method, &*answer.target), ("POST", "/api/v1/chat.sendMessage"));
    let body: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!((&body["message"]["rid"], &body["message"]["msg"]), (&json!("r"), &json!("I am")));

    let error = Client::new(place.url()).unwrap().room_events("r").next().await.unwrap().unwrap_err();
    assert!(matches!(error, RealtimeError::NoLogin));
}

#[tokio::test]
async fn sockets_are_told_of() {
    let mut place = Place::start().await;
    let told = Arc::<Mutex<Vec<String>>>::default();
    let notes = Arc::clone(&told);
    let client = Client::builder(place.url()).observer(Sockets(notes)).build().unwrap();
    let mut events = client.visitor(TOKEN).chat("r").events();
    let peer = greet(&mut place, &mut events).await;
    drop(peer);
    assert_eq!(next(&mut events).await, ChatEvent::ConnectionLost);
    assert_eq!(told.lock().unwrap()[..3], ["SocketOpening", "SocketOpened", "SocketClosed"]);
}

struct Sockets(Arc<Mutex<Vec<String>>>);

impl livechat_sdk::Observer for Sockets {
    fn observe(&self, observation: &Observation<'_>) {
        if matches!(observation, Observation::SocketOpening | Observation::SocketOpened | Observation::SocketClosed) {
            self.0.lock().unwrap().push(format!("{observation:?}"));
        }
    }
}

#[tokio::test]
async fn several_readers_share_one_connection() {
    let mut place = Place::start().await;
    place.post(message("m1", "hello"));
    let template = chat(&place).await.events().shared(8);
    let (mut one, mut two) = (template.clone(), template.clone());
    let (event, mut peer) = tokio::join!(one.next(), async {
        let mut peer = place.accept().await;
        peer.greet(4).await;
        peer
    });
    assert_eq!(event.unwrap().unwrap(), ChatEvent::Connected);
    peer.says(message("m2", "one")).await;
    for reader in [&mut one, &mut two] {
        loop {
            if let ChatEvent::MessageNew(message) = reader.next().await.unwrap().unwrap()
                && message.text == "one"
            {
                break;
            }
        }
    }
    drop((one, two, template));
    assert!(peer.is_left().await);
}

#[tokio::test]
async fn no_trace_shows_a_token() {
    let log = Log::default();
    let _guard = log.start();
    for _ in 0..2 {
        let mut place = Place::start().await;
        let (chat, mut events, mut peer) = connected(&mut place).await;
        chat.set_typing(true);
        peer.receive().await;
        peer.says(message("m1", "hello")).await;
        assert_eq!(text(&mut events).await, "new hello");
        drop(peer);
        assert_eq!(next(&mut events).await, ChatEvent::ConnectionLost);
        assert!(!format!("{chat:?} {events:?}").contains(TOKEN));
        // What another test's thread came to first is off for good, unless all are asked again.
        tracing::callsite::rebuild_interest_cache();
    }
    let log = log.text();
    assert!(log.contains("opening a socket"), "{log}");
    assert!(!log.contains(TOKEN), "{log}");
}

#[test]
fn outside_of_a_runtime_it_says_so() {
    let events = Client::new("http://localhost:1").unwrap().with_credentials("u", "t").my_events();
    let mut events = pin!(events);
    let mut cx = Context::from_waker(Waker::noop());
    let Poll::Ready(Some(Err(error))) = events.as_mut().poll_next(&mut cx) else { panic!("no error") };
    assert!(matches!(error, RealtimeError::NoRuntime));
    assert!(matches!(events.as_mut().poll_next(&mut cx), Poll::Ready(None)));
}

/// What the API promises of threads.
#[test]
fn events_can_be_read_anywhere() {
    fn is_send<T: Send + Sync + Unpin + 'static>() {}
    is_send::<Events>();
    is_send::<Chat>();
    is_send::<RealtimeError>();
}
