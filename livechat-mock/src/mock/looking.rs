//! Whether a closure of this thread has a mock's engine, which it could otherwise wait for without end.

use std::{cell::Cell, sync::Arc};

use crate::server::Service;

thread_local! {
    /// The mock whose engine a closure of this thread has.
    static LOOKED_AT: Cell<Option<*const Service>> = const { Cell::new(None) };
}

/// A closure of this thread has the engine of a mock, until this is dropped.
pub(super) struct Looking {
    before: Option<*const Service>,
}

impl Looking {
    pub(super) fn start(service: &Arc<Service>) -> Self {
        Self { before: LOOKED_AT.replace(Some(Arc::as_ptr(service))) }
    }

    pub(super) fn is_at(service: &Arc<Service>) -> bool {
        LOOKED_AT.get() == Some(Arc::as_ptr(service))
    }
}

impl Drop for Looking {
    fn drop(&mut self) {
        LOOKED_AT.set(self.before);
    }
}
