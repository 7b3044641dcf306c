//! What managers set up: custom fields, triggers, the widget's appearance.

use livechat_mock::{Account, ServerVersion};
use serde_json::{Value, json};

use super::{Setup, Transport, server::with};

const FIELDS: &str = "/api/v1/livechat/custom-fields";
const TRIGGERS: &str = "/api/v1/livechat/triggers";
const APPEARANCE: &str = "/api/v1/livechat/appearance";
const NOW: &str = "2026-01-01T00:00:00.000Z";

/// What a custom field is to be, with some of it otherwise.
fn field(key: &str, change: Value) -> Value {
    with(json!({"field": key, "label": "City", "scope": "visitor", "visibility": "visible"}), change)
}

fn trigger(change: Value) -> Value {
    let usual = json!({
        "name": "Welcome",
        "description": "",
        "enabled": true,
        "runOnce": true,
        "conditions": [{"name": "time-on-site", "value": 30}],
        "actions": [{"name": "send-message", "params": {"sender": "queue", "msg": "Can we help?"}}],
    });
    with(usual, change)
}

pub(super) async fn custom_fields_are_saved_listed_and_deleted(transport: Transport) {
    let server = Setup::empty().start(transport).await;
    let admin = server.admin();
    let save = async |id: Value, data: Value| {
        let body = json!({"customFieldId": id, "customFieldData": data});
        server.post_as(&admin, &format!("{FIELDS}.save"), body).await.ok()
    };
    let saved = save(Value::Null, field("city", json!({"type": "input", "searchable": true}))).await;
    let stored = json!({
        "_id": "city",
        "label": "City",
        "scope": "visitor",
        "visibility": "visible",
        "type": "input",
        "searchable": true,
        "_updatedAt": NOW,
    });
    assert_eq!(saved, json!({"customField": stored, "success": true}));
    let get = async |key: &str| server.get_as(&admin, &format!("{FIELDS}/{key}")).await.ok();
    assert_eq!(get("city").await, json!({"customField": stored, "success": true}));
    // The key stays, and so does what is not given.
    let saved = save("city".into(), field("town", json!({"label": "Town", "visibility": "hidden"}))).await;
    let sent = json!({"label": "Town", "scope": "visitor", "visibility": "hidden"});
    assert_eq!(saved, json!({"customField": sent, "success": true}), "what was sent, without the key");
    assert_eq!(get("town").await, json!({"customField": null, "success": true}));
    let town = get("city").await["customField"].clone();
    assert_eq!(
        (&town["label"], &town["visibility"], &town["type"]),
        (&json!("Town"), &json!("hidden"), &json!("input"))
    );
    save(Value::Null, field("age", json!({"label": "Age", "scope": "room"}))).await;
    let list = async |query: &str| {
        let list = server.get_as(&admin, &format!("{FIELDS}{query}")).await.ok();
        let keys: Vec<_> = list["customFields"].as_array().unwrap().iter().map(|field| field["_id"].clone()).collect();
        (json!(keys), list["total"].clone())
    };
    assert_eq!(list("").await, (json!(["age", "city"]), json!(2)));
    assert_eq!(list("?text=CIT").await, (json!(["city"]), json!(1)));
    assert_eq!(list("?text=town").await, (json!(["city"]), json!(1)));
    assert_eq!(list("?offset=1&sort=%7B%22label%22%3A-1%7D").await, (json!(["age"]), json!(2)));
    let delete =
        async |key: &str| server.post_as(&admin, &format!("{FIELDS}.delete"), json!({"customFieldId": key})).await;
    assert_eq!(delete("city").await.ok(), json!({"success": true}));
    assert_eq!(list("").await.1, 1);
    assert_eq!(delete("city").await.error(400), json!({"success": false, "error": "Custom field not found"}));
}

pub(super) async fn custom_fields_are_refused_with_reason(transport: Transport) {
    for version in [ServerVersion::V7_13, ServerVersion::V8_5] {
        let server = Setup::documented().version(version).start(transport).await;
        let admin = server.admin();
        let missing = |key: &str| format!("must have required property '{key}'");
        for (body, error) in [
            (
                json!({"customFieldId": null, "customFieldData": field("address", json!({}))}),
                "Custom Field already exists".to_owned(),
            ),
            (
                json!({"customFieldId": "city", "customFieldData": field("city", json!({}))}),
                "Custom Field Not found".to_owned(),
            ),
        ] {
            let rejected = server.post_as(&admin, &format!("{FIELDS}.save"), body).await.error(400);
            assert_eq!(rejected["error"], error);
        }
        let rejected = server.post_as(&admin, &format!("{FIELDS}.delete"), json!({})).await.error(400);
        assert_eq!(rejected["error"], missing("customFieldId"));
    }
    let server = Setup::documented().start(transport).await;
    for (change, error) in [
        (json!({"field": "two words"}), "must match pattern \"^[0-9a-zA-Z_-]+$\""),
        (json!({"scope": "agent"}), "must be equal to one of the allowed values"),
    ] {
        let body = json!({"customFieldData": field("city", change)});
        let rejected = server.post_as(&server.admin(), &format!("{FIELDS}.save"), body).await.error(400);
        assert_eq!(rejected["error"], error);
    }
    let body = json!({"customFieldData": {"field": "city", "label": "City", "scope": "room"}});
    let rejected = server.post_as(&server.admin(), &format!("{FIELDS}.save"), body).await.error(400);
    assert_eq!(rejected["error"], "must have required property 'visibility'");
    // Nobody demands that there is a field.
    let rejected = server.post_as(&server.admin(), &format!("{FIELDS}.save"), json!({})).await.error(400);
    assert_eq!(rejected, json!({"success": false, "error": "Cannot read properties of undefined (reading 'field')"}));
}

pub(super) async fn visitors_are_asked_for_a_new_field_at_once(transport: Transport) {
    let server = Setup::empty().start(transport).await;
    let admin = server.admin();
    server.register(json!({"token": "t"})).await.ok();
    let write = async |value: &str| {
        let body = json!({"token": "t", "key": "zip", "value": value, "overwrite": true});
        server.post("/api/v1/livechat/custom.field", body).await
    };
    assert_eq!(write("12345").await.error(400)["error"], "invalid-custom-field");
    let body = json!({"customFieldId": null, "customFieldData": field("zip", json!({"regexp": "^[0-9]{5}$"}))});
    server.post_as(&admin, &format!("{FIELDS}.save"), body).await.ok();
    assert_eq!(write("none").await.error(400)["error"], "Invalid value for zip field");
    write("12345").await.ok();
    server.post_as(&admin, &format!("{FIELDS}.delete"), json!({"customFieldId": "zip"})).await.ok();
    assert_eq!(write("12345").await.error(400)["error"], "invalid-custom-field");
    // What was written stays.
    let visitor = server.get("/api/v1/livechat/visitor/t").await.ok();
    assert_eq!(visitor["visitor"]["livechatData"], json!({"zip": "12345"}));
}

pub(super) async fn triggers_are_saved_and_shown_to_visitors(transport: Transport) {
    let server = Setup::empty().start(transport).await;
    let admin = server.admin();
    let save = async |change: Value| server.post_as(&admin, TRIGGERS, trigger(change)).await;
    let list = async || server.get_as(&admin, TRIGGERS).await.ok();
    let shown = async || server.get("/api/v1/livechat/config").await.ok()["config"]["triggers"].clone();
    assert_eq!(shown().await, json!([]));
    assert_eq!(save(json!({})).await.ok(), json!({"success": true}));
    save(json!({"name": "Bye", "enabled": false})).await.ok();
    let triggers = list().await;
    assert_eq!((&triggers["count"], &triggers["offset"], &triggers["total"]), (&json!(2), &json!(0), &json!(2)));
    assert_eq!(triggers["triggers"][0]["name"], "Bye", "by name");
    let welcome = &triggers["triggers"][1];
    let id = welcome["_id"].as_str().unwrap();
    assert_eq!(id.len(), 17);
    let mut expected = trigger(json!({}));
    expected["_id"] = id.into();
    expected["_updatedAt"] = NOW.into();
    expected["conditions"][0]["value"] = "30".into();
    assert_eq!(*welcome, expected, "the number is stored as text");
    let one = format!("{TRIGGERS}/{id}");
    assert_eq!(server.get_as(&admin, &one).await.ok(), json!({"trigger": expected, "success": true}));
    let told = json!([{
        "_id": id,
        "actions": expected["actions"],
        "conditions": expected["conditions"],
        "runOnce": true,
    }]);
    assert_eq!(shown().await, told);
    // What an external service is to answer takes a licence, which this server has.
    let service = json!({"serviceUrl": "https://example.com", "serviceTimeout": 10, "serviceFallbackMessage": ""});
    let external = json!({"name": "use-external-service", "params": service});
    save(json!({"_id": id, "actions": [external]})).await.ok();
    assert_eq!(shown().await[0]["actions"][0]["name"], "use-external-service");
    save(json!({"_id": id, "actions": [external, expected["actions"][0]]})).await.ok();
    assert_eq!(shown().await.as_array().unwrap().len(), 1);
    save(json!({"_id": id, "enabled": false})).await.ok();
    assert_eq!((shown().await, list().await["total"].clone()), (json!([]), json!(2)));
    // An id that nobody knows is passed over.
    save(json!({"_id": "nothing"})).await.ok();
    assert_eq!(list().await["total"], 2);
    let delete = async || server.ask_as(&admin, "DELETE", &one, json!({})).await.ok();
    assert_eq!((delete().await, delete().await), (json!({"success": true}), json!({"success": true})));
    assert_eq!(server.get_as(&admin, &one).await.ok(), json!({"trigger": null, "success": true}));
    for (change, error) in [
        (json!({"conditions": []}), "must NOT have fewer than 1 items"),
        (json!({"actions": []}), "must NOT have fewer than 1 items"),
        (json!({"conditions": [{"name": "page-url"}]}), "must have required property 'value'"),
        (
            json!({"actions": [{"name": "send-message", "params": {"msg": "Hi"}}]}),
            "must have required property 'sender'\n must be equal to one of the allowed values\n must match exactly one \
             schema in oneOf",
        ),
        (json!({"conditions": [{"name": "never", "value": null}]}), "must be equal to one of the allowed values"),
    ] {
        assert_eq!(save(change).await.error(400)["error"], error);
    }
}

pub(super) async fn the_appearance_is_made_of_settings(transport: Transport) {
    let server = Setup::empty().start(transport).await;
    let admin = server.admin();
    let value = async |id: &str| {
        let list = server.get_as(&admin, APPEARANCE).await.ok();
        let setting = list["appearance"].as_array().unwrap().iter().find(|setting| setting["_id"] == id).cloned();
        setting.unwrap()
    };
    let title = value("Livechat_title").await;
    assert_eq!((&title["value"], &title["type"]), (&json!("Rocket.Chat"), &json!("string")));
    assert_eq!((&title["group"], &title["section"]), (&json!("Omnichannel"), &json!("Livechat")));
    let changes = json!([
        {"_id": "Livechat_title", "value": "Hello"},
        {"_id": "Livechat_registration_form", "value": "false"},
        {"_id": "Livechat_enable_message_character_limit", "value": true},
        {"_id": "Livechat_message_character_limit", "value": "20"},
        {"_id": "Livechat_hide_system_messages", "value": ["uj"]},
    ]);
    assert_eq!(server.post_as(&admin, APPEARANCE, changes).await.ok(), json!({"success": true}));
    let title = value("Livechat_title").await;
    assert_eq!((&title["value"], &title["packageValue"]), (&json!("Hello"), &json!("Rocket.Chat")));
    assert_eq!(value("Livechat_message_character_limit").await["value"], 20, "a form sends texts");
    // Visitors see it at once.
    let config = server.get("/api/v1/livechat/config").await.ok()["config"].clone();
    assert_eq!((&config["theme"]["title"], &config["settings"]["registrationForm"]), (&json!("Hello"), &json!(false)));
    let settings = &config["settings"];
    assert_eq!((&settings["limitTextLength"], &settings["hiddenSystemMessages"]), (&json!(20), &json!(["uj"])));
}

pub(super) async fn no_other_setting_can_be_changed(transport: Transport) {
    let server = Setup::empty().start(transport).await;
    let admin = server.admin();
    for wrong in [json!({"_id": "Livechat_enabled", "value": false}), json!({"_id": "nothing", "value": false})] {
        let changes = json!([{"_id": "Livechat_title", "value": "Hello"}, wrong]);
        let rejected = server.post_as(&admin, APPEARANCE, changes).await.error(400);
        assert_eq!(rejected, json!({"success": false, "error": "invalid-setting"}));
    }
    let title = server.world(|world| world.settings().find(|(name, _)| *name == "Livechat_title").unwrap().1.clone());
    assert_eq!(title, "Rocket.Chat", "all or nothing");
    for (body, error) in [
        (json!([]), "must NOT have fewer than 1 items"),
        (json!({}), "must be array"),
        (json!([{"_id": "Livechat_title"}]), "must have required property 'value'"),
        (json!([{"_id": "Livechat_title", "value": {}}]), "must be string,boolean,number,array"),
        (json!([{"_id": "Livechat_title", "value": "a", "b": 1}]), "must NOT have additional properties"),
    ] {
        assert_eq!(server.post_as(&admin, APPEARANCE, body).await.error(400)["error"], error);
    }
}

pub(super) async fn the_appearance_takes_values_as_a_form_has_them(transport: Transport) {
    let server = Setup::empty().start(transport).await;
    let admin = server.admin();
    let changes = json!([
        {"_id": "Livechat_display_offline_form", "value": "perhaps"},
        {"_id": "Livechat_message_character_limit", "value": "12abc"},
        {"_id": "Livechat_title", "value": null},
        {"_id": "Livechat_hide_system_messages", "value": ["uj", "nothing"]},
        {"_id": "Omnichannel_allow_visitors_to_close_conversation", "value": 1},
    ]);
    server.post_as(&admin, APPEARANCE, changes).await.ok();
    let stored = |name: &str| {
        server.world(|world| world.settings().find(|(known, _)| *known == name).map(|(_, value)| value.clone()))
    };
    for (name, value) in [
        ("Livechat_display_offline_form", json!(false)),
        ("Livechat_message_character_limit", json!(12)),
        ("Livechat_title", json!("")),
        ("Livechat_hide_system_messages", json!(["uj", "ul", "livechat-close"])),
        ("Omnichannel_allow_visitors_to_close_conversation", json!(false)),
    ] {
        assert_eq!(stored(name), Some(value), "{name}");
    }
}

pub(super) async fn staff_without_the_permission_change_nothing(transport: Transport) {
    let server = Setup::documented().start(transport).await;
    let ann = server.world(|world| world.add_user(Account::new("ann", "password").role("livechat-agent")));
    let agent = server.login(&ann);
    // Agents read custom fields, and nothing else of these.
    server.get_as(&agent, &format!("{FIELDS}/address")).await.ok();
    for (method, path, body) in [
        ("POST", format!("{FIELDS}.delete"), json!({"customFieldId": "address"})),
        ("POST", format!("{FIELDS}.save"), json!({"customFieldId": null, "customFieldData": field("city", json!({}))})),
        ("POST", TRIGGERS.to_owned(), trigger(json!({}))),
        ("DELETE", format!("{TRIGGERS}/any"), json!({})),
        ("POST", APPEARANCE.to_owned(), json!([{"_id": "Livechat_title", "value": "Hello"}])),
    ] {
        assert_eq!(server.ask_as(&agent, method, &path, body).await.status, 403, "{method} {path}");
    }
    for path in [TRIGGERS, APPEARANCE] {
        assert_eq!(server.get_as(&agent, path).await.status, 403);
    }
    server.world(|world| {
        assert_eq!((world.custom_fields().count(), world.triggers().count()), (1, 0));
    });
}
