//! A conversation, event by event.

use livechat_mock::{Engine, Fault, WebhookAnswer, WebhookState};
use livechat_sdk::{
    integrations::TestWebhook,
    model::{Attachment, Closer, Message, MessageAuthor, MessageFile},
    webhook::{Event, ReadError, read},
};
use serde_json::json;

use super::{NOW, PAUSE, SECRET, TOKEN, call, receive_all, say, workspace};

#[test]
fn a_conversation_is_told_event_by_event() {
    let (world, [marcos, erin]) = workspace("http://127.0.0.1:1/hook");
    let mut engine = Engine::stateful(world).no_auth(true);
    let room = engine.world_mut().unwrap().open_room("ann", NOW).unwrap();
    say(&mut engine, &room, "Hi!", NOW);
    let world = engine.world_mut().unwrap();
    world.serve_room(&room, &marcos, NOW);
    world.add_agent_message(&room, &marcos, "Hello", NOW);
    call(&mut engine, "livechat/room.forward", &json!({"roomId": room, "userId": erin}), NOW);
    call(&mut engine, "livechat/room.forward", &json!({"roomId": room, "departmentId": "sales"}), NOW);
    call(&mut engine, "livechat/room.close", &json!({"token": TOKEN, "rid": room}), NOW);
    let edit = json!({"guestData": {"_id": "ann"}, "roomData": {"_id": room, "topic": "A bill"}});
    call(&mut engine, "livechat/room.saveInfo", &edit, NOW);

    let events: Vec<_> = receive_all(&mut engine, NOW).into_iter().map(|delivery| delivery.event).collect();
    let names: Vec<_> = events.iter().map(Event::name).collect();
    assert_eq!(
        names,
        [
            "LivechatSessionStart",
            "LivechatSessionQueued",
            "Message",
            "LivechatSessionTaken",
            "Message",
            "LivechatSessionTaken",
            "LivechatSessionForwarded",
            "LivechatSessionForwarded",
            "Message",
            "LivechatSession",
            "LivechatEdit",
        ]
    );
    for event in &events {
        let about = event.conversation().unwrap();
        assert_eq!((&about.room_id, about.label.as_deref()), (&room, Some("Ann")));
        assert_eq!(about.visitor.as_ref().unwrap().token.as_ref().unwrap().expose(), TOKEN);
    }
    let about = |at: usize| events[at].conversation().unwrap();
    let texts = |at: usize| about(at).messages.iter().map(|message| message.text.as_str()).collect::<Vec<_>>();
    assert!(about(0).messages.is_empty() && about(0).agent.is_none());
    assert!(about(2).messages[0].is_by_visitor() && !about(4).messages[0].is_by_visitor());
    assert_eq!((texts(3), texts(4)), (vec!["Hi!"], vec!["Hello"]));
    let agent = |at: usize| about(at).served_by.as_ref().unwrap().username.clone().unwrap();
    assert_eq!([agent(3), agent(6)], ["marcos", "erin"]);
    assert_eq!(about(6).old_served_by.as_ref().unwrap().username.as_deref(), Some("marcos"));
    assert_eq!(about(7).department_id.as_ref().unwrap(), "sales");
    assert!(about(7).agent.is_none() && about(7).old_department_id.is_none());
    assert_eq!(about(8).messages[0].closing_message, Some(true));
    assert_eq!((about(9).closer.clone(), about(9).closed_at), (Some(Closer::Visitor), Some(NOW)));
    assert_eq!(texts(9), ["Hi!", "Hello", "Closed by visitor"]);
    assert_eq!((about(10).topic.as_deref(), &about(10).closed_at), (Some("A bill"), &None));
    assert!(engine.webhooks().all(|webhook| webhook.state == WebhookState::Delivered));
}

#[test]
fn a_message_of_blocks_alone_has_them_as_its_text() {
    let (mut world, [marcos, _]) = workspace("http://127.0.0.1:1/hook");
    let room = world.open_room("ann", NOW).unwrap();
    world.serve_room(&room, &marcos, NOW);
    let blocks = json!([{"type": "section", "text": {"type": "plain_text", "text": "Pick one"}}]);
    for (id, text) in [("alone", ""), ("beside", "Pick one")] {
        let message = Message::new(id, MessageAuthor::new(marcos.as_str(), "marcos"), NOW, text).room_id(&room);
        world.add_message(message.blocks(blocks.as_array().unwrap().clone()));
    }
    let mut engine = Engine::stateful(world).no_auth(true);
    call(&mut engine, "livechat/room.close", &json!({"token": TOKEN, "rid": room}), NOW);
    let told = receive_all(&mut engine, NOW);
    let Some(Event::Closed(closed)) = told.into_iter().map(|delivery| delivery.event).next_back() else { panic!() };
    let [alone, beside, _] = &closed.messages[..] else { panic!("{closed:?}") };
    assert_eq!(alone.text, blocks.to_string());
    assert_eq!(beside.text, "Pick one");
    assert!([alone, beside].iter().all(|message| message.blocks.as_deref() == blocks.as_array().map(Vec::as_slice)));
}

#[test]
fn only_what_is_switched_on_is_told() {
    let (mut world, _) = workspace("");
    world.open_room("ann", NOW).unwrap();
    assert_eq!(Engine::stateful(world.clone()).webhooks().count(), 0, "there is no address");
    world.set_setting("Livechat_webhookUrl", "http://127.0.0.1:1").unwrap();
    super::SWITCHES.iter().for_each(|switch| world.set_setting(switch, false).unwrap());
    let room = world.open_room("ann", NOW).unwrap();
    world.serve_room(&room, "marcos", NOW);
    world.add_agent_message(&room, "marcos", "Hello", NOW);
    assert_eq!(Engine::stateful(world).next_webhook(), None);
}

#[test]
fn messages_of_visitors_and_of_agents_have_a_switch_each() {
    for (switch, text) in
        [("Livechat_webhook_on_visitor_message", "Hi!"), ("Livechat_webhook_on_agent_message", "Hello")]
    {
        let (mut world, [marcos, _]) = workspace("http://127.0.0.1:1/hook");
        super::SWITCHES.iter().for_each(|other| world.set_setting(other, *other == switch).unwrap());
        let room = world.open_room("ann", NOW).unwrap();
        world.serve_room(&room, &marcos, NOW);
        world.add_agent_message(&room, &marcos, "Hello", NOW);
        let mut engine = Engine::stateful(world).no_auth(true);
        say(&mut engine, &room, "Hi!", NOW);
        let told = receive_all(&mut engine, NOW);
        let texts: Vec<_> = told.iter().map(|told| &told.event.conversation().unwrap().messages[0].text).collect();
        assert_eq!(texts, [text], "{switch}");
    }
}

#[test]
fn page_visits_are_told_where_they_are_shown_and_sent() {
    for (is_shown, is_sent) in [(false, false), (false, true), (true, false), (true, true)] {
        let (mut world, _) = workspace("http://127.0.0.1:1/hook");
        world.set_setting("Livechat_Visitor_navigation_as_a_message", is_shown).unwrap();
        world.set_setting("Send_visitor_navigation_history_livechat_webhook_request", is_sent).unwrap();
        let room = world.open_room("ann", NOW).unwrap();
        let mut engine = Engine::stateful(world).no_auth(true);
        let page = json!({"change": "url", "title": "Prices", "location": {"href": "https://example.com/"}});
        call(&mut engine, "livechat/page.visited", &json!({"token": TOKEN, "rid": room, "pageInfo": page}), NOW);
        call(&mut engine, "livechat/room.close", &json!({"token": TOKEN, "rid": room}), NOW);
        let told = receive_all(&mut engine, NOW);
        let texts = |event: &Event| -> Vec<String> {
            event.conversation().unwrap().messages.iter().map(|message| message.text.clone()).collect()
        };
        const VISIT: &str = "Prices - https://example.com/";
        let alone = told.iter().filter(|told| texts(&told.event) == [VISIT]).count();
        let in_account = texts(&told.last().unwrap().event).iter().filter(|text| *text == VISIT).count();
        let expected = usize::from(is_shown && is_sent);
        assert_eq!((alone, in_account), (expected, expected), "{is_shown} {is_sent}");
    }
}

#[test]
fn a_file_is_told_with_a_link_to_it() {
    let (mut world, [marcos, _]) = workspace("http://127.0.0.1:1/hook");
    world.set_setting("Site_Url", "https://chat.example.com/").unwrap();
    let room = world.open_room("ann", NOW).unwrap();
    let file = MessageFile::new("f", "order.txt", "text/plain");
    let attachment = Attachment::new().title_link("/file-upload/f/order.txt");
    let message = Message::new("m", MessageAuthor::new(marcos.as_str(), "marcos"), NOW, "").room_id(&room);
    world.add_message(message.file(Box::new(file)).attachments(vec![attachment]));
    let mut engine = Engine::stateful(world).no_auth(true);
    call(&mut engine, "livechat/room.close", &json!({"token": TOKEN, "rid": room}), NOW);
    let told = receive_all(&mut engine, NOW);
    let upload = told.last().unwrap().event.conversation().unwrap().messages[0].file_upload.clone().unwrap();
    assert_eq!(upload.link.unwrap().expose(), "https://chat.example.com/file-upload/f/order.txt");
    assert_eq!(upload.media_type.as_deref(), Some("text/plain"));
}

#[test]
fn an_offline_message_is_told() {
    let (mut world, _) = workspace("http://127.0.0.1:1/hook");
    world.set_setting("Livechat_offline_email", "us@example.com").unwrap();
    world.set_setting("Livechat_validate_offline_email", false).unwrap();
    let mut engine = Engine::stateful(world);
    let message = json!({"name": "Ann", "email": "ann@example.com", "message": "Call me"});
    call(&mut engine, "livechat/offline.message", &message, NOW);
    let deliveries = receive_all(&mut engine, NOW);
    assert_eq!(deliveries.len(), 1);
    let Event::OfflineMessage(message) = &deliveries[0].event else { panic!("{deliveries:?}") };
    assert_eq!((&*message.message, message.sent_at), ("Call me", Some(NOW)));
}

#[test]
fn what_a_receiver_answers_is_kept_in_the_room() {
    let (mut world, [marcos, _]) = workspace("http://127.0.0.1:1/hook");
    let room = world.open_room("ann", NOW).unwrap();
    let mut engine = Engine::stateful(world);
    let first = engine.take_webhook(NOW).unwrap();
    assert!(engine.take_webhook(NOW).is_none(), "one at a time");
    engine.answer_webhook(&first, WebhookAnswer::responded(200, r#"{"customer":42}"#), NOW);
    engine.world_mut().unwrap().serve_room(&room, &marcos, NOW);
    let told = receive_all(&mut engine, NOW);
    let data = told.last().unwrap().event.conversation().unwrap().crm_data.clone();
    assert_eq!(data.as_deref(), Some(r#"{"customer":42}"#));
    // The last one wins, and each of these answered nothing.
    assert_eq!(engine.world().unwrap().room(&room).unwrap().crm_data.as_deref(), Some(&json!("")));
}

#[test]
fn a_delay_is_counted_from_when_the_event_was_due() {
    let delay = std::time::Duration::from_secs(5);
    for taken_first in [None, Some(NOW)] {
        let (mut world, _) = workspace("http://127.0.0.1:1/hook");
        world.set_setting("Livechat_webhook_on_chat_queued", false).unwrap();
        world.open_room("ann", NOW).unwrap();
        let mut engine = Engine::stateful(world);
        engine.add_fault(Fault::delay_webhook(delay).once());
        for now in taken_first.into_iter().chain([NOW.saturating_add(delay - std::time::Duration::from_millis(1))]) {
            assert!(engine.take_webhook(now).is_none(), "{taken_first:?}");
        }
        assert!(engine.take_webhook(NOW.saturating_add(delay)).is_some(), "{taken_first:?}");
    }
}

#[test]
fn an_event_is_tried_five_times_and_no_more() {
    let (mut world, _) = workspace("http://127.0.0.1:1/hook");
    world.set_setting("Livechat_webhook_on_chat_queued", false).unwrap();
    world.open_room("ann", NOW).unwrap();
    let start = Engine::stateful(world);
    let outcome = |answers: &[WebhookAnswer]| {
        let (mut engine, mut now) = (start.clone(), NOW);
        for answer in answers {
            let due = engine.take_webhook(now).unwrap();
            engine.answer_webhook(&due, answer.clone(), now);
            let early = now.saturating_add(PAUSE - std::time::Duration::from_millis(1));
            assert!(engine.take_webhook(early).is_none());
            now = now.saturating_add(PAUSE);
        }
        assert!(engine.take_webhook(now).is_none());
        let webhook = engine.webhooks().next().unwrap();
        (webhook.attempts.len(), webhook.state)
    };
    let status = |status| WebhookAnswer::responded(status, "");
    let lost = WebhookAnswer::failed("lost");
    assert_eq!(outcome(&[status(200)]), (1, WebhookState::Delivered));
    for last in [201, 204, 301, 302, 400, 401, 404, 413] {
        assert_eq!(outcome(&[status(last)]), (1, WebhookState::GivenUp), "{last}");
    }
    assert_eq!(outcome(&[status(503), status(429), lost.clone(), status(200)]), (4, WebhookState::Delivered));
    assert_eq!(outcome(&vec![lost; 5]), (5, WebhookState::GivenUp));
    // What was taken before a reset has no effect.
    let mut engine = start.clone();
    let due = engine.take_webhook(NOW).unwrap();
    engine.reset();
    engine.answer_webhook(&due, status(200), NOW);
    assert!(matches!(engine.webhooks().next().unwrap().state, WebhookState::Waiting { .. }));
}

#[test]
fn the_server_shows_the_secret_that_it_has() {
    let (mut world, _) = workspace("http://127.0.0.1:1/hook");
    world.open_room("ann", NOW).unwrap();
    let due = Engine::stateful(world.clone()).take_webhook(NOW).unwrap();
    let (headers, body) = (due.request.headers(), due.request.body());
    assert_eq!(headers["content-type"], "application/json");
    assert!(read(headers, body, &SECRET.into()).is_ok());
    assert_eq!(read(headers, body, &"another".into()), Err(ReadError::Secret));
    for shown in [format!("{due:?}"), format!("{:?}", Engine::stateful(world.clone()).webhooks().next())] {
        assert!(!shown.contains(SECRET) && !shown.contains(TOKEN), "{shown}");
    }
    // A workspace without one shows none.
    let (mut world, _) = workspace("http://127.0.0.1:1/hook");
    world.set_setting("Livechat_secret_token", "").unwrap();
    world.open_room("ann", NOW).unwrap();
    let due = Engine::stateful(world).take_webhook(NOW).unwrap();
    assert_eq!(due.request.headers().len(), 1);
}

#[test]
fn a_test_takes_a_transport() {
    let (world, _) = workspace("http://127.0.0.1:1/hook");
    let mut engine = Engine::stateful(world).no_auth(true);
    let request = http::Request::post("/api/v1/livechat/webhook.test").body(bytes::Bytes::new()).unwrap();
    let answer = engine.handle(&request, [127, 0, 0, 1].into(), NOW).response;
    assert_eq!(answer.status(), 400);
    assert!(answer.headers().contains_key("x-livechat-mock-hint"));
    assert!(engine.take_webhook(NOW).is_none(), "it is not one of the others");
    assert!(engine.received().last().unwrap().decode::<TestWebhook>().unwrap().is_ok());
}
