//! Matchers for a plain wiremock server: see [`responders`](crate::responders).

use std::fmt;

use livechat_sdk::Endpoint;
use wiremock::{Match, Request};

use crate::{ServerVersion, catalogue::catalogue, responders::read, server::Condition};

/// Matches requests for one operation, at any of its paths, with arguments that the newest server takes.
pub fn operation<E: Endpoint>() -> Operation<E> {
    Operation { conditions: Vec::new(), version: ServerVersion::default() }
}

/// Matches requests for one operation. Made by [`operation`].
pub struct Operation<E> {
    conditions: Vec<Condition<E>>,
    version: ServerVersion,
}

impl<E: Endpoint> Operation<E> {
    /// Restricts it to requests for which this holds. Called more than once, all must hold.
    #[must_use]
    #[track_caller]
    pub fn and_request(mut self, condition: impl Fn(&E) -> bool + Send + Sync + 'static) -> Self {
        self.conditions.push(Condition::new(condition));
        self
    }

    /// Takes the arguments that servers of this version take.
    #[must_use]
    pub fn server_version(mut self, version: ServerVersion) -> Self {
        self.version = version;
        self
    }
}

impl<E: Endpoint> Match for Operation<E> {
    fn matches(&self, request: &Request) -> bool {
        let request = read(request).and_then(|request| catalogue().read::<E>(&request, self.version, usize::MAX));
        match request {
            Some(Ok(request)) => self.conditions.iter().all(|condition| (condition.holds)(&request)),
            Some(Err(_)) | None => false,
        }
    }
}

impl<E: Endpoint> fmt::Debug for Operation<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Operation").field("operation", &E::META.operation()).finish_non_exhaustive()
    }
}
