//! Transfers of a conversation: who gets it, which system messages there are, and what becomes of those who leave it.

use livechat_mock::World;
use livechat_sdk::{
    RoomId, UserId, VisitorToken,
    model::{Department, Message, Room, RoomVisitor},
};
use serde_json::{Value, json};

use super::{
    Server, Transport,
    rooms::notes,
    server::Login,
    staff::{get, inquiry, post, rejection, serving, staff, with_forwarding, with_queue},
};

async fn forward(server: &Server, login: &Login, body: Value) {
    assert_eq!(post(server, login, "room.forward", body).await.ok(), json!({"success": true}));
}

pub(super) async fn the_new_agent_comes_before_the_old_one_goes(transport: Transport) {
    let (server, ann, room) = with_forwarding(transport).await;
    let eve = server.world(|world| staff(world, "eve"));
    server.advance(5);
    forward(&server, &ann, json!({"roomId": room, "userId": eve})).await;
    assert_eq!(notes(&server, &room)[3..], ["command", "uj", "ul", "livechat_transfer_history"]);
    server.world(|world| {
        let authors: Vec<_> = world.messages(&room).skip(3).map(|note| note.author.username.clone().unwrap()).collect();
        assert_eq!(authors, ["eve", "eve", "ann", "ann"]);
        let inquiry = world.inquiry(&room).unwrap();
        assert_eq!(inquiry.status.as_ref().unwrap().as_str(), "taken");
        assert_eq!((world.room(&room).unwrap().user_count, world.room(&room).unwrap().message_count), (2, 9));
    });
}

pub(super) async fn the_agent_or_another_user_transfers(transport: Transport) {
    let (server, ann, room) = with_forwarding(transport).await;
    let eve = server.world(|world| staff(world, "eve"));
    forward(&server, &ann, json!({"roomId": room, "userId": eve})).await;
    // Ann does not serve it any more.
    server.world(|world| world.grant("view-livechat-rooms", "livechat-agent"));
    forward(&server, &ann, json!({"roomId": room, "userId": ann.user})).await;
    let history = get(&server, &ann, &format!("transfer.history/{room}")).await;
    let types: Vec<_> =
        history["history"].as_array().unwrap().iter().map(|entry| &entry["transferredBy"]["userType"]).collect();
    assert_eq!(types, ["agent", "user"]);
    let newest = get(&server, &ann, &format!("transfer.history/{room}?sort=%7B%22ts%22%3A-1%7D&count=1")).await;
    assert_eq!((&newest["count"], &newest["total"]), (&json!(1), &json!(2)));
    let unknown = server.get_as(&ann, "/api/v1/livechat/transfer.history/nowhere").await.error(400);
    assert_eq!(unknown, json!({"success": false, "error": "invalid-room"}));
}

pub(super) async fn under_manual_selection_a_department_queues(transport: Transport) {
    let (server, ann, room) = with_forwarding(transport).await;
    server.world(|world| {
        world.set_setting("Livechat_Routing_Method", "Manual_Selection").unwrap();
        let eve = staff(world, "eve");
        let sales = world.add_department(Department::new("sales", "Sales"));
        world.add_department_agent(&sales, &eve);
    });
    server.advance(5);
    forward(&server, &ann, json!({"roomId": room, "departmentId": "sales", "comment": "Prices"})).await;
    assert_eq!(notes(&server, &room)[3..], ["livechat_transfer_history", "ul"]);
    server.world(|world| {
        let queued = world.room(&room).unwrap();
        assert_eq!((queued.served_by.as_ref(), queued.user_count, world.unread(&room, &ann.user)), (None, 1, None));
        assert_eq!(queued.queued_at.unwrap().to_string(), "2026-01-01T00:00:05.000Z");
        let inquiry = world.inquiry(&room).unwrap();
        assert_eq!(inquiry.status.as_ref().unwrap().as_str(), "queued");
        assert_eq!((inquiry.department.as_ref().unwrap().as_str(), inquiry.taken_at), ("sales", None));
    });
    // A room that waits can be given to an agent.
    forward(&server, &ann, json!({"roomId": room, "userId": ann.user})).await;
    server.world(|world| {
        let inquiry = world.inquiry(&room).unwrap();
        assert_eq!(inquiry.status.as_ref().unwrap().as_str(), "taken");
        assert_eq!((inquiry.queued_at, inquiry.taken_at.is_some()), (None, true));
    });
    assert_eq!(notes(&server, &room)[5..], ["command", "uj", "livechat_transfer_history"]);
}

pub(super) async fn a_department_without_an_agent_may_fall_back_to_another(transport: Transport) {
    let (server, ann, room) = with_forwarding(transport).await;
    let eve = server.world(|world| {
        world.add_department(Department::new("a", "A").fallback_forward_department("b"));
        world.add_department(Department::new("b", "B").fallback_forward_department("c"));
        let last = world.add_department(Department::new("c", "C").fallback_forward_department("a"));
        let eve = staff(world, "eve");
        world.add_department_agent(&last, &eve);
        world.modify_user(&eve, |user| user.status = Some("offline".into()));
        eve
    });
    let to_first = json!({"roomId": room, "departmentId": "a"});
    // They stand in for each other, and nobody is anywhere. Nothing happened then.
    assert_eq!(
        rejection(&server, &ann, "room.forward", to_first.clone()).await,
        "error-no-agents-online-in-department"
    );
    assert_eq!((notes(&server, &room).len(), serving(&server, &room)), (3, Some(ann.user.clone())));
    server.world(|world| world.modify_user(&eve, |user| user.status = Some("online".into())));
    let depth =
        |most: u64| server.world(|world| world.set_setting("Omnichannel_max_fallback_forward_depth", most)).unwrap();
    depth(1);
    assert_eq!(
        rejection(&server, &ann, "room.forward", to_first.clone()).await,
        "error-no-agents-online-in-department"
    );
    depth(2);
    forward(&server, &ann, to_first).await;
    assert_eq!(serving(&server, &room), Some(eve));
    server.world(|world| {
        assert_eq!(world.room(&room).unwrap().department_id.as_ref().unwrap().as_str(), "c");
        let scope = |kind: &str| {
            let note =
                world.messages(&room).find(|note| note.message_type.as_ref().is_some_and(|of| of.as_str() == kind));
            json!(note.unwrap().transfer_data)["nextDepartment"]["name"].clone()
        };
        assert_eq!(
            (scope("livechat_transfer_history_fallback"), scope("livechat_transfer_history")),
            ("C".into(), "C".into())
        );
    });
    // The list has what was done alone.
    let history = get(&server, &server.admin(), &format!("transfer.history/{room}")).await;
    assert_eq!(history["total"], 1);
}

pub(super) async fn a_department_may_take_conversations_while_nobody_is_there(transport: Transport) {
    let (server, ann, room) = with_forwarding(transport).await;
    server.world(|world| world.add_department(Department::new("night", "Night").allow_receive_forward_offline(true)));
    forward(&server, &ann, json!({"roomId": room, "departmentId": "night"})).await;
    assert_eq!(serving(&server, &room), None);
    assert_eq!(notes(&server, &room)[3..], ["livechat_transfer_history", "ul"]);
}

pub(super) async fn who_looked_in_before_counts_once(transport: Transport) {
    let (server, ann, room) = with_queue(transport).await;
    server.get_as(&ann, &format!("/api/v1/livechat/room.join?roomId={room}")).await.ok();
    assert_eq!(server.world(|world| world.room(&room).unwrap().user_count), 2);
    post(&server, &ann, "inquiries.take", json!({"inquiryId": inquiry(&server, &room)})).await.ok();
    assert_eq!(server.world(|world| world.room(&room).unwrap().user_count), 2);
    let back = json!({"roomId": room, "departmentId": "nowhere"});
    assert_eq!(rejection(&server, &ann, "inquiries.returnAsInquiry", back).await, "error-invalid-department");
    server.world(|world| world.add_department(Department::new("sales", "Sales")));
    let back = json!({"roomId": room, "departmentId": "sales"});
    assert_eq!(post(&server, &ann, "inquiries.returnAsInquiry", back).await.ok()["result"], true);
    server.world(|world| {
        let room = world.room(&room).unwrap();
        assert_eq!((room.user_count, room.department_id.as_ref().unwrap().as_str()), (1, "sales"));
    });
    let history = get(&server, &server.admin(), &format!("transfer.history/{room}")).await;
    assert_eq!(history["history"][0]["scope"], "queue");
}

/// A department with these agents.
fn department_of(world: &mut World, id: &str, agents: &[&UserId]) {
    world.add_department(Department::new(id, id));
    agents.iter().for_each(|agent| world.add_department_agent(id, *agent));
}

pub(super) async fn an_agent_named_within_a_department_is_online_and_works_there(transport: Transport) {
    let (server, ann, room) = with_forwarding(transport).await;
    let (eve, bob) = server.world(|world| {
        let (eve, bob) = (staff(world, "eve"), staff(world, "bob"));
        department_of(world, "sales", &[&eve, &bob]);
        (eve, bob)
    });
    let to = |agent: &UserId| json!({"roomId": room, "departmentId": "sales", "userId": agent});
    server.world(|world| world.modify_user(&eve, |user| user.status = Some("offline".into())));
    assert_eq!(rejection(&server, &ann, "room.forward", to(&eve)).await, "error-user-is-offline");
    assert_eq!(rejection(&server, &ann, "room.forward", to(&ann.user)).await, "error-user-not-belong-to-department");
    assert_eq!((notes(&server, &room).len(), serving(&server, &room)), (3, Some(ann.user.clone())));
    forward(&server, &ann, to(&bob)).await;
    assert_eq!(serving(&server, &room), Some(bob));
    assert_eq!(notes(&server, &room)[3..], ["command", "uj", "ul", "livechat_transfer_history"]);
}

pub(super) async fn the_serving_agent_does_not_count_as_one_of_the_next_department(transport: Transport) {
    let (server, ann, room) = with_forwarding(transport).await;
    server.world(|world| department_of(world, "sales", &[&ann.user]));
    let to_sales = json!({"roomId": room, "departmentId": "sales"});
    let error = rejection(&server, &ann, "room.forward", to_sales.clone()).await;
    assert_eq!(error, "error-no-agents-online-in-department");
    // Ann's turn comes before Eve's: she would get a new conversation.
    let eve = server.world(|world| {
        let eve = staff(world, "eve");
        world.add_department_agent("sales", &eve);
        eve
    });
    let agents = json!({"upsert": [{"agentId": eve, "username": "eve", "count": 5, "order": 5}], "remove": []});
    server.post_as(&server.admin(), "/api/v1/livechat/department/sales/agents", agents).await.ok();
    forward(&server, &ann, to_sales).await;
    assert_eq!(serving(&server, &room), Some(eve));
}

pub(super) async fn a_fallback_is_another_department_too(transport: Transport) {
    let (server, ann, room) = with_forwarding(transport).await;
    server.world(|world| {
        let eve = staff(world, "eve");
        department_of(world, "support", &[&eve]);
        world.add_department(Department::new("sales", "Sales").fallback_forward_department("support"));
        world.modify_room(&room, |room| room.department_id = Some("support".into()));
    });
    for department in ["support", "sales"] {
        let error = rejection(&server, &ann, "room.forward", json!({"roomId": room, "departmentId": department})).await;
        assert_eq!(error, "error-forwarding-chat-same-department", "{department}");
    }
}

pub(super) async fn an_agent_of_both_departments_stays(transport: Transport) {
    let (server, ann, room) = with_forwarding(transport).await;
    server.world(|world| department_of(world, "sales", &[&ann.user]));
    forward(&server, &ann, json!({"roomId": room, "departmentId": "sales", "userId": ann.user})).await;
    assert_eq!(notes(&server, &room)[3..], ["command", "uj", "livechat_transfer_history"]);
    assert_eq!(serving(&server, &room), Some(ann.user));
    server.world(|world| assert_eq!(world.room(&room).unwrap().user_count, 2));
}

pub(super) async fn a_transfer_says_who_and_where_from_and_since_when_it_waits(transport: Transport) {
    let (server, ann, room) = with_forwarding(transport).await;
    server.world(|world| {
        world.set_setting("Livechat_Routing_Method", "Manual_Selection").unwrap();
        world.modify_user(&ann.user, |user| user.name = Some("Ann Lee".to_owned()));
        department_of(world, "sales", &[&ann.user]);
        department_of(world, "support", &[&ann.user]);
    });
    server.advance(5);
    forward(&server, &ann, json!({"roomId": room, "departmentId": "sales"})).await;
    server.world(|world| {
        let queued_at = world.inquiry(&room).unwrap().queued_at.unwrap();
        assert_eq!(queued_at.to_string(), "2026-01-01T00:00:05.000Z");
    });
    let by_visitor = json!({"rid": room, "token": "t", "department": "support"});
    server.post("/api/v1/livechat/visitor/department.transfer", by_visitor).await.ok();
    server.world(|world| {
        let is_transfer = |message: &&Message| message.transfer_data.is_some();
        let transfers: Vec<_> = world.messages(&room).filter(is_transfer).collect();
        let [by_ann, by_visitor] = transfers[..] else { panic!("{transfers:?}") };
        let (first, second) = (json!(by_ann.transfer_data), json!(by_visitor.transfer_data));
        assert_eq!(
            (&first["transferredBy"]["name"], &first["transferredBy"]["username"]),
            (&json!("Ann Lee"), &json!("ann"))
        );
        assert_eq!((first.get("previousDepartment"), &second["previousDepartment"]), (None, &json!("sales")));
        assert_eq!(second["transferredBy"]["userType"], "visitor");
        let tokens = [by_ann, by_visitor].map(|message| message.token.as_ref().map(VisitorToken::expose));
        assert_eq!(tokens, [None, Some("t")]);
    });
}

pub(super) async fn a_room_without_visitor_or_inquiry_is_not_transferred(transport: Transport) {
    let (server, ann, room) = with_forwarding(transport).await;
    let admin = server.admin();
    let (eve, unknown, without_inquiry) = server.world(|world| {
        let eve = staff(world, "eve");
        department_of(world, "sales", &[&eve]);
        let found = world.room(&room).unwrap();
        let (visitor, opened) = (found.visitor.clone(), found.created_at);
        let unknown = world.add_room(Room::new("r1", RoomVisitor::new("nobody"), opened));
        (eve, unknown, world.add_room(Room::new("r2", visitor, opened)))
    });
    let to_eve = |room: &RoomId| json!({"roomId": room, "userId": eve});
    let to_sales = |room: &RoomId| json!({"roomId": room, "departmentId": "sales"});
    for (body, error) in [
        (to_eve(&unknown), "error-invalid-visitor"),
        (to_eve(&without_inquiry), "error-invalid-inquiry"),
        (to_sales(&without_inquiry), "error-transferring-inquiry"),
    ] {
        assert_eq!(rejection(&server, &admin, "room.forward", body).await, error);
    }
    // A fallback that was cleared in a form is none.
    server.world(|world| world.add_department(Department::new("night", "Night").fallback_forward_department("")));
    let error = rejection(&server, &ann, "room.forward", json!({"roomId": room, "departmentId": "night"})).await;
    assert_eq!(error, "error-no-agents-online-in-department");
}
