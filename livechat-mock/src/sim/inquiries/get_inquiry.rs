use livechat_sdk::inquiries::{GetInquiry, GetInquiryResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for GetInquiry {
    /// The server writes `null` where there is none.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        Response::new(&GetInquiryResponse::new(call.world.inquiry(&self.room_id).cloned()))
    }
}
