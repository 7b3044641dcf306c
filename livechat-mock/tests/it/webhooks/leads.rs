//! What visitors write that looks like an address or a number to call.

use http::Request;
use livechat_mock::Engine;
use livechat_sdk::{RoomId, UserId, webhook::Event};
use serde_json::json;

use super::{NOW, TOKEN, call, receive_all, say, workspace};

const LEAD: &str = "Write to ann@example.com";

/// A conversation of Ann's with an agent, of which everything so far was told.
fn conversation() -> (Engine, RoomId, UserId) {
    let (mut world, [marcos, _]) = workspace("http://127.0.0.1:1/hook");
    world.set_setting("Livechat_fileupload_enabled", true).unwrap();
    world.set_setting("SMS_Enabled", true).unwrap();
    let room = world.open_room("ann", NOW).unwrap();
    world.serve_room(&room, &marcos, NOW);
    let mut engine = Engine::stateful(world).no_auth(true);
    receive_all(&mut engine, NOW);
    (engine, room, marcos)
}

fn told(engine: &mut Engine) -> Vec<String> {
    receive_all(engine, NOW).iter().map(|delivery| delivery.event.name().to_owned()).collect()
}

#[test]
fn a_lead_is_told_without_the_message() {
    let (mut engine, room, marcos) = conversation();
    for text in [LEAD, "call 98888-7777"] {
        say(&mut engine, &room, text, NOW);
        let [message, lead] = &receive_all(&mut engine, NOW)[..] else { panic!("two events") };
        assert!(matches!(&message.event, Event::Message(about) if about.messages[0].text == text));
        let Event::LeadCaptured(about) = &lead.event else { panic!("{:?}", lead.event) };
        assert!(about.messages.is_empty() && about.served_by.is_none() && about.closed_at.is_none());
        assert_eq!((&about.room_id, about.label.as_deref()), (&room, Some("Ann")));
        assert_eq!(about.visitor.as_ref().unwrap().token.as_ref().unwrap().expose(), TOKEN);
        assert_eq!(about.agent.as_ref().unwrap().id.as_ref(), Some(&marcos));
    }
}

#[test]
fn what_visitors_write_is_looked_at_whichever_way_it_comes() {
    let (mut engine, room, _) = conversation();
    let several = json!({"visitor": {"token": TOKEN}, "messages": [{"msg": LEAD}, {"msg": "Hi!"}, {"msg": LEAD}]});
    call(&mut engine, "livechat/messages", &several, NOW);
    assert_eq!(told(&mut engine), ["Message", "LeadCapture", "Message", "Message", "LeadCapture"]);

    let form = |name: &str, text: &str| {
        let text = format!("--b\r\ncontent-disposition: form-data; name=\"msg\"\r\n\r\n{text}\r\n");
        let file = format!("content-disposition: form-data; name=\"file\"; filename=\"{name}\"");
        let request = Request::post(format!("/api/v1/livechat/upload/{room}")).header("x-visitor-token", TOKEN);
        let request = request.header("content-type", "multipart/form-data; boundary=b");
        request.body(format!("{text}--b\r\n{file}\r\n\r\n{LEAD}\r\n--b--\r\n").into()).unwrap()
    };
    for (request, expected) in [
        (form("ann@example.com.txt", "here"), &["Message"][..]),
        (form("card.txt", LEAD), &["Message", "LeadCapture"][..]),
    ] {
        let handled = engine.handle(&request, [127, 0, 0, 1].into(), NOW);
        assert_eq!(handled.response.status(), 200);
        assert_eq!(told(&mut engine), expected);
    }

    let text = format!("From=%2B555&To=%2B777&Body={}", LEAD.replace(' ', "+"));
    let request = Request::post("/api/v1/livechat/sms-incoming/twilio");
    let request = request.header("content-type", "application/x-www-form-urlencoded").body(text.into()).unwrap();
    assert_eq!(engine.handle(&request, [127, 0, 0, 1].into(), NOW).response.status(), 200);
    assert_eq!(told(&mut engine), ["LivechatSessionStart", "LivechatSessionQueued", "Message", "LeadCapture"]);
}

#[test]
fn nobody_elses_words_are_leads() {
    let (mut engine, room, marcos) = conversation();
    engine.world_mut().unwrap().add_agent_message(&room, &marcos, LEAD, NOW);
    assert_eq!(told(&mut engine), ["Message"]);

    say(&mut engine, &room, "Hi!", NOW);
    let message = engine.world().unwrap().messages(&room).last().unwrap().id.clone();
    let edit = json!({"token": TOKEN, "rid": room, "msg": LEAD});
    let request =
        Request::put(format!("/api/v1/livechat/message/{message}")).header("content-type", "application/json");
    let handled = engine.handle(&request.body(edit.to_string().into()).unwrap(), [127, 0, 0, 1].into(), NOW);
    assert_eq!(handled.response.status(), 200);
    assert_eq!(told(&mut engine), ["Message"], "an edit is no message");

    let page = json!({"token": TOKEN, "rid": room, "pageInfo": {
        "change": "url", "title": LEAD, "location": {"href": "https://example.com/98888-7777"},
    }});
    call(&mut engine, "livechat/page.visited", &page, NOW);
    call(&mut engine, "livechat/room.close", &json!({"token": TOKEN, "rid": room}), NOW);
    assert_eq!(told(&mut engine), ["Message", "LivechatSession"]);
}

#[test]
fn leads_take_their_switch_and_an_address() {
    let (mut engine, room, _) = conversation();
    let set = |engine: &mut Engine, name: &str, value: serde_json::Value| {
        engine.world_mut().unwrap().set_setting(name, value).unwrap();
    };
    set(&mut engine, "Livechat_webhook_on_visitor_message", json!(false));
    say(&mut engine, &room, LEAD, NOW);
    assert_eq!(told(&mut engine), ["LeadCapture"]);
    set(&mut engine, "Livechat_lead_email_regex", json!("@work"));
    say(&mut engine, &room, LEAD, NOW);
    assert_eq!(told(&mut engine), [""; 0]);
    say(&mut engine, &room, "ann@work", NOW);
    assert_eq!(told(&mut engine), ["LeadCapture"]);
    set(&mut engine, "Livechat_webhook_on_capture", json!(false));
    say(&mut engine, &room, "ann@work", NOW);
    assert_eq!(told(&mut engine), [""; 0]);
    set(&mut engine, "Livechat_webhook_on_capture", json!(true));
    set(&mut engine, "Livechat_webhookUrl", json!(""));
    say(&mut engine, &room, "ann@work", NOW);
    assert_eq!(told(&mut engine), [""; 0]);
}
