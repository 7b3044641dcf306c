use livechat_sdk::contacts::{GetContact, GetContactResponse};

use super::shown;
use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for GetContact {
    /// The handler matches, and uses no validator although one is published.
    const CONTRACT: Option<&'static str> = Some("match {contactId:string}");

    /// A contact is a visitor here.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let visitor = call.world.visitor(&self.contact_id).filter(|visitor| visitor.disabled != Some(true));
        let version = call.world.server_version();
        Response::new(&GetContactResponse::new(visitor.map(|visitor| shown(visitor, version))))
    }
}
