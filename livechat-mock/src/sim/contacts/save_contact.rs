use livechat_sdk::{
    contacts::{SaveContact, SaveContactResponse},
    model::{ContactManager, Visitor, VisitorEmail, VisitorPhone},
};

use crate::{
    ServerError, World, hint,
    operation::{Call, Response, Simulate},
    sim::custom_fields::{Undefined, is_for_visitors, valid_values},
    world::{AGENT, Slot},
};

impl Simulate for SaveContact {
    /// The handler matches, and uses no validator although one is published.
    const CONTRACT: Option<&'static str> = Some(
        "match {token:string, name:string, _id?:string, email?:string, phone?:string, \
         username?:string, customFields?:{...}, contactManager?:{username:string}}",
    );

    /// A contact is a visitor here, who becomes what is given, and nothing else. All rooms take on the name.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        if self.token.expose().is_empty() {
            return Err(ServerError::reason("Invalid visitor token", "error-invalid-contact-data"));
        }
        let manager = self.contact_manager.as_ref().map(|manager| manager.username.as_str());
        manager.map_or(Ok(()), |manager| check_manager(manager, call.world))?;
        let fields = self.custom_fields.clone().unwrap_or_default();
        let undefined = fields.keys().map(String::as_str).filter(|key| !is_for_visitors(key, call.world));
        let dropped = hint::no_custom_fields(undefined, "visitors");
        let fields = valid_values(&fields, Undefined::Dropped, call.world)?;
        dropped.into_iter().for_each(|hint| call.add_hint(hint));
        let email = self.email.as_deref().map(|email| email.trim().to_lowercase()).filter(|email| !email.is_empty());
        let slot = find_or_add(self, email.as_deref(), call);
        let id = call.world.modify_visitor_in(slot, |visitor| {
            visitor.token = Some(self.token.clone());
            visitor.name = Some(self.name.clone());
            visitor.livechat_data = Some(fields);
            if let Some(phone) = &self.phone {
                visitor.phones =
                    Some(phone).filter(|phone| !phone.is_empty()).map(VisitorPhone::new).into_iter().collect();
            }
            visitor.emails = email.map(VisitorEmail::new).into_iter().collect();
            visitor.contact_manager = manager.map(|manager| ContactManager::new(manager).into());
            visitor.updated_at = Some(call.origin.now);
            visitor.id.clone()
        });
        let id = id.ok_or_else(|| ServerError::internal(call.world.server_version()))?;
        for room in call.world.rooms_of_visitor(&id) {
            call.world.rename_room(&room, &self.name, call.origin.now);
        }
        Response::new(&SaveContactResponse::new(id))
    }
}

fn check_manager(username: &str, world: &World) -> Result<(), ServerError> {
    match world.users.by_name(username) {
        None => Err(ServerError::reason(
            &format!("No user found with username {username}"),
            "error-contact-manager-not-found",
        )),
        Some(account) if !account.has_role(AGENT) => Err(ServerError::reason(
            "The contact manager must have the role \"livechat-agent\"",
            "error-invalid-contact-manager",
        )),
        Some(_) => Ok(()),
    }
}

/// The visitor with the token; else the one with the address; else a new one.
fn find_or_add(request: &SaveContact, email: Option<&str>, call: &mut Call<'_>) -> Slot {
    let world = &mut *call.world;
    if let Some(slot) = world.visitors.find_by_token(request.token.expose()) {
        return slot;
    }
    let username = request.username.clone().filter(|username| !username.is_empty());
    // The number of a guest is used up also if it turns out that it is not needed.
    let username = username.unwrap_or_else(|| world.next_guest());
    if let Some(slot) = email.and_then(|email| world.visitors.find_by_email(email)) {
        return slot;
    }
    let id = world.draw_visitor_id();
    world.insert_visitor(Visitor::new(id).username(username).created_at(call.origin.now))
}
