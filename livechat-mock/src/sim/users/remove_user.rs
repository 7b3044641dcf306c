use livechat_sdk::{Acknowledged, users::RemoveUser};
use serde_json::json;

use super::role;
use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for RemoveUser {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let role = role(&self.user_type)?;
        if call.world.users.by_id(self.user_id.as_str()).is_none_or(|account| !account.has_role(role)) {
            return Err(ServerError::new(400, json!({"success": false}))
                .hint("no user with that role has this id; it is not the user name"));
        }
        call.world.remove_role(&self.user_id, role);
        Response::new(&Acknowledged::default())
    }
}
