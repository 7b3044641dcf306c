//! Realtime without sockets, in process and in virtual time: what an engine says to whom, and in which order.

mod faults;
mod happenings;
mod livechat_methods;
mod methods;
mod properties;
mod protocol;
mod quirks;
mod rest;
mod staff;
mod subscriptions;

use std::{collections::BTreeMap, time::Duration};

use bytes::Bytes;
use http::Request;
use livechat_mock::{Account, Action, Engine, Outgoing, RejectedFrame, SocketId, World};
use livechat_sdk::{RoomId, Timestamp, UserId};
use serde_json::{Value, json};

pub(crate) use self::quirks::QUIRKS;

const START: i64 = 1_767_225_600_000;
const MESSAGES: &str = "stream-room-messages";
const NOTIFY: &str = "stream-notify-room";
const LIVECHAT: &str = "stream-livechat-room";

/// An engine, the present, and what came over each socket and was not looked at yet.
struct Mock {
    engine: Engine,
    now: Timestamp,
    heard: BTreeMap<SocketId, Vec<Value>>,
}

/// A login: user and token.
type Login = (String, String);

impl Mock {
    fn new(world: World) -> Self {
        Self { engine: Engine::stateful(world), now: Timestamp::from_millis(START), heard: BTreeMap::new() }
    }

    fn world(&mut self) -> &mut World {
        self.engine.world_mut().unwrap()
    }

    fn advance(&mut self, seconds: u64) {
        self.now = self.now.saturating_add(Duration::from_secs(seconds));
    }

    /// A socket that has not said anything.
    fn open(&mut self) -> SocketId {
        let socket = self.engine.open_socket(self.now);
        assert_eq!(self.take(socket), [json!({"server_id": "0"})]);
        socket
    }

    /// A socket that is connected.
    fn connect(&mut self) -> SocketId {
        let socket = self.open();
        let answer = self.say(socket, &json!({"msg": "connect", "version": "1", "support": ["1", "pre2", "pre1"]}));
        assert_eq!((answer.len(), &answer[0]["msg"]), (1, &json!("connected")));
        socket
    }

    fn receive(&mut self, socket: SocketId, text: &str) -> Result<(), RejectedFrame> {
        self.engine.receive(socket, text, self.now)
    }

    /// Says something, and gives what came back over the same socket. Why it was refused is not looked at.
    fn say(&mut self, socket: SocketId, frame: &Value) -> Vec<Value> {
        let _ = self.receive(socket, &frame.to_string());
        self.take(socket)
    }

    fn close(&mut self, socket: SocketId) {
        self.engine.close_socket(socket, self.now);
    }

    /// What came over a socket since it was asked last. An end is a text.
    fn take(&mut self, socket: SocketId) -> Vec<Value> {
        for Outgoing { socket, action, .. } in self.engine.take_outgoing() {
            let heard = match action {
                Action::Send { text, .. } => serde_json::from_str(&text).unwrap(),
                Action::Close { code, .. } => json!(format!("closed with {code}")),
                _ => json!("dropped"),
            };
            self.heard.entry(socket).or_default().push(heard);
        }
        self.heard.remove(&socket).unwrap_or_default()
    }

    /// The same in short: what happened.
    fn happened(&mut self, socket: SocketId) -> Vec<String> {
        self.take(socket).iter().map(in_short).collect()
    }

    /// Subscribes with a token, under both names.
    fn subscribe(&mut self, socket: SocketId, id: &str, stream: &str, event: &str, token: &str) {
        let answer = self.say(socket, &sub(id, stream, event, &json!({"token": token, "visitorToken": token})));
        assert_eq!(answer, [json!({"msg": "ready", "subs": [id]})]);
    }

    /// Subscribes to all of a room that a visitor reads.
    fn follow(&mut self, socket: SocketId, room: &RoomId, token: &str) {
        self.subscribe(socket, "1", MESSAGES, room.as_str(), token);
        self.subscribe(socket, "2", NOTIFY, &format!("{room}/user-activity"), token);
        self.subscribe(socket, "3", NOTIFY, &format!("{room}/deleteMessage"), token);
        self.subscribe(socket, "4", LIVECHAT, room.as_str(), token);
    }

    /// Calls a method, and gives its `result` frame.
    fn call(&mut self, socket: SocketId, method: &str, params: Value) -> Value {
        let mut frame = json!({"msg": "method", "id": "m", "method": method});
        frame["params"] = params;
        let answer = self.say(socket, &frame);
        let [.., result, updated] = &answer[..] else { panic!("{answer:?}") };
        assert_eq!(*updated, json!({"msg": "updated", "methods": ["m"]}));
        assert_eq!((&result["msg"], &result["id"]), (&json!("result"), &json!("m")));
        result.clone()
    }

    fn ask(&mut self, method: &str, path: &str, login: Option<&Login>, body: &Value) -> Value {
        let mut request =
            Request::builder().method(method).uri(format!("/api/v1/{path}")).header("content-type", "application/json");
        if let Some((user, token)) = login {
            request = request.header("x-user-id", user).header("x-auth-token", token);
        }
        let request = request.body(Bytes::from(body.to_string())).unwrap();
        let response = self.engine.handle(&request, [127, 0, 0, 1].into(), self.now).response;
        let answer: Value = serde_json::from_slice(response.body()).unwrap();
        assert_eq!(response.status(), 200, "{method} {path}: {answer}");
        answer
    }

    fn post(&mut self, path: &str, body: &Value) -> Value {
        self.ask("POST", path, None, body)
    }

    fn post_as(&mut self, login: &Login, path: &str, body: &Value) -> Value {
        self.ask("POST", path, Some(login), body)
    }

    fn log_in(&mut self, user: &UserId) -> Login {
        let token = self.world().log_in(user).unwrap();
        (user.to_string(), token.expose().to_owned())
    }

    /// What the visitor with the token `t` writes.
    fn write(&mut self, room: &RoomId, msg: &str) -> Value {
        self.post("livechat/message", &json!({"token": "t", "rid": room, "msg": msg}))["message"].clone()
    }
}

/// A visitor, `t`, whose room waits in the queue, and an agent, `ann`, who may do all that agents can be allowed.
fn waiting() -> (Mock, RoomId, Login) {
    let mut world = World::empty();
    let ann = agent(&mut world, "ann");
    world.grant("transfer-livechat-guest", "livechat-agent");
    world.set_setting("Livechat_Routing_Method", "Manual_Selection").unwrap();
    let mut mock = Mock::new(world);
    mock.post("livechat/visitor", &json!({"visitor": {"token": "t", "name": "Bob"}}));
    let room = mock.ask("GET", "livechat/room?token=t", None, &json!({}))["room"]["_id"].as_str().unwrap().into();
    let ann = mock.log_in(&ann);
    (mock, room, ann)
}

/// The same when `ann` has taken the room.
fn served() -> (Mock, RoomId, Login) {
    let (mut mock, room, ann) = waiting();
    take(&mut mock, &room, &ann);
    (mock, room, ann)
}

/// The same, and a socket that follows the room as its visitor does.
fn followed() -> (Mock, RoomId, Login, SocketId) {
    let (mut mock, room, ann) = served();
    let socket = mock.connect();
    mock.follow(socket, &room, "t");
    (mock, room, ann, socket)
}

fn take(mock: &mut Mock, room: &RoomId, login: &Login) {
    let inquiry = mock.world().inquiry(room).unwrap().id.clone();
    mock.post_as(login, "livechat/inquiries.take", &json!({"inquiryId": inquiry}));
}

fn agent(world: &mut World, name: &str) -> UserId {
    let name_shown = name[..1].to_uppercase() + &name[1..];
    world.add_user(Account::new(name, "password").id(name).name(name_shown).role("livechat-agent"))
}

/// A `sub` with these extra data.
fn sub(id: &str, stream: &str, event: &str, extra: &Value) -> Value {
    json!({"msg": "sub", "id": id, "name": stream, "params": [event, {"useCollection": false, "args": [extra]}]})
}

fn in_short(frame: &Value) -> String {
    let Some("changed") = frame["msg"].as_str() else {
        return frame["msg"].as_str().or(frame.as_str()).unwrap_or("?").to_owned();
    };
    assert_eq!(frame["id"], "id");
    let (fields, first) = (&frame["fields"], &frame["fields"]["args"][0]);
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match (frame["collection"].as_str().unwrap(), fields["eventName"].as_str().unwrap()) {
        (MESSAGES, _) if first["t"].is_string() => {
            format!("{} {} by {}", text(&first["t"]), text(&first["msg"]), text(&first["u"]["username"]))
                .replace("  ", " ")
        }
        (MESSAGES, _) => format!("{:?} by {}", text(&first["msg"]), text(&first["u"]["username"])),
        (NOTIFY, event) => format!("{} {}", event.split_once('/').unwrap().1, fields["args"]),
        (LIVECHAT, _) => {
            let particulars = [&first["data"]["username"], &first["status"], &first["data"]["spot"]];
            let particulars = particulars.into_iter().filter(|value| !value.is_null()).map(text);
            std::iter::once(text(&first["type"])).chain(particulars).collect::<Vec<_>>().join(" ")
        }
        (collection, event) => format!("{collection} {event}"),
    }
}
