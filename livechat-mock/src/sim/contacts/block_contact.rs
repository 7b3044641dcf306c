use livechat_sdk::{Acknowledged, contacts::BlockContact, model::Closer};

use super::{contact_of, source_of};
use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    world::{Closing, Transcript},
};

impl Simulate for BlockContact {
    /// No validator is published, and the description lists these alone.
    const CONTRACT: Option<&'static str> = super::CHANNEL;

    /// The open room of the channel is closed, as if the caller had done it.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let contact = contact_of(&self.visitor, call.world)?;
        let (visitor, source) = (&self.visitor.visitor_id, &source_of(&self.visitor));
        if call.world.visitor(visitor).is_none_or(|visitor| visitor.disabled == Some(true)) {
            return Err(ServerError::plain("error-visitor-not-found"));
        }
        call.world.block_channel(&contact, visitor, source, true, call.origin.now);
        if let Some(room) = call.world.open_room_on(visitor, source) {
            let closing = Closing {
                by: call.author()?,
                closer: Closer::User,
                comment: COMMENT.to_owned(),
                tags: Vec::new(),
                transcript: Transcript::AsAsked,
                by_force: false,
            };
            call.world.close(&room, closing, call.origin.now)?;
        }
        Response::new(&Acknowledged::default())
    }
}

/// The comment of a room that is closed so, in the server's language.
const COMMENT: &str = "This channel has been blocked";
