use livechat_sdk::{
    canned_responses::{ListUsableCannedResponses, ListUsableCannedResponsesResponse},
    model::{CannedResponse, CannedResponseScope},
};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for ListUsableCannedResponses {
    /// Who sees all sees those of all departments, and of users the own ones alone.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let sees_all = call.is_permitted(super::VIEW_ALL);
        let is_usable = |response: &&CannedResponse| {
            (sees_all && response.scope == Some(CannedResponseScope::Department))
                || call.caller.is_some_and(|caller| call.world.is_canned_for(caller, response))
        };
        let usable = call.world.canned_responses().filter(is_usable).cloned().collect();
        Response::new(&ListUsableCannedResponsesResponse::new(usable))
    }
}
