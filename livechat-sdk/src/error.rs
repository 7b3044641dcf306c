//! The errors of a call.

mod api;
#[cfg(feature = "client")]
mod call;
mod code;
#[cfg(feature = "client")]
mod decode;
mod request;
#[cfg(feature = "client")]
mod transport;

#[cfg(feature = "client")]
pub(crate) use self::decode::is_html;
pub use self::{api::ApiError, code::ErrorCode, request::RequestError};
#[cfg(feature = "client")]
pub use self::{
    call::{Error, PagingError, ThrottledError},
    decode::DecodeError,
    transport::TransportError,
};
