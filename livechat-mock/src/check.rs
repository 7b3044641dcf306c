//! The drift check: whether a server still responds as the SDK reads and the mock's contracts say.
//!
//! A [`Check`] calls the operations that read, on a real workspace, and holds each response against the operation's type: what
//! is missing that the type cannot do without, and what has another form than the type demands. Wrong requests tell which
//! profile of the mock the server is nearest to, and where it differs from that profile's contracts. A published description
//! ([`Check::read_openapi`]) and a recording ([`Check::read_har`]) are held against the same.
//!
//! Nothing is written to the server, and no value that it sends is part of a report.

mod ask;
mod baseline;
mod har;
mod openapi;
mod plan;
mod probe;
mod read;
mod report;
mod run;

use std::collections::BTreeSet;

use livechat_sdk::{Client, EndpointInfo, Error};

use crate::{UnknownOperationError, find_operations};

pub use self::{
    baseline::Baseline,
    report::{Difference, Nearest, OperationReport, Outcome, Report},
};

/// Holds servers, descriptions and recordings against the SDK's types and the mock's contracts.
///
/// ```
/// use livechat_mock::{LivechatMock, World, check::{Check, Outcome}};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), livechat_mock::check::CheckError> {
/// # let mock = LivechatMock::builder().stateful(World::documented()).start().await;
/// # let client = mock.staff();
/// let report = Check::new().only("ListRooms")?.run(&client).await?;
/// assert_eq!(report.operations[0].outcome, Outcome::Ok, "{report}");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, Default)]
#[must_use = "a check does nothing until it is run"]
pub struct Check {
    /// The names of the operations to look at; all if there are none.
    only: BTreeSet<&'static str>,
    responses_only: bool,
}

/// Why nothing could be checked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CheckError {
    /// There is no operation of this name or path.
    #[error(transparent)]
    UnknownOperation(#[from] UnknownOperationError),
    /// The operation is none that reads.
    #[error("{name} changes something on the server, or may; only operations that read are checked")]
    Writes {
        /// The name of the operation's type.
        name: &'static str,
    },
    /// No server responds.
    #[error("the server does not respond")]
    NoServer(#[source] Box<Error>),
    /// What responds is no Rocket.Chat server.
    #[error(
        "what responds is no Rocket.Chat server: is the URL the one below which /api/v1 is, and no login page before it?"
    )]
    NotRocketChat(#[source] Box<Error>),
    /// The server refuses the login.
    #[error("the server refuses the login; it takes the user's `_id`, not the name, and a token that has not expired")]
    Login(#[source] Box<Error>),
    /// A file is not what it is said to be.
    #[error("it is no {what}: {reason}")]
    File {
        /// What it should be.
        what: &'static str,
        /// Why it is none.
        reason: String,
    },
}

impl Check {
    /// A check of all operations.
    pub fn new() -> Self {
        Self::default()
    }

    /// Looks at this operation alone, by the name of its type or its path; called again, at that one too. Those that its
    /// arguments come from are called as well, and not reported.
    ///
    /// # Errors
    ///
    /// [`CheckError::UnknownOperation`].
    pub fn only(mut self, name: &str) -> Result<Self, CheckError> {
        self.only.extend(find_operations(name)?.iter().map(|info| info.name));
        Ok(self)
    }

    /// Sends no wrong requests: the responses alone are looked at, and the nearest profile is the one of the server's version.
    pub fn responses_only(mut self) -> Self {
        self.responses_only = true;
        self
    }

    fn looks_at(&self, info: &EndpointInfo) -> bool {
        self.only.is_empty() || self.only.contains(info.name)
    }

    /// Calls the operations that read, as the client's user, and reports what differs.
    ///
    /// Without a login, those that need one are skipped. The client's rate limits, deadlines and retries hold for each call;
    /// no operation is called more than three times.
    ///
    /// # Errors
    ///
    /// No server, none of Rocket.Chat's, or a login that is refused; an operation to look at that does not read.
    pub async fn run(&self, client: &Client) -> Result<Report, CheckError> {
        run::run(self, client).await
    }

    /// Holds a published description of the API against the SDK's types and the contracts of the newest profile: OpenAPI 3, as
    /// YAML or JSON.
    ///
    /// Of each operation that the description has: the examples and schemas of successful responses, the examples of bodies, and
    /// which arguments are required.
    ///
    /// # Errors
    ///
    /// [`CheckError::File`] if the text is no such description.
    pub fn read_openapi(&self, text: &str) -> Result<Report, CheckError> {
        openapi::read(self, text)
    }

    /// Holds the successful responses of a recording against the SDK's types: an HTTP archive (HAR), as browsers save it.
    ///
    /// Nothing of the recording is in the report but names of fields and kinds of values.
    ///
    /// # Errors
    ///
    /// [`CheckError::File`] if the text is no such archive, or has no call of the API.
    pub fn read_har(&self, text: &str) -> Result<Report, CheckError> {
        har::read(self, text)
    }
}
