use livechat_sdk::{
    contacts::{ResolveContactConflicts, ResolveContactConflictsResponse},
    model::ContactOwner,
};

use super::{check_manager, existing};
use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for ResolveContactConflicts {
    /// An empty name counts as not given, and an empty manager as none. Custom fields are added as they are.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let contact =
            existing(&self.contact_id, call.world).ok_or_else(|| ServerError::plain("error-contact-not-found"))?;
        let conflicts = contact.conflicting_fields.as_ref().map_or(0, Vec::len);
        if conflicts == 0 {
            return Err(ServerError::plain("error-contact-has-no-conflicts"));
        }
        let manager = self.contact_manager.as_ref();
        let named = manager.filter(|manager| !manager.as_str().is_empty());
        named.map_or(Ok(()), |manager| check_manager(manager, call.world))?;
        let name = self.name.as_ref().filter(|name| !name.is_empty());
        let is_wiped = self.wipe_conflicts == Some(true);
        let now = call.origin.now;
        let contact = call.world.modify_contact(&self.contact_id, |contact| {
            let is_resolved = |field: &str| {
                let custom = field.strip_prefix("customFields.");
                is_wiped
                    || (field == "name" && name.is_some())
                    || (field == "manager" && manager.is_some())
                    || custom.is_some_and(|key| self.custom_fields.iter().any(|fields| fields.contains_key(key)))
            };
            contact.conflicting_fields.get_or_insert_default().retain(|conflict| !is_resolved(&conflict.field));
            if let Some(name) = name {
                contact.name = Some(name.clone());
            }
            if manager.is_some() {
                contact.contact_manager = named.cloned().map(ContactOwner::from);
            }
            if let Some(fields) = self.custom_fields.clone() {
                contact.custom_fields.get_or_insert_default().extend(fields);
            }
            contact.unknown = Some(false);
            contact.updated_at = Some(now);
            contact.clone()
        });
        if is_wiped {
            call.world.count_resolved_conflicts(conflicts as u64);
        }
        let contact = contact.ok_or_else(|| ServerError::internal(call.world.server_version()))?;
        Response::new(&ResolveContactConflictsResponse::new(contact))
    }
}
