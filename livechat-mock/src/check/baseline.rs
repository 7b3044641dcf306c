//! What a server gave last time, to tell what it gives no longer.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    str::FromStr,
};

use livechat_sdk::Version;
use serde::{Deserialize, Serialize};

use super::{
    CheckError,
    report::{Difference, Fields, Kind, OperationReport, Outcome, Report, Shape, record_of},
};

/// What a server gave last time: the fields that each record of its responses had, optional ones included, and what differed
/// then.
///
/// It is written and read as JSON, to be kept beside the code. It has names of fields and kinds of
/// values, and no value.
///
/// ```no_run
/// use livechat_mock::check::{Baseline, Check};
///
/// # async fn example(client: livechat_sdk::Client) -> Result<(), Box<dyn std::error::Error>> {
/// let mut report = Check::new().run(&client).await?;
/// report.compare(&std::fs::read_to_string("livechat-baseline.json")?.parse::<Baseline>()?);
/// assert_eq!(report.differences().count(), 0, "{report}");
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Baseline {
    /// Of this file: another one is read by another release.
    livechat_baseline: Format,
    server: Option<Version>,
    operations: BTreeMap<String, Recorded>,
}

/// The version of the format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u64", into = "u64")]
struct Format;

/// What there was of an operation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Recorded {
    #[serde(default, skip_serializing_if = "Fields::is_empty")]
    fields: Fields,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    differences: Vec<Difference>,
}

impl Baseline {
    /// What was found, as the baseline of later checks. What differs is known then, and reported no more.
    #[must_use]
    pub fn of(report: &Report) -> Self {
        let answered = report.operations.iter().filter(|it| is_answered(it));
        let recorded = |it: &OperationReport| {
            let differences = it.differences.iter().chain(&it.known).cloned().collect();
            (it.operation.to_owned(), Recorded { fields: it.shape.constant_fields(), differences })
        };
        Self { livechat_baseline: Format, server: report.server.clone(), operations: answered.map(recorded).collect() }
    }
}

fn is_answered(report: &OperationReport) -> bool {
    matches!(report.outcome, Outcome::Ok | Outcome::Differs)
}

impl Report {
    /// Adds what the server gave when the baseline was written and does not give now: fields that were in each record and are in
    /// none, values of other kinds than before, and operations that it answered. What differed then already is
    /// [`known`](OperationReport::known), and is among the differences no longer.
    ///
    /// Nothing is said of a list that is empty now, of an operation that was skipped, or of one that the baseline does not have.
    pub fn compare(&mut self, baseline: &Baseline) {
        for report in &mut self.operations {
            let Some(recorded) = baseline.operations.get(report.operation) else { continue };
            match report.outcome {
                Outcome::Ok | Outcome::Differs => {
                    let changed = changed(&recorded.fields, &report.shape);
                    let is_told = |it: &Difference| {
                        report.differences.iter().any(|other| without_indexes(&other.pointer) == it.pointer)
                    };
                    let changed: Vec<_> = changed.into_iter().filter(|it| !is_told(it)).collect();
                    report.add(changed);
                }
                Outcome::NotAllowed | Outcome::NotThere => {
                    let found = report.outcome.as_str();
                    report.differences.push(Difference::new("", "a response, as in the baseline", found));
                }
                Outcome::Skipped | Outcome::Failed => continue,
            }
            let is_known = |it: &Difference| recorded.differences.iter().any(|known| is_same(known, it));
            let (known, new) = report.differences.drain(..).partition(is_known);
            (report.known, report.differences) = (known, new);
            if report.differences.is_empty() && report.outcome == Outcome::Differs {
                report.outcome = Outcome::Ok;
            }
        }
    }
}

/// What each record had and none has now, where there are records.
fn changed(before: &Fields, now: &Shape) -> Vec<Difference> {
    let mut changed = Vec::new();
    for (field, kinds) in before {
        let expected = || format!("{}, as in the baseline", in_words(kinds));
        match now.fields.get(field) {
            Some(found) => {
                let is_open = found.contains(&Kind::Null) || kinds.contains(&Kind::Null);
                if !is_open && found.is_disjoint(kinds) {
                    changed.push(Difference::new(field, expected(), in_words(found)));
                }
            }
            None if now.records.contains_key(record_of(field)) => {
                changed.push(Difference::new(field, expected(), "nothing"));
            }
            None => {}
        }
    }
    changed
}

fn in_words(kinds: &BTreeSet<Kind>) -> String {
    kinds.iter().map(|kind| kind.as_str()).collect::<Vec<_>>().join(" or ")
}

/// Whether two differences are the same, in whichever record of a list.
fn is_same(one: &Difference, other: &Difference) -> bool {
    let what =
        |it: &Difference| (without_indexes(&it.pointer), it.expected.clone(), it.found.clone(), it.context.clone());
    what(one) == what(other)
}

/// A pointer with `*` in place of each index.
fn without_indexes(pointer: &str) -> String {
    let is_index = |key: &str| !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit());
    pointer.split('/').map(|key| if is_index(key) { "*" } else { key }).collect::<Vec<_>>().join("/")
}

impl FromStr for Baseline {
    type Err = CheckError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let no_baseline =
            |error: serde_json::Error| CheckError::File { what: "baseline of a check", reason: error.to_string() };
        serde_json::from_str(text).map_err(no_baseline)
    }
}

impl fmt::Display for Baseline {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string_pretty(self).map_err(|_| fmt::Error)?)
    }
}

impl TryFrom<u64> for Format {
    type Error = &'static str;

    fn try_from(number: u64) -> Result<Self, Self::Error> {
        if number == 1 { Ok(Self) } else { Err("it has a format that this release does not read; write it anew") }
    }
}

impl From<Format> for u64 {
    fn from(_: Format) -> Self {
        1
    }
}
