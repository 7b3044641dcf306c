use livechat_sdk::visitors::GetVisitorInfo;

use crate::{
    ServerError, ServerVersion,
    hint::{self, Wanted},
    shape::{Kind, Shape, Style, required},
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for GetVisitorInfo {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[required("visitorId", Kind::String)] };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

fn answer(request: &GetVisitorInfo, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let id = request.visitor_id.as_str();
    let Some(visitor) = call.world.visitors.by_id(id).filter(|visitor| visitor.disabled != Some(true)) else {
        return Err(hint::unknown(ServerError::plain("visitor-not-found"), call.world, id, Wanted::VisitorId));
    };
    if call.world.server_version() < ServerVersion::V8_5 {
        return Answer::one("visitor", visitor);
    }
    let mut visitor = visitor.clone();
    visitor.token = None;
    Answer::one("visitor", &visitor)
}
