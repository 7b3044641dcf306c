use livechat_sdk::triggers::{GetTrigger, GetTriggerResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    shape::{Kind, Shape, Style, required},
};

impl Simulate for GetTrigger {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[required("_id", Kind::String)] };

    /// An unknown trigger is `null`, not an error.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        Response::new(&GetTriggerResponse::new(call.world.trigger(&self.id).cloned()))
    }
}
