use livechat_sdk::visitors::{SetCallStatus, SetCallStatusResponse};

use crate::{
    ServerError,
    shape::{Kind, Shape, Style, required},
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for SetCallStatus {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[
            required("token", Kind::String),
            required("callStatus", Kind::String),
            required("rid", Kind::String),
            required("callId", Kind::String),
        ],
    };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

fn answer(request: &SetCallStatus, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let token = &request.token;
    call.named_visitor(token)?;
    Answer::json(&SetCallStatusResponse::new(token.clone(), request.call_status.clone()))
}
