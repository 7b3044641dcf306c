//! Triggers.

mod delete_trigger;
mod get_trigger;
mod list_triggers;
mod save_trigger;
