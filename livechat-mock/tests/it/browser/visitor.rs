//! Both sides of a chat on the page: the visitor's window beside the agent's.

use std::{env, fs};

use base64::{Engine as _, engine::general_purpose::STANDARD};

use super::{Chromium, ask, has};
use crate::{
    program::Program,
    raw::{Raw, post},
};

/// A picture of one dot, in base64.
const PICTURE: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

/// Writes into a field and presses Enter.
pub(super) fn say(browser: &mut Chromium, field: &str, text: &str) {
    browser.value(&format!("document.getElementById('{field}').focus()"));
    browser.write(text);
    browser.press("Enter");
    browser.wait(&format!("document.getElementById('{field}').value === ''"));
}

/// Starts a chat in the visitor's window, and shows it on the agent's side.
pub(super) fn start(browser: &mut Chromium, program: &Program) {
    // Wide enough for both windows.
    browser.show(1280, 720, "light");
    browser.open(&format!("http://{}/", program.address()));
    browser.wait("document.body?.dataset.ready === 'true'");
    browser.wait(&has("#status", "Live"));
    browser.value("document.getElementById('visitor-name').focus()");
    browser.press("Enter");
    browser.wait("!document.getElementById('visitor-talk').hidden");
    browser.wait(&has("#open .name", "Ann"));
    let ann = "[...document.querySelectorAll('#open a')].find((link) => link.textContent.startsWith('Ann'))";
    browser.value(&format!("{ann}.click()"));
    browser.wait(&has("#talk-title", "Ann"));
}

#[tokio::test]
async fn one_is_both_sides_of_a_chat() {
    let Some(mut browser) = Chromium::start("both") else { return };
    let program = Program::start(&["--quiet"]);
    start(&mut browser, &program);
    assert_eq!(browser.value("document.getElementById('takers').textContent"), "New chats go to marcos.defendi.");
    browser.wait(&has("#visitor-about", "Ann talks to marcos.defendi."));

    // What is written is shown as Markdown, and nothing of it as HTML.
    say(
        &mut browser,
        "visitor-message",
        "*Hello* `<i>` <img src=x> https://example.com/a_b_c and [x](javascript:alert(1))",
    );
    for list in ["#messages .other", "#visitor-messages .own"] {
        browser.wait(&has(&format!("{list} strong"), "Hello"));
        browser.wait(&has(&format!("{list} code"), "<i>"));
        browser.wait(&has(&format!("{list} a"), "https://example.com/a_b_c"));
        assert_eq!(browser.value(&format!("document.querySelectorAll('{list} :is(img, i), {list} a').length")), 1);
    }

    // Each side sees that the other types.
    browser.value("document.getElementById('message').focus()");
    browser.write("Good");
    browser.wait(&has("#visitor-typing", "admin types"));
    browser.press("Enter");
    browser.wait("document.getElementById('visitor-typing').textContent === ''");
    browser.value("document.getElementById('visitor-message').focus()");
    browser.write("And");
    browser.wait(&has("#typing", "Ann types"));
    browser.press("Enter");
    browser.wait(&has("#messages .other", "And"));

    // A picture is shown on both sides.
    let file = env::temp_dir().join(format!("livechat-mock-picture-{}.png", std::process::id()));
    fs::write(&file, STANDARD.decode(PICTURE).unwrap()).unwrap();
    browser.choose_file("#visitor-file", &file);
    for list in ["#messages", "#visitor-messages"] {
        browser.wait(&has(&format!("{list} .file button"), "livechat-mock-picture"));
        browser.wait(&format!("document.querySelector('{list} .file img')?.naturalWidth === 1"));
    }
    fs::remove_file(&file).unwrap();

    // A reload finds the visitor again. What the visitor did is logged, and what the page read is not.
    browser.value("window.isOld = true");
    browser.value("location.reload()");
    browser.wait("window.isOld === undefined && document.body?.dataset.ready === 'true'");
    browser.wait(&has("#visitor-messages .own", "Hello"));
    browser.value("document.getElementById('visitor-end').click()");
    browser.wait(&has("#closed .name", "Ann"));
    browser
        .wait("!document.getElementById('visitor-again').hidden && document.getElementById('visitor-composer').hidden");
    browser.value("location.hash = '#requests'");
    browser.wait(&has("#request-rows", "/api/v1/livechat/upload/{rid}"));
    let logged = "[...document.querySelectorAll('#request-rows .route')].map((it) => it.textContent)\
                  .filter((it) => it !== 'GET /websocket').sort().join()";
    let expected = "GET /api/v1/livechat/room,POST /api/v1/livechat/message,POST /api/v1/livechat/message,\
                    POST /api/v1/livechat/room.close,POST /api/v1/livechat/upload/{rid},POST /api/v1/livechat/visitor";
    assert_eq!(browser.value(logged), expected);
    browser.value("location.hash = '#figures'");
    browser.wait("document.querySelector('#figures-chats svg')?.ariaLabel.includes('closed: ')");
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[tokio::test]
async fn the_server_is_steered() {
    let Some(mut browser) = Chromium::start("steered") else { return };
    let program = Program::start(&["--quiet"]);
    browser.open(&format!("http://{}/#server", program.address()));
    browser.wait("document.body?.dataset.ready === 'true'");
    browser.wait(&has("#clock-now", "UTC"));
    browser.value("document.getElementById('fault-kind').value = 'fail'");
    browser.value("document.getElementById('fault-kind').dispatchEvent(new Event('change'))");
    browser.value("document.getElementById('fault-on').value = 'POST /api/v1/livechat/visitor'");
    browser.value("document.getElementById('fault-times').focus()");
    browser.write("1");
    browser.press("Enter");
    browser.wait(&has("#fault-list", "fail status 503 · POST /api/v1/livechat/visitor · 1 times"));
    let register = || post("/api/v1/livechat/visitor", r#"{"visitor":{"token":"t"}}"#);
    assert_eq!(Raw::connect(program.address()).await.ask(register()).await.status, 503);
    ask(&program, register()).await;

    let time = "document.getElementById('clock-now').dateTime";
    browser.value(&format!("window.before = {time}"));
    browser.value("document.getElementById('clock-by').value = '90'");
    browser.value("document.getElementById('clock-by').focus()");
    browser.press("Enter");
    browser.wait(&format!("Date.parse({time}) - Date.parse(window.before) >= 90 * 60_000"));
    // After a reset nobody is logged in: a call of the page may be refused before it logs in again.
    assert_eq!(browser.complaints(), Vec::<String>::new());
    browser.value("document.getElementById('reset').click()");
    browser.wait(&has("#reset-done", "as it was at the start"));
    browser.wait("!document.getElementById('fault-none').hidden");
}
