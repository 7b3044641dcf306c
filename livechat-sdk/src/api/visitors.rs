//! Visitors: registering them, looking them up, the pages they visited and the conversations they had.

mod autocomplete_visitors;
mod get_visitor;
mod get_visitor_info;
mod list_chat_history;
mod list_pages_visited;
mod list_visitor_rooms;
mod record_page_visit;
mod register_visitor;
mod search_chats;
mod search_visitors;

pub use self::{
    autocomplete_visitors::{AutocompleteVisitors, AutocompleteVisitorsResponse, VisitorSelector, VisitorSuggestion},
    get_visitor::{GetVisitor, GetVisitorResponse},
    get_visitor_info::{GetVisitorInfo, GetVisitorInfoResponse},
    list_chat_history::{ListChatHistory, ListChatHistoryResponse},
    list_pages_visited::{ListPagesVisited, ListPagesVisitedResponse},
    list_visitor_rooms::{ListVisitorRooms, ListVisitorRoomsResponse, VisitorRoom},
    record_page_visit::{PageVisit, RecordPageVisit, RecordPageVisitResponse},
    register_visitor::{CustomFieldValue, RegisterVisitor, RegisterVisitorResponse},
    search_chats::{FoundChat, SearchChats, SearchChatsResponse},
    search_visitors::{SearchVisitors, SearchVisitorsResponse},
};
