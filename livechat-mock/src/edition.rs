//! The editions of the server.

use std::{fmt, str::FromStr};

/// What the server's licence allows.
///
/// A community server refuses the operations that need a [module](livechat_sdk::endpoint::Module) of the licence (up to 7.x it
/// does not have their paths), creates one department at most, and reads the settings of the enterprise edition as if they were
/// off, whatever is stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Edition {
    /// Without a licence.
    Community,
    /// With a licence for every module.
    #[default]
    Enterprise,
}

impl Edition {
    /// All editions.
    pub const ALL: [Self; 2] = [Self::Community, Self::Enterprise];

    /// The edition's name, as `--edition` takes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Community => "community",
            Self::Enterprise => "enterprise",
        }
    }
}

impl fmt::Display for Edition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Edition {
    type Err = UnknownEditionError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|edition| edition.as_str() == text)
            .ok_or_else(|| UnknownEditionError { text: text.to_owned() })
    }
}

/// An edition that does not exist.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no edition {text:?}; there are {}", Edition::ALL.map(Edition::as_str).join(", "))]
pub struct UnknownEditionError {
    text: String,
}
