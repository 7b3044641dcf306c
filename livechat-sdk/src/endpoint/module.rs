use std::fmt;

/// A module of the server's licence, which an operation may need.
///
/// Without it, servers from 8.0 on refuse the call with [`error-action-not-allowed`](crate::ErrorCode), after login and
/// permissions. Older ones do not have the path.
///
/// ```
/// use livechat_sdk::{Endpoint, endpoint::Module, rooms::{HoldRoom, ListRooms}};
///
/// assert_eq!(HoldRoom::META.required_module(), Some(Module::LivechatEnterprise));
/// assert_eq!(ListRooms::META.required_module(), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Module {
    /// `livechat-enterprise`: most of what the enterprise edition adds to livechat.
    LivechatEnterprise,
    /// `canned-responses`: texts that agents keep ready.
    CannedResponses,
    /// `outbound-messaging`: conversations that agents begin.
    OutboundMessaging,
}

impl Module {
    /// The server's name of the module.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::LivechatEnterprise => "livechat-enterprise",
            Self::CannedResponses => "canned-responses",
            Self::OutboundMessaging => "outbound-messaging",
        }
    }
}

impl fmt::Display for Module {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
