//! What a check found.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use livechat_sdk::{EndpointInfo, Version};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{ServerVersion, json::join};

/// What a check found, operation by operation.
///
/// `Display` is the text that the program prints, and `Serialize` its JSON. Neither has a value that a server sent: there are
/// names of fields, kinds of values, and what the types and the contracts expect.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// The server's version; `None` if it does not tell one, and for files.
    pub server: Option<Version>,
    /// The profile of the mock that the server is nearest to; `None` for files.
    pub nearest: Option<Nearest>,
    /// The operations, in the order in which they were looked at.
    pub operations: Vec<OperationReport>,
}

/// The profile of the mock that a server is nearest to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Nearest {
    /// The profile.
    #[serde(serialize_with = "as_text")]
    pub profile: ServerVersion,
    /// How many wrong requests the server answered as the profile does.
    pub agreed: usize,
    /// How many wrong requests were sent that the profile has an answer for.
    pub asked: usize,
    /// Whether the server's version alone would have another profile nearest.
    pub differs_from_version: bool,
}

/// What a check found about an operation.
#[derive(Clone, Debug, Serialize)]
#[non_exhaustive]
pub struct OperationReport {
    /// The name of the operation's type.
    pub operation: &'static str,
    /// The method and the path, with `{argument}` in place of each path argument.
    pub endpoint: String,
    /// How it went.
    pub outcome: Outcome,
    /// Why it is so, where the outcome does not say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// What differs.
    pub differences: Vec<Difference>,
    /// What differs and did so when the baseline was written.
    pub known: Vec<Difference>,
    /// What the response consists of; nothing if there is none.
    #[serde(skip)]
    pub(super) shape: Shape,
    /// Whether the server does not know the path.
    #[serde(skip)]
    pub(super) is_unknown: bool,
}

/// The kinds of a field's values, by the field's pointer, with `*` in place of each index.
pub(super) type Fields = BTreeMap<String, BTreeSet<Kind>>;

/// What a response consists of, without its values.
#[derive(Clone, Debug, Default)]
pub(super) struct Shape {
    /// How many records there are, by their pointer, with `*` in place of each index.
    pub(super) records: BTreeMap<String, usize>,
    /// Every field of a record.
    pub(super) fields: Fields,
    /// How many of the records have a field.
    pub(super) counts: BTreeMap<String, usize>,
}

impl Shape {
    pub(super) fn of(body: &Value) -> Self {
        let mut shape = Self::default();
        shape.add("", body);
        shape
    }

    fn add(&mut self, pointer: &str, value: &Value) {
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.add(&format!("{pointer}/*"), item)),
            Value::Object(fields) => {
                *self.records.entry(pointer.to_owned()).or_default() += 1;
                for (key, value) in fields {
                    let field = join(pointer, key);
                    *self.counts.entry(field.clone()).or_default() += 1;
                    self.fields.entry(field.clone()).or_default().insert(Kind::of(value));
                    self.add(&field, value);
                }
            }
            _ => {}
        }
    }

    /// Adds what another response of the operation consists of.
    pub(super) fn merge(&mut self, other: Self) {
        for (record, count) in other.records {
            *self.records.entry(record).or_default() += count;
        }
        for (field, count) in other.counts {
            *self.counts.entry(field).or_default() += count;
        }
        for (field, kinds) in other.fields {
            self.fields.entry(field).or_default().extend(kinds);
        }
    }

    /// The fields that each of their records has.
    pub(super) fn constant_fields(&self) -> Fields {
        let is_constant = |field: &str| self.counts.get(field) == self.records.get(record_of(field));
        self.fields
            .iter()
            .filter(|(field, _)| is_constant(field))
            .map(|(field, kinds)| (field.clone(), kinds.clone()))
            .collect()
    }
}

/// The pointer of the record that a field is in.
pub(super) fn record_of(field: &str) -> &str {
    field.rsplit_once('/').map_or("", |(record, _)| record)
}

/// How a check of an operation went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Outcome {
    /// It is as expected.
    Ok,
    /// Something differs.
    Differs,
    /// The user may not call it.
    NotAllowed,
    /// The server, or the file, does not have it.
    NotThere,
    /// It was not called.
    Skipped,
    /// It was called, and there was no response to look at.
    Failed,
}

impl Outcome {
    /// The outcome in a word or two.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Differs => "differs",
            Self::NotAllowed => "not allowed",
            Self::NotThere => "not there",
            Self::Skipped => "skipped",
            Self::Failed => "failed",
        }
    }
}

/// Where a server differs from what is known.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Difference {
    /// Where it is, as a JSON pointer into the response's body; empty for the status or the whole body. What is gone from all
    /// records of a list has `*` in place of the index.
    pub pointer: String,
    /// What was expected there.
    pub expected: String,
    /// What came: a kind of value, or a status. No value is quoted.
    pub found: String,
    /// What it is about, where that is not the response to a request that is in order: a wrong request, or a part of a file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context: Option<String>,
}

impl Difference {
    pub(super) fn new(pointer: impl Into<String>, expected: impl Into<String>, found: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), expected: expected.into(), found: found.into(), context: None }
    }

    pub(super) fn status(expected: u16, found: u16) -> Self {
        Self::new("", format!("the status {expected}"), format!("the status {found}"))
    }

    pub(super) fn about(mut self, context: impl Into<String>) -> Self {
        self.context = Some(context.into());
        self
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(context) = &self.context {
            write!(f, "{context}: ")?;
        }
        if !self.pointer.is_empty() {
            write!(f, "{}: ", self.pointer)?;
        }
        write!(f, "expected {}, found {}", self.expected, self.found)
    }
}

/// The kind of a JSON value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    Null,
    Boolean,
    Number,
    String,
    List,
    Object,
}

impl Kind {
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(_) => Self::Boolean,
            Value::Number(_) => Self::Number,
            Value::String(_) => Self::String,
            Value::Array(_) => Self::List,
            Value::Object(_) => Self::Object,
        }
    }

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "a boolean",
            Self::Number => "a number",
            Self::String => "a string",
            Self::List => "a list",
            Self::Object => "an object",
        }
    }
}

/// What stands at a place, without its value.
pub(super) fn kind_at(body: &Value, pointer: &str) -> &'static str {
    body.pointer(pointer).map_or("nothing", |value| Kind::of(value).as_str())
}

impl OperationReport {
    pub(super) fn new(info: &EndpointInfo, outcome: Outcome, reason: Option<String>) -> Self {
        Self {
            operation: info.name,
            endpoint: info.meta.to_string(),
            outcome,
            reason,
            differences: Vec::new(),
            known: Vec::new(),
            shape: Shape::default(),
            is_unknown: false,
        }
    }

    /// Adds what differs; each thing once.
    pub(super) fn add(&mut self, differences: impl IntoIterator<Item = Difference>) {
        for difference in differences {
            if !self.differences.contains(&difference) {
                self.differences.push(difference);
            }
        }
        if !self.differences.is_empty() && self.outcome == Outcome::Ok {
            self.outcome = Outcome::Differs;
        }
    }
}

impl Report {
    /// What differs, with the name of each operation.
    pub fn differences(&self) -> impl Iterator<Item = (&'static str, &Difference)> {
        self.operations.iter().flat_map(|it| it.differences.iter().map(|difference| (it.operation, difference)))
    }

    /// How many operations went so.
    #[must_use]
    pub fn count(&self, outcome: Outcome) -> usize {
        self.operations.iter().filter(|it| it.outcome == outcome).count()
    }
}

/// A line for each operation, below it what differs, and at the end the sums and the nearest profile.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let width = self.operations.iter().map(|it| it.operation.len()).max().unwrap_or_default();
        for it in &self.operations {
            write!(f, "{:<11}  {:<width$}  {}", it.outcome.as_str(), it.operation, it.endpoint)?;
            match &it.reason {
                Some(reason) => writeln!(f, ": {reason}")?,
                None => writeln!(f)?,
            }
            for difference in &it.differences {
                writeln!(f, "    {difference}")?;
            }
            for difference in &it.known {
                writeln!(f, "    known: {difference}")?;
            }
        }
        let plural = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
        let outcomes =
            [Outcome::Ok, Outcome::Differs, Outcome::NotAllowed, Outcome::NotThere, Outcome::Skipped, Outcome::Failed];
        let counts = outcomes.map(|outcome| (self.count(outcome), outcome.as_str()));
        let counts: Vec<_> =
            counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
        writeln!(f, "\n{}: {}", plural(self.operations.len(), "operation"), counts.join(", "))?;
        write!(f, "{}", plural(self.differences().count(), "difference"))?;
        match self.operations.iter().map(|it| it.known.len()).sum::<usize>() {
            0 => writeln!(f)?,
            known => writeln!(f, ", and {known} that the baseline has")?,
        }
        let server = self.server.as_ref().map_or_else(|| "of unknown version".to_owned(), |it| format!("version {it}"));
        let Some(Nearest { profile, agreed, asked, differs_from_version }) = &self.nearest else { return Ok(()) };
        write!(f, "server: {server}; nearest profile: {profile}, ")?;
        if *asked == 0 {
            return writeln!(f, "by the version alone");
        }
        let by = if *differs_from_version { "though not by the version" } else { "by the version" };
        writeln!(f, "{by}: it answers {agreed} of {asked} wrong requests alike")
    }
}

fn as_text<S: serde::Serializer>(version: &ServerVersion, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(version)
}
