use livechat_sdk::visitors::GetVisitor;

use crate::{
    ServerError,
    shape::Shape,
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for GetVisitor {
    const SHAPE: Shape = Shape::unchecked();
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

fn answer(request: &GetVisitor, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    Answer::one("visitor", call.named_visitor(&request.token)?)
}
