//! The quirks of agents, of looking for visitors, and of auxiliary endpoints.

use http::Request;
use livechat_mock::{Account, Engine, ServerVersion};
use livechat_sdk::model::{Message, MessageAuthor, UserStatus, Visitor};
use serde_json::json;

use super::behaviour::{Answer, Check, Mock, NOW, TOKEN};

const AGENT: &str = "w6YjbdZHjghjfNBAg";
/// The documented visitor's room.
const ROOM: &str = "vp3D9H8ud6HYvRpvq";
const AGENTS: &str = "/api/v1/livechat/users/agent";

pub(super) const QUIRKS: &[Check] = &[
    ("agent-data-of-any-shape", |version| {
        let mut mock = Mock::documented(version).let_in();
        let path = "/api/v1/livechat/agents.saveInfo";
        let data = json!({"any": ["thing"], "nothing": "", "none": null});
        let mut body = json!({"agentId": AGENT, "agentData": data, "agentDepartments": ["nowhere"]});
        mock.post(path, &body).answered();
        let agent = mock.get(&format!("{AGENTS}/{AGENT}"));
        assert_eq!(agent.answered()["user"]["livechat"], json!({"any": ["thing"]}));
        body["agentData"] = "text".into();
        let words = if version == ServerVersion::V7_0 { "must be object [invalid-params]" } else { "must be object" };
        assert_eq!(mock.post(path, &body).error(400), words);
        let body = json!({"agentId": "admin", "agentData": {}, "agentDepartments": []});
        assert_eq!(mock.post(path, &body).error(400), "error-user-is-not-agent");
    }),
    ("status-that-is-so-already", |version| {
        let mut mock = Mock::documented(version);
        let login = mock.log_in_as(Account::new("ann", "password").role("livechat-agent"));
        let before = mock.world().next_change();
        let mut ask = |status: &str| {
            let body = json!({"status": status, "agentId": AGENT}).to_string();
            let request = Request::post("/api/v1/livechat/agent.status").header("content-type", "application/json");
            let request = request.header("x-user-id", login.user.as_str()).header("x-auth-token", login.token.as_str());
            mock.send(&request.body(body.into()).unwrap())
        };
        assert_eq!(ask("available").answered()["status"], "available");
        assert_eq!(ask("not-available").error(403), "unauthorized");
        assert_eq!(mock.world().next_change(), before);
    }),
    ("new-agents-and-their-status", |version| {
        let mut mock = Mock::documented(version).let_in();
        for (name, status, expected) in
            [("on", UserStatus::Away, "available"), ("off", UserStatus::Offline, "not-available")]
        {
            mock.world().add_user(Account::new(name, "password").id(name).status(status).available(false));
            assert_eq!(mock.ask("DELETE", &format!("{AGENTS}/{name}"), &json!({})).status, 400);
            mock.post(AGENTS, &json!({"username": name})).answered();
            let agent = mock.get(&format!("{AGENTS}/{name}"));
            assert_eq!(agent.answered()["user"]["statusLivechat"], expected);
        }
    }),
    ("how-visitors-are-looked-for", |version| {
        let mut mock = Mock::documented(version).let_in();
        let visitor = mock.world().add_visitor(Visitor::new("").token("t").username("guest-0").name("Ann Lee"));
        let room = mock.world().open_room(&visitor, NOW).unwrap();
        let author = MessageAuthor::new(visitor.as_str(), "guest-0");
        mock.world().add_message(Message::new("", author, NOW, "My Refund").room_id(room.clone()));
        assert_eq!(mock.get("/api/v1/livechat/visitors.search?term=n%20LE").answered()["total"], 1);
        let complete = "/api/v1/livechat/visitors.autocomplete?selector=";
        let count = |mock: &mut Mock, selector: &str| {
            let selector: String = selector.bytes().map(|byte| format!("%{byte:02x}")).collect();
            mock.get(&format!("{complete}{selector}")).answered()["items"].as_array().unwrap().len()
        };
        assert_eq!(count(&mut mock, r#"{"term": "lee"}"#), 1);
        assert_eq!(count(&mut mock, r#"{"term": "lee", "conditions": {"username": "guest-0"}}"#), 1);
        assert_eq!(count(&mut mock, r#"{"term": "lee", "conditions": {"username": {"$ne": "x"}}}"#), 0);
        let path = format!("/api/v1/livechat/visitors.searchChats/room/{room}/visitor/{visitor}?searchText=");
        assert_eq!(mock.get(&format!("{path}Refund")).answered()["total"], 1);
        assert_eq!(mock.get(&format!("{path}refund")).answered()["total"], 0);
    }),
    ("words-about-files", |version| {
        let mut mock = Mock::documented(version);
        mock.world().set_setting("FileUpload_MaxFileSize", 10).unwrap();
        let none = upload(&mut mock, "");
        let large = upload(&mut mock, &file("a.txt", "eleven bytes"));
        if version == ServerVersion::V7_0 {
            assert_eq!(none.error(400), "No file uploaded [error-no-file]");
            assert_eq!(
                (&large.json["reason"], &large.json["sizeAllowed"]),
                (&json!("error-size-not-allowed"), &json!("10 B"))
            );
        } else {
            assert_eq!(none.json["reason"], "error-no-file-uploaded");
            assert_eq!(large.error(400), "File size exceeds the allowed limit [error-file-too-large]");
        }
    }),
    ("broken-forms", |version| {
        let mut mock = Mock::documented(version);
        let none = upload(&mut mock, "").json;
        let field = "--b\r\ncontent-disposition: form-data; name=\"msg\"\r\n\r\n";
        for (form, hint) in [
            ("--b\r\n\r\n\r\n".to_owned(), "content-disposition"),
            (format!("{field}x\r\n").repeat(100) + &file("a", "x"), "100 parts"),
            (format!("{}\r\n", &file("a", "x")[..60]), "head of a part"),
        ] {
            let answer = upload(&mut mock, &form);
            assert_eq!((answer.status, &answer.json), (400, &none));
            assert!(answer.hint().contains(hint), "{}", answer.hint());
        }
        let long = format!("{field}{}\r\n{}", "x".repeat((1 << 20) + 1), file("a", "x"));
        assert_eq!(upload(&mut mock, &long).answered()["msg"].as_str().unwrap().len(), 1 << 20);
    }),
    ("files-in-a-sandbox", |version| {
        let mut mock = Mock::documented(version);
        mock.world().set_setting("FileUpload_ProtectFiles", false).unwrap();
        let path = upload(&mut mock, &file("a", "x")).answered()["attachments"][0]["title_link"].clone();
        let served = mock.get(path.as_str().unwrap());
        assert_eq!(served.header("cross-origin-resource-policy"), Some("cross-origin"));
        assert_eq!(served.header("x-content-type-options"), Some("nosniff"));
    }),
    ("names-and-types-of-files", |version| {
        let mut mock = Mock::documented(version);
        for (name, kept) in [("../../order.png", "order.png"), ("..", "file"), ("a\0.png", "a.png")] {
            let answer = upload(&mut mock, &file(name, "x"));
            let attachment = &answer.answered()["attachments"][0];
            assert_eq!((&attachment["title"], attachment.get("image_preview")), (&json!(kept), None));
            assert_eq!(answer.answered()["file"]["type"], "application/octet-stream");
        }
    }),
    ("protected-files", |version| {
        let mut mock = Mock::documented(version);
        let path = upload(&mut mock, &file("a", "x")).answered()["attachments"][0]["title_link"].clone();
        let path = path.as_str().unwrap();
        assert_eq!(mock.get(path).status, 403);
        let visitors = format!("{path}?rc_room_type=l&rc_rid={ROOM}&rc_token={TOKEN}");
        assert_eq!(mock.get(&visitors).status, 200);
        mock.world().set_setting("FileUpload_ProtectFiles", false).unwrap();
        assert_eq!(mock.get(path).status, 200);
    }),
    ("plain-routes", |version| {
        let mut mock = Mock::documented(version).let_in();
        assert_eq!(mock.get("/api/info").answered()["version"], version.as_str());
        let user = json!({"username": "ann", "name": "Ann", "email": "ann@example.com", "password": "p"});
        assert_eq!(mock.post("/api/v1/users.create", &user).answered()["user"]["status"], "offline");
        let permissions = json!({"permissions": [{"_id": "view-everything", "roles": ["admin"]}]});
        assert_eq!(mock.post("/api/v1/permissions.update", &permissions).error(400), "Invalid permission");
        assert_eq!(mock.get("/api/v1/settings/Colour").status, 400);
        let message = json!({"message": {"_id": "m", "rid": ROOM, "msg": "Hi"}});
        let written = mock.post("/api/v1/chat.sendMessage", &message).answered().clone();
        assert_eq!(*mock.post("/api/v1/chat.sendMessage", &message).answered(), written);
        let reply = json!({"message": {"rid": ROOM, "msg": "Hi", "tmid": "nowhere"}});
        assert_eq!(mock.post("/api/v1/chat.sendMessage", &reply).answered()["message"]["tmid"], "nowhere");
        mock.post("/api/v1/livechat/room.close", &json!({"rid": ROOM, "token": TOKEN})).answered();
        assert_eq!(mock.post("/api/v1/chat.sendMessage", &message).error(400), "room-closed");
        let replay = Mock(Engine::replay().server_version(version)).let_in().get("/api/v1/settings/Site_Url");
        assert_eq!(replay.status, 404);
    }),
    ("words-of-plain-routes", |version| {
        let mut mock = Mock::documented(version).let_in();
        let user = json!({"username": "ann", "name": "Ann", "email": "ann@example.com", "password": "p"});
        mock.post("/api/v1/users.create", &user).answered();
        let permission = |name: &str, role: &str| json!({"permissions": [{"_id": name, "roles": [role]}]});
        let elsewhere = json!({"message": {"rid": "nowhere", "msg": "Hi"}});
        let fields = json!({"roomId": ROOM, "text": "Hi", "customFields": {"a": 1}});
        for (path, body, words) in [
            ("users.create", user, "ann is already in use :( [error-field-unavailable]"),
            (
                "users.delete",
                json!({}),
                r#"The required "userId" or "username" param was not provided [error-user-param-not-provided]"#,
            ),
            (
                "users.delete",
                json!({"userId": "nobody"}),
                r#"The required "userId" or "username" param provided does not match any users [error-invalid-user]"#,
            ),
            (
                "users.delete",
                json!({"username": "admin"}),
                "Leaving the app without admins is not allowed [error-action-not-allowed]",
            ),
            (
                "users.setStatus",
                json!({"status": "asleep"}),
                "Valid status types include online, away, offline, and busy. [error-invalid-status]",
            ),
            ("permissions.update", permission("view-everything", "admin"), "Invalid permission"),
            ("permissions.update", permission("view-l-room", "king"), "Invalid role"),
            ("chat.sendMessage", elsewhere, "error-invalid-room"),
            ("chat.postMessage", fields, "Custom fields not enabled"),
        ] {
            assert_eq!(mock.post(&format!("/api/v1/{path}"), &body).error(400), words);
        }
        for (target, words) in [
            ("channels.info", r#"The parameter "roomId" or "roomName" is required [error-room-param-not-provided]"#),
            (
                "channels.info?roomId=nowhere",
                r#"The required "roomId" or "roomName" param provided does not match any channel [error-room-not-found]"#,
            ),
            (
                "rooms.info?roomId=nowhere",
                r#"The required "roomId" or "roomName" param provided does not match any channel [error-room-not-found]"#,
            ),
            (
                "rooms.get?updatedSince=yesterday",
                r#"The "updatedSince" query parameter must be a valid date. [error-updatedSince-param-invalid]"#,
            ),
        ] {
            assert_eq!(mock.get(&format!("/api/v1/{target}")).error(400), words);
        }
        for unknown in ["settings/Colour", "chat.getMessage?msgId=nothing"] {
            let unknown = mock.get(&format!("/api/v1/{unknown}"));
            assert_eq!((unknown.status, unknown.json), (400, json!({"success": false})));
        }
        let gone = mock.get("/file-upload/nothing/a");
        assert_eq!((gone.status, gone.json), (404, json!(null)));
    }),
];

pub(super) fn upload(mock: &mut Mock, parts: &str) -> Answer {
    let request = Request::post(format!("/api/v1/livechat/upload/{ROOM}"))
        .header("x-visitor-token", TOKEN)
        .header("content-type", "multipart/form-data; boundary=b");
    mock.send(&request.body(format!("{parts}--b--\r\n").into()).unwrap())
}

pub(super) fn file(name: &str, content: &str) -> String {
    format!("--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n{content}\r\n")
}
