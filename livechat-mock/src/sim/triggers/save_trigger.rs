use livechat_sdk::{
    model::Trigger,
    triggers::{SaveTrigger, SaveTriggerResponse},
};

use crate::{
    ServerError,
    operation::{Call, Response, Simulate},
    shape::{Kind, Shape, Style, optional, required},
};

impl Simulate for SaveTrigger {
    const SHAPE: Shape = Shape {
        style: Style::Schema,
        fields: &[
            optional("_id", Kind::String),
            required("name", Kind::String),
            required("description", Kind::String),
            required("enabled", Kind::Boolean),
            required("runOnce", Kind::Boolean),
            required("conditions", Kind::NonEmptyList(&CONDITION)),
            required("actions", Kind::NonEmptyList(&ACTION)),
        ],
    };

    /// An unknown id silently changes nothing.
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
                .updated_at(call.now);
            call.world.add_trigger(trigger);
        }
        Response::new(&SaveTriggerResponse::new())
    }
}

const CONDITION: Kind = Kind::Object(&[required("name", CONDITION_NAME), optional("value", Kind::Any)]);
const CONDITION_NAME: Kind =
    Kind::OneOf(&["time-on-site", "page-url", "chat-opened-by-visitor", "after-guest-registration"]);

const ACTION: Kind = Kind::Object(&[required("name", ACTION_NAME), optional("params", PARAMS)]);
const ACTION_NAME: Kind = Kind::OneOf(&["send-message", "use-external-service"]);
const PARAMS: Kind = Kind::OpenObject(&[
    optional("sender", Kind::OneOf(&["queue", "custom"])),
    optional("name", Kind::String),
    optional("msg", Kind::String),
    optional("serviceUrl", Kind::String),
    optional("serviceTimeout", Kind::Number),
    optional("serviceFallbackMessage", Kind::String),
]);
