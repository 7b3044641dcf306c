//! The overrides of a mock, before the engine.

use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{Arc, Mutex, PoisonError},
};

use bytes::Bytes;
use http::Request;
use tokio::{
    runtime::{Handle, RuntimeFlavor},
    task::block_in_place,
};

use crate::{
    ServerError,
    engine::error_response,
    request_log::Note,
    server::{Answer, FoundOverride, Intercept, Intercepted, Interception, Mounted, Reply, State},
};

/// What responds by code of the test's own, which may panic or wait; and wiremock's server if there is one.
#[derive(Default)]
pub(super) struct Interceptor {
    /// What the first condition that panicked said.
    panic: Mutex<Option<Box<dyn Any + Send>>>,
    #[cfg(feature = "wiremock")]
    guest: std::sync::OnceLock<std::net::SocketAddr>,
    #[cfg(feature = "wiremock")]
    renderer: tokio::sync::OnceCell<super::guest::Renderer>,
}

impl Interceptor {
    /// Prepares for the response of an override.
    #[cfg(feature = "wiremock")]
    pub(super) async fn prepare(&self, mounted: &Mounted) {
        if matches!(mounted.answer, Answer::Wiremock(_)) {
            self.renderer.get_or_init(super::guest::Renderer::start).await;
        }
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
    fn find(&self, request: &Request<Bytes>, state: &State) -> Result<FoundOverride, Box<dyn Any + Send>> {
        if state.overrides.lock().is_empty() {
            return Ok(FoundOverride { mounted: None, near: Vec::new() });
        }
        let find = || catch_unwind(AssertUnwindSafe(|| state.overrides.find(request, &state.shared)));
        // Conditions may use the mock, or wait for something, and others go on. Of the runtime of a test, with a client in
        // process, they may block the one thread that there is.
        match Handle::current().runtime_flavor() {
            RuntimeFlavor::CurrentThread => find(),
            _ => block_in_place(find),
        }
    }

    #[cfg_attr(
        not(feature = "wiremock"),
        expect(unused_variables, clippy::unused_async, reason = "for wiremock alone")
    )]
    async fn respond(&self, mounted: Arc<Mounted>, request: &Request<Bytes>) -> Option<Reply> {
        let reply = match &mounted.answer {
            Answer::Fixed(response) => Reply::fixed(response, mounted.delay),
            #[cfg(feature = "wiremock")]
            Answer::Wiremock(_) => self.renderer.get()?.render(mounted.clone(), request).await,
        };
        mounted.on_handled.notify_waiters();
        Some(reply)
    }
}

impl Intercept for Interceptor {
    fn intercept<'a>(&'a self, request: &'a Request<Bytes>, state: &'a State) -> Interception<'a> {
        Box::pin(async move {
            #[cfg(feature = "wiremock")]
            if let Some(guest) = self.guest.get()
                && let Some(reply) = super::guest::ask(*guest, request).await
            {
                return reply.into();
            }
            match self.find(request, state) {
                Ok(FoundOverride { mounted, near }) => {
                    let stub = mounted.as_ref().and_then(|mounted| mounted.stub_number());
                    let reply = match mounted {
                        Some(mounted) => self.respond(mounted, request).await,
                        None => None,
                    };
                    Intercepted { reply, note: Note { stub, near } }
                }
                Err(panic) => {
                    self.panic.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(panic);
                    let error = ServerError::internal(state.engine().version())
                        .hint("a condition of an override panicked; the test fails with what it said");
                    Reply::fixed(&error_response(&error), None).into()
                }
            }
        })
    }
}
