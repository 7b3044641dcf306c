//! What remains of conversations that are over and deleted: nothing, or servers that run for weeks grow.

use std::net::{IpAddr, Ipv4Addr};

use allocation_counter::measure;
use bytes::Bytes;
use http::{Method, Request};
use livechat_mock::{BuiltInAgent, Engine, World};
use livechat_sdk::Timestamp;
use serde_json::{Value, json};

/// What the records of a visitor and of the contact take that servers keep without personal data, in bytes.
const MOST_OF_A_DELETED_VISITOR: i64 = 2_000;

struct Desk {
    engine: Engine,
    login: [(&'static str, String); 2],
    now: Timestamp,
}

impl Desk {
    fn new() -> Self {
        let mut world = World::empty();
        let admin = world.administrator().clone();
        let token = world.log_in(&admin).unwrap();
        let login = [("X-User-Id", admin.to_string()), ("X-Auth-Token", token.expose().to_owned())];
        let engine = Engine::stateful(world).rate_limit(false).agent(BuiltInAgent::echo());
        Self { engine, login, now: "2026-01-01T00:00:00.000Z".parse().unwrap() }
    }

    /// What the server responds to, a second later.
    fn call(&mut self, method: Method, path: &str, body: &Value) -> Value {
        self.now = Timestamp::from_millis(self.now.as_millis() + 1_000);
        let mut request = Request::builder().method(method).uri(format!("/api/v1/{path}"));
        for (name, value) in &self.login {
            request = request.header(*name, value);
        }
        let body = if body.is_null() { Bytes::new() } else { Bytes::from(body.to_string()) };
        let request = request.header("content-type", "application/json").body(body).unwrap();
        let response = self.engine.handle(&request, IpAddr::V4(Ipv4Addr::LOCALHOST), self.now).response;
        let body = String::from_utf8_lossy(response.body());
        assert!(response.status().is_success(), "{path}: {body}");
        serde_json::from_str(&body).unwrap()
    }

    /// A conversation from its beginning to its end, after which it is deleted.
    fn converse(&mut self, token: &str) {
        self.call(Method::POST, "livechat/visitor", &json!({"visitor": {"token": token, "name": "Ann"}}));
        let room = self.call(Method::GET, &format!("livechat/room?token={token}"), &Value::Null)["room"]["_id"].clone();
        for _ in 0..2 {
            self.call(Method::POST, "livechat/message", &json!({"token": token, "rid": room, "msg": "Hello?"}));
        }
        self.call(Method::POST, "livechat/room.close", &json!({"token": token, "rid": room}));
        self.call(Method::POST, "livechat/rooms.delete", &json!({"roomId": room}));
    }

    /// How many bytes more are held after so many conversations.
    fn growth(&mut self, conversations: usize) -> i64 {
        measure(|| (0..conversations).for_each(|_| self.converse("token"))).bytes_current
    }

    /// Visitors who have a conversation each, and are deleted with all that is theirs.
    fn come_and_go(&mut self, visitors: usize) {
        for _ in 0..visitors {
            self.converse("token");
            self.call(Method::DELETE, "livechat/visitor/token", &Value::Null);
        }
    }
}

#[test]
fn nothing_is_left_of_conversations_that_are_deleted() {
    let mut desk = Desk::new();
    // Until what remembers the last ones is full: 1,000 removed rooms, and 1,000 requests.
    desk.growth(1_200);
    // No list that grows by one a conversation could do so in the room that it has already.
    let growth = desk.growth(1_500);
    assert!(growth < 1_500, "{growth} bytes in 1,500 conversations");
}

#[test]
fn of_visitors_who_are_deleted_two_short_records_are_left() {
    const VISITORS: usize = 1_500;
    let mut desk = Desk::new();
    desk.come_and_go(1_200);
    let growth = measure(|| desk.come_and_go(VISITORS)).bytes_current;
    let each = growth / VISITORS as i64;
    assert!(each < MOST_OF_A_DELETED_VISITOR, "{each} bytes a visitor");
}

/// What a fork of a small world takes beside what changes in it, in bytes.
const MOST_OF_A_FORK: i64 = 50_000;

#[test]
fn a_fork_takes_little_beside_its_changes() {
    for engine in [Desk::new().engine, Engine::stateful(World::documented())] {
        let mut fork = None;
        let at_once = measure(|| fork = Some(engine.fork())).bytes_current;
        // The state at the fork is kept, for a reset, when something first changes.
        let kept = measure(|| assert!(fork.as_mut().and_then(Engine::world_mut).is_some())).bytes_current;
        assert!(at_once + kept < MOST_OF_A_FORK, "{at_once} bytes, and {kept} when something changes");
    }
}
