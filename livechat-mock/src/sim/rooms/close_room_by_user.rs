use livechat_sdk::{Acknowledged, model::Closer, rooms::CloseRoomByUser};

use crate::{
    ServerError,
    shape::{Kind, Shape, Style, optional, required},
    sim::{Answer, Behaviour, Call, Simulate},
    world::Closing,
};

impl Simulate for CloseRoomByUser {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[
            required("rid", Kind::String),
            optional("comment", Kind::String),
            optional("tags", Kind::List(&Kind::String)),
            optional("generateTranscriptPdf", Kind::Boolean),
            optional("transcriptEmail", TRANSCRIPT_EMAIL),
            optional("forceClose", Kind::Boolean),
        ],
    };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

const TRANSCRIPT_EMAIL: Kind = Kind::Object(&[
    required("sendToVisitor", Kind::Boolean),
    optional("requestData", Kind::Object(&[required("email", Kind::String), required("subject", Kind::String)])),
]);

fn answer(request: &CloseRoomByUser, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let room = call.livechat_room(&request.room_id)?;
    if !room.is_open() {
        return Err(ServerError::plain("error-room-already-closed"));
    }
    if !call.serves(room) && !call.is_permitted("close-others-livechat-room") {
        return Err(ServerError::plain("error-not-authorized")
            .hint("the caller does not serve the room, and lacks the permission close-others-livechat-room"));
    }
    let comment = request.comment.as_deref().unwrap_or_default().trim();
    if comment.is_empty() && call.world.settings.flag("Livechat_request_comment_when_closing_conversation") {
        return Err(ServerError::plain("error-comment-is-required"));
    }
    let department = room.department_id.as_ref().and_then(|id| call.world.department(id.as_str()));
    let wants_tags = department.is_some_and(|department| department.request_tag_before_closing_chat == Some(true));
    if wants_tags && request.tags.is_empty() {
        return Err(ServerError::plain("error-tags-must-be-assigned-before-closing-chat"));
    }
    let room = room.id.clone();
    let closing = Closing {
        by: call.author()?,
        closer: Closer::User,
        comment: comment.to_owned(),
        tags: (!request.tags.is_empty()).then(|| request.tags.clone()),
        transcript_requested: request.transcript_email.as_ref().is_some_and(|wanted| wanted.send_to_visitor),
    };
    call.world.close(&room, closing, call.now);
    Answer::json(&Acknowledged::default())
}
