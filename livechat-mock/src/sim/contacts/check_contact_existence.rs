use livechat_sdk::contacts::{CheckContactExistence, CheckContactExistenceResponse};

use crate::{
    ServerError,
    shape::{Kind, Shape, Style, optional},
    sim::{Answer, Behaviour, Call, Simulate},
};

impl Simulate for CheckContactExistence {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[
            optional("contactId", Kind::String),
            optional("email", Kind::String),
            optional("phone", Kind::String),
        ],
    };
    const ANSWER: Option<Behaviour<Self>> = Some(answer);
}

const NONE: &str = "must have required property 'contactId'\n must have required property 'email'\n must have required \
                    property 'phone'\n must match exactly one schema in oneOf";
const SEVERAL: &str = "must match exactly one schema in oneOf";

fn answer(request: &CheckContactExistence, call: &mut Call<'_>) -> Result<Answer, ServerError> {
    let world = &*call.world;
    let found = match (&request.contact_id, &request.email, &request.phone) {
        (Some(id), None, None) => world.contact(id),
        (None, Some(email), None) => world.contacts.by_email(email),
        (None, None, Some(phone)) => world.contacts.by_phone(phone),
        (None, None, None) => return Err(ServerError::reason(NONE, "invalid-params")),
        _ => return Err(ServerError::reason(SEVERAL, "invalid-params")),
    };
    Answer::json(&CheckContactExistenceResponse::new(found.is_some()))
}
