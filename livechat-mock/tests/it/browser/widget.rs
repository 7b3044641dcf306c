//! Rocket.Chat's own widget, npm `@rocket.chat/livechat`, against the program.

use serde_json::json;

use super::{Chromium, has};
use crate::{clients::tools, program::Program};

/// Writes into the first field that this selects.
fn fill(browser: &mut Chromium, selector: &str, text: &str) {
    browser.wait(&format!("document.querySelector({}) !== null", json!(selector)));
    browser.value(&format!("document.querySelector({}).focus()", json!(selector)));
    browser.write(text);
}

fn click(browser: &mut Chromium, text: &str) {
    let button = format!("[...document.querySelectorAll('button')].find((it) => it.textContent.trim() === '{text}')");
    browser.wait(&format!("Boolean({button}) && !{button}.disabled"));
    browser.value(&format!("{button}.click()"));
}

/// Says something, and waits for the echo.
fn say(browser: &mut Chromium, text: &str) {
    fill(browser, "[contenteditable]", text);
    browser.press("Enter");
    wait_for_two(browser, text);
}

/// Waits until a text is there twice, as what was said and as the echo.
fn wait_for_two(browser: &mut Chromium, text: &str) {
    browser.wait(&format!("document.body.innerText.split('{text}').length === 3"));
}

#[test]
fn the_widget_has_a_conversation_with_a_reload_in_between() {
    let build = tools().join("widget/build");
    if !build.join("index.html").exists() {
        eprintln!("SKIPPED: @rocket.chat/livechat is not installed");
        return;
    }
    let Some(mut browser) = Chromium::start("widget") else { return };
    let options = ["--world", "empty", "--agent", "echo", "--quiet", "--widget", build.to_str().unwrap()];
    let program = Program::start(&options);
    browser.open(&format!("http://{}/livechat?mode=popout", program.address()));
    fill(&mut browser, "input[name=name]", "Ann");
    fill(&mut browser, "input[name=email]", "ann@example.com");
    click(&mut browser, "Start chat");
    say(&mut browser, "Hello");

    browser.value("window.isOld = true");
    browser.value("location.reload()");
    browser.wait("window.isOld === undefined && document.body !== null");
    wait_for_two(&mut browser, "Hello");
    say(&mut browser, "Again");

    click(&mut browser, "Options");
    browser.wait(&has("*", "Finish this chat"));
    click(&mut browser, "Finish this chat");
    click(&mut browser, "Yes");
    browser.wait(&has("*", "Thanks for talking with us"));
    assert_eq!(browser.complaints(), Vec::<String>::new());
}
