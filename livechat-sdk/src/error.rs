//! What can go wrong with a call.

mod api;
mod request;

pub use self::{
    api::{ApiError, ErrorCode},
    request::RequestError,
};
