//! Canned responses.

mod delete_canned_response;
mod get_canned_response;
mod list_canned_responses;
mod list_usable_canned_responses;
mod save_canned_response;

use livechat_sdk::model::CannedResponse;
use serde_json::json;

use crate::{ServerError, operation::Call};

/// Sees all canned responses, those of other users too.
const VIEW_ALL: &str = "view-all-canned-responses";

impl Call<'_> {
    /// Whether the caller may see a canned response.
    fn may_see_canned(&self, response: &CannedResponse) -> bool {
        self.is_permitted(VIEW_ALL) || self.caller.is_some_and(|caller| self.world.is_canned_for(caller, response))
    }
}

/// What is said of a canned response that there is not, by this method.
fn not_found(method: &str) -> ServerError {
    ServerError::reason("Canned Response not found", "error-canned-response-not-found")
        .details(json!({"method": method}))
        .hint("no canned response has this id; a shortcut is none")
}
