//! The SDK's types against the documented examples, one operation like the other: a new one needs fixtures and no test.

mod answers;
mod commands;
mod error_responses;
mod odd_values;
mod replay;
mod requests;

use std::fs;

use crate::{
    fixtures::{assert_none, fixtures, folder},
    operations::{Operation, operations},
};

#[test]
fn every_operation_has_its_fixtures() {
    let mut missing = Vec::new();
    for operation in operations() {
        let below = operation.folder();
        let fixtures = fixtures(&below);
        if fixtures.is_empty() {
            missing.push(format!("{}: there is no folder livechat-mock/fixtures/{below}", operation.name));
            continue;
        }
        for name in ["request", "200"] {
            if !fixtures.iter().any(|fixture| fixture.name == name) {
                missing.push(format!("{}: there is no livechat-mock/fixtures/{below}/{name}.json", operation.name));
            }
        }
    }
    assert_none(&missing);
}

#[test]
fn every_folder_has_its_operation() {
    let operations: Vec<_> = operations().iter().map(Operation::folder).collect();
    let mut strangers = Vec::new();
    for resource in fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()) {
        if resource == "_shared" {
            continue;
        }
        for operation in fs::read_dir(folder().join(&resource)).unwrap() {
            let below = format!("{resource}/{}", operation.unwrap().file_name().into_string().unwrap());
            if !operations.contains(&below) {
                strangers.push(format!("livechat-mock/fixtures/{below} belongs to no operation of the catalogue"));
            }
        }
    }
    assert_none(&strangers);
}

#[test]
fn every_fixture_is_a_request_an_answer_or_an_error_response() {
    let mut strangers = Vec::new();
    for below in operations().iter().map(Operation::folder).chain(["_shared".to_owned()]) {
        for fixture in fixtures(&below) {
            if !(fixture.is_request() || fixture.is_answer() || fixture.is_error_response()) {
                strangers.push(format!(
                    "livechat-mock/fixtures/{below}/{}.json: a name starts with `request` or a status",
                    fixture.name
                ));
            }
        }
    }
    assert_none(&strangers);
}
