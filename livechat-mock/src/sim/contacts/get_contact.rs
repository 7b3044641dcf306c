use livechat_sdk::contacts::{GetContact, GetContactResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    shape::Shape,
};

impl Simulate for GetContact {
    const SHAPE: Shape = Shape::unchecked();

    /// A contact is a visitor here.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let visitor = call.world.visitor(&self.contact_id).filter(|visitor| visitor.disabled != Some(true));
        Response::new(&GetContactResponse::new(visitor.cloned()))
    }
}
