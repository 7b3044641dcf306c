//! Which operations are called, in which order, and where their arguments come from.
//!
//! All of them read: a `GET` that is idempotent. What they are asked about is found in the responses of those before them.

use std::collections::BTreeMap;

use livechat_sdk::{
    ENDPOINTS, EndpointInfo, JsonObject, Timestamp,
    endpoint::{Endpoint, Method},
};
use serde_json::Value;

use self::Argument::{From, ListOf, Of, Text, Until};
use super::ask::{self, Ask};
use crate::json::{self, PathError};

/// An operation to call.
pub(super) struct Step {
    pub(super) info: &'static EndpointInfo,
    arguments: &'static [(&'static str, Argument)],
    /// Writes the arguments as the SDK does.
    write: fn(Value) -> Result<Value, serde_json::Error>,
    pub(super) ask: Ask,
}

/// Where an argument comes from.
#[derive(Clone, Copy)]
enum Argument {
    /// The same for every server.
    Text(&'static str),
    /// The beginning of the time that figures are about.
    From,
    /// Its end.
    Until,
    /// A value of a record that another operation listed.
    Of(Source),
    /// A list of the one value.
    ListOf(Source),
}

/// A value of the records that an operation lists.
#[derive(Clone, Copy)]
struct Source {
    operation: &'static str,
    /// Where the list is in the response.
    list: &'static str,
    /// Where the value is in a record.
    value: &'static str,
    /// What the record has to have, too.
    with: &'static str,
    /// What the record is called where there is none.
    what: &'static str,
}

const fn source(operation: &'static str, list: &'static str, value: &'static str, what: &'static str) -> Source {
    Source { operation, list, value, with: "", what }
}

const ROOM: Source = source("ListRooms", "/rooms", "/_id", "room");
const SERVED_ROOM: Source = Source { with: "/servedBy/_id", what: "room that an agent serves", ..ROOM };
const TOKEN: Source = source("ListRooms", "/rooms", "/v/token", "room with its visitor's token");
const VISITOR: Source = source("ListRooms", "/rooms", "/v/_id", "room with its visitor");
const MESSAGE: Source = source("ListRoomMessages", "/messages", "/_id", "message");
const INQUIRED_ROOM: Source = source("ListInquiries", "/inquiries", "/rid", "inquiry");
const AGENT: Source = source("ListUsers", "/users", "/_id", "agent");
const DEPARTMENT: Source = source("ListDepartments", "/departments", "/_id", "department");
const CUSTOM_FIELD: Source = source("ListCustomFields", "/customFields", "/_id", "custom field");
const TRIGGER: Source = source("ListTriggers", "/triggers", "/_id", "trigger");
const PROVIDER: Source = source("ListOutboundProviders", "/providers", "/providerId", "provider");
const TAG: Source = source("ListTags", "/tags", "/_id", "tag");
const SLA_POLICY: Source = source("ListSlaPolicies", "/sla", "/_id", "SLA policy");
const PRIORITY: Source = source("ListPriorities", "/priorities", "/_id", "priority");
const CANNED_RESPONSE: Source = source("ListCannedResponses", "/cannedResponses", "/_id", "canned response");
const MONITOR: Source = source("ListMonitors", "/monitors", "/username", "monitor");
const UNIT: Source = source("ListUnits", "/units", "/_id", "unit");
const CONTACT: Source = source("SearchContacts", "/contacts", "/_id", "contact");

const PERIOD: &[(&str, Argument)] = &[("start", From), ("end", Until)];

macro_rules! steps {
    ($($resource:ident :: $name:ident $arguments:expr;)*) => {
        /// The operations, each behind those that its arguments come from. The first two say what server it is, and whether
        /// it takes the login.
        pub(super) fn steps() -> Vec<Step> {
            let mut steps = Vec::new();
            $(steps.extend(step::<livechat_sdk::$resource::$name>(stringify!($name), $arguments));)*
            steps
        }
    };
}

fn step<E: Endpoint>(name: &str, arguments: &'static [(&'static str, Argument)]) -> Option<Step> {
    let info = ENDPOINTS.iter().find(|info| info.name == name)?;
    let write = |arguments| serde_json::to_value(json::read::<E>(arguments).map_err(PathError::into_inner)?);
    reads(info).then_some(Step { info, arguments, write, ask: ask::ask::<E> })
}

/// Whether an operation changes nothing.
pub(super) fn reads(info: &EndpointInfo) -> bool {
    info.meta.method() == Method::Get && info.meta.is_idempotent()
}

steps! {
    server::GetServerInfo &[];
    authentication::GetMe &[];

    rooms::ListRooms &[];
    rooms::ListRoomFilters &[];
    rooms::ListTransferHistory &[("rid", Of(ROOM))];

    visitors::GetVisitor &[("token", Of(TOKEN))];
    visitors::GetVisitorInfo &[("visitorId", Of(VISITOR))];
    visitors::ListPagesVisited &[("roomId", Of(ROOM))];
    visitors::ListChatHistory &[("roomId", Of(ROOM)), ("visitorId", Of(VISITOR))];
    visitors::SearchVisitors &[("term", Text("a"))];
    visitors::AutocompleteVisitors &[("selector", Text(r#"{"term":"a"}"#))];
    visitors::SearchChats &[("roomId", Of(ROOM)), ("visitorId", Of(VISITOR))];
    visitors::ListVisitorRooms &[("token", Of(TOKEN))];

    messages::ListRoomMessages &[("rid", Of(ROOM))];
    messages::GetMessage &[("_id", Of(MESSAGE)), ("rid", Of(ROOM)), ("token", Of(TOKEN))];
    messages::ListMessageHistory &[("rid", Of(ROOM)), ("token", Of(TOKEN))];

    livechat::GetConfig &[];
    livechat::ListQueue &[];
    livechat::GetRoutingConfig &[];

    inquiries::ListInquiries &[];
    inquiries::ListQueuedInquiries &[];
    inquiries::GetInquiry &[("roomId", Of(INQUIRED_ROOM))];

    users::ListUsers &[("type", Text("agent"))];
    users::GetUser &[("type", Text("agent")), ("_id", Of(AGENT))];
    agents::GetAgentInfo &[("rid", Of(SERVED_ROOM)), ("token", Of(TOKEN))];
    agents::ListAgentDepartments &[("agentId", Of(AGENT))];

    departments::ListDepartments &[];
    departments::GetDepartment &[("_id", Of(DEPARTMENT))];
    departments::ListDepartmentAgents &[("_id", Of(DEPARTMENT))];
    departments::AutocompleteDepartments &[("selector", Text(r#"{"term":"a"}"#))];
    departments::ListDepartmentsById &[("ids", ListOf(DEPARTMENT))];
    departments::ListArchivedDepartments &[];
    departments::CheckDepartmentCreation &[];

    custom_fields::ListCustomFields &[];
    custom_fields::GetCustomField &[("_id", Of(CUSTOM_FIELD))];
    triggers::ListTriggers &[];
    triggers::GetTrigger &[("_id", Of(TRIGGER))];
    integrations::GetIntegrationSettings &[];
    outbound::ListOutboundProviders &[];
    outbound::GetOutboundProvider &[("id", Of(PROVIDER))];
    tags::ListTags &[];
    tags::GetTag &[("tagId", Of(TAG))];
    sla_policies::ListSlaPolicies &[];
    sla_policies::GetSlaPolicy &[("slaId", Of(SLA_POLICY))];
    priorities::ListPriorities &[];
    priorities::GetPriority &[("priorityId", Of(PRIORITY))];
    priorities::CheckPriorityReset &[];
    canned_responses::ListCannedResponses &[];
    canned_responses::ListUsableCannedResponses &[];
    canned_responses::GetCannedResponse &[("_id", Of(CANNED_RESPONSE))];
    appearance::GetAppearance &[];
    business_hours::ListBusinessHours &[];
    business_hours::GetBusinessHour &[];
    monitors::ListMonitors &[];
    monitors::GetMonitor &[("username", Of(MONITOR))];
    units::ListUnits &[];
    units::GetUnit &[("id", Of(UNIT))];
    units::ListUnitMonitors &[("unitId", Of(UNIT))];
    units::ListAvailableDepartments &[("unitId", Of(UNIT))];
    units::ListUnitDepartments &[("unitId", Of(UNIT))];

    contacts::SearchContacts &[];
    contacts::SearchContact &[("email", Text("nobody@example.com"))];
    contacts::GetContact &[("contactId", Of(VISITOR))];
    contacts::GetContactById &[("contactId", Of(CONTACT))];
    contacts::CheckContactExistence &[("contactId", Of(CONTACT))];
    contacts::ListContactHistory &[("contactId", Of(CONTACT))];
    contacts::ListContactChannels &[("contactId", Of(CONTACT))];

    analytics::GetAnalyticsOverview &[("name", Text("Conversations")), ("from", From), ("to", Until)];
    analytics::GetAgentOverview &[("name", Text("Total_conversations")), ("from", From), ("to", Until)];
    analytics::GetChartData &[("chartName", Text("Total_conversations")), ("start", From), ("end", Until)];
    analytics::GetConversationTotals PERIOD;
    analytics::GetAgentProductivityTotals PERIOD;
    analytics::GetChatTotals PERIOD;
    analytics::GetProductivityTotals PERIOD;
    analytics::GetChatCounts PERIOD;
    analytics::GetChatCountsByAgent PERIOD;
    analytics::GetAgentStatusCounts &[];
    analytics::GetChatCountsByDepartment PERIOD;
    analytics::GetTimings PERIOD;
    analytics::ListDepartmentChatCounts PERIOD;
    analytics::ListDepartmentAverageServiceTimes PERIOD;
    analytics::ListDepartmentAverageChatDurations PERIOD;
    analytics::ListDepartmentTotalServiceTimes PERIOD;
    analytics::ListDepartmentAverageWaitingTimes PERIOD;
    analytics::ListDepartmentTransferCounts PERIOD;
    analytics::ListDepartmentAbandonedCounts PERIOD;
    analytics::ListDepartmentAbandonedPercentages PERIOD;
    analytics::ListAgentAverageServiceTimes PERIOD;
    analytics::ListAgentTotalServiceTimes PERIOD;
    analytics::ListAgentAvailability PERIOD;
    reports::ReportConversationsBySource PERIOD;
    reports::ReportConversationsByStatus PERIOD;
    reports::ReportConversationsByDepartment PERIOD;
    reports::ReportConversationsByTag PERIOD;
    reports::ReportConversationsByAgent PERIOD;
}

impl Step {
    /// The operations whose responses the arguments come from.
    pub(super) fn sources(&self) -> impl Iterator<Item = &'static str> {
        self.arguments.iter().filter_map(|(_, argument)| argument.source()).map(|source| source.operation)
    }

    /// The arguments, as the SDK writes them.
    ///
    /// # Errors
    ///
    /// What is missing.
    pub(super) fn arguments(&self, known: &Known, period: (Timestamp, Timestamp)) -> Result<Value, String> {
        let mut arguments = JsonObject::new();
        for (name, argument) in self.arguments {
            let find = |source: &Source| {
                known.find(source).ok_or_else(|| format!("{} lists no {}", source.operation, source.what))
            };
            let value = match argument {
                Text(text) => Value::from(*text),
                From => Value::from(period.0.to_string()),
                Until => Value::from(period.1.to_string()),
                Of(source) => find(source)?,
                ListOf(source) => Value::Array(vec![find(source)?]),
            };
            arguments.insert((*name).to_owned(), value);
        }
        (self.write)(Value::Object(arguments)).map_err(|error| format!("its arguments cannot be written: {error}"))
    }
}

impl Argument {
    fn source(&self) -> Option<&Source> {
        match self {
            Of(source) | ListOf(source) => Some(source),
            Text(_) | From | Until => None,
        }
    }
}

/// What is known of a workspace: of each operation that lists, the record that most can be asked about.
#[derive(Default)]
pub(super) struct Known(BTreeMap<&'static str, Value>);

impl Known {
    /// Looks for records in a response.
    pub(super) fn learn(&mut self, steps: &[Step], info: &EndpointInfo, body: &Value) {
        let arguments = steps.iter().flat_map(|step| step.arguments.iter());
        let sources: Vec<_> = arguments
            .filter_map(|(_, argument)| argument.source())
            .filter(|source| source.operation == info.name)
            .collect();
        let Some(first) = sources.first() else { return };
        let records = body.pointer(first.list).and_then(Value::as_array).into_iter().flatten();
        // All of one record, so that a visitor is that of the room.
        let worth = |record: &&Value| {
            let there = |pointer: &str| !pointer.is_empty() && text_at(record, pointer).is_some();
            sources.iter().map(|it| usize::from(there(it.value)) + usize::from(there(it.with))).sum::<usize>()
        };
        // The first of the best.
        let best = records.rev().max_by_key(worth);
        self.0.extend(best.map(|record| (info.name, record.clone())));
    }

    fn find(&self, source: &Source) -> Option<Value> {
        let record = self.0.get(source.operation)?;
        if !source.with.is_empty() {
            text_at(record, source.with)?;
        }
        text_at(record, source.value).map(Value::from)
    }
}

fn text_at<'a>(record: &'a Value, pointer: &str) -> Option<&'a str> {
    record.pointer(pointer)?.as_str().filter(|text| !text.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operation_that_reads_is_called_and_no_other() {
        let called: Vec<_> = steps().iter().map(|step| step.info.name).collect();
        for info in ENDPOINTS {
            let times = called.iter().filter(|name| **name == info.name).count();
            assert_eq!(
                times,
                usize::from(reads(info)),
                "{}: put it in `steps!` of check/plan.rs if it reads",
                info.name
            );
        }
    }

    #[test]
    fn what_an_operation_is_asked_about_was_listed_before() {
        let steps = steps();
        for (place, step) in steps.iter().enumerate() {
            for source in step.sources() {
                assert!(steps[..place].iter().any(|step| step.info.name == source), "{}: {source}", step.info.name);
            }
        }
    }
}
