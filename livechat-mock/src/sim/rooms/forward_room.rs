use livechat_sdk::{Acknowledged, rooms::ForwardRoom};

use crate::{
    ServerError,
    shape::{Kind, Shape, Style, optional, required},
    sim::{Answer, Behaviour, Call, Simulate},
    world::Target,
};

impl Simulate for ForwardRoom {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[
            required("roomId", Kind::String),
            optional("userId", Kind::String),
            optional("departmentId", Kind::String),
            optional("comment", Kind::String),
            optional("clientAction", Kind::Boolean),
        ],
    };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

fn answer(request: &ForwardRoom, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let by = call.by(&request.room_id)?;
    let target = Target {
        department: request.department_id.clone(),
        agent: request.user_id.clone(),
        comment: request.comment.clone(),
    };
    call.world.forward(&request.room_id, &target, &by, call.now)?;
    Answer::json(&Acknowledged::default())
}
