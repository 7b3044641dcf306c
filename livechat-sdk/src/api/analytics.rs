//! Figures about conversations, departments and agents, as dashboards show them.

mod get_agent_overview;
mod get_agent_productivity_totals;
mod get_agent_status_counts;
mod get_analytics_overview;
mod get_chart_data;
mod get_chat_counts;
mod get_chat_counts_by_agent;
mod get_chat_counts_by_department;
mod get_chat_totals;
mod get_conversation_totals;
mod get_productivity_totals;
mod get_timings;
mod list_agent_availability;
mod list_agent_average_service_times;
mod list_agent_total_service_times;
mod list_department_abandoned_counts;
mod list_department_abandoned_percentages;
mod list_department_average_chat_durations;
mod list_department_average_service_times;
mod list_department_average_waiting_times;
mod list_department_chat_counts;
mod list_department_total_service_times;
mod list_department_transfer_counts;

pub use self::{
    get_agent_overview::{AgentFigure, ColumnName, GetAgentOverview, GetAgentOverviewResponse},
    get_agent_productivity_totals::GetAgentProductivityTotals,
    get_agent_status_counts::{GetAgentStatusCounts, GetAgentStatusCountsResponse},
    get_analytics_overview::{GetAnalyticsOverview, GetAnalyticsOverviewResponse},
    get_chart_data::{GetChartData, GetChartDataResponse},
    get_chat_counts::{GetChatCounts, GetChatCountsResponse},
    get_chat_counts_by_agent::{AgentChatCounts, GetChatCountsByAgent, GetChatCountsByAgentResponse},
    get_chat_counts_by_department::{
        DepartmentChatCounts, GetChatCountsByDepartment, GetChatCountsByDepartmentResponse,
    },
    get_chat_totals::GetChatTotals,
    get_conversation_totals::GetConversationTotals,
    get_productivity_totals::GetProductivityTotals,
    get_timings::{GetTimings, GetTimingsResponse, Timing},
    list_agent_availability::{AgentAvailability, AvailabilitySession, ListAgentAvailability},
    list_agent_average_service_times::{AgentAverageServiceTime, ListAgentAverageServiceTimes},
    list_agent_total_service_times::{AgentTotalServiceTime, ListAgentTotalServiceTimes},
    list_department_abandoned_counts::{DepartmentAbandonedCount, ListDepartmentAbandonedCounts},
    list_department_abandoned_percentages::{DepartmentAbandonedPercentage, ListDepartmentAbandonedPercentages},
    list_department_average_chat_durations::{DepartmentAverageChatDuration, ListDepartmentAverageChatDurations},
    list_department_average_service_times::{DepartmentAverageServiceTime, ListDepartmentAverageServiceTimes},
    list_department_average_waiting_times::{DepartmentAverageWaitingTime, ListDepartmentAverageWaitingTimes},
    list_department_chat_counts::{DepartmentChatCount, ListDepartmentChatCounts},
    list_department_total_service_times::{DepartmentTotalServiceTime, ListDepartmentTotalServiceTimes},
    list_department_transfer_counts::{DepartmentTransferCount, ListDepartmentTransferCounts},
};
