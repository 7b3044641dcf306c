//! The program, as a process.

mod commands;
mod process;
mod recordings;

use std::{fs, net::TcpStream, path::PathBuf};

use livechat_mock::{Edition, ServerVersion, World};
use livechat_sdk::Timestamp;

pub(crate) use self::{
    commands::{Curl, words},
    process::Program,
};
use crate::{
    raw::{Raw, post, request},
    server::encrypted,
};

const VISITOR: &str = "/api/v1/livechat/visitor/iNKE8a6k6cjbqWhWd";
const REGISTER: &str = "/api/v1/livechat/visitor";

#[tokio::test]
async fn it_says_where_it_listens_serves_and_logs() {
    let program = Program::start(&[]);
    let mut client = Raw::connect(program.address()).await;
    assert_eq!(client.ask(request("GET", VISITOR)).await.status, 200);
    assert_eq!(client.ask(post(REGISTER, "{")).await.status, 400);
    let end = program.stop();
    assert_eq!(end.code, Some(0));
    assert_eq!(end.stdout, "", "one line and no more");
    let lines: Vec<_> = end.stderr.lines().collect();
    assert_eq!(lines.len(), 2, "{lines:#?}");
    let (time, line) = lines[0].split_once(' ').unwrap();
    assert!(Timestamp::now().saturating_since(time.parse().unwrap()).as_secs() < 3600, "{time}");
    assert!(line.starts_with("GET /api/v1/livechat/visitor/{token} 200 "), "{line}");
    assert!(lines[0].ends_with('s'), "the time: {}", lines[0]);
    assert!(lines[1].contains("Z POST /api/v1/livechat/visitor 400 "), "{}", lines[1]);
    assert!(lines[1].ends_with(')'), "the hint: {}", lines[1]);
}

#[tokio::test]
async fn it_shows_bodies_if_asked_and_never_a_secret() {
    let program = Program::start(&["-v"]);
    let mut client = Raw::connect(program.address()).await;
    client.ask(post(REGISTER, r#"{"visitor":{"token":"s3cret-token","name":"Ann"}}"#)).await;
    client.ask(request("GET", "/api/v1/livechat/vistor/s3cret-token")).await;
    let end = program.stop();
    let lines: Vec<_> = end.stderr.lines().collect();
    assert!(lines[1].starts_with("  > {\"visitor\":{") && lines[1].contains(r#""name":"Ann""#), "{}", lines[1]);
    assert!(lines[2].starts_with("  < {") && lines[2].contains("[redacted]"), "{}", lines[2]);
    assert!(lines[3].contains(" GET /api/v1/livechat/vistor/… 404 "), "{}", lines[3]);
    assert_eq!(lines[4..], ["  < 404 Not Found"]);
    assert!(!end.stderr.contains("s3cret-token"), "{}", end.stderr);
}

#[tokio::test]
async fn it_can_be_quiet() {
    let program = Program::start(&["--quiet"]);
    assert_eq!(Raw::connect(program.address()).await.ask(request("GET", "/api/none")).await.status, 404);
    assert_eq!(program.stop().stderr, "");
}

#[tokio::test]
async fn a_log_that_nobody_reads_does_not_stop_it() {
    // Its standard error is a pipe, which this test does not read before the end. It holds 64 KiB, and some thousand lines
    // wait for it.
    let program = Program::start(&[]);
    let mut client = Raw::connect(program.address()).await;
    let batch = request("GET", VISITOR).repeat(100);
    for _ in 0..60 {
        client.send(&batch).await;
        for _ in 0..100 {
            assert_eq!(client.answer().await.status, 200);
        }
    }
    assert_eq!(program.stop().code, Some(0));
}

#[tokio::test]
async fn a_request_in_flight_is_answered_before_it_ends() {
    let program = Program::start(&["--quiet"]);
    let mut client = Raw::connect(program.address()).await;
    let whole = post(REGISTER, r#"{"visitor":{"token":"t"}}"#);
    client.send(&whole[..whole.len() - 1]).await;
    // The program has seen the beginning, for this was sent later and is answered.
    assert_eq!(Raw::connect(program.address()).await.ask(request("GET", VISITOR)).await.status, 200);
    program.terminate();
    // It has seen the signal when it listens no longer.
    while tokio::net::TcpStream::connect(program.address()).await.is_ok() {}
    client.send("}").await;
    assert_eq!(client.answer().await.status, 200);
    assert_eq!(program.end().code, Some(0));
}

#[tokio::test]
async fn ctrl_c_ends_it_too() {
    let program = Program::start(&[]);
    program.interrupt();
    assert_eq!(program.end().code, Some(0));
}

#[test]
fn health_tells_whether_a_server_answers_and_leaves_no_trace() {
    let program = Program::start(&[]);
    let port = program.address().port().to_string();
    let healthy = Program::run(&["health", "--port", &port]);
    assert_eq!((healthy.code, healthy.stdout.as_str(), healthy.stderr.as_str()), (Some(0), "", ""));
    assert_eq!(program.stop().stderr, "", "health checks are not logged");

    let gone = Program::run(&["health", "--port", &port]);
    assert_eq!(gone.code, Some(1));
    assert!(gone.stderr.starts_with(&format!("error: no server answers at 127.0.0.1:{port}: ")), "{}", gone.stderr);
}

#[tokio::test]
async fn an_agent_answers_if_wanted() {
    let program = Program::start(&["--agent", "echo", "--quiet"]);
    let mut client = Raw::connect(program.address()).await;
    assert_eq!(client.ask(post(REGISTER, r#"{"visitor":{"token":"t"}}"#)).await.status, 200);
    let opened = client.ask(request("GET", "/api/v1/livechat/room?token=t")).await.json();
    let room = opened["room"]["_id"].as_str().unwrap();
    let message = format!(r#"{{"token":"t","rid":"{room}","msg":"Hello"}}"#);
    assert_eq!(client.ask(post("/api/v1/livechat/message", &message)).await.status, 200);
    let history = format!("/api/v1/livechat/messages.history/{room}?token=t");
    let history = client.ask(request("GET", &history)).await.json();
    assert_eq!(
        (&history["messages"][0]["msg"], &history["messages"][0]["u"]["name"]),
        (&"Hello".into(), &"Echo".into())
    );
    assert_eq!(program.stop().code, Some(0));
}

#[test]
fn an_agent_that_cannot_work_is_an_error_that_says_why() {
    let script = std::env::temp_dir().join(format!("livechat-mock-script-{}.json", std::process::id()));
    fs::write(&script, r#"{"answers": [{"if": "("}]}"#).unwrap();
    let path = script.to_str().unwrap();
    for (options, part) in [
        (&["--agent", "parrot"][..], "`echo`, or `scripted` and a file"),
        (&["--agent", "scripted"], "`echo`, or `scripted` and a file"),
        (&["--agent", "scripted", "/no/such/file"], "\"/no/such/file\" cannot be read: "),
        (&["--agent", "scripted", path], "unclosed group"),
    ] {
        let end = Program::run(options);
        assert_eq!(end.code, Some(2), "{}", end.stderr);
        assert!(end.stderr.contains(part), "{}", end.stderr);
    }
    fs::remove_file(&script).unwrap();
}

#[tokio::test]
async fn the_world_is_what_the_options_say() {
    let program = Program::start(&["--world", "empty", "--admin", "root:secret:with:colons", "--seed", "7", "--quiet"]);
    let mut client = Raw::connect(program.address()).await;
    assert_eq!(client.ask(request("GET", VISITOR)).await.json()["error"], "[invalid-token]");
    let log_in = |password| post("/api/v1/login", &format!(r#"{{"user":"root","password":"{password}"}}"#));
    assert_eq!(client.ask(log_in("admin")).await.status, 401);
    let login = client.ask(log_in("secret:with:colons")).await;
    assert_eq!(login.status, 200, "{login:?}");
    assert_eq!(login.json()["data"]["userId"], "root");
    let visitor = client.ask(post(REGISTER, r#"{"visitor":{"token":"t"}}"#)).await.json();
    assert_eq!(visitor["visitor"]["username"], "guest-2");
    let registered: Timestamp = visitor["visitor"]["ts"].as_str().unwrap().parse().unwrap();
    assert!(Timestamp::now().saturating_since(registered).as_secs() < 3600, "{registered}");

    let again = Program::start(&["--world", "empty", "--seed", "7", "--quiet"]);
    let other = Program::start(&["--world", "empty", "--seed", "8", "--quiet"]);
    for (program, is_same) in [(again, true), (other, false)] {
        let mut client = Raw::connect(program.address()).await;
        let other = client.ask(post(REGISTER, r#"{"visitor":{"token":"t"}}"#)).await.json();
        assert_eq!(other["visitor"]["_id"] == visitor["visitor"]["_id"], is_same);
    }
}

#[tokio::test]
async fn the_version_is_what_the_options_say() {
    for (version, status) in [("7.0", "error"), ("8.5", "error")] {
        let program = Program::start(&["--server-version", version, "--quiet"]);
        let info = request("GET", "/api/v1/livechat/visitors.info?visitorId=x");
        let answer = Raw::connect(program.address()).await.ask(info).await;
        assert_eq!((answer.status, &answer.json()["status"]), (401, &status.into()));
        assert_eq!(answer.json().get("success").is_some(), version != "7.0");
    }
}

#[tokio::test]
async fn pages_of_other_origins_are_let_in_or_kept_out() {
    let program = Program::start(&["--cors", "--allow-origin", "http://localhost:5173"]);
    for (origin, status) in [("http://localhost:5173", 200), ("https://example.com", 403)] {
        let preflight = format!("OPTIONS {REGISTER} HTTP/1.1\r\nhost: localhost\r\norigin: {origin}\r\n\r\n");
        assert_eq!(Raw::connect(program.address()).await.ask(preflight).await.status, status);
    }
    let lines = program.stop().stderr;
    assert!(lines.lines().any(|line| line.contains("403") && line.contains("--allow-origin")), "{lines}");
}

#[tokio::test]
async fn the_rate_is_limited_if_asked() {
    let limited = Program::start(&["--rate-limit", "--quiet"]);
    let mut client = Raw::connect(limited.address()).await;
    for _ in 0..10 {
        assert_eq!(client.ask(request("GET", VISITOR)).await.status, 200);
    }
    assert_eq!(client.ask(request("GET", VISITOR)).await.status, 429);
}

#[tokio::test]
async fn the_same_seed_clock_and_requests_give_the_same_bytes() {
    // None of the responses names the server's address, which is another each time.
    let requests = [
        post(REGISTER, r#"{"visitor":{"token":"t"}}"#),
        request("GET", "/api/v1/livechat/room?token=t"),
        post("/api/v1/livechat/offline.message", r#"{"name":"Ann","email":"ann@example.com","message":"Hello"}"#),
        post("/api/v1/login", r#"{"user":"admin","password":"wrong"}"#),
        request("GET", "/api/none"),
        post("/__livechat-mock/clock/advance", r#"{"seconds":90}"#),
        request("GET", "/api/v1/livechat/visitor/t"),
    ];
    let mut runs = Vec::new();
    for _ in 0..2 {
        let program =
            Program::start(&["--clock", "2026-01-01T00:00:00Z", "--agent", "echo", "--rate-limit", "--quiet"]);
        let mut client = Raw::connect(program.address()).await;
        let mut answers = Vec::new();
        for asked in &requests {
            answers.push(client.ask(asked).await);
        }
        assert_eq!(answers[6].header("date"), Some("Thu, 01 Jan 2026 00:01:30 GMT"));
        runs.push(answers);
    }
    assert_eq!(runs[0], runs[1]);
}

#[tokio::test]
async fn limits_are_options() {
    let program =
        Program::start(&["--max-body-size", "10", "--max-connections", "1", "--request-log-size", "0", "--quiet"]);
    let mut client = Raw::connect(program.address()).await;
    assert_eq!(client.ask(post(REGISTER, "           ")).await.status, 413);
    let mut waiting = Raw::connect(program.address()).await;
    waiting.send(request("GET", VISITOR)).await;
    assert_eq!(client.ask(request("GET", VISITOR)).await.status, 200);
    assert!(waiting.is_waiting());
    drop(client);
    assert_eq!(waiting.answer().await.status, 200);
}

#[tokio::test]
async fn control_is_for_this_machine_or_for_whoever_has_the_key() {
    let list = "/__livechat-mock/faults";
    let open = Program::start(&["--quiet"]);
    assert_eq!(Raw::connect(open.address()).await.ask(request("GET", list)).await.status, 200);

    let keyed = Program::start(&["--control-key", "geheim"]);
    let mut client = Raw::connect(keyed.address()).await;
    assert_eq!(client.ask(request("GET", list)).await.status, 401);
    let with_key = format!("GET {list} HTTP/1.1\r\nhost: mock.test\r\nx-livechat-mock-key: geheim\r\n\r\n");
    assert_eq!(client.ask(with_key).await.status, 200);
    let end = keyed.stop();
    assert!(end.stderr.contains("Z GET /__livechat-mock/faults 401 "), "{}", end.stderr);
    assert!(!end.stderr.contains("geheim"), "{}", end.stderr);
}

#[tokio::test]
async fn ten_thousand_idle_connections_leave_room_for_one_more() {
    const IDLE: usize = 10_000;
    let limits = fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let limit = limits.lines().find(|line| line.starts_with("Max open files")).unwrap_or_default();
    let files: usize = limit.split_whitespace().nth(3).map_or(0, |limit| limit.parse().unwrap_or(usize::MAX));
    // Those, and what the other tests of this process have open.
    if files < IDLE + 2_000 {
        eprintln!("skipped: takes 12,000 open files, and only {files} are allowed here (ulimit -n)");
        return;
    }
    let program = Program::start(&["--quiet"]);
    let mut idle = Vec::new();
    while idle.len() < IDLE {
        // Not more at once than the system lets wait for being accepted.
        idle.extend((0..500).map(|_| TcpStream::connect(program.address()).unwrap()));
        assert_eq!(Raw::connect(program.address()).await.ask(request("GET", VISITOR)).await.status, 200);
    }
    drop(idle);
    assert_eq!(program.stop().code, Some(0));
}

/// A folder of a test's own.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("livechat-mock-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        Self(folder)
    }

    /// The path of a file in it, with this content.
    fn file(&self, name: &str, content: &str) -> String {
        let file = self.0.join(name);
        fs::write(&file, content).unwrap();
        file.to_str().unwrap().to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[tokio::test]
async fn it_speaks_https_and_writes_the_certificate_down() {
    let folder = Folder::new("tls");
    let file = folder.file("certificate.pem", "what was there before");
    let options = ["--tls", "--tls-name", "rocketchat", "--tls-cert-out", &file, "--quiet"];
    let program = Program::start(&options);
    assert_eq!(program.uri(), format!("https://{}", program.address()));
    let certificate = fs::read_to_string(&file).unwrap();
    assert!(certificate.starts_with("-----BEGIN CERTIFICATE-----"), "{certificate}");
    for name in ["localhost", "127.0.0.1", "rocketchat"] {
        let mut client = Raw::over(encrypted(program.address(), name, &certificate).await.unwrap());
        assert_eq!(client.ask(request("GET", VISITOR)).await.status, 200, "{name}");
    }
    let in_the_clear = Raw::connect(program.address()).await.ask(request("GET", VISITOR)).await;
    assert_eq!(in_the_clear.status, 400);
    // It asks in the clear, and is told so: that is an answer.
    let port = program.address().port().to_string();
    assert_eq!(Program::run(&["health", "--port", &port]).code, Some(0));
    let end = program.stop();
    assert_eq!((end.code, end.stderr.as_str()), (Some(0), ""));
}

#[tokio::test]
async fn health_leaves_no_trace_where_https_is_spoken() {
    let program = Program::start(&["--tls"]);
    let port = program.address().port().to_string();
    assert_eq!(Program::run(&["health", "--port", &port]).code, Some(0));
    assert_eq!(program.stop().stderr, "");
}

/// A certificate and its key, as PEM.
fn certificate_and_key() -> (String, String) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    (made.cert.pem(), made.signing_key.serialize_pem())
}

#[tokio::test]
async fn it_speaks_https_with_a_certificate_of_ones_own() {
    let folder = Folder::new("own-tls");
    let (trusted, key) = certificate_and_key();
    let (certificate, key) = (folder.file("certificate.pem", &trusted), folder.file("key.pem", &key));
    let program = Program::start(&["--tls-cert", &certificate, "--tls-key", &key, "--quiet"]);
    assert!(program.uri().starts_with("https://"));
    let mut client = Raw::over(encrypted(program.address(), "localhost", &trusted).await.unwrap());
    assert_eq!(client.ask(request("GET", VISITOR)).await.status, 200);
}

#[tokio::test]
async fn it_sends_over_https_to_whom_it_trusts() {
    let folder = Folder::new("webhook-tls");
    let certificate = folder.file("certificate.pem", "");
    let receiver = Program::start(&["--tls", "--tls-cert-out", &certificate, "--quiet"]);
    for (environment, answer) in [
        (&[("SSL_CERT_FILE", &*certificate)][..], r#""status":405"#),
        (&[], "the variable SSL_CERT_FILE names a file with the certificates to trust"),
    ] {
        let program = Program::start_in(environment, &["--no-auth", "--quiet"]);
        let mut client = Raw::connect(program.address()).await;
        let setting = format!(r#"{{"value":"{}/hook"}}"#, receiver.uri());
        assert_eq!(client.ask(post("/api/v1/settings/Livechat_webhookUrl", &setting)).await.status, 200);
        assert_eq!(client.ask(post("/api/v1/livechat/webhook.test", "{}")).await.status, 400);
        let told = client.ask(request("GET", "/__livechat-mock/webhooks")).await.json().to_string();
        assert!(told.contains(answer), "{told}");
    }
}

#[cfg(feature = "check-https")]
#[test]
fn it_checks_workspaces_over_https() {
    let folder = Folder::new("check-tls");
    let certificate = folder.file("certificate.pem", "");
    let workspace = Program::start(&["--tls", "--tls-cert-out", &certificate, "--quiet"]);
    let check = ["check", "--url", workspace.uri(), "--responses-only", "GetServerInfo"];
    let end = Program::run_in(&[("SSL_CERT_FILE", &certificate)], &check);
    assert_eq!(end.code, Some(0), "{}{}", end.stdout, end.stderr);
    let end = Program::run(&check);
    assert_eq!(end.code, Some(2), "{}{}", end.stdout, end.stderr);
}

#[test]
fn bad_files_for_https_are_named_with_what_is_wrong_with_them() {
    let folder = Folder::new("bad-tls");
    let (good, good_key) = certificate_and_key();
    let certificate = folder.file("certificate.pem", &good);
    let key = folder.file("key.pem", &good_key);
    let other = folder.file("other.pem", &certificate_and_key().1);
    let encrypted = folder.file("encrypted.pem", &good_key.replace(" PRIVATE", " ENCRYPTED PRIVATE"));
    let cut = folder.file("cut.pem", &good[..100]);
    let garbled = folder.file("garbled.pem", &good.replace("MII", "AAA"));
    let garbled_key = folder.file("garbled-key.pem", &good_key.replace("MI", "AA"));
    let empty = folder.file("empty.pem", "");
    let none = folder.0.join("none.pem").to_str().unwrap().to_owned();
    for (certificate, key, option, file, fault) in [
        (&none, &key, "--tls-cert", &none, "cannot be read: No such file"),
        (&certificate, &none, "--tls-key", &none, "cannot be read: No such file"),
        (&empty, &key, "--tls-cert", &empty, "there is no certificate in it"),
        (&key, &key, "--tls-cert", &key, "there is no certificate in it"),
        (&cut, &key, "--tls-cert", &cut, "the certificate in it cannot be read: its end is missing"),
        (&garbled, &key, "--tls-cert", &garbled, "the certificate in it cannot be read: it is none of X.509"),
        (&certificate, &empty, "--tls-key", &empty, "there is no private key in it"),
        (&certificate, &certificate, "--tls-key", &certificate, "there is no private key in it"),
        (&certificate, &encrypted, "--tls-key", &encrypted, "the private key in it is encrypted; `openssl pkey"),
        (
            &certificate,
            &garbled_key,
            "--tls-key",
            &garbled_key,
            "the private key in it cannot be read: it is none of RSA",
        ),
        (&certificate, &other, "--tls-key", &other, "the private key in it is not that of the certificate"),
    ] {
        let end = Program::run(&["--tls-cert", certificate, "--tls-key", key]);
        assert_eq!((end.code, end.stdout.as_str()), (Some(2), ""), "{}", end.stderr);
        assert!(end.stderr.starts_with(&format!("error: {option} {file}")), "{}", end.stderr);
        assert!(end.stderr.contains(fault), "{}", end.stderr);
        assert_eq!(end.stderr.lines().count(), 1, "{}", end.stderr);
        let secret = good_key.lines().nth(1).unwrap();
        assert!(!end.stderr.contains(&secret[4..20]), "{}", end.stderr);
    }
    let end = Program::run(&["--tls", "--tls-cert-out", "/no/such/folder/certificate.pem"]);
    assert!(
        end.stderr.starts_with("error: --tls-cert-out /no/such/folder/certificate.pem cannot be written: No such file")
    );
    let end = Program::run(&["--tls", "--tls-name", "gr\u{fc}n"]);
    assert_eq!(end.stderr, "error: --tls: \"gr\u{fc}n\" is neither a name of a host nor an address\n");
}

#[test]
fn wrong_options_get_one_line_and_a_code() {
    for (options, expected) in [
        (&["--prot", "0"][..], "error: unexpected argument '--prot' found"),
        (&["--port", "70000"], "error: invalid value '70000' for '--port <PORT>'"),
        (&["--mode", "live"], "error: invalid value 'live' for '--mode <MODE>'; [possible values: stateful, replay]"),
        (
            &["--server-version", "9.9"],
            "error: invalid value '9.9' for '--server-version <VERSION>'; [possible values: 7.0, 7.13, 8.0, 8.4, 8.5, 8.8]",
        ),
        (&["--admin", "geheim"], "error: --admin takes NAME:PASSWORD"),
        (&["--admin", ":geheim"], "error: --admin takes NAME:PASSWORD"),
        (&["--admin", "geheim:"], "error: --admin takes NAME:PASSWORD"),
        (&["--clock", "noon"], "error: invalid value 'noon' for '--clock <TIME>': \"noon\" is not an ISO 8601 date"),
        (&["--control-key", ""], "error: --control-key takes ASCII letters"),
        (&["--control-key", "ge heim"], "error: --control-key takes ASCII letters"),
        (&["--widget", "/no/such/folder"], "error: --widget: \"/no/such/folder\" cannot be read: No such file"),
        (&["--host", "no host"], "error: --host \"no host\" is not an address of this machine: "),
        (&["--cors", "localhost:5173"], "error: \"localhost:5173\" is no origin; write one as http://localhost:5173"),
        (&["--cors", "https://a.test, https://b.test/"], "error: \"https://b.test/\" is no origin"),
        (&["--allow-origin", "*"], "error: \"*\" is no origin"),
        (&["--tls-cert", "a.pem"], "error: the following required arguments were not provided:; --tls-key"),
        (&["--tls-cert-out", "a.pem"], "error: the following required arguments were not provided:; --tls;"),
        (
            &["--mode", "replay", "--world", "empty"],
            "error: --world does nothing with --mode replay, which has no world",
        ),
        (&["--mode", "replay", "--agent", "echo"], "error: --agent does nothing with --mode replay"),
        (&["--agent-delay", "5"], "error: the following required arguments were not provided:"),
        (&["-v", "-q"], "error: the argument '--verbose' cannot be used with '--quiet'"),
        (&["--world"], "error: a value is required for '--world <WORLD>' but none was supplied"),
        (
            &["--world", "else"],
            "error: invalid value 'else' for '--world <WORLD>': it is `documented`, `empty`, or a file",
        ),
        (&["--world", "/no/such.json"], "error: --world /no/such.json cannot be read: No such file"),
        (&["--world", "a.json", "--admin", "a:geheim"], "error: --admin is for worlds that the program makes"),
        (&["--world", "Cargo.json", "--worlds", "0"], "error: invalid value '0' for '--worlds <N>'"),
        (&["surplus"], "error: unrecognized subcommand 'surplus'"),
        (&["diff", "7.0"], "error: the following required arguments were not provided:"),
        (&["diff", "7.0", "9.9"], "error: invalid value '9.9' for '<TO>'"),
        (&["diff", "7.0", "8.8", "Nothing"], "error: there is no operation \"Nothing\""),
    ] {
        let end = Program::run(options);
        assert!(end.stderr.starts_with(expected), "{options:?}: {}", end.stderr);
        assert_eq!(end.stderr.lines().count(), 1, "{options:?}: {}", end.stderr);
        assert!(!expected.contains("--admin") || !end.stderr.contains("geheim"));
        assert!(!end.stderr.contains("ge heim"));
        assert_eq!((end.code, end.stdout.as_str()), (Some(2), ""), "{options:?}");
    }
}

#[tokio::test]
async fn a_world_of_a_file_keeps_what_it_was() {
    let folder = std::env::temp_dir().join(format!("livechat-mock-world-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("world.json");
    let community = World::documented().with_edition(Edition::Community).with_server_version(ServerVersion::V7_0);
    let json = community.to_json().unwrap();
    fs::write(&file, &json).unwrap();
    let path = file.to_str().unwrap();
    let program = Program::start(&["--world", path, "--quiet"]);
    let mut client = Raw::connect(program.address()).await;
    let told = client.ask(request("GET", "/__livechat-mock/world")).await.body;
    let told = World::from_json(&told).unwrap();
    assert_eq!((told.edition(), told.server_version()), (Edition::Community, ServerVersion::V7_0));
    program.stop();

    fs::write(&file, json.replacen(":1,", ":2,", 1)).unwrap();
    let end = Program::run(&["--world", path]);
    assert_eq!(end.code, Some(2));
    assert!(end.stderr.contains("in format 2"), "{}", end.stderr);
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn versions_are_compared() {
    let end = Program::run(&["diff", "7.0", "8.8", "GetRoutingConfig", "livechat/visitors.info"]);
    assert_eq!((end.code, end.stderr.as_str()), (Some(0), ""));
    let expected = "\
GetRoutingConfig  GET /api/v1/livechat/config/routing
  existence
    7.0   not there
    8.8   since 7.11.0
    source: the documentation of GetRoutingConfig
GetVisitorInfo  GET /api/v1/livechat/visitors.info
  arguments
    7.0   schema {visitorId:string}
    8.8   schema+lists {visitorId:string}
    source: @rocket.chat/rest-typings 7.0.0 and @rocket.chat/rest-typings 8.6.1
  checks
    7.0   rate limit, arguments, permissions
    8.8   permissions, rate limit, arguments
    source: servers of the lines 7 and 8
";
    assert!(end.stdout.starts_with(expected), "{}", end.stdout);
    assert!(end.stdout.contains("  quirk "), "{}", end.stdout);
    let all = Program::run(&["diff", "8.5", "8.8"]);
    assert!(all.stdout.contains("ListRooms  GET /api/v1/livechat/rooms\n") && !all.stdout.contains("quirk"));
    assert_eq!(Program::run(&["diff", "8.8", "8.8"]).stdout, "no known difference\n");
}

#[test]
fn a_port_in_use_gets_one_line_and_a_code() {
    let taken = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let end = Program::run(&["--port", &port.to_string()]);
    let expected =
        format!("error: 127.0.0.1:{port} is in use; choose another port with --port, or a free one with --port 0\n");
    assert_eq!((end.code, end.stderr, end.stdout), (Some(1), expected, String::new()));
}

#[test]
fn the_help_says_what_there_is() {
    let end = Program::run(&["--help"]);
    assert_eq!((end.code, end.stderr.as_str()), (Some(0), ""));
    for word in [
        "--host",
        "--port",
        "--mode",
        "--world",
        "--server-version",
        "7.0, 7.13, 8.0, 8.4, 8.5, 8.8",
        "--edition",
        "community, enterprise",
        "--clock",
        "--rate-limit",
        "admin:admin",
        "--control-key",
        "--tls-cert-out",
        "--widget",
        "GET /__livechat-mock/",
    ] {
        assert!(end.stdout.contains(word), "{word}: {}", end.stdout);
    }
    assert_eq!(Program::run(&["--version"]).stdout, concat!("livechat-mock ", env!("CARGO_PKG_VERSION"), "\n"));
}
