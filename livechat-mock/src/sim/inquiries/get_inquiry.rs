use livechat_sdk::inquiries::{GetInquiry, GetInquiryResponse};

use crate::{
    ServerError,
    shape::{Kind, Shape, Style, required},
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for GetInquiry {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[required("roomId", Kind::String)] };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

/// The server writes `null` where there is none.
fn answer(request: &GetInquiry, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    Answer::json(&GetInquiryResponse::new(call.world.inquiry(&request.room_id).cloned()))
}
