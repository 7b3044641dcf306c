use livechat_sdk::{Acknowledged, rooms::ForwardRoom};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    world::Target,
};

impl Simulate for ForwardRoom {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let by = call.by(&self.room_id)?;
        let target = Target {
            department: self.department_id.clone(),
            agent: self.user_id.clone(),
            comment: self.comment.clone(),
        };
        call.world.forward(&self.room_id, &target, &by, call.origin.now)?;
        Response::new(&Acknowledged::default())
    }
}
