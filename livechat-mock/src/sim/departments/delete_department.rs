use livechat_sdk::departments::{DeleteDepartment, DeleteDepartmentResponse};

use crate::{
    ServerError, ServerVersion,
    operation::{Call, Response, Simulate},
};

impl Simulate for DeleteDepartment {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let is_allowed = call.world.settings.flag("Omnichannel_enable_department_removal");
        if !is_allowed && call.world.server_version() > ServerVersion::V7_0 {
            return Err(ServerError::plain("error-department-removal-disabled")
                .hint("the setting Omnichannel_enable_department_removal is off"));
        }
        call.department_or(&self.id, ServerError::plain("error-department-not-found"))?;
        call.world.remove_department(&self.id);
        Response::new(&DeleteDepartmentResponse::new())
    }
}
