//! The quirks that show in what the mock does.

use bytes::Bytes;
use http::{Method, Request, Response, request};
use livechat_mock::{Account, Engine, ServerVersion, World};
use livechat_sdk::{
    RoomId, Timestamp, VisitorToken,
    endpoint::decode,
    model::{PageInfo, Visitor, VisitorPhone},
    rooms::ListRooms,
    visitors::SearchChats,
};
use serde_json::{Value, json};

pub(super) const NOW: Timestamp = Timestamp::from_millis(1_767_225_600_000);
pub(super) const TOKEN: &str = "iNKE8a6k6cjbqWhWd";
const VISITED_ROOM: &str = "wBCg9ZgXT7Mvqz5Xu";
const V7: ServerVersion = ServerVersion::V7_0;

/// A quirk's name, and a test that is run with every version.
pub(super) type Check = (&'static str, fn(ServerVersion));

pub(super) const QUIRKS: &[Check] = &[
    ("register-command-lacks-a-brace", |version| {
        let commands = include_str!("../program/documented-commands.sh");
        let body = commands.split("-d '").nth(1).unwrap().split('\'').next().unwrap();
        let answer = Mock::documented(version).post_text("/api/v1/livechat/visitor", body);
        assert_eq!(answer.error(400), "Match error: Missing key 'visitor'");
        assert!(answer.hint().contains("not JSON"), "{}", answer.hint());
    }),
    ("one-text-for-three-ids", |version| {
        let mut mock = Mock::documented(version).let_in();
        let answer = mock.get(&format!("/api/v1/livechat/visitors.info?visitorId={TOKEN}"));
        assert_eq!(answer.error(400), "visitor-not-found");
        assert!(answer.hint().contains("token"), "{}", answer.hint());
        let answer = mock.get(&format!("/api/v1/livechat/visitors.pagesVisited/{TOKEN}"));
        assert_eq!(answer.error(400), "invalid-room");
    }),
    ("commands-without-login", |version| {
        let target = format!("/api/v1/livechat/visitors.info?visitorId={TOKEN}");
        for engine in [Engine::replay(), Engine::stateful(World::documented())] {
            assert_eq!(Mock(engine.clone().server_version(version)).get(&target).status, 401);
            assert_ne!(Mock(engine.server_version(version)).let_in().get(&target).status, 401);
        }
    }),
    ("visitors-info-answers-another-id", |version| {
        let answer =
            Mock::documented(version).let_in().get("/api/v1/livechat/visitors.info?visitorId=sGtcfEYz852uguxaS");
        assert_eq!(answer.answered()["visitor"]["_id"], "sGtcfEYz852uguxaS");
    }),
    ("visitors-info-token", |version| {
        let answer =
            Mock::documented(version).let_in().get("/api/v1/livechat/visitors.info?visitorId=sGtcfEYz852uguxaS");
        let has_token = matches!(version, ServerVersion::V7_0 | ServerVersion::V8_0 | ServerVersion::V8_4);
        assert_eq!(answer.answered()["visitor"]["token"].is_string(), has_token);
    }),
    ("pages-visited-query-form", |version| {
        let mut mock = Mock::documented(version).let_in();
        let path = mock.get(&format!("/api/v1/livechat/visitors.pagesVisited/{VISITED_ROOM}"));
        let query = mock.get(&format!("/api/v1/livechat/visitors.pagesVisited?roomId={VISITED_ROOM}"));
        assert_eq!(path.answered(), query.answered());
    }),
    ("pages-visited-without-counters", |version| {
        let answer =
            Mock::documented(version).let_in().get(&format!("/api/v1/livechat/visitors.pagesVisited/{VISITED_ROOM}"));
        let counters = ["count", "offset", "total"].map(|counter| answer.answered()[counter].as_u64());
        assert_eq!(counters, [Some(1), Some(0), Some(1)]);
    }),
    ("pages-visited-of-another-room", |version| {
        let answer =
            Mock::documented(version).let_in().get(&format!("/api/v1/livechat/visitors.pagesVisited/{VISITED_ROOM}"));
        assert_eq!(answer.answered()["pages"][0]["rid"], VISITED_ROOM);
    }),
    ("page-text-is-not-its-title", |version| {
        let mut mock = Mock::documented(version);
        let answer = mock.post("/api/v1/livechat/page.visited", &page("url", "Prices"));
        assert_eq!(answer.answered()["page"]["msg"], "Prices - https://example.com/prices");
        let answer = mock.post("/api/v1/livechat/page.visited", &page("url", ""));
        assert_eq!(answer.answered()["page"]["msg"], " - https://example.com/prices");
    }),
    ("pages-visited-list-arguments", |version| {
        let mut mock = Mock::documented(version).let_in();
        let path = format!("/api/v1/livechat/visitors.pagesVisited/{VISITED_ROOM}");
        let answer = mock.get(&format!("{path}?offset=1&count=1&sort=%7B%22ts%22%3A1%7D"));
        assert_eq!(answer.answered()["pages"], json!([]));
        let answer = mock.get(&format!("{path}?query=x"));
        assert_eq!(answer.error(400), "must NOT have additional properties [invalid-params]");
    }),
    ("chat-history-literal-path", |version| {
        let mut mock = Mock::documented(version).let_in();
        let path = "/api/v1/livechat/visitors.chatHistory/room/room-id/visitor/visitor-id";
        assert_eq!(mock.get(path).error(400), "invalid-room");
        let answer = mock.get(&format!("{path}?roomId=r&visitorId=v"));
        assert_eq!(answer.error(400), "must NOT have additional properties [invalid-params]");
        let answer = Mock(Engine::replay().server_version(version)).let_in().get(path);
        assert_eq!(answer.answered()["total"], 14);
    }),
    ("chat-history-total", |version| {
        let mut mock = Mock::documented(version).let_in();
        let path = "/api/v1/livechat/visitors.chatHistory/room/Yjc62ZSoWiHB8Q6xr/visitor/sAvPE8bjCJP5YwPnN";
        assert_eq!(mock.get(path).answered()["count"], 14);
        let answer = mock.get(&format!("{path}?count=1"));
        assert_eq!((&answer.answered()["count"], &answer.answered()["total"]), (&json!(1), &json!(14)));
    }),
    ("texts-in-lists-out", |version| {
        let mut mock = Mock::documented(version);
        let new = json!({"token": TOKEN, "phone": "1", "email": " Ann@Example.com "});
        let visitor = mock.register(&new).answered()["visitor"].clone();
        assert_eq!(visitor["phone"], json!([{"phoneNumber": "1"}]));
        assert_eq!(visitor["visitorEmails"], json!([{"address": "ann@example.com"}]));
    }),
    ("id-of-a-new-visitor", |version| {
        let mut mock = Mock::documented(version);
        let mut id =
            |token: &str| mock.register(&json!({"token": token, "id": "mine"})).answered()["visitor"]["_id"].clone();
        assert_eq!(id("one"), "mine");
        assert_ne!(id("two"), "mine", "another's");
    }),
    ("visitors-of-old-servers", |version| {
        let visitor = Mock::documented(version).register(&json!({"token": "new"})).answered()["visitor"].clone();
        assert_eq!((&visitor["ts"], &visitor["status"]), (&json!(NOW), &json!("online")));
    }),
    ("page-visit-room-is-optional", |version| {
        let mut mock = Mock::documented(version);
        let mut visit = page("url", "Prices");
        assert!(mock.post("/api/v1/livechat/page.visited", &visit).answered()["page"].is_object());
        visit["token"] = "nobody's".into();
        visit["rid"] = "nowhere".into();
        assert!(mock.post("/api/v1/livechat/page.visited", &visit).answered()["page"].is_object());
    }),
    ("page-visit-without-page", |version| {
        let mut mock = Mock::documented(version);
        assert_eq!(
            *mock.post("/api/v1/livechat/page.visited", &page("title", "Prices")).answered(),
            json!({"success": true})
        );
        assert_eq!(mock.0.world().unwrap().roomless_page_visits(TOKEN).count(), 0);
        mock.0.world_mut().unwrap().set_setting("Livechat_history_monitor_type", "title").unwrap();
        assert!(mock.post("/api/v1/livechat/page.visited", &page("title", "Prices")).answered()["page"].is_object());
    }),
    ("custom-field-keys", |version| {
        let field = json!({"key": "address", "value": "here"});
        let answer = Mock::documented(version).register(&json!({"token": TOKEN, "customFields": [field]}));
        assert_eq!(answer.error(400), "Match error: Missing key 'overwrite' in field visitor.customFields[0]");
    }),
    ("username-of-an-agent", |version| {
        let mut mock = Mock::documented(version);
        let known = mock.register(&json!({"token": TOKEN, "username": "ann"}));
        assert_eq!(known.answered()["visitor"]["username"], "guest-7");
        let new = mock.register(&json!({"token": "new", "username": "ann"}));
        assert_eq!(new.answered()["visitor"]["username"], "ann");
    }),
    ("missing-visitor-of-0.70", |version| {
        let answer = Mock::documented(version).get("/api/v1/livechat/visitor/nobody");
        assert_eq!(answer.error(400), "[invalid-token]");
    }),
    ("found-by-phone-or-email", |version| {
        let mut mock = Mock::documented(version);
        let by_phone = mock.register(&json!({"token": "second", "phone": "55 51 5555-5555"}));
        assert_eq!(by_phone.answered()["visitor"]["token"], TOKEN);
        let by_email = mock.register(&json!({"token": "third", "email": "visitor@rocket.chat"}));
        assert_eq!(by_email.answered()["visitor"]["token"], "third");
        assert_eq!(by_email.answered()["visitor"]["_id"], by_phone.answered()["visitor"]["_id"]);
        assert_eq!(mock.get(&format!("/api/v1/livechat/visitor/{TOKEN}")).error(400), "[invalid-token]");
    }),
    ("custom-fields-lost-by-phone", |version| {
        let mut mock = Mock::documented(version);
        let visitor = Visitor::new("").token("old").phones(vec![VisitorPhone::new("1")]);
        mock.0.world_mut().unwrap().add_visitor(visitor);
        let field = json!({"key": "address", "value": "here", "overwrite": true});
        let answer = mock.register(&json!({"token": "new", "phone": "1", "customFields": [field]}));
        assert_eq!(answer.answered()["visitor"].get("livechatData").is_none(), version == V7);
    }),
    ("unknown-custom-fields", |version| {
        let fields = json!([
            {"key": "address", "value": "here", "overwrite": true},
            {"key": "size", "value": "L", "overwrite": true},
        ]);
        let answer = Mock::documented(version).register(&json!({"token": TOKEN, "customFields": fields}));
        assert_eq!(answer.answered()["visitor"]["livechatData"], json!({"address": "here"}));
    }),
    ("email-is-not-checked", |version| {
        let answer = Mock::documented(version).register(&json!({"token": TOKEN, "email": "visitor"}));
        if version == V7 {
            assert_eq!(answer.error(400), "Invalid email visitor [error-invalid-email]");
        } else {
            assert_eq!(answer.answered()["visitor"]["visitorEmails"][0]["address"], "visitor");
        }
    }),
    ("two-wordings-for-a-department", |version| {
        let answer = Mock::documented(version).register(&json!({"token": TOKEN, "department": "Nowhere"}));
        let newer = "error-invalid-department";
        let older = "The provided department is invalid [error-invalid-department]";
        assert_eq!(answer.error(400), if version == V7 { older } else { newer });
    }),
    ("first-guest-is-the-second", |version| {
        let mut mock = Mock(Engine::stateful(World::empty()).server_version(version));
        assert_eq!(mock.register(&json!({"token": "new"})).answered()["visitor"]["username"], "guest-2");
    }),
    ("room-only-decides-about-access", |version| {
        let mut mock = Mock::documented(version).let_in();
        let history = "/api/v1/livechat/visitors.chatHistory/room/vp3D9H8ud6HYvRpvq/visitor";
        assert_eq!(mock.get(&format!("{history}/sAvPE8bjCJP5YwPnN")).answered()["total"], 14);
        assert_eq!(mock.get(&format!("{history}/nobody")).answered()["history"], json!([]));
    }),
    ("counts-are-lowered", |version| {
        let mut mock = Mock::documented(version).let_in();
        let world = mock.0.world_mut().unwrap();
        let room = RoomId::from(VISITED_ROOM);
        for number in 0..149 {
            let page = PageInfo::new(number.to_string(), "https://example.com");
            world.add_page_visit(VisitorToken::from(TOKEN), Some(&room), page, NOW);
        }
        let mut count = |arguments: &str| {
            let answer = mock.get(&format!("/api/v1/livechat/visitors.pagesVisited/{VISITED_ROOM}{arguments}"));
            answer.answered()["pages"].as_array().unwrap().len()
        };
        assert_eq!(["", "?count=120", "?count=0"].map(&mut count), [50, 100, 150]);
    }),
    ("null-is-a-wrong-type", |version| {
        let answer = Mock::documented(version).register(&json!({"token": TOKEN, "name": null}));
        assert_eq!(answer.error(400), "Match error: Expected string, got null in field visitor.name");
    }),
    ("three-styles-of-validation", |version| {
        let mut mock = Mock::documented(version).let_in();
        assert_eq!(mock.register(&json!({})).error(400), "Match error: Missing key 'token' in field visitor");
        let answer = mock.get("/api/v1/livechat/visitors.info");
        assert_eq!(answer.error(400), "must have required property 'visitorId' [invalid-params]");
        let answer = mock.post("/api/v1/livechat/page.visited", &json!({}));
        let newer = "must have required property 'token'";
        let older = format!("{newer} [invalid-params]");
        assert_eq!(answer.error(400), if version < ServerVersion::V8_0 { &older } else { newer });
        assert_eq!(answer.json["errorType"], "invalid-params");
    }),
    ("order-of-checks", |version| {
        let mut mock = Mock::documented(version);
        let login = mock.log_in_as(Account::new("ann", "her password"));
        let request = Request::get("/api/v1/livechat/visitors.info");
        let answer = mock.send_as(&login, request);
        assert_eq!(answer.status, if version < ServerVersion::V8_0 { 400 } else { 403 });
    }),
    ("not-logged-in-wording", |version| {
        let answer = Mock::documented(version).get("/api/v1/me");
        const TEXT: &str = "You must be logged in to do this.";
        let mut expected = json!({"status": "error", "message": TEXT});
        if version > V7 {
            expected["success"] = false.into();
            expected["error"] = TEXT.into();
        }
        assert_eq!((answer.status, &answer.json), (401, &expected));
    }),
    ("no-permission-of-old", |version| {
        let mut mock = Mock::documented(version);
        let login = mock.log_in_as(Account::new("ann", "her password"));
        let request = Request::get("/api/v1/livechat/visitors.info?visitorId=v");
        let answer = mock.send_as(&login, request);
        assert!(answer.error(403).ends_with("[error-unauthorized]"));
    }),
    ("rate-limit-in-a-sentence", |version| {
        let mut mock = Mock(Mock::documented(version).0.rate_limit(true));
        let answers: Vec<_> = (0..6).map(|_| mock.register(&json!({"token": TOKEN}))).collect();
        assert!(answers[..5].iter().all(|answer| answer.status == 200));
        assert!(answers[5].error(429).contains("You must wait 60 seconds"), "{:?}", answers[5].json);
        let header = |name| answers[5].response.headers().get(name).map(|value| value.to_str().unwrap());
        assert_eq!(header("retry-after"), None);
        assert_eq!(header("x-ratelimit-reset"), Some("1767225660000"));
    }),
    ("who-bypasses-the-rate-limit", |version| {
        for (role, is_limited) in [("admin", false), ("bot", false), ("app", false), ("livechat-agent", true)] {
            let mut mock = Mock(Mock::documented(version).0.rate_limit(true));
            let login = mock.log_in_as(Account::new("ann", "her password").role(role));
            let answer = mock.send_as(&login, Request::get("/api/v1/me"));
            assert_eq!(answer.response.headers().contains_key("x-ratelimit-limit"), is_limited, "{role}");
        }
    }),
    ("error-is-a-number", |version| {
        let mut mock = Mock::documented(version);
        let answer = mock.post("/api/v1/login", &json!({"user": "admin", "password": "wrong"}));
        assert_eq!((answer.status, &answer.json["error"]), (401, &json!(403)));
        assert_eq!(answer.json["message"], "Incorrect password");
    }),
    ("logins-without-success", |version| {
        let answer = Mock::documented(version).post("/api/v1/login", &json!({"user": "admin", "password": "admin"}));
        assert_eq!(answer.answered()["status"], "success");
        assert_eq!(answer.answered()["success"].is_null(), version == V7);
    }),
    ("transfer-route-of-7", |version| {
        let body = json!({"token": TOKEN, "rid": "r", "department": "d"});
        for path in ["/api/v1/livechat/visitor/department.transfer", "/api/v1/livechat/room.transfer"] {
            assert_eq!(replay(version).post(path, &body).answered()["success"], true);
        }
    }),
    ("visitor-status-path", |version| {
        let body = json!({"token": TOKEN, "status": "busy"});
        for path in ["/api/v1/livechat/visitor.status", "/api/v1/livechat/visitors.status"] {
            assert_eq!(replay(version).post(path, &body).answered()["status"], "busy");
        }
    }),
    ("call-status", |version| {
        let body = json!({"token": TOKEN, "callStatus": "ended", "rid": "r", "callId": "c"});
        let answer = replay(version).post("/api/v1/livechat/visitor.callStatus", &body);
        assert_eq!(answer.answered()["callStatus"], "ended");
    }),
    ("unmarked-required-arguments", |version| {
        for (method, path, body, missing) in [
            (Method::POST, "room.survey", json!({"token": "t", "rid": "r", "data": [{"value": "5"}]}), "name"),
            (
                Method::POST,
                "message",
                json!({"token": "t", "rid": "r", "msg": "", "agent": {"username": "a"}}),
                "agentId",
            ),
            (Method::POST, "messages", json!({"visitor": {}, "messages": [{"msg": "m"}]}), "token"),
            (Method::PUT, "message/m", json!({"token": "t", "rid": "r"}), "msg"),
        ] {
            let request = Request::builder().method(method).uri(format!("/api/v1/livechat/{path}"));
            let request = request.header("content-type", "application/json").body(body.to_string().into()).unwrap();
            let answer = replay(version).let_in().send(&request);
            assert_eq!(answer.error(400), format!("must have required property '{missing}' [invalid-params]"));
        }
    }),
    ("offline-message-department", |version| {
        let body = json!({"name": "Ann", "email": "ann@example.com", "message": "Help"});
        assert_eq!(replay(version).post("/api/v1/livechat/offline.message", &body).answered()["success"], true);
    }),
    ("history-arguments-without-effect", |version| {
        let target =
            "/api/v1/livechat/messages.history/r?token=t&offset=0&count=5&searchText=x&sort=%7B%22ts%22%3A1%7D";
        assert!(replay(version).get(target).answered()["messages"].is_array());
    }),
    ("sms-answer-is-no-json", |version| {
        let answer = replay(version).post("/api/v1/livechat/sms-incoming/twilio", &json!({"Body": "Hello"}));
        assert_eq!((answer.status, answer.text()), (200, "<Response></Response>"));
        assert_eq!(answer.response.headers()["content-type"], "text/plain");
    }),
    ("upload-token-in-a-header", |version| {
        let post = || Request::post("/api/v1/livechat/upload/r");
        let answer = replay(version).send(&post().body(Bytes::new()).unwrap());
        assert_eq!(answer.error(403), "unauthorized");
        assert!(answer.hint().contains("x-visitor-token"), "{}", answer.hint());
        let with_token = || post().header("x-visitor-token", TOKEN);
        let answer = replay(version).send(&with_token().body(Bytes::new()).unwrap());
        assert_eq!((answer.status, &answer.json["reason"]), (400, &json!("error-no-file-uploaded")));
        let form = || with_token().header("content-type", "multipart/form-data; boundary=b");
        let answer = replay(version).send(&form().body(Bytes::new()).unwrap());
        assert_eq!((answer.status, &answer.json["reason"]), (400, &json!("error-no-file-uploaded")));
        let body = "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nx\r\n--b--";
        assert!(replay(version).send(&form().body(body.into()).unwrap()).answered()["file"].is_object());
    }),
    ("head-of-7", |version| {
        let mut mock = Mock::documented(version);
        let status = mock.send(&Request::head("/api/v1/livechat/config").body(Bytes::new()).unwrap()).status;
        assert_eq!(status, if version == V7 { 405 } else { 200 });
    }),
    ("headers-that-pages-may-read", |version| {
        let mut mock = Mock::documented(version);
        let request = || Request::get("/api/v1/livechat/config");
        for (request, is_page) in [(request(), false), (request().header("origin", "https://example.com"), true)] {
            let handled = mock.0.handle(&request.body(Bytes::new()).unwrap(), [127, 0, 0, 1].into(), NOW);
            let exposed = handled.response.headers().get("access-control-expose-headers");
            assert_eq!(exposed.is_some_and(|names| names.to_str().unwrap().contains("x-ratelimit-reset")), is_page);
        }
    }),
    ("avatars-and-sounds", |version| {
        let mut mock = Mock::documented(version);
        for path in ["/avatar/guest-7", "/sounds/chime.mp3"] {
            let request = Request::get(path).body(Bytes::new()).unwrap();
            let handled = mock.0.handle(&request, [127, 0, 0, 1].into(), NOW);
            assert_eq!((handled.response.status().as_u16(), handled.response.headers().get("allow")), (200, None));
        }
    }),
    ("preflights-of-7", |version| {
        let mut mock = Mock::documented(version);
        mock.world().set_setting("API_Enable_CORS", true).unwrap();
        mock.world().set_setting("API_CORS_Origin", "https://a.example.com, https://b.example.com").unwrap();
        for (origin, status) in
            [("https://b.example.com", 200), ("https://c.example.com", if version == V7 { 200 } else { 403 })]
        {
            let request = Request::options("/api/v1/livechat/config").header("origin", origin);
            let request = request.header("access-control-request-method", "GET").body(Bytes::new()).unwrap();
            assert_eq!(mock.send(&request).status, status, "{origin}");
        }
    }),
    ("limits-of-8", |version| {
        let mut mock = Mock(replay(version).0.rate_limit(true));
        let transcript = json!({"rid": "r", "token": "t", "email": "ann@example.com"});
        let message = json!({"name": "Ann", "email": "ann@example.com", "message": "Help"});
        let [transcripts, messages] = if version < ServerVersion::V8_0 { [10, 10] } else { [5, 1] };
        for (path, body, allowed) in [("transcript", transcript, transcripts), ("offline.message", message, messages)] {
            let path = format!("/api/v1/livechat/{path}");
            (0..allowed).for_each(|_| assert_eq!(mock.post(&path, &body).status, 200));
            assert_eq!(mock.post(&path, &body).status, 429);
        }
    }),
    ("logout-of-8", |version| {
        let mut mock = Mock::documented(version);
        let login = mock.log_in_as(Account::new("ann", "her password"));
        let answer = mock.send_as(&login, Request::post("/api/v1/logout"));
        let mut expected = json!({"status": "success", "data": {"message": "You've been logged out!"}});
        if version > V7 {
            expected["success"] = true.into();
        }
        assert_eq!(*answer.answered(), expected);
    }),
    ("unknown-path-of-7", |version| {
        let answer = Mock::documented(version).get("/api/v1/livechat/nothing");
        if version == V7 {
            assert_eq!(answer.status, 200);
            assert!(answer.text().contains("__meteor_runtime_config__"), "{}", answer.text());
        } else {
            assert_eq!((answer.status, answer.text()), (404, "404 Not Found"));
        }
    }),
    ("wrong-method", |version| {
        for method in [Method::DELETE, Method::HEAD] {
            let request = Request::builder().method(&method).uri("/api/v1/me").body(Bytes::new()).unwrap();
            let answer = Mock::documented(version).send(&request);
            if version == V7 {
                assert_eq!(answer.status, 405);
                assert!(method == Method::HEAD || answer.json["message"] == "API endpoint does not exist");
                assert_eq!(answer.response.headers()["allow"], "GET");
            } else if method == Method::HEAD {
                assert_eq!((answer.status, answer.text()), (401, ""));
            } else {
                assert_eq!((answer.status, answer.text()), (404, "404 Not Found"));
            }
        }
    }),
    ("unreadable-queries", |version| {
        let answer = Mock::documented(version).let_in().get("/api/v1/livechat/rooms?roomName=100%");
        let is_refused = answer.status == 400 && answer.json["error"] == "Invalid query parameters";
        assert_eq!(is_refused, version >= ServerVersion::V8_0);
    }),
    ("malformed-json-of-7", |version| {
        let answer = Mock::documented(version).post_text("/api/v1/livechat/visitor", r#"{"visitor":{"token""#);
        assert_eq!(answer.error(400), "Match error: Missing key 'visitor'");
        assert!(answer.hint().contains("column"), "{}", answer.hint());
    }),
    ("room-messages-path", |version| {
        let mut mock = Mock::replaying(version);
        let served = mock.get("/api/v1/livechat/r7HkD3nWfYp5sQx2B/messages");
        let documented = mock.get("/api/v1/livechat/messages/r7HkD3nWfYp5sQx2B");
        assert!(served.answered()["messages"].is_array());
        assert_eq!(served.answered(), documented.answered());
    }),
    ("transcript-email-keys", |version| {
        for (email, missing) in [
            (json!({}), "sendToVisitor"),
            (json!({"sendToVisitor": true, "requestData": {"subject": "s"}}), "email"),
            (json!({"sendToVisitor": true, "requestData": {"email": "visitor@example.com"}}), "subject"),
        ] {
            let body = json!({"rid": "r7HkD3nWfYp5sQx2B", "transcriptEmail": email});
            let answer = Mock::replaying(version).post("/api/v1/livechat/room.closeByUser", &body);
            assert_eq!(answer.error(400), format!("must have required property '{missing}' [invalid-params]"));
        }
    }),
    ("room-info-keys", |version| {
        for (body, missing) in [
            (json!({"roomData": {"_id": "r7HkD3nWfYp5sQx2B"}}), "guestData"),
            (json!({"guestData": {"_id": "66b1f0a27c3d9e4f58a6b210"}}), "roomData"),
        ] {
            let answer = Mock::replaying(version).post("/api/v1/livechat/room.saveInfo", &body);
            assert_eq!(answer.error(400), format!("must have required property '{missing}' [invalid-params]"));
        }
    }),
    ("rooms-fields-and-query", |version| {
        let mut mock = Mock::replaying(version);
        mock.get("/api/v1/livechat/rooms?fields=%7B%22_id%22%3A1%7D&query=%7B%7D").answered();
        assert_eq!(mock.get("/api/v1/livechat/rooms?populate=1").status, 400);
    }),
    ("rooms-filters-as-text", |version| {
        let mut mock = Mock::replaying(version);
        let range = "%7B%22start%22%3A%222024-08-06T00%3A00%3A00.000Z%22%7D";
        mock.get(&format!("/api/v1/livechat/rooms?createdAt={range}&customFields=%7B%7D")).answered();
        let answer = mock.get("/api/v1/livechat/rooms?closedAt=%7B%22end%22%3A%22soon%22%7D");
        assert_eq!(answer.error(400), r#"The "closedAt.end" query parameter must be a valid date."#);
        let answer = mock.get("/api/v1/livechat/rooms?customFields=city");
        assert_eq!(answer.error(400), r#"The "customFields" query parameter must be a valid JSON."#);
        assert_eq!(mock.get("/api/v1/livechat/rooms?createdAt=yesterday").status, 400);
    }),
    ("loose-flags", |version| {
        for query in ["onhold=t", "onhold=1", "queued=no", "open=perhaps", "open=false"] {
            Mock::replaying(version).get(&format!("/api/v1/livechat/rooms?{query}")).answered();
        }
        let read = |query| decode::<ListRooms>(&[], query, b"").unwrap();
        assert_eq!(
            (read("onhold=t").on_hold, read("queued=1").queued, read("queued=no").queued),
            (Some(true), Some(true), Some(false))
        );
        assert_eq!(
            (read("open=true").open, read("open=false").open, read("open=perhaps").open),
            (Some(true), Some(false), None)
        );
    }),
    ("search-chats-without-filters", |version| {
        let path = "/api/v1/livechat/visitors.searchChats/room/r7HkD3nWfYp5sQx2B/visitor/66b1f0a27c3d9e4f58a6b210";
        Mock::replaying(version).get(&format!("{path}?closedChatsOnly=perhaps")).answered();
        let read = |query| decode::<SearchChats>(&[("roomId", "r"), ("visitorId", "v")], query, b"").unwrap();
        assert_eq!(read("").closed_chats_only, None);
        assert_eq!(read("closedChatsOnly=1&servedChatsOnly=true").closed_chats_only, Some(false));
        assert_eq!(read("closedChatsOnly=1&servedChatsOnly=true").served_chats_only, Some(true));
    }),
    ("negative-count", |version| {
        let mut mock = Mock::documented(version).let_in();
        // A blank one is `null` to the validator, and counts as none.
        for (argument, status) in
            [("count=-1", 400), ("count=all", 400), ("offset=-1", 400), ("offset=x", 400), ("offset=", 200)]
        {
            let target = format!("/api/v1/livechat/visitors.pagesVisited/{VISITED_ROOM}?{argument}");
            assert_eq!(mock.get(&target).status, status, "{argument}");
        }
    }),
];

/// Of operations that servers of 7.0 do not have.
const NOT_IN_7_0: [&str; 6] = [
    "agent-data-of-any-shape",
    "custom-field-keeps-its-key",
    "existence-by-several",
    "realtime-forwarding",
    "realtime-queue-places",
    "return-to-a-department",
];

#[test]
fn the_mock_does_what_the_quirks_say() {
    let others = super::conversations::QUIRKS
        .iter()
        .chain(super::people::QUIRKS)
        .chain(super::units::QUIRKS)
        .chain(super::business_hours::QUIRKS)
        .chain(super::workspace::QUIRKS)
        .chain(super::integrations::QUIRKS)
        .chain(super::analytics::QUIRKS)
        .chain(super::queue::QUIRKS)
        .chain(super::REALTIME);
    for (name, check) in QUIRKS.iter().chain(others) {
        for version in ServerVersion::ALL {
            if version == V7 && NOT_IN_7_0.contains(name) {
                continue;
            }
            // The test's output says how far it came.
            println!("{name} as {version}");
            check(version);
        }
    }
}

fn page(change: &str, title: &str) -> Value {
    let location = json!({"href": "https://example.com/prices"});
    json!({"token": TOKEN, "pageInfo": {"change": change, "title": title, "location": location}})
}

/// What answers the examples.
fn replay(version: ServerVersion) -> Mock {
    Mock(Engine::replay().server_version(version))
}

/// An engine, and short ways to ask it.
pub(super) struct Mock(pub(super) Engine);

impl Mock {
    /// With the people and rooms of the documentation.
    pub(super) fn documented(version: ServerVersion) -> Self {
        Self(Engine::stateful(World::documented()).server_version(version))
    }

    pub(super) fn with(world: World, version: ServerVersion) -> Self {
        Self(Engine::stateful(world).server_version(version))
    }

    /// Answering with the examples, whoever asks.
    fn replaying(version: ServerVersion) -> Self {
        Self(Engine::replay().server_version(version).no_auth(true))
    }

    /// Lets every call count as the administrator's.
    pub(super) fn let_in(self) -> Self {
        Self(self.0.no_auth(true))
    }

    pub(super) fn log_in_as(&mut self, account: Account) -> Login {
        let world = self.0.world_mut().unwrap();
        let user = world.add_user(account);
        let token = world.log_in(&user).unwrap();
        Login { user: user.as_str().to_owned(), token: token.expose().to_owned() }
    }

    fn send_as(&mut self, login: &Login, request: request::Builder) -> Answer {
        let request = request.header("x-user-id", &login.user).header("x-auth-token", &login.token);
        self.send(&request.body(Bytes::new()).unwrap())
    }

    pub(super) fn send(&mut self, request: &Request<Bytes>) -> Answer {
        self.send_at(request, NOW)
    }

    pub(super) fn get_at(&mut self, target: &str, now: Timestamp) -> Answer {
        self.send_at(&Request::get(target).body(Bytes::new()).unwrap(), now)
    }

    fn send_at(&mut self, request: &Request<Bytes>, now: Timestamp) -> Answer {
        let response = self.0.handle(request, [127, 0, 0, 1].into(), now).response;
        let json = serde_json::from_slice(response.body()).unwrap_or_default();
        Answer { status: response.status().as_u16(), json, response }
    }

    pub(super) fn get(&mut self, target: &str) -> Answer {
        self.send(&Request::get(target).body(Bytes::new()).unwrap())
    }

    pub(super) fn world(&mut self) -> &mut World {
        self.0.world_mut().unwrap()
    }

    pub(super) fn ask(&mut self, method: &str, target: &str, body: &Value) -> Answer {
        let request = Request::builder().method(method).uri(target).header("content-type", "application/json");
        self.send(&request.body(body.to_string().into()).unwrap())
    }

    pub(super) fn post(&mut self, target: &str, body: &Value) -> Answer {
        self.post_text(target, &body.to_string())
    }

    fn post_text(&mut self, target: &str, body: &str) -> Answer {
        let request = Request::post(target).header("content-type", "application/json");
        self.send(&request.body(Bytes::copy_from_slice(body.as_bytes())).unwrap())
    }

    pub(super) fn register(&mut self, visitor: &Value) -> Answer {
        self.post("/api/v1/livechat/visitor", &json!({"visitor": visitor}))
    }
}

pub(super) struct Login {
    pub(super) user: String,
    pub(super) token: String,
}

pub(super) struct Answer {
    pub(super) status: u16,
    /// The body; null if it is no JSON.
    pub(super) json: Value,
    response: Response<Bytes>,
}

impl Answer {
    /// The body of a success.
    #[track_caller]
    pub(super) fn answered(&self) -> &Value {
        assert_eq!(self.status, 200, "{}", self.text());
        &self.json
    }

    /// The words of an error response with this status.
    #[track_caller]
    pub(super) fn error(&self, status: u16) -> &str {
        assert_eq!(self.status, status, "{}", self.text());
        self.json["error"].as_str().unwrap()
    }

    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.response.headers().get(name).map(|value| value.to_str().unwrap())
    }

    pub(super) fn hint(&self) -> &str {
        self.header("x-livechat-mock-hint").unwrap_or_default()
    }

    pub(super) fn text(&self) -> &str {
        std::str::from_utf8(self.response.body()).unwrap()
    }
}
