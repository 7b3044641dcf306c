use livechat_sdk::visitors::GetVisitor;

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    shape::Shape,
};

impl Simulate for GetVisitor {
    const SHAPE: Shape = Shape::unchecked();

    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        Response::one("visitor", call.named_visitor(&self.token)?)
    }
}
