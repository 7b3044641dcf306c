use livechat_sdk::departments::{ArchiveDepartment, ArchiveDepartmentResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for ArchiveDepartment {
    /// An archived department is closed too.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        call.department_or(&self.id, ServerError::plain("department-not-found"))?;
        call.world.modify_department(&self.id, |department| {
            department.archived = Some(true);
            department.enabled = Some(false);
            department.updated_at = Some(call.origin.now);
        });
        call.world.leave_hours(&self.id);
        Response::new(&ArchiveDepartmentResponse::new())
    }
}
