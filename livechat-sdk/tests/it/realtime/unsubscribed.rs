//! What can keep a socket from being subscribed, at each step, and what the reader gets meanwhile. In virtual time.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

use livechat_sdk::{ChatEvent, Client, Events};
use serde_json::{Value, json};
use tokio::{
    net::TcpStream,
    time::{Instant, sleep, timeout},
};

use super::peer::{Peer, Place, UPGRADE, message};
use crate::support::{Response, TOKEN, answers::in_virtual_time};

/// What goes wrong.
#[derive(Clone, Copy)]
enum Fault {
    /// The answer to the request for a socket.
    Upgrade(fn() -> Response),
    /// What the other end of a socket does.
    Socket(Socket),
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Socket {
    Works,
    /// Silence once this frame was received.
    IsSilentAt(Step),
    /// The end once this frame was received.
    EndsAt(Step),
    /// An error that passes, as the answer to this frame.
    IsBusyAt(Step),
    /// An error that stays, as the answer to this frame.
    RefusesAt(Step),
    /// Frames that are none of DDP's, each second.
    Babbles,
    /// Pings each second, and nothing else.
    Pings,
    /// The answer of a server that did not read the first frame.
    Complains,
    /// One subscription of several is never confirmed.
    ForgetsOne,
    /// The end once all is confirmed.
    EndsWhenUp,
    /// All is confirmed, and then one subscription is over.
    UnsubscribesWhenUp,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    Connect,
    LogIn,
    Subscribe,
}

/// What the reader gets.
#[derive(Clone, Copy, PartialEq)]
enum Outcome {
    /// The history, by polls.
    Polls,
    /// The history, as often as the socket is up for a moment.
    Comes,
    /// This error.
    Ends(&'static str),
}

const ROWS: &[(&str, Fault, Outcome)] = {
    use Fault::{Socket as S, Upgrade as U};
    use Outcome::{Comes, Ends, Polls};
    use Step::{Connect, LogIn, Subscribe};
    &[
        ("404", U(|| Response::json(404, "{}")), Polls),
        ("403", U(|| Response::json(403, "{}")), Polls),
        ("426", U(|| Response::json(426, "{}")), Polls),
        ("a page", U(|| Response::with(200, "content-type: text/html\r\n", b"<html></html>")), Polls),
        ("a redirect", U(|| Response::with(302, "location: https://login.example.com/\r\n", b"")), Polls),
        ("429", U(|| Response::with(429, "retry-after: 0\r\n", b"")), Polls),
        ("502", U(|| Response::with(502, "", b"")), Polls),
        ("503", U(|| Response::with(503, "retry-after: 0\r\n", b"")), Polls),
        ("504", U(|| Response::with(504, "", b"")), Polls),
        ("no answer", U(|| Response::Stall(Vec::new())), Polls),
        ("half a head", U(|| Response::Stall(UPGRADE.as_bytes()[..20].into())), Polls),
        ("no HTTP", U(|| Response::Stall(b"SSH-2.0-OpenSSH_9.6\r\n".into())), Polls),
        ("closed without an answer", U(|| Response::Close(Vec::new())), Polls),
        ("reset without an answer", U(|| Response::Reset(Vec::new())), Polls),
        ("another protocol", U(|| Response::Stall(b"HTTP/1.1 101 S\r\nupgrade: h2c\r\n\r\n".into())), Polls),
        ("upgraded and silent", U(|| Response::Stall(UPGRADE.into())), Polls),
        ("upgraded and closed", U(|| Response::Close(UPGRADE.into())), Polls),
        ("upgraded and reset", U(|| Response::Reset(UPGRADE.into())), Polls),
        ("no frames", U(|| Response::Stall([UPGRADE, "HTTP/1.1 400 Bad Request\r\n\r\n"].concat().into())), Polls),
        ("endless noise", U(|| Response::Repeat(UPGRADE.into(), vec![0xff; 9])), Polls),
        ("no DDP", S(Socket::Babbles), Polls),
        ("pings alone", S(Socket::Pings), Polls),
        ("a complaint", S(Socket::Complains), Polls),
        ("silent at the greeting", S(Socket::IsSilentAt(Connect)), Polls),
        ("cut at the greeting", S(Socket::EndsAt(Connect)), Polls),
        ("another version", S(Socket::RefusesAt(Connect)), Ends("the server speaks DDP 2, and this client only DDP 1")),
        ("silent at the login", S(Socket::IsSilentAt(LogIn)), Polls),
        ("cut at the login", S(Socket::EndsAt(LogIn)), Polls),
        ("busy at the login", S(Socket::IsBusyAt(LogIn)), Polls),
        ("login refused", S(Socket::RefusesAt(LogIn)), Ends("the server refuses the login")),
        ("silent at the subscriptions", S(Socket::IsSilentAt(Subscribe)), Polls),
        ("one subscription forgotten", S(Socket::ForgetsOne), Polls),
        ("cut at the subscriptions", S(Socket::EndsAt(Subscribe)), Polls),
        ("busy at the subscriptions", S(Socket::IsBusyAt(Subscribe)), Polls),
        (
            "subscription refused",
            S(Socket::RefusesAt(Subscribe)),
            Ends("the server refuses the subscription to stream-room-messages: [not-allowed]"),
        ),
        ("cut when up", S(Socket::EndsWhenUp), Comes),
        ("unsubscribed when up", S(Socket::UnsubscribesWhenUp), Comes),
    ]
};

/// The answers of a socket's other end, and whether it ends with them.
fn answers(socket: Socket, frame: &Value, subs: &mut Vec<Value>) -> (Vec<Value>, bool) {
    let step = match frame["msg"].as_str() {
        Some("connect") => Step::Connect,
        Some("method") => Step::LogIn,
        Some("sub") => Step::Subscribe,
        _ => return (Vec::new(), false),
    };
    let id = &frame["id"];
    let busy = json!({"error": 500, "reason": "Internal server error"});
    match (socket, step) {
        (Socket::IsSilentAt(at), _) if at == step => return (Vec::new(), false),
        (Socket::EndsAt(at), _) if at == step => return (Vec::new(), true),
        (Socket::IsBusyAt(at), Step::LogIn) if at == step => {
            return (vec![json!({"msg": "result", "id": id, "error": busy})], false);
        }
        (Socket::IsBusyAt(at), Step::Subscribe) if at == step => {
            return (vec![json!({"msg": "nosub", "id": id, "error": busy})], false);
        }
        (Socket::RefusesAt(Step::Connect), Step::Connect) => {
            return (vec![json!({"msg": "failed", "version": "2"})], true);
        }
        (Socket::RefusesAt(Step::LogIn), Step::LogIn) => {
            let error = json!({"error": 403, "reason": "You've been logged out by the server."});
            return (vec![json!({"msg": "result", "id": id, "error": error})], false);
        }
        (Socket::RefusesAt(Step::Subscribe), Step::Subscribe) => {
            let error = json!({"error": "not-allowed", "message": "[not-allowed]"});
            return (vec![json!({"msg": "nosub", "id": id, "error": error})], false);
        }
        (Socket::Babbles | Socket::Pings, _) => return (Vec::new(), false),
        (Socket::Complains, _) => return (vec![json!({"msg": "error", "reason": "Must connect first"})], false),
        _ => {}
    }
    match step {
        Step::Connect => (vec![json!({"msg": "connected", "session": "s"})], false),
        Step::LogIn => (vec![json!({"msg": "result", "id": id, "result": {"id": "u", "token": "s3cret"}})], false),
        Step::Subscribe => {
            subs.push(id.clone());
            let ready = json!({"msg": "ready", "subs": [id]});
            // Agents have three, visitors four.
            let is_last = subs.len() == 3;
            match socket {
                Socket::ForgetsOne if is_last => (Vec::new(), false),
                Socket::EndsWhenUp if is_last => (vec![ready], true),
                Socket::UnsubscribesWhenUp if is_last => (vec![ready, json!({"msg": "nosub", "id": subs[0]})], false),
                _ => (vec![ready], false),
            }
        }
    }
}

/// The other end of one socket.
async fn serve(socket: Socket, stream: TcpStream) -> Option<()> {
    let mut peer = Peer::new(stream).await;
    let mut subs = Vec::new();
    let chatter = match socket {
        Socket::Babbles => Some(json!(["o"])),
        Socket::Pings => Some(json!({"msg": "ping"})),
        _ => None,
    };
    while let Some(frame) = &chatter {
        sleep(Duration::from_secs(1)).await;
        peer.try_send(frame.clone()).await?;
    }
    loop {
        let frame = peer.try_receive().await?;
        let (answers, is_over) = answers(socket, &frame, &mut subs);
        for answer in answers {
            peer.try_send(answer).await?;
        }
        if is_over {
            return None;
        }
    }
}

/// A place with this fault, which can be taken away.
async fn place(fault: Fault) -> (Place, Arc<Mutex<Fault>>) {
    let fault = Arc::new(Mutex::new(fault));
    let (of_server, of_sockets) = (Arc::clone(&fault), Arc::clone(&fault));
    let mut place = Place::answering(move |sender| match *of_server.lock().unwrap() {
        Fault::Upgrade(response) => response(),
        Fault::Socket(_) => Response::HandOver(UPGRADE.into(), sender.clone()),
    })
    .await;
    let (_, empty) = tokio::sync::mpsc::unbounded_channel();
    let mut sockets = std::mem::replace(&mut place.sockets, empty);
    tokio::spawn(async move {
        while let Some(stream) = sockets.recv().await {
            if let Fault::Socket(socket) = *of_sockets.lock().unwrap() {
                tokio::spawn(serve(socket, stream));
            }
        }
    });
    (place, fault)
}

/// What is told until the message with this text, which has to come in time.
async fn told_until(events: &mut Events, text: &str, name: &str) -> Vec<ChatEvent> {
    let mut told = Vec::new();
    let is_it = |event: &ChatEvent| matches!(event, ChatEvent::MessageNew(message) if message.text == text);
    let is_told = async {
        while let Some(event) = events.next().await {
            let event = event.unwrap();
            told.push(event);
            if told.last().is_some_and(is_it) {
                return;
            }
        }
    };
    assert!(timeout(Duration::from_secs(15), is_told).await.is_ok(), "{name}: no `{text}` in time");
    assert!(told.last().is_some_and(is_it), "{name}: the stream ended");
    told
}

#[test]
fn whatever_keeps_a_socket_from_being_subscribed_the_reader_gets_the_conversation() {
    for (name, fault, outcome) in ROWS {
        in_virtual_time(async {
            let (place, now) = place(*fault).await;
            place.post(message("m1", "hello"));
            let client = Client::new(place.url()).unwrap();
            // Agents log in before they subscribe.
            let mut events = match fault {
                Fault::Socket(_) => client.with_credentials("u", "s3cret").room_events("r"),
                Fault::Upgrade(_) => client.visitor(TOKEN).open_chat().await.unwrap().events(),
            };
            let start = Instant::now();
            if let Outcome::Ends(says) = outcome {
                let error = timeout(Duration::from_secs(15), events.next()).await.expect(name).unwrap().unwrap_err();
                assert_eq!(error.to_string(), *says, "{name}");
                assert!(events.next().await.is_none(), "{name}");
                return;
            }

            let told = told_until(&mut events, "hello", name).await;
            let says = |what: &ChatEvent| told.iter().filter(|event| *event == what).count();
            match outcome {
                Outcome::Polls => {
                    assert_eq!((says(&ChatEvent::Polling), says(&ChatEvent::Connected)), (1, 0), "{name}");
                }
                _ => assert!(says(&ChatEvent::Connected) >= 1, "{name}"),
            }
            let attempts = || place.server.received().iter().filter(|request| request.target == "/websocket").count();
            assert!((1..=6).contains(&attempts()), "{name}: {} attempts", attempts());

            // It goes on like this, and tries no more often than at first.
            for minute in 1..=5 {
                let texts = [format!("{minute} one"), format!("{minute} two")];
                for text in &texts {
                    sleep(Duration::from_secs(15)).await;
                    place.post(message(&format!("m {text}"), text));
                    told_until(&mut events, text, name).await;
                }
            }
            let minutes = start.elapsed().as_secs() / 60 + 1;
            assert!((2..=8 + 3 * minutes).contains(&(attempts() as u64)), "{name}: {} attempts", attempts());

            *now.lock().unwrap() = Fault::Socket(Socket::Works);
            let is_up = async { while events.next().await.unwrap().unwrap() != ChatEvent::Connected {} };
            assert!(timeout(Duration::from_secs(75), is_up).await.is_ok(), "{name}: no socket any more");
        });
    }
}
