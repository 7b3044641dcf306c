//! The folder of fixtures, and what tests do with JSON.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use serde_json::Value;

/// A fixture: a file of the folder.
pub(crate) struct Fixture {
    /// The file's name without its ending.
    pub(crate) name: String,
    pub(crate) text: String,
}

impl Fixture {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{}.json is no JSON: {error}", self.name))
    }

    /// The status and what stands behind it; `None` for a request.
    pub(crate) fn status(&self) -> Option<(u16, &str)> {
        let (status, slug) = self.name.split_once('-').unwrap_or((&self.name, ""));
        Some((status.parse().ok()?, slug))
    }

    pub(crate) fn is_request(&self) -> bool {
        self.name == "request" || self.name.starts_with("request-")
    }

    pub(crate) fn is_answer(&self) -> bool {
        self.status().is_some_and(|(status, _)| status < 300)
    }

    pub(crate) fn is_error_response(&self) -> bool {
        self.status().is_some_and(|(status, _)| status >= 400)
    }
}

pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

/// The fixtures in a folder below the folder of fixtures, by name; none where there is no such folder.
pub(crate) fn fixtures(below: &str) -> Vec<Fixture> {
    let Ok(entries) = fs::read_dir(folder().join(below)) else { return Vec::new() };
    let files = entries.map(|entry| entry.unwrap().path());
    let mut fixtures: Vec<_> = files
        .map(|file| Fixture {
            name: file.file_stem().unwrap().to_str().unwrap().to_owned(),
            text: fs::read_to_string(&file).unwrap(),
        })
        .collect();
    fixtures.sort_by(|a, b| a.name.cmp(&b.name));
    fixtures
}

/// Where two documents differ: JSON pointers, with what stands there.
///
/// Objects are equal whatever the order of their keys is, numbers whatever their notation is.
pub(crate) fn differences(expected: &Value, found: &Value) -> BTreeMap<String, String> {
    let mut differences = BTreeMap::new();
    compare("", Some(expected), Some(found), &mut differences);
    differences
}

fn compare(at: &str, expected: Option<&Value>, found: Option<&Value>, differences: &mut BTreeMap<String, String>) {
    match (expected, found) {
        (Some(Value::Object(expected)), Some(Value::Object(found))) => {
            for key in expected.keys().chain(found.keys().filter(|key| !expected.contains_key(*key))) {
                compare(&format!("{at}/{key}"), expected.get(key), found.get(key), differences);
            }
        }
        (Some(Value::Array(expected)), Some(Value::Array(found))) => {
            for index in 0..expected.len().max(found.len()) {
                compare(&format!("{at}/{index}"), expected.get(index), found.get(index), differences);
            }
        }
        (Some(Value::Number(expected)), Some(Value::Number(found))) if expected.as_f64() == found.as_f64() => {}
        (expected, found) if expected == found => {}
        (Some(expected), None) => drop(differences.insert(at.to_owned(), format!("{expected} is lost"))),
        (None, Some(found)) => drop(differences.insert(at.to_owned(), format!("{found} is new"))),
        (expected, found) => {
            let text = |value: Option<&Value>| value.map(Value::to_string).unwrap_or_default();
            differences.insert(at.to_owned(), format!("{} became {}", text(expected), text(found)));
        }
    }
}

/// Fails with all that is wrong at once.
#[track_caller]
pub(crate) fn assert_none(failures: &[String]) {
    assert!(failures.is_empty(), "\n  {}\n", failures.join("\n  "));
}

/// A quirk that a test makes an exception for: it has to be in the table.
#[track_caller]
pub(crate) fn assert_quirk(name: &str, operation: &str) {
    let quirk = livechat_mock::KNOWN_QUIRKS.iter().find(|quirk| quirk.name == name);
    let quirk = quirk.unwrap_or_else(|| panic!("KNOWN_QUIRKS has no {name}"));
    assert!(quirk.operations.contains(&operation), "the quirk {name} is not about {operation}");
}

/// Where a test makes exceptions: an operation's type, a JSON pointer, and the quirk that says why.
pub(crate) struct Exceptions {
    unused: BTreeSet<(&'static str, &'static str)>,
    all: &'static [(&'static str, &'static str, &'static str)],
}

impl Exceptions {
    pub(crate) fn new(all: &'static [(&'static str, &'static str, &'static str)]) -> Self {
        all.iter().for_each(|(operation, _, quirk)| assert_quirk(quirk, operation));
        Self { unused: all.iter().map(|(operation, at, _)| (*operation, *at)).collect(), all }
    }

    /// Whether there is an exception.
    pub(crate) fn has(&mut self, operation: &str, at: &str) -> bool {
        self.unused.retain(|unused| *unused != (operation, at));
        self.all.iter().any(|(name, place, _)| (*name, *place) == (operation, at))
    }

    /// Fails if there is an exception that nothing needs.
    #[track_caller]
    pub(crate) fn assert_all_used(&self) {
        assert!(self.unused.is_empty(), "these need no exception: {:?}", self.unused);
    }
}

#[test]
fn a_lost_key_and_a_changed_value_are_seen() {
    let json = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let differences = differences(
        &json(r#"{"a":{"b":1,"c":[1,2]},"d":null,"n":0}"#),
        &json(r#"{"n":0.0,"a":{"b":"1","c":[1]},"e":true}"#),
    );
    let found: Vec<_> = differences.iter().map(|(at, what)| format!("{at}: {what}")).collect();
    assert_eq!(found, ["/a/b: 1 became \"1\"", "/a/c/1: 2 is lost", "/d: null is lost", "/e: true is new"]);
}
