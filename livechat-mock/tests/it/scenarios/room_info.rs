//! What staff write down about a room, transcripts that they ask for, and text messages.

use livechat_sdk::{
    DepartmentId, UserId,
    model::{CustomField, CustomFieldScope, Department, MessageType},
};
use serde_json::{Value, json};

use super::{
    Server, Transport,
    rooms::{id, notes, open, with_agent},
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

pub(super) async fn a_transcript_is_offered_or_always_sent(transport: Transport) {
    for (is_offered, is_always_sent, is_requested, is_prompted) in [
        (false, false, false, false),
        (false, true, true, false),
        (true, false, false, true),
        // One that is offered is not sent unasked.
        (true, true, false, false),
    ] {
        let (server, ann, room) = with_served(transport).await;
        server.world(|world| {
            world.set_setting("Livechat_enable_transcript", is_offered).unwrap();
            world.set_setting("Livechat_transcript_send_always", is_always_sent).unwrap();
        });
        post(&server, &ann, "room.closeByUser", json!({"rid": room, "comment": "Solved"})).await.ok();
        server.world(|world| {
            let close = world.messages(&room).find(|note| note.message_type == Some(MessageType::LivechatClose));
            assert_eq!(close.unwrap().transcript_requested, Some(is_requested), "{is_offered} {is_always_sent}");
            let prompts = world.messages(&room).filter(|note| note.text == "promptTranscript");
            assert_eq!(prompts.count(), usize::from(is_prompted), "{is_offered} {is_always_sent}");
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

const TWILIO: &str = "/api/v1/livechat/sms-incoming/twilio";

/// A workspace that takes text messages, with an agent.
async fn with_sms(transport: Transport) -> (Server, UserId) {
    let (server, ann) = with_agent(transport).await;
    server.world(|world| world.set_setting("SMS_Enabled", true)).unwrap();
    (server, ann)
}

pub(super) async fn a_text_message_opens_or_continues_a_conversation(transport: Transport) {
    let (server, ann) = with_sms(transport).await;
    let send = async |text: &str| {
        let answer = server.post(TWILIO, json!({"From": "+555", "To": "+777", "Body": text})).await;
        assert_eq!((answer.status, answer.body.as_slice()), (200, b"<Response></Response>".as_slice()));
        assert_eq!(answer.header("content-type"), Some("text/xml"));
    };
    send("Hello").await;
    send("Anybody there?").await;
    let page = get(&server, &server.admin(), "rooms").await;
    assert_eq!(page["total"], 1);
    let stored = &page["rooms"][0];
    let source = json!({"type": "sms", "alias": "twilio", "destination": "+777"});
    assert_eq!((&stored["source"], &stored["sms"]), (&source, &json!({"from": "+777"})));
    assert_eq!(stored["servedBy"]["_id"], json!(ann));
    let room = id(stored);
    assert_eq!(notes(&server, &room)[3..], ["Hello", "Anybody there?"]);
    let visitor = server.world(|world| json!(world.visitors().last().unwrap()));
    assert_eq!((&visitor["username"], visitor.get("name")), (&json!("555"), None));
    assert_eq!(visitor["token"].as_str().unwrap().len(), 17);
    // The number that the message came from is what it is answered to.
    let guest = &stored["v"]["_id"];
    let info = json!({"guestData": {"_id": guest, "phone": "1"}, "roomData": {"_id": room}});
    post(&server, &server.login(&ann), "room.saveInfo", info).await.ok();
    let phone = server.world(|world| world.visitors().last().unwrap().phones[0].phone_number.clone());
    assert_eq!(phone, "+555");
    // A room that was opened another way is none of text messages.
    server.register(json!({"token": "u", "phone": "+888"})).await.ok();
    let other = id(&open(&server, "u").await);
    server.post(TWILIO, json!({"From": "+888", "To": "+777", "Body": "Hello"})).await;
    assert_eq!(notes(&server, &other).len(), 3);
    server.world(|world| world.modify_user(&ann, |user| user.status = Some("offline".into())));
    let unanswered = server.post(TWILIO, json!({"From": "+666", "To": "+777", "Body": ""})).await.error(400);
    assert_eq!(unanswered["errorType"], "no-agent-online");
}

pub(super) async fn text_messages_are_refused_with_reason(transport: Transport) {
    let (server, _) = with_agent(transport).await;
    let sms = json!({"From": "+555", "To": "+777", "Body": "Hello"});
    let send = async |service: &str, body: &Value| {
        server.post(&format!("/api/v1/livechat/sms-incoming/{service}"), body.clone()).await.error(400)
    };
    let plain = |error: &str| json!({"success": false, "error": error});
    assert_eq!(send("pigeon", &sms).await, plain("Invalid service"));
    assert_eq!(send("mobex", &json!({})).await, plain("Invalid service"), "another one is set");
    assert_eq!(send("Twilio", &json!({})).await, plain("error-sms-service-disabled"));
    server.world(|world| world.set_setting("SMS_Enabled", true)).unwrap();
    for body in [json!({}), json!({"From": "+555", "To": "+777"}), json!({"from": "1", "to": "2", "body": "x"})] {
        assert_eq!(send("twilio", &body).await, plain("Invalid data"));
    }
}

pub(super) async fn each_provider_has_a_form_of_its_own(transport: Transport) {
    for (service, body, content_type, text) in [
        ("mobex", json!({"from": "1", "to": "2", "content": "Hello"}), "text/xml", "ACK/Jasmin"),
        (
            "voxtelesys",
            json!({"from": "1", "to": "2", "body": "Hello", "media": [], "received_at": "now"}),
            "application/json",
            r#"{"success":true}"#,
        ),
    ] {
        let (server, _) = with_sms(transport).await;
        server.world(|world| world.set_setting("SMS_Service", service)).unwrap();
        let answer = server.post(&format!("/api/v1/livechat/sms-incoming/{service}"), body).await;
        assert_eq!((answer.status, std::str::from_utf8(&answer.body).unwrap()), (200, text));
        assert_eq!(answer.header("content-type"), Some(content_type));
        server.world(|world| {
            let room = world.rooms().last().unwrap();
            assert_eq!(room.source.as_ref().unwrap().alias.as_deref(), Some(service));
            let message = world.messages(&room.id).last().unwrap();
            assert_eq!((message.text.as_str(), &message.attachments), ("Hello", &Some(Vec::new())));
        });
    }
}

pub(super) async fn a_text_message_brings_more_than_text(transport: Transport) {
    let (server, _) = with_sms(transport).await;
    server.world(|world| world.add_custom_field(CustomField::new("city", CustomFieldScope::Visitor)));
    let sms = json!({
        "From": "+555",
        "To": "+777",
        "Body": "Look",
        "NumMedia": "1",
        "MediaUrl0": "https://example.com/a.png",
        "MediaContentType0": "image/png",
        "Latitude": "41.15",
        "Longitude": "-8.61",
        "FromCity": "Porto",
        "FromCountry": "Portugal",
    });
    assert_eq!(server.post(TWILIO, sms).await.status, 200);
    let message = server.world(|world| {
        let room = world.rooms().last().unwrap();
        json!(world.messages(&room.id).last().unwrap())
    });
    assert_eq!(message["location"], json!({"type": "Point", "coordinates": [-8.61, 41.15]}));
    const REASON: &str = "An attachment was received, but upload to server failed";
    let lost = json!({
        "title": "Attachment upload failed",
        "type": "file",
        "description": REASON,
        "fields": [{"title": "User upload failed", "value": REASON, "short": true}],
        "color": "yellow",
    });
    assert_eq!(message["attachments"], json!([lost]), "as if the download had failed");
    let data = server.world(|world| json!(world.visitors().last().unwrap().livechat_data));
    assert_eq!(data, json!({"city": "Porto"}), "where the workspace has such a field");
}

pub(super) async fn a_text_message_goes_to_a_department(transport: Transport) {
    let (server, ann) = with_sms(transport).await;
    server.world(|world| {
        for name in ["Sales", "Support"] {
            let department = world.add_department(Department::new(name.to_lowercase(), name));
            world.add_department_agent(&department, &ann);
        }
    });
    let send = async |query: &str| {
        let answer = server.post(&format!("{TWILIO}{query}"), json!({"From": "1", "To": "2", "Body": "Hello"})).await;
        assert_eq!(answer.status, 200);
        server.world(|world| {
            let department = |id: &Option<DepartmentId>| id.as_ref().map_or(String::new(), ToString::to_string);
            let room = world.rooms().last().unwrap();
            (
                world.rooms().count(),
                department(&room.department_id),
                department(&world.visitors().last().unwrap().department),
            )
        })
    };
    let sales = "sales".to_owned();
    assert_eq!(send("?department=Sales").await, (1, sales.clone(), sales.clone()));
    assert_eq!(send("?department=sales").await.0, 1, "the room is there");
    assert_eq!(send("?department=nowhere").await.0, 1, "none is asked for, so that any room will do");
    server.world(|world| world.set_setting("SMS_Default_Omnichannel_Department", "Support")).unwrap();
    let support = "support".to_owned();
    assert_eq!(send("").await, (2, support.clone(), support));
}
