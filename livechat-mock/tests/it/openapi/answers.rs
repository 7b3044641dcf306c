use jsonschema::{Draft, Validator};
use serde_json::Value;

use super::{description::Documented, for_each_documented};
use crate::fixtures::{Fixture, assert_none, differences, fixtures};

#[test]
fn a_described_answer_goes_through_the_sdk_unchanged() {
    let mut failures = Vec::new();
    for_each_documented(|operation, documented| {
        let answers: Vec<_> = documented.answers().into_iter().filter(|(status, _)| *status < 300).collect();
        assert!(!answers.is_empty(), "{} has no example", operation.name);
        for (_, answer) in answers {
            match operation.reread(&answer.to_string()) {
                Err(error) => failures.push(format!("{}: {error}", operation.name)),
                Ok(found) => failures.extend(
                    differences(answer, &found).iter().map(|(at, what)| format!("{}: {at}: {what}", operation.name)),
                ),
            }
        }
    });
    assert_none(&failures);
}

#[test]
fn a_described_refusal_is_among_the_fixtures() {
    let mut failures = Vec::new();
    for_each_documented(|operation, documented| {
        let mut fixtures = fixtures(&operation.folder());
        fixtures.extend(crate::fixtures::fixtures("_shared"));
        for (status, refusal) in documented.answers().into_iter().filter(|(status, _)| *status >= 400) {
            let is_this = |fixture: &Fixture| {
                fixture.status().is_some_and(|(code, _)| code == status)
                    && differences(refusal, &fixture.json()).is_empty()
            };
            if !fixtures.iter().any(is_this) {
                failures.push(format!("{}: {status} {refusal} is no fixture", operation.name));
            }
        }
    });
    assert_none(&failures);
}

#[test]
fn the_answer_example_fits_the_described_schema() {
    let mut failures = Vec::new();
    for_each_documented(|operation, documented| {
        let fixtures = fixtures(&operation.folder());
        let example = fixtures.iter().find(|fixture| fixture.name == "200").unwrap().json();
        for error in schema(documented).iter_errors(&example) {
            failures.push(format!("{}: {}: {error}", operation.name, error.instance_path()));
        }
    });
    assert_none(&failures);
}

/// The schema of a successful answer. OpenAPI 3.0 takes its schemas from the fourth draft and a half.
fn schema(documented: &Documented<'_>) -> Validator {
    let schema: &Value = documented.schema(200).unwrap();
    jsonschema::options().with_draft(Draft::Draft4).build(schema).unwrap()
}
