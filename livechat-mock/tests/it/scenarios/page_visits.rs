//! `POST livechat/page.visited` and `GET livechat/visitors.pagesVisited`.

use livechat_mock::ServerVersion;
use livechat_sdk::{RoomId, model::PageInfo};
use serde_json::{Value, json};

use super::{Front, Kind, Setup};

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
fn room(front: &Front, token: &str) -> RoomId {
    let now = front.clock.now();
    front.world(|world| {
        let visitor = livechat_sdk::model::Visitor::new("").token(token).username("ann");
        let visitor = world.add_visitor(visitor);
        world.open_room(&visitor, now).unwrap()
    })
}

async fn pages(front: &Front, room: &str) -> Vec<Value> {
    let answer = front.get_as(&front.admin(), &format!("{PAGES}/{room}")).await.ok();
    answer["pages"].as_array().unwrap().clone()
}

pub(super) async fn a_visit_is_noted_in_its_room(kind: Kind) {
    let front = Setup::empty().start(kind).await;
    let room = room(&front, "t");
    let page = json!({"change": "url", "title": "", "location": {"href": "https://example.com/"}});
    let answer = front.post(VISIT, visit("t", Some(room.as_str()), "")).await.ok();
    let expected = json!({"msg": " - https://example.com/", "navigation": {"page": page, "token": "t"}});
    assert_eq!(answer, json!({"page": expected, "success": true}));
    let pages = pages(&front, room.as_str()).await;
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
    assert_eq!(front.world(|world| world.room(&room).unwrap().message_count), 2, "and the one that it was opened with");
}

pub(super) async fn a_visit_without_a_room_waits_for_one(kind: Kind) {
    let front = Setup::empty().start(kind).await;
    front.post(VISIT, visit("t", None, "before")).await.ok();
    front.post(VISIT, visit("u", None, "another's")).await.ok();
    let waiting = front.world(|world| world.roomless_page_visits("t").next().unwrap().expire_at.unwrap());
    assert_eq!(waiting.to_string(), "2026-01-31T00:00:00.000Z");
    front.advance(60);
    let room = room(&front, "t");
    let pages = pages(&front, room.as_str()).await;
    assert_eq!(pages.len(), 1);
    assert_eq!(pages[0]["navigation"]["page"]["title"], "before");
    assert_eq!(front.world(|world| world.roomless_page_visits("t").count()), 0);
}

pub(super) async fn a_visit_without_a_room_is_forgotten_after_thirty_days(kind: Kind) {
    let front = Setup::empty().start(kind).await;
    front.post(VISIT, visit("t", None, "old")).await.ok();
    front.advance(60);
    front.post(VISIT, visit("t", None, "new")).await.ok();
    front.advance(2_592_000 - 60);
    let room = room(&front, "t");
    let titles: Vec<_> =
        pages(&front, room.as_str()).await.iter().map(|page| page["navigation"]["page"]["title"].clone()).collect();
    assert_eq!(titles, ["new"]);
}

pub(super) async fn neither_token_nor_room_is_checked(kind: Kind) {
    let front = Setup::empty().start(kind).await;
    front.post(VISIT, visit("nobody", Some("nowhere"), "x")).await.ok();
    let noted = front.world(|world| world.page_visits("nowhere").count());
    assert_eq!(noted, 1);
}

pub(super) async fn another_kind_of_change_is_not_noted(kind: Kind) {
    let front = Setup::empty().start(kind).await;
    let room = room(&front, "t");
    let mut by_title = visit("t", Some(room.as_str()), "x");
    by_title["pageInfo"]["change"] = json!("title");
    assert_eq!(front.post(VISIT, by_title.clone()).await.ok(), json!({"success": true}));
    assert!(pages(&front, room.as_str()).await.is_empty());
    front.world(|world| world.set_setting("Livechat_history_monitor_type", "title")).unwrap();
    assert!(front.post(VISIT, by_title).await.ok().get("page").is_some());
    assert_eq!(front.post(VISIT, visit("t", Some(room.as_str()), "x")).await.ok(), json!({"success": true}));
    assert_eq!(pages(&front, room.as_str()).await.len(), 1);
}

pub(super) async fn visits_are_hidden_unless_the_workspace_shows_them(kind: Kind) {
    let front = Setup::empty().start(kind).await;
    let room = room(&front, "t");
    front.world(|world| world.set_setting("Livechat_Visitor_navigation_as_a_message", true)).unwrap();
    front.post(VISIT, visit("t", Some(room.as_str()), "x")).await.ok();
    assert!(pages(&front, room.as_str()).await[0].get("_hidden").is_none());
}

pub(super) async fn arguments_are_checked_in_the_words_of_the_version(kind: Kind) {
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
            let front = Setup::empty().version(version).start(kind).await;
            let expected = json!({"success": false, "error": error, "errorType": "invalid-params"});
            assert_eq!(front.post(VISIT, body.clone()).await.refused(400), expected);
        }
    }
    let front = Setup::empty().start(kind).await;
    let taken = front.post(VISIT, with("token", json!(5))).await.ok();
    assert_eq!(taken["page"]["navigation"]["token"], "5", "a number passes as text");
    let taken = front.post(VISIT, with("token", json!(null))).await.ok();
    assert_eq!(taken["page"]["navigation"]["token"], "", "and so does null");
}

pub(super) async fn the_list_is_paged(kind: Kind) {
    let front = Setup::empty().start(kind).await;
    let room = room(&front, "t");
    for number in 0..120 {
        let now = front.clock.now();
        let page = PageInfo::new(number.to_string(), "https://example.com/");
        front.world(|world| world.add_page_visit("t", Some(&room), page, now));
        front.advance(1);
    }
    let admin = front.admin();
    for (query, count, offset, first) in [
        ("", 50, 0, Some("119")),
        ("?count=7&offset=5", 7, 5, Some("114")),
        ("?count=1000", 100, 0, Some("119")),
        ("?count=0", 120, 0, Some("119")),
        ("?offset=100", 20, 100, Some("19")),
        ("?offset=500", 0, 500, None),
    ] {
        let page = front.get_as(&admin, &format!("{PAGES}/{room}{query}")).await.ok();
        let counters = json!({"count": page["count"], "offset": page["offset"], "total": page["total"]});
        assert_eq!(counters, json!({"count": count, "offset": offset, "total": 120}), "{query}");
        assert_eq!(page["pages"].as_array().unwrap().len(), count);
        assert_eq!(page["pages"][0]["navigation"]["page"]["title"].as_str(), first);
    }
    let refused = front.get_as(&admin, &format!("{PAGES}/{room}?offset=x")).await.refused(400);
    assert_eq!(refused["error"], "must be number [invalid-params]");
    for query in ["?count=-1", "?count=1.5"] {
        let refused = front.get_as(&admin, &format!("{PAGES}/{room}{query}")).await;
        assert_eq!(refused.status, 400);
        assert!(refused.header("x-livechat-mock-hint").unwrap().contains("not known"), "{refused:?}");
    }
}

pub(super) async fn the_list_has_two_paths(kind: Kind) {
    let front = Setup::documented().start(kind).await;
    let admin = front.admin();
    let served = front.get_as(&admin, &format!("{PAGES}/wBCg9ZgXT7Mvqz5Xu")).await.ok();
    let documented = front.get_as(&admin, &format!("{PAGES}?roomId=wBCg9ZgXT7Mvqz5Xu")).await.ok();
    assert_eq!(served, documented);
    assert_eq!(served["pages"][0]["msg"], "App test - http://localhost:8601/");
    let refused = front.get_as(&admin, PAGES).await.refused(400);
    assert_eq!(refused["error"], "must have required property 'roomId' [invalid-params]");
    let both = format!("{PAGES}/wBCg9ZgXT7Mvqz5Xu?roomId=x");
    let refused = front.get_as(&admin, &both).await.refused(400);
    assert_eq!(refused["error"], "must NOT have additional properties [invalid-params]");
}

pub(super) async fn the_list_can_be_sorted(kind: Kind) {
    let front = Setup::empty().start(kind).await;
    let room = room(&front, "t");
    for title in ["b", "a", "c"] {
        front.post(VISIT, visit("t", Some(room.as_str()), title)).await.ok();
        front.advance(1);
    }
    let admin = front.admin();
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
        let page = front.get_as(&admin, &format!("{PAGES}/{room}{query}")).await.ok();
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
        assert_eq!(front.get_as(&admin, &format!("{PAGES}/{room}?sort={encoded}")).await.refused(400), expected);
    }
}

pub(super) async fn an_unknown_room_is_refused(kind: Kind) {
    let front = Setup::documented().start(kind).await;
    for (room, hint) in
        [("unknown", "nothing here"), ("iNKE8a6k6cjbqWhWd", "token"), ("w6YjbdZHjghjfNBAg", "user's id")]
    {
        let refused = front.get_as(&front.admin(), &format!("{PAGES}/{room}")).await;
        assert_eq!(refused.refused(400), json!({"success": false, "error": "invalid-room"}));
        assert!(refused.header("x-livechat-mock-hint").unwrap().contains(hint), "{refused:?}");
    }
}
