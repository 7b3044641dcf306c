//! Frames of any form from two clients, and what else happens meanwhile, to one engine.
//!
//! The input is text. The first line has words for the engine: `replay`, a version, `no-auth`, `queue`, and `duplicate`
//! and `reorder` for faults. Each further line begins with who speaks: `1` and `2` are sockets, connected already, and
//! what follows is a frame; `3` is one that has not said anything. `+` writes a message to the room as its visitor, `*` as
//! its agent, `#` closes the room, `!` ends socket 1 and opens it anew, `?` pings, `~` resets. In a frame `{room}`,
//! `{token}` and `{login}` stand for what opens doors.

#![no_main]

use std::{net::Ipv4Addr, sync::LazyLock};

use bytes::Bytes;
use http::Request;
use libfuzzer_sys::fuzz_target;
use livechat_mock::{Account, Engine, Fault, ServerVersion, SocketId, World};
use livechat_sdk::{RoomId, Timestamp, UserId, model::Visitor};
use serde_json::{Value, json};

const START: i64 = 1_767_225_600_000;
const CONNECT: &str = r#"{"msg":"connect","version":"1","support":["1"]}"#;
const TOKEN: &str = "t0ken-5f2c";

/// An engine to fork, with a room, its agent and the agent's login.
static STARTED: LazyLock<(Engine, RoomId, UserId, String)> = LazyLock::new(|| {
    let mut world = World::empty();
    let ann = world.add_user(Account::new("ann", "password").id("ann").role("livechat-agent"));
    let login = world.log_in(&ann).expect("there is such a user");
    let visitor = world.add_visitor(Visitor::new("").token(TOKEN).username("guest-0"));
    let room = world.open_room(&visitor, Timestamp::from_millis(START)).expect("there is such a visitor");
    (Engine::stateful(world), room, ann, login.expose().to_owned())
});

fuzz_target!(|input: &[u8]| {
    let (started, room, ann, login) = &*STARTED;
    let input = String::from_utf8_lossy(input);
    let mut lines = input.split('\n');
    let mut engine = engine(started, lines.next().unwrap_or_default());
    let now = Timestamp::from_millis(START);
    let mut sockets = [(); 3].map(|()| engine.open_socket(now));
    for socket in &sockets[..2] {
        let _ = engine.receive(*socket, CONNECT, now);
    }
    check(&mut engine, &sockets);
    for (number, line) in (1..).zip(lines) {
        let now = Timestamp::from_millis(START + number * 1000);
        let mut chars = line.chars();
        let who = chars.next();
        let text = chars.as_str();
        match who {
            Some(who @ '1'..='3') => {
                let frame = text.replace("{room}", room.as_str()).replace("{token}", TOKEN).replace("{login}", login);
                let socket = sockets[who as usize - '1' as usize];
                if let Err(error) = engine.receive(socket, &frame, now) {
                    let error = error.to_string();
                    assert!(!error.contains(TOKEN) && !error.contains(login.as_str()), "{error}");
                }
            }
            Some('+') => post(&mut engine, "message", json!({"token": TOKEN, "rid": room, "msg": text}), now),
            Some('*') => {
                engine.world_mut().map(|world| world.add_agent_message(room, ann, text, now));
            }
            Some('#') => post(&mut engine, "room.close", json!({"token": TOKEN, "rid": room}), now),
            Some('!') => {
                engine.close_socket(sockets[0], now);
                sockets[0] = engine.open_socket(now);
            }
            Some('?') => sockets.iter().for_each(|socket| engine.ping_socket(*socket)),
            Some('~') => engine.reset(),
            _ => continue,
        }
        check(&mut engine, &sockets);
    }
});

fn engine(started: &Engine, words: &str) -> Engine {
    let has = |wanted: &str| words.split_ascii_whitespace().any(|word| word == wanted);
    let engine = if has("replay") { Engine::replay() } else { started.clone() };
    let mut engine = engine.no_auth(has("no-auth"));
    if let Some(version) = words.split_ascii_whitespace().find_map(|word| word.parse::<ServerVersion>().ok()) {
        engine = engine.server_version(version);
    }
    if has("queue") {
        engine.world_mut().map(|world| world.set_setting("Livechat_waiting_queue", true));
    }
    if has("duplicate") {
        engine.add_fault(Fault::duplicate_frame());
    }
    if has("reorder") {
        engine.add_fault(Fault::reorder_frame());
    }
    engine
}

fn post(engine: &mut Engine, operation: &str, body: Value, now: Timestamp) {
    let request = Request::post(format!("/api/v1/livechat/{operation}")).header("content-type", "application/json");
    if let Ok(request) = request.body(Bytes::from(body.to_string())) {
        engine.handle(&request, Ipv4Addr::LOCALHOST.into(), now);
    }
}

fn check(engine: &mut Engine, sockets: &[SocketId]) {
    for outgoing in engine.take_outgoing() {
        assert!(sockets.contains(&outgoing.socket), "there is such a socket");
        let Some(text) = outgoing.into_text() else { continue };
        let frame: Value = serde_json::from_str(&text).expect("JSON");
        assert!(frame["msg"].is_string() || frame["server_id"].is_string(), "{frame}");
    }
}
