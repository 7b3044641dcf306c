//! Contacts, of the newer kind and of the older, which is a visitor.

use livechat_mock::{Account, ServerVersion};
use livechat_sdk::{
    ContactId,
    model::{
        Contact, ContactChannel, ContactChannelVisitor, CustomField, CustomFieldScope, RoomSource, RoomSourceType,
        UserStatus,
    },
};
use serde_json::{Value, json};

use super::{
    Server, Setup, Transport,
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
        (json!({"customFields": {"zip": 5}}), "Invalid value for zip field"),
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
        assert_eq!(channels, json!({"channels": null, "success": true}));
        let history = server.get_as(&admin, &format!("{CONTACTS}.history?contactId=nobody")).await.ok();
        assert_eq!(history, json!({"history": [], "count": 0, "offset": 0, "total": 0, "success": true}));
    }
}

pub(super) async fn contacts_are_searched_for(transport: Transport) {
    let (server, admin) = start(transport, ServerVersion::V8_5).await;
    created(&server, &admin, json!({"phones": ["555-1"], "contactManager": "w6YjbdZHjghjfNBAg"})).await;
    created(&server, &admin, json!({"name": "Bob", "emails": ["bob@example.com"]})).await;
    server.world(|world| world.add_contact(Contact::new("").name("Amy").unknown(true)));
    let search = async |query: &str| {
        let page = server.get_as(&admin, &format!("{CONTACTS}.search{query}")).await.ok();
        let names: Vec<_> =
            page["contacts"].as_array().unwrap().iter().map(|contact| contact["name"].clone()).collect();
        (json!(names), page["total"].clone())
    };
    assert_eq!(search("").await, (json!(["Amy", "Ann", "Bob"]), json!(3)));
    assert_eq!(search("?searchText=A").await.0, json!(["Amy", "Ann", "Bob"]), "in an address too");
    assert_eq!(search("?searchText=BOB@").await.0, json!(["Bob"]));
    assert_eq!(search("?searchText=555").await.0, json!(["Ann"]));
    assert_eq!(search("?unknown=true").await.0, json!(["Amy"]));
    assert_eq!(search("?unknown=false&count=1").await, (json!(["Ann"]), json!(2)));
    assert_eq!(search("?offset=1&sort=%7B%22name%22%3A-1%7D").await.0, json!(["Ann", "Amy"]));
    let page = server.get_as(&admin, &format!("{CONTACTS}.search?searchText=ann")).await.ok();
    let manager = json!({"_id": "w6YjbdZHjghjfNBAg", "name": "marcos.defendi", "username": "marcos.defendi"});
    assert_eq!(page["contacts"][0]["contactManager"], manager, "with names");
}

pub(super) async fn old_servers_echo_how_many_were_asked_for(transport: Transport) {
    for (version, expected) in [(ServerVersion::V7_0, [50, 7, 100, 0]), (ServerVersion::V8_5, [1; 4])] {
        let (server, admin) = start(transport, version).await;
        created(&server, &admin, json!({})).await;
        for (query, count) in ["", "?count=7", "?count=1000", "?count=0"].into_iter().zip(expected) {
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

pub(super) async fn rooms_name_the_contact_and_are_its_history(transport: Transport) {
    for version in [ServerVersion::V7_0, ServerVersion::V8_5] {
        let (server, admin) = start(transport, version).await;
        server.world(|world| world.set_setting("Livechat_accept_chats_with_no_agents", true)).unwrap();
        let visitor = server.register(json!({"token": "t", "name": "guest"})).await.ok()["visitor"]["_id"].clone();
        let source = RoomSource::new(RoomSourceType::Api);
        let channel = ContactChannel::new(ContactChannelVisitor::new(visitor.as_str().unwrap(), source));
        let id: ContactId =
            server.world(|world| world.add_contact(Contact::new("").name("Ann").channels(vec![channel])));
        let open = async || server.get("/api/v1/livechat/room?token=t").await.ok()["room"].clone();
        let first = open().await;
        let (named, copied) = (first.get("contactId"), first["v"].get("contactId"));
        let expected = Some(json!(id));
        let expected =
            if version == ServerVersion::V7_0 { (None, expected.as_ref()) } else { (expected.as_ref(), None) };
        assert_eq!((named, copied), expected);
        assert_eq!(first["fname"], if version == ServerVersion::V7_0 { "guest" } else { "Ann" });
        server.post("/api/v1/livechat/room.close", json!({"rid": first["_id"], "token": "t"})).await.ok();
        server.advance(60);
        let second = open().await;
        let history =
            async |query: &str| server.get_as(&admin, &format!("{CONTACTS}.history?contactId={id}{query}")).await.ok();
        let page = history("").await;
        assert_eq!((&page["count"], &page["offset"], &page["total"]), (&json!(2), &json!(0), &json!(2)));
        assert_eq!(page["history"][0]["_id"], second["_id"], "the newest first");
        let closed = &page["history"][1];
        assert_eq!((&closed["_id"], &closed["closer"]), (&first["_id"], &json!("visitor")));
        assert_eq!((&closed["source"], &closed["msgs"]), (&json!({"type": "api"}), &json!(6)));
        assert_eq!(history("&source=api&count=1&offset=1").await["history"][0]["_id"], first["_id"]);
        assert_eq!(history("&source=widget").await["total"], 0);
        let oldest = history("&sort=%7B%22ts%22%3A1%7D").await;
        assert_eq!(oldest["history"][0]["_id"], first["_id"]);
        let channels = server.get_as(&admin, &format!("{CONTACTS}.channels?contactId={id}")).await.ok();
        let shown = json!([{"visitor": {"visitorId": visitor, "source": {"type": "api"}}}]);
        assert_eq!(channels["channels"], shown);
    }
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
}

pub(super) async fn a_visitor_is_a_contact_of_the_older_kind(transport: Transport) {
    let (server, admin) = start(transport, ServerVersion::V8_5).await;
    let path = "/api/v1/omnichannel/contact";
    let save = async |body: Value| server.post_as(&admin, path, body).await;
    let given = json!({
        "token": "t",
        "name": "Ann",
        "email": "Ann@Example.com",
        "phone": "1",
        "contactManager": {"username": "marcos.defendi"},
    });
    let saved = save(given).await.ok();
    let id = saved["contact"].as_str().unwrap();
    assert_eq!(saved, json!({"contact": id, "success": true}));
    let visitor = server.get("/api/v1/livechat/visitor/t").await.ok()["visitor"].clone();
    assert_eq!(
        (&visitor["_id"], &visitor["name"], &visitor["username"]),
        (&json!(id), &json!("Ann"), &json!("guest-8"))
    );
    assert_eq!(visitor["visitorEmails"], json!([{"address": "ann@example.com"}]));
    assert_eq!(visitor["contactManager"]["_id"], "w6YjbdZHjghjfNBAg");
    assert!(visitor.get("status").is_none(), "nobody came");
    assert_eq!(save(json!({"token": "t", "name": "Anna"})).await.ok()["contact"], id);
    let found = server.get_as(&admin, &format!("{path}?contactId={id}")).await.ok();
    assert_eq!((&found["contact"]["name"], &found["contact"]["phone"]), (&json!("Anna"), &visitor["phone"]));
    let nobody = server.get_as(&admin, &format!("{path}?contactId=nobody")).await.ok();
    assert_eq!(nobody, json!({"success": true}));
    let search = async |query: &str| server.get_as(&admin, &format!("{path}.search?{query}")).await;
    for (query, who) in [
        ("email=ann@example.com", json!(id)),
        ("phone=1", json!(id)),
        ("email=ann@example.com&phone=2", json!(null)),
        ("custom=%7B%22address%22%3A%22Rocket.Chat%20street%22%7D", json!("sGtcfEYz852uguxaS")),
        ("phone=1&custom=%7B%22address%22%3A%22Rocket.Chat%20street%22%7D", json!(null)),
    ] {
        assert_eq!(search(query).await.ok()["contact"]["_id"], who, "{query}");
    }
    for query in ["", "custom=address"] {
        assert_eq!(search(query).await.error(400)["error"], "invalid-params");
    }
    for (body, error) in [
        (json!({"name": "Ann"}), "Match error: Missing key 'token'"),
        (json!({"token": "u"}), "Match error: Missing key 'name'"),
        (
            json!({"token": "u", "name": "Ann", "contactManager": {"username": "nobody"}}),
            "error-contact-manager-not-found",
        ),
    ] {
        assert_eq!(save(body).await.error(400)["error"], error);
    }
    assert!(server.world(|world| world.visitor_by_token("u").is_none()));
}
