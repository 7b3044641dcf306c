//! Other people's clients, run against the program. Each test is skipped, and says so, where its client is not installed;
//! `.ci/run` installs what it can.

use std::{
    env,
    path::PathBuf,
    process::{Command, Output, Stdio},
};

use livechat_sdk::{Client, RetryPolicy, reqwest, visitors::RegisterVisitor};
use serde_json::Value;

use crate::program::Program;

/// Where `.ci/run` installs what the tests run.
pub(crate) fn tools() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../target/tools"))
}

fn python(arguments: &[&str]) -> Option<Output> {
    let mut path = vec![tools().join("python")];
    path.extend(env::var_os("PYTHONPATH").iter().flat_map(env::split_paths));
    Command::new("python3").args(arguments).env("PYTHONPATH", env::join_paths(path).unwrap()).output().ok()
}

/// `rocketchat_API`, a Python client.
#[test]
fn rocketchat_api_runs_its_livechat_calls() {
    if !python(&["-c", "import rocketchat_API"]).is_some_and(|output| output.status.success()) {
        eprintln!("SKIPPED: python3 has no rocketchat_API");
        return;
    }
    let program = Program::start(&["--world", "empty"]);
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/clients/rocketchat_api.py");
    let output = python(&[script, &format!("http://{}", program.address())]).unwrap();
    let (said, complaint) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}{complaint}\n{}", program.stop().stderr);
    assert_eq!(said.trim(), "done");
}

/// `@rocket.chat/ddp-client`, the client that Rocket.Chat's own widget is made with: a conversation with a connection that
/// breaks.
#[test]
fn ddp_client_has_a_conversation() {
    let node = |script: &str, arguments: &[&str]| {
        let mut node = Command::new("node");
        node.arg(script).args(arguments).env("NODE_PATH", tools().join("node/node_modules")).output().ok()
    };
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/clients/ddp_client.cjs");
    if !tools().join("node/node_modules/@rocket.chat/ddp-client").exists() {
        eprintln!("SKIPPED: @rocket.chat/ddp-client is not installed");
        return;
    }
    let program = Program::start(&["--world", "empty", "--agent", "echo"]);
    let Some(output) = node(script, &[&format!("http://{}", program.address())]) else {
        eprintln!("SKIPPED: there is no node");
        return;
    };
    let (said, complaint) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}{complaint}\n{}", program.stop().stderr);
    assert_eq!(said.trim(), "done");
}

/// Five test suites, each in a language of its own, with a world for each run. `LIVECHAT_SUITE_RUNS` says how many runs.
#[tokio::test]
async fn suites_in_five_languages_share_a_server_and_nothing_else() {
    let runs = env::var("LIVECHAT_SUITE_RUNS").unwrap_or_else(|_| "10".to_owned());
    let program = Program::start(&["--worlds", "100"]);
    let url = format!("http://{}", program.address());
    let suites = [
        ("python3", "suite.py", &["--version"][..]),
        ("node", "suite.mjs", &["--version"]),
        ("java", "Suite.java", &["--add-modules", "jdk.compiler", "--version"]),
        ("ruby", "suite.rb", &["--version"]),
    ];
    let others: Vec<_> = suites
        .into_iter()
        .filter_map(|(language, file, probe)| {
            if !Command::new(language).args(probe).output().is_ok_and(|output| output.status.success()) {
                eprintln!("SKIPPED: {language} is not installed, or lacks what the suite needs");
                return None;
            }
            let file = format!("{}/tests/it/clients/suites/{file}", env!("CARGO_MANIFEST_DIR"));
            let suite = Command::new(language).args([&file, &url, &runs]).stderr(Stdio::piped()).spawn().unwrap();
            Some((language, suite))
        })
        .collect();
    for run in 0..runs.parse().unwrap() {
        suite(&url, &format!("rust-{run}")).await;
    }
    for (language, suite) in others {
        let output = suite.wait_with_output().unwrap();
        assert!(output.status.success(), "{language}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

/// What the suites of the other languages do, too.
async fn suite(url: &str, name: &str) {
    let http = reqwest::Client::new();
    let control = format!("{url}/w/{name}/__livechat-mock");
    let client = Client::builder(format!("{url}/w/{name}")).retry(RetryPolicy::none()).build().unwrap();
    client.register_visitor(RegisterVisitor::new("token").name(name)).await.unwrap();
    let fault = r#"{"fault": {"fail": {"status": 503}}, "times": 1}"#;
    http.post(format!("{control}/faults")).body(fault).send().await.unwrap().error_for_status().unwrap();
    assert_eq!(client.get_visitor("token").await.unwrap_err().status(), Some(503), "another world took the fault");
    assert_eq!(client.get_visitor("token").await.unwrap().name.as_deref(), Some(name));
    let received = http.get(format!("{control}/received")).send().await.unwrap().text().await.unwrap();
    let received: Value = serde_json::from_str(&received).unwrap();
    assert_eq!(received["received"].as_array().unwrap().len(), 3, "{received}");
    let world = format!("{url}/__livechat-mock/worlds/{name}");
    http.delete(world).send().await.unwrap().error_for_status().unwrap();
}
