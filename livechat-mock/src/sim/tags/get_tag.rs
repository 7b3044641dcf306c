use livechat_sdk::tags::{GetTag, GetTagResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for GetTag {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let tag = call.world.tag(&self.tag_id);
        let tag =
            tag.ok_or_else(|| ServerError::missing("Tag not found").hint("no tag has this id; a name is none"))?;
        Response::new(&GetTagResponse::new(tag.clone()))
    }
}
