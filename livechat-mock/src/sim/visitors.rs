//! Visitors.

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

pub(crate) use self::register_visitor::register;
