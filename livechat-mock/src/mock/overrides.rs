//! Overrides of the response to an operation.

use std::{
    fmt,
    panic::Location,
    sync::{Arc, Weak},
    time::Duration,
};

use bytes::Bytes;
use http::{Response, StatusCode};
use livechat_sdk::Endpoint;

use super::{LivechatMock, report::fail_unless_satisfied};
use crate::{
    ServerError, ServerVersion,
    engine::{error_response, json_response},
    json,
    server::{Answer, Condition, Mounted, State},
    times::Times,
};

/// Builds an [`Override`] of an operation. Made by [`LivechatMock::on`](crate::LivechatMock::on).
#[must_use = "nothing changes until a response is chosen and mounted"]
pub struct On<'m, E> {
    mock: &'m LivechatMock,
    conditions: Vec<Condition<E>>,
    location: &'static Location<'static>,
}

/// A response in place of the mock's own, and the number of requests expected. Made by [`On`]; has no effect until it is
/// mounted.
///
/// It answers requests of its operation that the server would accept: with the login and the permissions that the
/// operation needs, and arguments that have its shape. Others get the error that they would get without it. What it
/// answers, the world does not hear of, and the rate limiter does not count.
#[must_use = "nothing changes until it is mounted"]
pub struct Override<'m> {
    mock: &'m LivechatMock,
    mounted: Mounted,
}

/// Takes an [`Override`] back when it is dropped. Made by [`Override::mount_as_scoped`].
///
/// # Panics
///
/// When it is dropped, if what was expected did not happen and the thread is not panicking already.
#[must_use = "the override ends when this is dropped: bind it to a name such as `_guard`"]
pub struct OverrideGuard {
    state: Weak<State>,
    mounted: Arc<Mounted>,
}

impl<'m, E: Endpoint> On<'m, E> {
    pub(super) fn new(mock: &'m LivechatMock, location: &'static Location<'static>) -> Self {
        Self { mock, conditions: Vec::new(), location }
    }

    /// Restricts it to requests for which this holds. Called more than once, all must hold.
    ///
    /// When the test fails, the message says which condition did not hold for what: one condition for each demand tells more
    /// than one for all.
    #[track_caller]
    pub fn when(mut self, condition: impl Fn(&E) -> bool + Send + Sync + 'static) -> Self {
        self.conditions.push(Condition::new(condition));
        self
    }

    /// Responds with this, as a success.
    #[expect(clippy::needless_pass_by_value, reason = "tests make the value on the spot")]
    pub fn respond(self, answer: E::Response) -> Override<'m> {
        let response = match json::to_string(&answer) {
            Ok(body) => json_response(StatusCode::OK, body.into()),
            Err(error) => error_response(
                &ServerError::internal(ServerVersion::default())
                    .hint(format!("livechat-mock could not write the answer that the test gave it: {error}")),
            ),
        };
        self.respond_fixed(response)
    }

    /// Responds with this error.
    #[expect(clippy::needless_pass_by_value, reason = "tests make the value on the spot")]
    pub fn respond_error(self, error: ServerError) -> Override<'m> {
        self.respond_fixed(error_response(&error))
    }

    /// Responds with this, whether or not it is a response that the server could give: a proxy's error, for example.
    pub fn respond_http(self, response: Response<impl Into<Bytes>>) -> Override<'m> {
        self.respond_fixed(response.map(Into::into))
    }

    /// Responds with anything that wiremock supports, such as a closure that makes a
    /// [`ResponseTemplate`](wiremock::ResponseTemplate) of each request.
    #[cfg(feature = "wiremock")]
    pub fn respond_with(self, answer: impl wiremock::Respond + 'static) -> Override<'m> {
        self.answer(Answer::Wiremock(Box::new(answer)))
    }

    fn respond_fixed(self, response: Response<Bytes>) -> Override<'m> {
        self.answer(Answer::Fixed(response))
    }

    fn answer(self, answer: Answer) -> Override<'m> {
        let Self { mock, conditions, location } = self;
        Override { mock, mounted: Mounted::of_test(conditions, location, answer) }
    }
}

impl Override<'_> {
    /// How many requests it is expected to handle; any number by default.
    ///
    /// Verified when the mock is dropped, by [`LivechatMock::verify`](crate::LivechatMock::verify), and when the guard
    /// of a scoped override is dropped. It is no limit: see [`up_to_n_times`](Self::up_to_n_times).
    pub fn expect(mut self, times: impl Into<Times>) -> Self {
        self.mounted.times = times.into();
        self
    }

    /// Handles this many requests and leaves further ones to overrides that were mounted later, or to the mock itself.
    pub fn up_to_n_times(mut self, times: u64) -> Self {
        self.mounted.most = times;
        self
    }

    /// Delays each response. Other requests are not affected.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.mounted.delay = Some(delay);
        self
    }

    /// A name for failure messages. Without one, they give the location in the test.
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.mounted.name = Some(name.into());
        self
    }

    /// Mounts it, until the mock is dropped or reset. Of two that match, the one that was mounted first responds.
    pub async fn mount(self) {
        self.add().await;
    }

    /// Mounts it, until the guard is dropped.
    pub async fn mount_as_scoped(self) -> OverrideGuard {
        let state = Arc::downgrade(&self.mock.service.state);
        OverrideGuard { state, mounted: self.add().await }
    }

    #[cfg_attr(not(feature = "wiremock"), expect(clippy::unused_async, reason = "for wiremock alone"))]
    async fn add(self) -> Arc<Mounted> {
        let mounted = Arc::new(self.mounted);
        #[cfg(feature = "wiremock")]
        self.mock.interceptor.prepare(&mounted).await;
        self.mock.service.state.overrides.lock().push(mounted.clone());
        mounted
    }
}

impl OverrideGuard {
    /// How many requests it has handled.
    #[must_use]
    pub fn handled(&self) -> u64 {
        self.mounted.handled()
    }

    /// Waits until as many requests were handled as are [expected](Override::expect), without a timeout.
    pub async fn wait_until_satisfied(&self) {
        loop {
            let handled = self.mounted.on_handled.notified();
            tokio::pin!(handled);
            // Before the check, so that no request in between is missed.
            handled.as_mut().enable();
            if self.mounted.is_satisfied() {
                return;
            }
            handled.await;
        }
    }
}

impl Drop for OverrideGuard {
    fn drop(&mut self) {
        if let Some(state) = self.state.upgrade() {
            state.overrides.lock().retain(|mounted| !Arc::ptr_eq(mounted, &self.mounted));
        }
        fail_unless_satisfied([&*self.mounted], String::new);
    }
}

impl<E: Endpoint> fmt::Debug for On<'_, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("On").field("operation", &E::META.operation()).finish_non_exhaustive()
    }
}

impl fmt::Debug for Override<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Override").field(&format_args!("{}", self.mounted)).finish()
    }
}

impl fmt::Debug for OverrideGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("OverrideGuard").field(&format_args!("{}", self.mounted)).finish()
    }
}
