//! The quirks of figures.

use livechat_mock::{Account, ServerVersion, World};
use livechat_sdk::{
    Timestamp,
    model::{Department, Room, RoomMetrics, RoomVisitor, ServedBy, Visitor},
};
use serde_json::{Value, json};

use super::behaviour::{Check, Mock, NOW};

const ANALYTICS: &str = "/api/v1/livechat/analytics";
const DAYS: &str = "from=2026-01-01&to=2026-01-01";
const RANGE: &str = "start=2026-01-01&end=2026-01-02";

/// A workspace with a closed room of each of two agents, which lasted for so many seconds.
fn mock(version: ServerVersion, durations: [f64; 2]) -> Mock {
    let mut world = World::empty();
    let visitor = world.add_visitor(Visitor::new("visitor").token("token"));
    world.add_department(Department::new("sales", "Sales"));
    for (name, duration) in ["ann", "bob"].into_iter().zip(durations) {
        let agent = world.add_user(Account::new(name, "password").id(name).role("livechat-agent"));
        let mut room = Room::new(name, RoomVisitor::new(visitor.clone()), NOW);
        room.served_by = Some(ServedBy::new(agent, name, NOW));
        room.open = None;
        room.closed_at = Some(NOW);
        let mut metrics = RoomMetrics::default();
        metrics.chat_duration = Some(duration);
        metrics.service_time_duration = Some(duration);
        room.metrics = Some(Box::new(metrics));
        world.add_room(room);
    }
    world.modify_room("bob", |room| room.department_id = Some("sales".into()));
    Mock(livechat_mock::Engine::stateful(world).server_version(version)).let_in()
}

fn figures(mock: &mut Mock, path: &str) -> Value {
    mock.get(&format!("{ANALYTICS}/{path}")).answered().clone()
}

pub(super) const QUIRKS: &[Check] = &[
    ("overview-is-a-list", |version| {
        let mut mock = mock(version, [1.0, 1.0]);
        assert!(figures(&mut mock, &format!("overview?name=Conversations&{DAYS}")).is_array());
        for name in ["overview", "agent-overview"] {
            assert_eq!(figures(&mut mock, &format!("{name}?name=Visitors&{DAYS}")), json!({"success": true}));
            let answer = mock.get(&format!("{ANALYTICS}/{name}?name=&{DAYS}"));
            assert_eq!(answer.error(400), "invalid-chart-name");
        }
    }),
    ("charts-data-path", |version| {
        let mut mock = mock(version, [1.0, 1.0]);
        let query = format!("dashboards/charts-data?chartName=Total_conversations&{RANGE}");
        // 7.0 is older than the operation.
        if version == ServerVersion::V7_0 {
            return;
        }
        let served = figures(&mut mock, &query);
        assert_eq!(served["dataPoints"], json!([2, 0]));
        assert_eq!(mock.get(&format!("/api/v1/livechat/livechat/analytics/{query}")).answered(), &served);
    }),
    ("agents-status-group", |version| {
        let mut mock = mock(version, [1.0, 1.0]);
        assert_eq!(figures(&mut mock, "dashboards/charts/agents-status").get("_id"), Some(&Value::Null));
        let nobody = figures(&mut mock, "dashboards/charts/agents-status?departmentId=sales");
        assert_eq!(nobody, json!({"success": true}));
    }),
    ("messages-of-agents", |version| {
        let table = figures(&mut mock(version, [1.0, 1.0]), &format!("agent-overview?name=Total_messages&{DAYS}"));
        assert_eq!(table["data"][0], json!({"name": "ann", "value": 1}));
    }),
    ("order-of-agents", |version| {
        for (durations, first) in
            [([7_200.0, 3_600.0], "ann"), ([3_600.0, 7_200.0], "bob"), ([3_600.0, 7_199.0], "ann")]
        {
            let table =
                figures(&mut mock(version, durations), &format!("agent-overview?name=Avg_chat_duration&{DAYS}"));
            assert_eq!(table["data"][0]["name"], first, "{durations:?}");
        }
    }),
    ("hours-with-one-blank", |version| {
        let overview = figures(&mut mock(version, [1.0, 1.0]), &format!("overview?name=Conversations&{DAYS}"));
        assert_eq!(overview[6]["value"], "12AM - 1AM");
    }),
    ("answered-or-waiting", |version| {
        let mut mock = mock(version, [1.0, 1.0]);
        mock.world().modify_room("ann", |room| room.waiting_response = Some(true));
        for (query, expected) in [
            ("", json!([{"_id": null, "rooms": 1}])),
            ("&answered=1", json!([{"_id": null, "rooms": 1}])),
            ("&answered=true", json!([{"_id": "sales", "rooms": 1}])),
        ] {
            let list = figures(&mut mock, &format!("departments/amount-of-chats?{RANGE}{query}"));
            assert_eq!(list["departments"], expected, "{query}");
        }
    }),
    ("order-of-departments", |version| {
        let list = figures(&mut mock(version, [1.0, 2.0]), &format!("departments/average-chat-duration-time?{RANGE}"));
        let ids: Vec<_> = list["departments"].as_array().unwrap().iter().map(|entry| &entry["_id"]).collect();
        assert_eq!(ids, [&Value::Null, &json!("sales")]);
    }),
    ("pages-without-a-status-of-their-own", |version| {
        for path in ["total-service-time", "total-transferred-chats"] {
            let answer = mock(version, [1.0, 1.0]).get(&format!("{ANALYTICS}/departments/{path}?{RANGE}"));
            assert_eq!(answer.status, 200);
        }
    }),
    ("figures-are-fresh", |version| {
        let mut mock = mock(version, [1.0, 1.0]);
        let path = format!("dashboards/charts/chats?{RANGE}");
        assert_eq!(figures(&mut mock, &path)["closed"], 2);
        mock.world().add_room(Room::new("new", RoomVisitor::new("visitor"), NOW));
        assert_eq!(figures(&mut mock, &path)["queued"], 1);
    }),
    ("time-zone-of-the-server", |version| {
        let mut mock = mock(version, [1.0, 1.0]);
        mock.world().set_setting("Language", "pt-BR").unwrap();
        let last: Timestamp = "2026-01-01T23:59:59.999Z".parse().unwrap();
        mock.world().add_room(Room::new("late", RoomVisitor::new("visitor"), last));
        let overview = figures(&mut mock, &format!("overview?name=Conversations&{DAYS}"));
        assert_eq!((&overview[0]["value"], &overview[4]["value"]), (&json!(3), &json!("Thursday")));
        let centuries = figures(&mut mock, "overview?name=Conversations&from=1900-01-01&to=2026-01-01");
        assert_eq!(centuries, json!({"success": true}));
    }),
];
