// What the README links to, where it is read as documentation: the first definition of a link counts.
#![cfg_attr(
    all(feature = "realtime", feature = "reqwest"),
    doc = "[BENCHMARKS.md]: guide::benchmarks
[web backend]: guide::web_backend
[visitors' tokens]: guide::tokens
[rate limits]: guide::rate_limits
[uploads]: guide::uploads
[bots]: guide::bots
[upgrading servers]: guide::upgrading
[production]: guide::production
"
)]
#![cfg_attr(all(feature = "realtime", feature = "reqwest"), doc = include_str!("../README.md"))]
#![cfg_attr(
    all(feature = "client", not(all(feature = "realtime", feature = "reqwest"))),
    doc = "A typed, async client for the Livechat REST API of Rocket.Chat: start at [`Client`].

This is `livechat-sdk` without its feature `realtime`, or without `reqwest`. The complete front page requires the default features."
)]
#![cfg_attr(
    not(feature = "client"),
    doc = "The types of Rocket.Chat's Livechat REST API, with the encoding of requests and the decoding of responses.

This is `livechat-sdk` without its feature `client`: send what [`endpoint::encode`] writes with any HTTP client,
and read the response with [`endpoint::read_response`].",
    // Some links lead to the client.
    allow(rustdoc::broken_intra_doc_links)
)]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod api;
mod catalogue;
pub mod chat;
#[cfg(feature = "client")]
mod client;
pub mod ddp;
pub mod endpoint;
mod error;
pub mod glossary;
pub mod guide;
mod headers;
mod id;
pub mod model;
mod open_enum;
#[cfg(feature = "realtime")]
mod realtime;
mod secret;
mod sort;
mod text_newtype;
mod time;
#[cfg(feature = "client")]
pub mod transport;
mod version;
#[cfg(feature = "webhook")]
pub mod webhook;
mod wire;

#[cfg(feature = "realtime")]
pub use self::realtime::{ChatEvent, Events, RealtimeError, SharedEvents};
pub use self::{
    api::{
        agents, analytics, appearance, authentication, business_hours, canned_responses, contacts, custom_fields,
        departments, files, inquiries, integrations, livechat, messages, monitors, outbound, priorities, reports,
        rooms, server, sla_policies, tags, transcripts, triggers, units, users, visitors,
    },
    catalogue::{ENDPOINTS, EndpointInfo},
    endpoint::{Endpoint, Paged},
    error::{ApiError, DecodeError, ErrorCode, RequestError},
    id::{
        BusinessHourId, CannedResponseId, ContactId, DepartmentAgentId, DepartmentId, InquiryId, MessageId, PriorityId,
        ProviderId, RoomId, SlaPolicyId, TagId, TriggerId, UnitId, UnitMonitorId, UserId, VisitorId,
    },
    secret::{AuthToken, FileLink, Password, VisitorToken, WebhookToken},
    sort::{Direction, ParseSortError, Sort},
    time::{ParseTimestampError, Timestamp},
    version::{ParseVersionError, Version},
    wire::{Acknowledged, JsonObject, OtherFields, Success},
};
#[cfg(feature = "client")]
pub use self::{
    client::{
        BuildError, Chat, Client, ClientBuilder, CredentialsProvider, Deprecation, DeprecationKind, FilePart, History,
        Items, LoggingIn, Observation, Observer, Pages, Progress, RateLimit, RawResponse, RetryPolicy, VisitorSession,
    },
    error::{Error, IgnoredError, PagingError, ThrottledError, TransportError},
};
/// The crate whose client [`ClientBuilder::http_client`] takes, in the version that it takes.
#[cfg(feature = "reqwest")]
pub use reqwest;
