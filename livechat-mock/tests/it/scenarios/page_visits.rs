//! `POST livechat/page.visited` and `GET livechat/visitors.pagesVisited`.

use livechat_mock::ServerVersion;
use livechat_sdk::{RoomId, model::PageInfo};
use serde_json::{Value, json};

use super::{Server, Setup, Transport};

const VISIT: &str = "/api/v1/livechat/page.visited";
const PAGES: &str = "/api/v1/livechat/visitors.pagesVisited";

fn visit(token: &str, room: Option<&str>, title: &str) -> Value {
    let page = json!({"change": "url", "title": title, "location": {"href": "https://example.com/"}});
    match room {
        Some(room) => json!({"token": token, "rid": room, "pageInfo": page}),
        None => json!({"token": token, "pageInfo": page}),
    }
}

/// A room of a new visitor.
fn room(server: &Server, token: &str) -> RoomId {
    let now = server.clock.now();
    server.world(|world| {
        let visitor = livechat_sdk::model::Visitor::new("").token(token).username("ann");
        let visitor = world.add_visitor(visitor);
        world.open_room(&visitor, now).unwrap()
    })
}

async fn pages(server: &Server, room: &str) -> Vec<Value> {
    let answer = server.get_as(&server.admin(), &format!("{PAGES}/{room}")).await.ok();
    answer["pages"].as_array().unwrap().clone()
}

pub(super) async fn a_visit_is_noted_in_its_room(transport: Transport) {
    let server = Setup::empty().start(transport).await;
    let room = room(&server, "t");
    let page = json!({"change": "url", "title": "", "location": {"href": "https://example.com/"}});
    let answer = server.post(VISIT, visit("t", Some(room.as_str()), "")).await.ok();
    let expected = json!({"msg": " - https://example.com/", "navigation": {"page": page, "token": "t"}});
    assert_eq!(answer, json!({"page": expected, "success": true}));
    let pages = pages(&server, room.as_str()).await;
    let now = "2026-01-01T00:00:00.000Z";
    let expected = json!({
        "_id": pages[0]["_id"],
        "t": "livechat_navigation_history",
        "rid": room.as_str(),
        "ts": now,
        "msg": " - https://example.com/",
        "u": {"_id": "rocket.cat", "username": "rocket.cat", "name": "Rocket.Cat"},
        "groupable": false,
        "navigation": {"page": page, "token": "t"},
        "_hidden": true,
        "_updatedAt": now,
    });
    assert_eq!(pages, [expected]);
    assert_eq!(pages[0]["_id"].as_str().unwrap().len(), 24);
    assert_eq!(
        server.world(|world| world.room(&room).unwrap().message_count),
        3,
        "and the one that it was opened with, which counts twice"
    );
    let server = Setup::empty().version(ServerVersion::V7_0).start(transport).await;
    server.post(VISIT, visit("t", Some("r"), "")).await.ok();
    let author = server.world(|world| world.page_visits("r").next().unwrap().author.clone());
    assert_eq!(json!(author), json!({"_id": "rocket.cat", "username": "rocket.cat"}), "older bots have no name");
}

pub(super) async fn a_visit_without_a_room_waits_for_one(transport: Transport) {
    let server = Setup::empty().start(transport).await;
    server.post(VISIT, visit("t", None, "before")).await.ok();
    server.post(VISIT, visit("u", None, "another's")).await.ok();
    let waiting = server.world(|world| world.roomless_page_visits("t").next().unwrap().expire_at.unwrap());
    assert_eq!(waiting.to_string(), "2026-01-31T00:00:00.000Z");
    server.advance(60);
    let room = room(&server, "t");
    let pages = pages(&server, room.as_str()).await;
    assert_eq!(pages.len(), 1);
    assert_eq!(pages[0]["navigation"]["page"]["title"], "before");
    assert_eq!(server.world(|world| world.roomless_page_visits("t").count()), 0);
}

pub(super) async fn a_visit_without_a_room_is_forgotten_after_thirty_days(transport: Transport) {
    let server = Setup::empty().start(transport).await;
    server.post(VISIT, visit("t", None, "old")).await.ok();
    server.advance(60);
    server.post(VISIT, visit("t", None, "new")).await.ok();
    server.advance(2_592_000 - 60);
    let room = room(&server, "t");
    let titles: Vec<_> =
        pages(&server, room.as_str()).await.iter().map(|page| page["navigation"]["page"]["title"].clone()).collect();
    assert_eq!(titles, ["new"]);
}

pub(super) async fn neither_token_nor_room_is_checked(transport: Transport) {
    let server = Setup::empty().start(transport).await;
    server.post(VISIT, visit("nobody", Some("nowhere"), "x")).await.ok();
    let noted = server.world(|world| world.page_visits("nowhere").count());
    assert_eq!(noted, 1);
}

pub(super) async fn another_kind_of_change_is_not_noted(transport: Transport) {
    let server = Setup::empty().start(transport).await;
    let room = room(&server, "t");
    let mut by_title = visit("t", Some(room.as_str()), "x");
    by_title["pageInfo"]["change"] = json!("title");
    assert_eq!(server.post(VISIT, by_title.clone()).await.ok(), json!({"success": true}));
    assert!(pages(&server, room.as_str()).await.is_empty());
    server.world(|world| world.set_setting("Livechat_history_monitor_type", "title")).unwrap();
    assert!(server.post(VISIT, by_title).await.ok().get("page").is_some());
    assert_eq!(server.post(VISIT, visit("t", Some(room.as_str()), "x")).await.ok(), json!({"success": true}));
    assert_eq!(pages(&server, room.as_str()).await.len(), 1);
}

pub(super) async fn visits_are_hidden_unless_the_workspace_shows_them(transport: Transport) {
    let server = Setup::empty().start(transport).await;
    let room = room(&server, "t");
    server.world(|world| world.set_setting("Livechat_Visitor_navigation_as_a_message", true)).unwrap();
    server.post(VISIT, visit("t", Some(room.as_str()), "x")).await.ok();
    assert!(pages(&server, room.as_str()).await[0].get("_hidden").is_none());
}

pub(super) async fn arguments_are_checked_in_the_words_of_the_version(transport: Transport) {
    let whole = visit("t", None, "x");
    let without = |path: &[&str]| {
        let mut body = whole.clone();
        let (last, parents) = path.split_last().unwrap();
        parents.iter().fold(&mut body, |value, key| &mut value[key]).as_object_mut().unwrap().remove(*last);
        body
    };
    let with = |key: &str, value: Value| {
        let mut body = whole.clone();
        body[key] = value;
        body
    };
    for (body, text) in [
        (without(&["token"]), "must have required property 'token'"),
        (without(&["pageInfo"]), "must have required property 'pageInfo'"),
        (without(&["pageInfo", "change"]), "must have required property 'change'"),
        (without(&["pageInfo", "location", "href"]), "must have required property 'href'"),
        (with("colour", json!("red")), "must NOT have additional properties"),
        (with("token", json!([])), "must be string"),
        (with("pageInfo", json!("x")), "must be object"),
        (json!([]), "must be object"),
    ] {
        for (version, error) in
            [(ServerVersion::V7_0, format!("{text} [invalid-params]")), (ServerVersion::V8_5, text.to_owned())]
        {
            let server = Setup::empty().version(version).start(transport).await;
            let expected = json!({"success": false, "error": error, "errorType": "invalid-params"});
            assert_eq!(server.post(VISIT, body.clone()).await.error(400), expected);
        }
    }
    let server = Setup::empty().start(transport).await;
    let taken = server.post(VISIT, with("token", json!(5))).await.ok();
    assert_eq!(taken["page"]["navigation"]["token"], "5", "a number passes as text");
    let taken = server.post(VISIT, with("token", json!(null))).await.ok();
    assert_eq!(taken["page"]["navigation"]["token"], "", "and so does null");
}

pub(super) async fn the_list_is_paged(transport: Transport) {
    let server = Setup::empty().start(transport).await;
    let room = room(&server, "t");
    for number in 0..120 {
        let now = server.clock.now();
        let page = PageInfo::new(number.to_string(), "https://example.com/");
        server.world(|world| world.add_page_visit("t", Some(&room), page, now));
        server.advance(1);
    }
    let admin = server.admin();
    for (query, count, offset, first) in [
        ("", 50, 0, Some("119")),
        ("?count=7&offset=5", 7, 5, Some("114")),
        ("?count=1000", 100, 0, Some("119")),
        ("?count=0", 120, 0, Some("119")),
        ("?offset=100", 20, 100, Some("19")),
        ("?offset=500", 0, 500, None),
    ] {
        let page = server.get_as(&admin, &format!("{PAGES}/{room}{query}")).await.ok();
        let counters = json!({"count": page["count"], "offset": page["offset"], "total": page["total"]});
        assert_eq!(counters, json!({"count": count, "offset": offset, "total": 120}), "{query}");
        assert_eq!(page["pages"].as_array().unwrap().len(), count);
        assert_eq!(page["pages"][0]["navigation"]["page"]["title"].as_str(), first);
    }
    let rejected = server.get_as(&admin, &format!("{PAGES}/{room}?offset=x")).await.error(400);
    assert_eq!(rejected["error"], "must be number [invalid-params]");
    for query in ["?count=-1", "?count=1.5"] {
        let rejected = server.get_as(&admin, &format!("{PAGES}/{room}{query}")).await;
        assert_eq!(rejected.status, 400);
        assert!(rejected.header("x-livechat-mock-hint").unwrap().contains("not known"), "{rejected:?}");
    }
}

pub(super) async fn the_list_has_two_paths(transport: Transport) {
    let server = Setup::documented().start(transport).await;
    let admin = server.admin();
    let served = server.get_as(&admin, &format!("{PAGES}/wBCg9ZgXT7Mvqz5Xu")).await.ok();
    let documented = server.get_as(&admin, &format!("{PAGES}?roomId=wBCg9ZgXT7Mvqz5Xu")).await.ok();
    assert_eq!(served, documented);
    assert_eq!(served["pages"][0]["msg"], "App test - http://localhost:8601/");
    let rejected = server.get_as(&admin, PAGES).await.error(400);
    assert_eq!(rejected["error"], "must have required property 'roomId' [invalid-params]");
    let both = format!("{PAGES}/wBCg9ZgXT7Mvqz5Xu?roomId=x");
    let rejected = server.get_as(&admin, &both).await.error(400);
    assert_eq!(rejected["error"], "must NOT have additional properties [invalid-params]");
}

pub(super) async fn the_list_can_be_sorted(transport: Transport) {
    let server = Setup::empty().start(transport).await;
    let room = room(&server, "t");
    for title in ["b", "a", "c"] {
        server.post(VISIT, visit("t", Some(room.as_str()), title)).await.ok();
        server.advance(1);
    }
    let admin = server.admin();
    for (sort, order) in [
        ("", "cab"),
        (r#"{"ts":1}"#, "bac"),
        (r#"{"ts":-1}"#, "cab"),
        (r#"{"msg":1}"#, "abc"),
        (r#"{"navigation.page.title":-1}"#, "cba"),
        (r#"{"nothing":1,"msg":-1}"#, "cba"),
    ] {
        let sort: String = sort.bytes().map(|byte| format!("%{byte:02x}")).collect();
        let query = if sort.is_empty() { String::new() } else { format!("?sort={sort}") };
        let page = server.get_as(&admin, &format!("{PAGES}/{room}{query}")).await.ok();
        let titles = page["pages"].as_array().unwrap().iter();
        let titles: String = titles.map(|page| page["navigation"]["page"]["title"].as_str().unwrap()).collect();
        assert_eq!(titles, order, "{sort}");
    }
    for sort in ["ts", "1", "[]", "{\"ts\":2}"] {
        let encoded: String = sort.bytes().map(|byte| format!("%{byte:02x}")).collect();
        let expected = json!({
            "success": false,
            "error": format!("Invalid sort parameter provided: \"{sort}\" [error-invalid-sort]"),
            "errorType": "error-invalid-sort",
            "details": {"helperMethod": "parseJsonQuery"},
        });
        assert_eq!(server.get_as(&admin, &format!("{PAGES}/{room}?sort={encoded}")).await.error(400), expected);
    }
}

pub(super) async fn an_unknown_room_is_refused(transport: Transport) {
    let server = Setup::documented().start(transport).await;
    for (room, hint) in
        [("unknown", "nothing here"), ("iNKE8a6k6cjbqWhWd", "token"), ("w6YjbdZHjghjfNBAg", "user's id")]
    {
        let rejected = server.get_as(&server.admin(), &format!("{PAGES}/{room}")).await;
        assert_eq!(rejected.error(400), json!({"success": false, "error": "invalid-room"}));
        assert!(rejected.header("x-livechat-mock-hint").unwrap().contains(hint), "{rejected:?}");
    }
}
