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
    match call.world.visitors.by_token(token) {
        Some(visitor) => Answer::one("visitor", visitor),
        None => Err(hint::unknown(ServerError::named("invalid-token"), call.world, token, Wanted::VisitorToken)),
    }
}
