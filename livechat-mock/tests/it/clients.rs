//! Other people's clients, run against the program. Each test is skipped, and says so, where its client is not installed;
//! `.ci/run` installs what it can.

use std::{
    env,
    path::PathBuf,
    process::{Command, Output},
};

use crate::program::Program;

/// Where `.ci/run` installs what the tests run.
fn tools() -> PathBuf {
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
