//! Triggers.

mod call_external_service;
mod delete_trigger;
mod external_service;
mod get_trigger;
mod list_triggers;
mod save_trigger;
mod test_external_service;
