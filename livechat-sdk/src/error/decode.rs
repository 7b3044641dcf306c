use std::fmt;

use serde_path_to_error::Segment;

use crate::{
    endpoint::{Fill, Operation, fault_at, push_key},
    secret::Secrets,
};

/// A response with a status of success that cannot be decoded, and why.
///
/// Neither `Display` nor `Debug` shows its content, which may hold secrets; [`body`](Self::body) has that.
#[derive(Clone, thiserror::Error)]
#[error("{operation}: the server responded with {status}, but {problem}")]
pub struct DecodeError {
    operation: Operation,
    status: u16,
    problem: Problem,
    body: Vec<u8>,
    #[cfg(feature = "client")]
    pub(super) effort: Option<Box<super::Effort>>,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
enum Problem {
    #[error("the body is empty")]
    Empty,
    #[error("the body is a web page: is the base URL right, or is a proxy responding?")]
    Html,
    #[error("the body is not UTF-8 from byte {at} on")]
    NotUtf8 { at: usize },
    #[error("the body ends in the middle, after {length} bytes")]
    Truncated { length: usize },
    #[error("the body is not JSON (line {line}, column {column})")]
    NotJson { line: usize, column: usize },
    #[error("at `{path}` of the body: {what}")]
    Shape { path: String, fault: String, what: String },
}

/// How much of a body an error keeps, in bytes.
const KEPT: usize = 8 << 10;
/// How much of a JSON path it shows, in characters: keys of maps are the server's choice.
const SHOWN: usize = 200;

impl DecodeError {
    /// Explains why a body does not fill a slot. It decodes the body once more, to find the position.
    pub(crate) fn explain(
        slot: &mut dyn Fill,
        operation: Operation,
        status: u16,
        body: &[u8],
        secrets: Vec<String>,
    ) -> Self {
        let problem = problem_before_json(body).unwrap_or_else(|| {
            // What is not UTF-8 is a problem before.
            match slot.fill_tracked(std::str::from_utf8(body).unwrap_or_default()) {
                Err(error) => {
                    let secrets = Secrets::new(secrets);
                    let shown = |text: &str| secrets.redact(text).chars().take(SHOWN).collect::<String>();
                    let path = shown(&error.path().to_string());
                    json_problem(path, &shown(&pointer(error.path())), error.inner(), body.len())
                }
                // The same text decoded now: only a type with nondeterministic decoding gets here.
                Ok(()) => Problem::Shape {
                    path: ".".to_owned(),
                    fault: String::new(),
                    what: "it decodes now and then".to_owned(),
                },
            }
        });
        Self {
            operation,
            status,
            problem,
            body: body[..body.len().min(KEPT)].to_vec(),
            #[cfg(feature = "client")]
            effort: None,
        }
    }

    /// The operation.
    #[must_use]
    pub fn operation(&self) -> Operation {
        self.operation
    }

    /// The HTTP status code.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The path of the error in the JSON, such as `history[3].ts`; `None` if the body is not JSON.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        match &self.problem {
            Problem::Shape { path, .. } => Some(path),
            _ => None,
        }
    }

    /// Where the fault is, as a JSON pointer, such as `/history/3/ts`: at a value that does not fit, or that is missing. `None`
    /// if the body is not JSON.
    #[must_use]
    pub fn pointer(&self) -> Option<&str> {
        match &self.problem {
            Problem::Shape { fault, .. } => Some(fault),
            _ => None,
        }
    }

    /// What is wrong there: what was expected, and the kind of value that was found. Values are never quoted. `None` if the
    /// body is not JSON.
    #[must_use]
    pub fn reason(&self) -> Option<&str> {
        match &self.problem {
            Problem::Shape { what, .. } => Some(what),
            _ => None,
        }
    }

    /// Whether the body is a web page.
    #[must_use]
    pub fn is_html(&self) -> bool {
        self.problem == Problem::Html
    }

    /// Whether the body is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.problem == Problem::Empty
    }

    /// Whether the body ends in the middle.
    #[must_use]
    pub fn is_truncated(&self) -> bool {
        matches!(self.problem, Problem::Truncated { .. })
    }

    /// The body as it was received, or its first 8 KiB. It may hold secrets: do not log it.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DecodeError")
            .field("operation", &self.operation)
            .field("status", &self.status)
            .field("problem", &self.problem)
            .finish_non_exhaustive()
    }
}

fn problem_before_json(body: &[u8]) -> Option<Problem> {
    if body.trim_ascii().is_empty() {
        return Some(Problem::Empty);
    }
    if is_html(body) {
        return Some(Problem::Html);
    }
    match std::str::from_utf8(body) {
        Ok(_) => None,
        // A character cut in two is a body cut in two.
        Err(error) if error.error_len().is_none() => Some(Problem::Truncated { length: body.len() }),
        Err(error) => Some(Problem::NotUtf8 { at: error.valid_up_to() }),
    }
}

/// Whether a body looks like a web page.
pub(crate) fn is_html(body: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(b"<")
}

/// A path as a JSON pointer, as far as it is known.
fn pointer(path: &serde_path_to_error::Path) -> String {
    let mut pointer = String::new();
    for segment in path {
        match segment {
            Segment::Map { key } => push_key(&mut pointer, key),
            Segment::Seq { index } => push_key(&mut pointer, &index.to_string()),
            // Inside of what a type decodes by itself.
            Segment::Enum { .. } | Segment::Unknown => break,
        }
    }
    pointer
}

fn json_problem(path: String, pointer: &str, error: &serde_json::Error, length: usize) -> Problem {
    match error.classify() {
        serde_json::error::Category::Eof => Problem::Truncated { length },
        serde_json::error::Category::Syntax | serde_json::error::Category::Io => {
            Problem::NotJson { line: error.line(), column: error.column() }
        }
        serde_json::error::Category::Data => {
            let what = without_values(&error.to_string());
            Problem::Shape { path, fault: fault_at(pointer, &what), what }
        }
    }
}

/// serde's message without the values that it quotes.
///
/// serde has few forms of messages. Names of fields and what was expected come from our types; the rest is the server's
/// and is left out.
pub(crate) fn without_values(message: &str) -> String {
    let message = message.rsplit_once(" at line ").map_or(message, |(message, _)| message);
    if let Some(rest) = message.strip_prefix("invalid type: ") {
        let (found, expected) = rest.rsplit_once(", expected ").unwrap_or((rest, "something else"));
        let kind = found.split(['"', '`']).next().unwrap_or_default().trim_end();
        return format!("expected {expected}, found {kind}");
    }
    if ["missing field `", "duplicate field `"].iter().any(|start| message.starts_with(start)) {
        return message.to_owned();
    }
    // Types with messages of their own may quote the value anywhere.
    let quotes_first = ["invalid value: ", "invalid length ", "unknown variant `"];
    match message.rsplit_once(", expected ") {
        Some((found, expected)) if quotes_first.iter().any(|start| found.starts_with(start)) => {
            format!("expected {expected}")
        }
        _ => "the value does not fit".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;
    use crate::{
        Timestamp, VisitorToken,
        endpoint::{Endpoint, Slot},
        wire::Success,
    };

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only its decoding matters")]
    struct Answer {
        token: VisitorToken,
        #[serde(default)]
        items: Vec<Item>,
        #[serde(default)]
        success: Success,
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only its decoding matters")]
    struct Item {
        ts: Timestamp,
        count: Option<u64>,
        flag: Option<bool>,
    }

    fn explain(body: &[u8]) -> DecodeError {
        let operation = crate::visitors::GetVisitor::META.operation();
        DecodeError::explain(&mut Slot::<Answer>::empty(), operation, 200, body, vec!["t0ken".to_owned()])
    }

    #[test]
    fn it_says_what_the_body_was() {
        for (body, says) in [
            (&b""[..], "the body is empty"),
            (b" \n", "the body is empty"),
            (b"\n<!doctype html><p>s3cret", "a web page"),
            (b"s3cret", "not JSON (line 1, column 1)"),
            (b"{\"token\":\"s3c\xff\"}", "not UTF-8 from byte 13 on"),
            (b"{\"token\":\"s3c", "ends in the middle, after 13 bytes"),
            (b"{\"token\":\"s3c\xc3", "ends in the middle, after 14 bytes"),
            (b"{\"token\":\"s3cret\"} s3cret", "not JSON (line 1, column 20)"),
            (b"[]", "at `.` of the body"),
        ] {
            let error = explain(body);
            assert!(error.to_string().contains(says), "{error}");
            assert!(!format!("{error} {error:?}").contains("s3c"), "{error:?}");
            assert_eq!(error.body(), body);
        }
    }

    #[test]
    fn it_says_where_the_shape_is_wrong_and_quotes_nothing() {
        for (body, path, pointer, says) in [
            (r#"{"items":[]}"#, ".", "/token", "missing field `token`"),
            (r#"{"token":7}"#, "token", "/token", "expected a string, found integer"),
            (r#"{"token":"a","items":[{"ts":"s3cret, expected s3cret"}]}"#, "items[0].ts", "/items/0/ts", ""),
            (r#"{"token":"a","items":[{"ts":1},{"count":2}]}"#, "items[1]", "/items/1/ts", "missing field `ts`"),
            (
                r#"{"token":"a","items":[{"ts":1},{"ts":1,"count":"s3cret"}]}"#,
                "items[1].count",
                "/items/1/count",
                "found string",
            ),
            (
                r#"{"token":"a","items":[{"ts":1,"flag":"a \"s3cret\", expected s3cret"}]}"#,
                "items[0].flag",
                "/items/0/flag",
                "a boolean",
            ),
            (r#"{"token":"a","items":"s3cret"}"#, "items", "/items", "expected a sequence, found string"),
            (r#"{"token":"a","items":[{"ts":1,"count":-5123}]}"#, "items[0].count", "/items/0/count", "expected u64"),
            (r#"{"token":"a","success":false}"#, "success", "/success", ""),
        ] {
            let error = explain(body.as_bytes());
            assert_eq!((error.path(), error.pointer()), (Some(path), Some(pointer)), "{error}");
            let shown = format!("{error} {error:?}");
            assert!(shown.contains(says), "{shown}");
            assert!(!shown.contains("s3cret") && !shown.contains("5123"), "{shown}");
        }
    }

    #[test]
    fn it_keeps_no_more_than_a_part_of_a_large_body() {
        assert_eq!(explain(&vec![b'x'; 1 << 20]).body().len(), KEPT);
    }
}
