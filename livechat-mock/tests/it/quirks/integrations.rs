//! The quirks of blocking and deleting, of transcripts, and of what servers send out.

use livechat_mock::{ServerVersion, World};
use livechat_sdk::model::{Contact, ContactConflict, OutboundProvider};
use serde_json::json;

use super::behaviour::{Check, Mock, NOW, TOKEN};

const CONTACTS: &str = "/api/v1/omnichannel/contacts";
const VISITOR: &str = "sGtcfEYz852uguxaS";
const AGENT: &str = "w6YjbdZHjghjfNBAg";
const V7: ServerVersion = ServerVersion::V7_0;

pub(super) const QUIRKS: &[Check] = &[
    ("blocked-channels", |version| {
        let mut mock = Mock::documented(version).let_in();
        let room = mock.world().open_room(VISITOR, NOW).unwrap();
        let channel = json!({"visitor": {"visitorId": VISITOR, "source": {"type": "api"}}});
        for _ in 0..2 {
            mock.post(&format!("{CONTACTS}.block"), &channel).answered();
        }
        let closed = mock.world().messages(&room).find(|message| message.text == "This channel has been blocked");
        assert!(closed.is_some());
    }),
    ("conflicts-of-contacts", |version| {
        let mut mock = Mock::documented(version).let_in();
        mock.world().add_contact(
            Contact::new("c")
                .name("Ann")
                .contact_manager(AGENT)
                .conflicting_fields(vec![ContactConflict::new("name", "Bob"), ContactConflict::new("manager", "x")]),
        );
        let path = format!("{CONTACTS}.conflicts");
        let mut resolve = |change| mock.post(&path, &change);
        if version == V7 {
            return;
        }
        let named = json!({"contactId": "c", "contactManager": "marcos.defendi"});
        assert_eq!(resolve(named).error(400), "error-contact-manager-not-found");
        let empty = json!({"contactId": "c", "name": "", "contactManager": "", "customFields": {"hobby": "chess"}});
        let contact = resolve(empty).answered()["result"].clone();
        assert_eq!(contact["conflictingFields"], json!([{"field": "name", "value": "Bob"}]));
        assert_eq!((&contact["name"], &contact["contactManager"]), (&json!("Ann"), &json!(null)));
        assert_eq!(contact["customFields"], json!({"hobby": "chess"}));
    }),
    ("deleted-contacts", |version| {
        let mut mock = Mock::documented(version).let_in();
        mock.world().open_room(VISITOR, NOW).unwrap();
        let contact = mock.world().contacts().last().unwrap().id.clone();
        if version == V7 {
            return;
        }
        let path = format!("{CONTACTS}.delete");
        let mut delete = |contact: &str| mock.post(&path, &json!({"contactId": contact}));
        assert_eq!(delete("nobody").error(400), "error-contact-not-found");
        assert_eq!(delete(contact.as_str()).error(400), "error-contact-has-open-rooms");
        let setting = "Livechat_Allow_collect_and_store_HTTP_header_informations";
        mock.world().set_setting(setting, true).unwrap();
        mock.post(&path, &json!({"contactId": contact})).answered();
    }),
    ("closed-rooms-of-departments", |version| {
        let mut mock = Mock::documented(version).let_in();
        if version == V7 {
            return;
        }
        let path = "/api/v1/livechat/rooms.removeAllClosedRooms";
        let none = mock.post(path, &json!({"departmentIds": ["nowhere"]}));
        assert_eq!(*none.answered(), json!({"removedRooms": 0, "success": true}));
        let closed = mock.world().rooms().filter(|room| room.closed_at.is_some()).count();
        assert!(closed > 0);
        let all = mock.ask("POST", path, &json!({}));
        assert_eq!(*all.answered(), json!({"removedRooms": closed, "success": true}));
    }),
    ("transcripts-as-files", |version| {
        let mut mock = Mock::documented(version).let_in();
        let room = mock.world().rooms().find(|room| room.closed_at.is_some()).unwrap().id.clone();
        mock.ask("POST", &format!("/api/v1/omnichannel/{room}/request-transcript"), &json!({})).answered();
        assert!(mock.world().room(&room).unwrap().pdf_transcript_file_id.is_some());
    }),
    ("webhooks", |version| {
        let mut mock = Mock::documented(version).let_in();
        let test = "/api/v1/livechat/webhook.test";
        assert_eq!(mock.ask("POST", test, &json!({})).error(400), "Webhook_URL_not_set");
        let url = json!({"LivechatWebhookUrl": " https://example.com/hook "});
        mock.post("/api/v1/omnichannel/integrations", &url).answered();
        let answer = mock.ask("POST", test, &json!({}));
        assert_eq!(answer.error(400), "error-invalid-webhook-response");
        assert!(answer.hint().contains("in process"), "{}", answer.hint());
    }),
    ("events-of-webhooks", |version| {
        let mut mock = Mock::documented(version);
        let world = mock.world();
        world.set_setting("Livechat_webhookUrl", "http://127.0.0.1/").unwrap();
        world.set_setting("Livechat_webhook_on_chat_taken", true).unwrap();
        let room = world.open_room(VISITOR, NOW).unwrap();
        world.serve_room(&room, AGENT, NOW);
        let due = mock.0.take_webhook(NOW).unwrap();
        assert!(!due.request.headers().contains_key("user-agent"));
        mock.0.answer_webhook(&due, livechat_mock::WebhookAnswer::responded(503, ""), NOW);
        let pause = std::time::Duration::from_secs(20);
        assert_eq!(mock.0.next_webhook(), Some(NOW.saturating_add(pause)));
    }),
    ("leads", |version| {
        let mut mock = Mock::documented(version).let_in();
        let world = mock.world();
        for (name, value) in [
            ("Livechat_webhookUrl", json!("http://127.0.0.1/")),
            ("Livechat_webhook_on_visitor_message", json!(true)),
            ("Livechat_webhook_on_capture", json!(true)),
        ] {
            world.set_setting(name, value).unwrap();
        }
        let email = world.visitor(VISITOR).unwrap().emails.clone();
        let room = world.open_room(VISITOR, NOW).unwrap();
        let write = |mock: &mut Mock, text: &str| {
            let known = mock.0.webhooks().count();
            let message = json!({"token": TOKEN, "rid": room, "msg": text});
            mock.post("/api/v1/livechat/message", &message).answered();
            mock.0.webhooks().skip(known).map(|webhook| webhook.event.clone()).collect::<Vec<_>>()
        };
        assert_eq!(write(&mut mock, "ann@example.com"), ["Message", "LeadCapture"]);
        assert_eq!(mock.world().visitor(VISITOR).unwrap().emails, email);
        let setting = "/api/v1/settings/Livechat_lead_email_regex";
        for (pattern, is_read) in [("", true), ("(", false), ("(x+x+)+(?=y)z", true)] {
            let answer = mock.post(setting, &json!({"value": pattern}));
            answer.answered();
            assert_eq!(answer.hint().contains("cannot read this pattern"), !is_read, "{pattern}");
            assert_eq!(write(&mut mock, &format!("ann@example.com {}", "x".repeat(2000))), ["Message"], "{pattern}");
        }
        assert!(mock.world().set_setting("Livechat_lead_phone_regex", "(").is_err());
    }),
    ("external-services-of-triggers", |version| {
        let mut mock = Mock::documented(version).let_in();
        let test = "/api/v1/livechat/triggers/external-service/test";
        let body = json!({"webhookUrl": "https://example.com", "timeout": "10000", "fallbackMessage": "Later"});
        assert_eq!(mock.post(test, &body).error(400), "Livechat secret token is not configured");
        mock.world().set_setting("Livechat_secret_token", "secret").unwrap();
        let answer = mock.post(test, &body);
        assert_eq!(answer.error(400), "error-invalid-external-service-response");
        assert_eq!(answer.json["fallbackMessage"], "Later");
        assert!(answer.hint().contains("sends no requests"), "{}", answer.hint());
    }),
    ("outbound-messages", |version| {
        let mut mock = Mock::documented(version).let_in();
        let list = "/api/v1/omnichannel/outbound/providers";
        if version == V7 {
            return;
        }
        assert_eq!(mock.get(list).answered()["providers"], json!([]));
        let world: &mut World = mock.world();
        world.add_outbound_provider(OutboundProvider::new("p"));
        assert_eq!(mock.get(list).answered()["providers"][0]["providerId"], "p");
        let message = json!({"to": "1", "type": "letter"});
        let refused = mock.post(&format!("{list}/p/message"), &message);
        assert_eq!(refused.error(400), "must be equal to one of the allowed values");
    }),
];
