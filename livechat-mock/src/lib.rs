// What the README links to, where it is read as documentation: the first definition of a link counts.
#![doc = "[livechat-sdk]: livechat_sdk
[BENCHMARKS.md]: guide::benchmarks
[COVERAGE.md]: guide::coverage
[testing patterns]: guide::testing
[other languages]: guide::other_languages
[continuous integration]: guide::continuous_integration
"]
#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]

mod agent;
mod analytics;
mod arguments;
mod auxiliary;
mod catalogue;
#[cfg(feature = "check")]
pub mod check;
#[cfg(feature = "server")]
mod clock;
mod contract;
mod coverage;
mod differences;
mod edition;
mod engine;
mod example;
mod fault;
mod fixtures;
pub mod guide;
mod headers;
mod hint;
mod json;
mod limiter;
#[cfg(feature = "wiremock")]
pub mod matchers;
mod methods;
#[cfg(feature = "mock")]
mod mock;
mod operation;
mod outgoing;
mod quirks;
mod realtime;
#[cfg(feature = "server")]
mod redact;
mod request_log;
#[cfg(feature = "wiremock")]
pub mod responders;
mod router;
#[cfg(feature = "server")]
mod server;
mod server_error;
mod sim;
mod time_zone;
#[cfg(feature = "server")]
mod times;
mod version;
mod webhook;
#[cfg(feature = "server")]
mod words;
mod world;

#[cfg(feature = "server")]
pub use self::clock::Clock;
#[cfg(feature = "mock")]
pub use self::mock::{Decoded, LivechatMock, LivechatMockBuilder, On, OverHttp, Override, OverrideGuard};
#[cfg(feature = "mock")]
pub use self::server::InProcess;
#[cfg(feature = "server")]
pub use self::server::{
    BindError, ControlAccess, Event, Exchange, RecordingError, Replay, ReplayError, Server, ServerBuilder, SocketEnd,
    WidgetError,
};
#[cfg(feature = "tls")]
pub use self::server::{TlsError, TlsIdentity};
#[cfg(feature = "server")]
pub use self::times::Times;
pub use self::{
    agent::{BuiltInAgent, ScriptError},
    catalogue::{UnknownOperationError, find_operations},
    coverage::{Coverage, coverage},
    differences::{Aspect, Difference, differences},
    edition::{Edition, UnknownEditionError},
    engine::{Engine, Handled},
    example::{ExampleError, example, example_request, example_text},
    fault::{Delivery, Fault, FaultKind, Transmission},
    quirks::{KNOWN_QUIRKS, Quirk},
    realtime::{Action, Outgoing, RejectedFrame, SocketId},
    request_log::Received,
    server_error::ServerError,
    version::{ServerVersion, UnknownVersionError},
    webhook::{Webhook, WebhookAnswer, WebhookAttempt, WebhookRequest, WebhookState},
    world::{Account, Change, DepartmentBuilder, RoomBuilder, SettingError, World, WorldBuilder, WorldFileError},
};
/// The crate whose mocks and responders [`LivechatMock`] takes, in the version that it takes.
#[cfg(feature = "wiremock")]
pub use wiremock;

/// The code of the project's first page, which has to work as it stands.
#[cfg(all(doctest, feature = "wiremock"))]
#[doc = include_str!("../../README.md")]
struct ProjectPage;
