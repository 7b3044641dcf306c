use livechat_sdk::{
    JsonObject, RoomId,
    livechat::{ReceiveSms, ReceiveSmsResponse},
    model::{RoomSource, RoomSourceType, Visitor},
};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for ReceiveSms {
    /// Writes the text into the open room of the visitor with the number, who may be a new one.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        if self.service != TWILIO {
            return Err(ServerError::not_found().hint("the one provider that is known is twilio"));
        }
        let Some(from) = self.from.as_deref().filter(|from| !from.trim().is_empty()) else {
            return Err(
                ServerError::plain("error-invalid-visitor").hint("From is missing: the number that it came from")
            );
        };
        let visitor = match call.world.visitors.find_by_phone(from).and_then(|slot| call.world.visitors.get(slot)) {
            Some(visitor) => visitor.clone(),
            None => call.world.add_caller(from, call.now),
        };
        let room = room(self, &visitor, call)?;
        call.world.visitor_writes(&room, None, &visitor, self.body.as_deref().unwrap_or_default(), call.now);
        Response::new(&ReceiveSmsResponse::new(NOTHING))
    }
}

/// The one provider that the documentation has.
const TWILIO: &str = "twilio";

/// What Twilio is told: nothing is to be sent back.
const NOTHING: &str = "<Response></Response>";

fn room(request: &ReceiveSms, visitor: &Visitor, call: &mut Call<'_>) -> Result<RoomId, ServerError> {
    if let Some(room) = visitor.token.as_ref().and_then(|token| call.open_rooms(token).into_iter().next()) {
        return Ok(room);
    }
    let mut source = RoomSource::new(RoomSourceType::Sms);
    source.alias = Some(TWILIO.to_owned());
    let room = call.world.start_conversation(&visitor.id, source, None, call.now)?;
    // What an answer is sent from.
    let to = request.to.iter().map(|to| ("from".to_owned(), to.as_str().into()));
    let sms = Box::new(to.collect::<JsonObject>());
    call.world.modify_room_at(&room, call.now, |room| room.sms = Some(sms));
    Ok(room)
}
