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

use livechat_sdk::RoomId;

use crate::{ServerError, operation::Call};

/// Looks that there is a room that the caller may see: that is all that lists of a visitor's rooms need one for.
fn visible_room(id: &RoomId, call: &Call<'_>) -> Result<(), ServerError> {
    if call.may_see(call.room(id)?) {
        return Ok(());
    }
    Err(ServerError::plain("error-not-allowed")
        .hint("the caller may not see this room: it takes the permission view-livechat-rooms, or serving the room"))
}
