use livechat_sdk::inquiries::{ReturnInquiry, ReturnInquiryResponse};

use crate::{
    ServerError,
    hint::{self, Wanted},
    operation::{Call, Response, Simulate},
};

impl Simulate for ReturnInquiry {
    /// Answers whether it went back: a room that waits already does not.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let Some(room) = call.world.room(&self.room_id) else {
            let error = ServerError::plain("error-room-not-found");
            return Err(hint::unknown(error, call.world, self.room_id.as_str(), Wanted::RoomId));
        };
        if !room.is_open() {
            return Err(ServerError::plain("room-closed"));
        }
        if room.on_hold == Some(true) {
            return Err(ServerError::plain("error-room-onHold"));
        }
        if room.served_by.is_none() {
            return Response::new(&ReturnInquiryResponse::new(false));
        }
        let department = match &self.department_id {
            None => None,
            Some(id) => match call.world.department(id.as_str()) {
                Some(department) => Some(department.id.clone()),
                None => return Err(ServerError::plain("error-invalid-department")),
            },
        };
        let (room, by) = (room.id.clone(), call.by(&self.room_id)?);
        call.world.return_to_queue(&room, department.as_ref(), &by, call.origin.now);
        Response::new(&ReturnInquiryResponse::new(true))
    }
}
