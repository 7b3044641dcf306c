//! What becomes of the conversations of an agent who leaves.

use livechat_sdk::{RoomId, UserId};
use serde_json::{Value, json};

use super::{
    Server, Transport,
    rooms::notes,
    server::Login,
    staff::{post, serving, staff, with_served},
};

fn set(server: &Server, setting: &str, value: impl Into<Value>) {
    server.world(|world| world.set_setting(setting, value)).unwrap();
}

/// A room that `ann` serves, where so much follows from her leaving.
async fn with_action(transport: Transport, action: &str) -> (Server, Login, RoomId) {
    let (server, ann, room) = with_served(transport).await;
    set(&server, "Livechat_agent_leave_action", action);
    server.get("/api/v1/livechat/config").await.ok();
    (server, ann, room)
}

/// Lets so many seconds pass.
async fn wait(server: &Server, seconds: u64) {
    server.advance(seconds);
    server.get("/api/v1/livechat/config").await.ok();
}

async fn set_status(server: &Server, agent: &Login, status: &str) {
    post(server, agent, "agent.status", json!({"status": status})).await.ok();
}

async fn leave(server: &Server, agent: &Login) {
    set_status(server, agent, "not-available").await;
}

fn add_eve(server: &Server) -> UserId {
    server.world(|world| staff(world, "eve"))
}

fn is_open(server: &Server, room: &RoomId) -> bool {
    server.world(|world| world.room(room).unwrap().is_open())
}

fn last_transfer(server: &Server, room: &RoomId) -> Value {
    server.world(|world| {
        let last = world.messages(room).rev().find_map(|message| message.transfer_data.clone());
        serde_json::to_value(last.unwrap()).unwrap()
    })
}

pub(super) async fn who_is_gone_for_too_long_is_replaced(transport: Transport) {
    let (server, ann, room) = with_action(transport, "forward").await;
    set(&server, "Livechat_agent_leave_comment", "Ann had to go");
    let eve = add_eve(&server);
    leave(&server, &ann).await;
    wait(&server, 59).await;
    assert_eq!(serving(&server, &room), Some(ann.user.clone()));
    wait(&server, 1).await;
    assert_eq!(serving(&server, &room), Some(eve));
    let transfer = last_transfer(&server, &room);
    assert_eq!((&transfer["scope"], &transfer["comment"]), (&json!("agent"), &json!("Ann had to go")));
    assert_eq!(transfer["transferredBy"]["_id"], json!(ann.user));
    assert_eq!(notes(&server, &room)[3..], ["command", "uj", "ul", "livechat_transfer_history"]);

    // However long nobody asked, it happened in time.
    let (server, ann, room) = with_action(transport, "forward").await;
    set(&server, "Livechat_agent_leave_action_timeout", 5);
    add_eve(&server);
    leave(&server, &ann).await;
    wait(&server, 3_600).await;
    let since = server.world(|world| world.room(&room).unwrap().served_by.as_ref().unwrap().assigned_at);
    assert_eq!(since.unwrap().to_string(), "2026-01-01T00:00:05.000Z");
}

pub(super) async fn who_comes_back_in_time_keeps_the_room(transport: Transport) {
    let (server, ann, room) = with_action(transport, "forward").await;
    add_eve(&server);
    leave(&server, &ann).await;
    wait(&server, 50).await;
    set_status(&server, &ann, "available").await;
    wait(&server, 5).await;
    leave(&server, &ann).await;
    wait(&server, 59).await;
    assert_eq!(serving(&server, &room), Some(ann.user.clone()), "it counts from the last time");
    wait(&server, 1).await;
    assert_ne!(serving(&server, &room), Some(ann.user));
}

pub(super) async fn a_room_is_closed_when_its_agent_is_gone(transport: Transport) {
    for (comment, closes) in [("The agent left", true), ("", false)] {
        let (server, ann, room) = with_action(transport, "close").await;
        set(&server, "Livechat_agent_leave_comment", comment);
        // Nobody there is somebody gone, too.
        server.world(|world| world.modify_user(&ann.user, |ann| ann.status = Some("offline".into())));
        wait(&server, 0).await;
        wait(&server, 60).await;
        assert_eq!(is_open(&server, &room), !closes, "a workspace wants a comment unless it says otherwise");
        if closes {
            let stored = server.world(|world| world.room(&room).unwrap().clone());
            assert_eq!(stored.closed_by.unwrap().id.as_deref(), Some(ann.user.as_str()));
            let last = server.world(|world| world.messages(&room).next_back().unwrap().text.clone());
            assert_eq!(last, comment);
        }
    }
    let (server, ann, room) = with_action(transport, "close").await;
    set(&server, "Livechat_request_comment_when_closing_conversation", false);
    leave(&server, &ann).await;
    wait(&server, 60).await;
    assert!(!is_open(&server, &room));
}

pub(super) async fn a_room_without_another_agent_waits_or_stays(transport: Transport) {
    for (setting, value, waits) in [
        ("Livechat_waiting_queue", json!(false), false),
        ("Livechat_waiting_queue", json!(true), true),
        ("Livechat_Routing_Method", json!("Manual_Selection"), true),
    ] {
        let (server, ann, room) = with_action(transport, "forward").await;
        set(&server, setting, value);
        leave(&server, &ann).await;
        wait(&server, 60).await;
        let status = server.world(|world| world.inquiry(&room).unwrap().status.clone().unwrap());
        assert_eq!((serving(&server, &room).is_none(), status.as_str() == "queued"), (waits, waits), "{setting}");
        if waits {
            assert_eq!(last_transfer(&server, &room)["scope"], "queue");
        }
    }
}

pub(super) async fn a_room_on_hold_is_not_handed_on(transport: Transport) {
    let (server, ann, room) = with_action(transport, "forward").await;
    add_eve(&server);
    let now = server.clock.now();
    server.world(|world| world.add_agent_message(&room, &ann.user, "Hello", now)).unwrap();
    post(&server, &ann, "room.onHold", json!({"roomId": room})).await.ok();
    leave(&server, &ann).await;
    wait(&server, 60).await;
    assert_eq!(serving(&server, &room), Some(ann.user));
}

pub(super) async fn only_leaving_counts(transport: Transport) {
    let (server, ann, room) = with_action(transport, "none").await;
    let eve = add_eve(&server);
    leave(&server, &ann).await;
    wait(&server, 600).await;
    assert_eq!(serving(&server, &room), Some(ann.user.clone()), "nothing follows");
    set(&server, "Livechat_agent_leave_action", "forward");
    wait(&server, 600).await;
    assert_eq!(serving(&server, &room), Some(ann.user.clone()), "who had left before is not looked at");

    set_status(&server, &ann, "available").await;
    leave(&server, &ann).await;
    set(&server, "Livechat_agent_leave_action", "none");
    wait(&server, 600).await;
    assert_eq!(serving(&server, &room), Some(ann.user.clone()), "nothing follows any more");

    set(&server, "Livechat_agent_leave_action", "forward");
    set_status(&server, &ann, "available").await;
    server.world(|world| world.modify_user(&ann.user, |ann| ann.roles.clear()));
    wait(&server, 0).await;
    wait(&server, 60).await;
    assert_eq!(serving(&server, &room), Some(eve), "who is no agent any more is gone");
}
