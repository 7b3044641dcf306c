use livechat_sdk::departments::{UnarchiveDepartment, UnarchiveDepartmentResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for UnarchiveDepartment {
    /// It stays disabled until it is enabled.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        call.department_or(&self.id, ServerError::named("department-not-found"))?;
        call.world.modify_department(&self.id, |department| {
            department.archived = Some(false);
            department.updated_at = Some(call.origin.now);
        });
        Response::new(&UnarchiveDepartmentResponse::new())
    }
}
