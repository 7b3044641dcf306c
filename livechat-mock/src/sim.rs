//! What the server does, operation by operation: `sim/<resource>/<operation>.rs`, as the SDK's tree.

mod authentication;
mod visitors;

use livechat_sdk::{Endpoint, Timestamp, UserId};
use serde::Serialize;

use crate::{ServerError, World, shape::Shape};

/// An operation that the world plays.
pub(crate) trait Simulate: Endpoint {
    /// What the server checks of the arguments before it looks at anything else.
    const SHAPE: Shape;

    /// Does what the server does, and words its answer.
    fn answer(self, call: &mut Call<'_>) -> Result<Answer, ServerError>;
}

/// One call, after login, permissions and the shape of the arguments were checked.
#[derive(Debug)]
pub(crate) struct Call<'a> {
    pub(crate) world: &'a mut World,
    pub(crate) now: Timestamp,
    /// Who is logged in.
    pub(crate) caller: Option<UserId>,
    /// The query as it came, for the error texts that quote it.
    pub(crate) query: &'a str,
}

/// A successful answer: JSON.
#[derive(Debug)]
pub(crate) struct Answer(pub(crate) Vec<u8>);

impl Answer {
    /// Writes an answer. It has the form of the operation's `Response`, and may borrow from the world.
    pub(crate) fn json(answer: &impl Serialize) -> Result<Self, ServerError> {
        serde_json::to_vec(answer).map(Self).map_err(|error| {
            ServerError::new(500, serde_json::json!({"success": false, "error": "Internal server error"}))
                .hint(format!("livechat-mock could not write its answer: {error}"))
        })
    }
}
