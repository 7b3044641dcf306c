use livechat_sdk::visitors::GetVisitorInfo;

use crate::{
    ServerError, ServerVersion,
    hint::{self, Wanted},
    operation::{Call, Response, Simulate},
    shape::{Kind, Shape, Style, required},
};

impl Simulate for GetVisitorInfo {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[required("visitorId", Kind::String)] };

    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let id = self.visitor_id.as_str();
        let Some(visitor) = call.world.visitors.by_id(id).filter(|visitor| visitor.disabled != Some(true)) else {
            return Err(hint::unknown(ServerError::plain("visitor-not-found"), call.world, id, Wanted::VisitorId));
        };
        if call.world.server_version() < ServerVersion::V8_5 {
            return Response::one("visitor", visitor);
        }
        let mut visitor = visitor.clone();
        visitor.token = None;
        Response::one("visitor", &visitor)
    }
}
