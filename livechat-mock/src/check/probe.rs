//! Wrong requests, by whose refusal servers of one version are told from those of another.
//!
//! What is expected is what the contract of each profile says. Nothing but operations that read is asked, and a server that
//! takes the request after all reads.

use livechat_sdk::{JsonObject, Version, endpoint::Route};
use serde_json::Value;

use super::report::{Difference, Nearest, kind_at};
use crate::{ServerError, ServerVersion, contract::Dialect, json::join, operation::Operation};

/// A wrong request, and what servers of each profile respond.
pub(super) struct Probe {
    /// What is wrong with it.
    what: &'static str,
    pub(super) arguments: Value,
    statements: [Option<Statement>; ServerVersion::ALL.len()],
}

/// What a contract says about a request.
#[derive(PartialEq)]
enum Statement {
    Taken,
    Refused(ServerError),
}

/// How a server answered a probe.
pub(super) struct Reply {
    status: u16,
    body: Value,
}

impl Reply {
    /// A reply whose body may be no JSON.
    pub(super) fn new(status: u16, body: &[u8]) -> Self {
        Self { status, body: serde_json::from_slice(body).unwrap_or(Value::Null) }
    }
}

/// An argument that no operation has.
const UNKNOWN: &str = "livechatMockCheck";

/// The wrong requests about an operation, made from the arguments of one that is in order.
pub(super) fn probes(operation: &Operation, arguments: &Value) -> Vec<Probe> {
    let Value::Object(arguments) = arguments else { return Vec::new() };
    let route = operation.meta.route();
    let in_path = |name: &str| route.arguments().any(|argument| argument == name);
    let mut bare = arguments.clone();
    bare.retain(|name, _| in_path(name));
    let mut longer = arguments.clone();
    longer.insert(UNKNOWN.to_owned(), "1".into());
    let bare = Probe::new("without its arguments in the query", operation, bare, |dialect| match dialect {
        // The handler looks for itself.
        Dialect::Unchecked | Dialect::Reading => None,
        // It may miss them all the same.
        _ => Some(None),
    });
    let longer = Probe::new("with an unknown argument", operation, longer, |_| Some(Some(Statement::Taken)));
    let tells = |probe: &Probe| probe.statements.iter().flatten().any(|it| *it != Statement::Taken);
    [bare, longer].into_iter().filter(tells).collect()
}

impl Probe {
    /// `taken` says what follows, by dialect, from a contract that has nothing against the request.
    fn new(
        what: &'static str,
        operation: &Operation,
        arguments: JsonObject,
        taken: impl Fn(Dialect) -> Option<Option<Statement>>,
    ) -> Self {
        let query = query(operation.meta.route(), &arguments);
        let statements = ServerVersion::ALL.map(|version| {
            if !operation.is_in(version) {
                return None;
            }
            let contract = operation.contracts.of(version);
            let taken = taken(contract.dialect)?;
            match contract.check_query(&query, version) {
                Err(error) => Some(Statement::Refused(error)),
                Ok(()) => taken,
            }
        });
        Self { what, arguments: Value::Object(arguments), statements }
    }

    /// Whether a profile says just this; `None` if it says nothing.
    fn agrees(&self, profile: ServerVersion, reply: &Reply) -> Option<bool> {
        let statement = self.statements[profile as usize].as_ref()?;
        Some(compare(statement, reply).is_none())
    }

    /// What differs from what a profile says.
    pub(super) fn difference(&self, profile: ServerVersion, reply: &Reply) -> Option<Difference> {
        let mut difference = compare(self.statements[profile as usize].as_ref()?, reply)?;
        if let Some(other) = ServerVersion::ALL.into_iter().rev().find(|it| self.agrees(*it, reply) == Some(true)) {
            difference.found += &format!(", as servers of {other} respond");
        }
        Some(difference.about(format!("a request {}", self.what)))
    }
}

/// The arguments that do not go into the path, as pairs.
fn query(route: &Route, arguments: &JsonObject) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut query = Vec::new();
    for (name, value) in arguments.iter().filter(|(name, _)| !route.arguments().any(|argument| argument == *name)) {
        match value {
            Value::Null => {}
            Value::Array(items) => query.extend(items.iter().map(|item| (format!("{name}[]"), text(item)))),
            value => query.push((name.clone(), text(value))),
        }
    }
    query
}

/// What of a reply differs from a statement.
fn compare(statement: &Statement, reply: &Reply) -> Option<Difference> {
    let error = match statement {
        Statement::Taken if (200..300).contains(&reply.status) => return None,
        Statement::Taken => return Some(Difference::status(200, reply.status)),
        Statement::Refused(error) => error,
    };
    if error.status() != reply.status {
        return Some(Difference::status(error.status(), reply.status));
    }
    let expected = error.body().as_object()?;
    let (key, expected) = expected.iter().find(|(key, value)| reply.body.get(key.as_str()) != Some(*value))?;
    let pointer = join("", key);
    let found = match kind_at(&reply.body, &pointer) {
        "a string" if expected.is_string() => "another text",
        kind => kind,
    };
    Some(Difference::new(pointer, expected.to_string(), found))
}

/// What responses to right requests say about the version.
#[derive(Default)]
pub(super) struct Signs {
    /// Operations that the server has, or does not have.
    pub(super) operations: Vec<(&'static Operation, bool)>,
    /// Whether staff see a visitor's token; `None` if no visitor was looked at.
    pub(super) shows_tokens: Option<bool>,
}

impl Signs {
    /// How many are unlike a profile.
    fn against(&self, profile: ServerVersion) -> usize {
        let operations = self.operations.iter().filter(|(operation, has)| operation.is_in(profile) != *has);
        let tokens = self.shows_tokens.filter(|shows| *shows != profile.shows_tokens_to_staff());
        operations.count() + usize::from(tokens.is_some())
    }
}

/// The profile that a server is nearest to: the one that is wrong least often about its replies and the other signs, and of those that are so alike, the one next to the server's version.
///
/// Beside each reply is the place of its operation in the report, which does not matter here.
pub(super) fn nearest(version: Option<&Version>, replies: &[(usize, Probe, Reply)], signs: &Signs) -> Nearest {
    let by_version = version.map_or(ServerVersion::default(), |version| {
        let not_newer = ServerVersion::ALL.into_iter().rev().find(|profile| profile.number() <= *version);
        not_newer.unwrap_or(ServerVersion::ALL[0])
    });
    let score = |profile: ServerVersion| {
        let said = replies.iter().filter_map(|(_, probe, reply)| probe.agrees(profile, reply));
        said.fold((0, 0), |(agreed, asked), agrees| (agreed + usize::from(agrees), asked + 1))
    };
    // Some say nothing about what others have an answer for: what counts is how often one is wrong.
    let wrong = |profile: ServerVersion| {
        let (agreed, asked) = score(profile);
        asked - agreed + signs.against(profile)
    };
    let distance = |profile: ServerVersion| (profile as usize).abs_diff(by_version as usize);
    let profile = ServerVersion::ALL
        .into_iter()
        .min_by_key(|profile| (wrong(*profile), distance(*profile)))
        .unwrap_or(by_version);
    let (agreed, asked) = score(profile);
    Nearest { profile, agreed, asked, differs_from_version: profile != by_version }
}
