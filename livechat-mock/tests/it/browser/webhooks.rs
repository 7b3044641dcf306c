//! The page's webhooks: settings, and each event with its tries.

use serde_json::json;

use super::{Chromium, ask, has, tab_to};
use crate::{
    program::Program,
    raw::{post, request},
};

async fn open_room(program: &Program, token: &str) {
    let body = json!({"visitor": {"token": token, "name": "Ann"}}).to_string();
    ask(program, post("/api/v1/livechat/visitor", &body)).await;
    ask(program, request("GET", &format!("/api/v1/livechat/room?token={token}"))).await;
}

#[tokio::test]
async fn the_webhook_is_set_up_and_its_events_are_read_with_the_keyboard_alone() {
    let Some(mut browser) = Chromium::start("webhooks") else { return };
    let program = Program::start(&["--quiet"]);
    // It answers 200 to whoever resets it, a webhook too.
    let receiver = Program::start(&["--quiet"]);
    browser.open(&format!("http://{}/#webhooks", program.address()));
    browser.wait("document.body?.dataset.ready === 'true'");
    browser.wait(&has("#webhooks-count", "No event so far."));

    tab_to(&mut browser, "focus.id === 'webhook-url'");
    browser.write(&format!("http://{}/__livechat-mock/reset", receiver.address()));
    browser.press("Tab");
    browser.write("geheim");
    tab_to(&mut browser, "focus.name === 'Livechat_webhook_on_start'");
    browser.press(" ");
    tab_to(&mut browser, "focus.textContent === 'Save'");
    browser.press("Enter");
    browser.wait(&has("#webhook-done", "Saved."));
    tab_to(&mut browser, "focus.id === 'webhook-test'");
    browser.press("Enter");
    browser.wait(&has("#webhook-done", "The receiver answered the test."));

    open_room(&program, "token-of-ann").await;
    let row = "#webhook-rows tr[data-state=delivered]";
    browser.wait(&has(row, "LivechatSessionStart"));
    browser.wait(&has(&format!("{row} [data-name=Tries]"), "200"));
    tab_to(&mut browser, "focus.textContent === 'LivechatSessionStart'");
    browser.press("Enter");
    browser.wait("document.getElementById('webhook').open");
    browser.wait(&has("#webhook-facts dd", "\"name\": \"Ann\""));
    browser.wait(&has("#webhook-facts dd", "\"success\": true"));
    let shown = browser.value("document.getElementById('webhook').textContent");
    let shown = shown.as_str().unwrap();
    assert!(shown.contains("[redacted]") && !shown.contains("token-of-ann") && !shown.contains("geheim"), "{shown}");
    browser.press("Escape");
    browser.wait("!document.getElementById('webhook').open");
    assert_eq!(browser.complaints(), Vec::<String>::new());

    // A receiver that is gone: what is due stands there.
    receiver.stop();
    open_room(&program, "token-of-bob").await;
    browser.wait(&has("#webhook-rows tr[data-state=waiting] [data-name=State]", "waits until"));
    ask(&program, post("/__livechat-mock/clock/advance", r#"{"seconds":20}"#)).await;
    browser.wait(
        "document.querySelector('[data-state=waiting] [data-name=Tries]').textContent.startsWith('2, the last: ')",
    );
}
