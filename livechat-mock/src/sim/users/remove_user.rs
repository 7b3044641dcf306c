use livechat_sdk::{Acknowledged, users::RemoveUser};
use serde_json::json;

use super::role;
use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    shape::{Kind, Shape, Style, required},
};

impl Simulate for RemoveUser {
    const SHAPE: Shape =
        Shape { style: Style::Schema, fields: &[required("type", Kind::String), required("_id", Kind::String)] };

    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        if call.world.user(&self.user_id).is_none() {
            return Err(
                ServerError::new(400, json!({"success": false})).hint("no user has this id; it is not the user name")
            );
        }
        call.world.remove_role(&self.user_id, role(&self.user_type)?);
        Response::new(&Acknowledged::default())
    }
}
