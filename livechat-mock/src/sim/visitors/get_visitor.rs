use livechat_sdk::visitors::GetVisitor;

use crate::{
    ServerError,
    hint::{self, Wanted},
    shape::Shape,
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for GetVisitor {
    const SHAPE: Shape = Shape::unchecked();
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

fn answer(request: &GetVisitor, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let token = request.token.expose();
    let visitors = &call.world.visitors;
    match visitors.find_by_token(token) {
        Some(slot) => Answer::visitor(visitors, slot),
        None => Err(hint::unknown(ServerError::named("invalid-token"), call.world, token, Wanted::VisitorToken)),
    }
}
