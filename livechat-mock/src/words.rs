//! How requests and errors are shown to who reads a failure.

#[cfg(feature = "mock")]
use std::fmt::{Debug, Write};

#[cfg(feature = "mock")]
use crate::Received;
use crate::ServerError;

/// How much of a request is shown, in characters.
#[cfg(feature = "mock")]
const LONGEST: usize = 400;

/// A request: method, path template, status and hint. Paths themselves may hold tokens.
#[cfg(feature = "mock")]
pub(crate) fn line(received: &Received) -> String {
    let Received { method, template, status, hint, fault, .. } = received;
    let mut line = format!("{method} {} → {}", template.unwrap_or("(no operation)"), status.as_u16());
    if let Some(fault) = fault {
        // Writing to a string does not fail.
        let _ = write!(line, ", fault {}", fault.as_str());
    }
    if let Some(hint) = hint {
        let _ = write!(line, ": {hint}");
    }
    line
}

/// What the server refuses a request with. It quotes names of arguments and, at most, an e-mail address.
pub(crate) fn refusal(error: &ServerError) -> String {
    let status = error.status();
    match error.body()["error"].as_str().or(error.body()["message"].as_str()) {
        Some(text) => format!("{status} ({text})"),
        None => status.to_string(),
    }
}

/// A request on one line, without what is empty. Types of secrets hide them.
#[cfg(feature = "mock")]
pub(crate) fn brief(request: &impl Debug) -> String {
    let is_empty = |line: &str| [": None,", ": [],", ": {},"].iter().any(|empty| line.ends_with(empty));
    let mut brief = String::new();
    // One field or bracket a line: line breaks within texts are escaped.
    for line in format!("{request:#?}").lines().map(str::trim).filter(|line| !is_empty(line)) {
        let is_end = line.starts_with([')', ']', '}']);
        if is_end && brief.ends_with(',') {
            brief.pop();
        }
        let is_tight = brief.is_empty() || brief.ends_with(['(', '[']) || line.starts_with([')', ']']);
        if !is_tight {
            brief.push(' ');
        }
        brief.push_str(line);
    }
    match brief.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &brief[..end]),
        None => brief,
    }
}

#[cfg(all(test, feature = "mock"))]
mod tests {
    use livechat_sdk::{messages::SendMessage, visitors::RegisterVisitor};

    use super::*;

    #[test]
    fn a_request_is_brief_and_keeps_its_secrets() {
        let register = RegisterVisitor::new("s3cret").name("Ann (\"A\"),\n").email("ann@example.com");
        let brief = brief(&register);
        let expected = r#"RegisterVisitor { token: VisitorToken([redacted]), name: Some("Ann (\"A\"),\n"), email: Some("ann@example.com") }"#;
        assert_eq!(brief, expected);
    }

    #[test]
    fn a_long_request_is_cut() {
        let long = brief(&SendMessage::new("t", "r", "é".repeat(1000)));
        assert!(long.ends_with("é…") && long.chars().count() == LONGEST + 1, "{long}");
    }
}
