use livechat_sdk::{Acknowledged, model::Priority, priorities::UpdatePriority};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for UpdatePriority {
    /// A name may be that of another one's level.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        let (id, now) = (&self.priority_id, call.origin.now);
        let name = self.name.as_deref().map(str::trim);
        let is_taken = |other: &Priority| {
            let names = other.name.as_deref().zip(name);
            other.id != *id && names.is_some_and(|(one, other)| one.to_lowercase() == other.to_lowercase())
        };
        if name.is_some_and(|name| !name.is_empty()) && call.world.priorities().any(is_taken) {
            return Err(ServerError::plain("error-duplicate-priority-name"));
        }
        let changed = call.world.modify_priority(id, |priority| {
            if self.reset == Some(true) {
                return super::reset(priority, now);
            }
            if let Some(name) = name {
                priority.name = Some(name.to_owned());
            }
            priority.dirty = Some(true);
            priority.updated_at = Some(now);
        });
        let unknown = || ServerError::plain("error-unable-to-update-priority").hint("no priority has this id");
        changed.ok_or_else(unknown)?;
        Response::new(&Acknowledged::default())
    }
}
