//! Triggers: what the widget does by itself.

mod delete_trigger;
mod get_trigger;
mod list_triggers;
mod save_trigger;

pub use self::{
    delete_trigger::{DeleteTrigger, DeleteTriggerResponse},
    get_trigger::{GetTrigger, GetTriggerResponse},
    list_triggers::{ListTriggers, ListTriggersResponse},
    save_trigger::{SaveTrigger, SaveTriggerResponse},
};
