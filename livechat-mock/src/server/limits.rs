//! The limits of a server.

use std::time::Duration;

/// What connections may take, and for how long. [`ServerBuilder`](crate::ServerBuilder) documents each.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    pub(super) head_size: usize,
    pub(super) head_timeout: Duration,
    pub(super) body_timeout: Duration,
    pub(super) write_timeout: Duration,
    pub(super) bytes_in_flight: usize,
    pub(super) shutdown_timeout: Duration,
    pub(super) connections: usize,
    pub(super) keep_alive: bool,
    pub(super) heartbeat: Duration,
    pub(super) frame_size: usize,
    pub(super) waiting_frames: usize,
    /// Whether events are sent to other machines.
    pub(super) webhooks_anywhere: bool,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            head_size: 128 * 1024,
            head_timeout: Duration::from_secs(120),
            body_timeout: Duration::from_secs(30),
            write_timeout: Duration::from_secs(30),
            bytes_in_flight: 256 << 20,
            shutdown_timeout: Duration::from_secs(5),
            connections: 16_384,
            keep_alive: true,
            heartbeat: Duration::from_secs(15),
            frame_size: 1024 * 1024,
            waiting_frames: 4096,
            webhooks_anywhere: false,
        }
    }
}
