//! Contacts, of the newer kind and of the older, which is a visitor.

use livechat_mock::{Account, ServerVersion};
use livechat_sdk::{
    Timestamp,
    model::{
        Contact, ContactChannel, ContactChannelVisitor, CustomField, CustomFieldScope, CustomFieldVisibility, LastChat,
        Room, RoomSource, RoomSourceType, RoomVisitor, UserStatus, Visitor, VisitorEmail,
    },
};
use serde_json::{Value, json};

use super::{
    Server, Setup, Transport,
    rooms::{id, open},
    server::{Answer, Login, with},
};

const CONTACTS: &str = "/api/v1/omnichannel/contacts";
const NOW: &str = "2026-01-01T00:00:00.000Z";

/// The workspace of the documentation, with the administrator's login.
async fn start(transport: Transport, version: ServerVersion) -> (Server, Login) {
    let server = Setup::documented().version(version).start(transport).await;
    let admin = server.admin();
    (server, admin)
}

async fn create(server: &Server, admin: &Login, change: Value) -> Answer {
    let usual = json!({"name": "Ann", "emails": ["ann@example.com"], "phones": []});
    server.post_as(admin, CONTACTS, with(usual, change)).await
}

async fn created(server: &Server, admin: &Login, change: Value) -> String {
    create(server, admin, change).await.ok()["contactId"].as_str().unwrap().to_owned()
}

pub(super) async fn a_contact_is_created_read_and_updated(transport: Transport) {
    let (server, admin) = start(transport, ServerVersion::V8_5).await;
    let change = json!({"customFields": {"address": "here"}, "contactManager": "w6YjbdZHjghjfNBAg"});
    let answer = create(&server, &admin, change).await.ok();
    let id = answer["contactId"].as_str().unwrap();
    assert_eq!((id.len(), &answer), (24, &json!({"contactId": id, "success": true})));
    let get = async || server.get_as(&admin, &format!("{CONTACTS}.get?contactId={id}")).await.ok();
    let mut expected = json!({
        "_id": id,
        "name": "Ann",
        "createdAt": NOW,
        "emails": [{"address": "ann@example.com"}],
        "phones": [],
        "contactManager": "w6YjbdZHjghjfNBAg",
        "unknown": false,
        "preRegistration": true,
        "customFields": {"address": "here"},
        "channels": [],
        "_updatedAt": NOW,
    });
    assert_eq!(get().await, json!({"contact": expected, "success": true}));
    let channels = server.get_as(&admin, &format!("{CONTACTS}.channels?contactId={id}")).await.ok();
    assert_eq!(channels, json!({"channels": [], "success": true}));
    server.advance(60);
    server.world(|world| {
        world.modify_contact(id, |contact| contact.unknown = Some(true)).unwrap();
    });
    let update = async |change: Value| {
        let body = with(json!({"contactId": id}), change);
        server.post_as(&admin, &format!("{CONTACTS}.update"), body).await.ok()["contact"].clone()
    };
    // What is given replaces what is stored; the rest stays.
    let updated = update(json!({"phones": ["1", "2"], "customFields": {}, "wipeConflicts": true})).await;
    expected["phones"] = json!([{"phoneNumber": "1"}, {"phoneNumber": "2"}]);
    expected["customFields"] = json!({});
    expected["conflictingFields"] = json!([]);
    expected["_updatedAt"] = "2026-01-01T00:01:00.000Z".into();
    assert_eq!(updated, expected);
    expected["name"] = "Anna".into();
    assert_eq!(update(json!({"name": "Anna"})).await, expected);
    assert_eq!(get().await["contact"], expected);
}

pub(super) async fn a_contact_is_refused_with_reason(transport: Transport) {
    let (server, admin) = start(transport, ServerVersion::V8_5).await;
    server.world(|world| {
        world.add_custom_field(CustomField::new("zip", CustomFieldScope::Visitor).regexp("^[0-9]+$"));
        world.add_custom_field(CustomField::new("order", CustomFieldScope::Room));
    });
    let id = created(&server, &admin, json!({})).await;
    for (change, error) in [
        (json!({"contactManager": "nobody"}), "error-contact-manager-not-found"),
        // Only agents look after contacts.
        (json!({"contactManager": "admin"}), "error-contact-manager-not-found"),
        (json!({"customFields": {"hobby": "chess"}}), "Custom field hobby is not allowed"),
        (json!({"customFields": {"order": "1"}}), "Custom field order is not allowed"),
        (json!({"customFields": {"zip": "none"}}), "Invalid value for zip field"),
        (json!({"customFields": {"zip": [5]}}), "Invalid value for zip field"),
        (json!({"customFields": {"hobby": "chess", "zip": "none"}}), "Invalid value for zip field"),
        (json!({"emails": "ann@example.com"}), "must be array [invalid-params]"),
    ] {
        assert_eq!(create(&server, &admin, change.clone()).await.error(400)["error"], error);
        let mut update = change;
        update["contactId"] = id.as_str().into();
        let rejected = server.post_as(&admin, &format!("{CONTACTS}.update"), update).await.error(400);
        assert_eq!(rejected["error"], error);
    }
    for (body, error) in [
        (json!({"contactId": "nobody"}), "error-contact-not-found"),
        (json!({"name": "Ann"}), "must have required property 'contactId' [invalid-params]"),
    ] {
        assert_eq!(server.post_as(&admin, &format!("{CONTACTS}.update"), body).await.error(400)["error"], error);
    }
    let missing = server.post_as(&admin, CONTACTS, json!({"name": "Ann", "phones": []})).await.error(400);
    assert_eq!(missing["error"], "must have required property 'emails' [invalid-params]");
    assert_eq!(server.world(|world| world.contacts().count()), 1);
}

pub(super) async fn an_unknown_contact_is_no_page_or_null(transport: Transport) {
    for version in ServerVersion::ALL {
        let (server, admin) = start(transport, version).await;
        let answer = server.get_as(&admin, &format!("{CONTACTS}.get?contactId=nobody")).await;
        if version == ServerVersion::V7_0 {
            assert_eq!(answer.ok(), json!({"contact": null, "success": true}));
        } else {
            assert_eq!(answer.error(404), json!({"success": false, "error": "Resource not found"}));
        }
        let blank = server.get_as(&admin, &format!("{CONTACTS}.get?contactId=%20")).await;
        if version == ServerVersion::V7_0 {
            assert_eq!(blank.ok(), json!({"contact": null, "success": true}));
        } else {
            let blank = blank.error(400);
            assert_eq!(blank["error"], "must pass \"isNotEmpty\" keyword validation [invalid-params]");
        }
        let channels = server.get_as(&admin, &format!("{CONTACTS}.channels?contactId=nobody")).await.ok();
        let none = if version == ServerVersion::V7_0 { json!(null) } else { json!([]) };
        assert_eq!(channels, json!({"channels": none, "success": true}));
        let history = server.get_as(&admin, &format!("{CONTACTS}.history?contactId=nobody")).await.error(400);
        assert_eq!(history, json!({"success": false, "error": "error-contact-not-found"}));
    }
}

pub(super) async fn contacts_are_searched_for(transport: Transport) {
    let (server, admin) = start(transport, ServerVersion::V8_5).await;
    created(&server, &admin, json!({"name": "Bob", "emails": ["bob@example.com"]})).await;
    created(&server, &admin, json!({"phones": ["555-1"], "contactManager": "w6YjbdZHjghjfNBAg"})).await;
    server.world(|world| world.add_contact(Contact::new("").name("Amy").unknown(true)));
    let search = async |query: &str| {
        let page = server.get_as(&admin, &format!("{CONTACTS}.search{query}")).await.ok();
        let names: Vec<_> =
            page["contacts"].as_array().unwrap().iter().map(|contact| contact["name"].clone()).collect();
        (json!(names), page["total"].clone())
    };
    assert_eq!(search("").await, (json!(["Ann", "Bob"]), json!(2)), "without those whom nobody saved");
    assert_eq!(search("?searchText=A").await.0, json!(["Ann", "Bob"]), "in an address too");
    assert_eq!(search("?searchText=BOB@").await.0, json!(["Bob"]));
    assert_eq!(search("?searchText=555").await.0, json!(["Ann"]));
    assert_eq!(search("?unknown=true").await.0, json!(["Amy"]));
    assert_eq!(search("?unknown=false&count=1").await, (json!(["Ann"]), json!(2)));
    assert_eq!(search("?offset=1&sort=%7B%22name%22%3A-1%7D").await.0, json!(["Ann"]));
    assert_eq!(search("?unknown=true&searchText=bob").await, (json!([]), json!(0)));
    let page = server.get_as(&admin, &format!("{CONTACTS}.search?searchText=ann")).await.ok();
    let manager = json!({"_id": "w6YjbdZHjghjfNBAg", "name": "marcos.defendi", "username": "marcos.defendi"});
    assert_eq!(page["contacts"][0]["contactManager"], manager, "with names");
}

pub(super) async fn a_search_echoes_how_many_were_asked_for(transport: Transport) {
    for version in ServerVersion::ALL {
        let (server, admin) = start(transport, version).await;
        created(&server, &admin, json!({})).await;
        for (query, count) in [("", 50), ("?count=7", 7), ("?count=1000", 100), ("?count=0", 0)] {
            let page = server.get_as(&admin, &format!("{CONTACTS}.search{query}")).await.ok();
            assert_eq!((&page["count"], &page["total"]), (&json!(count), &json!(1)), "{version} {query}");
        }
    }
}

pub(super) async fn it_is_told_whether_a_contact_exists(transport: Transport) {
    let (server, admin) = start(transport, ServerVersion::V8_5).await;
    let id = created(&server, &admin, json!({"phones": ["1"]})).await;
    let check = async |query: &str| server.get_as(&admin, &format!("{CONTACTS}.checkExistence{query}")).await;
    for (query, exists) in [
        (format!("?contactId={id}"), true),
        ("?contactId=nobody".to_owned(), false),
        ("?email=ann@example.com".to_owned(), true),
        ("?email=ann@example".to_owned(), false),
        ("?phone=1".to_owned(), true),
        ("?phone=2".to_owned(), false),
    ] {
        assert_eq!(check(&query).await.ok(), json!({"exists": exists, "success": true}), "{query}");
    }
    const ADDITIONAL: &str = "must NOT have additional properties";
    const NO_ID: &str = "must have required property 'contactId'";
    const NO_EMAIL: &str = "must have required property 'email'";
    const NO_PHONE: &str = "must have required property 'phone'";
    const BLANK: &str = "must pass \"isNotEmpty\" keyword validation";
    for (query, lines) in [
        ("", [NO_ID, NO_EMAIL, NO_PHONE]),
        ("?colour=red", [NO_ID, NO_EMAIL, NO_PHONE]),
        ("?contactId=x&email=a@b", [ADDITIONAL, ADDITIONAL, NO_PHONE]),
        ("?contactId=x&phone=1", [ADDITIONAL, NO_EMAIL, ADDITIONAL]),
        ("?contactId=", [BLANK, NO_EMAIL, NO_PHONE]),
        ("?email=", [NO_ID, "must match format \"basic_email\"", NO_PHONE]),
        ("?phone=", [NO_ID, NO_EMAIL, BLANK]),
    ] {
        let error = format!("{}\n must match exactly one schema in oneOf [invalid-params]", lines.join("\n "));
        let expected = json!({"success": false, "error": error, "errorType": "invalid-params"});
        assert_eq!(check(query).await.error(400), expected, "{query}");
    }
}

/// The workspace of the documentation without anybody online, where conversations wait.
async fn waiting(transport: Transport, version: ServerVersion) -> (Server, Login) {
    let (server, admin) = start(transport, version).await;
    server
        .world(|world| {
            world.modify_user(AGENT, |agent| agent.status = Some(UserStatus::Offline));
            world.set_setting("Livechat_accept_chats_with_no_agents", true)
        })
        .unwrap();
    (server, admin)
}

const AGENT: &str = "w6YjbdZHjghjfNBAg";

/// The contact of a room, as it is stored.
fn contact_of(server: &Server, room: &Value) -> Value {
    server.world(|world| {
        let id = world.room(id(room)).unwrap().contact_id.clone().unwrap();
        json!(world.contact(id).unwrap())
    })
}

async fn close(server: &Server, room: &Value, token: &str) {
    server.post("/api/v1/livechat/room.close", json!({"rid": room["_id"], "token": token})).await.ok();
}

pub(super) async fn a_room_makes_a_contact_of_its_visitor(transport: Transport) {
    let (server, admin) = waiting(transport, ServerVersion::V8_5).await;
    let field = json!({"key": "address", "value": "here", "overwrite": true});
    let visitor = json!({"token": "t", "name": "Ann", "phone": "1", "email": "ann@x", "customFields": [field]});
    let visitor = server.register(visitor).await.ok()["visitor"]["_id"].clone();
    assert_eq!(server.world(|world| world.contacts().count()), 0, "registering makes none");
    let room = open(&server, "t").await;
    assert_eq!((&room["fname"], &room["verified"]), (&json!("Ann"), &json!(false)));
    assert!(room["v"].get("contactId").is_none());
    let chat = json!({"_id": room["_id"], "ts": NOW});
    let channel = json!({
        "name": "api",
        "verified": false,
        "visitor": {"visitorId": visitor, "source": {"type": "api"}},
        "blocked": false,
        "details": {"type": "api"},
        "lastChat": chat,
    });
    let expected = json!({
        "_id": room["contactId"],
        "name": "Ann",
        "createdAt": NOW,
        "emails": [{"address": "ann@x"}],
        "phones": [{"phoneNumber": "1"}],
        "unknown": true,
        "customFields": {"address": "here"},
        "channels": [channel],
        "lastChat": chat,
        "preRegistration": false,
        "_updatedAt": NOW,
    });
    assert_eq!(contact_of(&server, &room), expected);
    let path = format!("{CONTACTS}.channels?contactId={}", room["contactId"].as_str().unwrap());
    assert_eq!(server.get_as(&admin, &path).await.ok()["channels"], json!([channel]));
    // Of somebody of whom nothing is known, nothing is made up.
    server.register(json!({"token": "u"})).await.ok();
    let contact = contact_of(&server, &open(&server, "u").await);
    assert_eq!((&contact["name"], &contact["customFields"]), (&json!("guest-9"), &json!({})));
    assert_eq!([contact.get("emails"), contact.get("phones"), contact.get("activity")], [None; 3]);
    // The next room of the same channel is the same contact's.
    close(&server, &room, "t").await;
    server.advance(60);
    let next = open(&server, "t").await;
    assert_eq!(next["contactId"], room["contactId"]);
    let later = json!({"_id": next["_id"], "ts": "2026-01-01T00:01:00.000Z"});
    let contact = contact_of(&server, &next);
    assert_eq!((&contact["lastChat"], &contact["channels"][0]["lastChat"]), (&later, &later));
    // Another way to write is another channel, and another contact.
    close(&server, &next, "t").await;
    let cookies = [("cookie", "rc_room_type=l; rc_is_widget=t")];
    let path = "/api/v1/livechat/room?token=t";
    let widget = server.call("GET", path, &cookies, None).await.ok()["room"].clone();
    assert_ne!(widget["contactId"], room["contactId"]);
    let channel = &contact_of(&server, &widget)["channels"][0];
    assert_eq!((&channel["name"], &channel["visitor"]["source"]), (&json!("widget"), &json!({"type": "widget"})));
    assert!(channel["details"].get("destination").is_some());
}

pub(super) async fn older_rooms_have_the_contact_in_the_copy_of_the_visitor(transport: Transport) {
    let (server, _) = waiting(transport, ServerVersion::V7_0).await;
    server.register(json!({"token": "t", "name": "Ann"})).await.ok();
    let room = open(&server, "t").await;
    let contact = server.world(|world| world.contacts().next().unwrap().id.clone());
    assert_eq!((room.get("contactId"), &room["v"]["contactId"]), (None, &json!(contact)));
}

pub(super) async fn who_was_saved_before_is_recognized_by_an_address(transport: Transport) {
    for (known, given) in [("emails", json!({"email": "ann@x"})), ("phones", json!({"phone": "1"}))] {
        let (server, admin) = waiting(transport, ServerVersion::V8_5).await;
        let addresses = json!({"name": "Ann B.", "emails": [], "phones": [], "customFields": {"address": "there"}});
        let address = if known == "emails" { json!(["ann@x"]) } else { json!(["1"]) };
        let saved = created(&server, &admin, with(addresses, json!({known: address}))).await;
        let field = json!({"key": "address", "value": "here", "overwrite": true});
        let visitor = with(json!({"token": "t", "name": "Ann", "customFields": [field]}), given);
        server.register(with(visitor, json!({"username": "ann"}))).await.ok();
        // A room from the time before contacts.
        let before = server.world(|world| {
            let visitor = world.visitor_by_token("t").unwrap().id.clone();
            let source = Box::new(RoomSource::new(RoomSourceType::Api));
            let mut room = Room::new("before", RoomVisitor::new(visitor), Timestamp::from_millis(0)).source(source);
            room.open = None;
            world.add_room(room)
        });
        let room = open(&server, "t").await;
        assert_eq!((&room["contactId"], &room["fname"]), (&json!(saved), &json!("Ann B.")));
        server.world(|world| {
            let before = world.room(&before).unwrap();
            assert_eq!(before.contact_id.as_ref().map(|id| json!(id)), Some(json!(saved)), "it is the contact's too");
            assert_eq!(before.display_name.as_deref(), Some("Ann B."));
        });
        let contact = contact_of(&server, &room);
        assert_eq!((&contact["preRegistration"], &contact["unknown"]), (&json!(false), &json!(false)));
        assert_eq!(contact["channels"].as_array().unwrap().len(), 1);
        // What is known stays; another name is a conflict, another field is none.
        assert_eq!(contact["conflictingFields"], json!([{"field": "name", "value": "Ann"}]));
        assert_eq!(contact["customFields"], json!({"address": "there"}));
        // Case counts, and who has a channel already is not looked for by address.
        for (token, email) in [("u", "ANN@x"), ("v", "ann@x")] {
            server.world(|world| {
                let visitor = Visitor::new("").token(token).username(token);
                world.add_visitor(visitor.emails(vec![VisitorEmail::new(email)]));
            });
            assert_ne!(open(&server, token).await["contactId"], json!(saved), "{email}");
        }
    }
}

pub(super) async fn contacts_learn_from_who_registers_again(transport: Transport) {
    let (server, admin) = waiting(transport, ServerVersion::V8_5).await;
    server.register(json!({"token": "t", "name": "Ann", "email": "ann@x"})).await.ok();
    let room = open(&server, "t").await;
    server.register(json!({"token": "t", "name": "Anna", "email": "Anna@x ", "phone": "1"})).await.ok();
    let contact = contact_of(&server, &room);
    assert_eq!(contact["name"], "Anna", "nobody saved it");
    assert_eq!(contact["emails"], json!([{"address": "ann@x"}, {"address": "anna@x"}]));
    assert_eq!(contact["phones"], json!([{"phoneNumber": "1"}]));
    let update = json!({"contactId": contact["_id"], "name": "Dr. Ann"});
    server.post_as(&admin, &format!("{CONTACTS}.update"), update).await.ok();
    for _ in 0..2 {
        server.register(json!({"token": "t", "name": "Annie", "email": "no address", "phone": "1"})).await.ok();
    }
    let contact = contact_of(&server, &room);
    assert_eq!((&contact["name"], contact["emails"].as_array().unwrap().len()), (&json!("Dr. Ann"), 2));
    assert_eq!(contact["conflictingFields"], json!([{"field": "name", "value": "Annie"}]), "once");
    assert_eq!(contact["phones"], json!([{"phoneNumber": "1"}]));
}

pub(super) async fn custom_fields_reach_the_contact(transport: Transport) {
    let (server, _) = waiting(transport, ServerVersion::V8_5).await;
    server.world(|world| world.add_custom_field(CustomField::new("topic", CustomFieldScope::Room)));
    server.register(json!({"token": "t"})).await.ok();
    let room = open(&server, "t").await;
    let one = async |value: &str, overwrite: bool| {
        let field = json!({"token": "t", "key": "address", "value": value, "overwrite": overwrite});
        server.post("/api/v1/livechat/custom.field", field).await.ok();
    };
    let stored = || {
        let visitor = server.world(|world| json!(world.visitor_by_token("t").unwrap().livechat_data));
        let contact = contact_of(&server, &room);
        (visitor["address"].clone(), contact["customFields"].clone(), contact["conflictingFields"].clone())
    };
    one("", false).await;
    assert_eq!(stored(), (json!(""), json!({"address": ""}), json!(null)));
    // An empty text is a value of the visitor's, and none of the contact's.
    one("a", false).await;
    assert_eq!(stored(), (json!(""), json!({"address": "a"}), json!(null)));
    one("b", true).await;
    assert_eq!(stored(), (json!("b"), json!({"address": "b"}), json!(null)));
    one("c", false).await;
    one("c", false).await;
    let conflict = json!({"field": "customFields.address", "value": "c"});
    assert_eq!(stored(), (json!("b"), json!({"address": "b"}), json!([conflict, conflict])));
    let several = async |fields: Value| {
        let body = json!({"token": "t", "customFields": fields});
        server.post("/api/v1/livechat/custom.fields", body).await
    };
    let address = json!({"key": "address", "value": "d", "overwrite": true});
    let topic = json!({"key": "topic", "value": "e", "overwrite": true});
    let unknown = json!({"key": "hobby", "value": "f", "overwrite": true});
    assert_eq!(several(json!([address, unknown])).await.error(400)["error"], "invalid-custom-field");
    assert_eq!(stored().0, "b", "nothing is written if one is unknown");
    let answer = several(json!([address, topic])).await.ok();
    assert_eq!((&answer["fields"][0]["Key"], &answer["fields"][1]["Key"]), (&json!("topic"), &json!("address")));
    assert_eq!((stored().0, stored().1), (json!("d"), json!({"address": "d"})));
    let field = json!({"key": "address", "value": "g", "overwrite": true});
    server.register(json!({"token": "t", "customFields": [field]})).await.ok();
    assert_eq!((stored().0, stored().1), (json!("g"), json!({"address": "g"})));
}

pub(super) async fn a_months_answers_are_the_contacts_activity(transport: Transport) {
    let (server, _) = waiting(transport, ServerVersion::V8_5).await;
    server.register(json!({"token": "t"})).await.ok();
    let room = open(&server, "t").await;
    let answer = |user: &str| {
        let now = server.clock.now();
        server.world(|world| world.add_agent_message(id(&room), user, "Hello", now)).unwrap();
    };
    let activity = || {
        server.world(|world| {
            let room = world.room(id(&room)).unwrap();
            let inquiry = world.inquiry(&room.id).unwrap().visitor.as_ref().unwrap().activity.clone();
            let contact =
                world.contact(room.contact_id.as_ref().unwrap()).unwrap().activity.clone().unwrap_or_default();
            assert_eq!((&room.visitor.activity, &inquiry), (&contact, &contact));
            assert!(world.visitor_by_token("t").unwrap().activity.is_empty(), "not the visitor's own record");
            contact
        })
    };
    server.world(|world| {
        world.add_user(Account::new("bot", "password").id("bot").role("bot"));
        world.set_setting("Omnichannel_Metrics_Ignore_Automatic_Messages", true).unwrap();
    });
    answer("bot");
    assert_eq!(activity(), [""; 0], "automatic messages may not count");
    answer("admin");
    answer("admin");
    assert_eq!(activity(), ["2026-01"]);
    for _ in 0..14 {
        server.advance(31 * 86_400);
        answer("admin");
    }
    assert_eq!((activity().len(), activity().last().unwrap().as_str()), (12, "2027-03"), "the last twelve");
    // The next room starts with them.
    close(&server, &room, "t").await;
    assert_eq!(open(&server, "t").await["v"]["activity"].as_array().unwrap().len(), 12);
    let old = Setup::documented().version(ServerVersion::V7_0).start(transport).await;
    let now = old.clock.now();
    old.world(|world| {
        let visitor = world.visitor_by_token("9vcfr6wb3sllv5t14d9x3").unwrap().id.clone();
        let room = world.open_room(&visitor, now).unwrap();
        world.add_agent_message(room, AGENT, "Hello", now).unwrap();
        assert_eq!(world.visitor(&visitor).unwrap().activity, ["2026-01"]);
    });
}

pub(super) async fn a_renamed_contact_renames_its_rooms(transport: Transport) {
    let (server, admin) = start(transport, ServerVersion::V8_5).await;
    server.register(json!({"token": "t", "name": "Ann"})).await.ok();
    let first = open(&server, "t").await;
    close(&server, &first, "t").await;
    let second = open(&server, "t").await;
    let update = async |change: Value| {
        let body = with(json!({"contactId": second["contactId"]}), change);
        server.post_as(&admin, &format!("{CONTACTS}.update"), body).await
    };
    update(json!({"phones": ["1"]})).await.ok();
    let updated = update(json!({"name": "Dr. Ann", "contactManager": AGENT})).await.ok();
    assert_eq!(updated["contact"]["contactManager"], AGENT);
    server.world(|world| {
        for room in [&first, &second] {
            assert_eq!(world.room(id(room)).unwrap().display_name.as_deref(), Some("Dr. Ann"));
        }
        assert_eq!(world.inquiry(id(&second)).unwrap().name.as_deref(), Some("Dr. Ann"));
        assert_eq!(world.visitor_by_token("t").unwrap().name.as_deref(), Some("Ann"), "the visitor is not renamed");
    });
    let agent = server.login(&AGENT.into());
    let path = format!("/api/v1/subscriptions.getOne?roomId={}", second["_id"].as_str().unwrap());
    assert_eq!(server.get_as(&agent, &path).await.ok()["subscription"]["fname"], "Dr. Ann");
    // An empty manager is none; an empty name is stored, and refused all the same.
    let updated = update(json!({"contactManager": ""})).await.ok();
    assert!(updated["contact"].get("contactManager").is_none());
    assert_eq!(update(json!({"name": ""})).await.error(400)["error"], "error-invalid-operation");
    assert_eq!(contact_of(&server, &second)["name"], "");
    // Nothing given is nothing changed.
    server.world(|world| {
        world.modify_contact(second["contactId"].as_str().unwrap(), |contact| contact.unknown = Some(true)).unwrap();
    });
    assert_eq!(update(json!({})).await.ok()["contact"]["unknown"], true);
}

pub(super) async fn custom_fields_of_a_contact_are_those_that_are_defined(transport: Transport) {
    let (server, admin) = start(transport, ServerVersion::V8_5).await;
    server.world(|world| {
        let zip = CustomField::new("zip", CustomFieldScope::Visitor).label("ZIP code").regexp("^[0-9]*$");
        world.add_custom_field(zip.required(true));
        let hidden = CustomField::new("secret", CustomFieldScope::Visitor);
        world.add_custom_field(hidden.visibility(CustomFieldVisibility::Hidden));
        world.add_custom_field(CustomField::new("old", CustomFieldScope::Visitor));
    });
    let missing = "Invalid value for ZIP code field";
    for (fields, error) in [
        (json!({}), missing),
        (json!({"customFields": {}}), missing),
        (json!({"customFields": {"zip": " ", "hobby": "x"}}), missing),
        (json!({"customFields": {"zip": "x"}}), missing),
        (json!({"customFields": {"zip": "1", "secret": "x"}}), "Custom field secret is not allowed"),
    ] {
        assert_eq!(create(&server, &admin, fields.clone()).await.error(400)["error"], error, "{fields}");
    }
    let fields = json!({"address": "  here ", "zip": 12345, "old": "x"});
    let id = created(&server, &admin, json!({"customFields": fields})).await;
    let update = async |fields: Value| {
        let body = json!({"contactId": id, "customFields": fields});
        server.post_as(&admin, &format!("{CONTACTS}.update"), body).await
    };
    let stored = || server.world(|world| json!(world.contact(&id).unwrap().custom_fields));
    assert_eq!(stored(), json!({"address": "here", "zip": "12345", "old": "x"}), "trimmed, and texts");
    // What is left out goes, but for what nobody defines any more.
    server.world(|world| world.remove_custom_field("old"));
    update(json!({"zip": "1", "old": "another"})).await.ok();
    assert_eq!(stored(), json!({"zip": "1", "old": "x"}));
    update(json!({"zip": "2", "address": " "})).await.ok();
    assert_eq!(stored(), json!({"zip": "2", "old": "x"}));
    assert_eq!(update(json!({"zip": "2", "new": "x"})).await.error(400)["error"], "Custom field new is not allowed");
    assert_eq!(update(json!({"address": "x"})).await.error(400)["error"], missing);
    let body = json!({"contactId": id, "name": "Anna"});
    server.post_as(&admin, &format!("{CONTACTS}.update"), body).await.ok();
    assert_eq!(stored(), json!({"zip": "2", "old": "x"}), "untouched where none are given");
}

pub(super) async fn the_history_of_a_contact_is_what_is_over(transport: Transport) {
    let (server, admin) = start(transport, ServerVersion::V8_5).await;
    server.register(json!({"token": "t", "name": "Ann"})).await.ok();
    let mut rooms = Vec::new();
    for _ in 0..3 {
        rooms.push(open(&server, "t").await);
        if rooms.len() < 3 {
            server.advance(60);
            close(&server, &rooms[rooms.len() - 1], "t").await;
        }
    }
    let contact = rooms[0]["contactId"].as_str().unwrap();
    let history =
        async |query: &str| server.get_as(&admin, &format!("{CONTACTS}.history?contactId={contact}{query}")).await.ok();
    let page = history("").await;
    assert_eq!((&page["count"], &page["offset"], &page["total"]), (&json!(2), &json!(0), &json!(2)));
    let ids =
        |page: &Value| page["history"].as_array().unwrap().iter().map(|room| room["_id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids(&page), [rooms[1]["_id"].clone(), rooms[0]["_id"].clone()], "what closed last comes first");
    let keys: Vec<_> = page["history"][0].as_object().unwrap().keys().map(String::as_str).collect();
    let mut expected = [
        "_id",
        "fname",
        "ts",
        "v",
        "msgs",
        "servedBy",
        "closedAt",
        "closedBy",
        "closer",
        "source",
        "lastMessage",
        "verified",
    ];
    let mut keys = keys;
    keys.sort_unstable();
    expected.sort_unstable();
    assert_eq!(keys, expected);
    assert_eq!(page["history"][0]["lastMessage"]["t"], "livechat-close");
    assert_eq!(ids(&history("&count=1&offset=1").await), [rooms[0]["_id"].clone()]);
    assert_eq!(ids(&history("&sort=%7B%22ts%22%3A1%7D").await)[0], rooms[0]["_id"]);
    // The kind of the source, or its alias.
    server.world(|world| {
        let mut source = RoomSource::new(RoomSourceType::Sms);
        source.alias = Some("Twilio".to_owned());
        world.modify_room(rooms[0]["_id"].as_str().unwrap(), |room| room.source = Some(Box::new(source)));
    });
    for (source, found) in [("widget", &[][..]), ("AP", &[1]), ("sms", &[0]), ("twi", &[0]), ("", &[1, 0])] {
        let found: Vec<_> = found.iter().map(|room: &usize| rooms[*room]["_id"].clone()).collect();
        assert_eq!(ids(&history(&format!("&source={source}")).await), found, "{source}");
    }
    // A server without the licence does not look at it.
    server.world(|world| *world = world.clone().with_edition(livechat_mock::Edition::Community));
    assert_eq!(history("&source=widget").await["total"], 2);
}

pub(super) async fn the_channel_that_was_used_last_stands_for_its_name(transport: Transport) {
    let (server, admin) = start(transport, ServerVersion::V8_5).await;
    let channel = |visitor: &str, name: &str, used: Option<i64>| {
        let source = RoomSource::new(RoomSourceType::Api);
        let mut channel = ContactChannel::new(ContactChannelVisitor::new(visitor, source)).name(name);
        channel.last_chat = used.map(|at| LastChat::new("r", Timestamp::from_millis(at)));
        channel
    };
    let channels = vec![
        channel("a", "api", Some(1)),
        channel("b", "sms", None),
        channel("c", "api", Some(3)),
        channel("d", "api", Some(2)),
        channel("e", "sms", None),
    ];
    let id = server.world(|world| world.add_contact(Contact::new("").channels(channels)));
    let page = server.get_as(&admin, &format!("{CONTACTS}.channels?contactId={id}")).await.ok();
    let shown: Vec<_> = page["channels"].as_array().unwrap().iter().map(|it| &it["visitor"]["visitorId"]).collect();
    assert_eq!(shown, ["c", "b"]);
}

pub(super) async fn who_is_removed_takes_the_contact_along(transport: Transport) {
    let (server, admin) = start(transport, ServerVersion::V8_5).await;
    server.register(json!({"token": "t", "name": "Ann", "email": "ann@x"})).await.ok();
    server.register(json!({"token": "u", "name": "Ann too"})).await.ok();
    let room = open(&server, "t").await;
    close(&server, &room, "t").await;
    let other = server.world(|world| {
        let other = world.visitor_by_token("u").unwrap().id.clone();
        let source = RoomSource::new(RoomSourceType::Widget);
        let channel = ContactChannel::new(ContactChannelVisitor::new(other.clone(), source));
        world.modify_contact(room["contactId"].as_str().unwrap(), |contact| contact.channels.push(channel)).unwrap();
        other
    });
    server.call("DELETE", "/api/v1/livechat/visitor/t", &[], None).await.ok();
    server.world(|world| {
        assert_eq!(world.visitor(&other).unwrap().disabled, Some(true), "all visitors of the contact go");
        assert!(world.room(id(&room)).is_none());
    });
    let contact = room["contactId"].as_str().unwrap();
    let stored = server.world(|world| json!(world.contact(contact).unwrap()));
    assert_eq!((&stored["enabled"], &stored["channels"]), (&json!(false), &json!([])));
    for gone in ["name", "emails", "phones", "customFields", "lastChat", "conflictingFields"] {
        assert!(stored.get(gone).is_none(), "{gone}");
    }
    server.get_as(&admin, &format!("{CONTACTS}.get?contactId={contact}")).await.error(404);
    let update = json!({"contactId": contact, "name": "x"});
    let rejected = server.post_as(&admin, &format!("{CONTACTS}.update"), update).await.error(400);
    assert_eq!(rejected["error"], "error-contact-not-found");
    assert_eq!(server.get_as(&admin, &format!("{CONTACTS}.search?unknown=true")).await.ok()["total"], 0);
    let check = server.get_as(&admin, &format!("{CONTACTS}.checkExistence?contactId={contact}")).await.ok();
    assert_eq!(check["exists"], true, "its id stays taken");
}

pub(super) async fn who_looks_after_a_contact_looks_after_the_visitor(transport: Transport) {
    for (version, status, is_copied) in [
        (ServerVersion::V8_5, UserStatus::Online, true),
        (ServerVersion::V8_5, UserStatus::Offline, false),
        (ServerVersion::V7_0, UserStatus::Online, false),
    ] {
        let (server, admin) = start(transport, version).await;
        let account =
            Account::new("bob", "password").id("bob").email("bob@example.com").role("livechat-agent").status(status);
        server.world(|world| world.add_user(account));
        created(&server, &admin, json!({"contactManager": "bob"})).await;
        let visitor = server.register(json!({"token": "t", "email": "ANN@example.com"})).await.ok();
        let emails = json!([{"address": "bob@example.com", "verified": true}]);
        let manager = json!({"_id": "bob", "username": "bob", "name": "bob", "emails": emails});
        assert_eq!(visitor["visitor"].get("contactManager"), is_copied.then_some(&manager));
    }
    // Nor is one who cannot be reached by an address.
    let (server, admin) = start(transport, ServerVersion::V8_5).await;
    let account = Account::new("bob", "password").id("bob").role("livechat-agent");
    server.world(|world| world.add_user(account));
    created(&server, &admin, json!({"contactManager": "bob"})).await;
    let visitor = server.register(json!({"token": "t", "email": "ann@example.com"})).await.ok();
    assert_eq!(visitor["visitor"].get("contactManager"), None);
}

const OLDER: &str = "/api/v1/omnichannel/contact";

pub(super) async fn a_visitor_is_a_contact_of_the_older_kind(transport: Transport) {
    let (server, admin) = start(transport, ServerVersion::V8_5).await;
    let save = async |body: Value| server.post_as(&admin, OLDER, body).await;
    let given = json!({
        "token": "t",
        "name": "Ann",
        "email": " Ann@Example.com ",
        "phone": "1",
        "customFields": {"address": " here ", "hobby": "chess"},
        "contactManager": {"username": "marcos.defendi"},
    });
    let saved = save(given).await.ok();
    let contact = saved["contact"].as_str().unwrap();
    assert_eq!(saved, json!({"contact": contact, "success": true}));
    let visitor = server.get("/api/v1/livechat/visitor/t").await.ok()["visitor"].clone();
    let expected = json!({
        "_id": contact,
        "username": "guest-8",
        "name": "Ann",
        "token": "t",
        "visitorEmails": [{"address": "ann@example.com"}],
        "phone": [{"phoneNumber": "1"}],
        "livechatData": {"address": "here"},
        "contactManager": {"username": "marcos.defendi"},
        "ts": NOW,
        "_updatedAt": NOW,
    });
    assert_eq!(visitor, expected, "and no status: nobody came");
    assert_eq!(server.world(|world| world.contacts().count()), 0, "no contact of the newer kind is made");
    // What is not given goes, but for the phone number; an empty one goes too.
    assert_eq!(save(json!({"token": "t", "name": "Anna"})).await.ok()["contact"], contact);
    let visitor = server.get("/api/v1/livechat/visitor/t").await.ok()["visitor"].clone();
    assert_eq!((&visitor["name"], &visitor["phone"]), (&json!("Anna"), &json!([{"phoneNumber": "1"}])));
    assert_eq!((visitor.get("visitorEmails"), visitor.get("contactManager")), (None, None));
    assert_eq!(visitor["livechatData"], json!({}));
    save(json!({"token": "t", "name": "Anna", "phone": "", "email": "ann@x"})).await.ok();
    assert!(server.get("/api/v1/livechat/visitor/t").await.ok()["visitor"].get("phone").is_none());
    // Who is found by the address gets the token; a guest's number is used up all the same.
    assert_eq!(save(json!({"token": "u", "name": "Anna", "email": "ANN@x"})).await.ok()["contact"], contact);
    server.get("/api/v1/livechat/visitor/t").await.error(400);
    save(json!({"token": "v", "name": "Bob", "username": "bob"})).await.ok();
    save(json!({"token": "w", "name": "Eve"})).await.ok();
    let names = ["v", "w"].map(|token| server.world(|world| world.visitor_by_token(token).unwrap().username.clone()));
    assert_eq!(names.map(Option::unwrap), ["bob", "guest-10"]);
}

pub(super) async fn a_contact_of_the_older_kind_names_all_its_rooms(transport: Transport) {
    let (server, admin) = start(transport, ServerVersion::V8_5).await;
    server.register(json!({"token": "t", "name": "Ann"})).await.ok();
    let first = open(&server, "t").await;
    close(&server, &first, "t").await;
    let second = open(&server, "t").await;
    server.post_as(&admin, OLDER, json!({"token": "t", "name": "Anna"})).await.ok();
    server.world(|world| {
        for room in [&first, &second] {
            assert_eq!(world.room(id(room)).unwrap().display_name.as_deref(), Some("Anna"));
        }
        assert_eq!(world.inquiry(id(&second)).unwrap().name.as_deref(), Some("Anna"));
    });
    assert_eq!(contact_of(&server, &second)["name"], "Ann", "contacts of the newer kind stay as they are");
}

pub(super) async fn a_contact_of_the_older_kind_is_refused_with_reason(transport: Transport) {
    let (server, admin) = start(transport, ServerVersion::V8_5).await;
    server.world(|world| {
        let zip = CustomField::new("zip", CustomFieldScope::Visitor).label("ZIP code").regexp("^[0-9]*$");
        world.add_custom_field(zip);
    });
    let save = async |change: Value| {
        let body = with(json!({"token": "u", "name": "Ann"}), change);
        server.post_as(&admin, OLDER, body).await.error(400)
    };
    for (change, error, code) in [
        (json!({"token": ""}), "Invalid visitor token", "error-invalid-contact-data"),
        (
            json!({"contactManager": {"username": "nobody"}}),
            "No user found with username nobody",
            "error-contact-manager-not-found",
        ),
        (
            json!({"contactManager": {"username": "admin"}}),
            "The contact manager must have the role \"livechat-agent\"",
            "error-invalid-contact-manager",
        ),
    ] {
        let expected = json!({"success": false, "error": format!("{error} [{code}]"), "errorType": code});
        assert_eq!(save(change).await, expected);
    }
    for (change, error) in [
        (json!({"customFields": {"zip": "x"}}), "Invalid value for ZIP code field"),
        (json!({"email": null}), "Match error: Expected string, got null in field email"),
        (json!({"foo": 1}), "Match error: Unknown key in field foo"),
        (json!({"customFields": []}), "Match error: Expected plain object in field customFields"),
        (json!({"customFields": "x"}), "Match error: Expected object, got string in field customFields"),
        (
            json!({"contactManager": {"username": "x", "_id": "y"}}),
            "Match error: Unknown key in field contactManager._id",
        ),
    ] {
        assert_eq!(save(change).await["error"], error);
    }
    for (body, key) in [(json!({"name": "Ann"}), "token"), (json!({"token": "u"}), "name")] {
        let rejected = server.post_as(&admin, OLDER, body).await.error(400);
        assert_eq!(rejected["error"], format!("Match error: Missing key '{key}'"));
    }
    assert!(server.world(|world| world.visitor_by_token("u").is_none()));
    server.world(|world| world.add_custom_field(CustomField::new("vat", CustomFieldScope::Visitor).required(true)));
    assert_eq!(save(json!({})).await["error"], "Invalid value for vat field");
}

pub(super) async fn a_contact_of_the_older_kind_is_looked_up(transport: Transport) {
    for version in ServerVersion::ALL {
        let (server, admin) = start(transport, version).await;
        let get = async |query: &str| server.get_as(&admin, &format!("{OLDER}{query}")).await;
        let found = get("?contactId=sGtcfEYz852uguxaS").await.ok()["contact"].clone();
        assert_eq!(found["username"], "guest-7");
        assert_eq!(found.get("token").is_some(), version < ServerVersion::V8_5);
        let nobody = json!({"contact": null, "success": true});
        for id in ["nobody", ""] {
            assert_eq!(get(&format!("?contactId={id}")).await.ok(), nobody, "{id}");
        }
        assert_eq!(get("").await.error(400)["error"], "Match error: Missing key 'contactId'");
        server.world(|world| {
            let numbers = CustomField::new("number", CustomFieldScope::Visitor);
            world.add_custom_field(numbers);
            world.modify_visitor("L64iXAKtGaPfusnem", |visitor| {
                visitor.livechat_data = json!({"address": "Another STREET", "number": "7"}).as_object().cloned();
                visitor.emails = vec![VisitorEmail::new("Visitor@rocket.chat")];
            });
        });
        for (query, who) in [
            ("email=visitor@rocket.chat", json!("guest-7")),
            ("email=VISITOR@rocket.chat", json!(null)),
            ("phone=55%2051%205555-5555&email=", json!("guest-7")),
            ("email=visitor@rocket.chat&phone=2", json!(null)),
            // {"address":"another s"}, {"number":"7"}, {"hobby":"x"}, {"address":".*"}
            ("custom=%7B%22address%22:%22another%20s%22%7D", json!("guest-4")),
            ("custom=%7B%22address%22:%22street%22%7D", json!("guest-7")),
            ("custom=%7B%22number%22:%227%22%7D", json!(null)),
            ("custom=%7B%22hobby%22:%22x%22%7D", json!(null)),
            ("custom=%7B%22address%22:%22.*%22%7D", json!(null)),
            ("custom=%7B%22hobby%22:%22x%22%7D&email=visitor@rocket.chat", json!("guest-7")),
        ] {
            let found = get(&format!(".search?{query}")).await.ok();
            assert_eq!(found["contact"]["username"], who, "{query}");
            assert!(
                found.get("contact").is_some()
                    && (version < ServerVersion::V8_5) >= found["contact"].get("token").is_some()
            );
        }
        for (query, error) in [
            ("", "Cannot convert undefined or null to object"),
            ("?custom=null", "Cannot convert undefined or null to object"),
            ("?custom=%7B%7D", "[error-invalid-params]"),
            ("?email=&phone=&custom=", "[error-invalid-params]"),
            ("?custom=address", "[error-invalid-params-custom]"),
            ("?count=1", "Match error: Unknown key in field count"),
        ] {
            assert_eq!(get(&format!(".search{query}")).await.error(400)["error"], error, "{query}");
        }
    }
}
