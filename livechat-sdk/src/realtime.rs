//! A conversation's events as a stream.

mod driver;
mod error;
mod event;
mod events;
mod feed;
mod link;
mod pace;
mod recovery;
mod scope;
mod shared;
mod shared_events;
mod socket;
mod source;
mod streams;
mod timeline;
mod typing;
mod unreadable;

pub(crate) use self::streams::Streams;
pub use self::{error::RealtimeError, event::ChatEvent, events::Events, shared_events::SharedEvents};
