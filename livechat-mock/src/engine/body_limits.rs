//! How large requests may be.

use livechat_sdk::endpoint::{Meta, Payload};

#[cfg(feature = "server")]
use crate::{catalogue::catalogue, router::Found};

/// How large the body of a request may be, in bytes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BodyLimits {
    /// Of an operation that takes a file.
    pub(super) upload: usize,
    /// Of all others.
    pub(super) other: usize,
}

impl Default for BodyLimits {
    fn default() -> Self {
        Self { upload: 50 << 20, other: 1 << 20 }
    }
}

impl BodyLimits {
    /// The largest size that every operation takes.
    #[cfg(feature = "server")]
    pub(crate) fn smallest(&self) -> usize {
        self.upload.min(self.other)
    }

    pub(crate) fn of(&self, meta: &Meta) -> usize {
        if meta.payload() == Payload::Multipart { self.upload } else { self.other }
    }

    /// How large the body of a request to this path may be.
    #[cfg(feature = "server")]
    pub(crate) fn at(&self, method: &http::Method, path: &str) -> usize {
        match catalogue().find(method, path) {
            Found::Operation { index, .. } => self.of(&catalogue().operation(index).meta),
            Found::OtherMethods(_) | Found::Later(_) | Found::Nothing => self.other,
        }
    }
}
