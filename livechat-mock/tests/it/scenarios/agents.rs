//! Agents and managers: who they are, whether they are there, and where.

use livechat_mock::{Account, Change, ServerVersion};
use livechat_sdk::model::{Department, UserStatus};
use serde_json::{Value, json};

use super::{Server, Setup, Transport, server::Login};

const AGENTS: &str = "/api/v1/livechat/users/agent";
const MANAGERS: &str = "/api/v1/livechat/users/manager";
const STATUS: &str = "/api/v1/livechat/agent.status";

fn account(id: &str) -> Account {
    Account::new(id, "password").id(id)
}

/// A workspace with the agents `ann`, who is offline, `bob` and `eve`, and with the manager `mae`.
async fn staffed(transport: Transport) -> (Server, Login) {
    let server = Setup::empty().start(transport).await;
    server.world(|world| {
        let ann = account("ann").name("Ann").email("ann@example.com").status(UserStatus::Offline);
        world.add_user(ann.role("livechat-agent").available(false));
        world.add_user(account("eve").name("Eve").role("livechat-agent"));
        world.add_user(account("bob").name("Bob").role("livechat-agent"));
        world.add_user(account("mae").name("Mae").role("livechat-manager"));
        let sales = world.add_department(Department::new("sales", "Sales"));
        world.add_department_agent(&sales, "bob");
    });
    let admin = server.admin();
    (server, admin)
}

fn ids(list: &Value) -> Vec<&str> {
    list["users"].as_array().unwrap().iter().map(|user| user["_id"].as_str().unwrap()).collect()
}

async fn rejected(server: &Server, login: &Login, method: &str, path: &str, status: u16) -> Value {
    server.call(method, path, &login.headers(), None).await.error(status)
}

pub(super) async fn agents_and_managers_are_listed(transport: Transport) {
    let (server, admin) = staffed(transport).await;
    let list = server.get_as(&admin, AGENTS).await.ok();
    assert_eq!(ids(&list), ["ann", "bob", "eve"], "by name");
    assert_eq!((&list["count"], &list["offset"], &list["total"]), (&json!(3), &json!(0), &json!(3)));
    let ann = json!({
        "_id": "ann",
        "username": "ann",
        "name": "Ann",
        "status": "offline",
        "statusLivechat": "not-available",
        "emails": [{"address": "ann@example.com", "verified": true}],
        "departments": [],
    });
    assert_eq!(list["users"][0], ann);
    assert_eq!(list["users"][1]["departments"], json!(["sales"]));
    let page = server.get_as(&admin, &format!("{AGENTS}?offset=1&count=1&sort=%7B%22name%22%3A-1%7D")).await.ok();
    assert_eq!((ids(&page), &page["count"], &page["total"]), (vec!["bob"], &json!(1), &json!(3)));
    let managers = server.get_as(&admin, MANAGERS).await.ok();
    assert_eq!(ids(&managers), ["mae"]);
    assert_eq!(managers["users"][0].get("statusLivechat"), None);
}

pub(super) async fn lists_of_agents_are_filtered(transport: Transport) {
    let (server, admin) = staffed(transport).await;
    for (query, expected) in [
        ("text=AN", vec!["ann"]),
        ("text=example.com", vec!["ann"]),
        ("text=nobody", vec![]),
        ("text=.", vec!["ann"]),
        ("onlyAvailable=true", vec!["bob", "eve"]),
        ("onlyAvailable=false", vec!["ann", "bob", "eve"]),
        ("excludeId=bob", vec!["ann", "eve"]),
        ("showIdleAgents=false", vec!["bob", "eve"]),
        ("showIdleAgents=true", vec!["ann", "bob", "eve"]),
    ] {
        assert_eq!(ids(&server.get_as(&admin, &format!("{AGENTS}?{query}")).await.ok()), expected, "{query}");
    }
    assert_eq!(ids(&server.get_as(&admin, &format!("{MANAGERS}?text=ma")).await.ok()), ["mae"]);
    assert!(ids(&server.get_as(&admin, &format!("{MANAGERS}?text=ann")).await.ok()).is_empty());
    let error = rejected(&server, &admin, "GET", &format!("{AGENTS}?colour=red"), 400).await;
    assert_eq!(error["error"], "must NOT have additional properties [invalid-params]");
}

pub(super) async fn each_type_takes_its_own_permission(transport: Transport) {
    let (server, _) = staffed(transport).await;
    let bob = server.login(&"bob".into());
    let unauthorized = json!({"success": false, "error": "unauthorized"});
    // Agents may edit contacts, and so may see who else there is.
    server.get_as(&bob, AGENTS).await.ok();
    assert_eq!(rejected(&server, &bob, "GET", MANAGERS, 403).await, unauthorized);
    server.world(|world| {
        world.revoke("edit-omnichannel-contact", "livechat-agent");
        world.grant("view-livechat-manager", "livechat-agent");
    });
    assert_eq!(rejected(&server, &bob, "GET", AGENTS, 403).await, unauthorized);
    server.get_as(&bob, MANAGERS).await.ok();
    server.world(|world| world.grant("transfer-livechat-guest", "livechat-agent"));
    server.get_as(&bob, AGENTS).await.ok();
    assert_eq!(server.get(AGENTS).await.status, 401);
}

pub(super) async fn a_user_becomes_an_agent_and_is_one_no_longer(transport: Transport) {
    let (server, admin) = staffed(transport).await;
    server.world(|world| world.add_user(account("joe-id").status(UserStatus::Offline)));
    let before = server.world(|world| world.next_change());
    let added = server.post_as(&admin, AGENTS, json!({"username": "joe-id"})).await.ok();
    assert_eq!(added, json!({"user": {"_id": "joe-id", "username": "joe-id"}, "success": true}));
    server.world(|world| {
        let told: Vec<_> = world.changes_since(before).cloned().collect();
        assert_eq!(told, [Change::User("joe-id".into())]);
    });
    let path = format!("{AGENTS}/joe-id");
    let joe = server.get_as(&admin, &path).await.ok()["user"].clone();
    assert_eq!((&joe["status"], &joe["statusLivechat"]), (&json!("offline"), &json!("not-available")));
    assert_eq!(joe.get("departments"), None);
    server.post_as(&admin, AGENTS, json!({"username": "joe-id"})).await.ok();
    assert_eq!(server.get_as(&admin, AGENTS).await.ok()["total"], 4);
    // Whoever goes leaves the departments too.
    server.world(|world| world.add_department_agent("sales", "joe-id"));
    assert_eq!(server.ask_as(&admin, "DELETE", &path, json!({})).await.ok(), json!({"success": true}));
    assert_eq!(server.get_as(&admin, &path).await.ok(), json!({"user": null, "success": true}));
    server.world(|world| {
        assert!(!world.is_department_agent("sales", "joe-id"));
        assert_eq!(world.user("joe-id").unwrap().roles, ["user"]);
    });
    // Who is online takes conversations at once.
    server.post_as(&admin, MANAGERS, json!({"username": "bob"})).await.ok();
    server.world(|world| assert!(world.is_permitted("bob", "view-livechat-manager")));
}

pub(super) async fn who_is_no_agent_is_shown_as_null(transport: Transport) {
    let (server, admin) = staffed(transport).await;
    let nobody = json!({"user": null, "success": true});
    assert_eq!(server.get_as(&admin, &format!("{AGENTS}/mae")).await.ok(), nobody);
    assert_eq!(server.get_as(&admin, &format!("{MANAGERS}/bob")).await.ok(), nobody);
    assert_eq!(server.get_as(&admin, &format!("{AGENTS}/nobody")).await.ok(), nobody);
    assert_eq!(server.get_as(&admin, &format!("{MANAGERS}/mae")).await.ok()["user"]["name"], "Mae");
    let old = Setup::empty().version(ServerVersion::V7_0).start(transport).await;
    let error = rejected(&old, &old.admin(), "GET", &format!("{AGENTS}/nobody"), 400).await;
    assert_eq!(error, json!({"success": false, "error": "User not found"}));
}

pub(super) async fn another_type_is_refused(transport: Transport) {
    let (server, admin) = staffed(transport).await;
    let expected = json!({"success": false, "error": "Invalid type"});
    let (list, one) = ("/api/v1/livechat/users/monitor", "/api/v1/livechat/users/monitor/bob");
    assert_eq!(rejected(&server, &admin, "GET", list, 400).await, expected);
    assert_eq!(server.post_as(&admin, list, json!({"username": "bob"})).await.error(400), expected);
    assert_eq!(rejected(&server, &admin, "GET", one, 400).await, expected);
    assert_eq!(rejected(&server, &admin, "DELETE", one, 400).await, expected);
    assert_eq!(rejected(&server, &admin, "DELETE", &format!("{AGENTS}/nobody"), 400).await, json!({"success": false}));
    let error = server.post_as(&admin, AGENTS, json!({"username": "ann@example.com"})).await.error(400);
    let expected = json!({"success": false, "error": "[error-invalid-user]", "errorType": "error-invalid-user"});
    assert_eq!(error, expected, "an address is no user name");
}

pub(super) async fn an_agent_goes_and_comes_back(transport: Transport) {
    let (server, _) = staffed(transport).await;
    let bob = server.login(&"bob".into());
    server.world(|world| world.modify_user("eve", |user| user.status = Some(UserStatus::Offline)));
    server.register(json!({"token": "t"})).await.ok();
    let set = async |body: Value| server.post_as(&bob, STATUS, body).await.ok()["status"].clone();
    assert_eq!(set(json!({})).await, "not-available");
    let nobody = server.get("/api/v1/livechat/room?token=t").await.error(400);
    assert_eq!(nobody["errorType"], "no-agent-online");
    let before = server.world(|world| world.next_change());
    assert_eq!(set(json!({"status": "not-available"})).await, "not-available");
    server.world(|world| assert_eq!(world.changes_since(before).count(), 0, "nothing changed"));
    assert_eq!(set(json!({})).await, "available");
    server.world(|world| assert_eq!(world.changes_since(before).collect::<Vec<_>>(), [&Change::User("bob".into())]));
    let room = server.get("/api/v1/livechat/room?token=t").await.ok()["room"].clone();
    assert_eq!(room["servedBy"]["_id"], "bob");
}

pub(super) async fn anothers_status_takes_a_permission(transport: Transport) {
    let (server, admin) = staffed(transport).await;
    let bob = server.login(&"bob".into());
    let error = server.post_as(&bob, STATUS, json!({"agentId": "ann"})).await.error(403);
    assert_eq!(error, json!({"success": false, "error": "unauthorized"}));
    // What is so already may be asked for by anybody.
    let same = server.post_as(&bob, STATUS, json!({"agentId": "ann", "status": "not-available"})).await.ok();
    assert_eq!(same, json!({"status": "not-available", "success": true}));
    assert_eq!(server.post_as(&admin, STATUS, json!({"agentId": "ann"})).await.ok()["status"], "available");
    server.world(|world| world.grant("manage-livechat-agents", "livechat-agent"));
    assert_eq!(server.post_as(&bob, STATUS, json!({"agentId": "ann"})).await.ok()["status"], "not-available");
}

pub(super) async fn a_status_is_refused_with_reason(transport: Transport) {
    let (server, admin) = staffed(transport).await;
    let not_found = json!({"success": false, "error": "Agent not found"});
    // The administrator is no agent.
    for body in [json!({}), json!({"agentId": "mae"}), json!({"agentId": "nobody"})] {
        assert_eq!(server.post_as(&admin, STATUS, body).await.error(404), not_found);
    }
    let error = server.post_as(&admin, STATUS, json!({"agentId": "ann", "status": "busy"})).await.error(400);
    assert_eq!(error["error"], "must be equal to one of the allowed values [invalid-params]");
    server.world(|world| world.modify_user("ann", |user| user.active = Some(false)));
    let error = server.post_as(&admin, STATUS, json!({"agentId": "ann"})).await.error(400);
    assert_eq!(error, json!({"success": false, "error": "error-user-deactivated"}));
}

pub(super) async fn an_agents_limits_and_departments_are_saved(transport: Transport) {
    let (server, admin) = staffed(transport).await;
    server.world(|world| world.add_department(Department::new("support", "Support")));
    let save = async |body: Value| server.post_as(&admin, "/api/v1/livechat/agents.saveInfo", body).await;
    let data = json!({"maxNumberSimultaneousChat": 5, "colour": ""});
    let body = json!({"agentId": "bob", "agentData": data, "agentDepartments": ["support", "nowhere"]});
    assert_eq!(save(body).await.ok(), json!({"success": true}));
    let bob = server.get_as(&admin, &format!("{AGENTS}?text=bob")).await.ok()["users"][0].clone();
    assert_eq!(bob["livechat"], json!({"maxNumberSimultaneousChat": 5}));
    assert_eq!(bob["departments"], json!(["support"]), "and no longer sales");
    save(json!({"agentId": "bob", "agentData": {}, "agentDepartments": []})).await.ok();
    let bob = server.get_as(&admin, &format!("{AGENTS}/bob")).await.ok()["user"].clone();
    assert_eq!(bob["livechat"], json!({}));
    let error = save(json!({"agentId": "mae", "agentData": {}, "agentDepartments": []})).await.error(400);
    assert_eq!(error, json!({"success": false, "error": "error-user-is-not-agent"}));
    let bob = server.login(&"bob".into());
    let body = json!({"agentId": "bob", "agentData": {}, "agentDepartments": []});
    assert_eq!(server.post_as(&bob, "/api/v1/livechat/agents.saveInfo", body).await.status, 403);
}

pub(super) async fn departments_can_be_narrowed_to_enabled_ones(transport: Transport) {
    let (server, admin) = staffed(transport).await;
    server.world(|world| {
        let closed = world.add_department(Department::new("closed", "Closed").enabled(false));
        world.add_department_agent(&closed, "bob");
    });
    let list = async |query: &str| {
        let path = format!("/api/v1/livechat/agents/bob/departments{query}");
        server.get_as(&admin, &path).await.ok()["departments"].clone()
    };
    let all = list("").await;
    let mut sales = all[0].clone();
    assert_eq!(sales["_id"].take().as_str().unwrap().len(), 24);
    let expected = json!({
        "_id": null,
        "agentId": "bob",
        "departmentId": "sales",
        "username": "bob",
        "departmentName": "Sales",
        "departmentEnabled": true,
        "count": 0,
        "order": 0,
    });
    assert_eq!(sales, expected);
    assert_eq!((&all[1]["departmentName"], &all[1]["departmentEnabled"]), (&json!("Closed"), &json!(false)));
    assert_eq!(list("?enabledDepartmentsOnly=false").await, all);
    assert_eq!(list("?enabledDepartmentsOnly=true").await, json!([all[0]]));
    let nobody = server.get_as(&admin, "/api/v1/livechat/agents/nobody/departments").await.ok();
    assert_eq!(nobody, json!({"departments": [], "success": true}));
}
