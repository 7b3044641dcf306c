//! `livechat-mock check`, as a process.

use std::{fs, path::PathBuf};

use crate::program::Program;

/// A file of this test's own.
fn file(name: &str, text: &str) -> PathBuf {
    let file = std::env::temp_dir().join(format!("livechat-mock-check-{}-{name}", std::process::id()));
    fs::write(&file, text).unwrap();
    file
}

#[test]
fn it_ends_with_what_it_found() {
    let program = Program::start(&["--no-auth", "--quiet"]);
    let url = format!("http://{}", program.address());
    let baseline = file("baseline.json", "");
    let login = ["--url", &url, "--user-id", "admin", "--token", "s3cret"];
    let run = |more: &[&str]| Program::run(&[&["check"], &login[..], more].concat());

    let written = run(&["--write-baseline", baseline.to_str().unwrap()]);
    assert_eq!((written.code, written.stderr.as_str()), (Some(0), ""), "{}", written.stdout);
    assert!(written.stdout.contains("ok           ListRooms "), "{}", written.stdout);
    assert!(written.stdout.contains("nearest profile: 8.8, by the version: "), "{}", written.stdout);

    let one = run(&["--json", "--responses-only", "livechat/rooms", "--baseline", baseline.to_str().unwrap()]);
    assert_eq!((one.code, one.stderr.as_str()), (Some(0), ""), "{}", one.stdout);
    let report: serde_json::Value = serde_json::from_str(&one.stdout).unwrap();
    assert_eq!(report["nearest"]["profile"], "8.8");
    assert_eq!(report["operations"].as_array().unwrap().len(), 1);
    assert_eq!(report["operations"][0]["outcome"], "ok");

    // The baseline has a field that the server does not.
    let text = fs::read_to_string(&baseline).unwrap();
    fs::write(&baseline, text.replacen("\"/rooms/*/_id\"", "\"/rooms/*/gone\"", 1)).unwrap();
    let less = run(&["ListRooms", "--baseline", baseline.to_str().unwrap()]);
    assert_eq!((less.code, less.stderr.as_str()), (Some(1), ""), "{}", less.stdout);
    let difference = "    /rooms/*/gone: expected a string, as in the baseline, found nothing\n";
    assert!(less.stdout.contains(difference), "{}", less.stdout);

    assert_eq!(program.stop().code, Some(0));
    let gone = run(&[]);
    assert_eq!((gone.code, gone.stdout.as_str()), (Some(2), ""));
    assert!(gone.stderr.starts_with("error: the server does not respond: "), "{}", gone.stderr);
    assert!(!gone.stderr.contains("s3cret"), "{}", gone.stderr);
    fs::remove_file(baseline).unwrap();
}

#[test]
fn what_cannot_be_read_is_an_error_that_names_the_file() {
    let page = file("page.html", "<html>Log in</html>");
    let page = page.to_str().unwrap();
    for options in [
        &["check", "--openapi", page][..],
        &["check", "--har", page],
        &["check", "--url", "http://127.0.0.1:9", "--baseline", page],
        &["check", "--openapi", "/no/such/file"],
        &["check", "--url", "chat.example.com"],
        &["check", "--openapi", page, "--har", page],
        &["check", "--openapi", page, "--url", "http://127.0.0.1:9"],
        &["check", "--url", "http://127.0.0.1:9", "--user-id", "ann"],
        &["check", "--url", "http://127.0.0.1:9", "livechat/nothing"],
    ] {
        let end = Program::run(options);
        assert_eq!((end.code, end.stdout.as_str()), (Some(2), ""), "{options:?}: {}", end.stderr);
        assert!(end.stderr.starts_with("error: ") && end.stderr.lines().count() == 1, "{options:?}: {}", end.stderr);
        if let Some(file) = options.iter().find(|it| it.ends_with(".html") || it.ends_with("/file")) {
            let named = end.stderr.contains(file) || end.stderr.contains("cannot be used with");
            assert!(named, "{options:?}: {}", end.stderr);
        }
    }
    fs::remove_file(page).unwrap();
}
