use livechat_sdk::triggers::{DeleteTrigger, DeleteTriggerResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    shape::{Kind, Shape, Style, required},
};

impl Simulate for DeleteTrigger {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[required("_id", Kind::String)] };

    /// Whether there was one makes no difference.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        call.world.remove_trigger(&self.id);
        Response::new(&DeleteTriggerResponse::new())
    }
}
