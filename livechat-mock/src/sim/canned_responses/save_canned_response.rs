use livechat_sdk::{
    Acknowledged,
    canned_responses::SaveCannedResponse,
    model::{CannedResponse, CannedResponseScope, UserSummary},
};
use serde_json::json;

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

const METHOD: &str = "saveCannedResponse";

impl Simulate for SaveCannedResponse {
    /// Whose it is, is only written when it is new.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        check(self, call)?;
        let by = call.author()?;
        let known = self.id.as_ref().and_then(|id| call.world.canned_response(id));
        let is_own = self.scope == CannedResponseScope::User;
        let mut response = match known {
            Some(CannedResponse { id, created_by, created_at, .. }) => {
                let mut response = CannedResponse::new(id.clone());
                (response.created_by, response.created_at) = (created_by.clone(), *created_at);
                response
            }
            None => {
                let creator = UserSummary::new(by.id.unwrap_or_default(), by.username.unwrap_or_default());
                let mut response = CannedResponse::new("").created_by(creator).created_at(call.origin.now);
                response.user_id = call.caller.filter(|_| is_own).cloned();
                response
            }
        };
        response.shortcut = Some(self.shortcut.clone());
        response.text = Some(self.text.clone());
        response.scope = Some(self.scope.clone());
        response.tags = Some(self.tags.clone()).filter(|tags| !tags.is_empty());
        response.department_id = self.department_id.clone().filter(|_| !is_own);
        response.updated_at = Some(call.origin.now);
        if is_own && self.department_id.is_some() {
            call.hint_at(["/departmentId".to_owned()], "a response of a user is of no department");
        }
        if is_own && response.user_id.is_none() {
            call.add_hint("a response of a user that is updated has no owner any more: only managers see it");
        }
        call.world.add_canned_response(response);
        Response::new(&Acknowledged::default())
    }
}

/// What speaks against saving, in the server's order.
fn check(new: &SaveCannedResponse, call: &Call<'_>) -> Result<(), ServerError> {
    let refuse = |reason: &str, code: &str| ServerError::reason(reason, code).details(json!({"method": METHOD}));
    let is_permitted = match new.scope {
        CannedResponseScope::Global => call.is_permitted("save-all-canned-responses"),
        CannedResponseScope::Department => {
            call.is_permitted("save-all-canned-responses") || call.is_permitted("save-department-canned-responses")
        }
        _ => true,
    };
    if !is_permitted {
        let reason = format!("Not allowed to modify canned responses on *{}* scope", new.scope.as_str());
        return Err(refuse(&reason, "error-not-allowed"));
    }
    let is_taken =
        |other: &CannedResponse| other.shortcut.as_ref() == Some(&new.shortcut) && Some(&other.id) != new.id.as_ref();
    if call.world.canned_responses().any(is_taken) {
        return Err(refuse("Shortcut provided already exists", "error-invalid-shortcut")
            .hint("another canned response has this shortcut, perhaps one that the caller does not see"));
    }
    let is_known = new.department_id.as_ref().map(|id| call.world.departments.by_id(id.as_str()).is_some());
    let is_missing = new.scope == CannedResponseScope::Department && is_known.is_none();
    if is_missing || (new.scope != CannedResponseScope::User && is_known == Some(false)) {
        return Err(refuse("Invalid department", "error-invalid-department"));
    }
    if new.id.as_ref().is_some_and(|id| call.world.canned_response(id).is_none()) {
        return Err(super::not_found(METHOD));
    }
    Ok(())
}
