#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod api;
mod catalogue;
#[cfg(feature = "client")]
mod client;
pub mod endpoint;
mod error;
mod id;
pub mod model;
mod open_enum;
mod secret;
mod sort;
mod time;
mod wire;

pub use self::{
    api::{authentication, visitors},
    catalogue::{ENDPOINTS, EndpointInfo},
    endpoint::{Endpoint, Paged},
    error::{ApiError, ErrorCode, RequestError},
    id::{ContactId, DepartmentId, MessageId, RoomId, UserId, VisitorId},
    secret::{AuthToken, Password, VisitorToken},
    sort::{Direction, ParseSortError, Sort},
    time::{ParseTimestampError, Timestamp},
    wire::{JsonObject, Success},
};
#[cfg(feature = "client")]
pub use self::{
    client::{Answer, BuildError, Client, ClientBuilder, Clock, Items, Pages, RateLimit, RetryPolicy},
    error::{DecodeError, Error, ThrottledError, TransportError},
};
