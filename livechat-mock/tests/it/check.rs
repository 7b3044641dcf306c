//! The drift check: against servers of each version, none of whose responses differ, and against one that a test changes.

mod altered;
mod files;
mod mutations;
#[cfg(feature = "cli")]
mod program;

use std::sync::{Arc, Mutex};

use livechat_mock::{
    Account, Clock, Edition, LivechatMock, ServerVersion, World,
    check::{Check, CheckError, Outcome, Report},
};
use livechat_sdk::{
    Client, Timestamp,
    business_hours::GetBusinessHour,
    model::{CannedResponse, Contact, Department, Message, MessageAuthor, SlaPolicy, Tag, Trigger, Unit, Visitor},
};
use serde_json::json;

use self::altered::{Altered, client};

const NOW: Timestamp = Timestamp::from_millis(1_767_225_600_000);

/// A workspace in which there is something of everything.
fn world() -> World {
    let mut world = World::documented();
    let admin = world.administrator().clone();
    world.modify_user(&admin, |admin| admin.roles.push("livechat-agent".to_owned()));
    let sales = world.add_department(Department::new("sales", "Sales").enabled(true).show_on_registration(true));
    world.add_department_agent(&sales, &admin);
    let visitor = world.add_visitor(Visitor::new("token-of-ann").username("guest-9").name("Ann").created_at(NOW));
    let room = world.open_room(&visitor, NOW).unwrap();
    world.serve_room(&room, &admin, NOW);
    world.add_message(
        Message::new("hello", MessageAuthor::new(visitor.as_str(), "guest-9"), NOW, "Hello")
            .room_id(room)
            .token("token-of-ann"),
    );
    world.add_trigger(Trigger::new("welcome").name("Welcome"));
    world.add_contact(Contact::new("ann").name("Ann"));
    world.add_tag(Tag::new("urgent").name("urgent"));
    world.add_sla_policy(SlaPolicy::new("fast").name("Fast").due_time_in_minutes(1.0));
    world.add_canned_response(CannedResponse::new("hi").shortcut("hi").text("Hello"));
    world.add_unit(Unit::new("unit", "Unit"));
    world.add_user(Account::new("monitor", "password").role("livechat-monitor"));
    world
}

fn outcome(report: &Report, operation: &str) -> Outcome {
    let found = report.operations.iter().find(|it| it.operation == operation);
    found.unwrap_or_else(|| panic!("{operation} is not in\n{report}")).outcome
}

#[track_caller]
fn assert_same(report: &Report) {
    let differences: Vec<_> = report.differences().map(|(name, it)| format!("{name}: {it}")).collect();
    assert!(differences.is_empty() && report.count(Outcome::Failed) == 0, "{report}");
}

#[tokio::test]
async fn no_version_differs_from_what_is_known_of_it() {
    for version in ServerVersion::ALL {
        let mock = LivechatMock::builder().stateful(world()).server_version(version).start().await;
        let report = Check::new().run(&mock.staff()).await.unwrap();
        assert_same(&report);
        let nearest = report.nearest.as_ref().unwrap();
        assert_eq!((nearest.profile, nearest.differs_from_version), (version, false), "{report}");
        assert_eq!(nearest.agreed, nearest.asked, "{report}");
        assert!(nearest.asked > 50, "{report}");
        // What there is nothing of is skipped, and what the version does not have is not there.
        for it in &report.operations {
            let is_expected = match it.outcome {
                Outcome::Skipped => it.reason.as_ref().unwrap().contains(" lists no "),
                Outcome::NotThere => version < ServerVersion::V7_13,
                outcome => outcome == Outcome::Ok,
            };
            assert!(is_expected, "{version}: {report}");
        }
        assert!(report.count(Outcome::Ok) >= 85, "{version}: {report}");
    }
}

#[tokio::test]
async fn refusals_tell_a_version_that_the_server_does_not() {
    for version in ServerVersion::ALL {
        let mock = LivechatMock::builder().stateful(world()).server_version(version).start().await;
        let altered = Altered::new(&mock, |operation, _, body| {
            if operation == "GetServerInfo" {
                *body = json!({"version": "8.8.1", "success": true});
            }
        });
        let login = mock.staff();
        let report = Check::new().run(&client(altered, login.user_id().unwrap(), &mock)).await.unwrap();
        let nearest = report.nearest.as_ref().unwrap();
        let told = (nearest.profile, nearest.differs_from_version);
        // About what reads, 8.0 and 8.4 respond alike: then it is the one next to the version.
        let expected = if version == ServerVersion::V8_0 { ServerVersion::V8_4 } else { version };
        assert_eq!(told, (expected, version != ServerVersion::V8_8), "{report}");
        assert_eq!(report.server.as_ref().unwrap().to_string(), "8.8.1");
        // What a server of that version should have is missed.
        let missed = report.differences().filter(|(_, it)| it.found.starts_with("no such path ("));
        assert_eq!(missed.count() > 0, version < ServerVersion::V7_13, "{report}");
    }
}

#[tokio::test]
async fn it_writes_nothing() {
    let mock = LivechatMock::builder().stateful(world()).clock(Clock::manual(NOW)).start().await;
    // Servers have it from the start; the mock makes it when it is first asked for.
    mock.staff().send(GetBusinessHour::new()).await.unwrap();
    let requests = Arc::new(Mutex::new(Vec::new()));
    let sent = Arc::clone(&requests);
    let altered = Altered::watching(&mock, move |request| {
        sent.lock().unwrap().push((request.method().clone(), request.uri().path().to_owned()));
    });
    let login = mock.staff();
    let client = client(altered, login.user_id().unwrap(), &mock);
    let before = mock.with_world(|world| world.to_json().unwrap());
    let report = Check::new().run(&client).await.unwrap();
    assert_same(&report);
    let after = mock.with_world(|world| world.to_json().unwrap());
    assert!(before == after, "the workspace changed");
    let requests = requests.lock().unwrap();
    assert!(requests.len() > report.operations.len());
    for (method, path) in requests.iter() {
        assert_eq!(method, "GET", "{path}");
        // Those of the methods that change something all the same.
        assert!(!["/livechat/room", "/room.join", "/agent.next/"].iter().any(|it| path.ends_with(it)), "{path}");
    }
    // No operation is called more often than servers let one be.
    for (_, path) in requests.iter() {
        assert!(requests.iter().filter(|(_, other)| other == path).count() <= 4, "{path}");
    }
}

#[tokio::test]
async fn what_the_user_may_not_call_is_no_difference() {
    let mut world = world();
    world.add_user(Account::new("agent", "password").role("livechat-agent"));
    let mock = LivechatMock::builder().stateful(world).start().await;
    let report = Check::new().run(&mock.client_as("agent")).await.unwrap();
    assert_same(&report);
    assert_eq!(outcome(&report, "ListTriggers"), Outcome::NotAllowed);
    let triggers = report.operations.iter().find(|it| it.operation == "ListTriggers").unwrap();
    assert_eq!(triggers.reason.as_deref(), Some("403; it needs view-livechat-manager"));

    let report = Check::new().run(&mock.client()).await.unwrap();
    assert_same(&report);
    assert_eq!(outcome(&report, "GetConfig"), Outcome::Ok);
    assert_eq!(outcome(&report, "ListRooms"), Outcome::Skipped);
    assert!(report.to_string().contains("it needs a login"), "{report}");
}

#[tokio::test]
async fn what_needs_a_licence_is_no_difference_without_one() {
    let mock = LivechatMock::builder().stateful(world().with_edition(Edition::Community)).start().await;
    let report = Check::new().run(&mock.staff()).await.unwrap();
    assert_same(&report);
    for operation in ["ListTags", "ListUnits", "ListDepartmentChatCounts"] {
        assert_eq!(outcome(&report, operation), Outcome::NotThere, "{report}");
    }
    assert!(report.to_string().contains("it needs the module livechat-enterprise of a licence"), "{report}");
}

#[tokio::test]
async fn a_response_with_what_nobody_may_see_is_reported_without_it() {
    let mock = LivechatMock::builder().stateful(world()).start().await;
    let altered = Altered::new(&mock, |operation, status, body| {
        if operation == "ListRooms" && *status == 200 {
            body["rooms"][0]["ts"] = "s3cret".into();
            body["rooms"][1]["open"] = "s3cret".into();
        }
    });
    let login = mock.staff();
    let report = Check::new().only("livechat/rooms").unwrap();
    let report = report.run(&client(altered, login.user_id().unwrap(), &mock)).await.unwrap();
    let pointers: Vec<_> = report.differences().map(|(_, it)| it.pointer.as_str()).collect();
    assert_eq!(pointers, ["/rooms/0/ts", "/rooms/1/open"], "{report}");
    let baseline = livechat_mock::check::Baseline::of(&report);
    for text in [report.to_string(), serde_json::to_string(&report).unwrap(), baseline.to_string()] {
        for secret in ["s3cret", "token-of-ann", "guest-9", "Ann"] {
            assert!(!text.contains(secret), "{text}");
        }
    }
}

#[tokio::test]
async fn what_cannot_be_checked_says_why() {
    let mock = LivechatMock::builder().stateful(world()).start().await;
    let login = mock.staff();
    let run = async |client: Client| Check::new().run(&client).await.unwrap_err();
    let stranger = mock.client().with_credentials("nobody", "no-token");
    assert!(matches!(run(stranger).await, CheckError::Login(_)));

    for (status, page) in [(200, "<html>Log in</html>"), (503, "<html>Log in</html>"), (404, ""), (200, "")] {
        let altered = Altered::replacing(&mock, status, page);
        let error = run(client(altered, login.user_id().unwrap(), &mock)).await;
        assert!(matches!(error, CheckError::NotRocketChat(_)), "{status}: {error:?}");
    }

    // A mock that is gone has no transport to it.
    let gone = mock.client();
    drop(mock);
    let error = run(gone).await;
    assert!(matches!(error, CheckError::NoServer(_)), "{error:?}");

    let check = Check::new().only("livechat/nothing").unwrap_err();
    assert!(matches!(check, CheckError::UnknownOperation(_)), "{check:?}");
}

#[tokio::test]
async fn an_operation_that_writes_is_not_called() {
    let mock = LivechatMock::builder().stateful(world()).start().await;
    for operation in ["RegisterVisitor", "OpenRoom", "GetNextAgent"] {
        let error = Check::new().only(operation).unwrap().run(&mock.staff()).await.unwrap_err();
        assert!(matches!(error, CheckError::Writes { name } if name == operation), "{error:?}");
    }
}

#[tokio::test]
async fn a_contract_that_moved_is_told_at_its_pointer() {
    let mock = LivechatMock::builder().stateful(world()).start().await;
    let altered = Altered::new(&mock, |operation, status, body| {
        // The server words it in another way, or takes what it refused.
        if operation == "GetVisitorInfo" && *status == 400 && body["error"].as_str().unwrap().contains("required") {
            body["error"] = "Where is the visitor?".into();
        }
        if operation == "ListRooms" && *status == 400 {
            (*status, *body) = (200, json!({"rooms": [], "success": true}));
        }
    });
    let login = mock.staff();
    let report = Check::new().run(&client(altered, login.user_id().unwrap(), &mock)).await.unwrap();
    let found: Vec<_> = report.differences().map(|(name, it)| (name, it.to_string())).collect();
    assert_eq!(
        found,
        [
            (
                "ListRooms",
                "a request with an unknown argument: expected the status 400, found the status 200".to_owned()
            ),
            (
                "GetVisitorInfo",
                "a request without its arguments in the query: /error: expected \"must have required property \
                 'visitorId' [invalid-params]\", found another text"
                    .to_owned()
            ),
        ],
        "{report}"
    );
    assert_eq!(report.nearest.as_ref().unwrap().profile, ServerVersion::V8_8);
}
