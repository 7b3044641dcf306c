use livechat_sdk::inquiries::{GetInquiry, GetInquiryResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    shape::{Kind, Shape, Style, required},
};

impl Simulate for GetInquiry {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[required("roomId", Kind::String)] };

    /// The server writes `null` where there is none.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        Response::new(&GetInquiryResponse::new(call.world.inquiry(&self.room_id).cloned()))
    }
}
