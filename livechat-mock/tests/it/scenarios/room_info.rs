//! What staff write down about a room, transcripts that they ask for, and text messages.

use livechat_sdk::model::{CustomField, CustomFieldScope, Department};
use serde_json::{Value, json};

use super::{
    Transport,
    rooms::{id, notes, with_agent},
    server::Answer,
    staff::{get, post, rejection, staff, with_served},
};

pub(super) async fn particulars_are_saved_where_they_are_given(transport: Transport) {
    let (server, ann, room) = with_served(transport).await;
    let guest = server.world(|world| {
        world.add_custom_field(CustomField::new("address", CustomFieldScope::Visitor));
        world.add_custom_field(CustomField::new("order", CustomFieldScope::Room).regexp("^[0-9]+$"));
        world.visitor_by_token("t").unwrap().id.clone()
    });
    let save = |guest: Value, room: Value| json!({"guestData": guest, "roomData": room});
    let body = save(
        json!({
            "_id": guest,
            "name": " Robert ",
            "email": "Bob@Example.com",
            "phone": "555",
            "livechatData": {"address": "Street 1", "order": "2", "colour": "red"},
        }),
        json!({"_id": room, "topic": "Refund", "tags": ["billing"], "livechatData": {"order": "17", "address": "x"}}),
    );
    assert_eq!(post(&server, &ann, "room.saveInfo", body).await.ok(), json!({"success": true}));
    server.world(|world| {
        let visitor = json!(world.visitor_by_token("t").unwrap());
        assert_eq!((&visitor["name"], &visitor["phone"]), (&json!("Robert"), &json!([{"phoneNumber": "555"}])));
        assert_eq!(visitor["visitorEmails"], json!([{"address": "bob@example.com"}]));
        assert_eq!(visitor["livechatData"], json!({"address": "Street 1"}));
        let stored = json!(world.room(&room).unwrap());
        assert_eq!((&stored["fname"], &stored["topic"]), (&json!("Robert"), &json!("Refund")));
        assert_eq!((&stored["tags"], &stored["livechatData"]), (&json!(["billing"]), &json!({"order": "17"})));
        assert_eq!(world.inquiry(&room).unwrap().name.as_deref(), Some("Robert"));
    });
    // What is not given stays.
    post(&server, &ann, "room.saveInfo", save(json!({"_id": guest}), json!({"_id": room}))).await.ok();
    server.world(|world| {
        let stored = world.room(&room).unwrap();
        assert_eq!((stored.topic.as_deref(), stored.tags.len()), (Some("Refund"), 1));
    });
    let wrong = save(json!({"_id": guest, "name": "Rob"}), json!({"_id": room, "livechatData": {"order": "x"}}));
    assert_eq!(rejection(&server, &ann, "room.saveInfo", wrong).await, "Invalid value for order field");
    let named = server.world(|world| world.visitor_by_token("t").unwrap().name.clone());
    assert_eq!(named.as_deref(), Some("Robert"), "nothing of what is refused is saved");
}

pub(super) async fn saving_particulars_is_refused_with_reason(transport: Transport) {
    let (server, ann, room) = with_served(transport).await;
    let guest = server.world(|world| world.visitor_by_token("t").unwrap().id.clone());
    let save = |guest: &str, room: &str| json!({"guestData": {"_id": guest}, "roomData": {"_id": room}});
    let rejected = async |body| rejection(&server, &ann, "room.saveInfo", body).await;
    assert_eq!(rejected(save(guest.as_str(), "nowhere")).await, "error-invalid-room");
    assert_eq!(rejected(save("nobody", room.as_str())).await, "error-invalid-visitor");
    assert_eq!(
        rejected(json!({"guestData": {"_id": guest}})).await,
        "must have required property 'roomData' [invalid-params]"
    );
    let eve = server.world(|world| staff(world, "eve"));
    let eve = server.login(&eve);
    let body = save(guest.as_str(), room.as_str());
    let answer = post(&server, &eve, "room.saveInfo", body.clone()).await.error(403);
    assert_eq!(answer, json!({"success": false, "error": "unauthorized"}));
    server.world(|world| world.grant("save-others-livechat-room-info", "livechat-agent"));
    post(&server, &eve, "room.saveInfo", body).await.ok();
}

pub(super) async fn a_transcript_is_asked_for_once(transport: Transport) {
    let (server, ann, room) = with_served(transport).await;
    let admin = server.admin();
    let body = json!({"email": "bob@example.com", "subject": "Your conversation"});
    let path = format!("transcript/{room}");
    let discard = async |room: &str| -> Answer {
        server.call("DELETE", &format!("/api/v1/livechat/transcript/{room}"), &admin.headers(), None).await
    };
    post(&server, &ann, &path, body.clone()).await.error(403);
    assert_eq!(
        discard(room.as_str()).await.error(400)["error"],
        "Transcript not requested [error-transcript-not-requested]"
    );
    assert_eq!(post(&server, &admin, &path, body.clone()).await.ok(), json!({"success": true}));
    let again = json!({
        "success": false,
        "error": "Transcript already requested [error-transcript-already-requested]",
        "errorType": "error-transcript-already-requested",
    });
    assert_eq!(post(&server, &admin, &path, body.clone()).await.error(400), again);
    let wish = server.world(|world| json!(world.room(&room).unwrap().transcript_request));
    let by = json!({"_id": "admin", "username": "admin", "name": "admin", "utcOffset": 0});
    assert_eq!((&wish["email"], &wish["requestedBy"]), (&body["email"], &by));
    discard(room.as_str()).await.ok();
    post(&server, &admin, &path, body.clone()).await.ok();
    server.post("/api/v1/livechat/room.close", json!({"rid": room, "token": "t"})).await.ok();
    let closing = server.world(|world| world.messages(&room).last().unwrap().transcript_requested);
    assert_eq!(closing, Some(true));
    let invalid = json!({
        "success": false,
        "error": "Invalid room [error-invalid-room]",
        "errorType": "error-invalid-room",
    });
    assert_eq!(post(&server, &admin, &path, body.clone()).await.error(400), invalid);
    assert_eq!(discard("nowhere").await.error(400), invalid);
}

pub(super) async fn who_closes_decides_about_the_transcript(transport: Transport) {
    for (wish, is_sent) in [
        (json!({"sendToVisitor": true, "requestData": {"email": "bob@example.com", "subject": "Yours"}}), true),
        (json!({"sendToVisitor": false}), false),
    ] {
        let (server, ann, room) = with_served(transport).await;
        let admin = server.admin();
        let asked = json!({"email": "old@example.com", "subject": "Old"});
        post(&server, &admin, &format!("transcript/{room}"), asked).await.ok();
        let body = json!({"rid": room, "comment": "Solved", "transcriptEmail": wish});
        post(&server, &ann, "room.closeByUser", body).await.ok();
        server.world(|world| {
            let note = world.messages(&room).last().unwrap();
            assert_eq!(note.transcript_requested, Some(is_sent));
            let kept = world.room(&room).unwrap().transcript_request.as_ref().and_then(|wish| wish.email.clone());
            assert_eq!(kept, is_sent.then(|| "bob@example.com".to_owned()));
        });
    }
}

pub(super) async fn a_department_wants_tags_whoever_closes(transport: Transport) {
    let (server, ann, room) = with_served(transport).await;
    server.world(|world| {
        let sales = world.add_department(Department::new("sales", "Sales").request_tag_before_closing_chat(true));
        world.modify_room(&room, |room| room.department_id = Some(sales));
    });
    // It has none to give, so that nobody can close.
    let by_visitor = json!({"rid": room, "token": "t"});
    let rejected = server.post("/api/v1/livechat/room.close", by_visitor.clone()).await.error(400);
    assert_eq!(rejected["error"], "error-tags-must-be-assigned-before-closing-chat");
    server.world(|world| {
        world.modify_department("sales", |sales| sales.chat_closing_tags = Some(vec!["sale".to_owned()]));
    });
    let by_agent = json!({"rid": room, "comment": "Done"});
    let rejected = post(&server, &ann, "room.closeByUser", by_agent).await.error(400);
    assert_eq!(rejected["error"], "error-tags-must-be-assigned-before-closing-chat");
    server.post("/api/v1/livechat/room.close", by_visitor).await.ok();
    assert_eq!(server.world(|world| world.room(&room).unwrap().tags.clone()), ["sale"]);
}

pub(super) async fn a_text_message_opens_or_continues_a_conversation(transport: Transport) {
    let (server, ann) = with_agent(transport).await;
    let path = "/api/v1/livechat/sms-incoming/twilio";
    let send = async |text: &str| {
        let answer = server.post(path, json!({"From": "+555", "To": "+777", "Body": text})).await;
        assert_eq!((answer.status, answer.body.as_slice()), (200, b"<Response></Response>".as_slice()));
    };
    send("Hello").await;
    send("Anybody there?").await;
    let page = get(&server, &server.admin(), "rooms").await;
    assert_eq!(page["total"], 1);
    let stored = &page["rooms"][0];
    assert_eq!((&stored["source"]["type"], &stored["sms"]), (&json!("sms"), &json!({"from": "+777"})));
    assert_eq!(stored["servedBy"]["_id"], json!(ann));
    let room = id(stored);
    assert_eq!(notes(&server, &room)[3..], ["Hello", "Anybody there?"]);
    // The number that the message came from is what it is answered to.
    let guest = &stored["v"]["_id"];
    let info = json!({"guestData": {"_id": guest, "phone": "1"}, "roomData": {"_id": room}});
    post(&server, &server.login(&ann), "room.saveInfo", info).await.ok();
    let phone = server.world(|world| world.visitors().last().unwrap().phones[0].phone_number.clone());
    assert_eq!(phone, "+555");
    assert_eq!(server.post(path, json!({"Body": "Hello"})).await.error(400)["error"], "error-invalid-visitor");
    let elsewhere = server.post("/api/v1/livechat/sms-incoming/pigeon", json!({"From": "1"})).await.error(404);
    assert_eq!(elsewhere, json!({"success": false, "error": "Resource not found"}));
    server.world(|world| world.modify_user(&ann, |user| user.status = Some("offline".into())));
    let unanswered = server.post(path, json!({"From": "+666"})).await.error(400);
    assert_eq!(unanswered["errorType"], "no-agent-online");
}
