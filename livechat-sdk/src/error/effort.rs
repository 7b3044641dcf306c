use std::time::Duration;

use crate::client::RateLimit;

/// What a call took until it failed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Effort {
    pub(crate) attempts: u32,
    pub(crate) elapsed: Duration,
    /// As the last response said.
    pub(crate) rate_limit: Option<RateLimit>,
}
