//! Other people's clients, run against the program. Each test is skipped, and says so, where its client is not installed;
//! `.ci/run` installs what it can.

use std::{
    env,
    path::PathBuf,
    process::{Command, Output},
};

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
