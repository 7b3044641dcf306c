//! What servers of two versions do differently about an operation.

use livechat_sdk::{EndpointInfo, endpoint::CallLimit};

use crate::{
    ServerVersion,
    catalogue::catalogue,
    engine::{Step, has_own_limit, order_of_checks},
    operation::Operation,
};

/// What servers of two versions do differently about an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// The name of the operation's type.
    pub operation: &'static str,
    /// What differs.
    pub aspect: Aspect,
    /// How it is in the first version.
    pub from: String,
    /// How it is in the second version.
    pub to: String,
    /// Where that is known from.
    pub source: String,
}

/// In what servers of two versions differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Aspect {
    /// Whether there is the operation.
    Existence,
    /// What the arguments have to be, in the notation of the mock's contracts.
    Arguments,
    /// The order in which a request is checked.
    Checks,
    /// How often it may be called.
    RateLimit,
}

impl Aspect {
    /// The aspect in a word or two.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Existence => "existence",
            Self::Arguments => "arguments",
            Self::Checks => "checks",
            Self::RateLimit => "rate limit",
        }
    }
}

/// What servers of two versions do differently, by operation: whether there is one, what its arguments have to be, in which
/// order requests are checked, and how often it may be called.
///
/// Nothing of the last three is said of an operation that one of the two does not have. What else differs, in the words of a
/// response for example, is told by [`KNOWN_QUIRKS`](crate::KNOWN_QUIRKS).
///
/// ```
/// use livechat_mock::{Aspect, ServerVersion, differences};
///
/// let differences = differences(ServerVersion::V7_0, ServerVersion::V8_8);
/// let rooms = differences.iter().find(|it| it.operation == "ListRooms" && it.aspect == Aspect::Arguments).unwrap();
/// assert!(rooms.to.contains("units"));
/// assert_eq!(rooms.source, "@rocket.chat/rest-typings 7.0.0 and @rocket.chat/rest-typings 8.8.1");
/// ```
#[must_use]
pub fn differences(from: ServerVersion, to: ServerVersion) -> Vec<Difference> {
    let operations = catalogue().operations().iter().filter_map(|operation| Some((operation, operation.info?)));
    operations.flat_map(|(operation, info)| about(operation, info, from, to)).collect()
}

fn about(operation: &Operation, info: &EndpointInfo, from: ServerVersion, to: ServerVersion) -> Vec<Difference> {
    let mut found = Vec::new();
    let mut compare = |aspect, of: &dyn Fn(ServerVersion) -> String, source: &dyn Fn() -> String| {
        let (from, to) = (of(from), of(to));
        if from != to {
            found.push(Difference { operation: info.name, aspect, from, to, source: source() });
        }
    };
    let documentation = || format!("the documentation of {}", info.name);
    if operation.is_in(from) != operation.is_in(to) {
        let since = operation.meta.version_added().unwrap_or_default();
        let of = |version| if operation.is_in(version) { format!("since {since}") } else { "not there".to_owned() };
        compare(Aspect::Existence, &of, &documentation);
        return found;
    }
    let contracts = &operation.contracts;
    let sources = || match (contracts.source(from), contracts.source(to)) {
        (one, other) if one == other => one.to_owned(),
        (one, other) => format!("{one} and {other}"),
    };
    compare(Aspect::Arguments, &|version| contracts.text(version).to_owned(), &sources);
    let checks = |version| {
        let steps = order_of_checks(version, contracts.of(version).dialect);
        steps.map(Step::as_str).join(", ")
    };
    compare(Aspect::Checks, &checks, &|| "servers of the lines 7 and 8".to_owned());
    let limit = |version| match operation.meta.call_limit() {
        Some(limit) if has_own_limit(limit, version) => limit.to_string(),
        Some(_) => CallLimit::DEFAULT.to_string(),
        None => "none".to_owned(),
    };
    compare(Aspect::RateLimit, &limit, &documentation);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(operation: &str, from: ServerVersion, to: ServerVersion) -> Vec<(Aspect, String, String)> {
        let found = differences(from, to).into_iter().filter(|it| it.operation == operation);
        found.map(|it| (it.aspect, it.from, it.to)).collect()
    }

    #[test]
    fn a_version_does_not_differ_from_itself() {
        for version in ServerVersion::ALL {
            assert_eq!(differences(version, version), []);
        }
    }

    #[test]
    fn an_operation_is_there_or_not() {
        let there = (Aspect::Existence, "not there".to_owned(), "since 7.11.0".to_owned());
        assert_eq!(of("GetRoutingConfig", ServerVersion::V7_0, ServerVersion::V7_13), [there]);
        assert!(of("GetRoutingConfig", ServerVersion::V8_5, ServerVersion::V8_8).is_empty());
    }

    #[test]
    fn limits_and_checks_came_with_a_version() {
        let limits = of("SendTranscript", ServerVersion::V7_13, ServerVersion::V8_0);
        let limit = limits.iter().find(|(aspect, ..)| *aspect == Aspect::RateLimit).unwrap();
        assert_eq!(limit.1, "10 calls in 60 seconds for each client address");
        assert!(limit.2.starts_with("5 calls in 60 seconds"), "{}", limit.2);
        let checks = limits.iter().find(|(aspect, ..)| *aspect == Aspect::Checks).unwrap();
        assert_eq!(checks.2, "permissions, arguments, rate limit");
    }

    #[test]
    fn both_directions_say_the_same() {
        let there = differences(ServerVersion::V7_0, ServerVersion::V8_8);
        let back = differences(ServerVersion::V8_8, ServerVersion::V7_0);
        assert_eq!(there.len(), back.len());
        for (there, back) in there.iter().zip(&back) {
            assert_eq!((&there.from, &there.to, there.aspect), (&back.to, &back.from, back.aspect));
        }
    }
}
