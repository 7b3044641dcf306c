//! Any one value of any documented answer, replaced by anything: the rest arrives.

use std::collections::BTreeSet;

use livechat_sdk::endpoint::ResponseFormat;
use serde_json::{Value, json};

use crate::{
    fixtures::{assert_none, fixtures},
    operations::{Operation, operations},
};
/// What an answer is about: its one record, or its lists; what identifies the record, or gives it its place in time; or the
/// one thing that the answer says. Without it the answer is an error.
const IDENTITIES: &[(&str, &str)] = &[
    ("AddMonitor", "/_id"),
    ("AddUser", "/user"),
    ("AddUser", "/user/_id"),
    ("AutocompleteDepartments", "/items"),
    ("AutocompleteVisitors", "/items"),
    ("CallExternalService", "/response"),
    ("CheckContactExistence", "/exists"),
    ("CheckDepartmentCreation", "/isDepartmentCreationAvailable"),
    ("CheckPriorityReset", "/reset"),
    ("CloseRoom", "/rid"),
    ("CreateContact", "/contactId"),
    ("CreateDepartment", "/agents"),
    ("CreateDepartment", "/department"),
    ("CreateDepartment", "/department/_id"),
    ("CreateUnit", "/_id"),
    ("CreateSlaPolicy", "/sla"),
    ("CreateSlaPolicy", "/sla/_id"),
    ("DeleteMessage", "/message"),
    ("DeleteMessage", "/message/_id"),
    ("DeleteVisitor", "/visitor"),
    ("DeleteVisitor", "/visitor/_id"),
    ("EditMessage", "/message"),
    ("EditMessage", "/message/_id"),
    ("EditMessage", "/message/ts"),
    ("GetAgentInfo", "/agent"),
    ("GetAgentOverview", "/data"),
    ("GetAgentOverview", "/head"),
    ("GetAgentProductivityTotals", "/totalizers"),
    ("GetAppearance", "/appearance"),
    ("GetChartData", "/dataLabels"),
    ("GetChartData", "/dataPoints"),
    ("GetChatTotals", "/totalizers"),
    ("GetBusinessHour", "/businessHour"),
    ("GetBusinessHour", "/businessHour/_id"),
    ("GetCannedResponse", "/cannedResponse"),
    ("GetCannedResponse", "/cannedResponse/_id"),
    ("GetConfig", "/config"),
    ("GetConfig", "/config/enabled"),
    ("GetContact", "/contact"),
    ("GetContact", "/contact/_id"),
    ("GetContactById", "/contact"),
    ("GetContactById", "/contact/_id"),
    ("GetConversationTotals", "/totalizers"),
    ("GetCustomField", "/customField"),
    ("GetCustomField", "/customField/_id"),
    ("GetCustomField", "/customField/scope"),
    ("GetDepartment", "/agents"),
    ("GetDepartment", "/department"),
    ("GetDepartment", "/department/_id"),
    ("GetInquiry", "/inquiry"),
    ("GetInquiry", "/inquiry/_id"),
    ("GetInquiry", "/inquiry/rid"),
    ("GetIntegrationSettings", "/settings"),
    ("GetMe", "/_id"),
    ("GetMessage", "/message"),
    ("GetMessage", "/message/_id"),
    ("GetMessage", "/message/ts"),
    ("GetMonitor", "/_id"),
    ("GetNextAgent", "/agent"),
    ("GetOutboundProvider", "/metadata"),
    ("GetOutboundProvider", "/metadata/providerId"),
    ("GetProductivityTotals", "/totalizers"),
    ("GetPriority", "/_id"),
    ("GetRoutingConfig", "/config"),
    ("GetServerInfo", "/version"),
    ("GetSlaPolicy", "/_id"),
    ("GetTag", "/_id"),
    ("GetTrigger", "/trigger"),
    ("GetTrigger", "/trigger/_id"),
    ("GetUnit", "/_id"),
    ("GetUser", "/user"),
    ("GetUser", "/user/_id"),
    ("GetVisitor", "/visitor"),
    ("GetVisitor", "/visitor/_id"),
    ("GetVisitorInfo", "/visitor"),
    ("GetVisitorInfo", "/visitor/_id"),
    ("ListAgentAvailability", "/agents"),
    ("ListAgentAverageServiceTimes", "/agents"),
    ("ListAgentDepartments", "/departments"),
    ("ListAgentTotalServiceTimes", "/agents"),
    ("ListArchivedDepartments", "/departments"),
    ("ListAvailableDepartments", "/departments"),
    ("ListBusinessHours", "/businessHours"),
    ("ListChatHistory", "/history"),
    ("ListCannedResponses", "/cannedResponses"),
    ("ListContactChannels", "/channels"),
    ("ListContactHistory", "/history"),
    ("ListCustomFields", "/customFields"),
    ("ListDepartmentAbandonedCounts", "/departments"),
    ("ListDepartmentAbandonedPercentages", "/departments"),
    ("ListDepartmentAgents", "/agents"),
    ("ListDepartmentAverageChatDurations", "/departments"),
    ("ListDepartmentAverageServiceTimes", "/departments"),
    ("ListDepartmentAverageWaitingTimes", "/departments"),
    ("ListDepartmentChatCounts", "/departments"),
    ("ListDepartmentTotalServiceTimes", "/departments"),
    ("ListDepartmentTransferCounts", "/departments"),
    ("ListDepartments", "/departments"),
    ("ListDepartmentsById", "/departments"),
    ("ListInquiries", "/inquiries"),
    ("ListMessageHistory", "/messages"),
    ("ListMonitors", "/monitors"),
    ("ListOutboundProviders", "/providers"),
    ("ListPagesVisited", "/pages"),
    ("ListPriorities", "/priorities"),
    ("ListQueue", "/queue"),
    ("ListQueuedInquiries", "/inquiries"),
    ("ListRoomFilters", "/filters"),
    ("ListRoomMessages", "/messages"),
    ("ListRooms", "/rooms"),
    ("ListSlaPolicies", "/sla"),
    ("ListTags", "/tags"),
    ("ListTransferHistory", "/history"),
    ("ListTriggers", "/triggers"),
    ("ListUnitDepartments", "/departments"),
    ("ListUnitMonitors", "/monitors"),
    ("ListUnits", "/units"),
    ("ListUsableCannedResponses", "/responses"),
    ("ListUsers", "/users"),
    ("ListVisitorRooms", "/rooms"),
    ("LogIn", "/data"),
    ("LogIn", "/data/authToken"),
    ("LogIn", "/data/userId"),
    ("LogOut", "/data"),
    ("OpenRoom", "/room"),
    ("OpenRoom", "/room/_id"),
    ("OpenRoom", "/room/ts"),
    ("RecordPageVisit", "/page"),
    ("RecordPageVisit", "/page/navigation"),
    ("RegisterVisitor", "/visitor"),
    ("RegisterVisitor", "/visitor/_id"),
    ("ReportConversationsByAgent", "/data"),
    ("ReportConversationsByDepartment", "/data"),
    ("ReportConversationsBySource", "/data"),
    ("ReportConversationsByStatus", "/data"),
    ("ReportConversationsByTag", "/data"),
    ("ResolveContactConflicts", "/result"),
    ("ResolveContactConflicts", "/result/_id"),
    ("ReturnInquiry", "/result"),
    ("SaveContact", "/contact"),
    ("SaveCustomField", "/customField"),
    ("SaveTag", "/_id"),
    ("SearchChats", "/history"),
    ("SearchContact", "/contact"),
    ("SearchContact", "/contact/_id"),
    ("SearchContacts", "/contacts"),
    ("SearchVisitors", "/visitors"),
    ("SendMessage", "/message"),
    ("SendMessage", "/message/_id"),
    ("SendMessage", "/message/ts"),
    ("SendMessages", "/messages"),
    ("SetAgentStatus", "/status"),
    ("SetCallStatus", "/callStatus"),
    ("SetCallStatus", "/token"),
    ("SetCustomField", "/field"),
    ("SetCustomField", "/field/key"),
    ("SetCustomField", "/field/overwrite"),
    ("SetCustomField", "/field/value"),
    ("SetCustomFields", "/fields"),
    ("SetVisitorStatus", "/status"),
    ("SetVisitorStatus", "/token"),
    ("SubmitSurvey", "/data"),
    ("SubmitSurvey", "/rid"),
    ("TestExternalService", "/response"),
    ("TransferRoom", "/room"),
    ("TransferRoom", "/room/_id"),
    ("TransferRoom", "/room/ts"),
    ("UpdateContact", "/contact"),
    ("UpdateContact", "/contact/_id"),
    ("UpdateDepartment", "/agents"),
    ("UpdateDepartment", "/department"),
    ("UpdateDepartment", "/department/_id"),
    ("UpdateUnit", "/_id"),
    ("UpdateSlaPolicy", "/sla"),
    ("UpdateSlaPolicy", "/sla/_id"),
    ("UploadFile", "/_id"),
    ("UploadFile", "/ts"),
];

#[test]
fn one_odd_value_costs_only_itself() {
    let mut unused: BTreeSet<_> = IDENTITIES.iter().copied().collect();
    let mut failures = Vec::new();
    for operation in operations().iter().filter(|operation| operation.meta.response_format() != ResponseFormat::Text) {
        for fixture in fixtures(&operation.folder()).iter().filter(|fixture| fixture.is_answer()) {
            let answer = fixture.json();
            for pointer in pointers(&answer) {
                for odd in [json!(null), json!(-2.5), json!("odd"), json!(["odd"]), json!({"odd": {}})] {
                    let mut changed = answer.clone();
                    *changed.pointer_mut(&pointer).unwrap() = odd.clone();
                    // An answer that says so is no success.
                    if changed["status"] == "error" {
                        continue;
                    }
                    let place = format!("{pointer} = {odd}");
                    match operation.read_response(&changed.to_string()) {
                        Ok((found, omitted)) => {
                            if let Err(what) = check(operation, changed, &pointer, &found, &omitted) {
                                failures.push(format!("{}: {place}: {what}", operation.name));
                            }
                        }
                        Err(error) => {
                            unused.retain(|identity| *identity != (operation.name, &*pointer));
                            if !IDENTITIES.contains(&(operation.name, &*pointer)) {
                                failures.push(format!("{}: {place}: {error}", operation.name));
                            }
                        }
                    }
                }
            }
        }
    }
    assert_none(&failures);
    assert!(unused.is_empty(), "these identify nothing: {unused:?}");
}

/// What was left out is the odd value or the smallest record around it that the type can do without, and the rest is there.
fn check(
    operation: &Operation,
    mut changed: Value,
    odd: &str,
    found: &Value,
    omitted: &[String],
) -> Result<(), String> {
    match omitted {
        [] => {}
        [one] => {
            // Part of the odd value alone, or the record around it?
            let is_part = one.strip_prefix(odd).is_some_and(|part| part.starts_with('/'));
            let Some(inside) = odd.strip_prefix(one.as_str()).or(is_part.then_some("")) else {
                return Err(format!("{one} is left out"));
            };
            if let Some(next) = inside.strip_prefix('/') {
                let mut smaller = changed.clone();
                remove(&mut smaller, &format!("{one}/{}", next.split('/').next().unwrap_or_default()));
                if operation.reread(&smaller.to_string()).is_ok() {
                    return Err(format!("{one} is left out, which is too much"));
                }
            }
            remove(&mut changed, one);
        }
        several => return Err(format!("{several:?} are left out")),
    }
    match operation.reread(&changed.to_string()) {
        Ok(rest) if rest == *found => Ok(()),
        Ok(rest) => Err(format!("{found} is not {rest}")),
        Err(error) => Err(error),
    }
}

fn remove(value: &mut Value, pointer: &str) {
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    match value.pointer_mut(parent).unwrap() {
        Value::Object(fields) => drop(fields.remove(&key.replace("~1", "/").replace("~0", "~"))),
        Value::Array(items) => drop(items.remove(key.parse().unwrap())),
        _ => panic!("{pointer} leads into nothing"),
    }
}

/// The places of all values inside of a value.
fn pointers(value: &Value) -> Vec<String> {
    let inside = |key: String, value: &Value| {
        let place = format!("/{}", key.replace('~', "~0").replace('/', "~1"));
        let deeper: Vec<_> = pointers(value).into_iter().map(|rest| format!("{place}{rest}")).collect();
        [place].into_iter().chain(deeper)
    };
    match value {
        Value::Object(fields) => fields.iter().flat_map(|(key, value)| inside(key.clone(), value)).collect(),
        // The first elements of a long list are like the others.
        Value::Array(items) => {
            items.iter().take(3).enumerate().flat_map(|(n, value)| inside(n.to_string(), value)).collect()
        }
        _ => Vec::new(),
    }
}
