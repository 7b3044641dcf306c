//! The server versions that the mock can be.

use std::{fmt, str::FromStr};

use livechat_sdk::Version;

/// A version of the server whose behaviour the mock takes on.
///
/// Only versions whose behaviour differs, and is known, have a profile; the newest is the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum ServerVersion {
    /// The 7.0 line (2024), on the old router.
    V7_0,
    /// The last of the 7 line, on the new router.
    V7_13,
    /// The first of the 8 line.
    V8_0,
    /// The last line before visitors' tokens left `visitors.info` (2026).
    V8_4,
    /// The line in which visitors' tokens left `visitors.info` (2026).
    V8_5,
    /// The newest known (2026): more typed routes, lists of one in queries, and no methods of livechat any more.
    #[default]
    V8_8,
}

impl ServerVersion {
    /// All profiles, oldest first.
    pub const ALL: [Self; 6] = [Self::V7_0, Self::V7_13, Self::V8_0, Self::V8_4, Self::V8_5, Self::V8_8];

    /// The version's number.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V7_0 => "7.0",
            Self::V7_13 => "7.13",
            Self::V8_0 => "8.0",
            Self::V8_4 => "8.4",
            Self::V8_5 => "8.5",
            Self::V8_8 => "8.8",
        }
    }

    /// The version as the SDK's clients read it.
    #[must_use]
    pub const fn number(self) -> Version {
        let (major, minor) = match self {
            Self::V7_0 => (7, 0),
            Self::V7_13 => (7, 13),
            Self::V8_0 => (8, 0),
            Self::V8_4 => (8, 4),
            Self::V8_5 => (8, 5),
            Self::V8_8 => (8, 8),
        };
        Version::of_line(major, minor)
    }

    /// Whether it has the methods `livechat:…`, which the newest has no longer. When they left is not known.
    pub(crate) fn has_livechat_methods(self) -> bool {
        self < Self::V8_8
    }

    /// Whether staff see a visitor's token in `visitors.info`. It left with 8.5, and with the last of the 7 line.
    pub(crate) fn shows_tokens_to_staff(self) -> bool {
        matches!(self, Self::V7_0 | Self::V8_0 | Self::V8_4)
    }

    /// Whether it has what a version, such as `6.12.0`, brought. The last number makes no difference.
    pub(crate) fn is_at_least(self, version: &str) -> bool {
        let own = self.number();
        let since = version.parse::<Version>();
        since.is_ok_and(|since| (own.major(), own.minor()) >= (since.major(), since.minor()))
    }
}

impl fmt::Display for ServerVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for ServerVersion {
    type Err = UnknownVersionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|version| version.as_str() == text)
            .ok_or_else(|| UnknownVersionError { text: text.to_owned() })
    }
}

/// A version that has no profile.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no profile of server version {text:?}; there are {}", ServerVersion::ALL.map(ServerVersion::as_str).join(", "))]
pub struct UnknownVersionError {
    text: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_by_their_numbers() {
        for (version, since, is_at_least) in [
            (ServerVersion::V7_0, "6.12.0", true),
            (ServerVersion::V7_0, "7.0.0", true),
            (ServerVersion::V7_0, "7.0.3", true),
            (ServerVersion::V7_0, "7.1.0", false),
            (ServerVersion::V7_0, "8.0.0", false),
            (ServerVersion::V8_4, "8.0.0", true),
            (ServerVersion::V8_4, "8.10.0", false),
        ] {
            assert_eq!(version.is_at_least(since), is_at_least, "{version} {since}");
        }
    }
}
