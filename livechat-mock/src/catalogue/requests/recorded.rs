//! The requests of these tests, written to the file that `LIVECHAT_REQUESTS` names: one a line, as JSON, with the version and
//! whether the mock takes it. `contract/validate.mjs` shows them to the vendor's validators.

use std::{
    env,
    fs::{File, OpenOptions},
    io::Write as _,
    sync::LazyLock,
};

use bytes::Bytes;
use http::Request;
use livechat_sdk::endpoint::{Payload, Route};
use serde_json::{Value, json};

use crate::{ServerVersion, operation::Operation};

static FILE: LazyLock<Option<File>> = LazyLock::new(|| {
    let file = env::var_os("LIVECHAT_REQUESTS")?;
    Some(OpenOptions::new().create(true).append(true).open(file).unwrap())
});

/// Writes a request down, if a file is named. What validators look at is the query or the body.
pub(super) fn write(operation: &Operation, request: &Request<Bytes>, version: ServerVersion, is_taken: bool) {
    let Some(mut file) = FILE.as_ref() else { return };
    let template = operation.meta.routes().next().map_or("", Route::template);
    let path = template.strip_prefix("/api/v1/").unwrap_or(template);
    let mut line = json!({
        "profile": version.as_str(),
        "operation": format!("{} {path}", operation.meta.method().as_str()),
        "taken": is_taken,
    });
    if operation.meta.payload() == Payload::Query {
        line["query"] = request.uri().query().unwrap_or_default().into();
    } else if !request.body().is_empty() {
        line["body"] = serde_json::from_slice::<Value>(request.body()).unwrap();
    }
    // Tests run side by side: a line is written as one.
    file.write_all(format!("{line}\n").as_bytes()).unwrap();
}
