//! What came, for a test that fails.

use std::fmt::Write;

use crate::{Engine, Received};

/// How many requests are listed: the last ones.
const MOST: usize = 40;

/// The requests that came, a line each: method, path template, status and hint. Paths themselves may hold tokens.
pub(super) fn report(engine: &Engine) -> String {
    let count = engine.received().count();
    if count == 0 {
        return "\nno request came".to_owned();
    }
    let mut report = String::from("\nthe requests that came, in order:");
    // Writing to a string does not fail.
    if let Some(skipped) = count.checked_sub(MOST).filter(|skipped| *skipped > 0) {
        let _ = write!(report, "\n  ({skipped} before these)");
    }
    for received in engine.received().skip(count.saturating_sub(MOST)) {
        let Received { method, template, status, hint, fault, .. } = received;
        let _ = write!(report, "\n  {method} {} → {}", template.unwrap_or("(no operation)"), status.as_u16());
        if let Some(fault) = fault {
            let _ = write!(report, ", fault {}", fault.as_str());
        }
        if let Some(hint) = hint {
            let _ = write!(report, ": {hint}");
        }
    }
    report
}
