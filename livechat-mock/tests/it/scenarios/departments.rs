//! Departments and their agents, as managers see them.

use livechat_mock::{Account, ServerVersion};
use livechat_sdk::{DepartmentId, UserId, model::Department};
use serde_json::{Value, json};

use super::{
    Server, Setup, Transport,
    server::{Answer, Login, with},
};

const DEPARTMENT: &str = "/api/v1/livechat/department";
const NOW: &str = "2026-01-01T00:00:00.000Z";

/// An empty workspace, with the administrator's login and an agent, `ann`.
async fn start(transport: Transport) -> (Server, Login, UserId) {
    let server = Setup::empty().start(transport).await;
    let admin = server.admin();
    let ann = server.world(|world| {
        world.set_setting("Omnichannel_enable_department_removal", true).unwrap();
        world.add_user(Account::new("ann", "password").role("livechat-agent"))
    });
    (server, admin, ann)
}

/// What a department is to be, with some of it otherwise.
fn data(change: Value) -> Value {
    let usual = json!({
        "enabled": true,
        "name": "Sales",
        "email": "sales@example.com",
        "showOnRegistration": true,
        "showOnOfflineForm": false,
    });
    json!({"department": with(usual, change)})
}

async fn create(server: &Server, admin: &Login, change: Value) -> Answer {
    server.post_as(admin, DEPARTMENT, data(change)).await
}

/// The names of the departments on a list.
fn names(list: &Value) -> Vec<&str> {
    list["departments"].as_array().unwrap().iter().map(|department| department["name"].as_str().unwrap()).collect()
}

/// Adds departments with these names, which are their ids in lower case.
fn add(server: &Server, names: &[&str]) {
    server.world(|world| {
        for name in names {
            world.add_department(Department::new(name.to_lowercase(), *name));
        }
    });
}

pub(super) async fn a_department_is_created_updated_and_deleted(transport: Transport) {
    let (server, admin, _) = start(transport).await;
    let created = create(&server, &admin, json!({"description": "We sell"})).await.ok();
    let id = created["department"]["_id"].as_str().unwrap();
    assert_eq!(id.len(), 24);
    let stored = json!({
        "_id": id,
        "enabled": true,
        "name": "Sales",
        "email": "sales@example.com",
        "showOnRegistration": true,
        "showOnOfflineForm": false,
        "description": "We sell",
        "numAgents": 0,
        "type": "d",
        "_updatedAt": NOW,
    });
    assert_eq!(created, json!({"department": stored, "agents": [], "success": true}));
    let one = format!("{DEPARTMENT}/{id}");
    assert_eq!(server.get_as(&admin, &one).await.ok(), json!({"department": stored, "success": true}));
    server.advance(60);
    // What is not given stays.
    let updated = server.ask_as(&admin, "PUT", &one, data(json!({"name": "Shop", "enabled": false}))).await.ok();
    let mut expected = stored.clone();
    expected["name"] = "Shop".into();
    expected["enabled"] = false.into();
    expected["_updatedAt"] = "2026-01-01T00:01:00.000Z".into();
    assert_eq!(updated, json!({"department": expected, "agents": [], "success": true}));
    assert_eq!(server.ask_as(&admin, "DELETE", &one, json!({})).await.ok(), json!({"success": true}));
    assert_eq!(server.get_as(&admin, &one).await.ok(), json!({"department": null, "success": true}));
    let again = server.ask_as(&admin, "DELETE", &one, json!({})).await.error(400);
    assert_eq!(again, json!({"success": false, "error": "error-department-not-found"}));
}

pub(super) async fn a_department_is_refused_with_reason(transport: Transport) {
    let (server, admin, _) = start(transport).await;
    let by_method = |reason: &str, code: &str| {
        json!({
            "success": false,
            "error": format!("{reason} [{code}]"),
            "errorType": code,
            "details": {"method": "livechat:saveDepartment"},
        })
    };
    let no_tags = by_method(
        "At least one closing tag is required when the department requires tag(s) on closing conversations.",
        "error-validating-department-chat-closing-tags",
    );
    let no_fallback = by_method("Fallback department not found", "error-fallback-department-not-found");
    for (change, error) in [
        (json!({"requestTagBeforeClosingChat": true}), &no_tags),
        (json!({"requestTagBeforeClosingChat": true, "chatClosingTags": []}), &no_tags),
        (json!({"fallbackForwardDepartment": "nowhere"}), &no_fallback),
    ] {
        assert_eq!(create(&server, &admin, change).await.error(400), *error);
    }
    let rejected = create(&server, &admin, json!({"name": {}})).await.error(400);
    assert_eq!(rejected["error"], "must be string [invalid-params]");
    let missing = server.post_as(&admin, DEPARTMENT, json!({})).await.error(400);
    let expected = json!({
        "success": false,
        "error": "must have required property 'department' [invalid-params]",
        "errorType": "invalid-params",
    });
    assert_eq!(missing, expected);
    add(&server, &["Sales"]);
    create(&server, &admin, json!({"requestTagBeforeClosingChat": true, "chatClosingTags": ["solved"]})).await.ok();
    create(&server, &admin, json!({"fallbackForwardDepartment": "sales"})).await.ok();
    create(&server, &admin, json!({"fallbackForwardDepartment": ""})).await.ok();
    let update = async |id: &str, change: Value| {
        let answer = server.ask_as(&admin, "PUT", &format!("{DEPARTMENT}/{id}"), data(change)).await;
        answer.error(400)
    };
    let not_found = by_method("Department not found", "error-department-not-found");
    assert_eq!(update("nowhere", json!({})).await, not_found);
    assert_eq!(update("Sales", json!({})).await, not_found, "a name is no id");
    assert_eq!(update("nowhere", json!({"requestTagBeforeClosingChat": true})).await, no_tags, "tags come first");
    let circular = update("sales", json!({"fallbackForwardDepartment": "sales"})).await;
    let expected = json!({
        "success": false,
        "error": "Cannot save department. Circular reference between fallback department and department \
                  [error-fallback-department-circular]",
        "errorType": "error-fallback-department-circular",
    });
    assert_eq!(circular, expected);
    // An unknown department would be another one.
    server.world(|world| world.set_department_limit(1));
    assert_eq!(update("nowhere", json!({})).await["errorType"], "error-max-departments-number-reached");
    for (path, body, error) in [
        ("archive", json!({}), "department-not-found"),
        ("unarchive", json!({}), "[department-not-found]"),
        ("agents", json!({"upsert": [], "remove": []}), "Department not found [error-department-not-found]"),
    ] {
        let rejected = server.post_as(&admin, &format!("{DEPARTMENT}/nowhere/{path}"), body).await.error(400);
        assert_eq!((&rejected["error"], rejected.get("details")), (&json!(error), None), "{path}");
    }
}

pub(super) async fn what_a_department_has_is_matched(transport: Transport) {
    let (server, admin, ann) = start(transport).await;
    add(&server, &["Sales"]);
    let one_of = "Failed Match.OneOf, Match.Maybe or Match.Optional validation";
    for (change, text) in [
        (json!({"description": null}), "Expected string, got null in field description"),
        (json!({"chatClosingTags": ["a", 5]}), "Expected string, got number in field chatClosingTags[1]"),
        (json!({"maxNumberSimultaneousChat": 0.5}), &format!("{one_of} in field maxNumberSimultaneousChat")),
        (json!({"more": {}}), &format!("{one_of} in field more")),
    ] {
        let text = format!("Match error: {text}");
        let updated = server.ask_as(&admin, "PUT", &format!("{DEPARTMENT}/sales"), data(change.clone())).await;
        assert_eq!(updated.error(400), json!({"success": false, "error": text}), "{change}");
        // What the schema of creating one coerces is a text then.
        if change.get("chatClosingTags").is_none() {
            assert_eq!(create(&server, &admin, change).await.error(400)["error"], text);
        }
    }
    for (agent, text) in [
        (json!({"username": "ann"}), "Missing key 'agentId' in field upsert[0]"),
        (json!({"agentId": ann, "count": 0.5}), "Expected Integer, got 0.5 in field upsert[0].count"),
        (json!({"agentId": ann, "order": "1"}), "Expected Integer, got \"1\" in field upsert[0].order"),
    ] {
        let mut body = data(json!({}));
        body["agents"] = json!([agent]);
        let updated = server.ask_as(&admin, "PUT", &format!("{DEPARTMENT}/sales"), body).await.error(400);
        assert_eq!(updated["error"], format!("Match error: {text}"));
    }
    let other = json!({"colour": "red", "floor": 3, "_id": "other"});
    let updated = server.ask_as(&admin, "PUT", &format!("{DEPARTMENT}/sales"), data(other)).await.ok();
    let kept = ["colour", "floor", "_id"].map(|key| updated["department"][key].clone());
    assert_eq!(kept, [json!("red"), json!(3), json!("sales")]);
    let refused = server.ask_as(&admin, "PUT", &format!("{DEPARTMENT}/sales"), data(json!({"numAgents": "x"}))).await;
    assert_eq!(refused.error(400)["error"], "invalid-params");
    let mut body = data(json!({"maxNumberSimultaneousChat": -5}));
    body["agents"] = json!([{"agentId": ann, "count": -2}]);
    let updated = server.ask_as(&admin, "PUT", &format!("{DEPARTMENT}/sales"), body).await.ok();
    assert_eq!(
        (&updated["department"]["maxNumberSimultaneousChat"], &updated["agents"][0]["count"]),
        (&json!(-5), &json!(-2))
    );
    // The limit of departments is looked at before what they have, and closing tags after it.
    server.world(|world| world.set_department_limit(0));
    let put = async |change: Value| {
        let path = format!("{DEPARTMENT}/nowhere");
        server.ask_as(&admin, "PUT", &path, data(change)).await.error(400)["error"].clone()
    };
    let wrong = json!({"description": null, "requestTagBeforeClosingChat": true});
    assert!(put(wrong.clone()).await.as_str().unwrap().ends_with("[error-max-departments-number-reached]"));
    server.world(|world| world.set_department_limit(9));
    assert_eq!(put(wrong).await, "Match error: Expected string, got null in field description");
    for (body, text) in [
        (json!({}), "Missing key 'department'"),
        (json!({"department": {}, "agents": {}}), "Expected array, got object in field agents"),
        (json!({"department": {}}), "Missing key 'enabled'"),
    ] {
        let updated = server.ask_as(&admin, "PUT", &format!("{DEPARTMENT}/sales"), body).await.error(400);
        assert_eq!(updated["error"], format!("Match error: {text}"));
    }
}

pub(super) async fn a_workspace_may_have_a_limit(transport: Transport) {
    let (server, admin, _) = start(transport).await;
    let may = async || {
        let answer = server.get_as(&admin, &format!("{DEPARTMENT}/isDepartmentCreationAvailable")).await.ok();
        answer["isDepartmentCreationAvailable"].as_bool().unwrap()
    };
    create(&server, &admin, json!({})).await.ok();
    assert!(may().await);
    server.world(|world| world.set_department_limit(1));
    assert!(!may().await);
    let rejected = create(&server, &admin, json!({})).await.error(400);
    let error = "Maximum number of departments reached [error-max-departments-number-reached]";
    assert_eq!(rejected["error"], error);
    server.world(|world| world.set_department_limit(None));
    assert!(may().await);
    create(&server, &admin, json!({})).await.ok();
}

pub(super) async fn an_archived_department_stays_closed(transport: Transport) {
    let (server, admin, ann) = start(transport).await;
    add(&server, &["Sales", "Support"]);
    server.world(|world| world.add_department_agent("sales", &ann));
    let post = async |path: &str| server.post_as(&admin, &format!("{DEPARTMENT}/{path}"), json!({})).await.ok();
    // Both orders of the path's parts.
    assert_eq!(post("sales/archive").await, json!({"success": true}));
    post("archive/support").await;
    post("unarchive/support").await;
    let department = server.get_as(&admin, &format!("{DEPARTMENT}/sales?includeAgents=true")).await.ok();
    let is = |key: &str| department["department"][key].clone();
    assert_eq!((is("archived"), is("enabled"), is("_updatedAt")), (json!(true), json!(false), json!(NOW)));
    assert_eq!(department["agents"][0]["departmentEnabled"], false);
    let archived = server.get_as(&admin, "/api/v1/livechat/departments/archived").await.ok();
    assert_eq!((names(&archived), &archived["total"]), (vec!["Sales"], &json!(1)));
    let list = server.get_as(&admin, DEPARTMENT).await.ok();
    assert_eq!(names(&list), ["Support"]);
    assert_eq!(list["departments"][0]["enabled"], false, "it was archived once");
    let all = server.get_as(&admin, &format!("{DEPARTMENT}?showArchived=true")).await.ok();
    assert_eq!(names(&all), ["Sales", "Support"]);
    let update = async |enabled: bool| {
        server.ask_as(&admin, "PUT", &format!("{DEPARTMENT}/sales"), data(json!({"enabled": enabled}))).await
    };
    let error = "Archived departments cant be enabled [error-archived-department-cant-be-enabled]";
    assert_eq!(update(true).await.error(400)["error"], error);
    update(false).await.ok();
    post("sales/unarchive").await;
    assert_eq!(update(true).await.ok()["department"]["archived"], false);
}

pub(super) async fn agents_are_added_changed_and_removed(transport: Transport) {
    let (server, admin, ann) = start(transport).await;
    let bob = server.world(|world| world.add_user(Account::new("bob", "password").role("livechat-agent")));
    add(&server, &["Sales"]);
    let path = format!("{DEPARTMENT}/sales/agents");
    let set = async |upsert: Value, remove: Value| {
        server.post_as(&admin, &path, json!({"upsert": upsert, "remove": remove})).await
    };
    let list = async |query: &str| server.get_as(&admin, &format!("{path}{query}")).await.ok();
    let given = json!([
        {"agentId": bob, "username": "another", "count": 3, "order": 2},
        {"agentId": ann, "username": "ann"},
        {"agentId": "nobody", "username": "nobody"},
    ]);
    assert_eq!(set(given, json!([])).await.ok(), json!({"success": true}));
    let agents = list("").await;
    assert_eq!((&agents["count"], &agents["offset"], &agents["total"]), (&json!(2), &json!(0), &json!(2)));
    let first = agents["agents"][0].as_object().unwrap();
    assert_eq!(first["_id"].as_str().unwrap().len(), 24);
    let shown =
        |agent: &Value| [&agent["agentId"], &agent["username"], &agent["count"], &agent["order"]].map(Clone::clone);
    assert_eq!(shown(&agents["agents"][0]), [json!(ann), json!("ann"), json!(0), json!(0)]);
    assert_eq!(shown(&agents["agents"][1]), [json!(bob), json!("bob"), json!(3), json!(2)]);
    assert_eq!((&first["departmentId"], &first["departmentEnabled"]), (&json!("sales"), &json!(true)));
    // What is not given is 0.
    set(json!([{"agentId": bob, "username": "bob", "order": 1}]), json!([])).await.ok();
    assert_eq!(shown(&list("").await["agents"][1]), [json!(bob), json!("bob"), json!(0), json!(1)]);
    let last = list("?count=1&sort=%7B%22username%22%3A-1%7D").await;
    assert_eq!((&last["agents"][0]["username"], &last["total"]), (&json!("bob"), &json!(2)));
    let count =
        async || server.get_as(&admin, &format!("{DEPARTMENT}/sales")).await.ok()["department"]["numAgents"].clone();
    assert_eq!(count().await, 2);
    set(json!([]), json!([{"agentId": bob, "username": "bob"}, {"agentId": "nobody", "username": "nobody"}]))
        .await
        .ok();
    assert_eq!(count().await, 1);
    assert!(!server.world(|world| world.is_department_agent("sales", &bob)));
    // The conversations go to those who are left.
    server.register(json!({"token": "t", "department": "sales"})).await.ok();
    let room = server.get("/api/v1/livechat/room?token=t").await.ok();
    assert_eq!(room["room"]["servedBy"]["username"], "ann");
    assert_eq!(list("").await["agents"][0]["count"], 1);
    let nowhere = server.get_as(&admin, &format!("{DEPARTMENT}/nowhere/agents")).await.ok();
    assert_eq!(nowhere, json!({"agents": [], "count": 0, "offset": 0, "total": 0, "success": true}));
}

pub(super) async fn agents_are_given_with_the_department(transport: Transport) {
    let (server, admin, ann) = start(transport).await;
    let mut body = data(json!({}));
    body["agents"] = json!([{"agentId": ann, "username": "ann"}]);
    let rejected = server.post_as(&admin, DEPARTMENT, body.clone()).await.error(400);
    assert_eq!(rejected["error"], "must NOT have additional properties [invalid-params]");
    body["agents"] = json!([{"agentId": ann, "order": 5}]);
    let created = server.post_as(&admin, DEPARTMENT, body.clone()).await.ok();
    assert_eq!((&created["department"]["numAgents"], &created["agents"][0]["order"]), (&json!(1), &json!(5)));
    let one = format!("{DEPARTMENT}/{}", created["department"]["_id"].as_str().unwrap());
    let bob = server.world(|world| world.add_user(Account::new("bob", "password").role("livechat-agent")));
    body["agents"] = json!([{"agentId": bob, "username": "bob"}]);
    let updated = server.ask_as(&admin, "PUT", &one, body.clone()).await.ok();
    assert_eq!(updated["department"]["numAgents"], 2, "others stay");
    // It takes a permission of its own.
    server.world(|world| world.revoke("add-livechat-department-agents", "admin"));
    let amy = server.world(|world| world.add_user(Account::new("amy", "password").role("livechat-agent")));
    body["agents"] = json!([{"agentId": amy, "username": "amy"}]);
    let updated = server.ask_as(&admin, "PUT", &one, body).await.ok();
    assert_eq!(updated["agents"].as_array().unwrap().len(), 2);
    let shown = server.get_as(&admin, &format!("{one}?includeAgents=true")).await.ok();
    assert_eq!((&shown["department"], &shown["agents"]), (&updated["department"], &updated["agents"]));
}

pub(super) async fn departments_are_listed_by_every_filter(transport: Transport) {
    let (server, admin, ann) = start(transport).await;
    add(&server, &["Support", "Sales", "Empty"]);
    server.world(|world| {
        world.modify_department("empty", |department| department.enabled = Some(false)).unwrap();
        world.add_department_agent("sales", "admin");
    });
    for (query, expected) in [
        ("", &["Empty", "Sales", "Support"] as &[&str]),
        ("?text=S", &["Sales", "Support"]),
        ("?text=upp", &["Support"]),
        ("?text=.*", &[]),
        ("?enabled=false", &["Empty"]),
        ("?enabled=true", &["Sales", "Support"]),
        ("?onlyMyDepartments=true", &["Empty", "Sales", "Support"]),
        ("?excludeDepartmentId=sales", &["Empty", "Support"]),
        ("?sort=%7B%22name%22%3A-1%7D&count=2", &["Support", "Sales"]),
        ("?offset=2", &["Support"]),
    ] {
        let list = server.get_as(&admin, &format!("{DEPARTMENT}{query}")).await.ok();
        assert_eq!(names(&list), expected, "{query}");
        assert_eq!(list["count"], expected.len(), "{query}");
    }
    let page = server.get_as(&admin, &format!("{DEPARTMENT}?offset=2")).await.ok();
    assert_eq!((&page["offset"], &page["total"]), (&json!(2), &json!(3)));
    for (query, error) in [
        ("?colour=red", "must NOT have additional properties [invalid-params]"),
        ("?onlyMyDepartments=perhaps", "must be equal to one of the allowed values [invalid-params]"),
        ("?sort=name", "Invalid sort parameter provided: \"name\" [error-invalid-sort]"),
    ] {
        let rejected = server.get_as(&admin, &format!("{DEPARTMENT}{query}")).await.error(400);
        assert_eq!(rejected["error"], error);
    }
    server.world(|world| world.add_department_agent("support", &ann));
    let mine = async |id: &str| {
        let path = format!("{DEPARTMENT}/{id}?onlyMyDepartments=true&includeAgents=true");
        let answer = server.get_as(&admin, &path).await.ok();
        (answer["department"]["name"].clone(), answer["agents"].as_array().unwrap().len())
    };
    assert_eq!((mine("sales").await, mine("nowhere").await), ((json!("Sales"), 1), (json!(null), 0)));
}

pub(super) async fn departments_are_completed_as_one_types(transport: Transport) {
    let (server, admin, _) = start(transport).await;
    add(&server, &["Support", "Sales", "Shop"]);
    server.world(|world| {
        world.modify_department("shop", |department| department.archived = Some(true));
        world.add_department_agent("sales", "admin");
    });
    let path = "/api/v1/livechat/department.autocomplete";
    let complete = async |selector: &str, more: &str| {
        let selector = selector.replace('{', "%7B").replace('}', "%7D").replace('"', "%22");
        let mine = if more.contains("onlyMyDepartments") { "" } else { "&onlyMyDepartments=false" };
        let found = server.get_as(&admin, &format!("{path}?selector={selector}{more}{mine}")).await.ok();
        found["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["_id"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    let item = server
        .get_as(&admin, &format!("{path}?onlyMyDepartments=false&selector=%7B%22term%22%3A%22SUP%22%7D"))
        .await
        .ok();
    assert_eq!(item, json!({"items": [{"_id": "support", "name": "Support"}], "success": true}));
    assert_eq!(complete(r#"{"term":"s"}"#, "").await, ["sales", "support"]);
    assert_eq!(complete("{}", "&showArchived=true").await, ["sales", "shop", "support"]);
    assert_eq!(complete("{}", "&onlyMyDepartments=true").await, ["sales", "support"]);
    assert_eq!(complete(r#"{"exceptions":["sales"]}"#, "").await, ["support"]);
    add(&server, &["A", "B", "C", "D", "E", "F", "G", "H", "I", "J", "K"]);
    assert_eq!(complete("{}", "").await.len(), 10);
    for (query, key) in [("", "selector"), ("?selector={}", "onlyMyDepartments")] {
        let missing = server.get_as(&admin, &format!("{path}{}", query.replace("{}", "%7B%7D"))).await.error(400);
        assert_eq!(missing["error"], format!("must have required property '{key}' [invalid-params]"));
    }
    let old = Setup::empty().version(ServerVersion::V8_5).start(transport).await;
    let missing = old.get_as(&old.admin(), path).await.error(400);
    assert_eq!(missing, json!({"success": false, "error": "The 'selector' param is required"}));
}

pub(super) async fn departments_are_found_by_id(transport: Transport) {
    let (server, admin, _) = start(transport).await;
    add(&server, &["Support", "Sales"]);
    let path = "/api/v1/livechat/department.listByIds";
    let found =
        server.get_as(&admin, &format!("{path}?ids[]=sales&ids[]=nowhere&ids[]=support&ids[]=sales")).await.ok();
    assert_eq!(names(&found), ["Sales", "Support"]);
    assert!(found.get("total").is_none());
    for (query, error) in [("", "The 'ids' param is required"), ("?ids=sales", "The 'ids' param must be an array")] {
        assert_eq!(server.get_as(&admin, &format!("{path}{query}")).await.error(400)["error"], error);
    }
}

pub(super) async fn removal_takes_a_setting(transport: Transport) {
    for version in ServerVersion::ALL {
        let server = Setup::empty().version(version).start(transport).await;
        let admin = server.admin();
        add(&server, &["Sales"]);
        let answer = server.ask_as(&admin, "DELETE", &format!("{DEPARTMENT}/sales"), json!({})).await;
        if version == ServerVersion::V7_0 {
            answer.ok();
        } else {
            assert_eq!(answer.error(400)["error"], "error-department-removal-disabled");
        }
        assert_eq!(server.world(|world| world.departments().count()), usize::from(version > ServerVersion::V7_0));
    }
}

pub(super) async fn a_removed_department_leaves_its_rooms(transport: Transport) {
    let (server, admin, ann) = start(transport).await;
    add(&server, &["Sales", "Support"]);
    server.world(|world| world.add_department_agent("sales", &ann));
    let open = async |token: &str| {
        server.register(json!({"token": token, "department": "sales"})).await.ok();
        let room = server.get(&format!("/api/v1/livechat/room?token={token}")).await.ok()["room"].clone();
        assert_eq!(room["departmentId"], "sales");
        room
    };
    let (closed, opened) = (open("t").await, open("u").await);
    server.post("/api/v1/livechat/room.close", json!({"rid": closed["_id"], "token": "t"})).await.ok();
    let other = server.world(|world| {
        let visitor = world.visitor_by_token("t").unwrap().id.clone();
        let other = world.open_room(visitor, closed["ts"].as_str().unwrap().parse().unwrap()).unwrap();
        world.modify_room(&other, |room| room.department_id = Some("support".into()));
        other
    });
    server.world(|world| {
        world.modify_department("support", |it| it.fallback_forward_department = Some("sales".to_owned())).unwrap();
    });
    server.ask_as(&admin, "DELETE", &format!("{DEPARTMENT}/sales"), json!({})).await.ok();
    server.world(|world| {
        for room in [&closed, &opened] {
            assert_eq!(world.room(room["_id"].as_str().unwrap()).unwrap().department_id, None);
        }
        let kept = world.room(&other).unwrap().department_id.as_ref();
        assert_eq!(kept.map(DepartmentId::as_str), Some("support"), "the rooms of others keep theirs");
        let inquiry = world.inquiry(opened["_id"].as_str().unwrap()).unwrap();
        assert_eq!(inquiry.department.as_ref().map(DepartmentId::as_str), Some("sales"), "the inquiry keeps it");
        let visitor = world.visitor_by_token("u").unwrap();
        assert_eq!(visitor.department.as_ref().map(DepartmentId::as_str), Some("sales"), "and so does the visitor");
        assert_eq!(world.department("support").unwrap().fallback_forward_department, None);
        assert!(world.user(&ann).unwrap().roles.contains(&"livechat-agent".to_owned()), "agents stay agents");
    });
}

pub(super) async fn writing_takes_a_permission(transport: Transport) {
    let (server, _, ann) = start(transport).await;
    add(&server, &["Sales"]);
    let agent = server.login(&ann);
    server.get_as(&agent, DEPARTMENT).await.ok();
    let unauthorized = "User does not have the permissions required for this action [error-unauthorized]";
    for (method, path, body) in [
        ("POST", "", data(json!({}))),
        ("PUT", "/sales", data(json!({}))),
        ("DELETE", "/sales", json!({})),
        ("POST", "/sales/agents", json!({"upsert": [], "remove": []})),
        ("POST", "/sales/archive", json!({})),
        ("POST", "/sales/unarchive", json!({})),
    ] {
        let answer = server.ask_as(&agent, method, &format!("{DEPARTMENT}{path}"), body).await;
        assert_eq!(answer.error(403), json!({"success": false, "error": unauthorized}));
    }
    // Who may add agents, and nothing else, gets as far as to be told so.
    server.world(|world| world.grant("add-livechat-department-agents", "livechat-agent"));
    let rejected = server.ask_as(&agent, "PUT", &format!("{DEPARTMENT}/sales"), data(json!({}))).await.error(400);
    assert_eq!(rejected, json!({"success": false, "error": "error-not-allowed"}));
    assert_eq!(server.get(DEPARTMENT).await.status, 401);
}
