use http::header::HOST;
use livechat_sdk::{
    model::{RoomSource, RoomSourceType},
    rooms::{OpenRoom, OpenRoomResponse},
};

use crate::{
    Edition, ServerError,
    operation::{Call, Response, Simulate},
    world::{Terms, api_source},
};

impl Simulate for OpenRoom {
    /// The handler matches, in all versions, and uses no validator although one is published.
    const CONTRACT: Option<&'static str> =
        Some("match {token:string, rid?:string, agentId?:string, sla?:string, priority?:string}");

    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let terms = Terms { sla: self.sla.as_deref(), priority: self.priority.as_deref() };
        if call.world.edition() == Edition::Community {
            let given = [("sla", terms.sla), ("priority", terms.priority)];
            if let Some((key, _)) = given.iter().find(|(_, value)| value.is_some()) {
                return Err(ServerError::plain(&format!("Match error: Unknown key in field {key}"))
                    .hint("the world is of the community edition, which has no service levels and priorities"));
            }
        }
        let visitor = call.visitor(&self.token)?.id.clone();
        let (room, is_new) = if let Some(id) = &self.room_id {
            let room = call.room_of(&self.token, id)?;
            if !room.is_open() {
                return Err(
                    ServerError::plain("invalid-room").hint("the room is closed; without rid, a new one is opened")
                );
            }
            (room.id.clone(), false)
        } else if let Some(room) = call.world.rooms.first_open_of_token(self.token.expose()) {
            (room.id.clone(), false)
        } else {
            let source = source(call);
            let agent = self.agent_id.as_ref();
            if agent.is_some_and(|agent| !call.world.is_online_agent(agent)) {
                call.add_hint("`agentId`: no agent who is online has this id, so it is passed over");
            }
            (call.world.start_conversation_on(&visitor, source, agent, terms, call.origin.now)?, true)
        };
        let room = call.stored_room(&room)?.clone();
        Response::new(&OpenRoomResponse::new(room, is_new))
    }
}

/// A widget says so in its cookies; anything else is a caller of the API.
fn source(call: &Call<'_>) -> RoomSource {
    if call.cookie("rc_room_type") != Some("l") || call.cookie("rc_is_widget") != Some("t") {
        return api_source();
    }
    let mut source = RoomSource::new(RoomSourceType::Widget);
    let host = call.headers.get(HOST).and_then(|value| value.to_str().ok());
    source.destination = Some(host.unwrap_or_default().to_owned());
    source
}
