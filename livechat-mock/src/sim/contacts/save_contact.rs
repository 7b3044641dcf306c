use livechat_sdk::{
    contacts::{SaveContact, SaveContactResponse},
    visitors::RegisterVisitor,
};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    sim::visitors::register,
};

impl Simulate for SaveContact {
    /// The handler matches, and uses no validator although one is published.
    const CONTRACT: Option<&'static str> = Some(
        "match {token:string, name:string, _id?:string, email?:string, phone?:string, \
         username?:string, customFields?:{...}, contactManager?:{username?:string}}",
    );

    /// A contact is a visitor here, who is found as one who registers, but is not online because of it.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let manager = self.contact_manager.as_ref().and_then(|manager| manager.username.as_deref());
        let manager = match manager.filter(|username| !username.is_empty()) {
            None => None,
            Some(username) => {
                let user = call.world.users.by_name(username).map(|account| &account.user.id);
                let user = user.ok_or_else(|| ServerError::plain("error-contact-manager-not-found"))?;
                call.world.contact_manager(user)
            }
        };
        let mut visitor = RegisterVisitor::new(self.token.clone()).name(self.name.clone());
        visitor.email.clone_from(&self.email);
        visitor.phone.clone_from(&self.phone);
        let slot = register(&visitor, call, |visitor| {
            visitor.contact_manager = manager.or(visitor.contact_manager.take());
        })?;
        let visitor = call.world.visitors.get(slot);
        let id = visitor.ok_or_else(|| ServerError::internal(call.world.server_version()))?.id.clone();
        Response::new(&SaveContactResponse::new(id))
    }
}
