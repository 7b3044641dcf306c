//! Requests that a mock received, decoded.

use livechat_sdk::UserId;

/// A request that a mock received. Made by [`LivechatMock::received`](crate::LivechatMock::received).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Decoded<E> {
    /// The request.
    pub request: E,
    /// The caller, by the header `X-User-Id`. `None` where there is none.
    pub user_id: Option<UserId>,
}
