use std::fmt;

/// An argument that the server did not take, although the call succeeded.
///
/// [`Endpoint::ignored`](super::Endpoint::ignored) finds them by comparing request and response.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Ignored {
    /// Where it stands in the request's body, as a JSON pointer: `/visitor/customFields/0`.
    pub pointer: String,
    /// What became of it. It may name keys that were sent, and never quotes a value.
    pub reason: String,
}

impl Ignored {
    /// An argument, and what became of it.
    #[must_use]
    pub fn new(pointer: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), reason: reason.into() }
    }
}

impl fmt::Display for Ignored {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`: {}", self.pointer, self.reason)
    }
}
