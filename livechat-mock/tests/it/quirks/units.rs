//! The quirks of units and monitors.

use livechat_mock::{Account, ServerVersion, World};
use livechat_sdk::{
    DepartmentId, UnitId,
    model::{Department, Unit},
};
use serde_json::{Value, json};

use super::behaviour::{Check, Mock, NOW};

const UNITS: &str = "/api/v1/livechat/units";
const DEPARTMENT: &str = "/api/v1/livechat/department";
const MONITORS: &str = "/api/v1/livechat/monitors";

pub(super) const QUIRKS: &[Check] = &[
    ("departments-that-units-restrict", |version| {
        let mut mock = with_units(version);
        let count =
            |mock: &mut Mock| mock.get(&format!("{DEPARTMENT}?onlyMyDepartments=true")).answered()["total"].clone();
        assert_eq!(count(&mut mock), 2);
        monitor(&mut mock);
        assert_eq!(count(&mut mock), 1);
        mock.world().remove_unit("north");
        mock.world().remove_unit("south");
        assert_eq!(count(&mut mock), 2);
    }),
    ("rooms-that-units-restrict", |version| {
        let mut mock = with_units(version);
        let room = open_room(&mut mock, "support");
        let total = |mock: &mut Mock| mock.get("/api/v1/livechat/rooms").answered()["total"].clone();
        assert_eq!(total(&mut mock), 1);
        monitor(&mut mock);
        mock.world().add_department_agent("support", "admin");
        assert_eq!(total(&mut mock), 0);
        let info = mock.get(&format!("/api/v1/channels.info?roomId={room}"));
        assert_eq!(info.answered()["channel"]["_id"], room);
        mock.world().add_unit_monitor("south", "admin");
        assert_eq!(total(&mut mock), 1);
    }),
    ("department-leaves-its-unit", |version| {
        let mut mock = with_units(version);
        mock.world().add_department(Department::new("shop", "Shop"));
        mock.world().set_department_unit("shop", Some(&UnitId::from("north")));
        let room = open_room(&mut mock, "shop");
        let mut update = |unit: Value| {
            let data = json!({
                "enabled": true, "name": "Shop", "email": "a@example.com", "showOnRegistration": true, "showOnOfflineForm": true,
            });
            let mut body = json!({"department": data});
            unit.as_object().into_iter().for_each(|unit| body["departmentUnit"] = json!(unit));
            let answer = mock.ask("PUT", &format!("{DEPARTMENT}/shop"), &body);
            answer.answered()["department"]["parentId"].clone()
        };
        assert_eq!(update(json!({"_id": "nowhere"})), "north");
        assert_eq!(update(Value::Null), Value::Null);
        assert_eq!(mock.world().room(&room).unwrap().department_ancestors, ["north"]);
        let last = mock.ask("PUT", &format!("{DEPARTMENT}/sales"), &json!({"department": {
            "enabled": true, "name": "Sales", "email": "a@example.com", "showOnRegistration": true, "showOnOfflineForm": true,
        }}));
        assert_eq!(last.error(400), "The last department in a unit can't be removed [error-unit-cant-be-empty]");
    }),
    ("numbers-of-units", |version| {
        let mut mock = with_units(version);
        let answer = mock.post(UNITS, &unit(&["admin"], &["sales", "nowhere"]));
        let counted = u64::from(version < ServerVersion::V8_0);
        let numbers = (&answer.answered()["numMonitors"], &answer.answered()["numDepartments"]);
        assert_eq!(numbers, (&json!(counted), &json!(2)));
        assert_eq!(mock.get(&format!("{UNITS}/north")).answered()["numDepartments"], 1);
    }),
    ("units-beside-the-envelope", |version| {
        let mut mock = with_units(version);
        assert_eq!(mock.ask("DELETE", &format!("{UNITS}/north"), &json!({})).text(), "1");
        assert_eq!(mock.get(&format!("{UNITS}/north")).text(), "null");
    }),
    ("permissions-about-units", |version| {
        let mut mock = with_units(version);
        mock.world().revoke("manage-livechat-units", "admin");
        assert_eq!(mock.get(UNITS).answered()["total"], 0);
        mock.world().add_unit_monitor("north", "admin");
        assert_eq!(mock.get(UNITS).answered()["total"], 1);
        assert_eq!(mock.get(&format!("{UNITS}/north/monitors")).answered()["monitors"][0]["monitorId"], "admin");
        mock.world().revoke("manage-livechat-monitors", "admin");
        assert_eq!(mock.get(&format!("{UNITS}/north/monitors")).status, 403);
    }),
    ("monitors-twice", |version| {
        if version < ServerVersion::V8_0 {
            return;
        }
        let mut mock = with_units(version);
        let ann = json!({"username": "ann"});
        for _ in 0..2 {
            mock.post(&format!("{MONITORS}.create"), &ann).answered();
        }
        mock.post(&format!("{MONITORS}.delete"), &ann).answered();
        assert_eq!(mock.post(&format!("{MONITORS}.delete"), &ann).error(400), "error-removing-monitor");
    }),
    ("unit-of-the-widget", |version| {
        let mut mock = with_units(version);
        let mut offered = |unit: &str| {
            let answer = mock.get(&format!("/api/v1/livechat/config?businessUnit={unit}"));
            answer.answered()["config"]["departments"].as_array().map_or(0, Vec::len)
        };
        assert_eq!((offered("north"), offered("nowhere"), offered("")), (1, 0, 2));
    }),
];

/// Two units with a department and an agent each.
fn with_units(version: ServerVersion) -> Mock {
    let mut mock = Mock::with(World::empty(), version).let_in();
    let world = mock.world();
    for (unit, department, agent) in [("north", "sales", "ann"), ("south", "support", "bob")] {
        world.add_unit(Unit::new(unit, unit).department_count(1));
        world.add_department(Department::new(department, department));
        world.set_department_unit(department, Some(&UnitId::from(unit)));
        world.add_user(Account::new(agent, "password").id(agent).role("livechat-agent"));
        world.add_department_agent(department, agent);
    }
    mock
}

/// Makes the caller a monitor of the first unit, and nothing else.
fn monitor(mock: &mut Mock) {
    let roles = ["view-livechat-rooms", "view-livechat-departments", "view-l-room"];
    let world = mock.world();
    roles.iter().for_each(|permission| world.grant(permission, "livechat-monitor"));
    world.modify_user("admin", |admin| admin.roles = vec!["livechat-monitor".to_owned()]);
    world.add_unit_monitor("north", "admin");
}

fn unit(monitors: &[&str], departments: &[&str]) -> Value {
    json!({
        "unitData": {"name": "West", "visibility": "public"},
        "unitMonitors": monitors.iter().map(|id| json!({"monitorId": id, "username": id})).collect::<Vec<_>>(),
        "unitDepartments": departments.iter().map(|id| json!({"departmentId": id})).collect::<Vec<_>>(),
    })
}

/// The id of a new room of this department.
fn open_room(mock: &mut Mock, department: &str) -> String {
    mock.register(&json!({"token": "t", "department": department}));
    let visitor = mock.world().visitor_by_token("t").unwrap().id.clone();
    mock.world().modify_visitor(&visitor, |visitor| visitor.department = Some(DepartmentId::from(department)));
    mock.world().open_room(&visitor, NOW).unwrap().to_string()
}
