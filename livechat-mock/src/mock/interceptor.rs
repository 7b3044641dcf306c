//! The overrides of a mock, before the engine.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use bytes::Bytes;
use http::Request;
use tokio::{
    runtime::{Handle, RuntimeFlavor},
    task::block_in_place,
};

use super::mounted::{Answer, Mounted};
use crate::{
    ServerError,
    engine::error_response,
    server::{Intercept, Intercepted, Interception, State},
};

/// The overrides, and wiremock's server if there is one.
#[derive(Default)]
pub(super) struct Interceptor {
    /// In the order in which they were mounted.
    overrides: Mutex<Vec<Arc<Mounted>>>,
    /// What the first condition that panicked said.
    panic: Mutex<Option<Box<dyn Any + Send>>>,
    #[cfg(feature = "wiremock")]
    guest: std::sync::OnceLock<std::net::SocketAddr>,
    #[cfg(feature = "wiremock")]
    renderer: tokio::sync::OnceCell<super::guest::Renderer>,
}

impl Interceptor {
    pub(super) fn overrides(&self) -> MutexGuard<'_, Vec<Arc<Mounted>>> {
        self.overrides.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds an override.
    pub(super) async fn mount(&self, mounted: Arc<Mounted>) {
        #[cfg(feature = "wiremock")]
        if matches!(mounted.answer, Answer::Wiremock(_)) {
            self.renderer.get_or_init(super::guest::Renderer::start).await;
        }
        self.overrides().push(mounted);
    }

    /// Sends requests to this server first.
    #[cfg(feature = "wiremock")]
    pub(super) fn ask_first(&self, guest: std::net::SocketAddr) {
        let _ = self.guest.set(guest);
    }

    /// Panics as a condition did, if one did.
    pub(super) fn resume_panic(&self) {
        let panic = self.panic.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(panic) = panic
            && !std::thread::panicking()
        {
            resume_unwind(panic);
        }
    }

    /// The override that handles a request.
    fn find(&self, request: &Request<Bytes>, state: &State) -> Result<Option<Arc<Mounted>>, Box<dyn Any + Send>> {
        // Conditions are the test's own code, which may use the mock, or wait for something: nothing is locked while it
        // runs, and others go on.
        let overrides = self.overrides().clone();
        if overrides.is_empty() {
            return Ok(None);
        }
        let find = || overrides.into_iter().find(|mounted| mounted.takes(state, request));
        let find = || catch_unwind(AssertUnwindSafe(find));
        // Of the runtime of a test, with a client in process, it may block the one thread that there is.
        match Handle::current().runtime_flavor() {
            RuntimeFlavor::CurrentThread => find(),
            _ => block_in_place(find),
        }
    }

    #[cfg_attr(
        not(feature = "wiremock"),
        expect(unused_variables, clippy::unused_async, reason = "for wiremock alone")
    )]
    async fn respond(&self, mounted: Arc<Mounted>, request: &Request<Bytes>) -> Option<Intercepted> {
        let intercepted = match &mounted.answer {
            Answer::Fixed(response) => {
                let delay = mounted.delay.unwrap_or(Duration::ZERO);
                Intercepted::Responded { response: response.clone(), delay }
            }
            #[cfg(feature = "wiremock")]
            Answer::Wiremock(_) => self.renderer.get()?.render(mounted.clone(), request).await,
        };
        mounted.on_handled.notify_waiters();
        Some(intercepted)
    }
}

impl Intercept for Interceptor {
    fn intercept<'a>(&'a self, request: &'a Request<Bytes>, state: &'a State) -> Interception<'a> {
        Box::pin(async move {
            #[cfg(feature = "wiremock")]
            if let Some(guest) = self.guest.get()
                && let Some(intercepted) = super::guest::ask(*guest, request).await
            {
                return Some(intercepted);
            }
            match self.find(request, state) {
                Ok(None) => None,
                Ok(Some(mounted)) => self.respond(mounted, request).await,
                Err(panic) => {
                    self.panic.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(panic);
                    let error = ServerError::internal(state.engine().version())
                        .hint("a condition of an override panicked; the test fails with what it said");
                    Some(Intercepted::Responded { response: error_response(&error), delay: Duration::ZERO })
                }
            }
        })
    }
}
