use livechat_sdk::visitors::{SetCallStatus, SetCallStatusResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    shape::{Kind, Shape, Style, required},
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

    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let token = &self.token;
        call.named_visitor(token)?;
        Response::new(&SetCallStatusResponse::new(token.clone(), self.call_status.clone()))
    }
}
