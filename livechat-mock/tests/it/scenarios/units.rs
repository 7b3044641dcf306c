//! Units, who monitors them, and what monitors see.

use livechat_mock::{Account, Edition, ServerVersion};
use livechat_sdk::{
    UnitId, UserId,
    model::{Department, Unit},
};
use serde_json::{Value, json};

use super::{
    Server, Setup, Transport,
    rooms::{id, open},
    server::{Login, with},
};

const UNITS: &str = "/api/v1/livechat/units";
const MONITORS: &str = "/api/v1/livechat/monitors";
const DEPARTMENT: &str = "/api/v1/livechat/department";
const NOW: &str = "2026-01-01T00:00:00.000Z";

/// Three departments, an agent in each (`ann` in sales, `bob` in support, `amy` in billing), and two monitors.
async fn start(transport: Transport) -> (Server, Login) {
    start_with(Setup::empty(), transport).await
}

async fn start_with(setup: Setup, transport: Transport) -> (Server, Login) {
    let server = setup.start(transport).await;
    server.world(|world| {
        for (department, agent) in [("sales", "ann"), ("support", "bob"), ("billing", "amy")] {
            let name = format!("{}{}", department[..1].to_uppercase(), &department[1..]);
            world.add_department(Department::new(department, name));
            world.add_user(Account::new(agent, "password").id(agent).role("livechat-agent"));
            world.add_department_agent(department, agent);
        }
        for monitor in ["mona", "max"] {
            let account = Account::new(monitor, "password").id(monitor).email(format!("{monitor}@example.com"));
            world.add_user(account.role("livechat-monitor").available(false));
        }
    });
    let admin = server.admin();
    (server, admin)
}

fn unit(name: &str, monitors: &[&str], departments: &[&str]) -> Value {
    let monitor = |monitor: &&str| json!({"monitorId": monitor, "username": "whatever"});
    json!({
        "unitData": {"name": name, "visibility": "public"},
        "unitMonitors": monitors.iter().map(monitor).collect::<Vec<_>>(),
        "unitDepartments": departments.iter().map(|id| json!({"departmentId": id})).collect::<Vec<_>>(),
    })
}

async fn create(server: &Server, name: &str, monitors: &[&str], departments: &[&str]) -> String {
    let created = server.post_as(&server.admin(), UNITS, unit(name, monitors, departments)).await.ok();
    created["_id"].as_str().unwrap().to_owned()
}

/// What a list has under a key of each of its items.
async fn listed(server: &Server, login: &Login, path: &str, list: &str, key: &str) -> Vec<String> {
    let page = server.get_as(login, path).await.ok();
    let items = page[list].as_array().unwrap_or_else(|| panic!("{page}"));
    items.iter().map(|item| item[key].as_str().unwrap_or_default().to_owned()).collect()
}

fn login(server: &Server, user: &str) -> Login {
    server.login(&UserId::from(user))
}

/// A conversation with each department, by the department's name.
async fn converse(server: &Server) {
    for department in ["sales", "support", "billing"] {
        server.register(json!({"token": department, "name": department, "department": department})).await.ok();
        open(server, department).await;
    }
}

pub(super) async fn a_unit_is_created_updated_and_deleted(transport: Transport) {
    let (server, admin) = start(transport).await;
    let created = server.post_as(&admin, UNITS, unit("North", &["mona"], &["sales", "support"])).await.ok();
    let path = format!("{UNITS}/{}", created["_id"].as_str().unwrap());
    let expected = json!({
        "_id": created["_id"],
        "name": "North",
        "visibility": "public",
        "type": "u",
        "numMonitors": 1,
        "numDepartments": 2,
        "_updatedAt": NOW,
        "success": true,
    });
    assert_eq!(created, expected);
    assert_eq!(server.get_as(&admin, &path).await.ok(), expected);
    let monitors = server.get_as(&admin, &format!("{path}/monitors")).await.ok()["monitors"].clone();
    let expected = json!([{
        "_id": monitors[0]["_id"],
        "monitorId": "mona",
        "unitId": created["_id"],
        "username": "mona",
        "_updatedAt": NOW,
    }]);
    assert_eq!(monitors, expected, "the user name is the user's own");
    let sales = server.get_as(&admin, &format!("{DEPARTMENT}/sales")).await.ok()["department"].clone();
    assert_eq!((&sales["parentId"], &sales["ancestors"]), (&created["_id"], &json!([created["_id"]])));
    server.advance(60);
    let change =
        with(unit("South", &["max"], &["support"]), json!({"unitData": {"name": "South", "visibility": "private"}}));
    let updated = server.post_as(&admin, &path, change).await.ok();
    let numbers = (&updated["numMonitors"], &updated["numDepartments"], &updated["_updatedAt"]);
    assert_eq!(numbers, (&json!(1), &json!(1), &json!("2026-01-01T00:01:00.000Z")));
    assert_eq!((&updated["name"], &updated["visibility"]), (&json!("South"), &json!("private")));
    assert_eq!(listed(&server, &admin, &format!("{path}/monitors"), "monitors", "monitorId").await, ["max"]);
    let sales = server.get_as(&admin, &format!("{DEPARTMENT}/sales")).await.ok()["department"].clone();
    assert_eq!((sales.get("parentId"), sales.get("ancestors")), (None, None));
    assert_eq!(server.ask_as(&admin, "DELETE", &path, json!({})).await.ok(), 1, "a number is the whole body");
    assert_eq!(server.get_as(&admin, &path).await.ok(), Value::Null);
    let support = server.get_as(&admin, &format!("{DEPARTMENT}/support")).await.ok()["department"].clone();
    assert_eq!(support.get("parentId"), None);
    assert!(listed(&server, &admin, &format!("{path}/monitors"), "monitors", "monitorId").await.is_empty());
}

pub(super) async fn a_unit_is_refused_with_reason(transport: Transport) {
    let (server, admin) = start(transport).await;
    for (change, text) in [
        (json!({"unitData": null}), "Expected object, got null"),
        (json!({"unitData": {"name": "North"}}), "Missing key 'visibility'"),
        (json!({"unitData": {"name": 5, "visibility": "public"}}), "Expected string, got number in field name"),
        (json!({"unitData": {"name": "North", "visibility": "public", "colour": 1}}), "Unknown key in field colour"),
        (json!({"unitMonitors": {}}), "Expected array, got object"),
        (json!({"unitMonitors": [{"monitorId": "mona"}]}), "Missing key 'username' in field [0]"),
        (json!({"unitDepartments": [{}]}), "Missing key 'departmentId' in field [0]"),
    ] {
        let rejected = server.post_as(&admin, UNITS, with(unit("North", &[], &[]), change)).await.error(400);
        assert_eq!(rejected, json!({"success": false, "error": format!("Match error: {text}")}));
    }
    let rejected = server.post_as(&admin, UNITS, json!({})).await.error(400);
    assert_eq!(rejected, json!({"success": false, "error": "Match error: Expected object, got undefined"}));
    let missing = |code: &str, method: &str| {
        json!({
            "success": false,
            "error": format!("Unit not found [{code}]"),
            "errorType": code,
            "details": {"method": method},
        })
    };
    let path = format!("{UNITS}/nowhere");
    let rejected = server.post_as(&admin, &path, unit("North", &[], &[])).await.error(400);
    assert_eq!(rejected, missing("error-unit-not-found", "livechat:saveUnit"));
    let rejected = server.ask_as(&admin, "DELETE", &path, json!({})).await.error(400);
    assert_eq!(rejected, missing("unit-not-found", "livechat:removeUnit"));
    // Whoever may not manage units sees those that are the caller's.
    let north = create(&server, "North", &["mona"], &[]).await;
    create(&server, "South", &["max"], &[]).await;
    let mona = login(&server, "mona");
    assert_eq!(listed(&server, &mona, UNITS, "units", "name").await, ["North"]);
    assert_eq!(listed(&server, &login(&server, "ann"), UNITS, "units", "name").await, [""; 0]);
    for (method, path) in
        [("GET", "/x"), ("POST", ""), ("DELETE", "/x"), ("GET", "/x/departments"), ("GET", "/x/monitors")]
    {
        server.ask_as(&mona, method, &format!("{UNITS}{path}"), json!({})).await.error(403);
    }
    assert_eq!(server.get(UNITS).await.status, 401);
    // A monitor who may manage them manages no others.
    server.world(|world| world.grant("manage-livechat-units", "livechat-monitor"));
    let max = login(&server, "max");
    let path = format!("{UNITS}/{north}");
    assert_eq!(server.get_as(&max, &path).await.ok(), Value::Null);
    server.post_as(&max, &path, unit("Mine", &[], &[])).await.error(400);
    server.ask_as(&max, "DELETE", &path, json!({})).await.error(400);
    server.ask_as(&mona, "DELETE", &path, json!({})).await.ok();
}

pub(super) async fn monitors_and_departments_of_a_unit_are_counted(transport: Transport) {
    for (version, counted) in [(ServerVersion::V7_13, 3), (ServerVersion::V8_0, 1), (ServerVersion::default(), 1)] {
        let (server, admin) = start_with(Setup::empty().version(version), transport).await;
        let body = unit("North", &["mona", "ann", "nobody"], &["sales", "nowhere"]);
        let created = server.post_as(&admin, UNITS, body).await.ok();
        let numbers = (&created["numMonitors"], &created["numDepartments"]);
        assert_eq!(numbers, (&json!(counted), &json!(2)), "nobody looks whether there are such departments");
        let north = created["_id"].as_str().unwrap();
        let path = format!("{UNITS}/{north}/monitors");
        assert_eq!(listed(&server, &admin, &path, "monitors", "monitorId").await, ["mona"]);
        // The unit that a department leaves for another is not told.
        create(&server, "South", &[], &["sales"]).await;
        assert_eq!(server.get_as(&admin, &format!("{UNITS}/{north}")).await.ok()["numDepartments"], 2);
        let path = format!("{UNITS}/{north}/departments");
        assert!(listed(&server, &admin, &path, "departments", "_id").await.is_empty());
    }
}

pub(super) async fn a_department_joins_and_leaves_a_unit(transport: Transport) {
    let (server, admin) = start(transport).await;
    let (north, south) =
        (create(&server, "North", &["mona"], &["sales"]).await, create(&server, "South", &[], &[]).await);
    let data = json!({
        "enabled": true,
        "name": "Shop",
        "email": "shop@example.com",
        "showOnRegistration": true,
        "showOnOfflineForm": false,
    });
    let counts = async || {
        let count =
            async |id: &str| server.get_as(&admin, &format!("{UNITS}/{id}")).await.ok()["numDepartments"].as_u64();
        (count(&north).await.unwrap(), count(&south).await.unwrap())
    };
    let body = json!({"department": data, "departmentUnit": {"_id": north}});
    let shop = server.post_as(&admin, DEPARTMENT, body).await.ok()["department"].clone();
    assert_eq!((&shop["parentId"], counts().await), (&json!(north), (2, 0)));
    let path = format!("{DEPARTMENT}/{}", shop["_id"].as_str().unwrap());
    let put = async |login: &Login, unit: Value| {
        let body = with(json!({"department": data}), unit);
        server.ask_as(login, "PUT", &path, body).await.ok()["department"]["parentId"].clone()
    };
    assert_eq!(put(&admin, json!({"departmentUnit": {"_id": south}})).await, json!(south));
    assert_eq!(counts().await, (1, 1));
    // It is the last one there. Not to name the unit is to leave it.
    for unit in [json!({}), json!({"departmentUnit": {}}), json!({"departmentUnit": {"_id": ""}})] {
        let body = with(json!({"department": data}), unit);
        let rejected = server.ask_as(&admin, "PUT", &path, body).await.error(400);
        let expected = json!({
            "success": false,
            "error": "The last department in a unit can't be removed [error-unit-cant-be-empty]",
            "errorType": "error-unit-cant-be-empty",
            "details": {"method": "livechat:saveDepartment"},
        });
        assert_eq!(rejected, expected);
    }
    assert_eq!(put(&admin, json!({"departmentUnit": {"_id": "nowhere"}})).await, json!(south), "it stays");
    // A monitor of neither, or of one of both, changes nothing.
    assert_eq!(put(&login(&server, "mona"), json!({"departmentUnit": {"_id": north}})).await, json!(south));
    assert_eq!(put(&admin, json!({"departmentUnit": {"_id": north}})).await, json!(north));
    assert_eq!(put(&login(&server, "mona"), json!({})).await, Value::Null);
    assert_eq!(counts().await, (1, 0));
    server.world(|world| {
        world.set_setting("Omnichannel_enable_department_removal", true).unwrap();
        world.remove_department("sales");
    });
    assert_eq!(counts().await, (0, 0));
}

pub(super) async fn rooms_carry_the_units_of_their_departments(transport: Transport) {
    let (server, admin) = start(transport).await;
    converse(&server).await;
    let north = create(&server, "North", &[], &["sales"]).await;
    let in_unit = async |unit: &str| {
        let mut names =
            listed(&server, &admin, &format!("/api/v1/livechat/rooms?units[]={unit}"), "rooms", "fname").await;
        names.sort();
        names
    };
    assert_eq!(in_unit(&north).await, ["sales"], "rooms that were there before, too");
    server.register(json!({"token": "new", "name": "new", "department": "sales"})).await.ok();
    let room = id(&open(&server, "new").await);
    assert_eq!(in_unit(&north).await, ["new", "sales"]);
    let forward = async |department: &str| {
        let body = json!({"roomId": room, "departmentId": department});
        server.post_as(&admin, "/api/v1/livechat/room.forward", body).await.ok();
    };
    forward("support").await;
    assert_eq!(in_unit(&north).await, ["sales"]);
    forward("sales").await;
    assert_eq!(in_unit(&north).await, ["new", "sales"]);
    server.post_as(&admin, &format!("{UNITS}/{north}"), unit("North", &[], &["billing"])).await.ok();
    assert_eq!(in_unit(&north).await, ["billing"]);
    let south = create(&server, "South", &[], &["sales"]).await;
    server.post_as(&admin, &format!("{UNITS}/{north}"), unit("North", &[], &["billing"])).await.ok();
    assert_eq!(in_unit(&south).await, ["new", "sales"], "another unit keeps its rooms");
    server.ask_as(&admin, "DELETE", &format!("{UNITS}/{south}"), json!({})).await.ok();
    server.ask_as(&admin, "DELETE", &format!("{UNITS}/{north}"), json!({})).await.ok();
    assert_eq!(in_unit(&north).await, [""; 0]);
    assert!(server.world(|world| world.rooms().all(|room| room.department_ancestors.is_empty())));
}

pub(super) async fn monitors_see_what_belongs_to_their_units(transport: Transport) {
    let (server, admin) = start(transport).await;
    converse(&server).await;
    let (mona, ann) = (login(&server, "mona"), login(&server, "ann"));
    let rooms = async |login: &Login, query: &str| {
        let mut names = listed(&server, login, &format!("/api/v1/livechat/rooms{query}"), "rooms", "fname").await;
        names.sort();
        names
    };
    let departments = async |login: &Login, query: &str| {
        listed(&server, login, &format!("{DEPARTMENT}{query}"), "departments", "_id").await
    };
    assert_eq!(rooms(&mona, "").await, ["billing", "sales", "support"], "without units all is there for everybody");
    assert_eq!(departments(&mona, "?onlyMyDepartments=true").await, ["billing", "sales", "support"]);
    let north = create(&server, "North", &["mona"], &["sales"]).await;
    let south = create(&server, "South", &["mona"], &["support"]).await;
    create(&server, "West", &["max"], &["billing"]).await;
    assert_eq!(rooms(&mona, "").await, ["sales", "support"]);
    assert_eq!(rooms(&mona, &format!("?units[]={south}")).await, ["support"]);
    assert_eq!(rooms(&admin, "").await, ["billing", "sales", "support"]);
    // One that does not say which units it belongs to belongs to those of its department.
    server.world(|world| {
        let room = world.rooms().find(|room| room.display_name.as_deref() == Some("sales")).unwrap().id.clone();
        world.modify_room(&room, |room| room.department_ancestors.clear());
    });
    assert_eq!(rooms(&mona, "").await, ["sales", "support"]);
    // An agent who works in a department does not see its rooms by that.
    assert_eq!(rooms(&ann, "?agents[]=ann").await, [""; 0]);
    assert_eq!(departments(&mona, "?onlyMyDepartments=true").await, ["sales", "support"]);
    assert_eq!(departments(&mona, "").await, ["billing", "sales", "support"]);
    assert_eq!(departments(&ann, "?onlyMyDepartments=true").await, ["sales"]);
    assert_eq!(departments(&admin, "?onlyMyDepartments=true").await, ["billing", "sales", "support"]);
    let shown = async |id: &str| {
        server.get_as(&mona, &format!("{DEPARTMENT}/{id}?onlyMyDepartments=true")).await.ok()["department"]["_id"]
            .clone()
    };
    assert_eq!((shown("sales").await, shown("billing").await), (json!("sales"), Value::Null));
    let completed = "/api/v1/livechat/department.autocomplete?selector=%7B%7D&onlyMyDepartments=true";
    assert_eq!(listed(&server, &mona, completed, "items", "_id").await, ["sales", "support"]);
    // The history of a visitor leaves out what is not theirs.
    let (visitor, room) = server.world(|world| {
        let room = world.rooms().find(|room| room.display_name.as_deref() == Some("billing")).unwrap();
        (room.visitor.id.clone().unwrap(), room.id.clone())
    });
    for path in ["visitors.chatHistory", "visitors.searchChats"] {
        let path = format!("/api/v1/livechat/{path}/room/{room}/visitor/{visitor}");
        assert_eq!(listed(&server, &mona, &path, "history", "fname").await, [""; 0]);
        assert_eq!(listed(&server, &admin, &path, "history", "fname").await, ["billing"]);
    }
    // A manager is not restricted, whatever else the user is.
    server.world(|world| world.modify_user("mona", |mona| mona.roles.push("livechat-manager".to_owned())));
    assert_eq!(rooms(&mona, "").await, ["billing", "sales", "support"]);
    for unit in [&north, &south] {
        server.ask_as(&admin, "DELETE", &format!("{UNITS}/{unit}"), json!({})).await.ok();
    }
}

pub(super) async fn departments_are_offered_to_a_unit(transport: Transport) {
    let (server, admin) = start(transport).await;
    let north = create(&server, "North", &["mona"], &["sales"]).await;
    create(&server, "South", &[], &["billing"]).await;
    let available = async |login: &Login, path: &str| {
        listed(&server, login, &format!("{UNITS}/{path}"), "departments", "_id").await
    };
    assert_eq!(available(&admin, &format!("{north}/departments/available")).await, ["sales", "support"]);
    assert_eq!(available(&admin, &format!("{north}/departments/available?text=SUP")).await, ["support"]);
    assert_eq!(available(&admin, &format!("{north}/departments/available?count=1&offset=1")).await, ["support"]);
    assert_eq!(available(&admin, "none/departments/available").await, ["support"]);
    assert_eq!(available(&admin, &format!("{north}/departments")).await, ["sales"]);
    assert_eq!(available(&admin, "none/departments").await, [""; 0]);
    server.world(|world| world.grant("manage-livechat-units", "livechat-monitor"));
    let mona = login(&server, "mona");
    assert_eq!(available(&mona, &format!("{north}/departments/available?onlyMyDepartments=true")).await, ["sales"]);
    // A visitor's client may ask for the departments of one unit.
    let config = async |query: &str| {
        let answer = server.get(&format!("/api/v1/livechat/config{query}")).await.ok();
        answer["config"]["departments"].as_array().map_or(0, Vec::len)
    };
    let numbers =
        (config("").await, config(&format!("?businessUnit={north}")).await, config("?businessUnit=none").await);
    assert_eq!(numbers, (3, 1, 0));
}

pub(super) async fn a_user_becomes_a_monitor_and_is_one_no_longer(transport: Transport) {
    let (server, admin) = start(transport).await;
    let north = create(&server, "North", &["mona"], &[]).await;
    let add = async |name: &str| server.post_as(&admin, &format!("{MONITORS}.create"), json!({"username": name})).await;
    let remove =
        async |name: &str| server.post_as(&admin, &format!("{MONITORS}.delete"), json!({"username": name})).await;
    let expected = json!({"_id": "ann", "username": "ann", "roles": ["user", "livechat-agent"], "success": true});
    assert_eq!(add("ann").await.ok(), expected, "the roles from before");
    assert_eq!(add("ann").await.ok()["roles"], json!(["user", "livechat-agent", "livechat-monitor"]));
    let monitor = server.get_as(&admin, &format!("{MONITORS}/ann")).await.ok();
    let expected = json!({
        "_id": "ann",
        "username": "ann",
        "name": "ann",
        "status": "online",
        "statusLivechat": "available",
        "success": true,
    });
    assert_eq!(monitor, expected);
    assert_eq!(listed(&server, &admin, MONITORS, "monitors", "username").await, ["ann", "max", "mona"]);
    assert_eq!(listed(&server, &admin, &format!("{MONITORS}?text=MAX@"), "monitors", "username").await, ["max"]);
    assert_eq!(
        listed(&server, &admin, &format!("{MONITORS}?count=1&offset=2"), "monitors", "username").await,
        ["mona"]
    );
    remove("mona").await.ok();
    let unit = server.get_as(&admin, &format!("{UNITS}/{north}")).await.ok();
    assert_eq!(unit["numMonitors"], 1, "the number stays");
    let path = format!("{UNITS}/{north}/monitors");
    assert!(listed(&server, &admin, &path, "monitors", "monitorId").await.is_empty());
    assert_eq!(server.get_as(&admin, &format!("{MONITORS}/mona")).await.error(400)["error"], "invalid-user");
    let by_method = json!({
        "success": false,
        "error": "Invalid user [error-invalid-user]",
        "errorType": "error-invalid-user",
        "details": {"method": "livechat:addMonitor"},
    });
    assert_eq!(add("nobody").await.error(400), by_method);
    assert_eq!(remove("nobody").await.error(400), json!({"success": false, "error": "Invalid user"}));
    assert_eq!(remove("mona").await.error(400), json!({"success": false, "error": "error-removing-monitor"}));
    let missing = json!({
        "success": false,
        "error": "must have required property 'username'",
        "errorType": "invalid-params",
    });
    for path in ["create", "delete"] {
        let rejected = server.post_as(&admin, &format!("{MONITORS}.{path}"), json!({})).await.error(400);
        assert_eq!(rejected, missing);
        server.post_as(&login(&server, "max"), &format!("{MONITORS}.{path}"), json!({})).await.error(403);
    }
    server.get_as(&login(&server, "max"), MONITORS).await.error(403);
}

pub(super) async fn a_server_without_a_licence_has_no_units(transport: Transport) {
    let (server, admin) = start_with(Setup::empty().edition(Edition::Community), transport).await;
    converse(&server).await;
    server.world(|world| {
        let north = world.add_unit(Unit::new("north", "North"));
        world.add_unit_monitor(&north, "mona");
        world.set_department_unit("sales", Some(&UnitId::from("north")));
    });
    let refused = "This is an enterprise feature [error-action-not-allowed]";
    for path in [UNITS, MONITORS] {
        assert_eq!(server.get_as(&admin, path).await.error(400)["error"], refused);
    }
    // What is there all the same has no effect.
    let path = "/api/v1/livechat/rooms?units[]=north";
    assert_eq!(listed(&server, &login(&server, "mona"), path, "rooms", "fname").await.len(), 3);
}
