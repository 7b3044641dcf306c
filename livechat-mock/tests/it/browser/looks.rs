//! How the page looks: on screens of several sizes, in light and dark, to axe-core, and in the README's picture.

use std::{env, fs, path::Path};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::json;

use super::{
    Chromium, has,
    visitor::{say, start},
};
use crate::{clients::tools, program::Program};

const VIEWS: [&str; 8] = ["chats", "visitor", "requests", "webhooks", "figures", "worlds", "server", "coverage"];

/// A webhook that nobody answers, worlds and snapshots, so that there is something to see of each.
const PREPARED: &str = "import('./__livechat-mock/page/api.js').then(async ({ call, control }) => {
    const LivechatWebhookUrl = 'http://127.0.0.1:9/hook';
    await call('POST', 'omnichannel/integrations', { body: { LivechatWebhookUrl, LivechatWebhookOnStart: true } });
    for (const name of ['test-1', 'a'.repeat(64)]) await control('POST', 'worlds', { body: { name } });
    for (const name of ['before', 'b'.repeat(100)]) await control('POST', 'snapshots', { body: { name } });
    return 0;
})";

/// axe-core, which finds what keeps people from using a page.
fn axe() -> Option<String> {
    let script = fs::read_to_string(tools().join("axe/node_modules/axe-core/axe.min.js")).ok();
    if script.is_none() {
        eprintln!("SKIPPED: axe-core is not installed");
    }
    script
}

#[tokio::test]
async fn axe_finds_nothing_and_nothing_is_too_wide() {
    let Some(axe) = axe() else { return };
    let Some(mut browser) = Chromium::start("axe") else { return };
    let program = Program::start(&["--worlds", "10", "--quiet"]);
    browser.open(&format!("http://{}/", program.address()));
    browser.wait("document.body?.dataset.ready === 'true'");
    browser.resolved(PREPARED);
    start(&mut browser, &program);
    say(&mut browser, "visitor-message", "Hello");
    let room = browser.value("location.hash");
    let room = room.as_str().unwrap().trim_start_matches('#').to_owned();
    browser.value(&format!("{axe}; 0"));
    for (width, height, scheme) in [(1280, 800, "light"), (1280, 800, "dark"), (375, 700, "light"), (375, 700, "dark")]
    {
        browser.show(width, height, scheme);
        for view in VIEWS.iter().copied().chain([room.as_str()]) {
            browser.value(&format!("location.hash = {}", json!(format!("#{view}"))));
            let name = view.split('/').next().unwrap();
            browser.wait(&format!("document.body.dataset.view === '{name}'"));
            let found = browser
                .resolved("axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))");
            assert_eq!(found, json!([]), "{view} at {width}, {scheme}");
            let is_too_wide = browser.value("document.documentElement.scrollWidth > innerWidth");
            assert_eq!(is_too_wide, false, "{view} at {width}, {scheme}");
        }
    }
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

/// Takes the README's picture if there is none: remove it to have it taken anew.
#[tokio::test]
async fn the_readme_has_a_picture_of_it() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("page.png");
    if file.exists() {
        return;
    }
    let Some(mut browser) = Chromium::start("picture") else { return };
    let program = Program::start(&["--quiet", "--world", "empty", "--no-auth"]);
    let ready = "document.body?.dataset.ready === 'true'";
    browser.open(&format!("http://{}/", program.address()));
    browser.wait(ready);
    browser.value("document.getElementById('available').click()");
    browser.wait("document.getElementById('takers').textContent === 'New chats go to you.'");
    start(&mut browser, &program);
    say(&mut browser, "visitor-message", "Good morning! My *order* of last week is not here yet.");
    say(&mut browser, "message", "Good morning, Ann. What is its *number*? It is on the receipt, behind `No.`");
    say(&mut browser, "visitor-message", "It says 4711.");
    browser.wait(&has("#messages .other", "It says 4711."));
    browser.value("document.getElementById('message').focus()");
    browser.write("Thank you. It left us on Monday");
    browser.wait("document.getElementById('visitor-typing').textContent !== ''");
    fs::write(&file, STANDARD.decode(browser.picture()).unwrap()).unwrap();
    panic!("{} was taken: look at it, and commit it", file.display());
}
