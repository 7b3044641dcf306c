use livechat_sdk::visitors::{SetVisitorStatus, SetVisitorStatusResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for SetVisitorStatus {
    /// The handler matches, and uses no validator although one is published.
    const CONTRACT: Option<&'static str> = Some("match {token:string, status:string}");

    /// Any text is a status. It goes to the open rooms and their inquiries, not to the visitor's own record.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let (token, status) = (&self.token, &self.status);
        call.named_visitor(token)?;
        call.world.set_visitor_status(token, status, call.origin.now);
        Response::new(&SetVisitorStatusResponse::new(token.clone(), status.clone()))
    }
}
