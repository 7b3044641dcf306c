//! What may respond in place of the engine.

use std::{pin::Pin, time::Duration};

use bytes::Bytes;
use http::{Request, Response};

use super::state::State;

/// Responds to some requests in place of the engine: the overrides of a test.
pub(crate) trait Intercept: Send + Sync {
    /// The response, unless the engine is to respond.
    fn intercept<'a>(&'a self, request: &'a Request<Bytes>, state: &'a State) -> Interception<'a>;
}

/// The future of [`Intercept::intercept`].
pub(crate) type Interception<'a> = Pin<Box<dyn Future<Output = Option<Intercepted>> + Send + 'a>>;

/// What is done with a request in place of the engine's response.
pub(crate) enum Intercepted {
    /// This response is sent, after a while.
    Responded { response: Response<Bytes>, delay: Duration },
    /// The connection is closed without a response.
    #[cfg(feature = "wiremock")]
    Unanswered,
}
