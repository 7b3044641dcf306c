//! What a server passes over although it says that the call succeeded: the hint names it.

use livechat_mock::{Account, Edition, ServerVersion};
use livechat_sdk::model::{
    BusinessHour, BusinessHourType, CannedResponse, CannedResponseScope, Contact, CustomField, CustomFieldScope,
    Department, OutboundProvider, Room, RoomVisitor, Unit, Visitor,
};
use serde_json::{Value, json};

use super::{
    Server, Setup, Transport,
    server::{Login, with},
};

const LIVECHAT: &str = "/api/v1/livechat";

/// A workspace with the department `sales`, the agent `ann`, the monitor `mona`, the custom field `city` for visitors, and the
/// visitor `v` with an open room, `r`.
async fn start(setup: Setup, transport: Transport) -> (Server, Login) {
    let server = setup.start(transport).await;
    server.world(|world| {
        world.add_department(Department::new("sales", "Sales").enabled(true));
        world.add_user(Account::new("ann", "password").id("ann").role("livechat-agent"));
        world.add_user(Account::new("mona", "password").id("mona").role("livechat-monitor").available(false));
        world.add_custom_field(CustomField::new("city", CustomFieldScope::Visitor));
        world.add_visitor(Visitor::new("v").token("t").username("guest-1").name("Ann"));
        let now = "2026-01-01T00:00:00.000Z".parse().unwrap();
        world.add_room(Room::new("r", RoomVisitor::new("v").token("t"), now));
    });
    let admin = server.admin();
    (server, admin)
}

/// The hint of a call that succeeds; empty if there is none.
async fn hint(server: &Server, login: &Login, method: &str, path: &str, body: Value) -> String {
    let answer = match method {
        "GET" => server.get_as(login, path).await,
        _ => server.ask_as(login, method, path, body).await,
    };
    answer.ok();
    answer.header("x-livechat-mock-hint").unwrap_or_default().to_owned()
}

/// What is called, and what the hints say, in this order; nothing where there is nothing to say.
type Calls<'a> = &'a [(&'a str, &'a str, Value, &'a [&'a str])];

async fn assert_hints(server: &Server, login: &Login, calls: Calls<'_>) {
    for (method, path, body, hints) in calls {
        let path = if path.starts_with('/') { (*path).to_owned() } else { format!("{LIVECHAT}/{path}") };
        let told = hint(server, login, method, &path, body.clone()).await;
        assert_eq!(told.is_empty(), hints.is_empty(), "{method} {path} {body}: {told}");
        let mut rest = told.as_str();
        for hint in *hints {
            let (_, after) =
                rest.split_once(hint).unwrap_or_else(|| panic!("{method} {path}: {told:?} lacks {hint:?}"));
            rest = after;
        }
    }
}

pub(super) async fn each_of_several_is_named(transport: Transport) {
    let (server, admin) = start(Setup::empty(), transport).await;
    server.world(|world| {
        world.add_custom_field(CustomField::new("topic", CustomFieldScope::Room));
        world.modify_room("r", |room| (room.open, room.closed_at) = (None, Some(room.created_at)));
    });
    let field = |key: &str, overwrite: bool| json!({"key": key, "value": "Here", "overwrite": overwrite});
    let fields = |fields: &[Value]| json!({"token": "t", "customFields": fields});
    let registration = |change: Value| json!({"visitor": with(json!({"token": "t", "name": "Ann"}), change)});
    let info = |fields: Value, change: Value| {
        let room = with(json!({"_id": "r"}), change);
        json!({"guestData": {"_id": "v", "livechatData": fields}, "roomData": room})
    };
    let neither = json!({"slaId": "none", "priorityId": "none", "livechatData": {"shape": "b"}});
    assert_hints(
        &server,
        &admin,
        &[
            ("POST", "custom.fields", fields(&[field("city", true)]), &[]),
            (
                "POST",
                "custom.fields",
                fields(&[field("city", false), field("topic", true)]),
                &["topic, city: nothing was written"],
            ),
            ("POST", "visitor", registration(json!({"customFields": [field("city", true)]})), &[]),
            (
                "POST",
                "visitor",
                registration(json!({"username": "other", "customFields": [field("colour", true)]})),
                &["no custom field colour for visitors", "`/visitor/username`"],
            ),
            ("POST", "room.saveInfo", info(json!({"city": "a"}), json!({})), &[]),
            (
                "POST",
                "room.saveInfo",
                info(json!({"colour": "a", "city": "a"}), neither),
                &["no custom field colour for visitors", "no custom field shape for rooms", "slaId", "priorityId"],
            ),
        ],
    )
    .await;
}

pub(super) async fn people_and_departments_that_are_none_are_named(transport: Transport) {
    for version in [ServerVersion::V7_0, ServerVersion::V8_8] {
        let (server, admin) = start(Setup::empty().version(version), transport).await;
        let unit = |monitors: &[&str], departments: &[&str]| {
            json!({
                "unitData": {"name": "North", "visibility": "public"},
                "unitMonitors": monitors.iter().map(|id| json!({"monitorId": id, "username": id})).collect::<Vec<_>>(),
                "unitDepartments": departments.iter().map(|id| json!({"departmentId": id})).collect::<Vec<_>>(),
            })
        };
        server.world(|world| world.add_unit(Unit::new("north", "North")));
        let strangers: &[&str] = &[
            "`/unitMonitors/1`: no user with the role livechat-monitor",
            "`/unitMonitors/2`",
            "`/unitDepartments/1`: no department has this id",
        ];
        let department = |change: Value| {
            let data = json!({
                "name": "Support", "email": "a@example.com", "enabled": true, "showOnRegistration": true,
                "showOnOfflineForm": true,
            });
            with(json!({"department": data}), change)
        };
        let agents = json!([{"agentId": "ann"}, {"agentId": "nobody"}]);
        let upsert = json!([{"agentId": "nobody", "username": "nobody"}, {"agentId": "ann", "username": "ann"}]);
        assert_hints(
            &server,
            &admin,
            &[
                ("POST", "units", unit(&["mona"], &["sales"]), &[]),
                ("POST", "units", unit(&["mona", "ann", "nobody"], &["sales", "nowhere"]), strangers),
                ("POST", "units/north", unit(&["mona", "ann", "nobody"], &["sales", "nowhere"]), strangers),
                ("POST", "department", department(json!({})), &[]),
                (
                    "POST",
                    "department",
                    department(json!({"agents": agents, "departmentUnit": {"_id": "nowhere"}})),
                    &["`/agents/1`", "`/departmentUnit`"],
                ),
                // Nobody is listed then.
                ("POST", "department", department(json!({"agents": [{"agentId": "nobody"}]})), &["`/agents/0`"]),
                ("POST", "department/sales/agents", json!({"upsert": upsert, "remove": []}), &["`/upsert/0`"]),
            ],
        )
        .await;
    }
}

pub(super) async fn who_may_not_manage_a_unit_is_told_so(transport: Transport) {
    let (server, admin) = start(Setup::empty(), transport).await;
    server.world(|world| {
        for (unit, monitor) in [("north", "mona"), ("south", "admin")] {
            world.add_unit(Unit::new(unit, unit));
            world.add_unit_monitor(unit, monitor);
        }
        world.grant("manage-livechat-departments", "livechat-monitor");
        world.revoke("add-livechat-department-agents", "livechat-monitor");
    });
    let mona = server.login(&"mona".into());
    let update = |unit: &str| {
        json!({
            "department": {
                "name": "Sales", "email": "a@example.com", "enabled": true, "showOnRegistration": true,
                "showOnOfflineForm": true,
            },
            "agents": [{"agentId": "ann"}],
            "departmentUnit": {"_id": unit},
        })
    };
    let no_agents = "add-livechat-department-agents";
    assert_hints(
        &server,
        &mona,
        &[
            ("PUT", "department/sales", update("south"), &[no_agents, "`/departmentUnit`"]),
            ("PUT", "department/sales", update("north"), &[no_agents]),
        ],
    )
    .await;
    // The department has left no unit, and has no agent.
    assert_hints(&server, &admin, &[("PUT", "department/sales", update("north"), &[])]).await;
}

pub(super) async fn ids_that_nobody_knows_are_named(transport: Transport) {
    let (server, admin) = start(Setup::empty(), transport).await;
    server.world(|world| {
        world.add_business_hour(BusinessHour::new("default", "").hour_type(BusinessHourType::Default));
        world.add_canned_response(
            CannedResponse::new("own").shortcut("own").scope(CannedResponseScope::User).user_id("ann"),
        );
    });
    let hours = |kind: &str, id: Value, departments: &str| {
        json!({
            "_id": id, "name": if kind == "default" { "" } else { "Late" }, "active": true, "type": kind,
            "timezoneName": "UTC", "daysOpen": ["Monday"], "departmentsToApplyBusinessHour": departments,
            "workHours": [{"day": "Monday", "start": "08:00", "finish": "12:00", "open": true}],
        })
    };
    let trigger = |id: &str| {
        json!({
            "_id": id, "name": "Welcome", "description": "", "enabled": true, "runOnce": true,
            "conditions": [{"name": "time-on-site", "value": "1"}],
            "actions": [{"name": "send-message", "params": {"sender": "queue", "msg": "Hi"}}],
        })
    };
    let canned = |change: Value| with(json!({"shortcut": "a", "text": "A", "scope": "user"}), change);
    let field = json!({"field": "town", "label": "City", "scope": "visitor", "visibility": "visible"});
    let agent = json!({"agentId": "ann", "agentData": {}, "agentDepartments": ["nowhere", "sales"]});
    let contact = json!({"token": "new", "name": "Bob", "customFields": {"city": "a", "colour": "a"}});
    assert_hints(
        &server,
        &admin,
        &[
            ("PUT", "sla/none", json!({"name": "Gold", "dueTimeInMinutes": 5}), &["no service level has this id"]),
            ("POST", "tags.save", json!({"tagData": {"name": "a"}}), &[]),
            ("POST", "tags.save", json!({"_id": "none", "tagData": {"name": "b"}}), &["no tag has this id"]),
            ("POST", "triggers", trigger("none"), &["no trigger has this id"]),
            ("DELETE", "triggers/none", json!({}), &["no trigger has this id"]),
            ("POST", "business-hours.save", hours("default", json!("default"), ""), &[]),
            ("POST", "business-hours.save", hours("default", json!(null), ""), &["`/_id`"]),
            ("POST", "business-hours.save", hours("custom", json!("none"), ""), &["no business hours have this id"]),
            (
                "POST",
                "business-hours.save",
                hours("custom", json!(null), "sales,nowhere"),
                &["`/departmentsToApplyBusinessHour`"],
            ),
            ("POST", "business-hours.remove", json!({"_id": "none", "type": "custom"}), &["nothing is deleted"]),
            ("POST", "business-hours.remove", json!({"_id": "default", "type": "default"}), &["nothing is deleted"]),
            ("POST", "agents.saveInfo", agent, &["`/agentDepartments/0`: no department has this id"]),
            ("POST", "custom-fields.save", json!({"customFieldId": "city", "customFieldData": field}), &["`field`"]),
            ("POST", "/api/v1/canned-responses", canned(json!({})), &[]),
            (
                "POST",
                "/api/v1/canned-responses",
                canned(json!({"shortcut": "b", "departmentId": "sales"})),
                &["`/departmentId`"],
            ),
            ("POST", "/api/v1/canned-responses", canned(json!({"_id": "own", "shortcut": "own"})), &["no owner"]),
            ("POST", "/api/v1/omnichannel/contact", contact, &["no custom field colour for visitors"]),
            (
                "GET",
                "/api/v1/omnichannel/contact.search?custom=%7B%22city%22%3A%22a%22%7D",
                json!({}),
                &["city", "searchable"],
            ),
            ("GET", "room?token=new&agentId=nobody", json!({}), &["`agentId`"]),
        ],
    )
    .await;
}

pub(super) async fn what_has_no_effect_is_named(transport: Transport) {
    let (server, admin) = start(Setup::empty(), transport).await;
    server.world(|world| {
        world.set_setting("Livechat_enable_business_hours", true).unwrap();
        world.add_user(Account::new("bob", "password").id("bob").role("livechat-agent").available(false));
        world.add_outbound_provider(OutboundProvider::new("p"));
        let now = "2026-01-01T00:00:00.000Z".parse().unwrap();
        let mut room = Room::new("over", RoomVisitor::new("v").token("t"), now).closed_at(now);
        room.open = None;
        world.add_room(room);
    });
    let appearance = json!([
        {"_id": "Livechat_title", "value": "Help"},
        {"_id": "Livechat_hide_system_messages", "value": ["uj", "other"]},
    ]);
    let send = json!({"to": "1", "type": "template"});
    let transcript = "/api/v1/omnichannel/over/request-transcript";
    assert_hints(
        &server,
        &admin,
        &[
            ("POST", "agent.status", json!({"agentId": "bob", "status": "available"}), &["business hours"]),
            ("POST", "appearance", appearance, &["`/1`"]),
            ("POST", transcript, json!({}), &[]),
            ("POST", transcript, json!({}), &["has its transcript already"]),
            ("POST", "/api/v1/omnichannel/outbound/providers/p/message", send, &["nothing is sent"]),
        ],
    )
    .await;
}

pub(super) async fn what_takes_a_licence_is_named(transport: Transport) {
    let (server, admin) = start(Setup::empty().edition(Edition::Community), transport).await;
    server.world(|world| {
        world.set_setting("Livechat_request_comment_when_closing_conversation", false).unwrap();
        world.open_room("v", "2026-01-01T00:00:00.000Z".parse().unwrap()).unwrap();
        world.add_contact(Contact::new("c"));
    });
    let room = server.world(|world| world.rooms().last().unwrap().id.clone());
    let department = json!({
        "department": {
            "name": "Sales", "email": "a@example.com", "enabled": true, "showOnRegistration": true,
            "showOnOfflineForm": true,
        },
        "departmentUnit": {"_id": "north"},
    });
    let info = json!({"guestData": {"_id": "v"}, "roomData": {"_id": room, "slaId": "gold"}});
    let licence = &["licence"][..];
    let appearance = json!([{"_id": "Livechat_background", "value": "#ffffff"}]);
    assert_hints(
        &server,
        &admin,
        &[
            ("GET", "config", json!({}), &[]),
            ("GET", "config?businessUnit=north", json!({}), licence),
            ("GET", "rooms?units%5B%5D=north", json!({}), licence),
            ("GET", "/api/v1/omnichannel/contacts.history?contactId=c&source=widget", json!({}), licence),
            ("PUT", "department/sales", department, licence),
            ("POST", "room.saveInfo", info, licence),
            ("POST", "appearance", appearance, licence),
            ("POST", "room.closeByUser", json!({"rid": room, "generateTranscriptPdf": true}), licence),
        ],
    )
    .await;
    // Nor is it there when the licence comes.
    server.world(|world| *world = world.clone().with_edition(Edition::Enterprise));
    let appearance = server.get_as(&admin, &format!("{LIVECHAT}/appearance")).await.ok();
    let settings = appearance["appearance"].as_array().unwrap();
    let background = settings.iter().find(|setting| setting["_id"] == "Livechat_background").unwrap();
    assert_eq!(background["value"], "");
}
