use livechat_sdk::{
    model::TransferUserType,
    rooms::{TransferRoom, TransferRoomResponse},
};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    shape::{Kind, Shape, Style, required},
    world::{By, Target, visitor_author},
};

impl Simulate for TransferRoom {
    const SHAPE: Shape = Shape {
        style: Style::Typed,
        fields: &[required("rid", Kind::String), required("token", Kind::String), required("department", Kind::String)],
    };

    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let by = By { author: visitor_author(call.visitor(&self.token)?), side: TransferUserType::Visitor };
        let to = Target { department: Some(self.department.clone()), ..Target::default() };
        call.world.forward(&self.room_id, &to, &by, call.now)?;
        Response::new(&TransferRoomResponse::new())
    }
}
