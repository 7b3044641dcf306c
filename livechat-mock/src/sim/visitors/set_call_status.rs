use livechat_sdk::visitors::{SetCallStatus, SetCallStatusResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for SetCallStatus {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let token = &self.token;
        call.named_visitor(token)?;
        Response::new(&SetCallStatusResponse::new(token.clone(), self.call_status.clone()))
    }
}
