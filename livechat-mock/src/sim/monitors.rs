//! Monitors.

mod add_monitor;
mod get_monitor;
mod list_monitors;
mod remove_monitor;
