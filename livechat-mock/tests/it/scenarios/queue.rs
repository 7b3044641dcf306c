//! The waiting queue, limits, who is next, and what happens because time passes.

use std::time::Duration;

use livechat_mock::{Account, Edition};
use livechat_sdk::{
    RoomId, UserId,
    model::{Contact, ContactChannel, ContactChannelVisitor, Department, RoomSource, RoomSourceType},
};
use serde_json::{Value, json};

use super::{
    Server, Setup, Transport,
    rooms::{id, notes, open, with_agent},
    staff::{post, rejection, serving, staff, with_served},
};

/// A workspace where conversations wait, and an agent, `ann`.
async fn with_queue(transport: Transport) -> (Server, UserId) {
    let (server, ann) = with_agent(transport).await;
    set(&server, "Livechat_waiting_queue", true);
    (server, ann)
}

fn set(server: &Server, setting: &str, value: impl Into<Value>) {
    server.world(|world| world.set_setting(setting, value)).unwrap();
}

/// Opens a room for a new visitor, a moment after the one before.
async fn arrive(server: &Server, token: &str) -> RoomId {
    server.clock.advance(Duration::from_millis(1));
    server.register(json!({"token": token, "name": token})).await.ok();
    id(&open(server, token).await)
}

/// Lets so many seconds pass.
async fn wait(server: &Server, seconds: u64) {
    server.advance(seconds);
    server.get("/api/v1/livechat/config").await.ok();
}

/// Registers a visitor whom the workspace knows as a contact, by this channel.
async fn register_contact(server: &Server, token: &str, channel: impl FnOnce(ContactChannel) -> ContactChannel) {
    server.register(json!({"token": token})).await.ok();
    server.world(|world| {
        let visitor = world.visitor_by_token(token).unwrap().id.clone();
        let own = ContactChannelVisitor::new(visitor, RoomSource::new(RoomSourceType::Api));
        world.add_contact(Contact::new("").channels([channel(ContactChannel::new(own))]));
    });
}

async fn close(server: &Server, token: &str, room: &RoomId) {
    server.post("/api/v1/livechat/room.close", json!({"rid": room, "token": token})).await.ok();
}

async fn write(server: &Server, token: &str, room: &RoomId) {
    server.post("/api/v1/livechat/message", json!({"token": token, "rid": room, "msg": "Hello"})).await.ok();
}

/// An agent writes, now.
fn answer(server: &Server, room: &RoomId, agent: &UserId) {
    let now = server.clock.now();
    server.world(|world| world.add_agent_message(room, agent, "Hello", now)).unwrap();
}

fn status(server: &Server, room: &RoomId) -> Option<String> {
    server.world(|world| world.inquiry(room).and_then(|inquiry| Some(inquiry.status.as_ref()?.as_str().to_owned())))
}

/// The last system message that a comment or a text goes with.
fn last_text(server: &Server, room: &RoomId) -> String {
    server
        .world(|world| {
            let mut messages = world.messages(room).rev();
            messages
                .find_map(|message| message.comment.clone().or(Some(message.text.clone()).filter(|it| !it.is_empty())))
        })
        .unwrap_or_default()
}

pub(super) async fn conversations_wait_for_their_turn(transport: Transport) {
    let (server, ann) = with_queue(transport).await;
    // The first turn is so long after somebody came, and not after the queue was switched on.
    wait(&server, 1).await;
    wait(&server, 3).await;
    let (first, second) = (arrive(&server, "one").await, arrive(&server, "two").await);
    assert_eq!([status(&server, &first), status(&server, &second)], [Some("queued".into()), Some("queued".into())]);
    wait(&server, 4).await;
    assert_eq!(serving(&server, &first), None);
    wait(&server, 1).await;
    assert_eq!([serving(&server, &first), serving(&server, &second)], [Some(ann.clone()), None], "one in a turn");
    wait(&server, 5).await;
    assert_eq!(serving(&server, &second), Some(ann));
    assert_eq!(notes(&server, &second), ["livechat-started", "command", "uj"]);
}

pub(super) async fn a_leap_of_time_does_what_small_steps_do(transport: Transport) {
    let (server, ann) = with_queue(transport).await;
    let mut rooms = Vec::new();
    for token in ["one", "two", "three"] {
        rooms.push(arrive(&server, token).await);
    }
    wait(&server, 3_600).await;
    let assigned = |room: &RoomId| {
        server.world(|world| world.room(room).unwrap().served_by.as_ref().unwrap().assigned_at.unwrap().as_millis())
    };
    let start = assigned(&rooms[0]);
    assert_eq!(rooms.iter().map(|room| assigned(room) - start).collect::<Vec<_>>(), [0, 5_000, 10_000]);
    assert!(rooms.iter().all(|room| serving(&server, room).as_ref() == Some(&ann)));
}

pub(super) async fn those_who_wait_are_told_their_place(transport: Transport) {
    let (server, ann) = with_agent(transport).await;
    // Two conversations, of 30 and of 90 seconds.
    for seconds in [30, 90] {
        let token = format!("done-{seconds}");
        let done = arrive(&server, &token).await;
        server.advance(seconds);
        close(&server, &token, &done).await;
    }
    set(&server, "Livechat_waiting_queue", true);
    set(&server, "Livechat_waiting_queue_message", "Please wait");
    set(&server, "Livechat_maximum_chats_per_agent", 1);
    let info = async |token: &str| {
        server.get(&format!("/api/v1/livechat/config?token={token}")).await.ok()["config"]["queueInfo"].clone()
    };
    let _first = arrive(&server, "one").await;
    let second = arrive(&server, "two").await;
    let message = json!({"text": "Please wait", "user": {"_id": "rocket.cat", "username": "rocket.cat"}});
    assert_eq!(info("one").await, json!({"spot": 1, "message": message, "estimatedWaitTimeSeconds": 60}));
    assert_eq!(info("two").await["estimatedWaitTimeSeconds"], 60.6);
    server.world(|world| {
        world.add_department(Department::new("d", "D").waiting_queue_message("Nearly"));
        world.modify_room(&second, |room| room.department_id = Some("d".into()));
    });
    wait(&server, 5).await;
    assert_eq!(info("one").await, json!(null), "it waits no more");
    assert_eq!(info("two").await["spot"], 1);
    // A department may have a text of its own.
    for (token, own, text) in [("three", "Nearly", "Nearly"), ("four", "", "Please wait")] {
        server.world(|world| {
            world.add_department(Department::new(token, token).waiting_queue_message(own));
            world.add_department_agent(token, &ann);
        });
        server.register(json!({"token": token, "department": token})).await.ok();
        open(&server, token).await;
        assert_eq!((&info(token).await["spot"], &info(token).await["message"]["text"]), (&json!(1), &json!(text)));
    }
    set(&server, "Omnichannel_calculate_dispatch_service_queue_statistics", false);
    assert_eq!(info("two").await, json!(null));
}

pub(super) async fn an_agent_has_so_many_conversations_and_no_more(transport: Transport) {
    let (server, ann) = with_queue(transport).await;
    set(&server, "Livechat_maximum_chats_per_agent", 1);
    let login = server.login(&ann);
    let (first, second) = (arrive(&server, "one").await, arrive(&server, "two").await);
    wait(&server, 60).await;
    assert_eq!([serving(&server, &first), serving(&server, &second)], [Some(ann.clone()), None]);
    let inquiry = super::staff::inquiry(&server, &second);
    let take = json!({"inquiryId": inquiry});
    const FULL: &str = "error-max-number-simultaneous-chats-reached";
    assert_eq!(rejection(&server, &login, "inquiries.take", take.clone()).await, FULL);
    // The agent's own limit weighs more than the workspace's.
    let agent = json!({"agentId": ann, "agentData": {"maxNumberSimultaneousChat": 2}, "agentDepartments": []});
    post(&server, &server.admin(), "agents.saveInfo", agent).await.ok();
    wait(&server, 5).await;
    assert_eq!(serving(&server, &second), Some(ann.clone()));
    let third = arrive(&server, "three").await;
    wait(&server, 60).await;
    assert_eq!(serving(&server, &third), None);
    close(&server, "one", &first).await;
    wait(&server, 5).await;
    assert_eq!(serving(&server, &third), Some(ann.clone()), "as soon as there is room");

    // Conversations on hold do not count.
    let fourth = arrive(&server, "four").await;
    answer(&server, &second, &ann);
    post(&server, &login, "room.onHold", json!({"roomId": second})).await.ok();
    wait(&server, 5).await;
    assert_eq!(serving(&server, &fourth), Some(ann));
    assert_eq!(rejection(&server, &login, "room.resumeOnHold", json!({"roomId": second})).await, FULL);
}

pub(super) async fn a_department_has_a_limit_of_its_own(transport: Transport) {
    let (server, ann) = with_queue(transport).await;
    server.world(|world| {
        let sales = Department::new("sales", "Sales").enabled(true).max_number_simultaneous_chat(1.0);
        world.add_department(sales);
        world.add_department_agent("sales", &ann);
    });
    let mut rooms = Vec::new();
    for token in ["one", "two"] {
        server.clock.advance(Duration::from_millis(1));
        server.register(json!({"token": token, "department": "sales"})).await.ok();
        rooms.push(id(&open(&server, token).await));
    }
    wait(&server, 60).await;
    assert_eq!([serving(&server, &rooms[0]), serving(&server, &rooms[1])], [Some(ann.clone()), None]);
    set(&server, "Livechat_waiting_queue", false);
    let inquiry = super::staff::inquiry(&server, &rooms[1]);
    // There are limits only where conversations wait.
    post(&server, &server.login(&ann), "inquiries.take", json!({"inquiryId": inquiry})).await.ok();
}

pub(super) async fn who_is_offline_takes_nothing_where_conversations_wait(transport: Transport) {
    let (server, ann) = with_queue(transport).await;
    let login = server.login(&ann);
    let room = arrive(&server, "one").await;
    let take = json!({"inquiryId": super::staff::inquiry(&server, &room)});
    server.world(|world| world.modify_user(&ann, |ann| ann.status = Some("offline".into())));
    assert_eq!(rejection(&server, &login, "inquiries.take", take.clone()).await, "Provided agent is not online");
    set(&server, "Livechat_waiting_queue", false);
    post(&server, &login, "inquiries.take", take).await.ok();
    assert_eq!(serving(&server, &room), Some(ann));
}

pub(super) async fn another_server_that_routes_is_not_asked(transport: Transport) {
    let (server, ann) = with_agent(transport).await;
    set(&server, "Livechat_Routing_Method", "External");
    set(&server, "Livechat_External_Queue_URL", "https://routing.invalid/next");
    let room = arrive(&server, "one").await;
    assert_eq!((serving(&server, &room), status(&server, &room).as_deref()), (Some(ann.clone()), Some("taken")));
    let login = server.login(&ann);
    let config = super::staff::get(&server, &login, "config/routing").await["config"].clone();
    assert_eq!((&config["autoAssignAgent"], &config["showQueue"]), (&json!(true), &json!(false)));
    // Where conversations wait, they are handed out all the same.
    set(&server, "Livechat_waiting_queue", true);
    let waiting = arrive(&server, "two").await;
    assert_eq!(status(&server, &waiting).as_deref(), Some("queued"));
    wait(&server, 5).await;
    assert_eq!(serving(&server, &waiting), Some(ann));
}

pub(super) async fn a_room_that_waits_too_long_is_closed(transport: Transport) {
    let (server, ann) = with_queue(transport).await;
    set(&server, "Livechat_max_queue_wait_time", 2);
    server.world(|world| world.modify_user(&ann, |ann| ann.status = Some("offline".into())));
    set(&server, "Livechat_accept_chats_with_no_agents", true);
    server.advance(30);
    let room = arrive(&server, "one").await;
    wait(&server, 149).await;
    assert!(server.world(|world| world.room(&room).unwrap().is_open()));
    wait(&server, 1).await;
    let stored = server.world(|world| world.room(&room).unwrap().clone());
    assert!(!stored.is_open());
    assert_eq!(stored.closed_by.unwrap().id.as_deref(), Some("rocket.cat"));
    assert_eq!(last_text(&server, &room), "Closed automatically by the system (queue maximum time exceeded)");
}

pub(super) async fn a_limit_that_is_set_later_holds_for_those_who_wait(transport: Transport) {
    let (server, ann) = with_queue(transport).await;
    server.world(|world| world.modify_user(&ann, |ann| ann.status = Some("offline".into())));
    set(&server, "Livechat_accept_chats_with_no_agents", true);
    let room = arrive(&server, "one").await;
    wait(&server, 600).await;
    set(&server, "Livechat_max_queue_wait_time", 15);
    wait(&server, 300).await;
    assert!(server.world(|world| world.room(&room).unwrap().is_open()));
    wait(&server, 60).await;
    assert!(!server.world(|world| world.room(&room).unwrap().is_open()));
}

pub(super) async fn an_unanswered_room_goes_to_the_next_agent_once(transport: Transport) {
    let (server, ann) = with_agent(transport).await;
    set(&server, "Livechat_auto_transfer_chat_timeout", 60);
    let room = arrive(&server, "one").await;
    let eve = server.world(|world| staff(world, "eve"));
    wait(&server, 59).await;
    let stored = server.world(|world| world.room(&room).unwrap().clone());
    assert_eq!((serving(&server, &room), stored.auto_transfer_ongoing), (Some(ann.clone()), Some(true)));
    wait(&server, 1).await;
    let stored = server.world(|world| world.room(&room).unwrap().clone());
    assert_eq!((serving(&server, &room), stored.auto_transfer_ongoing), (Some(eve.clone()), None));
    assert_eq!(stored.auto_transferred_at, Some(server.clock.now()));
    let transfer = server.world(|world| {
        let last = world.messages(&room).rev().find_map(|message| message.transfer_data.clone());
        serde_json::to_value(last.unwrap()).unwrap()
    });
    assert_eq!(transfer["scope"], "autoTransferUnansweredChatsToAgent");
    assert_eq!((&transfer["comment"], &transfer["transferredBy"]["_id"]), (&json!("60"), &json!("rocket.cat")));
    wait(&server, 600).await;
    assert_eq!(serving(&server, &room), Some(eve), "once");

    let answered = arrive(&server, "two").await;
    let agent = serving(&server, &answered).unwrap();
    answer(&server, &answered, &agent);
    write(&server, "two", &answered).await;
    wait(&server, 600).await;
    assert_eq!(serving(&server, &answered), Some(agent), "an answer ends it");
}

pub(super) async fn an_unanswered_room_goes_back_where_agents_take_rooms(transport: Transport) {
    let (server, ann, room) = super::staff::with_queue(transport).await;
    set(&server, "Livechat_auto_transfer_chat_timeout", 60);
    let inquiry = super::staff::inquiry(&server, &room);
    post(&server, &ann, "inquiries.take", json!({"inquiryId": inquiry})).await.ok();
    wait(&server, 60).await;
    assert_eq!((serving(&server, &room), status(&server, &room).as_deref()), (None, Some("queued")));
    assert_eq!(notes(&server, &room)[3..], ["livechat_transfer_history", "ul"]);
}

pub(super) async fn an_abandoned_room_is_closed_or_put_on_hold(transport: Transport) {
    for (action, is_open) in [("close", false), ("on-hold", true), ("none", true)] {
        let (server, ann, room) = with_served(transport).await;
        set(&server, "Livechat_abandoned_rooms_action", action);
        set(&server, "Livechat_visitor_inactivity_timeout", 90);
        write(&server, "t", &room).await;
        answer(&server, &room, &ann.user);
        wait(&server, 30).await;
        answer(&server, &room, &ann.user);
        let predicted = server.world(|world| world.room(&room).unwrap().omnichannel.clone());
        let expected = (action != "none").then_some(json!("2026-01-01T00:01:30.000Z"));
        assert_eq!(predicted.map(|it| it["predictedVisitorAbandonmentAt"].clone()), expected, "{action}");
        wait(&server, 89).await;
        assert!(server.world(|world| world.room(&room).unwrap().on_hold.is_none()));
        wait(&server, 1).await;
        let stored = server.world(|world| world.room(&room).unwrap().clone());
        assert_eq!((stored.is_open(), stored.on_hold == Some(true)), (is_open, action == "on-hold"), "{action}");
        if action == "close" {
            assert_eq!(last_text(&server, &room), "Closed automatically by the system");
        }
    }
}

pub(super) async fn a_department_decides_when_a_room_is_abandoned(transport: Transport) {
    let sales = || Department::new("sales", "Sales");
    for (own, seconds, comment) in [
        (sales().visitor_inactivity_timeout_in_seconds(30.0), 60, "The workspace's"),
        (sales().abandoned_rooms_close_custom_message("Its own"), 120, "Its own"),
        // What forms leave where nothing was given.
        (
            sales().visitor_inactivity_timeout_in_seconds(0.0).abandoned_rooms_close_custom_message(""),
            120,
            "The workspace's",
        ),
    ] {
        let (server, ann) = with_agent(transport).await;
        set(&server, "Livechat_abandoned_rooms_action", "close");
        set(&server, "Livechat_visitor_inactivity_timeout", 90);
        set(&server, "Livechat_abandoned_rooms_closed_custom_message", "The workspace's");
        server.world(|world| {
            world.add_department(own);
            world.add_department_agent("sales", &ann);
        });
        server.register(json!({"token": "one", "department": "sales"})).await.ok();
        let room = id(&open(&server, "one").await);
        write(&server, "one", &room).await;
        answer(&server, &room, &ann);
        wait(&server, seconds - 1).await;
        assert!(server.world(|world| world.room(&room).unwrap().is_open()), "{comment} {seconds}");
        wait(&server, 1).await;
        assert!(!server.world(|world| world.room(&room).unwrap().is_open()), "{comment} {seconds}");
        assert_eq!(last_text(&server, &room), comment);
    }
}

pub(super) async fn a_visitor_who_answers_has_not_left(transport: Transport) {
    let (server, ann, room) = with_served(transport).await;
    set(&server, "Livechat_abandoned_rooms_action", "close");
    set(&server, "Livechat_visitor_inactivity_timeout", 90);
    answer(&server, &room, &ann.user);
    wait(&server, 60).await;
    write(&server, "t", &room).await;
    wait(&server, 3_600).await;
    let stored = server.world(|world| world.room(&room).unwrap().clone());
    assert!(stored.is_open() && stored.omnichannel.is_none());
}

pub(super) async fn a_room_on_hold_for_too_long_is_closed(transport: Transport) {
    for is_set_before in [true, false] {
        let (server, ann, room) = with_served(transport).await;
        let set_limit = || set(&server, "Livechat_auto_close_on_hold_chats_timeout", 100);
        if is_set_before {
            set_limit();
        }
        answer(&server, &room, &ann.user);
        wait(&server, 30).await;
        post(&server, &ann, "room.onHold", json!({"roomId": room})).await.ok();
        wait(&server, 50).await;
        if !is_set_before {
            set_limit();
        }
        wait(&server, 49).await;
        assert!(server.world(|world| world.room(&room).unwrap().is_open()));
        wait(&server, 1).await;
        assert!(!server.world(|world| world.room(&room).unwrap().is_open()));
        assert_eq!(last_text(&server, &room), "Closed automatically because chat was On Hold for 100 seconds");
    }
}

pub(super) async fn a_visitors_message_ends_the_hold(transport: Transport) {
    let (server, ann, room) = with_served(transport).await;
    answer(&server, &room, &ann.user);
    let hold = async || post(&server, &ann, "room.onHold", json!({"roomId": room})).await.ok();
    hold().await;
    write(&server, "t", &room).await;
    assert_eq!(server.world(|world| world.room(&room).unwrap().on_hold), None);
    assert_eq!(
        last_text(&server, &room),
        "The chat was automatically resumed from On Hold upon receiving a new message from Bob"
    );
    assert_eq!(serving(&server, &room), Some(ann.user.clone()));
    wait(&server, 3_600).await;
    assert!(server.world(|world| world.room(&room).unwrap().is_open()), "it is on hold no longer");

    answer(&server, &room, &ann.user);
    hold().await;
    let eve = server.world(|world| staff(world, "eve"));
    post(&server, &ann, "agent.status", json!({"status": "not-available"})).await.ok();
    write(&server, "t", &room).await;
    assert_eq!(serving(&server, &room), Some(eve.clone()), "who is not there loses it");
    assert_eq!(rejection(&server, &ann, "room.resumeOnHold", json!({"roomId": room})).await, "error-room-not-on-hold");

    let eve = server.login(&eve);
    answer(&server, &room, &eve.user);
    post(&server, &eve, "room.onHold", json!({"roomId": room})).await.ok();
    set(&server, "Livechat_waiting_queue", true);
    post(&server, &ann, "agent.status", json!({"status": "available"})).await.ok();
    post(&server, &eve, "agent.status", json!({"status": "not-available"})).await.ok();
    write(&server, "t", &room).await;
    assert_eq!(
        (serving(&server, &room), status(&server, &room).as_deref()),
        (None, Some("queued")),
        "it waits for a turn"
    );
}

pub(super) async fn a_department_falls_back_as_often_as_the_workspace_says(transport: Transport) {
    for (depth, expected) in [(0, "a"), (1, "b"), (2, "c"), (3, "d"), (9, "d")] {
        let (server, ann) = with_agent(transport).await;
        set(&server, "Omnichannel_max_fallback_forward_depth", depth);
        set(&server, "Livechat_accept_chats_with_no_agents", true);
        server.world(|world| {
            for (id, fallback) in [("a", "b"), ("b", "c"), ("c", "d"), ("d", "a")] {
                world.add_department(Department::new(id, id).enabled(true).fallback_forward_department(fallback));
            }
            world.add_department_agent("d", &ann);
        });
        server.register(json!({"token": "t", "department": "a"})).await.ok();
        assert_eq!(open(&server, "t").await["departmentId"], expected, "{depth}");
    }
}

pub(super) async fn some_agents_come_first(transport: Transport) {
    let server = Setup::empty().start(transport).await;
    let agent = |name: &str| Account::new(name, "password").id(name).role("livechat-agent");
    server.world(|world| {
        world.add_user(agent("ann"));
        world.add_user(agent("eve"));
        world.add_user(agent("robot").role("bot"));
    });
    let served = async |token: &str| serving(&server, &arrive(&server, token).await).map(|agent| agent.to_string());
    assert_eq!(served("one").await.as_deref(), Some("ann"));
    set(&server, "Livechat_assign_new_conversation_to_bot", true);
    set(&server, "Livechat_waiting_queue", true);
    assert_eq!(served("two").await.as_deref(), Some("robot"), "a bot, and at once");
    set(&server, "Livechat_waiting_queue", false);
    let again = async |token: &str| {
        let room = server.world(|world| world.rooms().rfind(|room| room.is_open()).unwrap().id.clone());
        close(&server, token, &room).await;
        serving(&server, &id(&open(&server, token).await)).map(|agent| agent.to_string())
    };
    set(&server, "Livechat_last_chatted_agent_routing", true);
    server.world(|world| {
        let visitor = world.visitor_by_token("two").unwrap().id.clone();
        world.modify_visitor(&visitor, |visitor| visitor.last_agent.as_mut().unwrap().agent_id = Some("eve".into()));
    });
    assert_eq!(again("two").await.as_deref(), Some("eve"), "who served last");
    server.world(|world| {
        let contact = world.contacts().last().unwrap().id.clone();
        world.modify_contact(&contact, |contact| contact.contact_manager = Some("ann".into()));
    });
    assert_eq!(again("two").await.as_deref(), Some("ann"), "who looks after the contact");
    set(&server, "Omnichannel_contact_manager_routing", false);
    assert_eq!(again("two").await.as_deref(), Some("ann"), "who served last");
}

pub(super) async fn who_waits_is_served_by_whom_it_waits_for(transport: Transport) {
    let (server, ann) = with_agent(transport).await;
    let room = arrive(&server, "one").await;
    assert_eq!(serving(&server, &room).as_ref(), Some(&ann));
    close(&server, "one", &room).await;
    server.world(|world| staff(world, "eve"));
    set(&server, "Livechat_last_chatted_agent_routing", true);
    set(&server, "Livechat_waiting_queue", true);
    let room = id(&open(&server, "one").await);
    assert_eq!((serving(&server, &room), status(&server, &room).as_deref()), (None, Some("queued")));
    wait(&server, 5).await;
    assert_eq!(serving(&server, &room), Some(ann), "and not by eve, who has had fewer");
}

pub(super) async fn agents_take_turns_as_the_workspace_has_it(transport: Transport) {
    for (method, expected) in [
        ("Auto_Selection", ["ann", "eve", "ann", "eve"]),
        ("Load_Balancing", ["ann", "eve", "ann", "ann"]),
        ("Load_Rotation", ["ann", "eve", "ann", "eve"]),
    ] {
        let server = Setup::empty().start(transport).await;
        set(&server, "Livechat_Routing_Method", method);
        server.world(|world| ["ann", "eve"].map(|name| staff(world, name)));
        let mut served = Vec::new();
        for token in ["one", "two", "three", "four"] {
            let room = arrive(&server, token).await;
            let agent = serving(&server, &room).unwrap();
            served.push(server.world(|world| world.user(&agent).unwrap().username.clone().unwrap()));
            if token == "three" || token == "one" {
                close(&server, token, &room).await;
            }
        }
        // Of two who have as many, the first by name; with rotation, who was not served for longer.
        let expected = if method == "Load_Balancing" { ["ann", "ann", "eve", "eve"] } else { expected };
        assert_eq!(served, expected, "{method}");
    }
}

pub(super) async fn only_a_server_with_a_licence_balances_and_rotates(transport: Transport) {
    for (edition, method, expected) in [
        (Edition::Enterprise, "Auto_Selection", ["eve", "eve", "ann"]),
        (Edition::Enterprise, "Load_Balancing", ["ann", "eve", "ann"]),
        (Edition::Enterprise, "Load_Rotation", ["ann", "eve", "ann"]),
        (Edition::Community, "Load_Balancing", ["eve", "eve", "ann"]),
        (Edition::Community, "Load_Rotation", ["eve", "eve", "ann"]),
    ] {
        let server = Setup::empty().edition(edition).start(transport).await;
        // Ann had two conversations before eve came.
        server.world(|world| staff(world, "ann"));
        for token in ["a", "b"] {
            let room = arrive(&server, token).await;
            close(&server, token, &room).await;
        }
        server.world(|world| staff(world, "eve"));
        set(&server, "Livechat_Routing_Method", method);
        let mut served = Vec::new();
        for token in ["one", "two", "three"] {
            let room = arrive(&server, token).await;
            let agent = serving(&server, &room).unwrap();
            served.push(server.world(|world| world.user(&agent).unwrap().username.clone().unwrap()));
        }
        assert_eq!(served, expected, "{edition} {method}");
    }
}

pub(super) async fn some_contacts_are_not_served(transport: Transport) {
    let (server, ann, room) = super::staff::with_queue(transport).await;
    let take = json!({"inquiryId": super::staff::inquiry(&server, &room)});
    set(&server, "Livechat_Block_Unverified_Contacts", true);
    assert_eq!(rejection(&server, &ann, "inquiries.take", take.clone()).await, "error-unverified-contact");
    set(&server, "Livechat_Block_Unknown_Contacts", true);
    assert_eq!(rejection(&server, &ann, "inquiries.take", take.clone()).await, "error-unknown-contact");
    server.world(|world| world.modify_room(&room, |room| room.contact_id = Some("nobody".into())));
    assert_eq!(rejection(&server, &ann, "inquiries.take", take).await, "error-invalid-contact");
    set(&server, "Livechat_Routing_Method", "Auto_Selection");
    let room = arrive(&server, "other").await;
    assert_eq!((serving(&server, &room), status(&server, &room).as_deref()), (None, Some("ready")));
    set(&server, "Livechat_Block_Unverified_Contacts", false);
    register_contact(&server, "known", |channel| channel).await;
    let room = id(&open(&server, "known").await);
    assert!(serving(&server, &room).is_some(), "who is known need not be verified");
}

pub(super) async fn a_channel_is_verified_first(transport: Transport) {
    let (server, ann) = with_agent(transport).await;
    set(&server, "Livechat_Require_Contact_Verification", "once");
    let room = arrive(&server, "one").await;
    assert_eq!((serving(&server, &room), status(&server, &room).as_deref()), (None, Some("verifying")));
    register_contact(&server, "two", |channel| channel.verified(true)).await;
    assert_eq!(serving(&server, &id(&open(&server, "two").await)), Some(ann));
}
