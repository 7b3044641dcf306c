//! The quirks of business hours.

use livechat_mock::{Account, ServerVersion, World};
use livechat_sdk::model::Department;
use serde_json::{Value, json};

use super::behaviour::{Check, Mock};

const HOUR: &str = "/api/v1/livechat/business-hour";
/// On the day that the mock's clock shows, a Thursday.
const MIDNIGHT: &str = "2026-01-01T00:00:00Z";

pub(super) const QUIRKS: &[Check] = &[
    ("saving-business-hours", |version| {
        if version < ServerVersion::V8_0 {
            return;
        }
        let mut mock = staffed(version);
        mock.world().modify_user("admin", |admin| admin.roles = vec!["user".to_owned()]);
        mock.post(&format!("{HOUR}s.save"), &hours(json!({"type": "default"}))).answered();
        mock.post(&format!("{HOUR}s.save"), &hours(json!({"_id": "nothing"}))).answered();
        mock.post(&format!("{HOUR}s.remove"), &json!({"_id": "nothing", "type": "custom"})).answered();
        assert_eq!(mock.world().business_hours().count(), 1);
        let unknown = mock.post(&format!("{HOUR}s.save"), &hours(json!({"type": "holiday"})));
        assert_eq!(unknown.error(400), "Cannot read properties of undefined (reading 'saveBusinessHour')");
        let answer = mock.post(&format!("{HOUR}s.save"), &hours(json!({})));
        assert_eq!(*answer.answered(), json!({"success": true}));
        assert_eq!(mock.world().business_hours().count(), 2);
    }),
    ("unknown-business-hours", |version| {
        let mut mock = staffed(version);
        let answer = mock.get(&format!("{HOUR}?_id=nothing&type=custom"));
        assert_eq!(*answer.answered(), json!({"businessHour": null, "success": true}));
        assert_eq!(mock.get(&format!("{HOUR}?_id=nothing")).answered()["businessHour"]["type"], "default");
    }),
    ("time-zone-of-business-hours", |version| {
        let mut mock = staffed(version);
        assert_eq!(mock.world().business_hours().count(), 0);
        let default = mock.get(HOUR).answered()["businessHour"].clone();
        assert_eq!((&default["timezone"]["name"], &default["timezone"]["utc"]), (&json!("UTC"), &json!("0")));
        if version >= ServerVersion::V8_0 {
            mock.post(&format!("{HOUR}s.save"), &hours(json!({"timezoneName": "America/Lima"}))).answered();
            let start = mock.world().business_hours().last().unwrap().work_hours[0].start.clone().unwrap();
            assert_eq!((start.cron.as_ref().unwrap().time.as_str(), start.cron == start.utc), ("04:00", true));
        }
    }),
    ("hours-over-the-end-of-the-week", |version| {
        if version < ServerVersion::V8_0 {
            return;
        }
        let mut mock = staffed(version);
        let over_midnight =
            json!({"workHours": [{"day": "Sunday", "start": "22:00", "finish": "02:00", "open": true}]});
        let refused = mock.post(&format!("{HOUR}s.save"), &hours(over_midnight));
        assert_eq!(refused.error(400), "error-business-hour-finish-time-before-start-time");
        // From Sunday to Monday in UTC. The mock's clock shows a Thursday.
        let day = json!({"day": "Sunday", "start": "18:00", "finish": "23:00", "open": true});
        let body = hours(
            json!({"timezoneName": "America/Lima", "departmentsToApplyBusinessHour": "sales", "workHours": [day]}),
        );
        mock.post(&format!("{HOUR}s.save"), &body).answered();
        enable(&mut mock);
        for (at, is_available) in [
            ("2026-01-04T22:59:59Z", false),
            ("2026-01-04T23:00:00Z", true),
            ("2026-01-05T03:59:59Z", true),
            ("2026-01-05T04:00:00Z", false),
        ] {
            assert_eq!(takes_conversations(&mut mock, at), is_available, "{at}");
        }
    }),
    ("agents-outside-of-hours", |version| {
        let mut mock = staffed(version);
        assert!(takes_conversations(&mut mock, MIDNIGHT));
        enable(&mut mock);
        let ask = json!({"status": "available", "agentId": "ann"});
        assert_eq!(mock.post("/api/v1/livechat/agent.status", &ask).answered()["status"], "not-available");
        assert!(!takes_conversations(&mut mock, MIDNIGHT));
    }),
];

/// An agent in a department.
fn staffed(version: ServerVersion) -> Mock {
    let mut mock = Mock::with(World::empty(), version).let_in();
    let world = mock.world();
    world.add_department(Department::new("sales", "Sales"));
    world.add_user(Account::new("ann", "password").id("ann").role("livechat-agent"));
    world.add_department_agent("sales", "ann");
    mock
}

fn enable(mock: &mut Mock) {
    mock.world().set_setting("Livechat_business_hour_type", "Multiple").unwrap();
    mock.world().set_setting("Livechat_enable_business_hours", true).unwrap();
}

/// Whether the agent takes conversations at a time.
fn takes_conversations(mock: &mut Mock, at: &str) -> bool {
    let users = mock.get_at("/api/v1/livechat/users/agent", at.parse().unwrap());
    users.answered()["users"][0]["statusLivechat"] == "available"
}

/// New hours, with some of them otherwise.
fn hours(change: Value) -> Value {
    let mut hours = json!({
        "name": "Hours",
        "timezoneName": "UTC",
        "daysOpen": ["Sunday"],
        "departmentsToApplyBusinessHour": "",
        "active": true,
        "type": "custom",
        "workHours": [{"day": "Sunday", "start": "23:00", "finish": "23:30", "open": true}],
    });
    if let (Value::Object(hours), Value::Object(change)) = (&mut hours, change) {
        hours.extend(change);
    }
    hours
}
