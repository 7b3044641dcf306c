//! How a transport sends a response.

use std::time::Duration;

/// How a transport is to send a response. The engine itself never sleeps and has no connections.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Delivery {
    /// How long to delay it.
    pub delay: Duration,
    /// How to send it then.
    pub transmission: Transmission,
}

/// How a response is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Transmission {
    /// In one piece.
    #[default]
    Whole,
    /// With the body in pieces.
    #[non_exhaustive]
    Dribble {
        /// How many bytes a piece has; never 0.
        chunk_bytes: usize,
        /// How long to wait before each piece but the first.
        pause: Duration,
    },
    /// Not at all: the connection is closed. The request was handled.
    Lost,
    /// Not at all: the connection is reset. The request was not handled.
    Reset,
}

impl Delivery {
    pub(super) fn after(delay: Duration) -> Self {
        Self { delay, transmission: Transmission::Whole }
    }

    pub(super) fn at_once(transmission: Transmission) -> Self {
        Self { delay: Duration::ZERO, transmission }
    }
}
