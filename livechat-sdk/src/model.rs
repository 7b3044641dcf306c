//! Types that two or more operations share.

mod agent;
mod agent_info;
mod analytics;
mod attachment;
mod business_hour;
mod canned_response;
mod contact;
mod custom_field;
mod department;
mod department_agent;
mod external_service;
mod inquiry;
mod livechat_config;
mod message;
mod message_part;
mod outbound;
mod priority;
mod public;
mod room;
mod setting;
mod sla_policy;
mod tag;
mod trigger;
mod unit;
mod user;
mod visitor;

pub use self::{
    agent::{Agent, AgentStatus, UserType},
    agent_info::AgentInfo,
    analytics::{
        AgentFigures, ChartName, ConversationReport, DateOrTime, DepartmentFigures, Figure, FigureTitle, FigureValue,
        OverviewName, ReportEntry, Totalizers,
    },
    attachment::{Attachment, AttachmentAction, AttachmentActionType, AttachmentField, ImageDimensions},
    business_hour::{
        BusinessHour, BusinessHourTimezone, BusinessHourType, ClockTime, DayTime, WeekTime, Weekday, WorkHour,
        WorkHourData, WorkTime,
    },
    canned_response::{CannedResponse, CannedResponseScope},
    contact::{
        Contact, ContactChannel, ContactChannelRef, ContactChannelSource, ContactChannelVisitor, ContactConflict,
        ContactOwner, ContactOwnerNames,
    },
    custom_field::{CustomField, CustomFieldScope, CustomFieldValue, CustomFieldVisibility},
    department::{Department, DepartmentData, DepartmentUnit},
    department_agent::{DepartmentAgent, DepartmentAgentChange, DepartmentAgentData},
    external_service::{ExternalServiceAnswer, ExternalServiceData, ExternalServiceMessage, ExternalServiceResponse},
    inquiry::{DefaultAgent, Inquiry, InquiryStatus},
    livechat_config::{
        ActionLink, ActionLinks, ActionLinksByType, ConfigDepartment, ConfigMessages, ConfigResources, ConfigRoom,
        ConfigSettings, ConfigSurvey, ConfigTheme, ConfigTrigger, LivechatConfig, TextLimit,
    },
    message::{
        EditedBy, Message, MessageAuthor, MessageType, Navigation, PageInfo, PageLocation, TransferData, TransferScope,
        TransferUserType, TransferredBy,
    },
    message_part::{Mention, MentionedChannel, MessageFile, MessageReaction, MessageUrl},
    outbound::{OutboundProvider, OutboundProviderType, OutboundTemplate},
    priority::{Priority, PriorityData, PriorityLevel},
    public::Public,
    room::{
        ClosedBy, Closer, DepartmentName, Reaction, ResponseBy, ResponseTimes, Room, RoomMetrics, RoomSource,
        RoomSourceType, RoomType, RoomVisitor, ServedBy, ServedByMetrics, TranscriptRequest, VisitorMetrics,
    },
    setting::Setting,
    sla_policy::{SlaData, SlaPolicy},
    tag::Tag,
    trigger::{
        Trigger, TriggerAction, TriggerActionName, TriggerCondition, TriggerConditionName, TriggerParams, TriggerSender,
    },
    unit::{Unit, UnitData, UnitDepartment, UnitMonitor, UnitMonitorData, UnitVisibility},
    user::{User, UserEmail, UserStatus, UserSummary},
    visitor::{ContactManager, ExternalId, LastAgent, LastChat, Visitor, VisitorEmail, VisitorPhone, VisitorStatus},
};

#[cfg(test)]
mod tests {
    use serde::{Serialize, de::DeserializeOwned};
    use serde_json::Value;

    use super::*;

    fn read<T: DeserializeOwned>(json: &str) -> T {
        serde_json::from_str(&json.replace("TS", "2019-12-09T20:30:32.058Z")).unwrap()
    }

    fn keeps_all<T: Serialize + DeserializeOwned>(json: &str) {
        assert_eq!(serde_json::to_value(read::<T>(json)).unwrap(), read::<Value>(json));
    }

    #[test]
    fn a_visitor_keeps_every_field_that_servers_store() {
        keeps_all::<Visitor>(
            r#"{
            "_id": "v", "username": "guest-2", "token": "t", "ts": "TS", "_updatedAt": "TS", "name": "Ann",
            "department": "d", "phone": [{"phoneNumber": "1"}], "visitorEmails": [{"address": "a@b.c"}],
            "status": "disabled", "livechatData": {"address": "street", "list": [1]},
            "lastChat": {"_id": "r", "ts": "TS"}, "lastAgent": {"username": "a", "agentId": "u", "ts": "TS"},
            "userAgent": "x", "ip": "127.0.0.1", "host": "h",
            "contactManager": {"_id": "u", "username": "a", "name": "A", "emails": [{"address": "a@b.c", "verified": true}]},
            "activity": ["2024-10"], "externalIds": [{"appId": "x", "entityId": "y", "metadata": {"z": 1}}],
            "disabled": true
        }"#,
        );
        keeps_all::<Visitor>(r#"{"_id": "v", "lastChat": {"_id": "r"}, "lastAgent": {"agentId": "u"}}"#);
    }

    #[test]
    fn a_room_keeps_every_field_that_servers_store() {
        keeps_all::<Room>(
            r#"{
            "_id": "r", "t": "l", "ts": "TS", "lm": "TS", "msgs": 3, "usersCount": 2, "_updatedAt": "TS", "fname": "Ann",
            "v": {
                "_id": "v", "username": "guest-2", "token": "t", "status": "online", "name": "Ann",
                "phone": [{"phoneNumber": "1"}], "activity": ["2024-10"], "lastMessageTs": "TS", "contactId": "c"
            },
            "open": true, "cl": false, "waitingResponse": true, "servedBy": {"_id": "u", "username": "a", "ts": "TS"},
            "departmentId": "d", "departmentAncestors": ["e"],
            "source": {
                "type": "widget", "id": "i", "alias": "a", "label": "l", "sidebarIcon": "s", "defaultIcon": "d",
                "destination": "example.com"
            },
            "queuedAt": "TS", "closedAt": "TS", "closer": "user", "closedBy": {"_id": "u", "username": "a"}, "onHold": true,
            "tags": ["x"],
            "responseBy": {"_id": "u", "username": "a", "firstResponseTs": "TS", "lastMessageTs": "TS"},
            "lastMessage": {"_id": "m", "rid": "r", "msg": "hi", "ts": "TS", "u": {"_id": "v", "username": "guest-2"}},
            "metrics": {
                "v": {"lq": "TS"}, "servedBy": {"lr": "TS"},
                "response": {"tt": 1.5, "total": 2, "avg": 0.75, "ft": 0.5, "fd": "TS"},
                "reaction": {"tt": 1.5, "ft": 0.5, "fd": "TS"}, "chatDuration": 60.25, "serviceTimeDuration": 59.5,
                "visitorInactivity": 30
            },
            "livechatData": {"a": "b"}, "topic": "t", "label": "l", "surveyFeedback": {"satisfaction": "5"},
            "crmData": "x", "priorityWeight": 99, "estimatedWaitingTimeQueue": 9999999, "priorityId": "p",
            "slaId": "s", "transcriptRequest": {"email": "a@b.c", "subject": "s", "requestedAt": "TS", "requestedBy": {"_id": "u"}},
            "pdfTranscriptFileId": "f", "sms": {"from": "1"}, "email": {"inbox": "i", "thread": ["t"], "replyTo": "r", "subject": "s"},
            "omnichannel": {"predictedVisitorAbandonmentAt": "TS"}, "autoTransferredAt": "TS", "autoTransferOngoing": true,
            "contactId": "c", "verified": false, "_enforceSingleRoom": true, "department": {"_id": "d", "name": "D"},
            "name": "Ann"
        }"#,
        );
    }

    #[test]
    fn an_inquiry_keeps_every_field_that_servers_store() {
        keeps_all::<Inquiry>(
            r#"{
            "_id": "i", "rid": "r", "name": "Ann", "ts": "TS", "message": "hi", "status": "verifying", "_updatedAt": "TS",
            "v": {"_id": "v", "username": "guest-2", "token": "t", "status": "online"}, "t": "l", "department": "d",
            "lastMessage": {"_id": "m", "rid": "r", "msg": "hi", "ts": "TS", "u": {"_id": "v", "username": "guest-2"}},
            "defaultAgent": {"agentId": "u", "username": "a"}, "source": {"type": "api"}, "priorityWeight": 99,
            "estimatedWaitingTimeQueue": 9999999, "queuedAt": "TS", "takenAt": "TS", "locked": true, "lockedAt": "TS",
            "priorityId": "p", "slaId": "s", "estimatedInactivityCloseTimeAt": "TS", "queueOrder": 1,
            "estimatedServiceTimeAt": "TS"
        }"#,
        );
        keeps_all::<Inquiry>(r#"{"_id": "i", "rid": "r", "name": "Ann", "ts": "TS", "status": "queued"}"#);
    }

    #[test]
    fn an_agent_keeps_every_field_that_servers_store() {
        keeps_all::<Agent>(
            r#"{
            "_id": "u", "username": "a", "name": "A", "status": "online", "statusLivechat": "not-available",
            "emails": [{"address": "a@b.c", "verified": true}], "livechat": {"maxNumberSimultaneousChat": 3},
            "departments": [], "phone": [{"phoneNumber": "1"}], "customFields": {"x": 1}
        }"#,
        );
    }

    #[test]
    fn a_message_keeps_every_field_that_servers_store() {
        keeps_all::<Message>(
            r#"{
            "_id": "m", "rid": "r", "msg": "hi", "ts": "TS", "u": {"_id": "v", "username": "guest-2", "name": "Ann"},
            "_updatedAt": "TS", "t": "livechat_transfer_history", "groupable": false, "_hidden": true, "token": "t",
            "alias": "Ann", "urls": [{"url": "http://h"}], "mentions": [{"_id": "u"}], "channels": [{"_id": "c"}],
            "md": [{"type": "PARAGRAPH"}], "attachments": [{"title": "x"}], "file": {"_id": "f"}, "files": [{"_id": "f"}],
            "editedAt": "TS", "editedBy": {"_id": "v", "username": "guest-2"}, "unread": true, "expireAt": 1575923432058,
            "navigation": {"page": {"change": "url", "title": "", "location": {"href": "http://h"}}, "token": "t"},
            "transferData": {
                "transferredBy": {"_id": "u", "username": "a", "name": "A", "userType": "agent"}, "ts": "TS",
                "scope": "department", "comment": "c", "previousDepartment": "d",
                "nextDepartment": {"_id": "e", "name": "E"}, "transferredTo": {"_id": "w", "username": "b", "name": "B"}
            },
            "requestData": {"type": "user"}, "transcriptRequested": true, "callStatus": "ringing", "comment": "c",
            "priorityData": {"definedBy": {"_id": "u"}}, "slaData": {"definedBy": {"_id": "u"}},
            "newRoom": true, "showConnecting": false
        }"#,
        );
    }

    #[test]
    fn a_department_keeps_every_field_that_servers_store() {
        keeps_all::<Department>(
            r#"{
            "_id": "d", "name": "D", "enabled": true, "showOnRegistration": true, "showOnOfflineForm": false,
            "email": "a@b.c", "numAgents": 1, "description": "", "requestTagBeforeClosingChat": true,
            "chatClosingTags": [], "offlineMessageChannelName": "general", "businessHourId": "b",
            "fallbackForwardDepartment": "e", "departmentsAllowedToForward": ["e"], "archived": true,
            "maxNumberSimultaneousChat": 3, "parentId": "u", "ancestors": ["u"], "allowReceiveForwardOffline": false,
            "abandonedRoomsCloseCustomMessage": "", "waitingQueueMessage": "w", "visitorInactivityTimeoutInSeconds": 10,
            "type": "d", "_updatedAt": "TS"
        }"#,
        );
        keeps_all::<DepartmentAgent>(
            r#"{
            "_id": "x", "agentId": "u", "username": "agent.one", "departmentId": "d", "departmentEnabled": true,
            "departmentName": "D", "count": 2, "order": -1, "_updatedAt": "TS"
        }"#,
        );
        let form = r#"{"_id": "d", "departmentsAllowedToForward": "", "maxNumberSimultaneousChat": ""}"#;
        assert_eq!(read::<Department>(form), read::<Department>(r#"{"_id": "d"}"#));
    }

    #[test]
    fn a_trigger_keeps_every_field_that_servers_store() {
        keeps_all::<Trigger>(
            r#"{
            "_id": "t", "name": "n", "description": "", "enabled": true, "runOnce": false, "_updatedAt": "TS",
            "conditions": [
                {"name": "time-on-site", "value": 30}, {"name": "page-url", "value": "/prices"},
                {"name": "chat-opened-by-visitor", "value": null}, {"name": "after-guest-registration", "value": null}, {"name": "new-one", "value": "x"}
            ],
            "actions": [
                {"name": "send-message", "params": {"sender": "custom", "name": "agent.one", "msg": "Hello"}},
                {"name": "use-external-service", "params": {
                    "sender": "queue", "name": "", "serviceUrl": "https://example.com", "serviceTimeout": 5000,
                    "serviceFallbackMessage": "Sorry"
                }}
            ]
        }"#,
        );
    }

    #[test]
    fn a_contact_keeps_every_field_that_servers_store() {
        let contact = r#"{
            "_id": "c", "name": "Ann", "createdAt": "TS", "_updatedAt": "TS", "emails": [{"address": "a@b.c"}],
            "phones": [], "contactManager": "u", "unknown": false,
            "conflictingFields": [{"field": "name", "value": "Anne"}], "customFields": {"address": "street"},
            "channels": [{
                "name": "widget", "verified": true, "blocked": false, "field": "email", "value": "a@b.c",
                "visitor": {"visitorId": "v", "source": {"type": "app", "id": "x"}}, "verifiedAt": "TS",
                "details": {"type": "widget", "destination": "example.com", "id": "x", "label": "l"},
                "lastChat": {"_id": "r", "ts": "TS"}
            }],
            "lastChat": {"_id": "r", "ts": "TS"}, "activity": ["2024-11"], "preRegistration": false
        }"#;
        keeps_all::<Contact>(contact);
        let owner = r#"{"_id": "u", "name": "Agent One", "username": "agent.one"}"#;
        keeps_all::<Contact>(&contact.replace(r#""contactManager": "u""#, &format!(r#""contactManager": {owner}"#)));
        keeps_all::<ContactOwner>(r#""u""#);
        keeps_all::<ContactOwner>(r#"{"_id": "u"}"#);
    }

    #[test]
    fn a_room_is_read_as_servers_and_apps_leave_it() {
        // The visitor was erased, and what only describes has every form that was seen.
        let room: Room = read(
            r#"{
            "_id": "r", "t": "l", "ts": "TS", "msgs": null, "usersCount": null, "priorityWeight": 0.5,
            "estimatedWaitingTimeQueue": "10", "livechatData": "", "tags": "", "source": {},
            "servedBy": {"username": "agent.one"}, "closedBy": {"username": "agent.one"},
            "responseBy": {"username": "agent.one"}
        }"#,
        );
        assert_eq!(room.visitor, RoomVisitor::default());
        assert_eq!((room.message_count, room.user_count), (0, 0));
        assert_eq!((room.priority_weight, room.estimated_waiting_time_queue), (Some(0.5), Some(10.0)));
        assert_eq!((room.livechat_data, room.tags), (None, Vec::new()));
        assert_eq!(room.source, Some(Box::new(RoomSource::default())));
        assert_eq!(room.served_by.unwrap().username.as_deref(), Some("agent.one"));
        assert_eq!(room.closed_by.unwrap().id, None);
        let room: Room = read(
            r#"{"_id": "r", "t": null, "ts": "TS", "v": {"phone": "1-555"}, "source": "widget", "livechatData": [], "tags": "x"}"#,
        );
        assert_eq!(room.room_type, RoomType::Livechat);
        assert_eq!(room.visitor.phones, [VisitorPhone::new("1-555")]);
        assert_eq!(room.source, Some(Box::new(RoomSource::new(RoomSourceType::Widget))));
        assert_eq!((room.livechat_data, room.tags), (None, vec!["x".to_owned()]));
    }

    #[test]
    fn a_message_is_read_as_servers_and_apps_leave_it() {
        let message: Message = read(r#"{"_id": "m", "ts": "TS", "u": null, "msg": null}"#);
        assert_eq!((message.author, message.text), (MessageAuthor::default(), String::new()));
        assert_eq!(read::<Message>(r#"{"_id": "m", "ts": "TS", "msg": 42}"#).text, "42");
        let note: Message = read(
            r#"{"_id": "m", "ts": "TS", "t": "livechat_transfer_history_fallback", "transferData": {
                "transferredBy": {"username": "agent.one"}, "transferredTo": {"username": "agent.two"}, "scope": "department"
            }}"#,
        );
        let transfer = note.transfer_data.unwrap();
        assert_eq!((transfer.transferred_at, transfer.transferred_by.id), (None, None));
        assert_eq!(transfer.transferred_to.unwrap().username.as_deref(), Some("agent.two"));
        let visit: Message = read(
            r#"{"_id": "m", "ts": "TS", "navigation": {"page": {"change": "url", "title": null, "location": {"href": "http://h"}}}}"#,
        );
        let page = visit.navigation.unwrap().page;
        assert_eq!((&*page.title, &*page.location.href), ("", "http://h"));
    }

    #[test]
    fn a_limit_may_be_whatever_the_form_was_given() {
        for (json, limit) in
            [("-5", Some(-5.0)), (r#""-4""#, Some(-4.0)), ("2.5", Some(2.5)), (r#""""#, None), ("null", None)]
        {
            let department: Department = read(&format!(r#"{{"_id": "d", "maxNumberSimultaneousChat": {json}}}"#));
            assert_eq!(department.max_number_simultaneous_chat, limit, "{json}");
        }
    }

    #[test]
    fn a_contact_of_servers_6_11_to_6_13_is_read() {
        let contact: Contact =
            read(r#"{"_id": "c", "emails": ["a@example.com"], "phones": ["1-555"], "channels": null}"#);
        assert_eq!(contact.emails.unwrap(), [VisitorEmail::new("a@example.com")]);
        assert_eq!(contact.phones.unwrap(), [VisitorPhone::new("1-555")]);
    }

    #[test]
    fn null_lists_and_missing_fields_are_read() {
        let visitor: Visitor = read(r#"{"_id": "v", "phone": null, "livechatData": null}"#);
        assert_eq!(visitor, Visitor::new("v"));
        let room: Room = read(r#"{"_id": "r", "t": "l", "ts": "TS", "v": {"_id": "v"}}"#);
        assert!(!room.is_open());
    }
}
