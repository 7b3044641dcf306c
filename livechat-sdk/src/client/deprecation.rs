use http::{HeaderMap, HeaderName};

use crate::{open_enum::open_enum, version::Version};

const TYPE: HeaderName = HeaderName::from_static("x-deprecation-type");
const MESSAGE: HeaderName = HeaderName::from_static("x-deprecation-message");
const VERSION: HeaderName = HeaderName::from_static("x-deprecation-version");

open_enum! {
    /// What of a call is deprecated.
    DeprecationKind {
        /// The route.
        Endpoint = "endpoint-deprecation",
        /// An argument.
        Parameter = "parameter-deprecation",
        /// The way in which the operation is used.
        Usage = "invalid-usage",
    }
}

/// What a server says of a call that later servers will not take, from a response's headers.
///
/// Read by [`RawResponse::deprecation`](crate::RawResponse::deprecation).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Deprecation {
    /// What is deprecated.
    pub kind: DeprecationKind,
    /// The server's words, if it sent any.
    pub message: Option<String>,
    /// The version from which on servers do not take it any more, if the server names one.
    pub removed_in: Option<Version>,
}

impl Deprecation {
    pub(super) fn read(headers: &HeaderMap) -> Option<Self> {
        let kind = headers.get(TYPE)?;
        let text = |name| headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        Some(Self {
            kind: DeprecationKind::from(&*String::from_utf8_lossy(kind.as_bytes())),
            message: text(MESSAGE),
            removed_in: text(VERSION).and_then(|version| version.trim().parse().ok()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deprecation_is_read_as_far_as_it_is_there() {
        let read = |pairs: &[(&'static str, &str)]| {
            let pairs = pairs.iter().map(|(name, value)| (HeaderName::from_static(name), value.parse().unwrap()));
            Deprecation::read(&pairs.collect())
        };
        assert_eq!(read(&[("x-deprecation-message", "Soon gone")]), None);
        let all = [
            ("x-deprecation-type", "endpoint-deprecation"),
            ("x-deprecation-message", "Soon gone"),
            ("x-deprecation-version", "8.0.0"),
        ];
        let expected = Deprecation {
            kind: DeprecationKind::Endpoint,
            message: Some("Soon gone".to_owned()),
            removed_in: Some(Version::new(8, 0, 0)),
        };
        assert_eq!(read(&all), Some(expected));
        let odd = read(&[("x-deprecation-type", "soon"), ("x-deprecation-version", "next")]).unwrap();
        assert_eq!((odd.kind.as_str(), odd.message, odd.removed_in), ("soon", None, None));
    }
}
