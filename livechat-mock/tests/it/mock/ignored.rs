//! What a server passes over without an error: the client tells it, and the mock hints at it.

use livechat_mock::{Account, LivechatMock, ServerVersion, World};
use livechat_sdk::{
    Client, Endpoint, Error,
    custom_fields::{SetCustomField, SetCustomFields},
    departments::{CreateDepartment, UpdateDepartment},
    model::{
        CustomField, CustomFieldScope, CustomFieldValue, DepartmentAgentData, DepartmentData, UnitData, UnitMonitorData,
    },
    rooms::{SubmitSurvey, SurveyAnswer},
    units::{CreateUnit, UpdateUnit},
    visitors::RegisterVisitor,
};

/// A workspace with a custom field for visitors, `address`, and one for rooms, `topic`; and its administrator's strict client.
async fn workspace(version: ServerVersion) -> (LivechatMock, Client) {
    let mut world = World::empty();
    world.add_custom_field(CustomField::new("address", CustomFieldScope::Visitor));
    world.add_custom_field(CustomField::new("topic", CustomFieldScope::Room));
    world.add_user(Account::new("dora", "password").id("dora").role("livechat-agent").role("livechat-monitor"));
    let mock = LivechatMock::builder().stateful(world).server_version(version).no_auth().start().await;
    let strict = Client::builder("http://mock").transport(mock.in_process()).strict_decoding(true).build().unwrap();
    (mock, strict)
}

/// Where what was ignored of a request stands; the mock hints at it, and a strict client makes it an error.
async fn ignored<E: Endpoint>(mock: &LivechatMock, strict: &Client, request: E) -> Vec<String> {
    let response = mock.client().send_raw(request.clone()).await.unwrap();
    let hint = mock.with_engine(|engine| engine.received().last().unwrap().hint.clone());
    let strictly = strict.send(request).await;
    if response.ignored().is_empty() {
        assert_eq!(hint, None);
        strictly.unwrap();
    } else {
        assert!(hint.is_some());
        let Err(Error::Ignored(error)) = strictly else { panic!("it is no error") };
        assert_eq!(error.ignored(), response.ignored());
        assert_eq!((error.operation(), Error::from(error).status()), (E::META.operation(), Some(200)));
    }
    response.ignored().iter().map(|ignored| ignored.pointer.clone()).collect()
}

fn field(key: &str) -> CustomFieldValue {
    CustomFieldValue::new(key, "Here")
}

#[tokio::test]
async fn custom_fields_that_are_not_stored() {
    for version in [ServerVersion::V7_0, ServerVersion::V8_8] {
        let (mock, strict) = workspace(version).await;
        let register = |fields: Vec<CustomFieldValue>| RegisterVisitor::new("t").name("Ann").custom_fields(fields);
        let known = register(vec![field("address")]);
        assert_eq!(ignored(&mock, &strict, known).await, [""; 0], "{version:?}");
        let unknown = register(vec![field("colour"), field("address"), field("topic")]);
        let pointers = ["/visitor/customFields/0", "/visitor/customFields/2"];
        assert_eq!(ignored(&mock, &strict, unknown).await, pointers, "{version:?}");
        // To keep what there is was asked for.
        let kept = register(vec![CustomFieldValue::new("address", "There").keep_existing()]);
        assert_eq!(ignored(&mock, &strict, kept).await, [""; 0], "{version:?}");
        let address = mock.with_world(|world| world.visitor_by_token("t").unwrap().livechat_data.clone().unwrap());
        assert_eq!(address["address"], "Here");
    }
}

#[tokio::test]
async fn a_visitor_found_by_phone_number_loses_the_custom_fields_before_8() {
    for (version, expected) in [(ServerVersion::V7_0, vec!["/visitor/customFields/0"]), (ServerVersion::V8_8, vec![])] {
        let (mock, strict) = workspace(version).await;
        mock.client().send(RegisterVisitor::new("old").phone("1")).await.unwrap();
        let found = RegisterVisitor::new("new").phone("1").custom_fields([field("address")]);
        assert_eq!(ignored(&mock, &strict, found).await, expected, "{version:?}");
    }
}

#[tokio::test]
async fn what_a_known_visitor_keeps() {
    let (mock, strict) = workspace(ServerVersion::V8_8).await;
    let first = RegisterVisitor::new("t").name("Ann").phone("1").username("ann").id("first");
    assert_eq!(ignored(&mock, &strict, first).await, [""; 0]);
    let second = RegisterVisitor::new("t").name("").phone("").email("").username("other").id("second");
    let pointers = ["/visitor/name", "/visitor/phone", "/visitor/username", "/visitor/id"];
    assert_eq!(ignored(&mock, &strict, second).await, pointers);
}

#[tokio::test]
async fn answers_to_no_question() {
    let (mock, strict) = workspace(ServerVersion::V8_8).await;
    let mut ann = mock.client().visitor("t");
    ann.register(|visitor| visitor).await.unwrap();
    let chat = ann.open_chat().await.unwrap();
    let answers = [("satisfaction", "5"), ("weather", "5"), ("agentKnowledge", "6")];
    let survey = SubmitSurvey::new(chat.id(), "t", answers.map(|(name, value)| SurveyAnswer::new(name, value)));
    assert_eq!(ignored(&mock, &strict, survey).await, ["/data/1", "/data/2"]);
}

#[tokio::test]
async fn agents_and_monitors_who_are_none() {
    let (mock, strict) = workspace(ServerVersion::V8_8).await;
    let agents = || ["dora", "nobody"].map(DepartmentAgentData::new);
    let data = || DepartmentData::new("Sales", "sales@example.com");
    let create = CreateDepartment::new(data()).agents(agents());
    assert_eq!(ignored(&mock, &strict, create).await, ["/agents/1"]);
    let department = mock.with_world(|world| world.departments().next().unwrap().id.clone());
    let update = UpdateDepartment::new(department, data()).agents(agents());
    assert_eq!(ignored(&mock, &strict, update).await, ["/agents/1"]);

    let monitors = || ["dora", "nobody"].map(|user| UnitMonitorData::new(user, user));
    let create = CreateUnit::new(UnitData::new("North", "public")).monitors(monitors());
    assert_eq!(ignored(&mock, &strict, create).await, ["/unitMonitors"]);
    let unit = mock.with_world(|world| world.units().next().unwrap().id.clone());
    let update = UpdateUnit::new(unit, UnitData::new("North", "public")).monitors(monitors());
    assert_eq!(ignored(&mock, &strict, update).await, ["/unitMonitors"]);
}

/// The response is the same whether something was written or not: only the mock can tell.
#[tokio::test]
async fn what_no_response_tells_is_hinted_alone() {
    let (mock, strict) = workspace(ServerVersion::V8_8).await;
    strict.send(RegisterVisitor::new("t")).await.unwrap();
    let hint = || mock.with_engine(|engine| engine.received().last().unwrap().hint.clone());
    strict.send(SetCustomFields::new("t", [field("address")])).await.unwrap();
    assert_eq!(hint(), None);
    strict.send(SetCustomFields::new("t", [field("address"), field("topic")])).await.unwrap();
    assert!(hint().unwrap().starts_with("topic: nothing was written"), "no room is open");
    strict.send(SetCustomField::new("t", field("address").keep_existing())).await.unwrap();
    assert!(hint().unwrap().starts_with("nothing was written"));
}
