//! `--record`, and `livechat-mock replay`.

use std::{fs, path::PathBuf};

use super::process::Program;
use crate::raw::{Raw, post, request};

/// A file that is gone with this.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let name = format!("livechat-mock-{}-{name}.jsonl", std::process::id());
        Self(std::env::temp_dir().join(name))
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

#[tokio::test]
async fn a_run_is_recorded_and_replayed() {
    let file = Scratch::new("run");
    fs::write(&file.0, "what was there before").unwrap();
    let program = Program::start(&["--record", file.path(), "--agent", "echo", "--seed", "5"]);
    let mut raw = Raw::connect(program.address()).await;
    for token in ["one", "two"] {
        let body = format!(r#"{{"visitor": {{"token": "{token}"}}}}"#);
        assert_eq!(raw.ask(post("/api/v1/livechat/visitor", &body)).await.status, 200);
    }
    assert_eq!(raw.ask(request("GET", "/api/v1/livechat/room?token=two")).await.status, 200);
    program.terminate();
    assert_eq!(program.end().code, Some(0));
    #[cfg(unix)]
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&file.0).unwrap().permissions()) & 0o777, 0o600);

    let end = Program::run(&["replay", file.path()]);
    assert_eq!((end.code, end.stdout.trim()), (Some(0), "replayed 3 requests: each response is the same to the byte"));

    let stopped = Program::start(&["replay", file.path(), "--until", "2"]);
    let mut raw = Raw::connect(stopped.address()).await;
    assert_eq!(raw.ask(request("GET", "/api/v1/livechat/visitor/one")).await.status, 200);
    assert_eq!(raw.ask(request("GET", "/api/v1/livechat/visitor/two")).await.status, 400);
    assert_eq!(raw.ask(request("GET", "/")).await.header("content-type"), Some("text/html; charset=utf-8"));
    stopped.terminate();
    let end = stopped.end();
    assert!(end.stderr.contains("replayed 1 requests; the next is POST /api/v1/livechat/visitor"), "{}", end.stderr);

    // Killed before its end, and cut off within a line.
    let text = fs::read_to_string(&file.0).unwrap();
    fs::write(&file.0, text.strip_suffix("{\"at\":0,\"what\":\"end\"}\n").unwrap()).unwrap();
    let end = Program::run(&["replay", file.path()]);
    assert!(end.code == Some(0) && end.stdout.contains("the recording has no end"), "{}", end.stdout);
    fs::write(&file.0, &text[..text.len() - 40]).unwrap();
    let end = Program::run(&["replay", file.path()]);
    assert!(end.code == Some(1) && end.stderr.contains("cut off"), "{}", end.stderr);
}

#[tokio::test]
async fn a_run_with_many_worlds_is_recorded_and_replayed() {
    let file = Scratch::new("worlds");
    let program = Program::start(&["--record", file.path(), "--worlds", "2"]);
    let mut raw = Raw::connect(program.address()).await;
    let register = |world: &str| {
        post(
            &format!("{world}/api/v1/livechat/visitor"),
            &format!(r#"{{"visitor": {{"token": "of{}"}}}}"#, world.len()),
        )
    };
    for world in ["", "/w/a", "/w/two", "/w/a"] {
        assert_eq!(raw.ask(register(world)).await.status, 200);
    }
    program.terminate();
    assert_eq!(program.end().code, Some(0));

    let end = Program::run(&["replay", file.path()]);
    assert_eq!((end.code, end.stdout.trim()), (Some(0), "replayed 4 requests: each response is the same to the byte"));

    let stopped = Program::start(&["replay", file.path(), "--until", "3"]);
    let mut raw = Raw::connect(stopped.address()).await;
    for (path, status) in [("/of0", 200), ("/of4", 400)] {
        assert_eq!(raw.ask(request("GET", &format!("/api/v1/livechat/visitor{path}"))).await.status, status);
    }
    for (world, status) in [("a/api/v1/livechat/visitor/of4", 200), ("two/api/v1/livechat/visitor/of6", 400)] {
        assert_eq!(raw.ask(request("GET", &format!("/w/{world}"))).await.status, status);
    }
    assert_eq!(raw.ask(request("GET", "/w/a/")).await.header("content-type"), Some("text/html; charset=utf-8"));
    stopped.terminate();
    let end = stopped.end();
    assert!(
        end.stderr.contains("replayed 2 requests; the next is [two] POST /api/v1/livechat/visitor"),
        "{}",
        end.stderr
    );
}

#[test]
fn what_cannot_be_recorded_or_replayed_is_refused() {
    for (options, code, says) in [
        (&["--record", "/", "--quiet"][..], 2, "the recording / cannot be opened"),
        (&["replay", "/no/such/file"], 2, "the recording /no/such/file cannot be opened"),
        (&["replay", "x", "--port", "1"], 2, "--until"),
        (&["replay", env!("CARGO_BIN_EXE_livechat-mock")], 1, "no recording of livechat-mock"),
    ] {
        let end = Program::run(options);
        assert_eq!(end.code, Some(code), "{options:?}: {}", end.stderr);
        assert!(end.stderr.contains(says), "{options:?}: {}", end.stderr);
    }
}

/// Linux has a disk that is always full.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_full_disk_is_told_and_the_server_goes_on() {
    let program = Program::start(&["--record", "/dev/full", "--quiet"]);
    let mut raw = Raw::connect(program.address()).await;
    assert_eq!(raw.ask(request("GET", "/api/v1/livechat/visitor/iNKE8a6k6cjbqWhWd")).await.status, 200);
    program.terminate();
    let end = program.end();
    assert_eq!(end.code, Some(1), "{}", end.stderr);
    for says in ["cannot be written and ends before request 1", "No space left", "/dev/full is not whole"] {
        assert!(end.stderr.contains(says), "{}", end.stderr);
    }
}
