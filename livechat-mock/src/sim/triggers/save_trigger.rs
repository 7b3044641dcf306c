use livechat_sdk::{
    model::Trigger,
    triggers::{SaveTrigger, SaveTriggerResponse},
};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
};

impl Simulate for SaveTrigger {
    /// An unknown id changes nothing.
    fn respond(&self, call: &mut Call<'_>) -> Result<Response<Self>, ServerError> {
        if self.id.as_ref().is_none_or(|id| call.world.trigger(id).is_some()) {
            let SaveTrigger { name, description, enabled, run_once, conditions, actions, id, .. } = self.clone();
            let trigger = Trigger::new(id.unwrap_or_else(|| "".into()))
                .name(name)
                .description(description)
                .enabled(enabled)
                .run_once(run_once)
                .conditions(conditions)
                .actions(actions)
                .updated_at(call.origin.now);
            call.world.add_trigger(trigger);
        } else {
            call.add_hint("no trigger has this id, so nothing is stored");
        }
        Response::new(&SaveTriggerResponse::new())
    }
}
