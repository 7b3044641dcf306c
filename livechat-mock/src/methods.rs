//! The methods `livechat:…`, which servers had before each got an operation of REST, and the newest have no longer.
//!
//! Some are known to the letter, and stand in `stated`. The others do what the operation does that replaced them.

mod replaced;
mod stated;

use std::sync::LazyLock;

use livechat_sdk::{
    JsonObject,
    agents::{GetNextAgent, SaveAgentInfo, SetAgentStatus},
    analytics::{GetAgentOverview, GetAnalyticsOverview, GetChartData},
    business_hours::{DeleteBusinessHour, SaveBusinessHour},
    custom_fields::{DeleteCustomField, SetCustomField},
    departments::SetDepartmentAgents,
    inquiries::TakeInquiry,
    integrations::SetIntegrationSettings,
    livechat::GetRoutingConfig,
    messages::SendMessage,
    monitors::{AddMonitor, RemoveMonitor},
    rooms::{CloseRoomByUser, DeleteClosedRooms, DeleteRoom, ForwardRoom, ResumeRoom, TransferRoom},
    tags::{DeleteTag, ListTags, SaveTag},
    transcripts::{DiscardTranscript, RequestTranscript},
    triggers::DeleteTrigger,
    units::DeleteUnit,
    visitors::RegisterVisitor,
};
use serde_json::Value;

use self::replaced::{SaveUnit, by};
use crate::{
    ServerVersion,
    realtime::methods::{Failure, Method, no_method},
};

/// The methods. Of one that is replaced, what its parameters are called among the operation's arguments.
static TABLE: LazyLock<Vec<Box<dyn Method>>> = LazyLock::new(|| {
    let replaced: Vec<Box<dyn Method>> = vec![
        by::<SetAgentStatus>("livechat:changeLivechatStatus", &["*"]),
        by::<CloseRoomByUser>("livechat:closeRoom", &["rid", "comment", "*"]).adapted(|fields| {
            rename(fields, "emailTranscript", "transcriptEmail");
            fields.remove("clientAction");
        }),
        by::<DiscardTranscript>("livechat:discardTranscript", &["rid"]),
        by::<GetAgentOverview>("livechat:getAgentOverviewData", &["*"]).adapted(flatten_figures),
        by::<GetChartData>("livechat:getAnalyticsChartData", &["*"]).adapted(|fields| {
            flatten_figures(fields);
            rename(fields, "name", "chartName");
            rename(fields, "from", "start");
            rename(fields, "to", "end");
        }),
        by::<GetAnalyticsOverview>("livechat:getAnalyticsOverviewData", &["*"]).adapted(flatten_figures),
        by::<GetNextAgent>("livechat:getNextAgent", &["*"]).giving("agent"),
        by::<GetRoutingConfig>("livechat:getRoutingConfig", &[]).giving("config"),
        by::<RegisterVisitor>("livechat:registerGuest", &["visitor"]),
        by::<DeleteClosedRooms>("livechat:removeAllClosedRooms", &["departmentIds"]).giving("removedRooms"),
        by::<DeleteCustomField>("livechat:removeCustomField", &["customFieldId"]),
        by::<DeleteTrigger>("livechat:removeTrigger", &["_id"]),
        by::<DeleteRoom>("livechat:removeRoom", &["roomId"]),
        by::<SaveAgentInfo>("livechat:saveAgentInfo", &["agentId", "agentData", "agentDepartments"]),
        by::<SetDepartmentAgents>("livechat:saveDepartmentAgents", &["_id", "*"]),
        by::<SetIntegrationSettings>("livechat:saveIntegration", &["*"]).adapted(join_words),
        by::<SetCustomField>("livechat:setCustomField", &["token", "key", "value", "overwrite"]),
        by::<TransferRoom>("livechat:setDepartmentForVisitor", &["*"]).adapted(|fields| {
            rename(fields, "roomId", "rid");
            rename(fields, "visitorToken", "token");
            rename(fields, "departmentId", "department");
        }),
        by::<ForwardRoom>("livechat:transfer", &["*"]),
        by::<TakeInquiry>("livechat:takeInquiry", &["inquiryId", "options"]),
        by::<RequestTranscript>("livechat:requestTranscript", &["rid", "email", "subject"]),
        by::<ListTags>("livechat:getTagsList", &[]).giving("tags"),
        by::<SaveBusinessHour>("livechat:saveBusinessHour", &["*"]),
        by::<DeleteBusinessHour>("livechat:removeBusinessHour", &["_id", "type"]),
        by::<AddMonitor>("livechat:addMonitor", &["username"]),
        by::<RemoveMonitor>("livechat:removeMonitor", &["username"]),
        by::<SaveTag>("livechat:saveTag", &["_id", "tagData", "tagDepartments"]),
        by::<DeleteTag>("livechat:removeTag", &["id"]),
        SaveUnit::boxed("livechat:saveUnit"),
        by::<DeleteUnit>("livechat:removeUnit", &["id"]),
        by::<ResumeRoom>("livechat:resumeOnHold", &["roomId"]),
        by::<SendMessage>("sendMessageLivechat", &["*"]).giving("message").adapted(|fields| flatten(fields, "message")),
    ];
    stated::methods().into_iter().chain(replaced).collect()
});

/// Methods that the mock has not, with what there is in place of each. The first four are servers' of the 7 line; the
/// others left before its end.
pub(crate) const MISSING: [(&str, &str); 20] = [
    ("livechat:getFirstRoomMessage", "GET /api/v1/livechat/{rid}/messages"),
    ("livechat:getDepartmentForwardRestrictions", "GET /api/v1/livechat/department/{_id}"),
    ("livechat:getUnitsFromUser", "GET /api/v1/livechat/units"),
    ("sendFileLivechatMessage", "POST /api/v1/livechat/upload/{rid}"),
    ("livechat:addAgent", "POST /api/v1/livechat/users/agent"),
    ("livechat:addManager", "POST /api/v1/livechat/users/manager"),
    ("livechat:removeAgent", "DELETE /api/v1/livechat/users/agent/{_id}"),
    ("livechat:removeManager", "DELETE /api/v1/livechat/users/manager/{_id}"),
    ("livechat:getCustomFields", "GET /api/v1/livechat/custom-fields"),
    ("livechat:getAgentData", "GET /api/v1/livechat/agent.info/{rid}/{token}"),
    ("livechat:loadHistory", "GET /api/v1/livechat/messages.history/{rid}"),
    ("livechat:loginByToken", "GET /api/v1/livechat/visitor/{token}"),
    ("livechat:pageVisited", "POST /api/v1/livechat/page.visited"),
    ("livechat:removeDepartment", "DELETE /api/v1/livechat/department/{_id}"),
    ("livechat:saveAppearance", "POST /api/v1/livechat/appearance"),
    ("livechat:saveInfo", "POST /api/v1/livechat/room.saveInfo"),
    ("livechat:saveSurveyFeedback", "POST /api/v1/livechat/room.survey"),
    ("livechat:searchAgent", "GET /api/v1/livechat/users/agent"),
    ("livechat:sendOfflineMessage", "POST /api/v1/livechat/offline.message"),
    ("livechat:webhookTest", "POST /api/v1/livechat/webhook.test"),
];

/// The method of this name that servers of a version have.
pub(crate) fn find(name: &str, version: ServerVersion) -> Result<&'static dyn Method, Failure> {
    let found = TABLE.iter().find(|method| method.name() == name).map(AsRef::as_ref);
    let hint = match found {
        Some(method) if version.has_livechat_methods() => return Ok(method),
        Some(_) => {
            Some(format!("servers of {version} have it no longer; a method was replaced by an operation of REST each"))
        }
        None => MISSING.iter().find(|(missing, _)| *missing == name).map(|(_, rest)| format!("REST has {rest}")),
    };
    Err(Failure::from(no_method(name)).hint(hint))
}

fn rename(fields: &mut JsonObject, from: &str, to: &str) {
    if let Some(value) = fields.remove(from) {
        fields.insert(to.to_owned(), value);
    }
}

/// Puts the keys of a value in its place.
fn flatten(fields: &mut JsonObject, key: &str) {
    if let Some(Value::Object(inner)) = fields.remove(key) {
        fields.extend(inner);
    }
}

/// Which figures and which days are objects of their own. The language, and the offset of its clock, are the caller's.
fn flatten_figures(fields: &mut JsonObject) {
    for key in ["chartOptions", "analyticsOptions", "daterange"] {
        flatten(fields, key);
    }
    for key in ["utcOffset", "language"] {
        fields.remove(key);
    }
}

/// `Livechat_webhook_on_start` is `LivechatWebhookOnStart`.
fn join_words(fields: &mut JsonObject) {
    let joined = |key: String| {
        let mut joined = String::with_capacity(key.len());
        for word in key.split('_') {
            let mut letters = word.chars();
            joined.extend(letters.next().map(|first| first.to_ascii_uppercase()));
            joined.push_str(letters.as_str());
        }
        joined
    };
    *fields = std::mem::take(fields).into_iter().map(|(key, value)| (joined(key), value)).collect();
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_are_there_once() {
        let names: Vec<_> = TABLE.iter().map(|method| method.name()).chain(MISSING.map(|(name, _)| name)).collect();
        let distinct: BTreeSet<_> = names.iter().collect();
        assert_eq!(distinct.len(), names.len());
    }
}
