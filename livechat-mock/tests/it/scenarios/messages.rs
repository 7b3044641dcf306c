//! What a visitor writes, reads, edits and deletes.

use livechat_sdk::{RoomId, UserId};
use serde_json::{Value, json};

use super::{
    Server, Transport,
    rooms::{id, open, with_agent},
    server::with,
};

const MESSAGE: &str = "/api/v1/livechat/message";

async fn with_room(transport: Transport) -> (Server, UserId, RoomId) {
    let (server, ann) = with_agent(transport).await;
    let room = id(&open(&server, "t").await);
    (server, ann, room)
}

async fn write(server: &Server, room: &RoomId, msg: &str) -> Value {
    server.post(MESSAGE, json!({"token": "t", "rid": room, "msg": msg})).await.ok()["message"].clone()
}

pub(super) async fn a_message_is_stored_and_counted(transport: Transport) {
    let (server, ann, room) = with_room(transport).await;
    server.advance(5);
    let message = write(&server, &room, "Hello").await;
    let now = "2026-01-01T00:00:05.000Z";
    let visitor = server.get("/api/v1/livechat/visitor/t").await.ok()["visitor"].clone();
    let expected = json!({
        "_id": message["_id"],
        "rid": room,
        "msg": "Hello",
        "token": "t",
        "alias": "Bob",
        "ts": now,
        "u": {"_id": visitor["_id"], "username": "guest-2", "name": "Bob"},
        "_updatedAt": now,
        "urls": [],
        "mentions": [],
        "channels": [],
    });
    assert_eq!(message, expected);
    assert_eq!(message["_id"].as_str().unwrap().len(), 17);
    server.world(|world| {
        let stored = world.room(&room).unwrap();
        assert_eq!((stored.message_count, stored.last_message_at.unwrap().to_string()), (5, now.to_owned()));
        assert_eq!(stored.last_message.as_ref().unwrap().text, "Hello");
        assert_eq!(stored.visitor.last_message_at.unwrap().to_string(), now);
        assert_eq!(world.inquiry(&room).unwrap().message.as_deref(), Some("Hello"));
        assert_eq!(world.unread(&room, &ann), Some(2), "the room itself was news");
    });
}

pub(super) async fn an_answer_ends_the_wait(transport: Transport) {
    let (server, ann, room) = with_room(transport).await;
    write(&server, &room, "Hello").await;
    server.advance(30);
    let now = server.clock.now();
    server.world(|world| world.add_agent_message(&room, &ann, "How can I help?", now)).unwrap();
    server.world(|world| {
        let stored = world.room(&room).unwrap();
        assert_eq!(stored.waiting_response, None);
        let response = stored.response_by.as_ref().unwrap();
        assert_eq!((response.id.clone(), response.first_response_at), (Some(ann.clone()), Some(now)));
        assert_eq!(stored.metrics.as_ref().unwrap().response.as_ref().unwrap().first_time, Some(30.0));
        assert_eq!(world.unread(&room, &ann), Some(0));
    });
    write(&server, &room, "Thanks").await;
    assert_eq!(server.world(|world| world.room(&room).unwrap().waiting_response), Some(true));
}

pub(super) async fn the_same_id_is_the_same_message(transport: Transport) {
    let (server, _, room) = with_room(transport).await;
    let body = json!({"_id": "mine", "token": "t", "rid": room, "msg": "Hello"});
    let first = server.post(MESSAGE, body.clone()).await.ok();
    server.advance(5);
    assert_eq!(server.post(MESSAGE, body).await.ok(), first);
    assert_eq!(server.world(|world| world.messages(&room).count()), 4);
}

pub(super) async fn writing_is_refused_with_reason(transport: Transport) {
    let (server, _, room) = with_room(transport).await;
    let rejected = async |body: Value| server.post(MESSAGE, body).await.error(400)["error"].clone();
    assert_eq!(rejected(json!({"token": "nobody", "rid": room, "msg": "x"})).await, "invalid-token");
    assert_eq!(rejected(json!({"token": "t", "rid": "nowhere", "msg": "x"})).await, "invalid-room");
    assert_eq!(
        rejected(json!({"token": "t", "rid": room})).await,
        "must have required property 'msg' [invalid-params]"
    );
    server
        .world(|world| {
            world.set_setting("Livechat_enable_message_character_limit", true)?;
            world.set_setting("Livechat_message_character_limit", 3)
        })
        .unwrap();
    let long = rejected(json!({"token": "t", "rid": room, "msg": "four"})).await;
    assert_eq!(long, "message-length-exceeds-character-limit");
    // Two units of JavaScript each.
    let long = rejected(json!({"token": "t", "rid": room, "msg": "😀😀"})).await;
    assert_eq!(long, "message-length-exceeds-character-limit");
    write(&server, &room, "äöü").await;
    server.post("/api/v1/livechat/room.close", json!({"rid": room, "token": "t"})).await.ok();
    assert_eq!(rejected(json!({"token": "t", "rid": room, "msg": "x"})).await, "room-closed");
}

pub(super) async fn a_message_is_read_edited_and_deleted_by_its_author(transport: Transport) {
    let (server, ann, room) = with_room(transport).await;
    let message = write(&server, &room, "Helo").await;
    let path = format!("{MESSAGE}/{}", message["_id"].as_str().unwrap());
    assert_eq!(server.get(&format!("{path}?token=t&rid={room}")).await.ok()["message"], message);
    server.advance(1);
    let json_header = [("content-type", "application/json")];
    let change = async |method: &str, path: &str, body: Value| {
        server.call(method, path, &json_header, Some(body.to_string())).await
    };
    let edited = change("PUT", &path, json!({"token": "t", "rid": room, "msg": "Hello"})).await.ok();
    assert_eq!(edited["message"]["msg"], "Hello");
    assert_eq!(edited["message"]["editedBy"]["username"], "guest-2");
    assert_eq!(edited["message"]["editedAt"], "2026-01-01T00:00:01.000Z");

    let now = server.clock.now();
    let theirs = server.world(|world| world.add_agent_message(&room, &ann, "mine", now)).unwrap();
    let theirs = format!("{MESSAGE}/{theirs}");
    for method in ["PUT", "DELETE"] {
        let body = if method == "PUT" {
            json!({"token": "t", "rid": room, "msg": "x"})
        } else {
            json!({"token": "t", "rid": room})
        };
        assert_eq!(change(method, &theirs, body.clone()).await.error(400)["error"], "error-action-not-allowed");
        let nothing = change(method, &format!("{MESSAGE}/nothing"), body).await;
        assert_eq!(nothing.error(400)["error"], "invalid-message");
    }

    let deleted = change("DELETE", &path, json!({"token": "t", "rid": room})).await.ok();
    assert_eq!(deleted["message"], json!({"_id": message["_id"], "ts": "2026-01-01T00:00:01.000Z"}));
    assert_eq!(server.get(&format!("{path}?token=t&rid={room}")).await.error(400)["error"], "invalid-message");
    let count = server.world(|world| (world.room(&room).unwrap().message_count, world.messages(&room).count()));
    assert_eq!(count, (5, 4), "the one that opened the room counts twice");
}

pub(super) async fn the_history_goes_back_in_time(transport: Transport) {
    let (server, _, room) = with_room(transport).await;
    for number in 0..30 {
        server.advance(1);
        write(&server, &room, &number.to_string()).await;
    }
    let visit = json!({"change": "url", "title": "x", "location": {"href": "https://example.com/"}});
    server.post("/api/v1/livechat/page.visited", json!({"token": "t", "rid": room, "pageInfo": visit})).await.ok();
    let history = async |query: &str| -> Vec<String> {
        let answer = server.get(&format!("/api/v1/livechat/messages.history/{room}?token=t{query}")).await.ok();
        assert_eq!(answer.as_object().unwrap().len(), 2, "messages and success, no counters");
        let text = |message: &Value| message["msg"].as_str().unwrap().to_owned();
        answer["messages"].as_array().unwrap().iter().map(text).collect()
    };
    let newest = history("").await;
    assert_eq!((newest.len(), newest[0].as_str(), newest[19].as_str()), (20, "29", "10"), "without the hidden visit");
    assert_eq!(history("&limit=2&offset=1").await, ["28", "27"]);
    // The end is not part of it.
    assert_eq!(history("&limit=2&end=2026-01-01T00:00:10.000Z").await, ["8", "7"]);
    for seen in ["2026-01-01T00:00:29.000Z", "yesterday"] {
        assert_eq!(history(&format!("&ls={seen}")).await, newest, "what was seen comes too");
    }
    for (query, error) in [
        (format!("{room}"), "must have required property 'token' [invalid-params]"),
        (format!("{room}?token=nobody"), "invalid-token"),
        ("nowhere?token=t".to_owned(), "invalid-room"),
    ] {
        let rejected = server.get(&format!("/api/v1/livechat/messages.history/{query}")).await.error(400);
        assert_eq!(rejected["error"], error);
    }
}

pub(super) async fn a_workspace_hides_kinds_of_system_messages(transport: Transport) {
    let (server, _, room) = with_room(transport).await;
    write(&server, &room, "Hello").await;
    server.world(|world| world.set_setting("Hide_System_Messages", json!(["command", "uj"]))).unwrap();
    let history = async |query: &str| -> Vec<Value> {
        let answer = server.get(&format!("/api/v1/livechat/messages.history/{room}?token=t{query}")).await.ok();
        answer["messages"].as_array().unwrap().iter().map(|message| message["_id"].clone()).collect()
    };
    let all = server.world(|world| world.messages(&room).map(|message| json!(message.id)).collect::<Vec<_>>());
    assert_eq!(history("").await, [all[3].clone(), all[0].clone()]);
    assert_eq!(history("&offset=1").await, [all[0].clone()]);
    // A room may have a list of its own, which takes the place of the workspace's.
    server.world(|world| {
        world.modify_room(&room, |room| room.other.insert("sysMes".to_owned(), json!(["livechat-started"]))).unwrap()
    });
    assert_eq!(history("").await, [all[3].clone(), all[2].clone(), all[1].clone()]);
}

pub(super) async fn a_link_to_a_message_quotes_it(transport: Transport) {
    let (server, ann, room) = with_room(transport).await;
    let first = write(&server, &room, "How much is it?").await;
    let link = |id: &Value, site: &str| format!("{site}/live/elsewhere?a=b&msg={}", id.as_str().unwrap());
    let site = &server.site();
    let text = format!("[ ]({}) and https://example.com/", link(&first["_id"], site));
    let quoting = write(&server, &room, &text).await;
    let mut quote = json!({
        "text": "How much is it?",
        "message_link": link(&first["_id"], site),
        "author_name": "Bob",
        "author_icon": "/avatar/guest-2",
        "attachments": [],
        "ts": first["ts"],
    });
    assert_eq!(quoting["attachments"], json!([quote]));
    let urls = json!([{"url": link(&first["_id"], site), "ignoreParse": true}, {"url": "https://example.com/"}]);
    assert_eq!(quoting["urls"], urls);
    // A quote within a quote is the last; with a lower limit there is none.
    for (limit, inner) in [(2, json!([with(quote.clone(), json!({}))])), (1, json!([]))] {
        server.world(|world| world.set_setting("Message_QuoteChainLimit", limit)).unwrap();
        let chain = write(&server, &room, &link(&quoting["_id"], site)).await;
        let mut inner = inner;
        inner.as_array_mut().unwrap().iter_mut().for_each(|quote| {
            quote.as_object_mut().unwrap().remove("attachments");
        });
        assert_eq!(chain["attachments"][0]["attachments"], inner, "{limit}");
    }
    // Another workspace's message, none at all, and one of a room that is another's are links and no more.
    server.register(json!({"token": "u"})).await.ok();
    let other = id(&open(&server, "u").await);
    let body = json!({"token": "u", "rid": other, "msg": link(&first["_id"], site)});
    let foreign = server.post(MESSAGE, body).await.ok()["message"].clone();
    let elsewhere = write(&server, &room, &link(&first["_id"], "https://example.com")).await;
    let nothing = write(&server, &room, &link(&json!("nothing"), site)).await;
    for message in [foreign, elsewhere, nothing] {
        assert_eq!((message.get("attachments"), message["urls"][0].get("ignoreParse")), (None, None), "{message}");
    }
    // Users quote what they may see, and real names can be shown.
    let now = server.clock.now();
    let theirs = server.world(|world| {
        world.modify_user(&ann, |user| user.name = Some("Ann A.".to_owned()));
        world.set_setting("UI_Use_Real_Name", true).unwrap();
        let first = world.add_agent_message(&room, &ann, "It is 5.", now).unwrap();
        let text = link(&json!(first), site);
        let second = world.add_agent_message(&room, &ann, &text, now).unwrap();
        json!(world.message(second).unwrap().attachments)
    });
    quote = json!({"author_name": "Ann A.", "author_icon": "/avatar/ann", "text": "It is 5."});
    for (key, value) in quote.as_object().unwrap() {
        assert_eq!(theirs[0][key], *value);
    }
}

pub(super) async fn an_edit_changes_the_copy_of_the_last_message(transport: Transport) {
    let (server, _, room) = with_room(transport).await;
    let messages = [write(&server, &room, "one").await, write(&server, &room, "two").await];
    server.advance(9);
    let edit = async |message: &Value, msg: &str| {
        let path = format!("{MESSAGE}/{}", message["_id"].as_str().unwrap());
        let body = json!({"token": "t", "rid": room, "msg": msg}).to_string();
        server.call("PUT", &path, &[("content-type", "application/json")], Some(body)).await.ok()
    };
    let last = || {
        server.world(|world| {
            let room = world.room(&room).unwrap();
            (room.last_message.as_ref().unwrap().text.clone(), room.last_message_at.unwrap().to_string())
        })
    };
    edit(&messages[0], "uno").await;
    assert_eq!(last(), ("two".to_owned(), "2026-01-01T00:00:00.000Z".to_owned()));
    edit(&messages[1], "due").await;
    assert_eq!(last(), ("due".to_owned(), "2026-01-01T00:00:00.000Z".to_owned()));
}

pub(super) async fn the_last_message_is_one_that_is_announced(transport: Transport) {
    let (server, ann, room) = with_room(transport).await;
    let last = || {
        server.world(|world| {
            let room = world.room(&room).unwrap();
            let kind = |message: &livechat_sdk::model::Message| match &message.message_type {
                Some(kind) => kind.as_str().to_owned(),
                None => message.text.clone(),
            };
            (room.last_message.as_deref().map(kind).unwrap_or_default(), room.message_count)
        })
    };
    assert_eq!(last(), ("livechat-started".to_owned(), 4), "not the notes about the agent, who came later");
    write(&server, &room, "Hello").await;
    assert_eq!(last(), ("Hello".to_owned(), 5));
    let body = json!({"rid": room, "token": "t", "email": "bob@example.com"});
    server.post("/api/v1/livechat/transcript", body).await.ok();
    assert_eq!(last(), ("Hello".to_owned(), 6), "silent");
    server.advance(60);
    server.world(|world| world.set_setting("Livechat_enable_transcript", true)).unwrap();
    server.post("/api/v1/livechat/room.close", json!({"rid": room, "token": "t"})).await.ok();
    assert_eq!(last(), ("livechat-close".to_owned(), 9), "and the offer of a transcript behind it");
    let at = server.world(|world| world.room(&room).unwrap().last_message_at.unwrap().to_string());
    assert_eq!(at, "2026-01-01T00:01:00.000Z");
    server.world(|world| {
        world.set_setting("Store_Last_Message", false).unwrap();
        let visitor = world.visitor_by_token("t").unwrap().id.clone();
        let next = world.open_room(&visitor, server.clock.now()).unwrap();
        world.serve_room(&next, &ann, server.clock.now());
        assert!(world.room(&next).unwrap().last_message.is_none());
    });
}

pub(super) async fn after_a_deletion_the_last_message_is_the_one_before(transport: Transport) {
    let (server, _, room) = with_room(transport).await;
    let last = || server.world(|world| world.room(&room).unwrap().last_message.as_ref().unwrap().id.clone());
    let started = last();
    let delete = async |message: &Value| {
        let path = format!("{MESSAGE}/{}", message["_id"].as_str().unwrap());
        let body = json!({"token": "t", "rid": room}).to_string();
        server.call("DELETE", &path, &[("content-type", "application/json")], Some(body)).await.ok();
    };
    delete(&write(&server, &room, "One").await).await;
    assert_eq!(last(), started, "not the notes about the agent, who came later");
    let (two, three) = (write(&server, &room, "Two").await, write(&server, &room, "Three").await);
    delete(&two).await;
    assert_eq!(json!(last()), three["_id"]);
    let page = json!({"change": "url", "title": "x", "location": {"href": "https://example.com/"}});
    server.post("/api/v1/livechat/page.visited", json!({"token": "t", "rid": room, "pageInfo": page})).await.ok();
    delete(&three).await;
    assert_eq!(last(), started, "nor what is hidden");
}

pub(super) async fn unread_messages_are_counted_as_the_workspace_says(transport: Transport) {
    let (server, ann, room) = with_room(transport).await;
    let unread = || server.world(|world| world.unread(&room, &ann).unwrap());
    assert_eq!(unread(), 1);
    write(&server, &room, "one").await;
    assert_eq!(unread(), 2);
    server.world(|world| world.set_setting("Unread_Count_Omni", "mentions_only")).unwrap();
    for (text, expected) in [("two", 2), ("@ann?", 3), ("ask @anna or ann@", 3), ("@all: hello", 4), ("so @here.", 5)] {
        write(&server, &room, text).await;
        assert_eq!(unread(), expected, "{text}");
    }
    let login = server.login(&ann);
    let path = format!("/api/v1/subscriptions.getOne?roomId={room}");
    let subscription = server.get_as(&login, &path).await.ok()["subscription"].clone();
    assert_eq!((&subscription["userMentions"], &subscription["groupMentions"]), (&json!(2), &json!(2)));
    let now = server.clock.now();
    server.world(|world| world.add_agent_message(&room, &ann, "Yes", now)).unwrap();
    assert_eq!(unread(), 0);
    let subscription = server.get_as(&login, &path).await.ok()["subscription"].clone();
    assert_eq!((&subscription["userMentions"], &subscription["groupMentions"]), (&json!(0), &json!(0)));
    // There is something new also where it does not count.
    assert_eq!(subscription["alert"], false);
    write(&server, &room, "three").await;
    let subscription = server.get_as(&login, &path).await.ok()["subscription"].clone();
    assert_eq!((&subscription["unread"], &subscription["alert"]), (&json!(0), &json!(true)));
}

pub(super) async fn only_the_first_of_several_answers_is_a_response(transport: Transport) {
    let (server, ann, room) = with_room(transport).await;
    let eve = server.world(|world| world.add_user(livechat_mock::Account::new("eve", "password")));
    let answer = |user: &UserId| {
        server.advance(10);
        let now = server.clock.now();
        server.world(|world| {
            world.add_agent_message(&room, user, "Yes", now).unwrap();
            let stored = world.room(&room).unwrap();
            assert_eq!(stored.waiting_response, None);
            let response = stored.response_by.as_ref().unwrap();
            let time = |at: Option<livechat_sdk::Timestamp>| at.unwrap().to_string()[17..19].to_owned();
            (
                response.id.as_ref().unwrap().to_string(),
                time(response.first_response_at),
                time(response.last_message_at),
            )
        })
    };
    write(&server, &room, "Hello?").await;
    assert_eq!(answer(&ann), (ann.to_string(), "10".to_owned(), "10".to_owned()));
    assert_eq!(answer(&eve), (ann.to_string(), "10".to_owned(), "20".to_owned()));
    write(&server, &room, "Thanks").await;
    let waits = server.world(|world| world.room(&room).map(|room| (room.waiting_response, room.response_by.is_none())));
    assert_eq!(waits, Some((Some(true), true)));
    assert_eq!(answer(&eve), (eve.to_string(), "30".to_owned(), "30".to_owned()));
}

pub(super) async fn staff_write_for_a_visitor(transport: Transport) {
    let (server, _, room) = with_room(transport).await;
    let admin = server.admin();
    let body = json!({"visitor": {"token": "t"}, "messages": [{"msg": "one"}, {"msg": "two"}]});
    let headers = [("content-type", "application/json"), admin.headers()[0], admin.headers()[1]];
    let path = "/api/v1/livechat/messages";
    let sent = server.call("POST", path, &headers, Some(body.to_string())).await.ok();
    assert_eq!(sent["messages"][1]["msg"], "two");
    assert_eq!(server.world(|world| world.messages(&room).count()), 5);
    server.post(path, body).await.error(401);
    let guest = json!({"visitor": {"token": "new"}, "messages": [{"msg": "one"}]});
    server.call("POST", path, &headers, Some(guest.to_string())).await.ok();
    server.get("/api/v1/livechat/visitor/new").await.ok();
}
