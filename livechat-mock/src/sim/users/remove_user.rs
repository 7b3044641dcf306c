use livechat_sdk::{Acknowledged, users::RemoveUser};
use serde_json::json;

use super::role;
use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for RemoveUser {
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
