//! What came, for a test that fails.

use std::{fmt::Write, thread};

use crate::{Engine, server::Mounted, words::line};

/// How many requests are listed: the last ones.
const MOST: usize = 40;

/// The requests that came, a line each, and the overrides that nearly handled one.
pub(super) fn report<'m>(engine: &Engine, overrides: impl IntoIterator<Item = &'m Mounted>) -> String {
    let mut report = came(engine);
    let close = list(overrides.into_iter().filter(|mounted| mounted.came_close()));
    if !close.is_empty() {
        // Writing to a string does not fail.
        let _ = write!(report, "\noverrides that came close:{close}");
    }
    report
}

/// The requests that came.
pub(super) fn came(engine: &Engine) -> String {
    let count = engine.received().count();
    if count == 0 {
        return "\nno request came".to_owned();
    }
    let mut report = String::from("\nthe requests that came, in order:");
    if let Some(skipped) = count.checked_sub(MOST).filter(|skipped| *skipped > 0) {
        let _ = write!(report, "\n  ({skipped} before these)");
    }
    for received in engine.received().skip(count.saturating_sub(MOST)) {
        let _ = write!(report, "\n  {}", line(received));
    }
    report
}

/// Overrides, a paragraph each.
fn list<'m>(overrides: impl IntoIterator<Item = &'m Mounted>) -> String {
    overrides.into_iter().fold(String::new(), |mut list, mounted| {
        let _ = write!(list, "\n- {mounted}");
        list
    })
}

/// Fails the test if an expectation is not met, with what came.
///
/// # Panics
///
/// Then, unless the thread is panicking already: the first failure is the one to read.
pub(super) fn fail_unless_satisfied<'a>(
    overrides: impl IntoIterator<Item = &'a Mounted>,
    came: impl FnOnce() -> String,
) {
    let unmet = list(overrides.into_iter().filter(|mounted| !mounted.is_satisfied()));
    if !unmet.is_empty() && !thread::panicking() {
        #[expect(clippy::panic, reason = "an expectation that is not met fails the test")]
        {
            panic!("what was expected of livechat-mock did not happen:{unmet}{}", came());
        }
    }
}
