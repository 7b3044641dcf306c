//! The quirks of agents, of looking for visitors, and of what sets the scene.

use http::Request;
use livechat_mock::Account;
use livechat_sdk::model::{Message, MessageAuthor, UserStatus, Visitor};
use serde_json::json;

use super::behaviour::{Check, Mock, NOW};

const AGENT: &str = "w6YjbdZHjghjfNBAg";
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
        assert_eq!(mock.post(path, &body).refused(400), "must be object [invalid-params]");
        let body = json!({"agentId": "admin", "agentData": {}, "agentDepartments": []});
        assert_eq!(mock.post(path, &body).refused(400), "User is not a livechat agent [error-user-is-not-agent]");
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
        assert_eq!(ask("not-available").refused(403), "unauthorized");
        assert_eq!(mock.world().next_change(), before);
    }),
    ("new-agents-and-their-status", |version| {
        let mut mock = Mock::documented(version).let_in();
        for (name, status, expected) in
            [("on", UserStatus::Away, "available"), ("off", UserStatus::Offline, "not-available")]
        {
            mock.world().add_account(Account::new(name, "password").id(name).status(status).available(false));
            mock.ask("DELETE", &format!("{AGENTS}/{name}"), &json!({})).answered();
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
];
