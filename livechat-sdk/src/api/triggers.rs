//! Triggers: what the widget does by itself.

mod call_external_service;
mod delete_trigger;
mod get_trigger;
mod list_triggers;
mod save_trigger;
mod test_external_service;

pub use self::{
    call_external_service::CallExternalService,
    delete_trigger::{DeleteTrigger, DeleteTriggerResponse},
    get_trigger::{GetTrigger, GetTriggerResponse},
    list_triggers::{ListTriggers, ListTriggersResponse},
    save_trigger::{SaveTrigger, SaveTriggerResponse},
    test_external_service::TestExternalService,
};
