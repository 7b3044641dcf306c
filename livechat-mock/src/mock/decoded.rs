//! Requests that a mock received, decoded.

use livechat_sdk::UserId;

/// A request that a mock received. Made by [`LivechatMock::received`](crate::LivechatMock::received).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Decoded<E> {
    /// The request.
    pub request: E,
    /// Who was logged in.
    pub user_id: Option<UserId>,
}
