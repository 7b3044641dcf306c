//! The documentation's curl commands, sent as they stand.

use std::{fs, path::Path};

use serde_json::Value;

use super::process::Program;
use crate::raw::{Answer, Raw};

const COMMANDS: &str = include_str!("documented-commands.sh");

/// A request as curl makes it of a command line.
pub(crate) struct Curl {
    method: String,
    target: String,
    headers: Vec<String>,
    body: String,
    /// Whether the head of the answer is shown, too.
    pub(crate) with_head: bool,
}

impl Curl {
    pub(crate) fn parse(command: &str) -> Self {
        let mut words = words(command).into_iter().skip(1);
        let (mut method, mut target, mut headers, mut body) = (None, None, Vec::new(), String::new());
        let mut with_head = false;
        while let Some(word) = words.next() {
            match word.as_str() {
                "-X" => method = words.next(),
                "-H" => headers.push(words.next().unwrap()),
                "-d" => body = words.next().unwrap(),
                "-i" => with_head = true,
                "-s" => {}
                url => {
                    let host = url.strip_prefix("http://").unwrap_or(url);
                    target = Some(host.strip_prefix("localhost:3000").unwrap_or_else(|| panic!("{url}?")).to_owned());
                }
            }
        }
        let is_of_the_type = |header: &String| header.to_ascii_lowercase().starts_with("content-type:");
        if !body.is_empty() && !headers.iter().any(is_of_the_type) {
            headers.push("Content-Type: application/x-www-form-urlencoded".to_owned());
        }
        let method = method.unwrap_or_else(|| if body.is_empty() { "GET" } else { "POST" }.to_owned());
        Self { method, target: target.unwrap(), headers, body, with_head }
    }

    pub(crate) async fn send(&self, program: &Program) -> Answer {
        let Self { method, target, headers, body, .. } = self;
        let mut head =
            format!("{method} {target} HTTP/1.1\r\nHost: localhost:3000\r\nUser-Agent: curl/8\r\nAccept: */*\r\n");
        headers.iter().for_each(|header| head += &format!("{header}\r\n"));
        if !body.is_empty() {
            head += &format!("Content-Length: {}\r\n", body.len());
        }
        Raw::connect(program.address()).await.ask(format!("{head}\r\n{body}")).await
    }
}

/// The words of a command as a shell splits it, so far as the documentation's need it: quotes, and lines that go on.
pub(crate) fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut quote = None;
    for character in command.replace("\\\n", " ").chars() {
        match (quote, character) {
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            (None, _) if character.is_whitespace() => words.push(std::mem::take(&mut word)),
            _ => word.push(character),
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

/// The six, in the documentation's order.
fn curls() -> [Curl; 6] {
    let commands: Vec<_> = COMMANDS.split("\n\n").map(Curl::parse).collect();
    commands.try_into().ok().unwrap()
}

fn documented(operation: &str) -> Value {
    let file = format!("fixtures/visitors/{operation}/200.json");
    serde_json::from_str(&fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).unwrap()).unwrap()
}

#[test]
fn the_copy_is_what_the_documentation_has() {
    let document = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/api/seed-livechat-visitors.md");
    let Ok(document) = fs::read_to_string(&document) else {
        println!("skipped: the documentation is not at {}", document.display());
        return;
    };
    let commands = document.split("```bash\n").skip(1).map(|block| block.split("```").next().unwrap());
    assert_eq!(commands.collect::<Vec<_>>().join("\n"), COMMANDS);
}

#[tokio::test]
async fn a_stateful_server_answers_them_as_servers_do() {
    let program = Program::start(&["--quiet"]);
    let [get, register, page_visit, info, pages, history] = curls();

    assert_eq!(get.send(&program).await.json(), documented("get_visitor"));
    assert_eq!(page_visit.send(&program).await.json(), documented("record_page_visit"));

    let rejected = register.send(&program).await;
    assert_eq!((rejected.status, &rejected.json()["error"]), (400, &"Match error: Missing key 'visitor'".into()));
    assert!(rejected.hint().contains("JSON") && rejected.hint().contains("line 1"), "{}", rejected.hint());
    for unauthorised in [info, pages, history] {
        let rejected = unauthorised.send(&program).await;
        assert_eq!((rejected.status, &rejected.json()["error"]), (401, &"You must be logged in to do this.".into()));
        assert!(
            rejected.hint().contains("X-Auth-Token") && rejected.hint().contains("X-User-Id"),
            "{}",
            rejected.hint()
        );
    }
}

#[tokio::test]
async fn behind_the_missing_login_stand_ids_that_are_none() {
    let program = Program::start(&["--no-auth", "--quiet"]);
    let [_, _, _, info, pages, history] = curls();
    for (curl, error, hint) in [
        (info, "visitor-not-found", "token"),
        (pages, "invalid-room", "token"),
        (history, "invalid-room", "placeholder"),
    ] {
        let rejected = curl.send(&program).await;
        assert_eq!((rejected.status, &rejected.json()["error"]), (400, &error.into()));
        assert!(rejected.hint().contains(hint), "{}", rejected.hint());
        assert!(!rejected.hint().contains("iNKE8a6k6cjbqWhWd"), "a hint with a token: {}", rejected.hint());
    }
}

#[tokio::test]
async fn a_replaying_server_answers_the_documented_results() {
    let program = Program::start(&["--mode", "replay", "--no-auth", "--quiet"]);
    let [get, register, page_visit, info, pages, history] = curls();
    for (curl, operation) in [
        (get, "get_visitor"),
        (page_visit, "record_page_visit"),
        (info, "get_visitor_info"),
        (pages, "list_pages_visited"),
        (history, "list_chat_history"),
    ] {
        let answer = curl.send(&program).await;
        assert_eq!(answer.status, 200, "{operation}: {answer:?}");
        assert_eq!(answer.header("content-type"), Some("application/json"));
        assert_eq!(answer.json(), documented(operation));
    }
    let rejected = register.send(&program).await;
    assert_eq!(rejected.status, 400);
    assert!(!rejected.hint().is_empty());
}
