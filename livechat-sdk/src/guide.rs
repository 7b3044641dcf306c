//! A guide: one page for each task, from a web backend to a checklist for production.
//!
//! Each operation's arguments and errors are in its own documentation; the [`glossary`](crate::glossary) has the words of
//! the API beside those of this crate. How to test an application is in the guide of `livechat-mock`.

#[doc = include_str!("guide/requests.md")]
pub mod requests {}

#[cfg(feature = "realtime")]
#[doc = include_str!("guide/web_backend.md")]
pub mod web_backend {}

#[cfg(all(feature = "random", feature = "realtime"))]
#[doc = include_str!("guide/tokens.md")]
pub mod tokens {}

#[cfg(feature = "realtime")]
#[doc = include_str!("guide/rate_limits.md")]
pub mod rate_limits {}

#[cfg(feature = "realtime")]
#[doc = include_str!("guide/uploads.md")]
pub mod uploads {}

#[cfg(feature = "realtime")]
#[doc = include_str!("guide/bots.md")]
pub mod bots {}

#[cfg(feature = "realtime")]
#[doc = include_str!("guide/upgrading.md")]
pub mod upgrading {}

#[cfg(feature = "realtime")]
#[doc = include_str!("guide/production.md")]
pub mod production {}

#[doc = include_str!("../BENCHMARKS.md")]
pub mod benchmarks {}
