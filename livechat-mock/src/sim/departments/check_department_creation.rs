use livechat_sdk::departments::{CheckDepartmentCreation, CheckDepartmentCreationResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for CheckDepartmentCreation {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        Response::new(&CheckDepartmentCreationResponse::new(call.world.may_add_department()))
    }
}
