use livechat_sdk::{
    Acknowledged, JsonObject,
    model::{CustomFieldScope, VisitorEmail, VisitorPhone},
    rooms::{RoomInfo, SaveRoomInfo, VisitorInfo},
};
use serde_json::Value;

use crate::{
    Edition, ServerError, World, hint,
    operation::{Call, Response, Simulate},
    sim::custom_fields::check_value,
    world::Told,
};

impl Simulate for SaveRoomInfo {
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let (guest, info) = (&self.visitor, &self.room);
        let room = call.livechat_room(&info.id)?;
        if !call.serves(room) && !call.is_permitted("save-others-livechat-room-info") {
            return Err(ServerError::unauthorized()
                .hint("the caller does not serve the room, and lacks the permission save-others-livechat-room-info"));
        }
        // The number that a text message came from stays.
        let phone = guest.phone.as_deref().filter(|_| room.sms.is_none());
        if call.world.visitor(&guest.id).is_none_or(|visitor| visitor.disabled == Some(true)) {
            return Err(
                ServerError::plain("error-invalid-visitor").hint("nothing here has this guestData._id as its id")
            );
        }
        let guest_fields = defined(guest.livechat_data.as_ref(), &CustomFieldScope::Visitor, call.world)?;
        let room_fields = defined(info.livechat_data.as_ref(), &CustomFieldScope::Room, call.world)?;
        for (fields, scope, of) in [
            (&guest.livechat_data, CustomFieldScope::Visitor, "visitors"),
            (&info.livechat_data, CustomFieldScope::Room, "rooms"),
        ] {
            let undefined = undefined(fields.as_ref(), &scope, call.world);
            hint::no_custom_fields(undefined, of).into_iter().for_each(|hint| call.add_hint(hint));
        }
        save_guest(guest, phone, guest_fields, call);
        call.world.modify_room_at(&info.id, call.origin.now, |room| {
            room.topic = info.topic.clone().or(room.topic.take());
            if let Some(tags) = &info.tags {
                room.tags.clone_from(tags);
            }
            if !room_fields.is_empty() {
                room.livechat_data.get_or_insert_default().extend(room_fields);
            }
        });
        if let Some(name) = guest.name.as_deref().and_then(filled_in) {
            call.world.rename_room(&info.id, name, call.origin.now);
        }
        if call.world.edition() == Edition::Enterprise {
            save_terms(info, call)?;
        } else {
            let given = [("slaId", info.sla_id.is_some()), ("priorityId", info.priority_id.is_some())];
            given.iter().filter(|(_, is)| *is).for_each(|(key, _)| call.add_hint(hint::without_licence(key)));
        }
        if call.livechat_room(&info.id)?.closed_at.is_some() {
            call.world.tell(&info.id, &Told::Edited, call.origin.now);
        }
        Response::new(&Acknowledged::default())
    }
}

/// Gives the room another service level and another priority, where they are given. An empty id takes them from the room,
/// and an unknown one is passed over.
fn save_terms(info: &RoomInfo, call: &mut Call<'_>) -> Result<(), ServerError> {
    let (room, by) = (call.livechat_room(&info.id)?, call.author()?);
    let sla = info.sla_id.as_ref().filter(|sla| *sla != room.sla_id.as_ref().unwrap_or(&"".into()));
    let priority =
        info.priority_id.as_ref().filter(|priority| *priority != room.priority_id.as_ref().unwrap_or(&"".into()));
    if let Some(sla) = sla {
        let policy = call.world.sla_policies().find(|policy| policy.id == *sla).cloned();
        if policy.is_some() || sla.as_str().is_empty() {
            call.world.set_sla(&info.id, policy, by.clone(), call.origin.now);
        } else {
            call.add_hint("no service level has this slaId: the room keeps what it has");
        }
    }
    if let Some(priority) = priority {
        let found = call.world.priority(priority).cloned();
        if found.is_some() || priority.as_str().is_empty() {
            call.world.set_priority(&info.id, found, by, call.origin.now);
        } else {
            call.add_hint("no priority has this priorityId: the room keeps what it has");
        }
    }
    Ok(())
}

fn save_guest(guest: &VisitorInfo, phone: Option<&str>, fields: JsonObject, call: &mut Call<'_>) {
    let now = call.origin.now;
    call.world.modify_visitor(&guest.id, |visitor| {
        if let Some(name) = guest.name.as_deref().and_then(filled_in) {
            visitor.name = Some(name.to_owned());
        }
        if let Some(email) = guest.email.as_deref().and_then(filled_in) {
            visitor.emails = vec![VisitorEmail::new(email.to_lowercase())];
        }
        if let Some(phone) = phone.and_then(filled_in) {
            visitor.phones = vec![VisitorPhone::new(phone)];
        }
        if !fields.is_empty() {
            visitor.livechat_data.get_or_insert_default().extend(fields);
        }
        visitor.updated_at = Some(now);
    });
}

/// A blank text in a form was not filled in.
fn filled_in(text: &str) -> Option<&str> {
    Some(text.trim()).filter(|text| !text.is_empty())
}

/// The keys of the fields that the workspace does not define for this.
fn undefined<'f>(fields: Option<&'f JsonObject>, scope: &CustomFieldScope, world: &World) -> Vec<&'f str> {
    let keys = fields.into_iter().flat_map(JsonObject::keys).map(String::as_str);
    keys.filter(|key| world.custom_field(key).is_none_or(|known| known.scope != *scope)).collect()
}

/// Those of the fields that the workspace defines for this; the others are passed over.
fn defined(fields: Option<&JsonObject>, scope: &CustomFieldScope, world: &World) -> Result<JsonObject, ServerError> {
    let mut defined = JsonObject::new();
    for (key, value) in fields.into_iter().flatten() {
        let Some(known) = world.custom_field(key).filter(|known| known.scope == *scope) else { continue };
        let text = value.as_str().map_or_else(|| value.to_string(), |text| text.trim().to_owned());
        if !text.is_empty() {
            check_value(known, &text)?;
        }
        defined.insert(key.clone(), Value::from(text));
    }
    Ok(defined)
}
