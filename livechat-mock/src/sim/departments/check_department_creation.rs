use livechat_sdk::departments::{CheckDepartmentCreation, CheckDepartmentCreationResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    shape::{Shape, Style},
};

impl Simulate for CheckDepartmentCreation {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[] };

    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        Response::new(&CheckDepartmentCreationResponse::new(call.world.may_add_department()))
    }
}
