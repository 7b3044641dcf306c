//! The state of the server.

/// The state of the server: visitors, rooms, messages, users, settings.
#[derive(Clone, Debug)]
pub struct World {}
