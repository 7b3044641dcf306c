//! What agents do with conversations: take, hand on, hold, join, close.

use livechat_mock::{Account, Change, World};
use livechat_sdk::{RoomId, UserId, model::Department};
use serde_json::{Value, json};

use super::{
    Front, Kind,
    front::{Answer, Login},
    rooms::{id, notes, open, with_agent},
};

pub(super) fn staff(world: &mut World, name: &str) -> UserId {
    world.add_user(Account::new(name, "password").role("livechat-agent"))
}

/// A room that waits in the queue, and the login of `ann`, an agent.
pub(super) async fn with_queue(kind: Kind) -> (Front, Login, RoomId) {
    let (front, ann) = with_agent(kind).await;
    front.world(|world| world.set_setting("Livechat_Routing_Method", "Manual_Selection")).unwrap();
    let room = id(&open(&front, "t").await);
    let ann = front.login(&ann);
    (front, ann, room)
}

/// A room that `ann` serves.
pub(super) async fn with_served(kind: Kind) -> (Front, Login, RoomId) {
    let (front, ann) = with_agent(kind).await;
    let room = id(&open(&front, "t").await);
    let ann = front.login(&ann);
    (front, ann, room)
}

/// The same, where agents may hand conversations on. On a fresh server only managers, monitors and administrators may.
pub(super) async fn with_forwarding(kind: Kind) -> (Front, Login, RoomId) {
    let (front, ann, room) = with_served(kind).await;
    front.world(|world| world.grant("transfer-livechat-guest", "livechat-agent"));
    (front, ann, room)
}

pub(super) async fn post(front: &Front, login: &Login, operation: &str, body: Value) -> Answer {
    front.post_as(login, &format!("/api/v1/livechat/{operation}"), body).await
}

pub(super) async fn refusal(front: &Front, login: &Login, operation: &str, body: Value) -> Value {
    post(front, login, operation, body).await.refused(400)["error"].clone()
}

pub(super) async fn get(front: &Front, login: &Login, path: &str) -> Value {
    front.get_as(login, &format!("/api/v1/livechat/{path}")).await.ok()
}

pub(super) fn inquiry(front: &Front, room: &RoomId) -> String {
    front.world(|world| world.inquiry(room).unwrap().id.to_string())
}

pub(super) fn serving(front: &Front, room: &RoomId) -> Option<UserId> {
    front.world(|world| world.room(room).unwrap().served_by.as_ref().map(|agent| agent.id.clone()))
}

pub(super) async fn who_takes_an_inquiry_serves_the_room(kind: Kind) {
    let (front, ann, room) = with_queue(kind).await;
    let one = get(&front, &ann, &format!("inquiries.getOne?roomId={room}")).await;
    assert_eq!((&one["inquiry"]["rid"], &one["inquiry"]["status"]), (&json!(room), &json!("queued")));
    front.advance(5);
    let inquiry = json!({"inquiryId": one["inquiry"]["_id"]});
    assert_eq!(post(&front, &ann, "inquiries.take", inquiry.clone()).await.ok(), json!({"success": true}));
    assert_eq!(serving(&front, &room), Some(ann.user.clone()));
    assert_eq!(notes(&front, &room), ["livechat-started", "command", "uj"]);
    front.world(|world| {
        let stored = world.room(&room).unwrap();
        assert_eq!(stored.served_by.as_ref().unwrap().assigned_at.unwrap().to_string(), "2026-01-01T00:00:05.000Z");
        assert_eq!(world.unread(&room, &ann.user), Some(0));
    });
    let again = post(&front, &ann, "inquiries.take", inquiry).await.refused(400);
    let expected = json!({
        "success": false,
        "error": "Inquiry already taken [error-inquiry-taken]",
        "errorType": "error-inquiry-taken",
        "details": {"method": "livechat:takeInquiry"},
    });
    assert_eq!(again, expected);
    front.post("/api/v1/livechat/room.close", json!({"rid": room, "token": "t"})).await.ok();
    assert_eq!(get(&front, &ann, &format!("inquiries.getOne?roomId={room}")).await["inquiry"], Value::Null);
}

pub(super) async fn taking_is_refused_with_reason(kind: Kind) {
    let (front, ann, room) = with_queue(kind).await;
    let inquiry = inquiry(&front, &room);
    assert_eq!(
        refusal(&front, &ann, "inquiries.take", json!({"inquiryId": "none"})).await,
        "Inquiry not found [error-not-found]"
    );
    assert_eq!(
        refusal(&front, &ann, "inquiries.take", json!({"inquiryId": inquiry, "userId": "nobody"})).await,
        "The user is invalid"
    );
    front.world(|world| world.modify_user(&ann.user, |user| user.status = Some("offline".into())));
    front.world(|world| world.set_setting("Livechat_enabled_when_agent_idle", false)).unwrap();
    assert_eq!(
        refusal(&front, &ann, "inquiries.take", json!({"inquiryId": inquiry})).await,
        "Agent status is offline or Omnichannel service is not active [error-agent-status-service-offline]"
    );
    assert_eq!(serving(&front, &room), None);
}

pub(super) async fn agents_see_the_queue_of_their_departments(kind: Kind) {
    let (front, ann, room) = with_queue(kind).await;
    let sales = front.world(|world| {
        let sales = world.add_department(Department::new("sales", "Sales").show_on_registration(true));
        let eve = staff(world, "eve");
        world.add_department_agent(&sales, &eve);
        sales
    });
    front.advance(1);
    front.register(json!({"token": "u", "department": sales})).await.ok();
    let of_sales = id(&open(&front, "u").await);
    let eve = front.login(
        &front.world(|world| world.users().find(|user| user.username.as_deref() == Some("eve")).unwrap().id.clone()),
    );
    let rooms = |page: Value| -> Vec<Value> {
        page["inquiries"].as_array().unwrap().iter().map(|inquiry| inquiry["rid"].clone()).collect()
    };
    assert_eq!(rooms(get(&front, &ann, "inquiries.queuedForUser").await), [json!(room)]);
    assert_eq!(rooms(get(&front, &eve, "inquiries.queuedForUser").await), [json!(room), json!(of_sales)]);
    assert_eq!(rooms(get(&front, &eve, "inquiries.queuedForUser?department=sales").await), [json!(of_sales)]);
    let refused = front.get_as(&ann, "/api/v1/livechat/inquiries.queuedForUser?department=sales").await.refused(400);
    assert_eq!(refused["error"], "error-not-authorized");

    let admin = front.admin();
    let all = get(&front, &admin, "inquiries.list").await;
    assert_eq!((&all["total"], &all["count"], &all["offset"]), (&json!(2), &json!(2), &json!(0)));
    assert_eq!(rooms(all), [json!(of_sales), json!(room)]);
    assert_eq!(rooms(get(&front, &admin, "inquiries.list?department=Sales").await), [json!(of_sales)]);
    assert_eq!(rooms(get(&front, &admin, "inquiries.list?count=1&offset=1").await), [json!(room)]);
    assert_eq!(
        rooms(get(&front, &admin, "inquiries.list?sort=%7B%22ts%22%3A1%7D").await),
        [json!(room), json!(of_sales)]
    );
}

pub(super) async fn a_room_goes_back_into_the_queue_once(kind: Kind) {
    let (front, ann, room) = with_served(kind).await;
    let back = |room: &RoomId| json!({"roomId": room});
    let answer = post(&front, &ann, "inquiries.returnAsInquiry", back(&room)).await.ok();
    assert_eq!(answer["result"], true);
    assert_eq!(serving(&front, &room), None);
    assert_eq!(notes(&front, &room)[3..], ["livechat_transfer_history", "ul"]);
    front.world(|world| assert_eq!(world.inquiry(&room).unwrap().status.as_ref().unwrap().as_str(), "queued"));
    let again = post(&front, &ann, "inquiries.returnAsInquiry", back(&room)).await.ok();
    assert_eq!(again["result"], false);
    assert_eq!(refusal(&front, &ann, "inquiries.returnAsInquiry", back(&"none".into())).await, "error-room-not-found");
    front.post("/api/v1/livechat/room.close", json!({"rid": room, "token": "t"})).await.ok();
    assert_eq!(refusal(&front, &ann, "inquiries.returnAsInquiry", back(&room)).await, "room-closed");
}

pub(super) async fn a_room_is_forwarded_to_an_agent(kind: Kind) {
    let (front, ann, room) = with_forwarding(kind).await;
    let eve = front.world(|world| staff(world, "eve"));
    let to = |agent: &UserId| json!({"roomId": room, "userId": agent, "comment": "Prices"});
    front.advance(7);
    post(&front, &ann, "room.forward", to(&eve)).await.ok();
    assert_eq!(serving(&front, &room), Some(eve.clone()));
    front.world(|world| {
        assert_eq!((world.unread(&room, &ann.user), world.unread(&room, &eve)), (None, Some(0)));
    });
    let history = get(&front, &front.admin(), &format!("transfer.history/{room}")).await;
    assert_eq!((&history["total"], &history["count"]), (&json!(1), &json!(1)));
    let transfer = &history["history"][0];
    assert_eq!((&transfer["scope"], &transfer["comment"]), (&json!("agent"), &json!("Prices")));
    assert_eq!(transfer["transferredBy"]["username"], "ann");
    assert_eq!(transfer["transferredTo"]["username"], "eve");

    assert_eq!(refusal(&front, &ann, "room.forward", to(&eve)).await, "error-selected-agent-room-agent-are-same");
    front.world(|world| world.modify_user(&ann.user, |user| user.status = Some("offline".into())));
    assert_eq!(refusal(&front, &ann, "room.forward", to(&ann.user)).await, "error-user-is-offline");
    assert_eq!(refusal(&front, &ann, "room.forward", json!({"roomId": room})).await, "error-forwarding-chat");
    assert_eq!(
        refusal(&front, &ann, "room.forward", json!({"roomId": "none", "userId": eve})).await,
        "error-invalid-room"
    );
    front.post("/api/v1/livechat/room.close", json!({"rid": room, "token": "t"})).await.ok();
    assert_eq!(refusal(&front, &ann, "room.forward", to(&eve)).await, "This_conversation_is_already_closed");
}

pub(super) async fn a_room_is_forwarded_to_a_department(kind: Kind) {
    let (front, ann, room) = with_forwarding(kind).await;
    let (eve, sales) = front.world(|world| {
        let eve = staff(world, "eve");
        (eve, world.add_department(Department::new("sales", "Sales")))
    });
    let to_sales = |agent: Option<&UserId>| {
        let mut body = json!({"roomId": room, "departmentId": sales});
        agent.into_iter().for_each(|agent| body["userId"] = json!(agent));
        body
    };
    let refused = async |body: Value| refusal(&front, &ann, "room.forward", body).await;
    assert_eq!(refused(json!({"roomId": room, "departmentId": "none"})).await, "error-invalid-department");
    assert_eq!(refused(to_sales(None)).await, "error-no-agents-online-in-department");
    assert_eq!(refused(to_sales(Some(&eve))).await, "error-user-not-belong-to-department");
    front.world(|world| world.add_department_agent(&sales, &eve));
    post(&front, &ann, "room.forward", to_sales(None)).await.ok();
    assert_eq!(serving(&front, &room), Some(eve));
    front.world(|world| assert_eq!(world.room(&room).unwrap().department_id, Some(sales.clone())));
    assert_eq!(refused(to_sales(None)).await, "error-forwarding-chat-same-department");
}

pub(super) async fn a_room_is_held_and_resumed(kind: Kind) {
    let (front, ann, room) = with_forwarding(kind).await;
    let body = json!({"roomId": room});
    // The visitor waits for an answer.
    assert_eq!(refusal(&front, &ann, "room.onHold", body.clone()).await, "error-cannot-place-chat-on-hold");
    let now = front.clock.now();
    front.world(|world| world.add_agent_message(&room, &ann.user, "One moment", now)).unwrap();
    let eve = front.world(|world| staff(world, "eve"));
    let eve = front.login(&eve);
    assert_eq!(refusal(&front, &eve, "room.onHold", body.clone()).await, "Not_authorized");
    assert_eq!(refusal(&front, &ann, "room.resumeOnHold", body.clone()).await, "error-room-not-on-hold");

    post(&front, &ann, "room.onHold", body.clone()).await.ok();
    assert_eq!(front.world(|world| world.room(&room).unwrap().on_hold), Some(true));
    assert_eq!(refusal(&front, &ann, "room.onHold", body.clone()).await, "error-room-is-already-on-hold");
    let onward = json!({"roomId": room, "userId": eve.user});
    assert_eq!(refusal(&front, &ann, "room.forward", onward).await, "error-room-onHold");
    assert_eq!(refusal(&front, &ann, "inquiries.returnAsInquiry", body.clone()).await, "error-room-onHold");

    post(&front, &ann, "room.resumeOnHold", body).await.ok();
    assert_eq!(front.world(|world| world.room(&room).unwrap().on_hold), None);
    assert_eq!(notes(&front, &room)[4..], ["omnichannel_placed_chat_on_hold", "omnichannel_on_hold_chat_resumed"]);
}

pub(super) async fn a_closed_room_is_deleted_with_its_messages(kind: Kind) {
    let (front, ann, room) = with_served(kind).await;
    let admin = front.admin();
    let delete =
        async |login, room: &str| front.post_as(login, "/api/v1/livechat/rooms.delete", json!({"roomId": room})).await;
    delete(&ann, room.as_str()).await.refused(403);
    assert_eq!(delete(&admin, "none").await.refused(400), json!({"success": false, "error": "Invalid room"}));
    assert_eq!(delete(&admin, room.as_str()).await.refused(400), json!({"success": false}));
    post(&front, &ann, "room.closeByUser", json!({"rid": room, "comment": "Done"})).await.ok();
    let (visitor, since) = front.world(|world| {
        assert!(world.messages(&room).count() > 0);
        (world.room(&room).unwrap().visitor.id.clone(), world.next_change())
    });
    assert_eq!(delete(&admin, room.as_str()).await.ok(), json!({"success": true}));
    front.world(|world| {
        assert!(world.room(&room).is_none() && world.messages(&room).count() == 0);
        assert!(world.visitor(&visitor).is_some(), "the visitor stays");
        assert!(world.changes_since(since).any(|change| *change == Change::RoomDeleted(room.clone())));
    });
    assert_eq!(delete(&admin, room.as_str()).await.refused(400)["error"], "Invalid room");
}

pub(super) async fn an_agent_joins_only_what_they_may_see(kind: Kind) {
    let (front, _, room) = with_served(kind).await;
    let eve = front.world(|world| staff(world, "eve"));
    let eve = front.login(&eve);
    let join = format!("/api/v1/livechat/room.join?roomId={room}");
    assert_eq!(front.get_as(&eve, &join).await.refused(400)["error"], "error-not-allowed");
    let admin = front.admin();
    front.get_as(&admin, &join).await.ok();
    front.get_as(&admin, &join).await.ok();
    front.world(|world| {
        assert_eq!((world.room(&room).unwrap().user_count, world.unread(&room, &admin.user)), (3, Some(0)));
    });
    assert_eq!(notes(&front, &room)[3..], ["uj"]);
    front.post("/api/v1/livechat/room.close", json!({"rid": room, "token": "t"})).await.ok();
    assert_eq!(front.get_as(&admin, &join).await.refused(400)["error"], "room-closed");
}

pub(super) async fn staff_close_what_they_serve(kind: Kind) {
    let (front, ann, room) = with_served(kind).await;
    let eve = front.world(|world| staff(world, "eve"));
    let eve = front.login(&eve);
    let body = json!({"rid": room, "comment": " Solved ", "tags": ["billing"]});
    assert_eq!(refusal(&front, &eve, "room.closeByUser", body.clone()).await, "error-not-authorized");
    assert_eq!(refusal(&front, &ann, "room.closeByUser", json!({"rid": "none"})).await, "error-invalid-room");
    front.advance(60);
    post(&front, &ann, "room.closeByUser", body.clone()).await.ok();
    front.world(|world| {
        let closed = world.room(&room).unwrap();
        assert_eq!(closed.closed_at.unwrap().to_string(), "2026-01-01T00:01:00.000Z");
        assert_eq!(closed.closed_by.as_ref().unwrap().username.as_deref(), Some("ann"));
        assert_eq!((closed.tags.as_slice(), closed.is_open()), (["billing".to_owned()].as_slice(), false));
        assert!(world.inquiry(&room).is_none());
        let last = world.messages(&room).filter(|message| message.text == "Solved").count();
        assert_eq!(last, 1);
    });
    assert_eq!(refusal(&front, &ann, "room.closeByUser", body).await, "error-room-already-closed");
}

pub(super) async fn a_close_may_need_a_comment_and_tags(kind: Kind) {
    let (front, ann, room) = with_served(kind).await;
    front.world(|world| {
        world.set_setting("Livechat_request_comment_when_closing_conversation", true).unwrap();
        let sales = world.add_department(Department::new("sales", "Sales").request_tag_before_closing_chat(true));
        world.modify_room(&room, |room| room.department_id = Some(sales));
    });
    let refused = async |body: Value| refusal(&front, &ann, "room.closeByUser", body).await;
    assert_eq!(refused(json!({"rid": room, "comment": "  "})).await, "error-comment-is-required");
    let untagged = json!({"rid": room, "comment": "Solved"});
    assert_eq!(refused(untagged).await, "error-tags-must-be-assigned-before-closing-chat");
    post(&front, &ann, "room.closeByUser", json!({"rid": room, "comment": "Solved", "tags": ["a"]})).await.ok();
}

pub(super) async fn the_messages_of_a_room_are_listed(kind: Kind) {
    let (front, ann, room) = with_served(kind).await;
    for msg in ["Hello", "How much is it?"] {
        front.advance(1);
        let body = json!({"token": "t", "rid": room, "msg": msg});
        front.post("/api/v1/livechat/message", body).await.ok();
    }
    let texts = |page: &Value| -> Vec<Value> {
        page["messages"].as_array().unwrap().iter().map(|message| message["msg"].clone()).collect()
    };
    let page = get(&front, &ann, &format!("{room}/messages")).await;
    // What the server notes is not shown, and the count is the one that was asked for.
    assert_eq!(texts(&page), ["How much is it?", "Hello"]);
    assert_eq!((&page["total"], &page["count"], &page["offset"]), (&json!(2), &json!(50), &json!(0)));
    assert_eq!(texts(&get(&front, &ann, &format!("{room}/messages?searchTerm=MUCH")).await), ["How much is it?"]);
    assert_eq!(texts(&get(&front, &ann, &format!("{room}/messages?count=1&offset=1")).await), ["Hello"]);
    let eve = front.world(|world| staff(world, "eve"));
    let eve = front.login(&eve);
    let path = format!("/api/v1/livechat/{room}/messages");
    assert_eq!(front.get_as(&eve, &path).await.refused(400)["error"], "not-allowed");
    assert_eq!(front.get_as(&eve, "/api/v1/livechat/none/messages").await.refused(400)["error"], "invalid-room");
}

pub(super) async fn the_routing_decides_about_the_queue(kind: Kind) {
    let (front, ann) = with_agent(kind).await;
    let ann = front.login(&ann);
    let config = get(&front, &ann, "config/routing").await["config"].clone();
    assert_eq!((&config["autoAssignAgent"], &config["showQueue"]), (&json!(true), &json!(false)));
    front.world(|world| world.set_setting("Livechat_Routing_Method", "Manual_Selection")).unwrap();
    let config = get(&front, &ann, "config/routing").await["config"].clone();
    assert_eq!((&config["autoAssignAgent"], &config["showQueue"]), (&json!(false), &json!(true)));
}

pub(super) async fn two_calls_at_once_leave_one_winner(kind: Kind) {
    let (front, ann, room) = with_queue(kind).await;
    let eve = front.world(|world| staff(world, "eve"));
    let eve = front.login(&eve);
    let body = json!({"inquiryId": inquiry(&front, &room)});
    let take = |login| post(&front, login, "inquiries.take", body.clone());
    let answers = <[Answer; 2]>::from(tokio::join!(take(&ann), take(&eve)));
    let mut statuses = answers.each_ref().map(|answer| answer.status);
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 400]);
    let lost = answers.iter().find(|answer| answer.status == 400).unwrap().json();
    assert_eq!(lost["error"], "Inquiry already taken [error-inquiry-taken]");
    let winner = if answers[0].status == 200 { &ann } else { &eve };
    assert_eq!(serving(&front, &room), Some(winner.user.clone()));
    assert_eq!(notes(&front, &room), ["livechat-started", "command", "uj"]);
    assert_eq!(front.world(|world| world.room(&room).unwrap().user_count), 2);

    let by_visitor = front.post("/api/v1/livechat/room.close", json!({"rid": room, "token": "t"}));
    let by_agent = post(&front, winner, "room.closeByUser", json!({"rid": room, "comment": "Solved"}));
    let answers = <[Answer; 2]>::from(tokio::join!(by_visitor, by_agent));
    let lost: Vec<_> = answers.iter().filter(|answer| answer.status == 400).map(Answer::json).collect();
    assert!(
        lost.iter().all(|lost| lost["error"] == "room-closed" || lost["error"] == "error-room-already-closed"),
        "{lost:?}"
    );
    assert_eq!(lost.len(), 1);
    assert_eq!(notes(&front, &room)[3..], ["livechat-close"]);
}
