//! The page and Rocket.Chat's own widget, in a browser. Skipped, saying so, where there is none; `.ci/run` installs one.

mod chromium;
mod looks;
mod visitor;
mod webhooks;
mod widget;
mod worlds;

use serde_json::{Value, json};

use self::chromium::Chromium;
use crate::{
    program::Program,
    raw::{Raw, post, request},
};

/// A visitor, over REST.
struct Visitor<'p> {
    program: &'p Program,
    room: String,
}

impl<'p> Visitor<'p> {
    async fn arrive(program: &'p Program) -> Self {
        ask(program, post("/api/v1/livechat/visitor", r#"{"visitor":{"token":"t","name":"Ann <i>Lee</i>"}}"#)).await;
        let opened = ask(program, request("GET", "/api/v1/livechat/room?token=t")).await;
        Self { program, room: opened["room"]["_id"].as_str().unwrap().to_owned() }
    }

    async fn write(&self, msg: &str) {
        let message = json!({"token": "t", "rid": self.room, "msg": msg}).to_string();
        ask(self.program, post("/api/v1/livechat/message", &message)).await;
    }

    /// What was written in the room, the newest first.
    async fn history(&self) -> Vec<String> {
        let path = format!("/api/v1/livechat/messages.history/{}?token=t", self.room);
        let history = ask(self.program, request("GET", &path)).await;
        let texts = history["messages"].as_array().unwrap().iter().map(|message| message["msg"].as_str().unwrap());
        texts.filter(|text| !text.is_empty()).map(str::to_owned).collect()
    }
}

async fn ask(program: &Program, request: String) -> Value {
    let answer = Raw::connect(program.address()).await.ask(request).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()
}

/// A program where chats wait until somebody takes them.
async fn with_queue() -> Program {
    let program = Program::start(&["--world", "empty", "--no-auth", "--quiet"]);
    ask(&program, post("/api/v1/livechat/users/agent", r#"{"username":"admin"}"#)).await;
    let manual = post("/api/v1/settings/Livechat_Routing_Method", r#"{"value":"Manual_Selection"}"#);
    ask(&program, manual).await;
    program
}

fn has(selector: &str, text: &str) -> String {
    format!("[...document.querySelectorAll('{selector}')].some((node) => node.textContent.includes({}))", json!(text))
}

fn is_focused(id: &str) -> String {
    format!("document.activeElement.id === '{id}'")
}

/// Goes on with Tab until the focus is where a condition about it, `focus`, holds.
#[track_caller]
fn tab_to(browser: &mut Chromium, condition: &str) {
    let there = format!("(focus => {condition})(document.activeElement)");
    for _ in 0..100 {
        if browser.value(&there) == true {
            return;
        }
        browser.press("Tab");
    }
    panic!("Tab does not lead to where {condition}");
}

#[tokio::test]
async fn an_agent_takes_a_chat_and_answers_with_the_keyboard_alone() {
    let Some(mut browser) = Chromium::start("chat") else { return };
    let program = with_queue().await;
    browser.open(&format!("http://{}/", program.address()));
    browser.wait("document.body?.dataset.ready === 'true'");
    browser.wait(&has("#status", "Live"));

    // Comes while the page is open.
    let visitor = Visitor::arrive(&program).await;
    visitor.write("Hello <img src=x onerror=document.title=1>").await;
    browser.wait(&has("#waiting .name", "Ann <i>Lee</i>"));

    // The first that Tab reaches are the ways past the rest.
    browser.press("Tab");
    assert_eq!(browser.value("document.activeElement.textContent"), "Skip to the chats");
    browser.press("Enter");
    browser.wait(&is_focused("chat-list"));
    for _ in 0..4 {
        if browser.value("document.activeElement.textContent") == "Take" {
            break;
        }
        browser.press("Tab");
    }
    assert_eq!(browser.value("document.activeElement.ariaLabel"), "Take the chat of Ann <i>Lee</i>");
    browser.press("Enter");
    browser.wait(&is_focused("message"));
    browser.wait(&has("#messages .other .text", "Hello <img"));

    browser.write("Good morning.");
    browser.press("Enter");
    browser.wait(&has("#messages .own .text", "Good morning."));
    assert_eq!(visitor.history().await[0], "Good morning.");
    assert_eq!(browser.value("document.getElementById('message').value"), "");

    visitor.write("And to you.").await;
    browser.wait(&has("#messages .other .text", "And to you."));
    assert_eq!(browser.value("document.querySelectorAll('#messages img, #messages i, #waiting i').length"), 0);

    browser.value("document.getElementById('close').focus()");
    browser.press("Enter");
    browser.wait("!document.getElementById('over').hidden && document.getElementById('composer').hidden");
    assert!(visitor.history().await[0].starts_with("Closed on the page"));
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[tokio::test]
async fn it_shows_how_long_a_visitor_waits_and_what_was_promised() {
    let Some(mut browser) = Chromium::start("promises") else { return };
    let program = with_queue().await;
    let sla = post("/api/v1/livechat/sla", r#"{"name":"Gold","dueTimeInMinutes":90}"#);
    let sla = ask(&program, sla).await["sla"]["_id"].clone();
    let priorities = ask(&program, request("GET", "/api/v1/livechat/priorities")).await;
    let priorities = priorities["priorities"].as_array().unwrap();
    let high = &priorities.iter().find(|priority| priority["i18n"] == "High").unwrap()["_id"];
    let visitor = Visitor::arrive(&program).await;
    let inquiry = request("GET", &format!("/api/v1/livechat/inquiries.getOne?roomId={}", visitor.room));
    ask(&program, inquiry).await;
    let path = format!("/api/v1/livechat/room/{}/priority", visitor.room);
    ask(&program, post(&path, &json!({"priorityId": high}).to_string())).await;
    let body = json!({"sla": "Gold", "roomId": visitor.room}).to_string();
    let set = post("/api/v1/livechat/inquiry.setSLA", &body).replacen("POST", "PUT", 1);
    ask(&program, set).await;
    ask(&program, post("/__livechat-mock/clock/advance", r#"{"seconds":300}"#)).await;
    assert!(sla.is_string());

    browser.open(&format!("http://{}/", program.address()));
    for text in ["5 min", "priority High", "Gold: within 1 h 30 min"] {
        browser.wait(&has("#waiting .last", text));
    }
    browser.value("document.querySelector('#waiting a').click()");
    for text in ["waits for 5 min", "priority High", "Gold: within 1 h 30 min"] {
        browser.wait(&has("#talk-about", text));
    }
    browser.value("document.getElementById('take').click()");
    browser.wait(&has("#talk-about", "waited 5 min"));
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[tokio::test]
async fn after_a_reset_it_is_logged_in_again() {
    let Some(mut browser) = Chromium::start("reset") else { return };
    let program = with_queue().await;
    Visitor::arrive(&program).await;
    browser.open(&format!("http://{}/", program.address()));
    browser.wait(&has("#waiting .name", "Ann"));
    browser.wait(&has("#status", "Live"));
    ask(&program, post("/__livechat-mock/reset", "")).await;
    browser.wait("document.querySelectorAll('#waiting li').length === 0");
    browser.wait(&has("#status", "Live"));
    assert_eq!(browser.value("document.getElementById('problem').hidden"), true);
}

#[tokio::test]
async fn without_a_websocket_it_says_so_and_looks_for_itself() {
    let Some(mut browser) = Chromium::start("polls") else { return };
    let program = with_queue().await;
    let visitor = Visitor::arrive(&program).await;
    // It meets the WebSocket, but nothing else that the page asks for.
    ask(&program, post("/__livechat-mock/faults", r#"{"fault": "reset"}"#)).await;
    browser.open(&format!("http://{}/", program.address()));
    browser.wait(&has("#waiting .name", "Ann"));
    let taken = json!({"room": visitor.room, "agent": "admin"}).to_string();
    ask(&program, post("/__livechat-mock/agent/take", &taken)).await;
    browser.wait(&has("#open .name", "Ann"));
    assert_eq!(browser.value("document.getElementById('status').textContent"), "No websocket: looks every 3 s");
}

#[tokio::test]
async fn requests_are_shown_with_hints_and_without_what_the_page_asks() {
    let Some(mut browser) = Chromium::start("requests") else { return };
    let program = Program::start(&["--quiet"]);
    let rejected = post("/api/v1/livechat/visitor", r#"{"token":"t"}"#);
    assert_eq!(Raw::connect(program.address()).await.ask(rejected).await.status, 400);
    browser.open(&format!("http://{}/#requests", program.address()));
    browser.wait(&has("#request-rows [data-name=Hint]", "the arguments stand inside of visitor"));
    // One of them opens, with all that came and went.
    let rejected =
        "[...document.querySelectorAll('#request-rows button')].find((it) => it.textContent.includes('POST'))";
    browser.value(&format!("{rejected}.focus()"));
    browser.press("Enter");
    browser.wait("document.getElementById('request').open");
    browser.wait(&has("#request-facts dd", "\"[redacted]\""));
    browser.wait(&has("#request-facts dd", "content-type: application/json"));
    browser.press("Escape");
    browser.wait("!document.getElementById('request').open");
    assert_eq!(browser.value("document.querySelectorAll('#request-rows [data-name=User]:not(:empty)').length"), 0);
    browser.open(&format!("http://{}/#coverage", program.address()));
    browser.wait(&has("#coverage-rows tr", "visitors::GetVisitor"));
}

#[tokio::test]
async fn without_a_world_it_says_why_there_are_no_chats() {
    let Some(mut browser) = Chromium::start("replay") else { return };
    let program = Program::start(&["--mode", "replay", "--quiet"]);
    browser.open(&format!("http://{}/#chats", program.address()));
    browser.wait("document.body?.dataset.ready === 'true'");
    browser.wait(&has("#no-world", "this server replays examples and has no world"));
    assert_eq!(browser.value("document.getElementById('desk').hidden"), true);
    browser.open(&format!("http://{}/", program.address()));
    browser.wait("document.body?.dataset.view === 'requests'");
}

#[tokio::test]
async fn where_there_is_a_key_it_asks_for_it() {
    let Some(mut browser) = Chromium::start("key") else { return };
    let program = Program::start(&["--control-key", "geheim", "--quiet"]);
    browser.open(&format!("http://{}/", program.address()));
    browser.wait("document.activeElement?.id === 'key'");
    browser.write("wrong");
    browser.press("Enter");
    browser.wait(&has("#problem", "does not hold the server's control key"));
    browser.write("geheim");
    browser.press("Enter");
    browser.wait("document.body.dataset.ready === 'true' && document.getElementById('key-form').hidden");
}

#[tokio::test]
async fn it_is_the_same_over_https() {
    let Some(mut browser) = Chromium::start("https") else { return };
    let program = Program::start(&["--tls", "--quiet"]);
    browser.trust_all();
    browser.open(&format!("{}/#coverage", program.uri()));
    browser.wait("document.body?.dataset.ready === 'true'");
    browser.wait(&has("#status", "Live, over the websocket"));
    browser.wait(&has("#coverage-rows tr", "visitors::GetVisitor"));
    assert_eq!(browser.complaints(), Vec::<String>::new());
}
