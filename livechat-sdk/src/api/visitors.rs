//! Visitors: registering them, looking them up, the pages they visited and the conversations they had.

mod delete_visitor;
mod get_visitor;
mod get_visitor_info;
mod list_chat_history;
mod list_pages_visited;
mod record_page_visit;
mod register_visitor;
mod set_call_status;
mod set_visitor_status;

pub use self::{
    delete_visitor::{DeleteVisitor, DeleteVisitorResponse, DeletedVisitor},
    get_visitor::{GetVisitor, GetVisitorResponse},
    get_visitor_info::{GetVisitorInfo, GetVisitorInfoResponse},
    list_chat_history::{ListChatHistory, ListChatHistoryResponse},
    list_pages_visited::{ListPagesVisited, ListPagesVisitedResponse},
    record_page_visit::{PageVisit, RecordPageVisit, RecordPageVisitResponse},
    register_visitor::{RegisterVisitor, RegisterVisitorResponse},
    set_call_status::{SetCallStatus, SetCallStatusResponse},
    set_visitor_status::{SetVisitorStatus, SetVisitorStatusResponse},
};
pub use crate::model::CustomFieldValue;
