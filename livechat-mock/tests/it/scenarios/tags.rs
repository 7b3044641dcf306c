//! Tags, and who sees which.

use livechat_mock::{Account, ServerVersion, World};
use livechat_sdk::{
    TagId, UserId,
    model::{Department, Tag, Unit},
};
use serde_json::{Value, json};

use super::{Server, Setup, Transport, server::Login};

const TAGS: &str = "/api/v1/livechat/tags";
const NOW: &str = "2026-01-01T00:00:00.000Z";

fn manager(world: &mut World) -> UserId {
    world.add_user(Account::new("manager", "password").role("livechat-manager"))
}

async fn names(server: &Server, login: &Login, query: &str) -> Value {
    let list = server.get_as(login, &format!("{TAGS}{query}")).await.ok();
    assert_eq!(list["total"], list["count"]);
    list["tags"].as_array().unwrap().iter().map(|tag| tag["name"].clone()).collect()
}

pub(super) async fn a_tag_is_saved_read_and_deleted(transport: Transport) {
    let server = Setup::empty().start(transport).await;
    let manager = server.world(manager);
    let manager = server.login(&manager);
    let save = async |body: Value| server.post_as(&manager, &format!("{TAGS}.save"), body).await.ok();
    let data = json!({"name": "refund", "description": "Money goes back"});
    let mut saved = save(json!({"tagData": data, "tagDepartments": ["sales"]})).await;
    let id = saved["_id"].as_str().unwrap().to_owned();
    assert_eq!(id.len(), 24);
    let fields = json!({
        "_id": id,
        "name": "refund",
        "description": "Money goes back",
        "numDepartments": 1,
        "departments": ["sales"],
        "success": true,
    });
    assert_eq!(saved, fields);
    saved["_updatedAt"] = NOW.into();
    assert_eq!(server.get_as(&manager, &format!("{TAGS}/{id}")).await.ok(), saved);
    // What is left out is gone.
    server.advance(60);
    let replaced = json!({"_id": id, "name": "return", "numDepartments": 0, "departments": [], "success": true});
    assert_eq!(save(json!({"_id": id, "tagData": {"name": "return"}})).await, replaced);
    server.world(|world| {
        let stored = world.tag(&id).unwrap();
        assert_eq!(stored.updated_at.unwrap().to_string(), "2026-01-01T00:01:00.000Z");
        assert_eq!((stored.description.as_deref(), stored.department_count), (None, Some(0.0)));
    });
    let delete = async || server.post_as(&manager, &format!("{TAGS}.delete"), json!({"id": id})).await;
    assert_eq!(delete().await.ok(), json!({"success": true}));
    let unknown = json!({
        "success": false,
        "error": "Tag not found [tag-not-found]",
        "errorType": "tag-not-found",
        "details": {"method": "livechat:removeTag"},
    });
    assert_eq!(delete().await.error(400), unknown);
    let unknown = server.get_as(&manager, &format!("{TAGS}/{id}")).await.error(404);
    assert_eq!(unknown, json!({"success": false, "error": "Tag not found"}));
}

pub(super) async fn a_tag_is_refused_with_reason(transport: Transport) {
    for version in [ServerVersion::V7_13, ServerVersion::V8_8] {
        let server = Setup::empty().version(version).start(transport).await;
        let admin = server.admin();
        let id = server.world(|world| world.add_tag(Tag::new("").name("refund")));
        for (body, error) in [
            (json!({}), "must have required property 'tagData'"),
            (json!({"tagData": {"name": "a"}, "tagDepartments": []}), "must NOT have fewer than 1 items"),
            (json!({"tagData": "a"}), "must be object"),
            (json!({"tagData": {"name": "a"}, "colour": "red"}), "must NOT have additional properties"),
        ] {
            let refused = server.post_as(&admin, &format!("{TAGS}.save"), body).await.error(400);
            assert_eq!(refused, json!({"success": false, "error": error, "errorType": "invalid-params"}));
        }
        let body = json!({"tagData": {"name": "refund"}});
        let refused = server.post_as(&admin, &format!("{TAGS}.save"), body).await.error(400);
        assert!(refused["error"].as_str().unwrap().starts_with("E11000 duplicate key error"), "{refused}");
        // It may keep its own name, and what else there is inside does not matter.
        let body = json!({"_id": id, "tagData": {"name": "refund", "colour": "red"}, "tagDepartments": null});
        let saved = server.post_as(&admin, &format!("{TAGS}.save"), body).await.ok();
        assert_eq!(saved.get("_updatedAt").is_some(), version < ServerVersion::V8_5, "{saved}");
        // Nothing is stored under an id that nobody knows.
        let body = json!({"_id": "unknown", "tagData": {"name": "other"}});
        assert_eq!(server.post_as(&admin, &format!("{TAGS}.save"), body).await.ok()["name"], "other");
        server.world(|world| assert_eq!(world.tags().count(), 1));
        let missing = server.post_as(&admin, &format!("{TAGS}.delete"), json!({})).await.error(400);
        assert_eq!(missing["error"], "must have required property 'id'");
    }
}

pub(super) async fn tags_are_shown_to_those_who_use_them(transport: Transport) {
    let server = Setup::empty().start(transport).await;
    let (manager, agent, nobody) = server.world(|world| {
        let agent = world.add_user(Account::new("agent", "password").role("livechat-agent"));
        for (department, tag) in [("sales", "refund"), ("support", "broken")] {
            world.add_department(Department::new(department, department));
            let departments: Vec<_> = vec![department.into()];
            world.add_tag(Tag::new("").name(tag).description(format!("Of {department}")).departments(departments));
        }
        world.add_tag(Tag::new("").name("praise"));
        world.add_department_agent("sales", &agent);
        (manager(world), agent, world.add_user(Account::new("nobody", "password")))
    });
    let manager = server.login(&manager);
    assert_eq!(names(&server, &manager, "").await, json!(["praise"]));
    assert_eq!(names(&server, &manager, "?department=support").await, json!(["broken", "praise"]));
    assert_eq!(names(&server, &manager, "?viewAll=true").await, json!(["broken", "praise", "refund"]));
    assert_eq!(names(&server, &manager, "?viewAll=yes").await, json!(["praise"]));
    assert_eq!(names(&server, &manager, "?viewAll=true&text=OF%20S").await, json!(["broken", "refund"]));
    let sort = "?viewAll=true&sort=%7B%22name%22:-1%7D";
    assert_eq!(names(&server, &manager, sort).await, json!(["refund", "praise", "broken"]));
    // A monitor sees the tags of the unit's departments.
    let monitor = server.world(|world| {
        let monitor = world.add_user(Account::new("monitor", "password").role("livechat-monitor"));
        let unit = world.add_unit(Unit::new("", "Back office"));
        world.add_unit_monitor(&unit, &monitor);
        world.set_department_unit("support", Some(&unit));
        monitor
    });
    let monitor = server.login(&monitor);
    assert_eq!(names(&server, &monitor, "").await, json!(["broken", "praise"]));
    server.world(|world| world.modify_department("support", |department| department.enabled = Some(false)));
    assert_eq!(names(&server, &monitor, "?department=support").await, json!(["praise"]));
    let agent = server.login(&agent);
    for query in ["", "?viewAll=true", "?department=sales", "?department=support"] {
        assert_eq!(names(&server, &agent, query).await, json!(["praise", "refund"]), "{query}");
    }
    // One tag is shown to anybody with the permission; changing one takes another.
    let broken: TagId =
        server.world(|world| world.tags().find(|tag| tag.name.as_deref() == Some("broken")).unwrap().id.clone());
    server.get_as(&agent, &format!("{TAGS}/{broken}")).await.ok();
    server.post_as(&agent, &format!("{TAGS}.save"), json!({"tagData": {"name": "a"}})).await.error(403);
    server.post_as(&agent, &format!("{TAGS}.delete"), json!({"id": broken})).await.error(403);
    let nobody = server.login(&nobody);
    server.get_as(&nobody, TAGS).await.error(403);
    server.get_as(&nobody, &format!("{TAGS}/{broken}")).await.error(403);
}
