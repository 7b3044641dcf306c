use livechat_sdk::contacts::{CheckContactExistence, CheckContactExistenceResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    shape::{Kind, Shape, Style, optional},
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

    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let world = &*call.world;
        let found = match (&self.contact_id, &self.email, &self.phone) {
            (Some(id), None, None) => world.contact(id),
            (None, Some(email), None) => world.contacts.by_email(email),
            (None, None, Some(phone)) => world.contacts.by_phone(phone),
            (None, None, None) => return Err(ServerError::reason(NONE, "invalid-params")),
            _ => return Err(ServerError::reason(SEVERAL, "invalid-params")),
        };
        Response::new(&CheckContactExistenceResponse::new(found.is_some()))
    }
}

const NONE: &str = "must have required property 'contactId'\n must have required property 'email'\n must have required \
                    property 'phone'\n must match exactly one schema in oneOf";
const SEVERAL: &str = "must match exactly one schema in oneOf";
