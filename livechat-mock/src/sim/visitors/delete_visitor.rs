use livechat_sdk::visitors::{DeleteVisitor, DeleteVisitorResponse};

use crate::{
    ServerError,
    shape::Shape,
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for DeleteVisitor {
    const SHAPE: Shape = Shape::unchecked();
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

fn answer(request: &DeleteVisitor, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let token = &request.token;
    let visitor = call.named_visitor(token)?.id.clone();
    let is_collected = call.world.settings.flag("Livechat_Allow_collect_and_store_HTTP_header_informations");
    if !is_collected && !call.open_rooms(token).is_empty() {
        return Err(ServerError::reason("Cannot remove visitors with opened rooms", "visitor-has-open-rooms"));
    }
    call.world.remove_visitor(&visitor, call.now);
    Answer::json(&DeleteVisitorResponse::new(visitor, call.now))
}
