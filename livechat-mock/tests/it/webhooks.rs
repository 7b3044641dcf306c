//! What the mock tells a workspace's webhook, received by the SDK.

mod leads;
#[cfg(feature = "mock")]
mod over_http;
mod schedules;
mod stories;

use std::{net::Ipv4Addr, time::Duration};

use bytes::Bytes;
use http::Request;
use livechat_mock::{Account, Engine, WebhookAnswer, World};
use livechat_sdk::{
    RoomId, Timestamp, UserId,
    model::{Department, Visitor},
    webhook::{self, Delivery},
};
use serde_json::{Value, json};

const SECRET: &str = "wEbh00k-s3cret";
const TOKEN: &str = "ann's-token";
const NOW: Timestamp = Timestamp::from_millis(1_767_225_600_000);
/// What lies between two tries.
const PAUSE: Duration = Duration::from_secs(20);

/// All switches of events.
const SWITCHES: [&str; 9] = [
    "Livechat_webhook_on_start",
    "Livechat_webhook_on_close",
    "Livechat_webhook_on_chat_taken",
    "Livechat_webhook_on_chat_queued",
    "Livechat_webhook_on_forward",
    "Livechat_webhook_on_offline_msg",
    "Livechat_webhook_on_visitor_message",
    "Livechat_webhook_on_agent_message",
    "Livechat_webhook_on_capture",
];

/// A workspace with a webhook at this address, a visitor, two agents, and a department of the second.
fn workspace(url: &str) -> (World, [UserId; 2]) {
    let mut world = World::empty();
    world.set_setting("Livechat_webhookUrl", url).unwrap();
    world.set_setting("Livechat_secret_token", SECRET).unwrap();
    world.set_setting("Livechat_Routing_Method", "Manual_Selection").unwrap();
    SWITCHES.iter().for_each(|switch| world.set_setting(switch, true).unwrap());
    let agents =
        ["marcos", "erin"].map(|name| world.add_user(Account::new(name, "password").id(name).role("livechat-agent")));
    world.add_department(Department::new("sales", "Sales").enabled(true));
    world.add_department_agent("sales", &agents[1]);
    world.add_visitor(Visitor::new("ann").token(TOKEN).name("Ann").username("guest-1"));
    (world, agents)
}

/// A call of the administrator's.
fn call(engine: &mut Engine, path: &str, body: &Value, now: Timestamp) -> Value {
    let request = Request::post(format!("/api/v1/{path}")).header("content-type", "application/json");
    let request = request.body(Bytes::from(body.to_string())).unwrap();
    let handled = engine.handle(&request, Ipv4Addr::LOCALHOST.into(), now);
    let answer: Value = serde_json::from_slice(handled.response.body()).unwrap();
    assert_eq!(handled.response.status(), 200, "{path} {answer}");
    answer
}

fn say(engine: &mut Engine, room: &RoomId, text: &str, now: Timestamp) {
    call(engine, "livechat/message", &json!({"token": TOKEN, "rid": room, "msg": text}), now);
}

/// Everything that is due, received.
fn receive_all(engine: &mut Engine, now: Timestamp) -> Vec<Delivery> {
    let mut received = Vec::new();
    while let Some(due) = engine.take_webhook(now) {
        let delivery = webhook::read(due.request.headers(), due.request.body(), &SECRET.into()).unwrap();
        assert!(delivery.omitted.is_empty(), "{:?}", delivery.omitted);
        received.push(delivery);
        engine.answer_webhook(&due, WebhookAnswer::responded(200, ""), now);
    }
    received
}
