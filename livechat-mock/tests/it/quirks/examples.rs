//! The quirks that show in the documentation's examples and commands.

use livechat_mock::Engine;
use livechat_sdk::{
    Endpoint, Timestamp,
    agents::SetAgentStatus,
    departments::{ArchiveDepartment, UnarchiveDepartment},
    endpoint::{Auth, Meta, Method, Route, RouteForm},
    model::{Department, DepartmentAgentChange},
    rooms::{JoinRoom, OpenRoom},
    users::ListUsers,
    visitors::ListPagesVisited,
};
use serde_json::{Value, json};

use crate::{
    fixtures::{Fixture, differences, fixtures},
    operations::operations,
};

const COMMANDS: &str = include_str!("../program/documented-commands.sh");

/// A quirk's name, and whether it is so.
pub(super) type Check = (&'static str, fn() -> bool);

/// The quirks that show in the documentation's examples and commands.
pub(super) const QUIRKS: &[Check] = &[
    ("register-command-lacks-a-brace", || {
        let body = COMMANDS.split("-d '").nth(1).unwrap().split('\'').next().unwrap();
        let put_right = serde_json::from_str(&format!("{body}}}")).unwrap();
        serde_json::from_str::<Value>(body).is_err()
            && differences(&visitors("register_visitor", "request"), &put_right).is_empty()
    }),
    ("one-text-for-three-ids", || {
        let token = &visitors("get_visitor", "request")["token"];
        *token == visitors("get_visitor_info", "request")["visitorId"]
            && *token == visitors("list_pages_visited", "request")["roomId"]
            && *token == visitors("list_chat_history", "request")["roomId"]
    }),
    ("commands-without-login", || {
        operations().iter().filter(|operation| operation.meta.auth() == Auth::Login).count() > 3
            && !COMMANDS.to_lowercase().contains("x-auth-token")
    }),
    ("visitors-info-answers-another-id", || {
        let asked_for = &visitors("get_visitor_info", "request")["visitorId"];
        visitors("get_visitor_info", "200")["visitor"]["_id"] != *asked_for
    }),
    ("visitors-info-token", || visitors("get_visitor_info", "200")["visitor"]["token"].is_string()),
    ("pages-visited-query-form", || {
        let mut routes = ListPagesVisited::META.routes().filter(|route| route.form() == RouteForm::Documented);
        routes.any(|route| COMMANDS.contains(&format!("{}?roomId=", route.template())))
    }),
    ("pages-visited-without-counters", || {
        let answer = visitors("list_pages_visited", "200");
        ["count", "offset", "total"].iter().all(|counter| answer.get(counter).is_none())
    }),
    ("pages-visited-of-another-room", || {
        let asked_for = &visitors("list_pages_visited", "request")["roomId"];
        visitors("list_pages_visited", "200")["pages"][0]["rid"] != *asked_for
    }),
    ("page-text-is-not-its-title", || {
        let page = &visitors("list_pages_visited", "200")["pages"][0];
        let title = page["navigation"]["page"]["title"].as_str().unwrap();
        !page["msg"].as_str().unwrap().starts_with(title)
    }),
    ("chat-history-literal-path", || COMMANDS.contains("/room/room-id/visitor/visitor-id")),
    ("chat-history-total", || {
        let answer = visitors("list_chat_history", "200");
        answer["count"] == 1 && answer["offset"] == 0 && answer["total"] == 14
    }),
    ("texts-in-lists-out", || {
        let (sent, stored) = (visitors("register_visitor", "request"), visitors("register_visitor", "200"));
        let (sent, stored) = (&sent["visitor"], &stored["visitor"]);
        sent["phone"] == stored["phone"][0]["phoneNumber"]
            && sent["email"] == stored["visitorEmails"][0]["address"]
            && sent["customFields"][0]["value"] == stored["livechatData"]["address"]
    }),
    ("visitors-of-old-servers", || {
        ["get_visitor", "register_visitor", "get_visitor_info"].iter().all(|operation| {
            let visitor = &visitors(operation, "200")["visitor"];
            visitor["ts"].is_null() && visitor["status"].is_null() && visitor["_id"].is_string()
        })
    }),
    ("page-visit-room-is-optional", || {
        visitors("record_page_visit", "request")["rid"].is_string()
            && visitors("record_page_visit", "request-no-room")["rid"].is_null()
    }),
    ("page-visit-without-page", || {
        visitors("record_page_visit", "200")["page"].is_object()
            && visitors("record_page_visit", "200-nothing-stored")["page"].is_null()
    }),
    ("missing-visitor-of-0.70", || visitors("get_visitor", "200-no-visitor-0.70")["visitor"].is_null()),
    ("two-wordings-for-a-department", || {
        let newer = visitors("register_visitor", "400-error-invalid-department");
        newer["error"] == visitors("register_visitor", "400-error-invalid-department-7")["errorType"]
    }),
    ("three-styles-of-validation", || {
        let newer = &visitors("record_page_visit", "400-invalid-params-missing-token");
        let older = &visitors("record_page_visit", "400-invalid-params-missing-token-7");
        let bracketed = format!("{} [invalid-params]", newer["error"].as_str().unwrap());
        older["error"] == *bracketed && newer["errorType"] == older["errorType"]
    }),
    ("not-logged-in-wording", || {
        let (newer, older) = (fixture("_shared", "401-not-logged-in"), fixture("_shared", "401-not-logged-in-7"));
        newer["message"] == older["message"] && newer["error"] == newer["message"] && older["error"].is_null()
    }),
    ("no-permission-of-old", || fixture("_shared", "400-error-not-authorized-4")["error"] == "error-not-authorized"),
    ("error-is-a-number", || fixture("authentication/log_in", "401-incorrect-password")["error"] == 403),
    ("logins-without-success", || {
        fixture("authentication/log_in", "200-7")["success"].is_null()
            && fixture("authentication/log_in", "200")["success"] == true
    }),
    ("open-room-is-a-get", || OpenRoom::META.method() == Method::Get && !OpenRoom::META.is_idempotent()),
    ("fields-of-other-rooms", || {
        let room = &fixture("rooms/open_room", "200")["room"];
        room["_id"].is_string() && ["default", "ro", "sysMes", "customFields"].iter().all(|key| room[key].is_null())
    }),
    ("ts-called-ls", || {
        let edited = &fixture("messages/edit_message", "200")["message"];
        let removed = &fixture("messages/delete_message", "200")["message"];
        let listed = &fixture("messages/list_message_history", "200")["messages"][0];
        [edited, removed, listed].iter().all(|message| message["ts"].is_string() && message["ls"].is_null())
    }),
    ("history-without-counters", || {
        let answer = fixture("messages/list_message_history", "200");
        answer.as_object().unwrap().keys().eq(["messages", "success"])
    }),
    ("transcript-wording", || {
        fixture("transcripts/send_transcript", "200")["message"] == "Omnichannel transcript sent"
    }),
    ("capital-key", || {
        let sent = &fixture("custom_fields/set_custom_fields", "request")["customFields"][0];
        let answered = &fixture("custom_fields/set_custom_fields", "200")["fields"][0];
        sent["key"].is_string() && sent["key"] == answered["Key"] && answered["key"].is_null()
    }),
    ("hidden-agents", || {
        ["agents/get_agent_info", "agents/get_next_agent"].iter().all(|operation| {
            let hidden = fixture(operation, "200-hidden");
            hidden["agent"]["hiddenInfo"] == true && fixture(operation, "200")["agent"]["username"].is_string()
        })
    }),
    ("no-next-agent", || {
        fixture("agents/get_next_agent", "200-room-is-open")["agent"].is_null()
            && fixture("agents/get_next_agent", "200")["agent"].is_object()
    }),
    ("action-links", || fixture("livechat/get_config", "200")["config"]["theme"]["actionLinks"].is_object()),
    ("text-limit", || {
        let limit = |name| fixture("livechat/get_config", name)["config"]["settings"]["limitTextLength"].clone();
        limit("200") == false && limit("200-7").is_u64()
    }),
    ("typing-errors-of-visitors", || {
        let error = |operation, name| fixture(operation, name)["error"].as_str().unwrap().to_owned();
        let items = &fixture("livechat/get_config", "200")["config"]["survey"]["items"];
        error("rooms/transfer_room", "400-error-transefing-chat").contains("transefing")
            && error("rooms/transfer_room", "400-error-transfering-chat").contains("transfering")
            && error("visitors/delete_visitor", "400-error-removing-visitor").contains("ocurred")
            && items[2] == "agentResposiveness"
    }),
    ("transfer-history-of-placeholders", || {
        let answer = fixture("rooms/list_transfer_history", "200");
        answer["history"][0]["transferredBy"]["userType"] == "agent" && answer["data"].is_null()
    }),
    ("verified-as-a-text", || fixture("users/get_user", "200")["user"]["emails"][0]["verified"] == true),
    ("limits-of-agents", || {
        let users = &fixture("users/list_users", "200")["users"];
        users[0]["livechat"]["maxNumberSimultaneousChat"] == 5 && users[1].get("livechat").is_none()
    }),
    ("agent-status-argument", || {
        fixture("agents/set_agent_status", "request")["status"].is_null()
            && fixture("agents/set_agent_status", "request-status")["status"] == "available"
            && !SetAgentStatus::META.is_idempotent()
    }),
    ("users-without-counters", || {
        let answer = fixture("users/list_users", "200");
        answer["success"] == true && ["count", "offset", "total"].iter().all(|counter| answer[counter].is_u64())
    }),
    ("rooms-tags-are-a-list", || fixture("rooms/list_rooms", "request-filtered")["tags"].is_array()),
    ("answer-to-taking-an-inquiry", || {
        fixture("inquiries/take_inquiry", "200") == serde_json::json!({"success": true})
    }),
    ("permission-by-type", || {
        ListUsers::META.auth() == Auth::Login && ListUsers::META.required_permissions().names().is_empty()
    }),
    ("nobody-is-null", || {
        let (user, inquiry) =
            (fixture("users/get_user", "200-no-user"), fixture("inquiries/get_inquiry", "200-no-inquiry"));
        user.get("user") == Some(&Value::Null) && inquiry.get("inquiry") == Some(&Value::Null)
    }),
    ("error-response-without-a-reason", || {
        fixture("_shared", "400-no-reason") == serde_json::json!({"success": false})
    }),
    ("get-that-joins", || JoinRoom::META.method() == Method::Get && !JoinRoom::META.is_idempotent()),
    ("count-is-the-one-asked-for", || {
        let answer = fixture("messages/list_room_messages", "200");
        answer["count"] == 50 && answer["messages"].as_array().is_some_and(|messages| messages.len() == 2)
    }),
    ("rooms-without-source", || fixture("rooms/list_room_filters", "200")["filters"][0] == serde_json::json!({})),
    ("codes-in-other-dress", || {
        let closed = fixture("rooms/forward_room", "400-this-conversation-is-already-closed");
        let on_hold = fixture("rooms/forward_room", "400-error-room-on-hold");
        closed["error"] == "This_conversation_is_already_closed"
            && on_hold["error"] == "error-room-onHold"
            && fixture("rooms/hold_room", "400-not-authorized")["error"] == "Not_authorized"
    }),
    ("typing-errors", || {
        let text = |name| fixture("_shared", name)["error"].as_str().unwrap().to_owned();
        text("400-totp-max-attempts").contains("Maximun") && text("500-internal-error-7").contains("occured")
    }),
    ("department-archive-path", || {
        let documented = |meta: Meta, path| meta.routes().any(|route| is_documented(route) && route.template() == path);
        documented(ArchiveDepartment::META, "/api/v1/livechat/department/archive/{_id}")
            && documented(UnarchiveDepartment::META, "/api/v1/livechat/department/unarchive/{_id}")
    }),
    ("autocomplete-answers-items", || {
        let answer = fixture("departments/autocomplete_departments", "200");
        answer["items"][0]["name"].is_string() && answer["total"].is_null()
    }),
    ("empty-texts-of-forms", || {
        let form = json!({"_id": "d", "departmentsAllowedToForward": "", "visitorInactivityTimeoutInSeconds": "10"});
        let department: Department = serde_json::from_value(form).unwrap();
        department.departments_allowed_to_forward.is_none()
            && department.visitor_inactivity_timeout_in_seconds == Some(10.0)
    }),
    ("department-lists-of-objects", || {
        let departments = &fixture("departments/list_departments", "200")["departments"];
        departments[1]["departmentsAllowedToForward"][0].is_string()
    }),
    ("agents-of-departments", || {
        let agent = DepartmentAgentChange::new("w6YjbdZHjghjfNBAg", "agent.one").count(0).order(0);
        let sent = serde_json::to_value(agent).unwrap();
        sent["username"] == "agent.one" && sent["count"].is_number() && sent["order"].is_number()
    }),
    ("ids-are-a-list", || {
        let rejection = fixture("departments/list_departments_by_id", "400-ids-is-no-array");
        let ask = |query| replayed("GET", &format!("/api/v1/livechat/department.listByIds?{query}"), "");
        ask("ids=a") == rejection && ask("ids[]=a")["success"] == true
    }),
    ("unknown-is-null", || {
        let is_null = |below, key: &str| fixture(below, "200-unknown").get(key) == Some(&Value::Null);
        is_null("departments/get_department", "department")
            && is_null("custom_fields/get_custom_field", "customField")
            && is_null("triggers/get_trigger", "trigger")
            && fixture("contacts/get_contact_by_id", "200-unknown-7")["contact"].is_null()
            && fixture("contacts/get_contact_by_id", "404-resource-not-found")["success"] == false
            && fixture("contacts/list_contact_channels", "200-none")["channels"].is_null()
    }),
    ("custom-field-to-save", || {
        let sent = fixture("custom_fields/save_custom_field", "request");
        sent.get("customFieldId") == Some(&Value::Null) && sent["customFieldData"]["visibility"].is_string()
    }),
    ("custom-field-without-key", || {
        fixture("custom_fields/save_custom_field", "200")["customField"]["_id"].is_null()
            && fixture("custom_fields/get_custom_field", "200")["customField"]["_id"].is_string()
    }),
    ("custom-field-not-found-in-two-spellings", || {
        let text = |operation| fixture(&format!("custom_fields/{operation}"), "400-not-found")["error"].clone();
        text("save_custom_field") == "Custom Field Not found" && text("delete_custom_field") == "Custom field not found"
    }),
    ("words-of-triggers", || {
        let mut trigger = fixture("triggers/save_trigger", "request");
        trigger["conditions"][0]["name"] = "full-moon".into();
        let save = |trigger: &Value| replayed("POST", "/api/v1/livechat/triggers", &trigger.to_string());
        let rejection = save(&trigger);
        trigger["conditions"] = json!([]);
        rejection == fixture("triggers/save_trigger", "400-invalid-params-unknown-word")
            && save(&trigger) == fixture("triggers/save_trigger", "400-invalid-params-no-conditions")
    }),
    ("trigger-without-id", || fixture("triggers/save_trigger", "200") == json!({"success": true})),
    ("appearance-is-a-list", || {
        let set = |body| replayed("POST", "/api/v1/livechat/appearance", body);
        set(r#"{"_id":"Livechat_title","value":""}"#)
            == fixture("appearance/set_appearance", "400-invalid-params-no-array")
            && set("[]") == fixture("appearance/set_appearance", "400-invalid-params-no-settings")
            && set(r#"[{"_id":"Livechat_title","value":""}]"#) == fixture("appearance/set_appearance", "200")
    }),
    ("appearance-values", || {
        let settings = &fixture("appearance/get_appearance", "200")["appearance"];
        settings[0]["value"].is_boolean() && settings[1]["value"].is_string()
    }),
    ("contact-is-a-visitor", || {
        fixture("contacts/save_contact", "200")["contact"].is_string()
            && fixture("contacts/get_contact", "200")["contact"]["username"].is_string()
            && fixture("contacts/get_contact", "request")["contactId"].is_string()
    }),
    ("contact-manager-in-two-forms", || {
        fixture("contacts/get_contact_by_id", "200")["contact"]["contactManager"].is_string()
            && fixture("contacts/search_contacts", "200")["contacts"][0]["contactManager"]["_id"].is_string()
    }),
];

fn is_documented(route: &Route) -> bool {
    route.form() == RouteForm::Documented
}

/// What replay answers to somebody who is logged in.
fn replayed(method: &str, target: &str, body: &str) -> Value {
    let request = http::Request::builder().method(method).uri(target).header("content-type", "application/json");
    let request = request.header("x-user-id", "u").header("x-auth-token", "t");
    let request = request.body(bytes::Bytes::copy_from_slice(body.as_bytes())).unwrap();
    let reply = Engine::replay().handle(&request, [127, 0, 0, 1].into(), Timestamp::from_millis(0));
    serde_json::from_slice(reply.response.body()).unwrap()
}

fn visitors(operation: &str, name: &str) -> Value {
    fixture(&format!("visitors/{operation}"), name)
}

fn fixture(below: &str, name: &str) -> Value {
    let fixtures = fixtures(below);
    let fixture = fixtures.iter().find(|fixture| fixture.name == name);
    fixture.map(Fixture::json).unwrap_or_else(|| panic!("there is no {below}/{name}.json"))
}

#[test]
fn the_examples_show_what_the_quirks_say() {
    for (name, is_so) in QUIRKS {
        assert!(is_so(), "{name}");
    }
}
