//! Figures: statistics, dashboards, departments, agents and reports.

use livechat_mock::{Account, Edition, ServerVersion};
use livechat_sdk::{
    RoomId, UserId,
    model::{Department, Unit, UserStatus},
};
use serde_json::{Value, json};

use super::{
    Server, Setup, Transport,
    server::{Answer, Login},
};

const ANALYTICS: &str = "/api/v1/livechat/analytics";
const TODAY: &str = "start=2026-01-01&end=2026-01-01T23:59:59.999Z";

/// A workspace that is at work: an agent, `ann`, of the department `sales`.
async fn start(transport: Transport) -> (Server, Login, UserId) {
    let server = Setup::empty().start(transport).await;
    let admin = server.admin();
    let ann = server.world(|world| {
        let sales = world.add_department(Department::new("sales", "Sales").enabled(true).show_on_registration(true));
        let ann = world.add_user(Account::new("ann", "password").name("Agent One").role("livechat-agent"));
        world.add_department_agent(&sales, &ann);
        world.set_setting("Livechat_accept_chats_with_no_agents", true).unwrap();
        ann
    });
    (server, admin, ann)
}

async fn get(server: &Server, admin: &Login, path: &str) -> Answer {
    server.get_as(admin, &format!("{ANALYTICS}/{path}")).await
}

/// Opens a room for a new visitor.
async fn open(server: &Server, token: &str) -> RoomId {
    server.register(json!({"token": token})).await.ok();
    let room = server.get(&format!("/api/v1/livechat/room?token={token}")).await.ok();
    room["room"]["_id"].as_str().unwrap().into()
}

async fn write(server: &Server, token: &str, room: &RoomId) {
    let body = json!({"token": token, "rid": room, "msg": "Hello"});
    server.post("/api/v1/livechat/message", body).await.ok();
}

async fn answer(server: &Server, agent: &Login, room: &RoomId) {
    let body = json!({"message": {"rid": room, "msg": "Good day"}});
    server.post_as(agent, "/api/v1/chat.sendMessage", body).await.ok();
}

/// A visitor writes after 10 seconds, is answered after 30, and the agent closes after an hour and a half.
async fn converse(server: &Server, ann: &Login, token: &str) -> RoomId {
    let room = open(server, token).await;
    server.advance(10);
    write(server, token, &room).await;
    server.advance(20);
    answer(server, ann, &room).await;
    server.advance(5_370);
    server
        .post_as(
            ann,
            "/api/v1/livechat/room.closeByUser",
            json!({"rid": room, "comment": "Solved", "tags": ["solved"]}),
        )
        .await
        .ok();
    room
}

pub(super) async fn a_conversation_shows_in_every_figure(transport: Transport) {
    let (server, admin, ann) = start(transport).await;
    let ann = server.login(&ann);
    converse(&server, &ann, "one").await;
    let of_days = "from=2026-01-01&to=2026-01-01";
    let conversations = json!([
        {"title": "Total_conversations", "value": 1},
        {"title": "Open_conversations", "value": 0},
        {"title": "On_Hold_conversations", "value": 0},
        {"title": "Total_messages", "value": 2},
        {"title": "Busiest_day", "value": "Thursday"},
        {"title": "Conversations_per_day", "value": "1.00"},
        {"title": "Busiest_time", "value": "12AM - 1AM"},
    ]);
    let productivity = json!([
        {"title": "Avg_response_time", "value": "00:00:20"},
        {"title": "Avg_first_response_time", "value": "00:00:20"},
        {"title": "Avg_reaction_time", "value": "00:00:30"},
    ]);
    let overview = async |name: &str| get(&server, &admin, &format!("overview?name={name}&{of_days}")).await.ok();
    assert_eq!(overview("Conversations").await, conversations);
    assert_eq!(overview("Productivity").await, productivity);
    for (name, head, value) in [
        ("Total_conversations", "%_of_conversations", json!("100.00%")),
        ("Avg_chat_duration", "Avg_chat_duration", json!("01:30:00")),
        ("Total_messages", "Total_messages", json!(2)),
        ("Avg_first_response_time", "Avg_first_response_time", json!("00:00:20")),
        ("Best_first_response_time", "Best_first_response_time", json!("00:00:20")),
        ("Avg_response_time", "Avg_response_time", json!("00:00:20")),
        ("Avg_reaction_time", "Avg_reaction_time", json!("00:00:30")),
    ] {
        let table = get(&server, &admin, &format!("agent-overview?name={name}&{of_days}")).await.ok();
        let expected = json!({
            "head": [{"name": "Agent"}, {"name": head}],
            "data": [{"name": "ann", "value": value}],
            "success": true,
        });
        assert_eq!(table, expected);
    }
    let page = |key: &str, items: Value| {
        let count = items.as_array().unwrap().len();
        json!({key: items, "count": count, "offset": 0, "total": count, "success": true})
    };
    for (path, key, item) in [
        ("departments/amount-of-chats", "departments", None),
        ("departments/amount-of-chats?answered=true", "departments", Some(json!({"_id": "sales", "rooms": 1}))),
        (
            "departments/average-service-time",
            "departments",
            Some(json!({"_id": "sales", "averageServiceTimeInSeconds": 30})),
        ),
        (
            "departments/average-chat-duration-time",
            "departments",
            Some(json!({"_id": "sales", "averageChatDurationTimeInSeconds": 5_400})),
        ),
        (
            "departments/total-service-time",
            "departments",
            Some(json!({"_id": "sales", "chats": 1, "serviceTimeDuration": 5_400})),
        ),
        (
            "departments/average-waiting-time",
            "departments",
            Some(json!({"_id": "sales", "averageWaitingTimeInSeconds": 20})),
        ),
        ("departments/total-transferred-chats", "departments", None),
        ("departments/total-abandoned-chats", "departments", Some(json!({"_id": "sales", "abandonedRooms": 1}))),
        (
            "departments/percentage-abandoned-chats",
            "departments",
            Some(json!({"_id": "sales", "percentageOfAbandonedChats": 100})),
        ),
        (
            "agents/average-service-time",
            "agents",
            Some(json!({"_id": ann.user, "username": "ann", "averageServiceTimeInSeconds": 5_400})),
        ),
        (
            "agents/total-service-time",
            "agents",
            Some(json!({"_id": ann.user, "username": "ann", "chats": 1, "serviceTimeDuration": 5_400})),
        ),
    ] {
        let mark = if path.contains('?') { '&' } else { '?' };
        let list = get(&server, &admin, &format!("{path}{mark}{TODAY}")).await.ok();
        assert_eq!(list, page(key, item.into_iter().collect()), "{path}");
    }
    for (path, expected) in [
        ("charts/chats", json!({"open": 0, "closed": 1, "queued": 0, "onhold": 0})),
        ("charts/chats-per-agent", json!({"ann": {"open": 0, "closed": 1}})),
        ("charts/chats-per-department", json!({"Sales": {"open": 0, "closed": 1}})),
        (
            "charts/timings",
            json!({
                "response": {"avg": 20, "longest": 20},
                "reaction": {"avg": 30, "longest": 30},
                "chatDuration": {"avg": 5_400, "longest": 5_400},
            }),
        ),
        ("conversations-by-source", json!({"total": 1, "data": [{"label": "api", "value": 1}]})),
        (
            "conversations-by-status",
            json!({"total": 1, "data": [
                {"label": "Closed", "value": 1},
                {"label": "Open", "value": 0},
                {"label": "Queued", "value": 0},
                {"label": "On_Hold", "value": 0},
            ]}),
        ),
        (
            "conversations-by-department",
            json!({"total": 1, "data": [{"label": "Sales", "value": 1}], "unspecified": 0}),
        ),
        ("conversations-by-tags", json!({"total": 1, "data": [{"label": "solved", "value": 1}], "unspecified": 0})),
        ("conversations-by-agent", json!({"total": 1, "data": [{"label": "Agent One", "value": 1}], "unspecified": 0})),
    ] {
        let found = get(&server, &admin, &format!("dashboards/{path}?{TODAY}")).await.ok();
        assert_eq!(found, super::server::with(expected, json!({"success": true})), "{path}");
    }
    let totals =
        async |path: &str| get(&server, &admin, &format!("dashboards/{path}?{TODAY}")).await.ok()["totalizers"].clone();
    let mut first = conversations.as_array().unwrap()[..4].to_vec();
    first.push(json!({"title": "Total_visitors", "value": 1}));
    assert_eq!(totals("conversation-totalizers").await, Value::from(first));
    let mut times = productivity.as_array().unwrap().clone();
    times.push(json!({"title": "Avg_of_waiting_time", "value": "00:00:20"}));
    assert_eq!(totals("productivity-totalizers").await, Value::from(times));
    assert_eq!(
        totals("chats-totalizers").await,
        json!([
            {"title": "Total_abandoned_chats", "value": 1},
            {"title": "Avg_of_abandoned_chats", "value": "100%"},
            {"title": "Avg_of_chat_duration_time", "value": "01:30:00"},
        ])
    );
    assert_eq!(
        totals("agents-productivity-totalizers").await,
        json!([
            {"title": "Busiest_time", "value": "12AM - 1AM"},
            {"title": "Avg_of_available_service_time", "value": "01:30:00"},
            {"title": "Avg_of_service_time", "value": "00:00:30"},
        ])
    );
}

pub(super) async fn an_empty_range_has_no_figures(transport: Transport) {
    let (server, admin, ann) = start(transport).await;
    converse(&server, &server.login(&ann), "one").await;
    let range = "start=2025-01-01&end=2025-01-02";
    for (path, expected) in [
        ("departments/amount-of-chats", json!({"departments": [], "count": 0, "offset": 0, "total": 0})),
        ("agents/available-for-service-history", json!({"agents": [], "count": 0, "offset": 0, "total": 0})),
        ("dashboards/charts/chats-per-agent", json!({})),
        ("dashboards/conversations-by-status", json!({"data": [], "total": 0})),
        ("dashboards/conversations-by-agent", json!({"data": [], "total": 0, "unspecified": 0})),
        (
            "dashboards/chats-totalizers",
            json!({"totalizers": [
                {"title": "Total_abandoned_chats", "value": 0},
                {"title": "Avg_of_abandoned_chats", "value": "0%"},
                {"title": "Avg_of_chat_duration_time", "value": "00:00:00"},
            ]}),
        ),
        (
            "dashboards/charts/timings",
            json!({
                "response": {"avg": 0, "longest": 0},
                "reaction": {"avg": 0, "longest": 0},
                "chatDuration": {"avg": 0, "longest": 0},
            }),
        ),
    ] {
        let found = get(&server, &admin, &format!("{path}?{range}")).await.ok();
        assert_eq!(found, super::server::with(expected, json!({"success": true})), "{path}");
    }
    let overview = get(&server, &admin, "overview?name=Conversations&from=2025-01-01&to=2025-01-02").await.ok();
    assert_eq!(
        (&overview[4]["value"], &overview[5]["value"], &overview[6]["value"]),
        (&json!("-"), &json!("0.00"), &json!("-"))
    );
    // The first room of a day that nobody wrote in yet has no time.
    open(&server, "two").await;
    let timings =
        get(&server, &admin, "dashboards/charts/timings?start=2026-01-01T01:00:00Z&end=2026-01-02").await.ok();
    assert_eq!(timings["response"], json!({"avg": 0, "longest": null}));
}

pub(super) async fn arguments_are_checked(transport: Transport) {
    let (server, admin, _) = start(transport).await;
    let named = |text: &str| json!({"success": false, "error": format!("{text} [invalid-params]"), "errorType": "invalid-params"});
    let plain = |text: &str| json!({"success": false, "error": text});
    let missing = |name: &str| named(&format!("must have required property '{name}'"));
    let no_date = |name: &str| plain(&format!("The \"{name}\" query parameter must be a valid date."));
    for path in [
        "departments/total-service-time",
        "agents/total-service-time",
        "agents/available-for-service-history",
        "dashboards/conversation-totalizers",
        "dashboards/charts/timings",
        "dashboards/conversations-by-tags",
    ] {
        for (query, expected) in [
            ("", missing("start")),
            ("?start=2026-01-01", missing("end")),
            ("?start=soon&end=later", no_date("start")),
            ("?start=2026-01-01&end=2026-02-30", no_date("end")),
            ("?start=2026-01-01&end=2026-01-02&who=me", named("must NOT have additional properties")),
        ] {
            assert_eq!(get(&server, &admin, &format!("{path}{query}")).await.error(400), expected, "{path}{query}");
        }
        // There is no check that they are in order, but in reports.
        let reversed = get(&server, &admin, &format!("{path}?start=2026-01-02&end=2026-01-01")).await;
        if path.contains("conversations-by") {
            let text = "The \"start\" query parameter must be before the \"end\" query parameter.";
            assert_eq!(reversed.error(400), plain(text));
        } else {
            reversed.ok();
        }
    }
    for path in ["overview", "agent-overview"] {
        for (query, expected) in [
            ("", missing("name")),
            ("?name=&from=2026-01-01&to=2026-01-02", plain("invalid-chart-name")),
            ("?name=Conversations&from=2026-01-01", missing("to")),
        ] {
            assert_eq!(get(&server, &admin, &format!("{path}{query}")).await.error(400), expected, "{path}{query}");
        }
        for query in ["name=Visitors&from=2026-01-01&to=2026-01-02", "name=Productivity&from=soon&to=2026-01-02"] {
            let answer = get(&server, &admin, &format!("{path}?{query}")).await.ok();
            assert_eq!(answer, json!({"success": true}), "{path}?{query}");
        }
    }
    for (range, is_refused) in [
        ("start=2025-01-01&end=2026-01-04", false),
        ("start=2025-01-01&end=2026-01-05", true),
        ("start=2026-01-01&end=2026-01-01", false),
    ] {
        let report = get(&server, &admin, &format!("dashboards/conversations-by-source?{range}")).await;
        if is_refused {
            let text = "The \"start\" and \"end\" query parameters must be less than 1 year apart.";
            assert_eq!(report.error(400), plain(text));
        } else {
            report.ok();
        }
    }
    // Servers tolerate any other key here alone.
    get(&server, &admin, "dashboards/charts/agents-status?start=soon&who=me").await.ok();
    let refused = get(&server, &admin, "dashboards/charts-data?start=2026-01-01&end=2026-01-01").await.error(400);
    assert_eq!(refused["error"], "must have required property 'chartName'");
}

pub(super) async fn figures_take_a_permission_and_some_a_licence(transport: Transport) {
    for edition in [Edition::Enterprise, Edition::Community] {
        let server = Setup::empty().edition(edition).start(transport).await;
        let admin = server.admin();
        let user = server.world(|world| world.add_user(Account::new("bob", "password")));
        let user = server.login(&user);
        let names = "name=Conversations&from=2026-01-01&to=2026-01-02";
        for (path, query, needs_licence) in [
            ("overview", names, false),
            ("agent-overview", names, false),
            ("dashboards/charts/chats", TODAY, false),
            ("dashboards/agents-productivity-totalizers", TODAY, false),
            ("departments/average-waiting-time", TODAY, true),
            ("agents/average-service-time", TODAY, true),
            ("dashboards/conversations-by-agent", TODAY, true),
        ] {
            let path = format!("{path}?{query}");
            server.get(&format!("{ANALYTICS}/{path}")).await.error(401);
            get(&server, &user, &path).await.error(403);
            let answer = get(&server, &admin, &path).await;
            if needs_licence && edition == Edition::Community {
                assert_eq!(answer.error(400)["errorType"], "error-action-not-allowed", "{path}");
            } else {
                answer.ok();
            }
        }
    }
}

pub(super) async fn days_are_those_of_the_reporting_time_zone(transport: Transport) {
    let (server, admin, _) = start(transport).await;
    server.clock.set("2026-01-01T23:30:00Z".parse().unwrap());
    open(&server, "one").await;
    let busiest = async || {
        let overview = get(&server, &admin, "overview?name=Conversations&from=2026-01-01&to=2026-01-02").await.ok();
        [4, 6].map(|place| overview[place]["value"].as_str().unwrap().to_owned())
    };
    let count = async |day: &str| {
        let overview = get(&server, &admin, &format!("overview?name=Conversations&from={day}&to={day}")).await.ok();
        overview[0]["value"].clone()
    };
    assert_eq!(busiest().await, ["Thursday", "11PM - 12AM"]);
    assert_eq!((count("2026-01-01").await, count("2026-01-02").await), (json!(1), json!(0)));
    server.world(|world| {
        world.set_setting("Default_Timezone_For_Reporting", "custom").unwrap();
        world.set_setting("Default_Custom_Timezone", "Asia/Kolkata").unwrap();
    });
    assert_eq!(busiest().await, ["Friday", "5AM - 6AM"]);
    assert_eq!((count("2026-01-01").await, count("2026-01-02").await), (json!(0), json!(1)));
    server.world(|world| {
        world.set_setting("Default_Timezone_For_Reporting", "user").unwrap();
        world.modify_user("admin", |user| user.utc_offset = Some(-3.5)).unwrap();
    });
    assert_eq!(busiest().await, ["Thursday", "8PM - 9PM"]);
}

pub(super) async fn a_chart_has_hours_or_days(transport: Transport) {
    let (server, admin, ann) = start(transport).await;
    converse(&server, &server.login(&ann), "one").await;
    let chart = async |name: &str, range: &str| {
        get(&server, &admin, &format!("dashboards/charts-data?chartName={name}&{range}")).await.ok()
    };
    let hours = chart("Avg_chat_duration", "start=2026-01-01&end=2026-01-01T05:00:00Z").await;
    let labels = hours["dataLabels"].as_array().unwrap();
    assert_eq!(
        (labels.len(), &labels[0], &labels[12], &labels[23]),
        (24, &json!("12AM-1AM"), &json!("12PM-1PM"), &json!("11PM-12AM"))
    );
    assert_eq!((&hours["dataPoints"][0], &hours["dataPoints"][1]), (&json!(5_400), &json!(0)));
    let days = chart("Total_messages", "start=2025-12-31&end=2026-01-02").await;
    let expected = json!({
        "chartLabel": "Total_messages",
        "dataLabels": ["12/31", "1/1", "1/2"],
        "dataPoints": [0, 2, 0],
        "success": true,
    });
    assert_eq!(days, expected);
    for (name, range) in [("Visitors", "start=2026-01-01&end=2026-01-02"), ("Total_messages", "start=soon&end=later")] {
        let nothing = json!({"chartLabel": name, "dataLabels": [], "dataPoints": [], "success": true});
        assert_eq!(chart(name, range).await, nothing);
    }
    // The path that is documented is served too.
    let query = "chartName=Total_messages&start=2025-12-31&end=2026-01-02";
    let path = format!("/api/v1/livechat/livechat/analytics/dashboards/charts-data?{query}");
    assert_eq!(server.get_as(&admin, &path).await.ok(), expected);
}

pub(super) async fn a_department_has_figures_of_its_own(transport: Transport) {
    let (server, admin, ann) = start(transport).await;
    converse(&server, &server.login(&ann), "one").await;
    // Nobody is there, and so the visitor waits without a department.
    server.world(|world| {
        world.modify_user(&ann, |user| user.status = Some(UserStatus::Offline)).unwrap();
        world.set_setting("Livechat_Routing_Method", "Manual_Selection").unwrap();
    });
    let waiting = open(&server, "two").await;
    let rooms = async |query: &str| {
        let list = get(&server, &admin, &format!("departments/amount-of-chats?{TODAY}{query}")).await.ok();
        list["departments"].clone()
    };
    assert_eq!(rooms("").await, json!([{"_id": null, "rooms": 1}]));
    assert_eq!(rooms("&answered=yes").await, json!([{"_id": null, "rooms": 1}]));
    assert_eq!(rooms("&answered=true").await, json!([{"_id": "sales", "rooms": 1}]));
    assert_eq!(rooms("&departmentId=sales").await, json!([]));
    assert_eq!(rooms("&departmentId=undefined").await, json!([{"_id": null, "rooms": 1}]));
    let chats = async |query: &str| get(&server, &admin, &format!("dashboards/charts/chats?{TODAY}{query}")).await.ok();
    assert_eq!(chats("").await, json!({"open": 0, "closed": 1, "queued": 1, "onhold": 0, "success": true}));
    assert_eq!(
        chats("&departmentId=sales").await,
        json!({"open": 0, "closed": 1, "queued": 0, "onhold": 0, "success": true})
    );
    assert_eq!(chats("&departmentId=nowhere").await["closed"], 0);
    // A transfer counts for the department that the room belongs to then.
    let body = json!({"roomId": waiting, "departmentId": "sales"});
    server.post_as(&admin, "/api/v1/livechat/room.forward", body).await.ok();
    let transfers = get(&server, &admin, &format!("departments/total-transferred-chats?{TODAY}")).await.ok();
    assert_eq!(transfers["departments"], json!([{"_id": "sales", "numberOfTransferredRooms": 1}]));
    // A department that is gone has no name.
    server.world(|world| {
        let rooms: Vec<_> = world.rooms().map(|room| room.id.clone()).collect();
        for room in rooms {
            world.modify_room(&room, |room| room.department_id = Some("gone".into()));
        }
    });
    let by_department = get(&server, &admin, &format!("dashboards/charts/chats-per-department?{TODAY}")).await.ok();
    assert_eq!(by_department["undefined"], json!({"open": 1, "closed": 1}));
    let report = get(&server, &admin, &format!("dashboards/conversations-by-department?{TODAY}")).await.ok();
    assert_eq!(report, json!({"data": [], "total": 0, "unspecified": 0, "success": true}));
}

pub(super) async fn lists_of_figures_have_pages(transport: Transport) {
    let (server, admin, ann) = start(transport).await;
    server.world(|world| {
        let bob = world.add_user(Account::new("bob", "password").role("livechat-agent"));
        world.add_department_agent("sales", &bob);
    });
    for (token, agent) in [("one", "ann"), ("two", "bob")] {
        let agent = server.login(
            &server
                .world(|world| world.users().find(|user| user.username.as_deref() == Some(agent)).unwrap().id.clone()),
        );
        converse(&server, &agent, token).await;
    }
    let page =
        get(&server, &admin, &format!("agents/total-service-time?{TODAY}&count=1&offset=1&sort=%7B%22x%22%3A1%7D"))
            .await
            .ok();
    assert_eq!((&page["count"], &page["offset"], &page["total"]), (&json!(1), &json!(1), &json!(2)));
    assert_eq!(page["agents"][0]["username"], "bob");
    // Servers of 7.0 take neither count nor offset.
    let old = Setup::empty().version(ServerVersion::V7_0).start(transport).await;
    let refused = get(&old, &old.admin(), &format!("agents/total-service-time?{TODAY}&count=1")).await.error(400);
    assert_eq!(refused["error"], "must NOT have additional properties [invalid-params]");
    let report = async |sort: &str| {
        let path = format!("dashboards/conversations-by-agent?{TODAY}&sort={sort}");
        let report = get(&server, &admin, &path).await.ok();
        report["data"]
            .as_array()
            .unwrap()
            .iter()
            .map(|entry| entry["label"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(report("%7B%22name%22%3A1%7D").await, ["Agent One", "bob"]);
    assert_eq!(report("%7B%22name%22%3A-1%7D").await, ["bob", "Agent One"]);
    let wrong = get(&server, &admin, &format!("dashboards/conversations-by-agent?{TODAY}&sort=name")).await.error(400);
    assert_eq!(wrong["errorType"], "error-invalid-sort");
    let _ = ann;
}

pub(super) async fn an_agent_is_available_until_gone(transport: Transport) {
    let (server, admin, ann) = start(transport).await;
    let history = async |query: &str| {
        let path = format!("agents/available-for-service-history?start=2026-01-01&end=2026-01-01{query}");
        get(&server, &admin, &path).await.ok()["agents"].clone()
    };
    let status = async |status: &str| {
        let body = json!({"agentId": ann, "status": status});
        server.post_as(&admin, "/api/v1/livechat/agent.status", body).await.ok();
    };
    // What goes on does not count yet.
    assert_eq!(history("").await, json!([{"username": "ann", "availableTimeInSeconds": 0}]));
    server.advance(60);
    status("not-available").await;
    assert_eq!(history("").await, json!([{"username": "ann", "availableTimeInSeconds": 60}]));
    server.advance(60);
    status("available").await;
    server.advance(86_400);
    // Midnight has ended the session, but for its last second.
    let sessions = json!([
        {"startedAt": "2026-01-01T00:00:00.000Z", "stoppedAt": "2026-01-01T00:01:00.000Z"},
        {"startedAt": "2026-01-01T00:02:00.000Z", "stoppedAt": "2026-01-01T23:59:59.000Z"},
    ]);
    let expected = json!([{"username": "ann", "availableTimeInSeconds": 60 + 86_279, "serviceHistory": sessions}]);
    assert_eq!(history("&fullReport=true").await, expected);
    let totals =
        get(&server, &admin, "dashboards/agents-productivity-totalizers?start=2026-01-02&end=2026-01-02").await;
    assert_eq!(totals.ok()["totalizers"][1]["value"], "00:02:00");
    let counts = async || get(&server, &admin, "dashboards/charts/agents-status").await.ok();
    assert_eq!(
        counts().await,
        json!({"_id": null, "offline": 0, "away": 0, "busy": 0, "available": 1, "success": true})
    );
    server.world(|world| world.modify_user(&ann, |user| user.status = Some(UserStatus::Away)));
    assert_eq!(counts().await["away"], 1);
    status("not-available").await;
    assert_eq!(counts().await["offline"], 1);
    let nobody = get(&server, &admin, "dashboards/charts/agents-status?departmentId=nowhere").await.ok();
    assert_eq!(nobody, json!({"success": true}));
    // Without a licence nobody takes it down.
    let server = Setup::empty().edition(Edition::Community).start(transport).await;
    let admin = server.admin();
    server.world(|world| world.add_user(Account::new("ann", "password").role("livechat-agent")));
    get(&server, &admin, "dashboards/charts/agents-status").await.ok();
    server.advance(60);
    let totals = get(&server, &admin, &format!("dashboards/agents-productivity-totalizers?{TODAY}")).await.ok();
    assert_eq!(totals["totalizers"][1]["value"], "00:00:00");
}

pub(super) async fn who_was_silent_has_abandoned_the_conversation(transport: Transport) {
    let (server, admin, ann) = start(transport).await;
    let ann = server.login(&ann);
    let room = converse(&server, &ann, "one").await;
    let silent = async |room: &RoomId| {
        server.world(|world| world.room(room).unwrap().metrics.as_ref().unwrap().visitor_inactivity)
    };
    assert_eq!(silent(&room).await, Some(5_370.0));
    let abandoned = async || {
        let totals = get(&server, &admin, &format!("dashboards/chats-totalizers?{TODAY}")).await.ok();
        totals["totalizers"][0]["value"].clone()
    };
    assert_eq!(abandoned().await, 1);
    server.world(|world| world.set_setting("Livechat_visitor_inactivity_timeout", 5_371).unwrap());
    assert_eq!(abandoned().await, 0);
    // A visitor who wrote last, or who closes, has not.
    let room = open(&server, "two").await;
    write(&server, "two", &room).await;
    answer(&server, &ann, &room).await;
    write(&server, "two", &room).await;
    server.advance(7_200);
    server.post_as(&ann, "/api/v1/livechat/room.closeByUser", json!({"rid": room, "comment": "Bye"})).await.ok();
    assert_eq!(silent(&room).await, None);
}

pub(super) async fn older_servers_have_a_busiest_day_of_the_week(transport: Transport) {
    for (version, day) in [(ServerVersion::V7_0, "Thursday"), (ServerVersion::V8_8, "Friday")] {
        let server = Setup::empty().version(version).start(transport).await;
        let admin = server.admin();
        server.world(|world| world.set_setting("Livechat_accept_chats_with_no_agents", true).unwrap());
        // Two on each of two Thursdays, and three on a Friday.
        for (number, day) in
            ["2026-01-01", "2026-01-01", "2026-01-02", "2026-01-02", "2026-01-02", "2026-01-08", "2026-01-08"]
                .into_iter()
                .enumerate()
        {
            server.clock.set(format!("{day}T10:00:00Z").parse().unwrap());
            open(&server, &format!("visitor-{number}")).await;
        }
        let overview = get(&server, &admin, "overview?name=Conversations&from=2026-01-01&to=2026-01-08").await.ok();
        assert_eq!(overview[4]["value"], day, "{version}");
        assert_eq!(overview[5]["value"], "0.88", "{version}");
    }
}

pub(super) async fn reports_show_a_monitor_the_rooms_of_the_units(transport: Transport) {
    let (server, admin, ann) = start(transport).await;
    converse(&server, &server.login(&ann), "one").await;
    let mona = server.world(|world| world.add_user(Account::new("mona", "password").role("livechat-monitor")));
    let mona = server.login(&mona);
    let path = format!("dashboards/conversations-by-agent?{TODAY}");
    // As long as there is no unit, everybody sees all.
    assert_eq!(get(&server, &mona, &path).await.ok()["total"], 1);
    let (north, south) = server.world(|world| {
        let [north, south] = ["north", "south"].map(|name| world.add_unit(Unit::new(name, name)));
        world.add_unit_monitor(&north, &mona.user);
        (north, south)
    });
    for (unit, total) in [(&north, 1), (&south, 0)] {
        server.world(|world| world.set_department_unit("sales", Some(unit)));
        assert_eq!(get(&server, &mona, &path).await.ok()["total"], total, "{unit}");
        assert_eq!(get(&server, &admin, &path).await.ok()["total"], 1);
    }
}

/// Thirteen are over, one is served, and two wait.
pub(super) async fn the_documented_conversations_are_in_their_states(transport: Transport) {
    let server = Setup::documented().start(transport).await;
    let admin = server.admin();
    let range = "start=2018-01-01&end=2020-01-01";
    for (path, expected) in [
        ("dashboards/charts/chats", json!({"open": 1, "closed": 13, "queued": 2, "onhold": 0, "success": true})),
        ("dashboards/charts/chats-per-agent", json!({"marcos.defendi": {"open": 1, "closed": 13}, "success": true})),
    ] {
        assert_eq!(get(&server, &admin, &format!("{path}?{range}")).await.ok(), expected, "{path}");
    }
    // A report is about a year at most: the oldest of those that wait is older.
    let report = "dashboards/conversations-by-status?start=2019-06-01&end=2020-01-01";
    let report = get(&server, &admin, report).await.ok();
    let value = |label: &str| {
        report["data"].as_array().unwrap().iter().find(|entry| entry["label"] == label).unwrap()["value"].clone()
    };
    assert_eq!(["Open", "Closed", "Queued", "On_Hold"].map(value), [1, 13, 1, 0].map(Value::from));
}
