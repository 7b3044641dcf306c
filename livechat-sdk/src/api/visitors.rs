//! Visitors: registering them, looking them up, the pages they visited and the conversations they had.

mod autocomplete_visitors;
mod delete_visitor;
mod get_visitor;
mod get_visitor_info;
mod list_chat_history;
mod list_pages_visited;
mod list_visitor_rooms;
mod record_page_visit;
mod register_visitor;
mod search_chats;
mod search_visitors;
mod set_call_status;
mod set_visitor_status;

pub use self::{
    autocomplete_visitors::{AutocompleteVisitors, AutocompleteVisitorsResponse, VisitorSelector, VisitorSuggestion},
    delete_visitor::{DeleteVisitor, DeleteVisitorResponse, DeletedVisitor},
    get_visitor::{GetVisitor, GetVisitorResponse},
    get_visitor_info::{GetVisitorInfo, GetVisitorInfoResponse},
    list_chat_history::{ListChatHistory, ListChatHistoryResponse},
    list_pages_visited::{ListPagesVisited, ListPagesVisitedResponse},
    list_visitor_rooms::{ListVisitorRooms, ListVisitorRoomsResponse, VisitorRoom},
    record_page_visit::{PageVisit, RecordPageVisit, RecordPageVisitResponse},
    register_visitor::{RegisterVisitor, RegisterVisitorResponse},
    search_chats::{FoundChat, SearchChats, SearchChatsResponse},
    search_visitors::{SearchVisitors, SearchVisitorsResponse},
    set_call_status::{SetCallStatus, SetCallStatusResponse},
    set_visitor_status::{SetVisitorStatus, SetVisitorStatusResponse},
};
