//! The quirks of what managers set up: departments, custom fields, triggers, appearance and contacts.

use livechat_mock::{ServerVersion, World};
use livechat_sdk::model::{Contact, CustomField, CustomFieldScope, Department, Trigger};
use serde_json::{Value, json};

use super::{
    behaviour::{Check, Mock},
    people::{file, upload},
};

const V7: ServerVersion = ServerVersion::V7_0;
const DEPARTMENT: &str = "/api/v1/livechat/department";
const CONTACTS: &str = "/api/v1/omnichannel/contacts";
const AGENT: &str = "w6YjbdZHjghjfNBAg";

pub(super) const QUIRKS: &[Check] = &[
    ("limit-of-departments", |version| {
        let mut mock = staffed(version);
        mock.post(DEPARTMENT, &department(None)).answered();
        mock.post(DEPARTMENT, &department(None)).answered();
        mock.world().set_department_limit(2);
        let answer = mock.post(DEPARTMENT, &department(None));
        assert_eq!(answer.error(400), "Maximum number of departments reached [error-max-departments-number-reached]");
        let available = mock.get(&format!("{DEPARTMENT}/isDepartmentCreationAvailable"));
        assert_eq!(available.answered()["isDepartmentCreationAvailable"], false);
    }),
    ("removal-of-departments", |version| {
        let mut mock = staffed(version);
        let fallback = Department::new("support", "Support").fallback_forward_department("sales");
        mock.world().add_department(fallback);
        mock.world().set_setting("Omnichannel_enable_department_removal", true).unwrap();
        mock.ask("DELETE", &format!("{DEPARTMENT}/sales"), &json!({})).answered();
        let support = mock.get(&format!("{DEPARTMENT}/support"));
        assert!(support.answered()["department"].get("fallbackForwardDepartment").is_none());
        mock.world().set_setting("Omnichannel_enable_department_removal", false).unwrap();
        let answer = mock.ask("DELETE", &format!("{DEPARTMENT}/support"), &json!({}));
        if version == V7 {
            answer.answered();
        } else {
            assert_eq!(answer.error(400), "error-department-removal-disabled");
        }
    }),
    ("invalid-fallback-departments", |version| {
        let mut mock = staffed(version);
        let mut update = |fallback| mock.ask("PUT", &format!("{DEPARTMENT}/sales"), &department(Some(fallback)));
        let circular = update("sales").error(400).to_owned();
        assert!(circular.ends_with("[error-fallback-department-circular]"), "{circular}");
        let unknown = "Fallback department not found [error-fallback-department-not-found]";
        assert_eq!(update("nowhere").error(400), unknown);
    }),
    ("agents-as-given", |version| {
        let mut mock = staffed(version);
        let mut upsert = |agents: Value| {
            let body = json!({"upsert": agents, "remove": []});
            mock.post(&format!("{DEPARTMENT}/sales/agents"), &body).answered();
            mock.get(&format!("{DEPARTMENT}/sales/agents")).answered()["agents"].clone()
        };
        let nobody = json!({"agentId": "nobody", "username": "nobody"});
        let agents = upsert(json!([nobody, {"agentId": AGENT, "username": "x", "count": 4, "order": 2}]));
        assert_eq!(agents.as_array().unwrap().len(), 1);
        let agents = upsert(json!([{"agentId": AGENT, "username": "x"}]));
        assert_eq!((&agents[0]["count"], &agents[0]["order"]), (&json!(0), &json!(0)));
        assert_eq!(agents[0]["username"], "marcos.defendi");
        mock.world().revoke("add-livechat-department-agents", "admin");
        let mut body = department(None);
        body["agents"] = json!([{"agentId": AGENT, "username": "x", "count": 5}]);
        let answer = mock.ask("PUT", &format!("{DEPARTMENT}/sales"), &body);
        assert_eq!(answer.answered()["agents"][0]["count"], 0);
    }),
    ("departments-wrong-in-two-ways", |version| {
        let mut mock = staffed(version);
        let mut body = department(None);
        body["department"]["name"] = json!("Other");
        body["agents"] = json!([{}]);
        let answer = mock.ask("PUT", &format!("{DEPARTMENT}/sales"), &body);
        assert_eq!(answer.error(400), "Match error: Missing key 'agentId' in field upsert[0]");
        assert_ne!(mock.world().department("sales").unwrap().name.as_deref(), Some("Other"));
    }),
    ("selectors-of-departments", |version| {
        let mut mock = staffed(version);
        for number in 0..11 {
            mock.world().add_department(Department::new(format!("s{number}"), format!("Sales {number}")));
        }
        let selector = "%7B%22conditions%22%3A%7B%22enabled%22%3Afalse%7D%7D";
        let answer = mock.get(&format!("{DEPARTMENT}.autocomplete?selector={selector}&onlyMyDepartments=false"));
        let items = answer.answered()["items"].as_array().unwrap();
        assert_eq!((items.len(), &items[0]["name"]), (10, &json!("Sales")));
    }),
    ("usual-orders", |version| {
        let mut mock = staffed(version);
        for name in ["b", "a"] {
            let world = mock.world();
            world.add_department(Department::new(name, name).archived(true));
            world.add_trigger(Trigger::new(name).name(name));
            let agent = livechat_mock::Account::new(name, "password").id(name);
            world.add_user(agent);
            world.add_department_agent("sales", name);
        }
        mock.world().add_custom_field(CustomField::new("zip", CustomFieldScope::Visitor).label("A"));
        for (target, list, key, first) in [
            ("/api/v1/livechat/department/sales/agents", "agents", "username", "a"),
            ("/api/v1/livechat/departments/archived", "departments", "name", "a"),
            ("/api/v1/livechat/custom-fields", "customFields", "label", "A"),
            ("/api/v1/livechat/triggers", "triggers", "name", "a"),
        ] {
            assert_eq!(mock.get(target).answered()[list][0][key], first, "{target}");
        }
    }),
    ("custom-field-keeps-its-key", |version| {
        let mut mock = staffed(version);
        let mut field = json!({"field": "street", "label": "Street", "scope": "visitor", "visibility": "hidden"});
        field["searchable"] = Value::Null;
        let body = json!({"customFieldId": "address", "customFieldData": field});
        mock.post("/api/v1/livechat/custom-fields.save", &body).answered();
        let stored = mock.get("/api/v1/livechat/custom-fields/address").answered()["customField"].clone();
        assert_eq!((&stored["label"], &stored["searchable"]), (&json!("Street"), &json!(true)));
        // Further keys are kept, and a body without data is read all the same.
        let mut body = body;
        body["customFieldData"]["more"] = json!({"a": [1]});
        let saved = mock.post("/api/v1/livechat/custom-fields.save", &body).answered()["customField"].clone();
        assert_eq!((&saved["more"], saved.get("_id"), saved.get("field")), (&json!({"a": [1]}), None, None));
        body["customFieldData"].as_object_mut().unwrap().remove("more");
        mock.post("/api/v1/livechat/custom-fields.save", &body).answered();
        let stored = mock.get("/api/v1/livechat/custom-fields/address").answered()["customField"].clone();
        assert_eq!(stored["more"], json!({"a": [1]}));
        let nothing = mock.post("/api/v1/livechat/custom-fields.save", &json!({}));
        assert_eq!(nothing.error(400), "Cannot read properties of undefined (reading 'field')");
    }),
    ("unknown-triggers", |version| {
        let mut mock = staffed(version);
        let body = json!({
            "_id": "nothing",
            "name": "Welcome",
            "description": "",
            "enabled": true,
            "runOnce": true,
            "conditions": [{"name": "chat-opened-by-visitor", "value": null}],
            "actions": [{"name": "send-message"}],
        });
        mock.post("/api/v1/livechat/triggers", &body).answered();
        mock.ask("DELETE", "/api/v1/livechat/triggers/nothing", &json!({})).answered();
        assert_eq!(mock.world().triggers().count(), 0);
    }),
    ("settings-of-the-appearance", |version| {
        let mut mock = staffed(version);
        let mut set = |id: &str, value: Value| {
            let body = json!([{"_id": "Livechat_title", "value": "Hello"}, {"_id": id, "value": value}]);
            mock.post("/api/v1/livechat/appearance", &body)
        };
        assert_eq!(set("Livechat_enabled", false.into()).error(400), "invalid-setting");
        set("Livechat_registration_form", "yes".into()).answered();
        set("Livechat_hide_system_messages", json!(["nothing"])).answered();
        set("Livechat_message_character_limit", "7".into()).answered();
        let answer = mock.get("/api/v1/livechat/appearance");
        let settings = answer.answered()["appearance"].as_array().unwrap();
        let value = |id: &str| settings.iter().find(|setting| setting["_id"] == id).unwrap()["value"].clone();
        assert_eq!((value("Livechat_title"), value("Livechat_message_character_limit")), (json!("Hello"), json!(7)));
        assert_eq!(value("Livechat_registration_form"), false);
        assert_eq!(value("Livechat_hide_system_messages"), json!(["uj", "ul", "livechat-close"]));
    }),
    ("settings-without-effect", |version| {
        let mut mock = staffed(version);
        let path = "/api/v1/settings/Livechat_webhook_on_start";
        mock.post(path, &json!({"value": "yes"})).answered();
        assert_eq!(mock.get(path).answered()["value"], "yes");
        assert!(mock.world().set_setting("Livechat_webhook_on_start", "yes").is_err());
        mock.post("/api/v1/settings/Livechat_enabled", &json!({"value": ""})).answered();
        assert_eq!(mock.get("/api/v1/livechat/config").answered()["config"]["enabled"], false);
        let path = "/api/v1/settings/FileUpload_MaxFilesPerMessage";
        assert_eq!((mock.get(path).status, mock.post(path, &json!({"value": 2})).status), (400, 400));
        let two = upload(&mut mock, &(file("a", "x") + &file("b", "y")));
        assert_eq!(two.error(400), "Too many files in upload [error-too-many-files]");
    }),
    ("contacts-of-visitors", |version| {
        let mut mock = staffed(version);
        let field = json!({"key": "address", "value": "here", "overwrite": true});
        let visitor =
            mock.register(&json!({"token": "t", "customFields": [field]})).answered()["visitor"]["_id"].clone();
        assert_eq!(mock.world().contacts().count(), 0);
        let room = mock.get("/api/v1/livechat/room?token=t").answered()["room"].clone();
        let named = if version == V7 { &room["v"]["contactId"] } else { &room["contactId"] };
        let contact = mock.world().contact(named.as_str().unwrap()).unwrap().clone();
        assert_eq!(json!(contact.custom_fields), json!({"address": "here"}));
        assert_eq!(json!(contact.channels[0].visitor.visitor_id), visitor);
    }),
    ("contact-as-updated", |version| {
        let mut mock = staffed(version);
        mock.world().add_contact(Contact::new("ann").custom_fields(json!({"old": "1"}).as_object().unwrap().clone()));
        let mut update = |fields: Value, manager: &str| {
            let body = json!({"contactId": "ann", "customFields": fields, "contactManager": manager});
            mock.post(&format!("{CONTACTS}.update"), &body)
        };
        assert_eq!(update(json!({"size": 1}), "nobody").error(400), "error-contact-manager-not-found");
        assert_eq!(update(json!({"size": 1}), AGENT).error(400), "Custom field size is not allowed");
        assert_eq!(update(json!({"address": [1]}), AGENT).error(400), "Invalid value for Address field");
        let answer = update(json!({"address": 1}), AGENT);
        assert_eq!(answer.answered()["contact"]["customFields"], json!({"address": "1", "old": "1"}));
    }),
    ("history-of-contacts", |version| {
        let mut mock = staffed(version);
        let world = mock.world();
        world.add_contact(Contact::new("ann"));
        for (id, ts, open) in [("r1", 1_i64, None), ("r2", 2, Some(true))] {
            let visitor = livechat_sdk::model::RoomVisitor::new("v");
            let mut room = livechat_sdk::model::Room::new(id, visitor, livechat_sdk::Timestamp::from_millis(ts));
            room.contact_id = Some("ann".into());
            room.open = open;
            room.closed_at = open.is_none().then_some(room.created_at);
            world.add_room(room);
        }
        let answer = mock.get(&format!("{CONTACTS}.history?contactId=ann"));
        let ids: Vec<_> = answer.answered()["history"].as_array().unwrap().iter().map(|room| &room["_id"]).collect();
        assert_eq!(ids, ["r1"]);
        let unknown = mock.get(&format!("{CONTACTS}.history?contactId=nobody"));
        assert_eq!(unknown.error(400), "error-contact-not-found");
    }),
    ("existence-by-several", |version| {
        let answer = staffed(version).get(&format!("{CONTACTS}.checkExistence?email=a&phone=1"));
        const ADDITIONAL: &str = "must NOT have additional properties";
        let each = format!("must have required property 'contactId'\n {ADDITIONAL}\n {ADDITIONAL}");
        assert_eq!(answer.error(400), format!("{each}\n must match exactly one schema in oneOf [invalid-params]"));
    }),
    ("count-of-contacts", |version| {
        let mut mock = staffed(version);
        mock.world().add_contact(Contact::new("ann"));
        let answer = mock.get(&format!("{CONTACTS}.search?count=7"));
        assert_eq!(answer.answered()["count"], 7);
        let answer = mock.get(&format!("{CONTACTS}.search?count=0"));
        assert_eq!(answer.answered()["count"], 0);
    }),
    ("search-for-a-visitor", |version| {
        let mut mock = staffed(version);
        let path = "/api/v1/omnichannel/contact";
        let saved = mock.post(path, &json!({"token": "t", "name": "Ann", "email": "visitor@rocket.chat"}));
        assert_eq!(saved.answered()["contact"], "sGtcfEYz852uguxaS", "by address");
        assert_eq!(mock.world().visitor("sGtcfEYz852uguxaS").unwrap().status, None);
        assert_eq!(mock.get(&format!("{path}.search")).error(400), "Cannot convert undefined or null to object");
        let nobody = mock.get(&format!("{path}.search?phone=55%2051%205555-5555&email=nobody"));
        assert_eq!(*nobody.answered(), json!({"contact": null, "success": true}));
        let nobody = mock.get(&format!("{path}?contactId=nobody"));
        assert_eq!(*nobody.answered(), json!({"contact": null, "success": true}));
    }),
];

/// The documentation's workspace with a department, `sales`, for whoever asks.
fn staffed(version: ServerVersion) -> Mock {
    let mut mock = Mock::documented(version).let_in();
    let world: &mut World = mock.world();
    world.add_department(Department::new("sales", "Sales"));
    mock
}

/// What a department is to be.
fn department(fallback: Option<&str>) -> Value {
    json!({"department": {
        "enabled": true,
        "name": "Sales",
        "email": "sales@example.com",
        "showOnRegistration": true,
        "showOnOfflineForm": false,
        "fallbackForwardDepartment": fallback.unwrap_or_default(),
    }})
}
