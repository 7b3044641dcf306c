use livechat_sdk::visitors::GetVisitorInfo;

use crate::{
    ServerError, ServerVersion,
    hint::{self, Wanted},
    operation::{Call, Response, Simulate},
};

impl Simulate for GetVisitorInfo {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let id = self.visitor_id.as_str();
        let Some(visitor) = call.world.visitors.by_id(id).filter(|visitor| visitor.disabled != Some(true)) else {
            return Err(hint::unknown(ServerError::plain("visitor-not-found"), call.world, id, Wanted::VisitorId));
        };
        // It left with 8.5, and with the last of the 7 line.
        if matches!(call.world.server_version(), ServerVersion::V7_0 | ServerVersion::V8_0 | ServerVersion::V8_4) {
            return Response::one("visitor", visitor);
        }
        let mut visitor = visitor.clone();
        visitor.token = None;
        Response::one("visitor", &visitor)
    }
}
