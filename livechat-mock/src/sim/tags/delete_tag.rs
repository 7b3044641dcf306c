use livechat_sdk::{Acknowledged, tags::DeleteTag};
use serde_json::json;

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for DeleteTag {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        if call.world.remove_tag(&self.id).is_none() {
            return Err(ServerError::reason("Tag not found", "tag-not-found")
                .details(json!({"method": "livechat:removeTag"}))
                .hint("no tag has this id; a name is none"));
        }
        Response::new(&Acknowledged::default())
    }
}
