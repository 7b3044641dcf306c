//! Transcripts as files, closed rooms that are removed, and what servers send out.

use livechat_sdk::{
    UserId,
    model::{Department, OutboundProvider, OutboundTemplate, Trigger, TriggerAction, TriggerCondition, TriggerSender},
};
use serde_json::{Value, json};

use super::{
    Transport,
    rooms::{id, open, with_agent},
    server::{Answer, Login},
    staff::{get, post, staff, with_served},
};

pub(super) async fn a_closed_room_gets_its_transcript_as_a_file(transport: Transport) {
    let (server, ann, room) = with_served(transport).await;
    let request = async |login: &Login, room: &str| {
        server.post_as(login, &format!("/api/v1/omnichannel/{room}/request-transcript"), json!({})).await
    };
    assert_eq!(request(&ann, "none").await.error(400)["error"], "error-invalid-room");
    let eve = server.world(|world| staff(world, "eve"));
    let eve = server.login(&eve);
    assert_eq!(request(&eve, room.as_str()).await.error(400)["error"], "error-not-allowed");
    assert_eq!(request(&ann, room.as_str()).await.error(400)["error"], "room-still-open");
    server.post("/api/v1/livechat/message", json!({"token": "t", "rid": room, "msg": "Hello (again)"})).await.ok();
    post(&server, &ann, "room.closeByUser", json!({"rid": room, "comment": "Done"})).await.ok();

    assert_eq!(request(&ann, room.as_str()).await.ok(), json!({"success": true}));
    let (stored, message, count) = server.world(|world| {
        let last = world.messages(&room).last().unwrap().clone();
        (world.room(&room).unwrap().clone(), last, world.messages(&room).count())
    });
    let file = message.file.unwrap();
    assert_eq!(stored.pdf_transcript_file_id.as_deref(), file.id.as_deref());
    assert_eq!(message.text, "PDF Transcript successfully generated");
    assert_eq!(message.author.id.as_deref(), Some("rocket.cat"));
    let name = file.name.unwrap();
    assert!(name.starts_with("Transcript_Rocket.Chat_") && name.ends_with("_1-1-2026_Bob.pdf"), "{name}");
    let link = message.attachments.unwrap()[0].title_link.clone().unwrap();
    let served = server.call("GET", &link, &ann.headers(), None).await;
    let text = String::from_utf8_lossy(&served.body);
    assert!(text.starts_with("%PDF-1.") && text.contains("Bob: Hello (again)") && !text.contains("Done"), "{text}");

    request(&ann, room.as_str()).await.ok();
    assert_eq!(server.world(|world| world.messages(&room).count()), count, "once is enough");
    server.world(|world| world.revoke("request-pdf-transcript", "livechat-agent"));
    request(&ann, room.as_str()).await.error(403);
}

pub(super) async fn a_room_is_closed_with_a_transcript(transport: Transport) {
    let (server, ann, room) = with_served(transport).await;
    let body = json!({"rid": room, "comment": "Done", "generateTranscriptPdf": true});
    post(&server, &ann, "room.closeByUser", body).await.ok();
    assert!(server.world(|world| world.room(&room).unwrap().pdf_transcript_file_id.is_some()));
}

pub(super) async fn closed_rooms_are_removed_all_at_once(transport: Transport) {
    let (server, _) = with_agent(transport).await;
    let admin = server.admin();
    let remove = async |login, body| post(&server, login, "rooms.removeAllClosedRooms", body).await;
    let mut rooms = Vec::new();
    for department in [None, Some("sales"), Some("support")] {
        let room = id(&open(&server, "t").await);
        server.post("/api/v1/livechat/room.close", json!({"rid": room, "token": "t"})).await.ok();
        server.world(|world| world.modify_room(&room, |room| room.department_id = department.map(Into::into)));
        rooms.push(room);
    }
    let open = id(&open(&server, "t").await);
    let left = || server.world(|world| rooms.iter().map(|room| world.room(room).is_some()).collect::<Vec<_>>());
    let of_sales = remove(&admin, json!({"departmentIds": ["sales", "none"]})).await.ok();
    assert_eq!((of_sales, left()), (json!({"removedRooms": 1, "success": true}), vec![true, false, true]));
    let wrong = remove(&admin, json!({"departments": []})).await.error(400);
    assert_eq!(wrong["error"], "must NOT have additional properties");
    let all = remove(&admin, json!({"departmentIds": null})).await.ok();
    assert_eq!((all, left()), (json!({"removedRooms": 2, "success": true}), vec![false; 3]));
    assert!(server.world(|world| world.room(&open).is_some()));
    let eve = server.world(|world| staff(world, "eve"));
    remove(&server.login(&eve), json!({})).await.error(403);
}

pub(super) async fn the_settings_of_the_webhook_are_kept(transport: Transport) {
    let (server, ann) = with_agent(transport).await;
    let admin = server.admin();
    let set = async |body| server.post_as(&admin, "/api/v1/omnichannel/integrations", body).await;
    let value = async |name: &str| {
        let settings = get(&server, &admin, "integrations.settings").await["settings"].clone();
        let settings = settings.as_array().unwrap().clone();
        assert_eq!(settings.len(), 11);
        settings.iter().find(|setting| setting["_id"] == name).unwrap()["value"].clone()
    };
    assert_eq!(value("Livechat_http_timeout").await, 5000);
    let body = json!({
        "LivechatWebhookUrl": " https://192.0.2.1/hook ", "LivechatSecretToken": "secret", "LivechatHttpTimeout": "250",
        "LivechatWebhookOnStart": true,
    });
    assert_eq!(set(body).await.ok(), json!({"success": true}));
    set(json!({"LivechatWebhookOnClose": "true"})).await.ok();
    for (name, expected) in [
        ("Livechat_webhookUrl", json!("https://192.0.2.1/hook")),
        ("Livechat_secret_token", json!("secret")),
        ("Livechat_http_timeout", json!(250)),
        ("Livechat_webhook_on_start", json!(true)),
        ("Livechat_webhook_on_close", json!(true)),
        ("Livechat_webhook_on_forward", json!(false)),
    ] {
        assert_eq!(value(name).await, expected, "{name}");
    }
    let wrong = set(json!({"LivechatWebhookOnCapture": true})).await.error(400);
    assert_eq!(wrong["error"], "must NOT have additional properties [invalid-params]");
    let failed = post(&server, &admin, "webhook.test", json!({})).await.error(400);
    assert_eq!(failed["error"], "error-invalid-webhook-response");
    set(json!({"LivechatWebhookUrl": ""})).await.ok();
    assert_eq!(post(&server, &admin, "webhook.test", json!({})).await.error(400)["error"], "Webhook_URL_not_set");
    post(&server, &server.login(&ann), "webhook.test", json!({})).await.error(403);
}

pub(super) async fn external_services_of_triggers_are_not_reached(transport: Transport) {
    // An address, so that no name is looked up; it is nobody's (RFC 5737).
    const ELSEWHERE: &str = "https://192.0.2.1";
    let (server, _) = with_agent(transport).await;
    let admin = server.admin();
    let service = |url: &str| TriggerAction::use_external_service(url, 60_000, "Later");
    let text = TriggerAction::send_message(TriggerSender::Queue, "Hello");
    server.world(|world| {
        for (id, actions) in [
            ("text", vec![text.clone(), service(ELSEWHERE)]),
            ("nowhere", vec![service("")]),
            ("service", vec![service(ELSEWHERE)]),
        ] {
            let conditions = vec![TriggerCondition::after_guest_registration()];
            world.add_trigger(Trigger::new(id).conditions(conditions).actions(actions));
        }
    });
    let call = async |trigger: &str| {
        let path = format!("/api/v1/livechat/triggers/{trigger}/external-service/call");
        server.post(&path, json!({"token": "anybody's", "extraData": [{"key": "a", "value": "b"}]})).await.error(400)
    };
    const NO_SECRET: &str = "Livechat secret token is not configured";
    for (trigger, error) in [
        ("none", "Invalid trigger"),
        ("text", "Trigger is not configured to use an external service"),
        ("nowhere", "Invalid service URL"),
        ("service", NO_SECRET),
    ] {
        assert_eq!(call(trigger).await, json!({"success": false, "error": error}));
    }
    let test = json!({"webhookUrl": ELSEWHERE, "timeout": 60_000, "fallbackMessage": "Later"});
    let test = async || post(&server, &admin, "triggers/external-service/test", test.clone()).await.error(400);
    assert_eq!(test().await["error"], NO_SECRET);
    server.world(|world| world.set_setting("Livechat_secret_token", "secret")).unwrap();
    for (answer, trigger) in [(test().await, "test-trigger"), (call("service").await, "service")] {
        assert_eq!(
            answer,
            json!({
                "triggerId": trigger,
                "error": "error-invalid-external-service-response",
                "response": format!("request to {ELSEWHERE} failed"),
                "fallbackMessage": "Later",
                "success": false,
            })
        );
    }
}

pub(super) async fn outbound_messages_go_by_the_providers_that_there_are(transport: Transport) {
    let (server, ann) = with_agent(transport).await;
    let eve = server.world(|world| staff(world, "eve"));
    server.world(|world| {
        world.add_department(Department::new("sales", "Sales").enabled(true));
        world.add_department(Department::new("off", "Off").enabled(false));
        let template = OutboundTemplate::new("t").name("order_update");
        let provider = OutboundProvider::new("p").provider_name("Messenger").provider_type("phone");
        world.add_outbound_provider(provider.templates([("1".to_owned(), vec![template])]));
        world.add_department_agent("sales", &ann);
    });
    let (admin, agent) = (server.admin(), server.login(&ann));
    const PROVIDERS: &str = "/api/v1/omnichannel/outbound/providers";
    let list = async |query: &str| server.get_as(&agent, &format!("{PROVIDERS}{query}")).await;
    let short = json!({"providerId": "p", "providerName": "Messenger", "providerType": "phone"});
    assert_eq!(list("").await.ok()["providers"], json!([short]));
    assert_eq!(list("?type=email").await.ok()["providers"], json!([]));
    assert_eq!(list("?type=fax").await.error(400)["error"], "must be equal to one of the allowed values");
    let metadata = list("/p/metadata").await.ok()["metadata"].clone();
    assert_eq!(metadata["templates"]["1"][0]["name"], "order_update");
    assert_eq!(list("/q/metadata").await.error(400)["error"], "error-invalid-provider");

    let send = async |login: &Login, provider: &str, change: Value| -> Answer {
        let body = super::server::with(json!({"to": "2", "type": "template"}), change);
        server.post_as(login, &format!("{PROVIDERS}/{provider}/message"), body).await
    };
    assert_eq!(
        send(&agent, "p", json!({"departmentId": "sales", "agentId": ann})).await.ok(),
        json!({"success": true})
    );
    send(&admin, "p", json!({"agentId": eve})).await.ok();
    for (login, provider, change, error) in [
        (&admin, "q", json!({"departmentId": "none", "agentId": "nobody"}), "error-invalid-department"),
        (&admin, "q", json!({"departmentId": "off"}), "error-invalid-department"),
        (&server.login(&eve), "p", json!({"departmentId": "sales"}), "error-invalid-department"),
        (&admin, "q", json!({"departmentId": "sales", "agentId": "nobody"}), "error-invalid-agent"),
        (&agent, "p", json!({"agentId": eve}), "error-invalid-agent"),
        (&admin, "q", json!({"departmentId": "sales", "agentId": eve}), "error-agent-not-in-department"),
        (&admin, "q", json!({}), "error-invalid-provider"),
    ] {
        assert_eq!(send(login, provider, change).await.error(400), json!({"success": false, "error": error}));
    }
    let nobody = server.world(|world| world.add_user(livechat_mock::Account::new("nobody", "password")));
    send(&server.login(&UserId::from(nobody.as_str())), "p", json!({})).await.error(403);
}
