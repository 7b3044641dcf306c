//! Monitors: users who watch over the departments of [units](super::units).

mod add_monitor;
mod get_monitor;
mod list_monitors;
mod remove_monitor;

pub use self::{
    add_monitor::{AddMonitor, AddMonitorResponse},
    get_monitor::{GetMonitor, GetMonitorResponse},
    list_monitors::{ListMonitors, ListMonitorsResponse},
    remove_monitor::RemoveMonitor,
};
