use livechat_sdk::{
    model::TransferUserType,
    rooms::{TransferRoom, TransferRoomResponse},
};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    world::{By, Target, visitor_author},
};

impl Simulate for TransferRoom {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let by = By { author: visitor_author(call.visitor(&self.token)?), side: TransferUserType::Visitor };
        let to = Target { department: Some(self.department.clone()), ..Target::default() };
        call.world.forward(&self.room_id, &to, &by, call.origin.now)?;
        Response::new(&TransferRoomResponse::new())
    }
}
