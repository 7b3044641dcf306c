//! Reports: how many conversations of a range have what in common.

mod report_conversations_by_agent;
mod report_conversations_by_department;
mod report_conversations_by_source;
mod report_conversations_by_status;
mod report_conversations_by_tag;

pub use self::{
    report_conversations_by_agent::ReportConversationsByAgent,
    report_conversations_by_department::ReportConversationsByDepartment,
    report_conversations_by_source::ReportConversationsBySource,
    report_conversations_by_status::ReportConversationsByStatus, report_conversations_by_tag::ReportConversationsByTag,
};
