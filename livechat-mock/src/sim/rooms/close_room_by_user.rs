use livechat_sdk::rooms::CloseRoomByUser;

use crate::{
    shape::{Kind, Shape, Style, optional, required},
    sim::Simulate,
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
}

const TRANSCRIPT_EMAIL: Kind = Kind::Object(&[
    required("sendToVisitor", Kind::Boolean),
    optional("requestData", Kind::Object(&[required("email", Kind::String), required("subject", Kind::String)])),
]);
