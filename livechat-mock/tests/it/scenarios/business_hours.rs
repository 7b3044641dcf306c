//! Business hours, and the agents whom they let take conversations.

use livechat_mock::{Account, Edition, ServerVersion};
use livechat_sdk::{UserId, model::Department};
use serde_json::{Value, json};

use super::{
    Server, Setup, Transport,
    rooms::{id, open},
    server::{Login, with},
};

const HOUR: &str = "/api/v1/livechat/business-hour";
const STATUS: &str = "/api/v1/livechat/agent.status";
/// A Thursday.
const NOW: &str = "2026-01-01T00:00:00.000Z";
const WEEK: u64 = 7 * 24;

/// Two agents, `ann` in sales and `bob` in no department, whose clock shows midnight in UTC.
async fn start(transport: Transport) -> (Server, Login) {
    start_with(Setup::empty(), transport).await
}

async fn start_with(setup: Setup, transport: Transport) -> (Server, Login) {
    let server = setup.start(transport).await;
    server.world(|world| {
        world.add_department(Department::new("sales", "Sales"));
        for agent in ["ann", "bob"] {
            world.add_user(Account::new(agent, "password").id(agent).role("livechat-agent"));
        }
        world.add_department_agent("sales", "ann");
    });
    let admin = server.admin();
    (server, admin)
}

fn enable(server: &Server, kind: &str) {
    server.world(|world| {
        world.set_setting("Livechat_business_hour_type", kind).unwrap();
        world.set_setting("Livechat_enable_business_hours", true).unwrap();
    });
}

/// Advances the clock, and tells who takes conversations then.
async fn available(server: &Server, hours: f64) -> Vec<&'static str> {
    server.advance((hours * 3_600.0) as u64);
    let list = server.get_as(&server.admin(), "/api/v1/livechat/users/agent").await.ok();
    let is_available = |name: &&str| {
        let users = list["users"].as_array().unwrap();
        users.iter().any(|user| user["username"] == *name && user["statusLivechat"] == "available")
    };
    ["ann", "bob"].into_iter().filter(is_available).collect()
}

fn hours(name: &str, zone: &str, department: &str, days: &[(&str, &str, &str)]) -> Value {
    let day =
        |(day, start, finish): &(&str, &str, &str)| json!({"day": day, "start": start, "finish": finish, "open": true});
    json!({
        "name": name,
        "timezoneName": zone,
        "daysOpen": days.iter().map(|(day, ..)| day).collect::<Vec<_>>(),
        "departmentsToApplyBusinessHour": department,
        "active": true,
        "type": "custom",
        "workHours": days.iter().map(day).collect::<Vec<_>>(),
    })
}

async fn save(server: &Server, body: Value) {
    server.post_as(&server.admin(), &format!("{HOUR}s.save"), body).await.ok();
}

/// All hours, by name.
async fn listed(server: &Server) -> Vec<Value> {
    server.get_as(&server.admin(), &format!("{HOUR}s")).await.ok()["businessHours"].as_array().unwrap().clone()
}

pub(super) async fn the_default_hours_are_there(transport: Transport) {
    let (server, admin) = start(transport).await;
    let default = server.get_as(&admin, HOUR).await.ok()["businessHour"].clone();
    let head = json!([default["name"], default["active"], default["type"], default["ts"], default["timezone"]]);
    assert_eq!(head, json!(["", true, "default", NOW, {"name": "UTC", "utc": "0"}]));
    let days = default["workHours"].as_array().unwrap();
    let time = |time: &str| json!({"time": time, "utc": {"dayOfWeek": "Sunday", "time": time}, "cron": {"dayOfWeek": "Sunday", "time": time}});
    let sunday = json!({"day": "Sunday", "code": 7, "start": time("08:00"), "finish": time("20:00"), "open": false});
    assert_eq!((days.len(), &days[6]), (7, &sunday));
    let open: Vec<_> = days.iter().filter(|day| day["open"] == true).map(|day| day["code"].as_u64().unwrap()).collect();
    assert_eq!(open, [1, 2, 3, 4, 5]);
    for query in ["?type=default", "?_id=whatever", "?type="] {
        assert_eq!(server.get_as(&admin, &format!("{HOUR}{query}")).await.ok()["businessHour"], default, "{query}");
    }
    for query in ["?type=custom", "?type=custom&_id=nothing", "?type=holiday"] {
        let answer = server.get_as(&admin, &format!("{HOUR}{query}")).await.ok();
        assert_eq!(answer, json!({"businessHour": null, "success": true}), "{query}");
    }
    assert_eq!(listed(&server).await, std::slice::from_ref(&default));
    let rejected = server.get_as(&admin, &format!("{HOUR}?name=x")).await.error(400);
    let expected =
        json!({"success": false, "error": "must NOT have additional properties", "errorType": "error-invalid-params"});
    assert_eq!(rejected, expected);
    let ann = server.login(&UserId::from("ann"));
    server.get_as(&ann, HOUR).await.error(403);
    server.get_as(&ann, &format!("{HOUR}s")).await.error(403);
    // It can be saved, and not deleted.
    let change = json!({"_id": default["_id"], "type": "default"});
    save(&server, with(hours("", "Asia/Kolkata", "", &[("Monday", "10:00", "12:00")]), change)).await;
    server.post_as(&admin, &format!("{HOUR}s.remove"), json!({"_id": default["_id"], "type": "default"})).await.ok();
    let saved = server.get_as(&admin, HOUR).await.ok()["businessHour"].clone();
    assert_eq!((&saved["_id"], &saved["timezone"]["utc"]), (&default["_id"], &json!("+05:30")));
    assert_eq!(saved["workHours"].as_array().unwrap().len(), 1, "days that are not sent do not exist");
    // Without the id, nothing is stored.
    save(&server, with(hours("Other", "UTC", "", &[("Monday", "10:00", "12:00")]), json!({"type": "default"}))).await;
    assert_eq!(listed(&server).await, [saved]);
}

pub(super) async fn hours_are_saved_updated_and_deleted(transport: Transport) {
    let (server, admin) = start(transport).await;
    server.world(|world| world.add_department(Department::new("support", "Support")));
    // Whoever is logged in may do it.
    let ann = server.login(&UserId::from("ann"));
    let body = hours("Bangkok", "Asia/Bangkok", "sales, support,nowhere", &[("Monday", "00:30:00", "16:00:00")]);
    server.post_as(&ann, &format!("{HOUR}s.save"), body).await.ok();
    let list = listed(&server).await;
    assert_eq!(list.len(), 2);
    let saved = &list[1];
    let start = json!({
        "time": "00:30:00",
        "utc": {"dayOfWeek": "Sunday", "time": "17:30"},
        "cron": {"dayOfWeek": "Sunday", "time": "17:30"},
    });
    assert_eq!(saved["workHours"][0]["start"], start);
    let head = json!([saved["name"], saved["ts"], saved["timezone"], saved["daysOpen"], saved["departments"]]);
    let zone = json!({"name": "Asia/Bangkok", "utc": "+07:00"});
    assert_eq!(head, json!(["Bangkok", NOW, zone, ["Monday"], [{"_id": "sales"}, {"_id": "support"}]]));
    let path = format!("{HOUR}?type=custom&_id={}", saved["_id"].as_str().unwrap());
    let shown = server.get_as(&admin, &path).await.ok()["businessHour"].clone();
    assert_eq!(shown["departments"][0], json!({"_id": "sales", "name": "Sales"}));
    let kept = async |id: &str| {
        let department = server.get_as(&admin, &format!("/api/v1/livechat/department/{id}")).await.ok();
        department["department"].get("businessHourId").cloned()
    };
    assert_eq!(kept("sales").await.as_ref(), Some(&saved["_id"]));
    // An update replaces all.
    server.advance(60);
    let update = with(
        hours("Bangkok", "Asia/Bangkok", "support", &[("Friday", "09:00", "10:00")]),
        json!({"_id": saved["_id"], "daysTime": [{"day": "Friday", "start": {"time": "09:00"}, "finish": {"time": "10:00"}, "open": true}]}),
    );
    save(&server, update.clone()).await;
    let shown = server.get_as(&admin, &path).await.ok()["businessHour"].clone();
    assert_eq!((&shown["ts"], &shown["_updatedAt"]), (&json!(NOW), &json!("2026-01-01T00:01:00.000Z")));
    assert_eq!((&shown["daysOpen"], &shown["daysTime"]), (&json!(["Friday"]), &update["daysTime"]));
    assert_eq!(kept("sales").await, None);
    save(&server, with(update, json!({"_id": "nothing", "name": "Nobody"}))).await;
    assert_eq!(listed(&server).await.len(), 2, "what nobody knows is not stored");
    let filtered = server.get_as(&admin, &format!("{HOUR}s?name=bang")).await.ok();
    assert_eq!((&filtered["total"], &filtered["count"]), (&json!(1), &json!(1)));
    let remove = json!({"_id": saved["_id"], "type": "custom"});
    for _ in 0..2 {
        server.post_as(&ann, &format!("{HOUR}s.remove"), remove.clone()).await.ok();
    }
    assert_eq!((listed(&server).await.len(), kept("support").await), (1, None));
}

pub(super) async fn hours_are_refused_with_reason(transport: Transport) {
    let (server, admin) = start(transport).await;
    let path = format!("{HOUR}s.save");
    save(&server, hours("Night", "UTC", "", &[("Monday", "08:00", "10:00")])).await;
    let valid = hours("Other", "UTC", "", &[("Monday", "08:00", "10:00")]);
    for (change, error) in [
        (json!({"name": "Night"}), "error-business-hour-name-already-in-use"),
        (json!({"name": ""}), "error-business-hour-name-already-in-use"),
        (
            json!({"workHours": [{"day": "Monday", "start": "20:00", "finish": "04:00", "open": true}]}),
            "error-business-hour-finish-time-before-start-time",
        ),
        (
            json!({"workHours": [{"day": "Monday", "start": "20:00", "finish": "20:00:00", "open": true}]}),
            "error-business-hour-finish-time-equals-start-time",
        ),
        (json!({"type": "holiday"}), "Cannot read properties of undefined (reading 'saveBusinessHour')"),
    ] {
        let rejected = server.post_as(&admin, &path, with(valid.clone(), change)).await.error(400);
        assert_eq!(rejected, json!({"success": false, "error": error}));
    }
    let closed = json!({"workHours": [{"day": "Monday", "start": "20:00", "finish": "04:00", "open": false}]});
    save(&server, with(valid.clone(), closed)).await;
    for (body, error) in [
        (json!({}), "must have required property 'name'"),
        (with(valid.clone(), json!({"workHours": []})), "must NOT have fewer than 1 items"),
        (with(valid, json!({"colour": "red"})), "must NOT have additional properties"),
    ] {
        let rejected = server.post_as(&admin, &path, body).await.error(400);
        assert_eq!(rejected, json!({"success": false, "error": error, "errorType": "invalid-params"}));
    }
    let remove = json!({"_id": "x", "type": "holiday"});
    let rejected = server.post_as(&admin, &format!("{HOUR}s.remove"), remove).await.error(400);
    assert_eq!(rejected["error"], "Cannot read properties of undefined (reading 'removeBusinessHourById')");
    assert_eq!(server.post(&path, json!({})).await.status, 401);
}

pub(super) async fn agents_begin_and_end_work_by_the_clock(transport: Transport) {
    let (server, _) = start(transport).await;
    let online = async || server.get("/api/v1/livechat/config").await.ok()["config"]["online"].clone();
    assert_eq!(available(&server, 0.0).await, ["ann", "bob"]);
    enable(&server, "Single");
    assert_eq!((available(&server, 0.0).await, online().await), (vec![], json!(false)), "midnight");
    assert_eq!(available(&server, 7.9).await, [""; 0]);
    assert_eq!((available(&server, 0.1).await, online().await), (vec!["ann", "bob"], json!(true)), "eight o'clock");
    // Who goes in between stays away until the next morning. Who is away does not begin by itself.
    let ann = server.login(&UserId::from("ann"));
    server.post_as(&ann, STATUS, json!({"status": "not-available"})).await.ok();
    assert_eq!(available(&server, 1.0).await, ["bob"]);
    assert_eq!(available(&server, 11.0).await, [""; 0], "eight in the evening");
    server.world(|world| {
        world.modify_user("bob", |bob| bob.status = Some(livechat_sdk::model::UserStatus::Away));
    });
    assert_eq!(available(&server, 12.0).await, ["ann"], "Friday");
    assert_eq!(available(&server, 24.0).await, [""; 0], "Saturday");
    server.world(|world| {
        world.modify_user("bob", |bob| bob.status = Some(livechat_sdk::model::UserStatus::Online));
    });
    assert_eq!(available(&server, 48.0).await, ["ann", "bob"], "Monday");
    // Switched off, all stay as they are.
    assert_eq!(available(&server, 12.0).await, [""; 0]);
    server.world(|world| world.set_setting("Livechat_enable_business_hours", false)).unwrap();
    assert_eq!(available(&server, 12.0).await, [""; 0]);
    server.post_as(&ann, STATUS, json!({"status": "available"})).await.ok();
    assert_eq!(available(&server, 12.0).await, ["ann"]);
}

pub(super) async fn a_login_begins_no_work_once_hours_are_switched_off(transport: Transport) {
    let (server, _) = start(transport).await;
    enable(&server, "Single");
    assert_eq!(available(&server, 12.0).await, ["ann", "bob"]);
    server.world(|world| world.set_setting("Livechat_enable_business_hours", false)).unwrap();
    let bob = server.login(&UserId::from("bob"));
    server.post_as(&bob, STATUS, json!({"status": "not-available"})).await.ok();
    server.post("/api/v1/login", json!({"user": "bob", "password": "password"})).await.ok();
    assert_eq!(available(&server, 0.0).await, ["ann"]);
}

pub(super) async fn a_visitors_silence_counts_inside_of_the_hours(transport: Transport) {
    // Half an hour until ten o'clock, or what is left of the day until eight in the evening.
    for (kind, seconds) in [("Multiple", 1_800.0), ("Single", 37_800.0)] {
        let (server, admin) = start(transport).await;
        enable(&server, "Multiple");
        save(&server, hours("Morning", "UTC", "sales", &[("Thursday", "08:00", "10:00")])).await;
        enable(&server, kind);
        assert!(available(&server, 9.5).await.contains(&"ann"));
        server.register(json!({"token": "t", "department": "sales"})).await.ok();
        let room = id(&open(&server, "t").await);
        server.post("/api/v1/livechat/message", json!({"token": "t", "rid": room, "msg": "Hello"})).await.ok();
        let now = server.clock.now();
        server.world(|world| world.add_agent_message(&room, "ann", "Hello", now)).unwrap();
        server.advance(12 * 3_600);
        let close = json!({"rid": room, "comment": "Bye"});
        server.post_as(&admin, "/api/v1/livechat/room.closeByUser", close).await.ok();
        let silent = server.world(|world| world.room(&room).unwrap().metrics.as_ref().unwrap().visitor_inactivity);
        assert_eq!(silent, Some(seconds), "{kind}");
    }
}

pub(super) async fn nobody_begins_outside_of_the_hours(transport: Transport) {
    let (server, admin) = start(transport).await;
    let settings = "/api/v1/settings/Livechat_enable_business_hours";
    server.post_as(&admin, settings, json!({"value": true})).await.ok();
    let ann = server.login(&UserId::from("ann"));
    let closed = json!({"success": false, "error": "error-business-hours-are-closed"});
    assert_eq!(server.post_as(&ann, STATUS, json!({"status": "available"})).await.error(400), closed);
    assert_eq!(server.post_as(&ann, STATUS, json!({})).await.error(400), closed);
    let same = server.post_as(&ann, STATUS, json!({"status": "not-available"})).await.ok();
    assert_eq!(same["status"], "not-available");
    // Another's status stays silently as it is.
    let body = json!({"status": "available", "agentId": "ann"});
    assert_eq!(server.post_as(&admin, STATUS, body.clone()).await.ok()["status"], "not-available");
    let log_in = async || {
        server.post("/api/v1/login", json!({"user": "ann", "password": "password"})).await.ok();
    };
    log_in().await;
    assert_eq!(available(&server, 0.0).await, [""; 0]);
    // A new agent takes none either.
    server.world(|world| world.add_user(Account::new("amy", "password").id("amy")));
    let agent = "/api/v1/livechat/users/agent";
    server.post_as(&admin, agent, json!({"username": "amy"})).await.ok();
    let amy =
        async || server.get_as(&admin, &format!("{agent}?text=amy")).await.ok()["users"][0]["statusLivechat"].clone();
    assert_eq!(amy().await, "not-available");
    // Bots have no hours.
    server.world(|world| world.add_user(Account::new("robot", "password").id("robot").role("bot")));
    server.post_as(&admin, agent, json!({"username": "robot"})).await.ok();
    let robot = server.get_as(&admin, &format!("{agent}?text=robot")).await.ok()["users"][0].clone();
    assert_eq!(robot["statusLivechat"], "available");
    assert_eq!(available(&server, 9.0).await, ["ann", "bob"]);
    assert_eq!(amy().await, "available");
    server.post_as(&ann, STATUS, json!({"status": "not-available"})).await.ok();
    log_in().await;
    assert_eq!(available(&server, 0.0).await, ["ann", "bob"], "a login inside of the hours");
    server.post_as(&ann, STATUS, json!({"status": "not-available"})).await.ok();
    assert_eq!(server.post_as(&admin, STATUS, body).await.ok()["status"], "available");
    server.world(|world| world.add_user(Account::new("max", "password").id("max")));
    server.post_as(&admin, agent, json!({"username": "max"})).await.ok();
    let max = server.get_as(&admin, &format!("{agent}?text=max")).await.ok()["users"][0].clone();
    assert_eq!(max["statusLivechat"], "available");
}

pub(super) async fn departments_have_hours_of_their_own(transport: Transport) {
    let (server, admin) = start(transport).await;
    enable(&server, "Multiple");
    // From eleven at night on in UTC, the day before.
    save(&server, hours("Tokyo", "Asia/Tokyo", "sales", &[("Friday", "08:00", "12:00"), ("Sunday", "08:00", "12:00")]))
        .await;
    assert_eq!(available(&server, 8.0).await, ["bob"], "Thursday: the default hours");
    assert_eq!(available(&server, 15.0).await, ["ann"], "eight in the morning in Tokyo");
    assert_eq!(available(&server, 4.0).await, [""; 0]);
    assert_eq!(available(&server, 5.0).await, ["bob"], "Friday: eight in UTC");
    // Who joins the department goes by its hours, and by the default ones again when leaving.
    let agents = async |upsert: &[&str], remove: &[&str]| {
        let named = |names: &[&str]| names.iter().map(|id| json!({"agentId": id, "username": id})).collect::<Vec<_>>();
        let body = json!({"upsert": named(upsert), "remove": named(remove)});
        server.post_as(&admin, "/api/v1/livechat/department/sales/agents", body).await.ok();
    };
    agents(&["bob"], &["ann"]).await;
    assert_eq!(available(&server, 0.0).await, ["ann"]);
    agents(&["ann"], &["bob"]).await;
    assert_eq!(available(&server, 0.0).await, ["bob"]);
    let custom = listed(&server).await[1]["_id"].clone();
    // Hours that do not count, and hours that are saved while they are open.
    let change = |active: bool, days: &[(&str, &str, &str)]| {
        with(hours("Tokyo", "Asia/Tokyo", "sales", days), json!({"_id": custom, "active": active}))
    };
    save(&server, change(true, &[("Friday", "17:00", "18:00")])).await;
    assert_eq!(available(&server, 0.0).await, ["ann", "bob"]);
    save(&server, change(false, &[("Friday", "17:00", "18:00")])).await;
    assert_eq!(available(&server, 0.0).await, ["bob"]);
    save(&server, change(true, &[("Friday", "17:00", "18:00")])).await;
    server.post_as(&admin, &format!("{HOUR}s.remove"), json!({"_id": custom, "type": "custom"})).await.ok();
    assert_eq!(available(&server, 0.5).await, ["ann", "bob"], "the default hours are open too");
    // As one kind for all, the department's hours do not count.
    save(&server, hours("Night", "UTC", "sales", &[("Friday", "23:00", "23:30")])).await;
    assert_eq!(available(&server, 0.0).await, ["bob"]);
    enable(&server, "Single");
    assert_eq!(available(&server, 0.0).await, ["ann", "bob"]);
}

pub(super) async fn a_department_that_is_gone_keeps_no_hours(transport: Transport) {
    let (server, admin) = start(transport).await;
    enable(&server, "Multiple");
    server.world(|world| world.set_setting("Omnichannel_enable_department_removal", true)).unwrap();
    let path = "/api/v1/livechat/department/sales";
    let data = json!({
        "enabled": false,
        "name": "Sales",
        "email": "sales@example.com",
        "showOnRegistration": true,
        "showOnOfflineForm": false,
    });
    for (method, more, body) in
        [("PUT", "", json!({"department": data})), ("POST", "/archive", json!({})), ("DELETE", "", json!({}))]
    {
        server.world(|world| world.modify_department("sales", |department| department.enabled = Some(true)));
        save(&server, hours(method, "UTC", "sales", &[("Thursday", "00:00", "01:00")])).await;
        assert_eq!(available(&server, 0.0).await, ["ann"], "{method}");
        server.ask_as(&admin, method, &format!("{path}{more}"), body).await.ok();
        assert_eq!(available(&server, 0.0).await, [""; 0], "{method}");
        let saved = listed(&server).await.into_iter().find(|hours| hours["name"] == method).unwrap();
        assert_eq!((&saved["active"], saved.get("departments")), (&json!(false), None));
        available(&server, WEEK as f64).await;
    }
}

pub(super) async fn hours_follow_daylight_saving_from_midnight_on(transport: Transport) {
    let (server, admin) = start(transport).await;
    let default = server.get_as(&admin, HOUR).await.ok()["businessHour"]["_id"].clone();
    let days = [("Saturday", "06:00", "07:00"), ("Sunday", "06:00", "07:00"), ("Monday", "06:00", "07:00")];
    save(&server, with(hours("", "Europe/Berlin", "", &days), json!({"_id": default, "type": "default"}))).await;
    enable(&server, "Single");
    // Saturday the 28th of March, five in UTC.
    assert_eq!(available(&server, 86.0 * 24.0 + 5.0).await, ["ann", "bob"]);
    assert_eq!(available(&server, 1.0).await, [""; 0]);
    // On Sunday clocks were put forward after the midnight at which servers look.
    assert_eq!(available(&server, 22.0).await, [""; 0]);
    assert_eq!(available(&server, 1.0).await, ["ann", "bob"]);
    assert_eq!(available(&server, 23.0).await, ["ann", "bob"], "Monday, four in UTC");
    assert_eq!(available(&server, 1.0).await, [""; 0]);
    let saved = server.get_as(&admin, HOUR).await.ok()["businessHour"].clone();
    assert_eq!(saved["timezone"]["utc"], "+02:00");
    assert_eq!(saved["workHours"][2]["start"]["utc"], json!({"dayOfWeek": "Monday", "time": "04:00"}));
}

pub(super) async fn without_a_licence_there_are_the_default_hours(transport: Transport) {
    let (server, admin) = start_with(Setup::empty().edition(Edition::Community), transport).await;
    enable(&server, "Multiple");
    server.get_as(&admin, &format!("{HOUR}s")).await.error(400);
    let body = hours("Night", "UTC", "sales", &[("Thursday", "00:00", "01:00")]);
    let rejected = server.post_as(&admin, &format!("{HOUR}s.save"), body).await.error(400);
    assert_eq!(rejected["error"], "Cannot read properties of undefined (reading 'saveBusinessHour')");
    assert_eq!(available(&server, 0.0).await, [""; 0]);
    assert_eq!(available(&server, 8.0).await, ["ann", "bob"]);
    // Up to 7.x, hours are saved by other means.
    let (server, admin) = start_with(Setup::empty().version(ServerVersion::V7_13), transport).await;
    assert_eq!(server.post_as(&admin, &format!("{HOUR}s.save"), json!({})).await.status, 404);
    server.get_as(&admin, HOUR).await.ok();
}
