use livechat_sdk::triggers::SaveTrigger;

use crate::{
    shape::{Kind, Shape, Style, optional, required},
    sim::Simulate,
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
