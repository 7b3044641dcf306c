//! What the READMEs show beside Rust, which documentation tests run: commands and what comes back, features, a failing test, and
//! parts of examples.

use std::{fmt::Write, iter};

use livechat_mock::{LivechatMock, ServerError};
use livechat_sdk::visitors::RegisterVisitor;
use serde_json::Value;

use crate::{
    mock::failure,
    program::{Curl, Program, words},
    raw::{Raw, post},
};

mod a_test_in_rust;
mod in_a_test;

const PROJECT: &str = include_str!("../../../README.md");
const MOCK: &str = include_str!("../../README.md");
const READMES: &[(&str, &str)] = &[
    ("README.md", PROJECT),
    ("livechat-mock/README.md", MOCK),
    ("livechat-sdk/README.md", include_str!("../../../livechat-sdk/README.md")),
    ("guide/other_languages.md", include_str!("../../src/guide/other_languages.md")),
    ("guide/continuous_integration.md", include_str!("../../src/guide/continuous_integration.md")),
];

/// The code blocks of a language.
fn blocks<'a>(page: &'a str, language: &str) -> Vec<&'a str> {
    let fence = format!("```{language}\n");
    page.split(fence.as_str()).skip(1).map(|rest| rest.split("\n```").next().unwrap()).collect()
}

/// Whether a text is as shown, where `…` stands for anything.
fn is_as_shown(text: &str, shown: &str) -> bool {
    let mut parts = shown.split('…');
    let Some(mut rest) = text.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let parts: Vec<_> = parts.collect();
    let Some((last, inner)) = parts.split_last() else { return rest.is_empty() };
    for part in inner {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[test]
fn an_ellipsis_stands_for_anything() {
    assert!(is_as_shown("one", "one") && is_as_shown("one two", "…two") && is_as_shown("a b c d", "a…c…"));
    assert!(!is_as_shown("one", "two") && !is_as_shown("one two", "one") && !is_as_shown("a b c", "a…d…"));
}

/// The commands of a console block, each with what is shown below it.
fn commands(block: &str) -> impl Iterator<Item = (&str, &str)> {
    let commands = block.strip_prefix("$ ").unwrap().split("\n$ ");
    commands.map(|command| command.split_once('\n').filter(|(line, _)| !line.ends_with('\\')).unwrap_or((command, "")))
}

/// What a program is started with that the commands of a block need.
fn options(block: &str) -> Vec<&str> {
    let started = commands(block).find_map(|(command, _)| command.strip_prefix("livechat-mock ")?.strip_suffix(" &"));
    iter::once("--quiet").chain(started.into_iter().flat_map(str::split_whitespace)).collect()
}

#[tokio::test]
async fn the_commands_work_as_shown() {
    for (file, page) in READMES {
        for block in blocks(page, "console") {
            let program = Program::start(&options(block));
            for (command, shown) in commands(block) {
                if command.starts_with("curl ") {
                    let curl = Curl::parse(command);
                    let answer = curl.send(&program).await;
                    let mut text = String::new();
                    if curl.with_head {
                        write!(text, "{}", answer.head().replace('\r', "")).unwrap();
                    }
                    text.push_str(str::from_utf8(&answer.body).unwrap());
                    let is_fine = if shown.is_empty() { answer.status == 200 } else { is_as_shown(&text, shown) };
                    assert!(is_fine, "{file}: {command}\n{text}");
                } else if command.starts_with("livechat-mock ") {
                    // With its options, which have to exist; a server would not end.
                    let mut words = words(command.trim_end_matches(" &"));
                    if words[1].starts_with('-') || ["health", "check"].contains(&words[1].as_str()) {
                        words.push("--help".to_owned());
                    }
                    let options: Vec<_> = words[1..].iter().map(String::as_str).collect();
                    let end = Program::run(&options);
                    assert_eq!(end.code, Some(0), "{file}: {command}\n{}", end.stderr);
                }
            }
        }
    }
}

#[tokio::test]
async fn a_failing_test_says_what_is_shown() {
    let failure = failure(async {
        let mock = LivechatMock::start().await;
        mock.on::<RegisterVisitor>().respond_error(ServerError::named("invalid-token")).expect(1).mount().await;
        let unwrapped = r#"{"token":"a-new-token","name":"Ann"}"#;
        Raw::connect(mock.address()).await.ask(post("/api/v1/livechat/visitor", unwrapped)).await;
    })
    .await;
    let shown = PROJECT.split_once("<!-- failure: compared with a real one by a test -->\n").unwrap().1;
    let shown = blocks(shown, "text")[0];
    assert!(is_as_shown(&failure, shown), "shown is\n{shown}\nand it says\n{failure}");
}

#[test]
fn the_code_of_an_example_is_the_example_s() {
    let shown = PROJECT.split_once("<!-- web_backend: compared with the example by a test -->\n").unwrap().1;
    let shown = blocks(shown, "rust,ignore")[0];
    let functions: Vec<_> = shown.split("\n\n").collect();
    assert_eq!(functions.len(), 2);
    for function in functions {
        assert!(include_str!("../../../examples/web_backend.rs").contains(function), "the example has not\n{function}");
    }
}

/// Documentation tests leave out what `#[tokio::test]` stands on.
#[test]
fn the_tests_that_are_shown_are_tests_here() {
    for (page, marker, test) in [
        (PROJECT, "<!-- a_test_in_rust:", include_str!("readme/a_test_in_rust.rs")),
        (MOCK, "<!-- in_a_test:", include_str!("readme/in_a_test.rs")),
    ] {
        let shown = page.split_once(marker).unwrap().1;
        assert_eq!(blocks(shown, "rust,ignore")[0], test.trim_end(), "{marker}");
    }
}

#[test]
fn the_features_that_dependencies_name_exist() {
    let manifests = [
        ("livechat-mock", include_str!("../../Cargo.toml")),
        ("livechat-sdk", include_str!("../../../livechat-sdk/Cargo.toml")),
    ];
    for (file, page) in READMES {
        for line in blocks(page, "toml").into_iter().flat_map(str::lines) {
            let Some((_, manifest)) = manifests.iter().find(|(name, _)| line.starts_with(&format!("{name} = "))) else {
                continue;
            };
            let Some((_, features)) = line.split_once(" features = [") else { continue };
            for feature in features.split(']').next().unwrap().split(", ") {
                let declaration = format!("\n{} = [", feature.trim_matches('"'));
                assert!(manifest.contains(&declaration), "{file}: {line}");
            }
        }
    }
}

#[test]
fn services_are_started_with_options_that_exist() {
    let mut commands = 0;
    for (file, page) in READMES {
        for block in blocks(page, "yaml") {
            let yaml: Value = serde_saphyr::from_str(block).unwrap_or_else(|error| panic!("{file}: {error}\n{block}"));
            for service in yaml["services"].as_object().into_iter().flat_map(|services| services.values()) {
                let Some(command) = service["command"].as_array() else { continue };
                let mut options: Vec<_> = command.iter().map(|option| option.as_str().unwrap()).collect();
                options.push("--help");
                let end = Program::run(&options);
                assert_eq!(end.code, Some(0), "{file}: {options:?}\n{}", end.stderr);
                commands += 1;
            }
        }
    }
    assert!(commands > 0, "no service has a command");
}

#[test]
fn the_count_of_operations_is_right() {
    let coverage = livechat_mock::coverage();
    assert!(coverage.iter().all(|operation| operation.replayed && operation.stateful));
    let all = include_str!("../../COVERAGE.md").split_once("The SDK has ").unwrap().1;
    let (there, rest) = all.split_once(" of the ").unwrap();
    assert!(rest.starts_with(there), "not all are there, which the README says");
    assert!(PROJECT.contains(&format!("All {there} published operations")), "README.md has another count");
}
