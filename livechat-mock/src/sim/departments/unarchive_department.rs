use livechat_sdk::departments::{UnarchiveDepartment, UnarchiveDepartmentResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    shape::{Kind, Shape, Style, required},
};

impl Simulate for UnarchiveDepartment {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[required("_id", Kind::String)] };

    /// It stays disabled until it is enabled.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        call.department(&self.id)?;
        call.world.modify_department(&self.id, |department| {
            department.archived = Some(false);
            department.updated_at = Some(call.now);
        });
        Response::new(&UnarchiveDepartmentResponse::new())
    }
}
