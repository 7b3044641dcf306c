use livechat_sdk::contacts::{GetContactById, GetContactByIdResponse};
use serde_json::json;

use crate::{
    ServerError, ServerVersion,
    shape::{Kind, Shape, Style, required},
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for GetContactById {
    const SHAPE: Shape = Shape { style: Style::Schema, fields: &[required("contactId", Kind::NotBlank)] };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

/// A contact that nobody knows is `null` for older servers.
fn answer(request: &GetContactById, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let contact = call.world.contact(&request.contact_id).cloned();
    if contact.is_none() && call.world.server_version() > ServerVersion::V7_0 {
        return Err(ServerError::new(404, json!({"success": false, "error": "Resource not found"})));
    }
    Answer::json(&GetContactByIdResponse::new(contact))
}
