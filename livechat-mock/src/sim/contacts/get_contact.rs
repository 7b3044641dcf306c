use livechat_sdk::contacts::{GetContact, GetContactResponse};

use crate::{
    ServerError,
    shape::Shape,
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for GetContact {
    const SHAPE: Shape = Shape::unchecked();
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

/// A contact is a visitor here.
fn answer(request: &GetContact, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let visitor = call.world.visitor(&request.contact_id).filter(|visitor| visitor.disabled != Some(true));
    Answer::json(&GetContactResponse::new(visitor.cloned()))
}
