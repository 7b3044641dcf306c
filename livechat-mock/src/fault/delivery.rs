//! How an answer is to reach the client, for the fronts to carry out.

use std::time::Duration;

/// How an answer is to reach the client. The engine only says so: it never sleeps and has no connections.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Delivery {
    /// How long to hold it back.
    pub delay: Duration,
    /// What then becomes of it.
    pub manner: Manner,
}

/// What becomes of an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Manner {
    /// It is sent.
    #[default]
    Whole,
    /// Its body is sent in pieces.
    #[non_exhaustive]
    Dribble {
        /// How many bytes a piece has; never 0.
        chunk_bytes: usize,
        /// How long to wait before each piece but the first.
        pause: Duration,
    },
    /// It is not sent, and the connection closed. The request was handled.
    Lost,
    /// It is not sent, and the connection reset. The request was not handled.
    Reset,
}

impl Delivery {
    pub(super) fn after(delay: Duration) -> Self {
        Self { delay, manner: Manner::Whole }
    }

    pub(super) fn at_once(manner: Manner) -> Self {
        Self { delay: Duration::ZERO, manner }
    }
}
