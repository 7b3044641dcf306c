//! What agents do with conversations: take, hand on, hold, join, close.

use livechat_mock::{Account, Change, World};
use livechat_sdk::{RoomId, UserId, model::Department};
use serde_json::{Value, json};

use super::{
    Server, Transport,
    rooms::{id, notes, open, with_agent},
    server::{Answer, Login},
};

pub(super) fn staff(world: &mut World, name: &str) -> UserId {
    world.add_user(Account::new(name, "password").role("livechat-agent"))
}

/// A room that waits in the queue, and the login of `ann`, an agent.
pub(super) async fn with_queue(transport: Transport) -> (Server, Login, RoomId) {
    let (server, ann) = with_agent(transport).await;
    server.world(|world| world.set_setting("Livechat_Routing_Method", "Manual_Selection")).unwrap();
    let room = id(&open(&server, "t").await);
    let ann = server.login(&ann);
    (server, ann, room)
}

/// A room that `ann` serves.
pub(super) async fn with_served(transport: Transport) -> (Server, Login, RoomId) {
    let (server, ann) = with_agent(transport).await;
    let room = id(&open(&server, "t").await);
    let ann = server.login(&ann);
    (server, ann, room)
}

/// The same, where agents may hand conversations on. On a fresh server only managers, monitors and administrators may.
pub(super) async fn with_forwarding(transport: Transport) -> (Server, Login, RoomId) {
    let (server, ann, room) = with_served(transport).await;
    server.world(|world| world.grant("transfer-livechat-guest", "livechat-agent"));
    (server, ann, room)
}

pub(super) async fn post(server: &Server, login: &Login, operation: &str, body: Value) -> Answer {
    server.post_as(login, &format!("/api/v1/livechat/{operation}"), body).await
}

pub(super) async fn rejection(server: &Server, login: &Login, operation: &str, body: Value) -> Value {
    post(server, login, operation, body).await.error(400)["error"].clone()
}

pub(super) async fn get(server: &Server, login: &Login, path: &str) -> Value {
    server.get_as(login, &format!("/api/v1/livechat/{path}")).await.ok()
}

pub(super) fn inquiry(server: &Server, room: &RoomId) -> String {
    server.world(|world| world.inquiry(room).unwrap().id.to_string())
}

pub(super) fn serving(server: &Server, room: &RoomId) -> Option<UserId> {
    server.world(|world| world.room(room).unwrap().served_by.as_ref().and_then(|agent| agent.id.clone()))
}

pub(super) async fn who_takes_an_inquiry_serves_the_room(transport: Transport) {
    let (server, ann, room) = with_queue(transport).await;
    let one = get(&server, &ann, &format!("inquiries.getOne?roomId={room}")).await;
    assert_eq!((&one["inquiry"]["rid"], &one["inquiry"]["status"]), (&json!(room), &json!("queued")));
    server.advance(5);
    let inquiry = json!({"inquiryId": one["inquiry"]["_id"]});
    assert_eq!(post(&server, &ann, "inquiries.take", inquiry.clone()).await.ok(), json!({"success": true}));
    assert_eq!(serving(&server, &room), Some(ann.user.clone()));
    assert_eq!(notes(&server, &room), ["livechat-started", "command", "uj"]);
    server.world(|world| {
        let stored = world.room(&room).unwrap();
        assert_eq!(stored.served_by.as_ref().unwrap().assigned_at.unwrap().to_string(), "2026-01-01T00:00:05.000Z");
        assert_eq!(world.unread(&room, &ann.user), Some(1));
    });
    let again = post(&server, &ann, "inquiries.take", inquiry).await.error(400);
    let expected = json!({
        "success": false,
        "error": "Inquiry already taken [error-inquiry-taken]",
        "errorType": "error-inquiry-taken",
        "details": {"method": "livechat:takeInquiry"},
    });
    assert_eq!(again, expected);
    server.post("/api/v1/livechat/room.close", json!({"rid": room, "token": "t"})).await.ok();
    assert_eq!(get(&server, &ann, &format!("inquiries.getOne?roomId={room}")).await["inquiry"], Value::Null);
}

pub(super) async fn taking_is_refused_with_reason(transport: Transport) {
    let (server, ann, room) = with_queue(transport).await;
    let inquiry = inquiry(&server, &room);
    assert_eq!(
        rejection(&server, &ann, "inquiries.take", json!({"inquiryId": "none"})).await,
        "Inquiry not found [error-not-found]"
    );
    assert_eq!(
        rejection(&server, &ann, "inquiries.take", json!({"inquiryId": inquiry, "userId": "nobody"})).await,
        "The user is invalid"
    );
    server.world(|world| world.modify_user(&ann.user, |user| user.status = Some("offline".into())));
    server.world(|world| world.set_setting("Livechat_enabled_when_agent_idle", false)).unwrap();
    assert_eq!(
        rejection(&server, &ann, "inquiries.take", json!({"inquiryId": inquiry})).await,
        "Agent status is offline or Omnichannel service is not active [error-agent-status-service-offline]"
    );
    assert_eq!(serving(&server, &room), None);
    // Who is there, but whose connection is idle, takes nothing either.
    let connect = |connection: &str| {
        server.world(|world| {
            world.modify_user(&ann.user, |user| {
                user.status = Some("online".into());
                user.status_connection = Some(connection.into());
            });
        });
    };
    connect("away");
    assert_eq!(
        rejection(&server, &ann, "inquiries.take", json!({"inquiryId": inquiry})).await,
        "Agent status is offline or Omnichannel service is not active [error-agent-status-service-offline]"
    );
    connect("online");
    post(&server, &ann, "inquiries.take", json!({"inquiryId": inquiry})).await.ok();
}

pub(super) async fn agents_see_the_queue_of_their_departments(transport: Transport) {
    let (server, ann, room) = with_queue(transport).await;
    let sales = server.world(|world| {
        let sales = world.add_department(Department::new("sales", "Sales").show_on_registration(true));
        let eve = staff(world, "eve");
        world.add_department_agent(&sales, &eve);
        sales
    });
    server.advance(1);
    server.register(json!({"token": "u", "department": sales})).await.ok();
    let of_sales = id(&open(&server, "u").await);
    let eve = server.login(
        &server.world(|world| world.users().find(|user| user.username.as_deref() == Some("eve")).unwrap().id.clone()),
    );
    let rooms = |page: Value| -> Vec<Value> {
        page["inquiries"].as_array().unwrap().iter().map(|inquiry| inquiry["rid"].clone()).collect()
    };
    assert_eq!(rooms(get(&server, &ann, "inquiries.queuedForUser").await), [json!(room)]);
    assert_eq!(rooms(get(&server, &eve, "inquiries.queuedForUser").await), [json!(room), json!(of_sales)]);
    assert_eq!(rooms(get(&server, &eve, "inquiries.queuedForUser?department=sales").await), [json!(of_sales)]);
    let rejected = server.get_as(&ann, "/api/v1/livechat/inquiries.queuedForUser?department=sales").await.error(400);
    assert_eq!(rejected["error"], "error-not-authorized");

    let admin = server.admin();
    let all = get(&server, &admin, "inquiries.list").await;
    assert_eq!((&all["total"], &all["count"], &all["offset"]), (&json!(2), &json!(2), &json!(0)));
    assert_eq!(rooms(all), [json!(of_sales), json!(room)]);
    assert_eq!(rooms(get(&server, &admin, "inquiries.list?department=Sales").await), [json!(of_sales)]);
    assert_eq!(rooms(get(&server, &admin, "inquiries.list?count=1&offset=1").await), [json!(room)]);
    assert_eq!(
        rooms(get(&server, &admin, "inquiries.list?sort=%7B%22ts%22%3A1%7D").await),
        [json!(room), json!(of_sales)]
    );
}

pub(super) async fn a_room_goes_back_into_the_queue_once(transport: Transport) {
    let (server, ann, room) = with_served(transport).await;
    let back = |room: &RoomId| json!({"roomId": room});
    let answer = post(&server, &ann, "inquiries.returnAsInquiry", back(&room)).await.ok();
    assert_eq!(answer["result"], true);
    assert_eq!(serving(&server, &room), None);
    assert_eq!(notes(&server, &room)[3..], ["livechat_transfer_history", "ul"]);
    server.world(|world| assert_eq!(world.inquiry(&room).unwrap().status.as_ref().unwrap().as_str(), "queued"));
    let again = post(&server, &ann, "inquiries.returnAsInquiry", back(&room)).await.ok();
    assert_eq!(again["result"], false);
    assert_eq!(
        rejection(&server, &ann, "inquiries.returnAsInquiry", back(&"none".into())).await,
        "error-room-not-found"
    );
    server.post("/api/v1/livechat/room.close", json!({"rid": room, "token": "t"})).await.ok();
    assert_eq!(rejection(&server, &ann, "inquiries.returnAsInquiry", back(&room)).await, "room-closed");
}

pub(super) async fn a_room_is_forwarded_to_an_agent(transport: Transport) {
    let (server, ann, room) = with_forwarding(transport).await;
    let eve = server.world(|world| staff(world, "eve"));
    let to = |agent: &UserId| json!({"roomId": room, "userId": agent, "comment": "Prices"});
    server.advance(7);
    post(&server, &ann, "room.forward", to(&eve)).await.ok();
    assert_eq!(serving(&server, &room), Some(eve.clone()));
    server.world(|world| {
        assert_eq!((world.unread(&room, &ann.user), world.unread(&room, &eve)), (None, Some(2)));
    });
    let history = get(&server, &server.admin(), &format!("transfer.history/{room}")).await;
    assert_eq!((&history["total"], &history["count"]), (&json!(1), &json!(1)));
    let transfer = &history["history"][0];
    assert_eq!((&transfer["scope"], &transfer["comment"]), (&json!("agent"), &json!("Prices")));
    assert_eq!(transfer["transferredBy"]["username"], "ann");
    assert_eq!(transfer["transferredTo"]["username"], "eve");

    assert_eq!(rejection(&server, &ann, "room.forward", to(&eve)).await, "error-selected-agent-room-agent-are-same");
    server.world(|world| world.modify_user(&ann.user, |user| user.status = Some("offline".into())));
    assert_eq!(rejection(&server, &ann, "room.forward", to(&ann.user)).await, "error-user-is-offline");
    assert_eq!(rejection(&server, &ann, "room.forward", json!({"roomId": room})).await, "error-forwarding-chat");
    assert_eq!(
        rejection(&server, &ann, "room.forward", json!({"roomId": "none", "userId": eve})).await,
        "error-invalid-room"
    );
    server.post("/api/v1/livechat/room.close", json!({"rid": room, "token": "t"})).await.ok();
    assert_eq!(rejection(&server, &ann, "room.forward", to(&eve)).await, "This_conversation_is_already_closed");
}

pub(super) async fn a_room_is_forwarded_to_a_department(transport: Transport) {
    let (server, ann, room) = with_forwarding(transport).await;
    let (eve, sales) = server.world(|world| {
        let eve = staff(world, "eve");
        (eve, world.add_department(Department::new("sales", "Sales")))
    });
    let to_sales = |agent: Option<&UserId>| {
        let mut body = json!({"roomId": room, "departmentId": sales});
        agent.into_iter().for_each(|agent| body["userId"] = json!(agent));
        body
    };
    let rejected = async |body: Value| rejection(&server, &ann, "room.forward", body).await;
    assert_eq!(rejected(json!({"roomId": room, "departmentId": "none"})).await, "error-invalid-department");
    assert_eq!(rejected(to_sales(None)).await, "error-no-agents-online-in-department");
    assert_eq!(rejected(to_sales(Some(&eve))).await, "error-user-not-belong-to-department");
    server.world(|world| world.add_department_agent(&sales, &eve));
    post(&server, &ann, "room.forward", to_sales(None)).await.ok();
    assert_eq!(serving(&server, &room), Some(eve));
    server.world(|world| assert_eq!(world.room(&room).unwrap().department_id, Some(sales.clone())));
    assert_eq!(rejected(to_sales(None)).await, "error-forwarding-chat-same-department");
}

pub(super) async fn a_room_is_held_and_resumed(transport: Transport) {
    let (server, ann, room) = with_forwarding(transport).await;
    let body = json!({"roomId": room});
    // The visitor waits for an answer.
    assert_eq!(
        rejection(&server, &ann, "room.onHold", body.clone()).await,
        "error-contact-sent-last-message-so-cannot-place-on-hold"
    );
    let now = server.clock.now();
    server.world(|world| world.add_agent_message(&room, &ann.user, "One moment", now)).unwrap();
    let eve = server.world(|world| staff(world, "eve"));
    let eve = server.login(&eve);
    assert_eq!(rejection(&server, &eve, "room.onHold", body.clone()).await, "Not_authorized");
    assert_eq!(rejection(&server, &ann, "room.resumeOnHold", body.clone()).await, "error-room-not-on-hold");

    post(&server, &ann, "room.onHold", body.clone()).await.ok();
    assert_eq!(server.world(|world| world.room(&room).unwrap().on_hold), Some(true));
    assert_eq!(rejection(&server, &ann, "room.onHold", body.clone()).await, "error-room-is-already-on-hold");
    let onward = json!({"roomId": room, "userId": eve.user});
    assert_eq!(rejection(&server, &ann, "room.forward", onward).await, "error-room-onHold");
    assert_eq!(rejection(&server, &ann, "inquiries.returnAsInquiry", body.clone()).await, "error-room-onHold");

    post(&server, &ann, "room.resumeOnHold", body.clone()).await.ok();
    assert_eq!(server.world(|world| world.room(&room).unwrap().on_hold), None);
    assert_eq!(notes(&server, &room)[4..], ["omnichannel_placed_chat_on_hold", "omnichannel_on_hold_chat_resumed"]);

    // In the server's order, each as soon as nothing before it is wrong.
    let rejected = async || rejection(&server, &ann, "room.resumeOnHold", body.clone()).await;
    let served = server.world(|world| {
        world.modify_room(&room, |room| {
            (room.on_hold, room.open) = (Some(true), None);
            room.served_by.take()
        })
    });
    assert_eq!(rejected().await, "This_conversation_is_already_closed");
    server.world(|world| world.modify_room(&room, |room| room.open = Some(true)));
    assert_eq!(rejected().await, "error-room-not-served");
    server.world(|world| world.modify_room(&room, |room| room.served_by = served.flatten()));
    post(&server, &ann, "room.resumeOnHold", body.clone()).await.ok();
}

pub(super) async fn a_closed_room_is_deleted_with_its_messages(transport: Transport) {
    let (server, ann, room) = with_served(transport).await;
    let admin = server.admin();
    let delete =
        async |login, room: &str| server.post_as(login, "/api/v1/livechat/rooms.delete", json!({"roomId": room})).await;
    delete(&ann, room.as_str()).await.error(403);
    assert_eq!(delete(&admin, "none").await.error(400), json!({"success": false, "error": "Invalid room"}));
    assert_eq!(delete(&admin, room.as_str()).await.error(400), json!({"success": false}));
    post(&server, &ann, "room.closeByUser", json!({"rid": room, "comment": "Done"})).await.ok();
    let (visitor, since) = server.world(|world| {
        assert!(world.messages(&room).count() > 0);
        (world.room(&room).unwrap().visitor.id.clone().unwrap(), world.next_change())
    });
    assert_eq!(delete(&admin, room.as_str()).await.ok(), json!({"success": true}));
    server.world(|world| {
        assert!(world.room(&room).is_none() && world.messages(&room).count() == 0);
        assert!(world.visitor(&visitor).is_some(), "the visitor stays");
        assert!(world.changes_since(since).any(|change| *change == Change::RoomDeleted(room.clone())));
    });
    assert_eq!(delete(&admin, room.as_str()).await.error(400)["error"], "Invalid room");
}

pub(super) async fn an_agent_joins_only_what_they_may_see(transport: Transport) {
    let (server, _, room) = with_served(transport).await;
    let eve = server.world(|world| staff(world, "eve"));
    let eve = server.login(&eve);
    let join = format!("/api/v1/livechat/room.join?roomId={room}");
    assert_eq!(server.get_as(&eve, &join).await.error(400)["error"], "error-not-allowed");
    let admin = server.admin();
    server.get_as(&admin, &join).await.ok();
    server.get_as(&admin, &join).await.ok();
    server.world(|world| {
        assert_eq!((world.room(&room).unwrap().user_count, world.unread(&room, &admin.user)), (3, Some(1)));
    });
    assert_eq!(notes(&server, &room)[3..], ["uj"]);
    server.post("/api/v1/livechat/room.close", json!({"rid": room, "token": "t"})).await.ok();
    assert_eq!(server.get_as(&admin, &join).await.error(400)["error"], "room-closed");
}

pub(super) async fn staff_close_what_they_serve(transport: Transport) {
    let (server, ann, room) = with_served(transport).await;
    let eve = server.world(|world| staff(world, "eve"));
    let eve = server.login(&eve);
    let body = json!({"rid": room, "comment": " Solved ", "tags": ["billing"]});
    assert_eq!(rejection(&server, &eve, "room.closeByUser", body.clone()).await, "error-not-authorized");
    assert_eq!(rejection(&server, &ann, "room.closeByUser", json!({"rid": "none"})).await, "error-invalid-room");
    server.advance(60);
    post(&server, &ann, "room.closeByUser", body.clone()).await.ok();
    server.world(|world| {
        let closed = world.room(&room).unwrap();
        assert_eq!(closed.closed_at.unwrap().to_string(), "2026-01-01T00:01:00.000Z");
        assert_eq!(closed.closed_by.as_ref().unwrap().username.as_deref(), Some("ann"));
        assert_eq!((closed.tags.as_slice(), closed.is_open()), (["billing".to_owned()].as_slice(), false));
        assert!(world.inquiry(&room).is_none());
        let last = world.messages(&room).filter(|message| message.text == "Solved").count();
        assert_eq!(last, 1);
    });
    // Who was in the room is not any more.
    assert_eq!(rejection(&server, &ann, "room.closeByUser", body.clone()).await, "error-not-authorized");
    assert_eq!(rejection(&server, &server.admin(), "room.closeByUser", body).await, "error-room-already-closed");
}

pub(super) async fn who_joined_a_room_may_close_it(transport: Transport) {
    let (server, ann, room) = with_served(transport).await;
    let eve = server.world(|world| staff(world, "eve"));
    let eve = server.login(&eve);
    server.world(|world| world.grant("view-livechat-rooms", "livechat-agent"));
    server.get_as(&eve, &format!("/api/v1/livechat/room.join?roomId={room}")).await.ok();
    assert_eq!(serving(&server, &room), Some(ann.user));
    post(&server, &eve, "room.closeByUser", json!({"rid": room, "comment": "Solved"})).await.ok();
}

pub(super) async fn a_room_is_closed_by_force_where_that_is_allowed(transport: Transport) {
    let (server, ann, room) = with_served(transport).await;
    let admin = server.admin();
    let body = json!({"rid": room, "comment": "Again", "forceClose": true});
    post(&server, &ann, "room.closeByUser", json!({"rid": room, "comment": "Solved"})).await.ok();
    server.advance(60);
    assert_eq!(rejection(&server, &admin, "room.closeByUser", body.clone()).await, "error-room-already-closed");
    server.world(|world| world.set_setting("Omnichannel_allow_force_close_conversations", true)).unwrap();
    let silent = json!({"rid": room, "forceClose": true});
    assert_eq!(rejection(&server, &admin, "room.closeByUser", silent).await, "error-comment-is-required");
    post(&server, &admin, "room.closeByUser", body).await.ok();
    server.world(|world| {
        let closed = world.room(&room).unwrap();
        assert_eq!(closed.closed_at.unwrap().to_string(), "2026-01-01T00:01:00.000Z");
        assert_eq!(closed.closed_by.as_ref().unwrap().username.as_deref(), Some("admin"));
        assert_eq!(closed.metrics.as_ref().unwrap().chat_duration, Some(60.0));
    });
    let closes = notes(&server, &room).into_iter().filter(|note| note == "livechat-close").count();
    assert_eq!(closes, 2);
}

pub(super) async fn the_queue_shows_the_last_message_where_agents_see_it(transport: Transport) {
    let (server, ann, room) = with_queue(transport).await;
    let last = || {
        server.world(|world| {
            let last = world.inquiry(&room).unwrap().last_message.as_ref();
            last.map(|last| last.message_type.as_ref().map_or(last.text.clone(), |kind| kind.as_str().to_owned()))
        })
    };
    assert_eq!(last(), None);
    server.post("/api/v1/livechat/message", json!({"token": "t", "rid": room, "msg": "Hello"})).await.ok();
    assert_eq!(last().as_deref(), Some("Hello"));
    server.world(|world| world.set_setting("Livechat_Routing_Method", "Auto_Selection")).unwrap();
    server.post("/api/v1/livechat/message", json!({"token": "t", "rid": room, "msg": "Hello?"})).await.ok();
    assert_eq!(last().as_deref(), Some("Hello"));
    // Going back into the queue brings it up to date.
    post(&server, &ann, "inquiries.take", json!({"inquiryId": inquiry(&server, &room)})).await.ok();
    post(&server, &ann, "inquiries.returnAsInquiry", json!({"roomId": room})).await.ok();
    assert_eq!(last().as_deref(), Some("Hello?"));
}

pub(super) async fn a_close_may_need_a_comment_and_tags(transport: Transport) {
    let (server, ann, room) = with_served(transport).await;
    server.world(|world| {
        world.set_setting("Livechat_request_comment_when_closing_conversation", true).unwrap();
        let sales = world.add_department(Department::new("sales", "Sales"));
        world.modify_department(&sales, |sales| {
            sales.request_tag_before_closing_chat = Some(true);
            sales.chat_closing_tags = Some(vec!["sale".to_owned(), "a".to_owned()]);
        });
        world.modify_room(&room, |room| room.department_id = Some(sales));
    });
    let rejected = async |body: Value| rejection(&server, &ann, "room.closeByUser", body).await;
    assert_eq!(rejected(json!({"rid": room, "comment": "  "})).await, "error-comment-is-required");
    let untagged = json!({"rid": room, "comment": "Solved"});
    assert_eq!(rejected(untagged).await, "error-tags-must-be-assigned-before-closing-chat");
    post(&server, &ann, "room.closeByUser", json!({"rid": room, "comment": "Solved", "tags": ["a"]})).await.ok();
    let tags = server.world(|world| world.room(&room).unwrap().tags.clone());
    assert_eq!(tags, ["a", "sale"], "the department's come beside");
}

pub(super) async fn the_messages_of_a_room_are_listed(transport: Transport) {
    let (server, ann, room) = with_served(transport).await;
    for msg in ["Hello", "How much is it?"] {
        server.advance(1);
        let body = json!({"token": "t", "rid": room, "msg": msg});
        server.post("/api/v1/livechat/message", body).await.ok();
    }
    let texts = |page: &Value| -> Vec<Value> {
        page["messages"].as_array().unwrap().iter().map(|message| message["msg"].clone()).collect()
    };
    let page = get(&server, &ann, &format!("{room}/messages")).await;
    // What the server notes is not shown, and the count is the one that was asked for.
    assert_eq!(texts(&page), ["How much is it?", "Hello"]);
    assert_eq!((&page["total"], &page["count"], &page["offset"]), (&json!(2), &json!(50), &json!(0)));
    assert_eq!(texts(&get(&server, &ann, &format!("{room}/messages?searchTerm=MUCH")).await), ["How much is it?"]);
    assert_eq!(texts(&get(&server, &ann, &format!("{room}/messages?count=1&offset=1")).await), ["Hello"]);
    let eve = server.world(|world| staff(world, "eve"));
    let eve = server.login(&eve);
    let path = format!("/api/v1/livechat/{room}/messages");
    assert_eq!(server.get_as(&eve, &path).await.error(400)["error"], "not-allowed");
    assert_eq!(server.get_as(&eve, "/api/v1/livechat/none/messages").await.error(400)["error"], "invalid-room");
}

pub(super) async fn the_routing_decides_about_the_queue(transport: Transport) {
    let (server, ann) = with_agent(transport).await;
    let ann = server.login(&ann);
    let config = get(&server, &ann, "config/routing").await["config"].clone();
    assert_eq!((&config["autoAssignAgent"], &config["showQueue"]), (&json!(true), &json!(false)));
    server.world(|world| world.set_setting("Livechat_Routing_Method", "Manual_Selection")).unwrap();
    let config = get(&server, &ann, "config/routing").await["config"].clone();
    assert_eq!((&config["autoAssignAgent"], &config["showQueue"]), (&json!(false), &json!(true)));
}

pub(super) async fn two_calls_at_once_leave_one_winner(transport: Transport) {
    let (server, ann, room) = with_queue(transport).await;
    let eve = server.world(|world| staff(world, "eve"));
    let eve = server.login(&eve);
    let body = json!({"inquiryId": inquiry(&server, &room)});
    let take = |login| post(&server, login, "inquiries.take", body.clone());
    let answers = <[Answer; 2]>::from(tokio::join!(take(&ann), take(&eve)));
    let mut statuses = answers.each_ref().map(|answer| answer.status);
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 400]);
    let lost = answers.iter().find(|answer| answer.status == 400).unwrap().json();
    assert_eq!(lost["error"], "Inquiry already taken [error-inquiry-taken]");
    let winner = if answers[0].status == 200 { &ann } else { &eve };
    assert_eq!(serving(&server, &room), Some(winner.user.clone()));
    assert_eq!(notes(&server, &room), ["livechat-started", "command", "uj"]);
    assert_eq!(server.world(|world| world.room(&room).unwrap().user_count), 2);

    let by_visitor = server.post("/api/v1/livechat/room.close", json!({"rid": room, "token": "t"}));
    let by_agent = post(&server, winner, "room.closeByUser", json!({"rid": room, "comment": "Solved"}));
    let answers = <[Answer; 2]>::from(tokio::join!(by_visitor, by_agent));
    let lost: Vec<_> = answers.iter().filter(|answer| answer.status == 400).map(Answer::json).collect();
    // Who closes last is not in the room any more.
    assert!(
        lost.iter().all(|lost| lost["error"] == "room-closed" || lost["error"] == "error-not-authorized"),
        "{lost:?}"
    );
    assert_eq!(lost.len(), 1);
    assert_eq!(notes(&server, &room)[3..], ["livechat-close"]);
}
