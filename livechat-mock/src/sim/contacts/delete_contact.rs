use livechat_sdk::{Acknowledged, contacts::DeleteContact, model::Room};

use super::existing;
use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for DeleteContact {
    /// Open rooms keep a contact, unless the workspace collects what visitors' browsers tell.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let world = &mut *call.world;
        existing(&self.contact_id, world).ok_or_else(|| ServerError::plain("error-contact-not-found"))?;
        let mut rooms = world.rooms.of_contact(self.contact_id.as_str()).iter();
        let has_open = rooms.any(|(_, slot)| world.rooms.get(*slot).is_some_and(Room::is_open));
        if has_open && !world.settings.flag("Livechat_Allow_collect_and_store_HTTP_header_informations") {
            return Err(ServerError::plain("error-contact-has-open-rooms"));
        }
        world.remove_contact(&self.contact_id, call.origin.now);
        Response::new(&Acknowledged::default())
    }
}
