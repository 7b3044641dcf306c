//! What a visitor sets beside the conversation: custom fields, presence; and leaving for good.

use livechat_mock::{Account, ServerVersion};
use livechat_sdk::model::{CustomField, CustomFieldScope, Department};
use serde_json::{Value, json};

use super::{
    Setup, Transport,
    rooms::{id, open, with_agent},
};

const FIELD: &str = "/api/v1/livechat/custom.field";

pub(super) async fn a_field_is_written_to_the_visitor_or_the_room(transport: Transport) {
    let (server, _) = with_agent(transport).await;
    server.world(|world| {
        world.add_custom_field(CustomField::new("address", CustomFieldScope::Visitor));
        world.add_custom_field(CustomField::new("topic", CustomFieldScope::Room));
        world.add_custom_field(CustomField::new("zip", CustomFieldScope::Visitor).regexp("^[0-9]{5}$"));
    });
    let room = id(&open(&server, "t").await);
    let set = async |key: &str, value: &str, overwrite: bool| {
        server.post(FIELD, json!({"token": "t", "key": key, "value": value, "overwrite": overwrite})).await
    };
    let expected = json!({"field": {"key": "address", "value": "a", "overwrite": true}, "success": true});
    assert_eq!(set("address", "a", true).await.ok(), expected);
    set("topic", "b", true).await.ok();
    set("address", "c", false).await.ok();
    assert_eq!(set("colour", "x", true).await.error(400)["error"], "invalid-custom-field");
    assert_eq!(set("zip", "x", true).await.error(400)["error"], "Invalid value for zip field");
    set("zip", "12345", true).await.ok();
    let visitor = server.get("/api/v1/livechat/visitor/t").await.ok();
    assert_eq!(visitor["visitor"]["livechatData"], json!({"address": "a", "zip": "12345"}));
    let data = server.world(|world| world.room(&room).unwrap().livechat_data.clone().unwrap());
    assert_eq!(json!(data), json!({"topic": "b"}));
    let several = json!({"token": "t", "customFields": [{"key": "address", "value": "d", "overwrite": true}]});
    let answer = server.post("/api/v1/livechat/custom.fields", several).await.ok();
    assert_eq!(answer["fields"], json!([{"Key": "address", "value": "d", "overwrite": true}]));
}

pub(super) async fn older_servers_fail_where_nothing_is_written(transport: Transport) {
    let server = Setup::empty().version(ServerVersion::V7_0).start(transport).await;
    server.world(|world| world.add_custom_field(CustomField::new("topic", CustomFieldScope::Room)));
    server.register(json!({"token": "t"})).await.ok();
    let field = json!({"key": "topic", "value": "x", "overwrite": true});
    let one = json!({"token": "t", "key": "topic", "value": "x", "overwrite": true});
    assert_eq!(server.post(FIELD, one).await.error(400), json!({"success": false}));
    let several = json!({"token": "t", "customFields": [field]});
    let rejected = server.post("/api/v1/livechat/custom.fields", several).await.error(400);
    assert_eq!(rejected["error"], "error-setting-custom-field");
}

pub(super) async fn any_text_is_a_status(transport: Transport) {
    let (server, _) = with_agent(transport).await;
    let room = id(&open(&server, "t").await);
    for path in ["visitor.status", "visitors.status"] {
        let path = format!("/api/v1/livechat/{path}");
        let set = server.post(&path, json!({"token": "t", "status": "asleep"})).await.ok();
        assert_eq!(set, json!({"token": "t", "status": "asleep", "success": true}));
        let rejected = server.post(&path, json!({"token": "nobody", "status": "away"})).await.error(400);
        assert_eq!(rejected["errorType"], "invalid-token");
    }
    server.world(|world| {
        assert_eq!(world.room(&room).unwrap().visitor.status.as_ref().unwrap().as_str(), "asleep");
        let inquiry = world.inquiry(&room).unwrap();
        assert_eq!(inquiry.visitor.as_ref().unwrap().status.as_ref().unwrap().as_str(), "asleep");
    });
    let visitor = server.get("/api/v1/livechat/visitor/t").await.ok();
    assert_eq!(visitor["visitor"]["status"], "online", "not the visitor's own record");
}

pub(super) async fn who_is_removed_leaves_nothing(transport: Transport) {
    let (server, _) = with_agent(transport).await;
    let room = id(&open(&server, "t").await);
    let remove = async || server.call("DELETE", "/api/v1/livechat/visitor/t", &[], None).await;
    let expected = json!({
        "success": false,
        "error": "Cannot remove visitors with opened rooms [visitor-has-open-rooms]",
        "errorType": "visitor-has-open-rooms",
    });
    assert_eq!(remove().await.error(400), expected);
    server.post("/api/v1/livechat/room.close", json!({"rid": room, "token": "t"})).await.ok();
    let removed = remove().await.ok();
    assert_eq!(removed["visitor"]["ts"], "2026-01-01T00:00:00.000Z");
    assert_eq!(remove().await.error(400)["errorType"], "invalid-token");
    server.world(|world| {
        assert!(world.room(&room).is_none());
        assert_eq!(world.messages(&room).count(), 0);
        let stripped = world.visitor(removed["visitor"]["_id"].as_str().unwrap()).unwrap();
        assert_eq!(
            (stripped.disabled, &stripped.token, &stripped.name, stripped.created_at),
            (Some(true), &None, &None, None)
        );
    });
}

pub(super) async fn who_leaves_takes_the_rooms_of_older_tokens_too(transport: Transport) {
    let (server, _) = with_agent(transport).await;
    server.register(json!({"token": "old", "email": "bob@example.com"})).await.ok();
    let first = id(&open(&server, "old").await);
    let others = id(&open(&server, "t").await);
    // Found by the address, with another token: the room that is open is the old one's, and does not hold the visitor back.
    server.register(json!({"token": "new", "email": "bob@example.com"})).await.ok();
    server.call("DELETE", "/api/v1/livechat/visitor/new", &[], None).await.ok();
    server.world(|world| {
        assert!(world.room(&first).is_none() && world.inquiry(&first).is_none());
        assert!(world.room(&others).is_some(), "another's stays");
    });
}

pub(super) async fn a_visitor_is_told_of_the_agent(transport: Transport) {
    let (server, ann) = with_agent(transport).await;
    server.world(|world| {
        world.add_user(Account::new("ann", "password").id(ann.clone()).email("ann@example.com").role("livechat-agent"))
    });
    let next = async || server.get("/api/v1/livechat/agent.next/t").await;
    assert_eq!(next().await.ok()["agent"]["username"], "ann");
    let room = id(&open(&server, "t").await);
    assert_eq!(next().await.ok(), json!({"success": true}), "there is an open room");
    let path = format!("/api/v1/livechat/agent.info/{room}/t");
    let info = server.get(&path).await.ok()["agent"].clone();
    assert_eq!((&info["_id"], &info["emails"][0]["address"]), (&json!(ann), &json!("ann@example.com")));
    server.world(|world| world.set_setting("Livechat_show_agent_email", false)).unwrap();
    assert!(server.get(&path).await.ok()["agent"].get("emails").is_none());
    server.world(|world| world.set_setting("Livechat_show_agent_info", false)).unwrap();
    assert_eq!(server.get(&path).await.ok()["agent"], json!({"hiddenInfo": true}));
    server.world(|world| world.set_setting("Livechat_Routing_Method", "Manual_Selection")).unwrap();
    let rejected = server.get("/api/v1/livechat/agent.next/other").await.error(400);
    assert_eq!(rejected["error"], "agent-not-found");
}

pub(super) async fn mail_is_accepted(transport: Transport) {
    let (server, _) = with_agent(transport).await;
    let room = id(&open(&server, "t").await);
    let transcript = async |token: &str| {
        let body = json!({"rid": room, "token": token, "email": "bob@example.com"});
        server.post("/api/v1/livechat/transcript", body).await
    };
    assert_eq!(transcript("t").await.ok()["message"], "Omnichannel transcript sent");
    assert_eq!(transcript("other").await.error(400)["error"], "error-invalid-visitor");
    let (last, visitor) =
        server.world(|world| (json!(world.messages(&room).last().unwrap()), json!(world.room(&room).unwrap().visitor)));
    assert_eq!((&last["t"], &last["u"]["_id"]), (&json!("livechat_transcript_history"), &json!("rocket.cat")));
    let bot = json!({"_id": "rocket.cat", "username": "rocket.cat", "name": "Rocket.Cat"});
    assert_eq!(last["requestData"], json!({"type": "visitor", "visitor": visitor, "user": bot}));
    // First the room, then the token, then the address.
    let wrong = async |rid: &str, token: &str, email: &str| {
        let body = json!({"rid": rid, "token": token, "email": email});
        server.post("/api/v1/livechat/transcript", body).await.error(400)
    };
    assert_eq!(wrong("nowhere", "other", "x").await["error"], "error-invalid-room");
    assert_eq!(wrong(room.as_str(), "other", "x").await["error"], "error-invalid-visitor");
    let named = json!({"success": false, "error": "[invalid email]", "errorType": "invalid email"});
    for email in ["", "bob", "@example.com", "bob@", "a@b@c"] {
        assert_eq!(wrong(room.as_str(), "t", email).await, named, "{email}");
    }
}

pub(super) async fn an_offline_message_needs_somebody_who_gets_it(transport: Transport) {
    let server = Setup::empty().start(transport).await;
    let send = async |email: &str, department: &str| {
        let body = json!({"name": "", "email": email, "message": "Hello", "department": department});
        server.post("/api/v1/livechat/offline.message", body).await
    };
    let set = |name: &str, value: Value| server.world(|world| world.set_setting(name, value).unwrap());
    let error = json!({"success": false, "error": "Error sending Omnichannel offline message"});
    // Nobody on a fresh server.
    assert_eq!(send("bob@example.com", "").await.error(400), error);
    set("Livechat_offline_email", json!("wrong"));
    assert_eq!(send("bob@example.com", "").await.error(400), error);
    server.world(|world| {
        let mut sales = Department::new("sales", "Sales");
        sales.email = Some("sales@example.com".to_owned());
        world.add_department(sales);
        world.add_department(Department::new("returns", "Returns"));
    });
    for department in ["sales", "Sales"] {
        assert_eq!(send("bob@example.com", department).await.ok()["message"], "Livechat offline message sent");
    }
    assert_eq!(send("bob@example.com", "returns").await.error(400), error);
    set("Livechat_offline_email", json!("team@example.com"));
    for department in ["", "returns", "nowhere"] {
        send("bob@example.com", department).await.ok();
    }
    for email in ["", "nonsense", "a@localhost"] {
        assert_eq!(send(email, "").await.error(400), error, "{email}");
    }
    set("Livechat_validate_offline_email", json!(false));
    send("nonsense", "").await.ok();
    assert_eq!(send("", "").await.error(400), error);
    set("Livechat_display_offline_form", json!(false));
    assert_eq!(send("bob@example.com", "").await.error(400), error);
}

pub(super) async fn the_configuration_goes_by_the_settings(transport: Transport) {
    let (server, ann) = with_agent(transport).await;
    let config =
        async |query: &str| server.get(&format!("/api/v1/livechat/config{query}")).await.ok()["config"].clone();
    let anybody = config("?token=nobody").await;
    assert_eq!((&anybody["enabled"], &anybody["online"]), (&json!(true), &json!(true)));
    assert_eq!(anybody["settings"]["limitTextLength"], false);
    assert_eq!(anybody["survey"]["items"][2], "agentResposiveness");
    assert_eq!(anybody["departments"], json!([]));
    assert!(anybody.get("guest").is_none() && anybody.get("room").is_none());
    let room = id(&open(&server, "t").await);
    server
        .world(|world| {
            let sales = world.add_department(Department::new("sales", "Sales"));
            world.add_department_agent(&sales, &ann);
            world.set_setting("Livechat_enable_message_character_limit", true)?;
            world.set_setting("Livechat_message_character_limit", 100)?;
            world.set_setting("Livechat_title", "Shop")
        })
        .unwrap();
    let own = config("?token=t").await;
    assert_eq!((&own["guest"]["token"], &own["guest"]["name"]), (&json!("t"), &json!("Bob")));
    assert_eq!((&own["room"]["_id"], &own["room"]["open"]), (&json!(room), &json!(true)));
    assert_eq!(own["agent"]["username"], "ann");
    assert_eq!((&own["settings"]["limitTextLength"], &own["theme"]["title"]), (&json!(100), &json!("Shop")));
    assert_eq!(own["departments"][0]["name"], "Sales");
    server.world(|world| world.modify_user(&ann, |user| user.status = Some("offline".into())));
    assert_eq!(config("?department=sales").await["online"], false);
    server.world(|world| world.set_setting("Livechat_enabled", false)).unwrap();
    assert_eq!(config("").await, json!({"enabled": false}));
    let rejected = server.get("/api/v1/livechat/config?colour=red").await.error(400);
    assert_eq!(rejected["error"], "must NOT have additional properties [invalid-params]");
}
