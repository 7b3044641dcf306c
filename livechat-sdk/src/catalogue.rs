//! The one list of operations.

use crate::endpoint::{Endpoint, Meta};

/// Calls a macro with the list of operations: `resource { Operation, … }` for each resource.
///
/// Code that needs every operation's type is written as such a macro: this crate's [`ENDPOINTS`], the mock server's
/// route table, the index of fixtures, the contract tests.
#[doc(hidden)]
#[macro_export]
macro_rules! for_each_endpoint {
    ($callback:ident) => {
        $callback! {
            authentication {
                LogIn,
                LogOut,
                GetMe,
            }
            server {
                GetServerInfo,
            }
            visitors {
                GetVisitor,
                RegisterVisitor,
                RecordPageVisit,
                GetVisitorInfo,
                ListPagesVisited,
                ListChatHistory,
                SetVisitorStatus,
                SetCallStatus,
                DeleteVisitor,
                SearchVisitors,
                AutocompleteVisitors,
                SearchChats,
                ListVisitorRooms,
            }
            rooms {
                OpenRoom,
                CloseRoom,
                SubmitSurvey,
                TransferRoom,
                ListRooms,
                ListRoomFilters,
                CloseRoomByUser,
                ForwardRoom,
                JoinRoom,
                SaveRoomInfo,
                HoldRoom,
                ResumeRoom,
                ListTransferHistory,
                DeleteRoom,
                DeleteClosedRooms,
                SetRoomPriority,
                UnsetRoomPriority,
            }
            messages {
                SendMessage,
                GetMessage,
                EditMessage,
                DeleteMessage,
                ListMessageHistory,
                SendMessages,
                SendOfflineMessage,
                ListRoomMessages,
            }
            transcripts {
                SendTranscript,
                RequestTranscript,
                DiscardTranscript,
                RequestPdfTranscript,
            }
            custom_fields {
                SetCustomField,
                SetCustomFields,
            }
            agents {
                GetAgentInfo,
                GetNextAgent,
                SetAgentStatus,
                SaveAgentInfo,
                ListAgentDepartments,
            }
            files {
                UploadFile,
            }
            livechat {
                GetConfig,
                ReceiveSms,
                ListQueue,
                GetRoutingConfig,
            }
            inquiries {
                ListInquiries,
                ListQueuedInquiries,
                GetInquiry,
                TakeInquiry,
                ReturnInquiry,
                SetInquirySla,
            }
            users {
                ListUsers,
                AddUser,
                GetUser,
                RemoveUser,
            }
            departments {
                ListDepartments,
                CreateDepartment,
                GetDepartment,
                UpdateDepartment,
                DeleteDepartment,
                ListDepartmentAgents,
                SetDepartmentAgents,
                AutocompleteDepartments,
                ListDepartmentsById,
                ArchiveDepartment,
                UnarchiveDepartment,
                ListArchivedDepartments,
                CheckDepartmentCreation,
            }
            custom_fields {
                ListCustomFields,
                GetCustomField,
                SaveCustomField,
                DeleteCustomField,
            }
            triggers {
                ListTriggers,
                SaveTrigger,
                GetTrigger,
                DeleteTrigger,
                TestExternalService,
                CallExternalService,
            }
            integrations {
                GetIntegrationSettings,
                SetIntegrationSettings,
                TestWebhook,
            }
            outbound {
                ListOutboundProviders,
                GetOutboundProvider,
                SendOutboundMessage,
            }
            tags {
                ListTags,
                GetTag,
                SaveTag,
                DeleteTag,
            }
            sla_policies {
                ListSlaPolicies,
                CreateSlaPolicy,
                GetSlaPolicy,
                UpdateSlaPolicy,
                DeleteSlaPolicy,
            }
            priorities {
                ListPriorities,
                GetPriority,
                UpdatePriority,
                ResetPriorities,
                CheckPriorityReset,
            }
            canned_responses {
                ListCannedResponses,
                ListUsableCannedResponses,
                GetCannedResponse,
                SaveCannedResponse,
                DeleteCannedResponse,
            }
            appearance {
                GetAppearance,
                SetAppearance,
            }
            business_hours {
                ListBusinessHours,
                GetBusinessHour,
                DeleteBusinessHour,
                SaveBusinessHour,
            }
            monitors {
                ListMonitors,
                GetMonitor,
                RemoveMonitor,
                AddMonitor,
            }
            units {
                ListUnits,
                CreateUnit,
                GetUnit,
                UpdateUnit,
                DeleteUnit,
                ListUnitMonitors,
                ListAvailableDepartments,
                ListUnitDepartments,
            }
            contacts {
                SaveContact,
                GetContact,
                SearchContact,
                CreateContact,
                UpdateContact,
                GetContactById,
                SearchContacts,
                CheckContactExistence,
                ListContactHistory,
                ListContactChannels,
                BlockContact,
                UnblockContact,
                ResolveContactConflicts,
                DeleteContact,
            }
            analytics {
                GetAnalyticsOverview,
                GetAgentOverview,
                GetConversationTotals,
                GetAgentProductivityTotals,
                GetChatTotals,
                GetProductivityTotals,
                GetChatCounts,
                GetChatCountsByAgent,
                GetAgentStatusCounts,
                GetChatCountsByDepartment,
                GetTimings,
                GetChartData,
                ListDepartmentChatCounts,
                ListDepartmentAverageServiceTimes,
                ListDepartmentAverageChatDurations,
                ListDepartmentTotalServiceTimes,
                ListDepartmentAverageWaitingTimes,
                ListDepartmentTransferCounts,
                ListDepartmentAbandonedCounts,
                ListDepartmentAbandonedPercentages,
                ListAgentAverageServiceTimes,
                ListAgentTotalServiceTimes,
                ListAgentAvailability,
            }
            reports {
                ReportConversationsBySource,
                ReportConversationsByStatus,
                ReportConversationsByDepartment,
                ReportConversationsByTag,
                ReportConversationsByAgent,
            }
        }
    };
}

/// An operation of the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EndpointInfo {
    /// The module that it is in, such as `rooms`.
    pub resource: &'static str,
    /// The name of its type.
    pub name: &'static str,
    /// The metadata: method, routes, authentication and so on.
    pub meta: Meta,
}

macro_rules! endpoints {
    ($($resource:ident { $($name:ident,)* })*) => {
        /// Every operation that this crate has, by resource.
        pub const ENDPOINTS: &[EndpointInfo] = &[$($(
            EndpointInfo {
                resource: stringify!($resource),
                name: stringify!($name),
                meta: <$crate::api::$resource::$name as Endpoint>::META,
            },
        )*)*];
    };
}

for_each_endpoint!(endpoints);

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_two_operations_share_a_name_or_a_route() {
        let names: HashSet<_> = ENDPOINTS.iter().map(|endpoint| endpoint.name).collect();
        assert_eq!(names.len(), ENDPOINTS.len());
        let routes: Vec<_> = ENDPOINTS
            .iter()
            .flat_map(|endpoint| endpoint.meta.routes().map(|route| (endpoint.meta.method(), route.template())))
            .collect();
        assert_eq!(routes.iter().collect::<HashSet<_>>().len(), routes.len());
    }

    #[test]
    fn every_operation_file_is_in_the_catalogue() {
        let api = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/api");
        let mut files = 0;
        for resource in std::fs::read_dir(api).unwrap().map(Result::unwrap).filter(|entry| entry.path().is_dir()) {
            for file in std::fs::read_dir(resource.path()).unwrap() {
                let stem = file.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned();
                let name: String = stem.split('_').map(|word| word[..1].to_uppercase() + &word[1..]).collect();
                let resource = resource.file_name();
                assert!(
                    ENDPOINTS.iter().any(|endpoint| endpoint.name == name && endpoint.resource == resource),
                    "add {name} to `for_each_endpoint!` in catalogue.rs, under {resource:?}"
                );
                files += 1;
            }
        }
        assert_eq!(files, ENDPOINTS.len());
    }
}
