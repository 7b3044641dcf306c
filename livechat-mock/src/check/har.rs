//! A recording of calls, as browsers and proxies save it: an HTTP archive.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde::Deserialize;

use super::{
    Check, CheckError,
    read::{self, Reading},
    report::{Difference, OperationReport, Outcome, Report, Shape},
};
use crate::{catalogue::catalogue, router::Found};

#[derive(Deserialize)]
struct Archive {
    log: Log,
}

#[derive(Deserialize)]
struct Log {
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    request: Request,
    response: Response,
}

#[derive(Deserialize)]
struct Request {
    method: String,
    url: String,
}

#[derive(Deserialize)]
struct Response {
    status: u16,
    #[serde(default)]
    content: Content,
}

#[derive(Default, Deserialize)]
struct Content {
    text: Option<String>,
    encoding: Option<String>,
}

pub(super) fn read(check: &Check, text: &str) -> Result<Report, CheckError> {
    let no_archive = |reason: String| CheckError::File { what: "HTTP archive", reason };
    // Some tools put a mark in front.
    let archive: Archive =
        serde_json::from_str(text.trim_start_matches('\u{feff}')).map_err(|error| no_archive(error.to_string()))?;
    let mut operations = Vec::<OperationReport>::new();
    let mut calls = 0;
    for (number, Entry { request, response }) in (1..).zip(&archive.log.entries) {
        let Some(types) = operation_of(request).and_then(read::types) else { continue };
        calls += 1;
        if !check.looks_at(types.info) {
            continue;
        }
        let place = operations.iter().position(|it| it.operation == types.info.name).unwrap_or_else(|| {
            let reason = "the recording has error responses alone".to_owned();
            operations.push(OperationReport::new(types.info, Outcome::Skipped, Some(reason)));
            operations.len() - 1
        });
        // An error response says nothing: what was asked may be wrong.
        let Some(report) = operations.get_mut(place).filter(|_| (200..300).contains(&response.status)) else {
            continue;
        };
        let Some(body) = body_of(&response.content) else {
            if report.outcome == Outcome::Skipped {
                report.reason = Some("the recording has no bodies of it".to_owned());
            }
            continue;
        };
        match types.read(response.status, &body) {
            Reading::Refused(_) => continue,
            Reading::Read(differences) => {
                if report.outcome == Outcome::Skipped {
                    (report.outcome, report.reason) = (Outcome::Ok, None);
                }
                let status = (response.status != 200).then(|| Difference::status(200, response.status));
                report.add(status.into_iter().chain(differences).map(|it| it.about(format!("entry {number}"))));
            }
        }
        if let Ok(body) = serde_json::from_slice(&body) {
            report.shape.merge(Shape::of(&body));
        }
    }
    if calls == 0 {
        return Err(no_archive("it has no call of the Livechat API".to_owned()));
    }
    Ok(Report { server: None, nearest: None, operations })
}

/// The operation that a request is for.
fn operation_of(request: &Request) -> Option<&'static str> {
    let method = request.method.parse().ok()?;
    let url = request.url.split(['?', '#']).next()?;
    // What stands before it is the workspace's.
    let path = &url[url.find("/api/")?..];
    let Found::Operation { index, .. } = catalogue().find(&method, path) else { return None };
    Some(catalogue().operation(index).info?.name)
}

fn body_of(Content { text, encoding }: &Content) -> Option<Vec<u8>> {
    let text = text.as_deref()?;
    match encoding.as_deref() {
        Some("base64") => BASE64_STANDARD.decode(text).ok(),
        _ => Some(text.as_bytes().to_vec()),
    }
}
