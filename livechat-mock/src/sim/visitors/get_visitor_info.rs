use livechat_sdk::visitors::GetVisitorInfo;

use crate::{
    ServerError,
    hint::{self, Wanted},
    operation::{Call, Response, Simulate},
};

impl Simulate for GetVisitorInfo {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let id = self.visitor_id.as_str();
        let Some(visitor) = call.world.visitors.by_id(id).filter(|visitor| visitor.disabled != Some(true)) else {
            return Err(hint::unknown(ServerError::plain("visitor-not-found"), call.world, id, Wanted::VisitorId));
        };
        if call.world.server_version().shows_tokens_to_staff() {
            return Response::one("visitor", visitor);
        }
        let mut visitor = visitor.clone();
        visitor.token = None;
        Response::one("visitor", &visitor)
    }
}
