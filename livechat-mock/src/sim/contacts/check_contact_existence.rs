use livechat_sdk::contacts::{CheckContactExistence, CheckContactExistenceResponse};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for CheckContactExistence {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let world = &*call.world;
        let found = match (&self.contact_id, &self.email, &self.phone) {
            (Some(id), ..) => world.contact(id),
            (None, Some(email), _) => world.contacts.by_email(email),
            (None, None, phone) => phone.as_ref().and_then(|phone| world.contacts.by_phone(phone)),
        };
        Response::new(&CheckContactExistenceResponse::new(found.is_some()))
    }
}
