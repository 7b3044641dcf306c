//! What responds in place of the engine.

#[cfg(feature = "mock")]
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
#[cfg(feature = "mock")]
use http::Request;
use http::Response;

use super::overrides::{Answer, Found};
#[cfg(feature = "mock")]
use super::state::State;
use crate::request_log::Note;

/// Responds to some requests in place of the engine, by code of a test.
#[cfg(feature = "mock")]
pub(crate) trait Intercept: Send + Sync {
    /// What is done with a request.
    fn intercept<'a>(&'a self, request: &'a Request<Bytes>, state: &'a State) -> Interception<'a>;
}

/// The future of [`Intercept::intercept`].
#[cfg(feature = "mock")]
pub(crate) type Interception<'a> = Pin<Box<dyn Future<Output = Intercepted> + Send + 'a>>;

/// What is done with a request before the engine sees it.
#[derive(Default)]
pub(crate) struct Intercepted {
    /// `None` if the engine is to respond.
    pub(crate) reply: Option<Reply>,
    pub(crate) note: Note,
}

/// What responds in place of the engine.
pub(crate) enum Reply {
    /// This response is sent, after a while.
    Response { response: Response<Bytes>, delay: Duration },
    /// The connection is closed without a response.
    #[cfg(feature = "wiremock")]
    Nothing,
}

impl Intercepted {
    /// By an override whose response takes nothing to make.
    pub(super) fn by(Found { mounted, near }: Found) -> Self {
        let stub = mounted.as_ref().and_then(|mounted| mounted.stub_number());
        #[cfg_attr(
            not(feature = "wiremock"),
            expect(clippy::bind_instead_of_map, reason = "all are fixed, where there is no wiremock")
        )]
        let reply = mounted.and_then(|mounted| match &mounted.answer {
            Answer::Fixed(response) => Some(Reply::fixed(response, mounted.delay)),
            // Those are for a mock that has a renderer.
            #[cfg(feature = "wiremock")]
            Answer::Wiremock(_) => None,
        });
        Self { reply, note: Note { stub, near } }
    }
}

impl Reply {
    pub(crate) fn fixed(response: &Response<Bytes>, delay: Option<Duration>) -> Self {
        Self::Response { response: response.clone(), delay: delay.unwrap_or_default() }
    }
}

#[cfg(feature = "mock")]
impl From<Reply> for Intercepted {
    fn from(reply: Reply) -> Self {
        Self { reply: Some(reply), note: Note::default() }
    }
}
