use livechat_sdk::visitors::GetVisitor;

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for GetVisitor {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        Response::one("visitor", call.named_visitor(&self.token)?)
    }
}
