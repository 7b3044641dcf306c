//! Staff look for visitors and for their conversations.

use livechat_mock::Account;
use livechat_sdk::model::{CustomField, CustomFieldScope};
use serde_json::{Value, json};

use super::{
    Server, Setup, Transport,
    rooms::{id, open, with_agent},
    server::Login,
};

/// A workspace with the visitors Ann, Bob and one without a name.
async fn visited(transport: Transport) -> (Server, Login) {
    let server = Setup::empty().start(transport).await;
    server.world(|world| {
        let field = |key: &str| CustomField::new(key, CustomFieldScope::Visitor);
        world.add_custom_field(field("address").searchable(true));
        world.add_custom_field(field("secret"));
    });
    let fields = |address: &str, secret: &str| {
        json!([
            {"key": "address", "value": address, "overwrite": true},
            {"key": "secret", "value": secret, "overwrite": true},
        ])
    };
    for visitor in [
        json!({"token": "a", "name": "Ann", "email": "ann@example.com", "customFields": fields("Hill Street", "x1")}),
        json!({"token": "b", "name": "Bob", "phone": "555-1234", "customFields": fields("Mill Road", "x2")}),
        json!({"token": "c"}),
    ] {
        server.register(visitor).await.ok();
        server.advance(1);
    }
    let admin = server.admin();
    (server, admin)
}

fn names<'a>(list: &'a Value, key: &str) -> Vec<&'a str> {
    list[key].as_array().unwrap().iter().map(|visitor| visitor["username"].as_str().unwrap()).collect()
}

pub(super) async fn visitors_are_searched(transport: Transport) {
    let (server, admin) = visited(transport).await;
    let search =
        async |query: &str| server.get_as(&admin, &format!("/api/v1/livechat/visitors.search?term={query}")).await.ok();
    for (query, expected) in [
        ("", vec!["guest-4", "guest-3", "guest-2"]),
        ("BO", vec!["guest-3"]),
        ("guest", vec!["guest-4", "guest-3", "guest-2"]),
        ("st-4", vec!["guest-4"]),
        ("ann@example.com", vec!["guest-2"]),
        ("ann@example", vec![]),
        ("555-1234", vec!["guest-3"]),
        ("1234", vec![]),
        ("ILL", vec!["guest-3", "guest-2"]),
        ("x1", vec![]),
        (".", vec![]),
    ] {
        assert_eq!(names(&search(query).await, "visitors"), expected, "{query}");
    }
    let page = search("&count=1&offset=1").await;
    assert_eq!((names(&page, "visitors"), &page["total"]), (vec!["guest-3"], &json!(3)));
    let sorted = search("&sort=%7B%22username%22%3A1%7D").await;
    assert_eq!(names(&sorted, "visitors"), ["guest-2", "guest-3", "guest-4"]);
    let error = server.get_as(&admin, "/api/v1/livechat/visitors.search").await.error(400);
    assert_eq!(error["error"], "must have required property 'term' [invalid-params]");
    // A visitor who was removed is found no longer.
    server.call("DELETE", "/api/v1/livechat/visitor/a", &[], None).await.ok();
    assert_eq!(search("").await["total"], 2);
}

pub(super) async fn a_search_tells_no_token(transport: Transport) {
    let (server, admin) = visited(transport).await;
    let list = server.get_as(&admin, "/api/v1/livechat/visitors.search?term=Ann").await.ok();
    let mut found = list["visitors"][0].clone();
    assert_eq!(found["_id"].take().as_str().unwrap().len(), 24);
    let expected = json!({
        "_id": null,
        "username": "guest-2",
        "name": "Ann",
        "visitorEmails": [{"address": "ann@example.com"}],
        "livechatData": {"address": "Hill Street", "secret": "x1"},
    });
    assert_eq!(found, expected);
}

pub(super) async fn names_are_completed(transport: Transport) {
    let (server, admin) = visited(transport).await;
    let complete = async |selector: &str| {
        let selector: String = selector.bytes().map(|byte| format!("%{byte:02x}")).collect();
        server.get_as(&admin, &format!("/api/v1/livechat/visitors.autocomplete?selector={selector}")).await
    };
    let found = complete(r#"{"term": "an"}"#).await.ok();
    let ann = found["items"][0]["_id"].clone();
    let item = json!({"_id": ann, "username": "guest-2", "name": "Ann", "custom_name": "guest-2 - Ann"});
    assert_eq!(found, json!({"items": [item], "success": true}));
    // Those without a name are not suggested; a removed one neither.
    assert_eq!(names(&complete("{}").await.ok(), "items"), ["guest-2", "guest-3"]);
    let other = complete(&json!({"term": "", "exceptions": [ann]}).to_string()).await.ok();
    assert_eq!(names(&other, "items"), ["guest-3"]);
    let conditions = r#"{"term": "", "conditions": {"livechatData.address": "Mill Road", "username": "guest-3"}}"#;
    assert_eq!(names(&complete(conditions).await.ok(), "items"), ["guest-3"]);
    let conditions = r#"{"term": "", "conditions": {"username": "guest-4", "name": "Bob"}}"#;
    assert!(names(&complete(conditions).await.ok(), "items").is_empty());
    for number in 0..12 {
        server.register(json!({"token": format!("t{number}"), "name": format!("Zoe {number:02}")})).await.ok();
    }
    let zoes = complete(r#"{"term": "zoe"}"#).await.ok();
    assert_eq!(zoes["items"].as_array().unwrap().len(), 10);
    assert_eq!(zoes["items"][9]["name"], "Zoe 09");
    assert_eq!(complete("no json").await.status, 400);
    let error = server.get_as(&admin, "/api/v1/livechat/visitors.autocomplete").await.error(400);
    assert_eq!(error["error"], "must have required property 'selector' [invalid-params]");
}

pub(super) async fn conversations_are_searched(transport: Transport) {
    let (server, ann) = with_agent(transport).await;
    let admin = server.admin();
    let first = id(&open(&server, "t").await);
    let write = async |text: &str| {
        let body =
            json!({"rid": server.world(|world| world.rooms().last().unwrap().id.clone()), "token": "t", "msg": text});
        server.post("/api/v1/livechat/message", body).await.ok();
    };
    write("Where is my refund?").await;
    server.advance(60);
    server.post("/api/v1/livechat/room.close", json!({"rid": first, "token": "t"})).await.ok();
    server.world(|world| world.set_setting("Livechat_Routing_Method", "Manual_Selection")).unwrap();
    let second = id(&open(&server, "t").await);
    write("Hello again").await;
    let visitor = server.world(|world| world.room(&first).unwrap().visitor.id.clone().unwrap());
    let search = async |query: &str| {
        let path = format!("/api/v1/livechat/visitors.searchChats/room/{first}/visitor/{visitor}{query}");
        let list = server.get_as(&admin, &path).await.ok();
        let rooms: Vec<_> =
            list["history"].as_array().unwrap().iter().map(|room| room["_id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(list["total"], rooms.len());
        rooms
    };
    let (first, second) = (first.as_str(), second.as_str());
    for (query, expected) in [
        ("", vec![second, first]),
        ("?searchText=refund", vec![first]),
        ("?searchText=He", vec![second]),
        ("?searchText=", vec![second, first]),
        ("?closedChatsOnly=true", vec![first]),
        ("?closedChatsOnly=false", vec![second, first]),
        ("?servedChatsOnly=true", vec![first]),
        ("?servedChatsOnly=1", vec![second, first]),
        ("?source=api", vec![second, first]),
        ("?source=widget", vec![]),
        ("?sort=%7B%22ts%22%3A1%7D", vec![first, second]),
    ] {
        assert_eq!(search(query).await, expected, "{query}");
    }
    let path = format!("/api/v1/livechat/visitors.searchChats/room/{first}/visitor/{visitor}?closedChatsOnly=true");
    let found = server.get_as(&admin, &path).await.ok()["history"][0].clone();
    assert_eq!((&found["closer"], &found["servedBy"]["_id"]), (&json!("visitor"), &json!(ann)));
    assert_eq!((&found["msgs"], &found["fname"]), (&json!(7), &json!("Bob")));
    assert_eq!(found["closedAt"], "2026-01-01T00:01:00.000Z");
    assert_eq!(found["closingMessage"]["msg"], "Closed by visitor");
    let nobody = format!("/api/v1/livechat/visitors.searchChats/room/{first}/visitor/nobody");
    assert_eq!(server.get_as(&admin, &nobody).await.ok()["history"], json!([]));
}

pub(super) async fn the_room_decides_about_a_search_too(transport: Transport) {
    let (server, ann) = with_agent(transport).await;
    let room = id(&open(&server, "t").await);
    let other = server.world(|world| world.add_user(Account::new("amy", "password").role("livechat-agent")));
    let search = async |user, room: &str| {
        let path = format!("/api/v1/livechat/visitors.searchChats/room/{room}/visitor/v");
        server.get_as(&server.login(user), &path).await
    };
    search(&ann, room.as_str()).await.ok();
    let error = search(&other, room.as_str()).await.error(400);
    assert_eq!(error, json!({"success": false, "error": "error-not-allowed"}));
    let error = search(&ann, "nowhere").await.error(400);
    assert_eq!(error, json!({"success": false, "error": "invalid-room"}));
}

pub(super) async fn open_rooms_of_a_token_are_listed(transport: Transport) {
    let (server, ann) = with_agent(transport).await;
    let admin = server.admin();
    let list = async |token: &str| {
        server.get_as(&admin, &format!("/api/v1/livechat/visitor/{token}/room")).await.ok()["rooms"].clone()
    };
    assert_eq!(list("t").await, json!([]));
    let room = open(&server, "t").await;
    let expected = json!([{"_id": room["_id"], "t": "l", "cl": false, "servedBy": room["servedBy"]}]);
    assert_eq!(list("t").await, expected);
    server.post("/api/v1/livechat/room.close", json!({"rid": room["_id"], "token": "t"})).await.ok();
    assert_eq!(list("t").await, json!([]));
    assert_eq!(list("nobody").await, json!([]));
    let answer = server.get_as(&server.login(&ann), "/api/v1/livechat/visitor/t/room").await;
    assert_eq!(answer.status, 403, "an agent is no manager");
}
