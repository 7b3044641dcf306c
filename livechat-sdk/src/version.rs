use std::{
    cmp::Ordering,
    fmt,
    hash::{Hash, Hasher},
    str::FromStr,
};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::endpoint::Endpoint;

/// The version of a server, such as 8.5.1.
///
/// Versions compare by their three numbers: a missing one counts as 0, and what follows them, as in `8.0.0-rc.2`, makes no
/// difference. `Display` shows the text that was read.
///
/// ```
/// use livechat_sdk::{Version, rooms::ListRooms};
///
/// let version: Version = "7.13.2".parse()?;
/// assert!(version < Version::new(8, 0, 0));
/// assert!(version.supports::<ListRooms>());
/// # Ok::<(), livechat_sdk::ParseVersionError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Version {
    major: u32,
    minor: u32,
    patch: Option<u32>,
    suffix: String,
}

impl Version {
    /// The version with these numbers.
    #[must_use]
    pub const fn new(major: u32, minor: u32, patch: u32) -> Self {
        Self { major, minor, patch: Some(patch), suffix: String::new() }
    }

    /// The version as servers tell it to all but administrators: without the third number.
    #[must_use]
    pub const fn of_line(major: u32, minor: u32) -> Self {
        Self { major, minor, patch: None, suffix: String::new() }
    }

    /// The first number.
    #[must_use]
    pub const fn major(&self) -> u32 {
        self.major
    }

    /// The second number; 0 if there is none.
    #[must_use]
    pub const fn minor(&self) -> u32 {
        self.minor
    }

    /// The third number. Servers tell it to administrators alone.
    #[must_use]
    pub const fn patch(&self) -> Option<u32> {
        self.patch
    }

    /// Whether servers of this version have an operation, as far as is known: by
    /// [`Meta::version_added`](crate::endpoint::Meta::version_added), whose last number is not compared.
    ///
    /// `true` where no source says since when there is the operation. The workspace's licence and settings may still refuse
    /// it.
    #[must_use]
    pub fn supports<E: Endpoint>(&self) -> bool {
        let since = E::META.version_added().and_then(|since| since.parse::<Self>().ok());
        since.is_none_or(|since| (self.major, self.minor) >= (since.major, since.minor))
    }

    fn numbers(&self) -> [u32; 3] {
        [self.major, self.minor, self.patch.unwrap_or_default()]
    }
}

impl PartialEq for Version {
    fn eq(&self, other: &Self) -> bool {
        self.numbers() == other.numbers()
    }
}

impl Eq for Version {}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Version {
    fn cmp(&self, other: &Self) -> Ordering {
        self.numbers().cmp(&other.numbers())
    }
}

impl Hash for Version {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.numbers().hash(state);
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)?;
        if let Some(patch) = self.patch {
            write!(f, ".{patch}")?;
        }
        f.write_str(&self.suffix)
    }
}

impl FromStr for Version {
    type Err = ParseVersionError;

    /// Reads `8`, `8.5`, `8.5.1` and `8.5.1-rc.0`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let end = text.find(['-', '+']).unwrap_or(text.len());
        let mut numbers = text[..end].splitn(3, '.').map(|number| number.parse().map_err(|_| ParseVersionError(())));
        let major = numbers.next().unwrap_or(Err(ParseVersionError(())))?;
        let minor = numbers.next().unwrap_or(Ok(0))?;
        Ok(Self { major, minor, patch: numbers.next().transpose()?, suffix: text[end..].to_owned() })
    }
}

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// A text that is no version.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a version has one to three numbers with points between them, as in 8.5.1")]
pub struct ParseVersionError(());

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{catalogue::ENDPOINTS, rooms::HoldRoom, visitors::RegisterVisitor};

    #[test]
    fn a_version_has_up_to_three_numbers() {
        for (text, version) in [
            ("8.5", Version::new(8, 5, 0)),
            ("0.70.12", Version::new(0, 70, 12)),
            ("8.0.0-rc.2", Version::new(8, 0, 0)),
            ("7.5.1+build.3", Version::new(7, 5, 1)),
        ] {
            let read: Version = text.parse().unwrap();
            assert_eq!(read, version);
            assert_eq!(read.to_string(), text);
        }
        assert_eq!("8".parse(), Ok(Version::new(8, 0, 0)));
        for text in ["", "x", "8.", "8.x", "-8", "8.5.1.2", "99999999999", "8. 5"] {
            assert!(text.parse::<Version>().is_err(), "{text}");
        }
    }

    #[test]
    fn an_operation_is_there_since_its_version() {
        let since: Version = RegisterVisitor::META.version_added().unwrap().parse().unwrap();
        assert!(since.supports::<RegisterVisitor>() && Version::new(99, 0, 0).supports::<RegisterVisitor>());
        assert!(!Version::new(0, since.minor() - 1, 99).supports::<RegisterVisitor>());
        assert_eq!(HoldRoom::META.version_added(), None);
        assert!(Version::new(0, 0, 1).supports::<HoldRoom>());
    }

    #[test]
    fn each_version_in_the_catalogue_can_be_read() {
        for endpoint in ENDPOINTS {
            let since = endpoint.meta.version_added();
            assert!(since.is_none_or(|since| since.parse::<Version>().is_ok()), "{}: {since:?}", endpoint.name);
        }
    }
}
