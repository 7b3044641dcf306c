//! The errors of a call.

mod api;
#[cfg(feature = "client")]
mod call;
mod code;
mod decode;
#[cfg(feature = "client")]
mod effort;
mod request;
#[cfg(feature = "client")]
mod transport;

pub(crate) use self::decode::without_values;
pub use self::{api::ApiError, code::ErrorCode, decode::DecodeError, request::RequestError};
#[cfg(feature = "client")]
pub(crate) use self::{api::is_application, decode::is_html, effort::Effort};
#[cfg(feature = "client")]
pub use self::{
    call::{Error, IgnoredError, PagingError, ThrottledError},
    transport::TransportError,
};
