//! What a control route is.

use bytes::Bytes;
use http::Method;

use super::{Call, answer::Result};

/// A control route.
pub(super) struct Route {
    pub(super) method: Method,
    pub(super) path: &'static str,
    /// An example of the body; empty where it takes none.
    pub(super) takes: &'static str,
    pub(super) does: &'static str,
    pub(super) handle: Handle,
}

/// What a control route does.
pub(super) enum Handle {
    /// Gives the fields of a success.
    Fields(fn(&Call<'_>) -> Result),
    /// Gives a document, as JSON.
    Document(fn(&Call<'_>) -> Result<Bytes>),
}
