use std::{fmt, time::Duration};

/// How often servers let an operation be called: so many times in one window of time.
///
/// Workspaces can switch the limits off, and their administrators and bots are exempt. The state of a limit in a
/// server's responses is a [`RateLimit`](crate::RateLimit).
///
/// ```
/// use std::time::Duration;
/// use livechat_sdk::{Endpoint, endpoint::CallLimit, visitors::{GetVisitor, RegisterVisitor}};
///
/// assert_eq!(GetVisitor::META.call_limit(), Some(CallLimit::DEFAULT));
/// let limit = RegisterVisitor::META.call_limit().unwrap();
/// assert_eq!((limit.calls(), limit.window()), (5, Duration::from_secs(60)));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallLimit {
    calls: u64,
    window: Duration,
    caller: Caller,
    since: Option<&'static str>,
}

impl CallLimit {
    /// The limit of an operation that has none of its own: 10 calls in 60 seconds, unless the workspace sets another.
    pub const DEFAULT: Self = Self::new(10, Duration::from_secs(60));

    /// So many calls in so long a window, for each client address.
    #[must_use]
    pub const fn new(calls: u64, window: Duration) -> Self {
        Self { calls, window, caller: Caller::Address, since: None }
    }

    /// The server's version that brought the limit. Older ones have the [default](Self::DEFAULT) in its place.
    #[must_use]
    pub const fn since(mut self, version: &'static str) -> Self {
        self.since = Some(version);
        self
    }

    /// How many calls a server takes in one window.
    #[must_use]
    pub const fn calls(&self) -> u64 {
        self.calls
    }

    /// How long a window lasts.
    #[must_use]
    pub const fn window(&self) -> Duration {
        self.window
    }

    /// Whose calls count together.
    #[must_use]
    pub const fn caller(&self) -> Caller {
        self.caller
    }

    /// The server's version that brought the limit; `None` if all known versions have it.
    #[must_use]
    pub const fn version_added(&self) -> Option<&'static str> {
        self.since
    }
}

impl fmt::Display for CallLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let calls = if self.calls == 1 { "call" } else { "calls" };
        write!(f, "{} {calls} in {} seconds for each {}", self.calls, self.window.as_secs_f64(), self.caller)?;
        match self.since {
            Some(version) => write!(f, ", since {version}"),
            None => Ok(()),
        }
    }
}

/// Whose calls count together towards a [`CallLimit`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Caller {
    /// Those from one client address, whoever is logged in.
    Address,
}

impl fmt::Display for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Address => "client address",
        })
    }
}
