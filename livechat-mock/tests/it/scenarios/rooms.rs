//! Opening and closing rooms, and who gets them.

use livechat_mock::{Account, ServerVersion};
use livechat_sdk::{RoomId, UserId, VisitorToken, model::Department};
use serde_json::{Value, json};

use super::{Server, Setup, Transport};

const ROOM: &str = "/api/v1/livechat/room";

/// An empty workspace with an agent, `ann`, and a visitor with the token `t`.
pub(super) async fn with_agent(transport: Transport) -> (Server, UserId) {
    let server = Setup::empty().start(transport).await;
    let ann = server.world(|world| world.add_user(Account::new("ann", "password").role("livechat-agent")));
    server.register(json!({"token": "t", "name": "Bob"})).await.ok();
    (server, ann)
}

/// Opens the room of a token.
pub(super) async fn open(server: &Server, token: &str) -> Value {
    server.get(&format!("{ROOM}?token={token}")).await.ok()["room"].clone()
}

pub(super) fn id(room: &Value) -> RoomId {
    room["_id"].as_str().unwrap().into()
}

/// What is noted in a room, in order: the kind, or the text of what somebody wrote.
pub(super) fn notes(server: &Server, room: &RoomId) -> Vec<String> {
    server.world(|world| {
        let note = |message: &livechat_sdk::model::Message| match &message.message_type {
            Some(kind) => kind.as_str().to_owned(),
            None => message.text.clone(),
        };
        world.messages(room).map(note).collect()
    })
}

async fn close(server: &Server, room: &RoomId) -> super::server::Answer {
    server.post("/api/v1/livechat/room.close", json!({"rid": room, "token": "t"})).await
}

pub(super) async fn a_new_room_goes_to_the_agent_who_is_there(transport: Transport) {
    let (server, ann) = with_agent(transport).await;
    let answer = server.get(&format!("{ROOM}?token=t")).await.ok();
    assert_eq!(answer["newRoom"], true);
    let room = &answer["room"];
    let id = id(room);
    let now = "2026-01-01T00:00:00.000Z";
    assert_eq!(id.as_str().len(), 17);
    assert_eq!(room["servedBy"], json!({"_id": ann, "username": "ann", "ts": now}));
    assert_eq!((&room["msgs"], &room["usersCount"], &room["fname"]), (&json!(4), &json!(2), &json!("Bob")));
    assert_eq!(
        (&room["t"], &room["open"], &room["cl"], &room["waitingResponse"]),
        (&json!("l"), &json!(true), &json!(false), &json!(true))
    );
    assert_eq!((&room["source"], &room["priorityWeight"]), (&json!({"type": "api"}), &json!(99)));
    assert_eq!(room["v"]["token"], "t");
    assert!(room["v"].get("name").is_none());
    assert_eq!(notes(&server, &id), ["livechat-started", "command", "uj"]);
    server.world(|world| {
        assert_eq!(world.inquiry(&id).unwrap().status.as_ref().unwrap().as_str(), "taken");
        assert_eq!(world.unread(&id, &ann), Some(1));
        let started = world.messages(&id).next().unwrap();
        assert_eq!(started.token.as_ref().map(VisitorToken::expose), Some("t"));
    });
    // It stays the one room until it is closed.
    let again = server.get(&format!("{ROOM}?token=t")).await.ok();
    assert_eq!((&again["newRoom"], &again["room"]["_id"]), (&json!(false), &room["_id"]));
    let named = server.get(&format!("{ROOM}?token=t&rid={id}")).await.ok();
    assert_eq!(named["newRoom"], false);
    let visitor = server.get("/api/v1/livechat/visitor/t").await.ok();
    assert_eq!(visitor["visitor"]["lastChat"], json!({"_id": id, "ts": now}));
    assert_eq!(visitor["visitor"]["lastAgent"]["username"], "ann");
}

pub(super) async fn a_room_is_refused_with_reason(transport: Transport) {
    let (server, _) = with_agent(transport).await;
    for (query, error) in [
        ("", "Match error: Missing key 'token'"),
        ("?token=t&colour=red", "Match error: Unknown key in field colour"),
        ("?token=nobody", "invalid-token"),
        ("?token=t&rid=nowhere", "invalid-room"),
    ] {
        assert_eq!(server.get(&format!("{ROOM}{query}")).await.error(400)["error"], error);
    }
    server.world(|world| world.set_setting("Livechat_enabled", false)).unwrap();
    let expected = json!({
        "success": false,
        "error": "[error-omnichannel-is-disabled]",
        "errorType": "error-omnichannel-is-disabled",
    });
    assert_eq!(server.get(&format!("{ROOM}?token=t")).await.error(400), expected);
}

pub(super) async fn nobody_there_is_an_error_response_or_a_wait(transport: Transport) {
    let (server, ann) = with_agent(transport).await;
    server.world(|world| world.modify_user(&ann, |user| user.status = Some("offline".into())));
    let expected = json!({
        "success": false,
        "error": "Sorry, no online agents [no-agent-online]",
        "errorType": "no-agent-online",
    });
    assert_eq!(server.get(&format!("{ROOM}?token=t")).await.error(400), expected);
    assert_eq!(server.world(|world| world.rooms().count()), 0);
    server.world(|world| world.set_setting("Livechat_accept_chats_with_no_agents", true)).unwrap();
    let room = open(&server, "t").await;
    assert!(room.get("servedBy").is_none());
    let status = server.world(|world| world.inquiry(id(&room)).unwrap().status.clone().unwrap());
    assert_eq!(status.as_str(), "ready");
    assert_eq!(notes(&server, &id(&room)), ["livechat-started"]);
}

pub(super) async fn under_manual_selection_rooms_wait_to_be_taken(transport: Transport) {
    let (server, _) = with_agent(transport).await;
    server.world(|world| world.set_setting("Livechat_Routing_Method", "Manual_Selection")).unwrap();
    let room = open(&server, "t").await;
    assert!(room.get("servedBy").is_none());
    assert_eq!((&room["usersCount"], &room["queuedAt"]), (&json!(1), &room["ts"]));
    let status = server.world(|world| world.inquiry(id(&room)).unwrap().status.clone().unwrap());
    assert_eq!(status.as_str(), "queued");
}

pub(super) async fn agents_take_turns(transport: Transport) {
    let (server, _) = with_agent(transport).await;
    server.world(|world| world.add_user(Account::new("amy", "password").role("livechat-agent")));
    let mut served = Vec::new();
    for token in ["a", "b", "c"] {
        server.register(json!({"token": token})).await.ok();
        served.push(open(&server, token).await["servedBy"]["username"].clone());
    }
    assert_eq!(served, ["amy", "ann", "amy"]);
}

pub(super) async fn a_department_gives_to_its_own(transport: Transport) {
    let (server, ann) = with_agent(transport).await;
    server.world(|world| {
        world.add_user(Account::new("amy", "password").role("livechat-agent"));
        let sales = world.add_department(Department::new("sales", "Sales").show_on_registration(true));
        world.add_department_agent(&sales, &ann);
        world.add_department(Department::new("empty", "Empty").fallback_forward_department("sales"));
    });
    // Nobody asked for one: the first that is shown and has somebody there.
    let room = open(&server, "t").await;
    assert_eq!((&room["departmentId"], &room["servedBy"]["username"]), (&json!("sales"), &json!("ann")));
    // The one that stands in.
    server.register(json!({"token": "u", "department": "empty"})).await.ok();
    let room = open(&server, "u").await;
    assert_eq!((&room["departmentId"], &room["servedBy"]["username"]), (&json!("sales"), &json!("ann")));
}

pub(super) async fn a_closed_room_is_never_opened_again(transport: Transport) {
    let (server, ann) = with_agent(transport).await;
    let room = id(&open(&server, "t").await);
    server.advance(90);
    let closed = close(&server, &room).await.ok();
    assert_eq!(closed, json!({"rid": room, "comment": "Closed by visitor", "success": true}));
    assert_eq!(close(&server, &room).await.error(400)["error"], "room-closed");
    server.world(|world| {
        let closed = world.room(&room).unwrap();
        assert_eq!((closed.open, closed.closer.as_ref().unwrap().as_str()), (None, "visitor"));
        assert_eq!(closed.metrics.as_ref().unwrap().chat_duration, Some(90.0));
        assert_eq!(closed.metrics.as_ref().unwrap().service_time_duration, Some(90.0));
        assert_eq!(closed.visitor.status.as_ref().unwrap().as_str(), "offline");
        assert!(closed.served_by.is_some() && world.inquiry(&room).is_none());
        assert_eq!(world.unread(&room, &ann), None);
        let note = world.messages(&room).last().unwrap();
        assert_eq!(
            (note.text.as_str(), note.message_type.as_ref().unwrap().as_str()),
            ("Closed by visitor", "livechat-close")
        );
    });
    assert_eq!(server.get(&format!("{ROOM}?token=t&rid={room}")).await.error(400)["error"], "invalid-room");
    let next = server.get(&format!("{ROOM}?token=t")).await.ok();
    assert_eq!(next["newRoom"], true);
    assert_ne!(next["room"]["_id"], json!(room));
}

pub(super) async fn closing_is_refused_with_reason(transport: Transport) {
    let (server, _) = with_agent(transport).await;
    let room = id(&open(&server, "t").await);
    server.register(json!({"token": "u"})).await.ok();
    let close_as = async |token: &str, room: &str| {
        let answer = server.post("/api/v1/livechat/room.close", json!({"rid": room, "token": token})).await;
        answer.error(400)["error"].clone()
    };
    assert_eq!(close_as("nobody", room.as_str()).await, "invalid-token");
    assert_eq!(close_as("t", "nowhere").await, "invalid-room");
    assert_eq!(close_as("u", room.as_str()).await, "invalid-room");
    server.world(|world| world.set_setting("Omnichannel_allow_visitors_to_close_conversation", false)).unwrap();
    assert_eq!(close_as("t", room.as_str()).await, "error-not-allowed-to-close-conversation");
}

pub(super) async fn a_prompt_for_a_transcript_follows_where_it_is_offered(transport: Transport) {
    let (server, _) = with_agent(transport).await;
    server.world(|world| world.set_setting("Livechat_enable_transcript", true)).unwrap();
    let room = id(&open(&server, "t").await);
    close(&server, &room).await.ok();
    let notes = notes(&server, &room);
    assert_eq!(notes[3..], ["livechat-close", "command"]);
}

pub(super) async fn a_survey_keeps_what_is_asked(transport: Transport) {
    let (server, _) = with_agent(transport).await;
    let room = id(&open(&server, "t").await);
    let submit = async |data: Value| {
        server.post("/api/v1/livechat/room.survey", json!({"rid": room, "token": "t", "data": data})).await
    };
    close(&server, &room).await.ok();
    let kept = submit(json!([
        {"name": "satisfaction", "value": "5"},
        {"name": "agentKnowledge", "value": "6"},
        {"name": "colour", "value": "1"},
        {"name": "additionalFeedback", "value": "fine"},
    ]))
    .await;
    let expected = json!({"satisfaction": "5", "additionalFeedback": "fine"});
    assert_eq!(kept.ok(), json!({"rid": room, "data": expected, "success": true}));
    let stored = server.world(|world| world.room(&room).unwrap().survey_feedback.clone().unwrap());
    assert_eq!(json!(stored), expected);
    assert_eq!(submit(json!([{"name": "colour", "value": "1"}])).await.error(400)["error"], "invalid-data");
    let empty = submit(json!([])).await.error(400);
    assert_eq!(empty["error"], "must NOT have fewer than 1 items [invalid-params]");
}

pub(super) async fn a_visitor_is_handed_on_to_a_department(transport: Transport) {
    let (server, ann) = with_agent(transport).await;
    let amy = server.world(|world| {
        let amy = world.add_user(Account::new("amy", "password").role("livechat-agent").available(false));
        for (id, name) in [("sales", "Sales"), ("empty", "Empty")] {
            world.add_department(Department::new(id, name));
        }
        world.add_department_agent("sales", &amy);
        amy
    });
    let room = id(&open(&server, "t").await);
    let hand_on = async |token: &str, department: &str| {
        let body = json!({"rid": room, "token": token, "department": department});
        server.post("/api/v1/livechat/visitor/department.transfer", body).await
    };
    assert_eq!(hand_on("nobody", "sales").await.error(400)["error"], "invalid-token");
    assert_eq!(hand_on("t", "nothing").await.error(400)["error"], "error-invalid-department");
    assert_eq!(hand_on("t", "sales").await.error(400)["error"], "error-no-agents-online-in-department");
    server.world(|world| world.add_user(Account::new("amy", "password").id(amy.clone()).role("livechat-agent")));
    assert_eq!(hand_on("t", "sales").await.ok(), json!({"success": true}));
    server.world(|world| {
        let handed_on = world.room(&room).unwrap();
        assert_eq!(handed_on.served_by.as_ref().unwrap().id.as_ref(), Some(&amy));
        assert_eq!((handed_on.user_count, handed_on.department_id.as_ref().unwrap().as_str()), (2, "sales"));
        assert_eq!((world.unread(&room, &ann), world.unread(&room, &amy)), (None, Some(2)));
        let transfer = world.messages(&room).find_map(|message| message.transfer_data.clone()).unwrap();
        let transfer = serde_json::to_value(transfer).unwrap();
        assert_eq!((&transfer["scope"], &transfer["nextDepartment"]["name"]), (&json!("department"), &json!("Sales")));
        assert_eq!(transfer["transferredBy"]["userType"], "visitor");
    });
    let noted = notes(&server, &room);
    assert_eq!(noted[3..], ["command", "uj", "ul", "livechat_transfer_history"]);
    assert_eq!(hand_on("t", "sales").await.error(400)["error"], "error-forwarding-chat-same-department");
    close(&server, &room).await.ok();
    assert_eq!(hand_on("t", "empty").await.error(400)["error"], "This_conversation_is_already_closed");
}

pub(super) async fn a_widget_says_so_in_its_cookies(transport: Transport) {
    let (server, _) = with_agent(transport).await;
    let cookies = [("cookie", "rc_room_type=l; rc_is_widget=t")];
    let room = server.call("GET", &format!("{ROOM}?token=t"), &cookies, None).await.ok();
    assert_eq!(room["room"]["source"]["type"], "widget");
}

pub(super) async fn older_rooms_have_fewer_fields(transport: Transport) {
    for (version, has) in [(ServerVersion::V7_0, false), (ServerVersion::V8_5, true)] {
        let server = Setup::empty().version(version).start(transport).await;
        server.world(|world| world.add_user(Account::new("ann", "password").role("livechat-agent")));
        server.register(json!({"token": "t"})).await.ok();
        let room = open(&server, "t").await;
        assert_eq!(room.get("_enforceSingleRoom").is_some(), has);
    }
}
