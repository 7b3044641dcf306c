//! Contacts who are blocked, whose conflicts are resolved, and who are deleted.

use livechat_mock::{Change, Edition};
use livechat_sdk::{
    RoomId, VisitorId,
    model::{Contact, ContactConflict, RoomSource, RoomSourceType},
};
use serde_json::{Value, json};

use super::{
    Server, Setup, Transport,
    rooms::{id, notes, open, with_agent},
    server::Login,
};

const CONTACTS: &str = "/api/v1/omnichannel/contacts";

async fn post(server: &Server, login: &Login, operation: &str, body: Value) -> super::server::Answer {
    server.post_as(login, &format!("{CONTACTS}.{operation}"), body).await
}

/// A room that `ann` serves, its visitor, and the administrator's login.
async fn with_room(transport: Transport) -> (Server, Login, RoomId, VisitorId) {
    let (server, _) = with_agent(transport).await;
    let room = id(&open(&server, "t").await);
    let visitor = server.world(|world| world.room(&room).unwrap().visitor.id.clone().unwrap());
    let admin = server.admin();
    (server, admin, room, visitor)
}

fn channel(visitor: &VisitorId, source: &str) -> Value {
    json!({"visitor": {"visitorId": visitor, "source": {"type": source}}})
}

pub(super) async fn a_blocked_visitor_writes_no_more(transport: Transport) {
    let (server, admin, room, visitor) = with_room(transport).await;
    let api = channel(&visitor, "api");
    assert_eq!(post(&server, &admin, "block", api.clone()).await.ok(), json!({"success": true}));
    let contact = server.world(|world| world.contacts().next().unwrap().clone());
    assert_eq!(contact.channels[0].blocked, Some(true));
    let closed = server.world(|world| world.room(&room).unwrap().clone());
    assert!(!closed.is_open());
    assert_eq!(closed.closed_by.unwrap().id.as_deref(), Some("admin"));
    assert_eq!(
        (closed.closer.unwrap().as_str(), notes(&server, &room).last().unwrap().as_str()),
        ("user", "livechat-close")
    );

    let refused = json!({"success": false, "error": "error-contact-channel-blocked"});
    assert_eq!(server.get("/api/v1/livechat/room?token=t").await.error(400), refused);
    let body = json!({"visitor": {"token": "t"}, "messages": [{"msg": "Hello"}]});
    assert_eq!(server.post_as(&admin, "/api/v1/livechat/messages", body.clone()).await.error(400), refused);

    // A room that was there already, on the same channel.
    let now = server.clock.now();
    let other = server.world(|world| world.open_room(&visitor, now)).unwrap();
    let message = json!({"token": "t", "rid": other, "msg": "Hello"});
    assert_eq!(server.post("/api/v1/livechat/message", message.clone()).await.error(400), refused);
    assert_eq!(server.post_as(&admin, "/api/v1/livechat/messages", body).await.error(400), refused);

    post(&server, &admin, "unblock", api).await.ok();
    server.post("/api/v1/livechat/message", message).await.ok();
    assert_eq!(server.world(|world| world.contact(&contact.id).unwrap().channels[0].blocked), Some(false));
    assert!(!server.world(|world| world.room(&room).unwrap().is_open()), "what was closed stays closed");
}

pub(super) async fn one_channel_is_blocked_and_not_the_others(transport: Transport) {
    let (server, admin, room, visitor) = with_room(transport).await;
    let not_found = json!({"success": false, "error": "error-contact-not-found"});
    for operation in ["block", "unblock"] {
        for wrong in [channel(&visitor, "sms"), channel(&VisitorId::from("nobody"), "api")] {
            assert_eq!(post(&server, &admin, operation, wrong).await.error(400), not_found);
        }
        let missing = post(&server, &admin, operation, json!({})).await.error(400);
        assert_eq!(missing["error"], "must have required property 'visitor' [invalid-params]");
        let more = json!({"visitor": {"visitorId": visitor, "source": {"type": "sms"}}, "colour": "red"});
        let more = post(&server, &admin, operation, more).await.error(400);
        assert_eq!(more["error"], "must NOT have additional properties [invalid-params]");
    }
    assert!(server.world(|world| world.room(&room).unwrap().is_open()));
    // Of the visitor's rooms, that is closed which is open on the channel.
    let now = server.clock.now();
    let by_widget = server.world(|world| {
        let by_widget = world.open_room(&visitor, now).unwrap();
        world.modify_room(&by_widget, |room| room.source = Some(Box::new(RoomSource::new(RoomSourceType::Widget))));
        by_widget
    });
    server.post("/api/v1/livechat/room.close", json!({"rid": room, "token": "t"})).await.ok();
    let open = server.world(|world| world.open_room(&visitor, now)).unwrap();
    post(&server, &admin, "block", channel(&visitor, "api")).await.ok();
    let is_open = |room: &RoomId| server.world(|world| world.room(room).unwrap().is_open());
    assert_eq!((is_open(&by_widget), is_open(&open)), (true, false));
    server.world(|world| world.revoke("block-livechat-contact", "admin"));
    post(&server, &admin, "block", channel(&visitor, "api")).await.error(403);

    let server = Setup::empty().edition(Edition::Community).start(transport).await;
    let refused = post(&server, &server.admin(), "block", channel(&visitor, "api")).await.error(400);
    assert_eq!(refused["errorType"], "error-action-not-allowed");
}

pub(super) async fn conflicts_are_resolved_by_what_is_sent_or_all_at_once(transport: Transport) {
    let (server, ann) = with_agent(transport).await;
    let admin = server.admin();
    let conflicts = || {
        vec![
            ContactConflict::new("name", "Bob"),
            ContactConflict::new("manager", "x"),
            ContactConflict::new("customFields.city", "Rome"),
            ContactConflict::new("customFields.age", "7"),
        ]
    };
    server.world(|world| {
        world.add_contact(Contact::new("quiet").name("Ann").unknown(true));
        world.add_contact(Contact::new("c").name("Ann").unknown(true).conflicting_fields(conflicts()));
    });
    let resolve = async |body| post(&server, &admin, "conflicts", body).await;
    for (body, error) in [
        (json!({"contactId": "nobody"}), "error-contact-not-found"),
        (json!({"contactId": "quiet", "contactManager": "nobody"}), "error-contact-has-no-conflicts"),
        (json!({"contactId": "c", "contactManager": "nobody"}), "error-contact-manager-not-found"),
        (json!({"name": "Ann"}), "must have required property 'contactId' [invalid-params]"),
    ] {
        assert_eq!(resolve(body).await.error(400)["error"], error);
    }
    let left = |contact: &Value| -> Vec<String> {
        let conflicts = contact["conflictingFields"].as_array().unwrap();
        conflicts.iter().map(|conflict| conflict["field"].as_str().unwrap().to_owned()).collect()
    };
    let body = json!({"contactId": "c", "contactManager": ann, "customFields": {"city": "Rome"}, "name": null});
    let contact = resolve(body).await.ok()["result"].clone();
    assert_eq!(left(&contact), ["name", "customFields.age"]);
    assert_eq!((&contact["contactManager"], &contact["unknown"]), (&json!(ann), &json!(false)));
    let since = server.world(|world| world.next_change());
    let contact = resolve(json!({"contactId": "c", "name": "Bob", "wipeConflicts": true})).await.ok()["result"].clone();
    assert_eq!((left(&contact).len(), &contact["name"]), (0, &json!("Bob")));
    assert_eq!(contact["customFields"], json!({"city": "Rome"}));
    server.world(|world| {
        assert!(world.changes_since(since).any(|change| *change == Change::Setting("Resolved_Conflicts_Count")));
        let count = world.settings().find(|(name, _)| *name == "Resolved_Conflicts_Count").unwrap().1.clone();
        assert_eq!(count, 2);
    });
}

pub(super) async fn a_deleted_contact_takes_all_rooms_along(transport: Transport) {
    let (server, admin, room, visitor) = with_room(transport).await;
    let contact = server.world(|world| world.contacts().next().unwrap().id.clone());
    let delete = async |body| post(&server, &admin, "delete", body).await;
    let missing = delete(json!({})).await.error(400);
    assert_eq!(missing["error"], "must have required property 'contactId'");
    let error = delete(json!({"contactId": contact})).await.error(400);
    assert_eq!(error, json!({"success": false, "error": "error-contact-has-open-rooms"}));
    server.post("/api/v1/livechat/room.close", json!({"rid": room, "token": "t"})).await.ok();
    assert_eq!(delete(json!({"contactId": contact})).await.ok(), json!({"success": true}));
    server.world(|world| {
        assert!(world.room(&room).is_none() && world.messages(&room).count() == 0);
        assert_eq!(world.visitor(&visitor).unwrap().disabled, Some(true));
        let stored = world.contact(&contact).unwrap();
        assert_eq!((stored.enabled, stored.channels.len(), stored.name.as_ref()), (Some(false), 0, None));
    });
    server.get_as(&admin, &format!("{CONTACTS}.get?contactId={contact}")).await.error(404);
    assert_eq!(delete(json!({"contactId": contact})).await.error(400)["error"], "error-contact-not-found");
    let agent = server.world(|world| super::staff::staff(world, "eve"));
    post(&server, &server.login(&agent), "delete", json!({"contactId": "c"})).await.error(403);
}
