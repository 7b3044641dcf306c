use jsonschema::Draft;
use livechat_mock::{Account, Engine, World};
use livechat_sdk::{
    Timestamp,
    model::{
        BusinessHour, CannedResponse, Contact, ContactChannel, ContactChannelVisitor, ContactConflict, Department,
        Message, MessageAuthor, PageInfo, Room, RoomSource, RoomSourceType, RoomVisitor, SlaPolicy, Tag,
        TranscriptRequest, Trigger, Unit, Visitor,
    },
};
use serde_json::{Value, json};

use super::{
    description::{Described, ErrorResponse},
    for_each_documented,
};
use crate::fixtures::{Exceptions, Fixture, assert_none, assert_quirk, differences, fixtures};

#[test]
fn a_described_answer_goes_through_the_sdk_unchanged() {
    let mut exceptions = Exceptions::new(&[
        // The place of an answer that cannot be read at all is empty.
        ("EditMessage", "", "ts-called-ls"),
        ("ListMessageHistory", "", "ts-called-ls"),
        ("DeleteMessage", "/message/ls", "ts-called-ls"),
        ("ListUsers", "/users/0/livechat", "limits-of-agents"),
        ("ListUsers", "/users/2/livechat", "limits-of-agents"),
        ("ListUsers", "/success", "users-without-counters"),
        ("GetUser", "", "verified-as-a-text"),
        ("ListTransferHistory", "/data", "transfer-history-of-placeholders"),
        ("AutocompleteDepartments", "/departments", "autocomplete-answers-items"),
        ("AutocompleteDepartments", "/items", "autocomplete-answers-items"),
        ("AutocompleteDepartments", "/count", "autocomplete-answers-items"),
        ("AutocompleteDepartments", "/offset", "autocomplete-answers-items"),
        ("AutocompleteDepartments", "/total", "autocomplete-answers-items"),
        ("ListDepartmentsById", "/departments/0/departmentsAllowedToForward", "empty-texts-of-forms"),
        ("ListDepartmentsById", "/departments/1/departmentsAllowedToForward", "empty-texts-of-forms"),
        ("ListDepartmentsById", "/departments/1/maxNumberSimultaneousChat", "empty-texts-of-forms"),
        ("ListDepartmentsById", "/departments/1/visitorInactivityTimeoutInSeconds", "empty-texts-of-forms"),
        ("ListDepartmentsById", "/departments/2/departmentsAllowedToForward", "empty-texts-of-forms"),
        ("ListUnitDepartments", "/departments/0/departmentsAllowedToForward", "empty-texts-of-forms"),
        ("ListUnitDepartments", "/departments/0/maxNumberSimultaneousChat", "empty-texts-of-forms"),
        ("ListUnitDepartments", "/departments/0/visitorInactivityTimeoutInSeconds", "empty-texts-of-forms"),
        ("ListContactHistory", "/history", "examples-about-contacts"),
    ]);
    let mut failures = Vec::new();
    for_each_documented(|operation, _, documented| {
        assert!(!documented.answers.is_empty(), "{} has no example", operation.name);
        for answer in &documented.answers {
            match operation.reread(&answer.to_string()) {
                // The whole answer is the exception.
                Err(_) if exceptions.has(operation.name, "") => {}
                Err(error) => failures.push(format!("{}: {error}", operation.name)),
                Ok(found) => failures.extend(
                    differences(answer, &found)
                        .iter()
                        .filter(|(at, _)| !exceptions.has(operation.name, at))
                        .map(|(at, what)| format!("{}: {at}: {what}", operation.name)),
                ),
            }
        }
    });
    assert_none(&failures);
    exceptions.assert_all_used();
}

const NO_PERMISSION: &str = "400 User does not have the permissions required for this action [error-unauthorized]";

/// The described error responses that servers do not send.
const UNLIKE_SERVERS: &[(&str, &str, &str)] = &[
    ("UnarchiveDepartment", "400 You must be logged in to do this.", "error-responses-with-other-statuses"),
    ("SearchContact", NO_PERMISSION, "error-responses-with-other-statuses"),
    ("SearchContact", "400 unauthorized", "error-responses-with-other-statuses"),
    ("UpdateContact", "400 must have required property 'emails' [invalid-params]", "examples-about-contacts"),
    (
        "GetContactById",
        "400 error: must have required property 'contactId' [invalid-params]",
        "examples-about-contacts",
    ),
];

#[test]
fn a_described_error_response_is_among_the_fixtures() {
    let mut exceptions = Exceptions::new(UNLIKE_SERVERS);
    let mut failures = Vec::new();
    for_each_documented(|operation, _, documented| {
        let mut fixtures = fixtures(&operation.folder());
        fixtures.extend(crate::fixtures::fixtures("_shared"));
        for described in &documented.error_responses {
            let is_this = |fixture: &Fixture| {
                fixture
                    .status()
                    .is_some_and(|(status, _)| ErrorResponse::of(status, &fixture.json()).is_same(described))
            };
            let excuse = UNLIKE_SERVERS.iter().find(|(name, at, _)| *name == operation.name && described.says(at));
            if !fixtures.iter().any(is_this) && !excuse.is_some_and(|(name, at, _)| exceptions.has(name, at)) {
                failures.push(format!("{}: {described} is no fixture", operation.name));
            }
        }
    });
    assert_none(&failures);
    exceptions.assert_all_used();
}

#[test]
fn the_answer_example_fits_the_described_schema() {
    let mut exceptions = Exceptions::new(BESIDE_THE_SCHEMA);
    let mut failures = Vec::new();
    for_each_documented(|operation, _, documented| {
        let fixtures = fixtures(&operation.folder());
        let example = fixtures.iter().find(|fixture| fixture.name == "200").unwrap().json();
        for (at, error) in schema_errors(documented, &example) {
            if !exceptions.has(operation.name, &at) && !is_value_of_its_type(operation.name, &example, &at) {
                failures.push(format!("{}: {at}: {error}", operation.name));
            }
        }
    });
    assert_none(&failures);
    exceptions.assert_all_used();
}

/// Where an answer is as servers answer, and not as the schema has it.
const BESIDE_THE_SCHEMA: &[(&str, &str, &str)] = &[
    ("GetAgentStatusCounts", "/_id", "agents-status-group"),
    ("ListUsers", "/users/0/livechat", "limits-of-agents"),
    ("GetUser", "/user/livechat/maxNumberSimultaneousChat", "limits-of-agents"),
    ("GetUser", "/user/emails/0/verified", "verified-as-a-text"),
    ("GetConfig", "/config/theme/actionLinks", "action-links"),
    ("ListDepartments", "/departments/1/departmentsAllowedToForward/0", "department-lists-of-objects"),
    ("ListUnitDepartments", "/departments/0/departmentsAllowedToForward", "empty-texts-of-forms"),
    ("ListUnitDepartments", "/departments/0/maxNumberSimultaneousChat", "empty-texts-of-forms"),
    ("ListUnitDepartments", "/departments/0/visitorInactivityTimeoutInSeconds", "empty-texts-of-forms"),
    ("DeleteUnit", "", "units-beside-the-envelope"),
];

/// What the mock never succeeds in here, because in process it sends nothing out.
const OUTGOING: &[(&str, &str)] =
    &[("TestWebhook", "webhooks"), ("TestExternalService", "external-services-of-triggers")];

#[test]
fn what_the_mock_answers_fits_the_described_schema() {
    OUTGOING.iter().for_each(|(operation, quirk)| assert_quirk(quirk, operation));
    // The example has a text there.
    let mut numbers = Exceptions::new(&[("GetAgentOverview", "/data/0/value", "messages-of-agents")]);
    let mut exceptions = Exceptions::new(BESIDE_THE_SCHEMA);
    let mut failures = Vec::new();
    for stateful in [false, true] {
        for_each_documented(|operation, _, documented| {
            if stateful && OUTGOING.iter().any(|(name, _)| *name == operation.name) {
                return;
            }
            for request in fixtures(&operation.folder()).iter().filter(|fixture| fixture.is_request()) {
                let (mut engine, request) = if stateful {
                    let mut world = world_of_the_examples();
                    let request = with_conversation(&mut world, operation.name, &request.json());
                    (Engine::stateful(world).no_auth(true), request)
                } else {
                    (Engine::replay(), request.json())
                };
                let request = operation.request(&request, operation.meta.route()).unwrap();
                let response = engine.handle(&request, [127, 0, 0, 1].into(), OPENED).response;
                let text = std::str::from_utf8(response.body()).unwrap();
                assert_eq!(response.status(), 200, "{}: {text}", operation.name);
                let answer = operation.answer(text);
                for (at, error) in schema_errors(documented, &answer) {
                    let is_excused = exceptions.has(operation.name, &at) || numbers.has(operation.name, &at);
                    if !is_excused && !is_value_of_its_type(operation.name, &answer, &at) {
                        failures.push(format!("{}: {at}: {error}", operation.name));
                    }
                }
                for (at, what) in differences(&answer, &operation.reread(&answer.to_string()).unwrap()) {
                    failures.push(format!("{}: {at}: {what}", operation.name));
                }
            }
        });
    }
    assert_none(&failures);
}

/// Whether this is the value of a setting of the appearance that is no boolean, and is what the setting's own `type` says. The
/// description's schema of the webhook's settings has texts throughout, and it is the same with them.
///
/// The description's schema has `value` and `packageValue` as booleans, whatever the setting. Servers answer a text, a
/// boolean, a number or a list, by setting, and so do the description's own examples, where texts are called `string` or
/// `color`. So a boolean setting keeps to the schema, and any other one to its type.
fn is_value_of_its_type(operation: &str, answer: &Value, at: &str) -> bool {
    match operation {
        "GetAppearance" => assert_quirk("appearance-values", operation),
        "GetIntegrationSettings" => assert_quirk("webhooks", operation),
        _ => return false,
    }
    let Some((setting, "value" | "packageValue")) = at.rsplit_once('/') else { return false };
    let (kind, value) = (answer.pointer(setting).and_then(|setting| setting["type"].as_str()), answer.pointer(at));
    value.is_some_and(|value| match kind {
        Some("string" | "color" | "select") => value.is_string(),
        Some("int") => value.is_u64(),
        Some("boolean") => operation == "GetIntegrationSettings" && value.is_boolean(),
        Some("multiSelect") => value.is_array(),
        _ => false,
    })
}

#[test]
fn a_setting_of_the_appearance_is_excused_from_the_schema_by_its_type_alone() {
    let answer = |kind: &str, value: Value| json!({"appearance": [{"type": kind, "value": value}]});
    for (kind, value) in
        [("string", json!("a")), ("color", json!("#fff")), ("int", json!(1)), ("multiSelect", json!([]))]
    {
        let answer = answer(kind, value);
        assert!(is_value_of_its_type("GetAppearance", &answer, "/appearance/0/value"), "{answer}");
        assert!(!is_value_of_its_type("GetAppearance", &answer, "/appearance/0/type"), "{answer}");
        assert!(!is_value_of_its_type("GetConfig", &answer, "/appearance/0/value"), "{answer}");
    }
    for (kind, value) in [
        ("boolean", json!("true")),
        ("string", json!(1)),
        ("int", json!("1")),
        ("int", json!(1.5)),
        ("multiSelect", json!("uj")),
        ("colour", json!("#fff")),
        ("string", Value::Null),
    ] {
        let answer = answer(kind, value);
        assert!(!is_value_of_its_type("GetAppearance", &answer, "/appearance/0/value"), "{answer}");
    }
}

const OPENED: Timestamp = Timestamp::from_millis(1_767_225_600_000);

/// A world in which every request example finds what it asks for: the documentation has one text as a visitor's token, as
/// its id and as a room's id.
fn world_of_the_examples() -> World {
    const ANY: &str = "iNKE8a6k6cjbqWhWd";
    let mut world = World::documented();
    world.set_setting("Omnichannel_enable_department_removal", true).unwrap();
    world.set_setting("SMS_Enabled", true).unwrap();
    world.modify_visitor("sGtcfEYz852uguxaS", |visitor| visitor.created_at = Some(OPENED));
    // The text that the documentation has for every id.
    world.add_visitor(Visitor::new(ANY).username("guest-9").created_at(OPENED));
    let room = world.add_room(Room::new(ANY, RoomVisitor::new(ANY), OPENED));
    world.add_page_visit(ANY, Some(&room), PageInfo::new("Prices", "https://example.com/prices"), OPENED);
    // The room of most examples, with somebody who serves it, and what the visitor wrote there.
    let room = "vp3D9H8ud6HYvRpvq";
    world.serve_room(room, "w6YjbdZHjghjfNBAg", OPENED);
    let author = MessageAuthor::new("sGtcfEYz852uguxaS", "guest-7");
    world.add_message(Message::new("AgRFdj96mbHDPrTHq", author, OPENED, "Hello").room_id(room).token(ANY));
    // The closed room of the example that deletes one.
    let closed = world.add_room(Room::new("nXHYnNu38qKRRtZDi", RoomVisitor::new(ANY), OPENED));
    world.modify_room(&closed, |room| room.open = None);
    // The department that it is transferred to.
    let agent = world.add_user(Account::new("agent.two", "password").role("livechat-agent"));
    let department = world.add_department(Department::new("68304887113ac52640bc1ca6", "Sales"));
    world.add_department_agent(&department, &agent);
    add_what_staff_keeps(&mut world);
    add_agents(&mut world);
    world
}

/// Adds the conversation that the requests of staff are about, in the state in which this request succeeds. Ids are drawn
/// for its room and its inquiry; what comes back is the request with these.
fn with_conversation(world: &mut World, operation: &str, request: &Value) -> Value {
    let caller = world.administrator().clone();
    let billing = world.add_department(Department::new("66b1e9f07c3d9e4f58a6b1f5", "Billing"));
    let support = world.add_department(Department::new("66b1e9d47c3d9e4f58a6b1f3", "Support"));
    world.add_department_agent(&billing, "b7TfN3kQzXw9RmC5D");
    world.add_department_agent(&support, &caller);
    let visitor = world.add_visitor(Visitor::new("66b1f0a27c3d9e4f58a6b210").username("guest-10").created_at(OPENED));
    let room = world.open_room(&visitor, OPENED).unwrap();
    let inquiry = world.inquiry(&room).unwrap().id.clone();
    if !matches!(operation, "TakeInquiry" | "SetInquirySla") {
        world.serve_room(&room, &caller, OPENED);
        world.add_agent_message(&room, &caller, "Hello", OPENED);
    }
    world.modify_room(&room, |room| match operation {
        "ResumeRoom" => room.on_hold = Some(true),
        "DiscardTranscript" => {
            room.transcript_request =
                Some(Box::new(TranscriptRequest::new("visitor@example.com", "Your conversation")));
        }
        _ => {}
    });
    let request = request.to_string();
    let request =
        request.replace("r7HkD3nWfYp5sQx2B", room.as_str()).replace("66b1f0b17c3d9e4f58a6b215", inquiry.as_str());
    serde_json::from_str(&request).unwrap()
}

/// The departments, the trigger and the contact of the examples. What they create is not there yet.
fn add_what_staff_keeps(world: &mut World) {
    let support = world.add_department(Department::new("64181a0728384134ed600dcc", "Support"));
    world.add_department_agent(&support, "w6YjbdZHjghjfNBAg");
    world.add_department(Department::new("649230d479f5c6e276cf4a12", "Finance"));
    world.add_department(Department::new("66a7680360ab9acca6a57fad", "Returns").enabled(false).archived(true));
    world.add_trigger(Trigger::new("Lk52shJFYyb55trw8").name("Welcome"));
    world.set_setting("Livechat_offline_email", "team@example.com").unwrap();
    world.add_contact(Contact::new("674eeb4343725ce31dd9bdae").name("Livechat Visitor"));
    world.add_business_hour(BusinessHour::new("6953b3bc6ff48667974be88e", "Hours"));
    for unit in ["LnM2rzbknjYSkkd5p", "o5zNtKy7BcTMgyXtm"] {
        world.add_unit(Unit::new(unit, "Sales Unit"));
    }
    world.add_user(Account::new("monitor.one", "password").role("livechat-monitor"));
    let conflicts = vec![ContactConflict::new("name", "John Doe")];
    world.add_contact(Contact::new("68135a22e384b3ad127c7dbc").name("Jane Doe").conflicting_fields(conflicts));
    // The contact who is blocked, by a widget and by an app.
    let visitor = world.add_visitor(Visitor::new("68f0d2c201e202fefed83672"));
    let mut app = RoomSource::new(RoomSourceType::App);
    app.id = Some("c33fa1a6-68a7-491e-bf49-9d7b99671c48".to_owned());
    let sources = [RoomSource::new(RoomSourceType::Widget), app];
    let channel = |source| ContactChannel::new(ContactChannelVisitor::new(visitor.clone(), source));
    world.add_contact(Contact::new("").channels(sources.map(channel)));
    for id in ["nNJntq2n6GBdR8JC4", "682223ba30c9c71254e46012", "69536b7a6ff48667974be86b"] {
        world.add_tag(Tag::new(id).name(id).description("test"));
    }
    for (id, name, minutes) in [("641daf3d7718f90c810429c8", "Minimal", 2.0), ("6417f67528384134ed600dc6", "Try", 1.0)]
    {
        world.add_sla_policy(SlaPolicy::new(id).name(name).due_time_in_minutes(minutes));
    }
    world.add_canned_response(CannedResponse::new("EwmbZ9nLSx7kFamYB").shortcut("user").text("Hello"));
    world.modify_priority("64007cc2fa0ed7dd905092e7", |highest| {
        (highest.name, highest.dirty) = (Some("Urgent".to_owned()), Some(true));
    });
}

/// The agents whom examples name.
fn add_agents(world: &mut World) {
    for (id, name) in
        [("a4Gc9WxRmTq2LpZ8K", "agent.one"), ("b7TfN3kQzXw9RmC5D", "agent.three"), ("test.agent", "agent.four")]
    {
        world.add_user(Account::new(name, "password").id(id).role("livechat-agent"));
    }
    // Every call counts as the administrator's, who takes conversations too.
    let admin = world.administrator().clone();
    world.modify_user(&admin, |admin| admin.roles.push("livechat-agent".to_owned()));
}

/// What is wrong with a successful answer, by place. OpenAPI 3.0 takes its schemas from the fourth draft and a half.
fn schema_errors(documented: &Described, answer: &Value) -> Vec<(String, String)> {
    // A text has none.
    let Some(schema) = &documented.schema else { return Vec::new() };
    let schema = jsonschema::options().with_draft(Draft::Draft4).build(schema).unwrap();
    schema.iter_errors(answer).map(|error| (error.instance_path().to_string(), error.to_string())).collect()
}
