//! The page's worlds: made, opened, forked and removed, and snapshots to go back to.

use serde_json::{Value, json};

use super::{Chromium, ask, has, tab_to};
use crate::{
    program::Program,
    raw::{Raw, post, request},
};

async fn knows(program: &Program, world: &str, token: &str) -> bool {
    let visitor = request("GET", &format!("{world}/api/v1/livechat/visitor/{token}"));
    Raw::connect(program.address()).await.ask(visitor).await.status == 200
}

async fn register(program: &Program, world: &str, token: &str) {
    let body = json!({"visitor": {"token": token}}).to_string();
    ask(program, post(&format!("{world}/api/v1/livechat/visitor"), &body)).await;
}

/// The names of what a control route lists.
async fn names(program: &Program, what: &str) -> Value {
    ask(program, request("GET", &format!("/__livechat-mock/{what}"))).await[what].clone()
}

#[tokio::test]
async fn worlds_are_made_opened_forked_and_removed_with_the_keyboard_alone() {
    let Some(mut browser) = Chromium::start("worlds") else { return };
    let program = Program::start(&["--worlds", "10", "--quiet"]);
    browser.open(&format!("http://{}/#worlds", program.address()));
    browser.wait("document.body?.dataset.ready === 'true'");
    browser.wait(&has("#worlds-count", "0 of 10 beside the server's own."));
    assert_eq!(browser.value("document.getElementById('world').hidden"), true);

    tab_to(&mut browser, "focus.id === 'world-name'");
    browser.write("test-1");
    browser.press("Enter");
    // The focus is at the next step: to open it.
    browser.wait("document.activeElement.textContent === 'test-1'");
    assert_eq!(names(&program, "worlds").await, json!(["test-1"]));
    browser.press("Enter");
    browser.wait("location.pathname === '/w/test-1/' && document.body?.dataset.ready === 'true'");
    browser.wait(&has("#world", "World test-1"));
    browser.wait(&has("#status", "Live"));

    // Snapshot, a change, and back.
    tab_to(&mut browser, "focus.id === 'snapshot-name'");
    browser.write("before");
    browser.press("Enter");
    browser.wait(&has("#worlds-done", "The snapshot before is taken."));
    assert_eq!(names(&program, "snapshots").await, json!(["before"]));
    register(&program, "/w/test-1", "of-test-1").await;
    assert!(!knows(&program, "", "of-test-1").await);
    tab_to(&mut browser, "focus.id === 'fork-name'");
    browser.write("test-2");
    browser.press("Enter");
    browser.wait("document.activeElement.textContent === 'test-2'");
    assert!(knows(&program, "/w/test-2", "of-test-1").await, "it goes on from there");
    tab_to(&mut browser, "focus.ariaLabel === 'Go back to the snapshot before'");
    browser.press("Enter");
    browser.wait(&has("#worlds-done", "This world is as the snapshot before."));
    assert!(!knows(&program, "/w/test-1", "of-test-1").await);

    // A world that begins as a snapshot is.
    tab_to(&mut browser, "focus.id === 'world-name'");
    browser.write("test-3");
    browser.press("Tab");
    browser.value("document.activeElement.value = 'before'");
    browser.press("Tab");
    browser.press("Enter");
    browser.wait("document.activeElement.textContent === 'test-3'");

    // What is shown is not removed, other worlds and snapshots are.
    assert_eq!(browser.value("document.querySelectorAll('#world-list li[data-key=test-1] button').length"), 0);
    tab_to(&mut browser, "focus.ariaLabel === 'Remove the world test-2'");
    browser.press("Enter");
    browser.wait(&has("#worlds-done", "Removed."));
    browser.wait("document.activeElement.id === 'world-name'");
    assert_eq!(names(&program, "worlds").await, json!(["test-1", "test-3"]));
    tab_to(&mut browser, "focus.ariaLabel === 'Remove the snapshot before'");
    browser.press("Enter");
    browser.wait("!document.getElementById('snapshot-none').hidden");
    assert_eq!(names(&program, "snapshots").await, json!([]));
    assert_eq!(browser.complaints(), Vec::<String>::new());

    // A name that is taken is a problem that says so.
    tab_to(&mut browser, "focus.id === 'fork-name'");
    browser.write("test-3");
    browser.press("Enter");
    browser.wait(&has("#problem", "there is a world \"test-3\" already"));
}

#[tokio::test]
async fn each_world_has_a_page_of_its_own() {
    let Some(mut browser) = Chromium::start("own-world") else { return };
    let program = Program::start(&["--worlds", "10", "--quiet"]);
    let ready = "document.body?.dataset.ready === 'true'";
    // Wide enough for the visitor's window.
    browser.show(1280, 720, "light");
    // Without the slash at the end it gets there too.
    browser.open(&format!("http://{}/w/mine", program.address()));
    browser.wait(&format!("location.pathname === '/w/mine/' && {ready}"));
    browser.value("document.getElementById('visitor-name').focus()");
    browser.press("Enter");
    browser.wait(&has("#open .name", "Ann"));
    assert_eq!(browser.value("document.title"), "(2) mine · livechat-mock");
    browser.open(&format!("http://{}/#requests", program.address()));
    browser.wait(&format!("location.pathname === '/' && {ready}"));
    // Its own WebSocket alone, and nothing of the other world's visitor.
    browser.wait(&has("#status", "Live"));
    browser.wait(&has("#requests-count", "1 of 1, the newest first."));
    browser.wait(&has("#request-rows", "/websocket"));
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[tokio::test]
async fn a_server_with_one_world_says_how_to_have_more() {
    let Some(mut browser) = Chromium::start("one-world") else { return };
    let program = Program::start(&["--quiet"]);
    browser.open(&format!("http://{}/#worlds", program.address()));
    browser.wait(&has("#worlds-count", "--worlds 10"));
    assert_eq!(browser.value("document.getElementById('world-form').hidden"), true);
    tab_to(&mut browser, "focus.id === 'snapshot-name'");
    browser.write("one");
    browser.press("Enter");
    browser.wait(&has("#snapshot-list li", "one"));
    assert_eq!(browser.complaints(), Vec::<String>::new());
}
