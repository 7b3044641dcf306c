//! Stubs, as JSON: responses of a test's in place of the server's.

use std::{collections::BTreeMap, time::Duration};

use bytes::Bytes;
use http::{
    HeaderName, HeaderValue, Response, StatusCode,
    header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, TRANSFER_ENCODING, UPGRADE},
};
use livechat_sdk::JsonObject;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    Call,
    answer::{Problem, Result},
    faults, operations,
};
use crate::{
    ServerVersion,
    engine::{error_response, json_response},
    server::overrides::{Author, Mounted, Tally},
    words::refusal,
};

/// Headers of the connection, which are the server's to write.
const OF_CONNECTION: [HeaderName; 6] = [
    CONNECTION,
    CONTENT_LENGTH,
    TRANSFER_ENCODING,
    UPGRADE,
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("trailer"),
];

/// A stub as it is added and listed.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Stub {
    operation: String,
    /// Those that matter.
    #[serde(default)]
    arguments: JsonObject,
    #[serde(skip_serializing_if = "Option::is_none")]
    respond: Option<Respond>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fail: Option<Fail>,
    /// How many requests it responds to.
    times: Option<u64>,
}

/// A response as the test has it.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Respond {
    #[serde(default = "success")]
    status: u16,
    #[serde(default)]
    headers: BTreeMap<String, String>,
    /// Sent as JSON. `null` is a body too.
    #[serde(default, deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    body: Option<Value>,
    /// Sent as it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    #[serde(default)]
    delay_millis: u64,
}

/// An error response, with the server's own text unless there is another.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Fail {
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Value>,
}

fn success() -> u16 {
    StatusCode::OK.as_u16()
}

fn given<'de, D: serde::Deserializer<'de>>(deserializer: D) -> std::result::Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

pub(super) fn list(call: &Call<'_>) -> Result {
    let mounted = call.state.overrides.lock().clone();
    Ok(json!({"stubs": mounted.iter().filter_map(|mounted| show(mounted)).collect::<Vec<_>>()}))
}

pub(super) fn add(call: &Call<'_>) -> Result {
    let stub: Stub = call.read()?;
    let operation = operations::find(&stub.operation)?;
    operations::check_arguments(operation, stub.arguments.keys())?;
    if stub.times == Some(0) {
        return Err(Problem::wrong(
            "times is at least 1; leave it out for a stub that stays until it is removed".to_owned(),
        ));
    }
    let response = stub.response(call.state.version())?;
    let shown = serde_json::to_value(&stub).map_err(|error| Problem::wrong(error.to_string()))?;
    let delay = stub.respond.as_ref().map(|respond| Duration::from_millis(respond.delay_millis));
    let mounted = call.state.overrides.add_stub(|number| {
        let author = Author::Control { stub: number, shown };
        let mut mounted = Mounted::stub(operation, stub.arguments, author, response);
        mounted.most = stub.times.unwrap_or(u64::MAX);
        mounted.delay = delay;
        mounted
    });
    Ok(json!({"stub": show(&mounted)}))
}

pub(super) fn clear(call: &Call<'_>) -> Result {
    call.state.overrides.lock().retain(|mounted| mounted.stub_number().is_none());
    Ok(json!({}))
}

pub(super) fn remove(call: &Call<'_>) -> Result {
    let number = call.name.parse::<u64>().ok();
    let mut mounted = call.state.overrides.lock();
    let place = mounted.iter().position(|mounted| number.is_some() && mounted.stub_number() == number);
    match place.map(|place| mounted.remove(place)) {
        Some(removed) => Ok(json!({"stub": show(&removed)})),
        None => {
            Err(Problem::not_found(format!("there is no stub {:?}; GET {}/stubs lists them", call.name, super::PREFIX)))
        }
    }
}

/// A stub with its counts; `None` of another override.
fn show(mounted: &Mounted) -> Option<Value> {
    let (number, mut shown) = match &mounted.author {
        Author::Control { stub, shown } => (*stub, shown.clone()),
        #[cfg(feature = "mock")]
        Author::Test(_) => return None,
    };
    let Tally { handled, unfit, misses, errors, last_error } = mounted.counts();
    shown["number"] = number.into();
    shown["used"] = handled.into();
    shown["near"] = json!({
        "other_arguments": unfit,
        "last_other_arguments": misses.iter().map(|miss| miss.unmet.to_string()).collect::<Vec<_>>(),
        "refused": errors,
        "last_refused": last_error.as_ref().map(refusal),
    });
    Some(shown)
}

impl Stub {
    fn response(&self, version: ServerVersion) -> Result<Response<Bytes>> {
        match (&self.respond, &self.fail) {
            (Some(respond), None) => respond.response(),
            (None, Some(Fail { status, body })) => {
                Ok(error_response(&faults::server_error(*status, body.clone(), version)?))
            }
            _ => Err(Problem::wrong(
                r#"a stub has either "respond", such as {"status": 200, "body": {}}, or "fail", such as {"status": 429}"#
                    .to_owned(),
            )),
        }
    }
}

impl Respond {
    fn response(&self) -> Result<Response<Bytes>> {
        let status = faults::status_of(self.status)?;
        let (body, content_type) = match (&self.body, &self.text) {
            (Some(_), Some(_)) => {
                return Err(Problem::wrong(r#"a response has either a "body", which is JSON, or a "text""#.to_owned()));
            }
            (Some(body), None) => (body.to_string(), Some("application/json")),
            (None, Some(text)) => (text.clone(), Some("text/plain")),
            (None, None) => (String::new(), None),
        };
        if matches!(status, StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT | StatusCode::NOT_MODIFIED)
            && !body.is_empty()
        {
            return Err(Problem::wrong(format!("a response with status {} has no body", self.status)));
        }
        let mut response = json_response(status, body.into());
        let headers = response.headers_mut();
        match content_type {
            Some(content_type) => drop(headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type))),
            None => drop(headers.remove(CONTENT_TYPE)),
        }
        for (name, value) in &self.headers {
            let no_header = |_| Problem::wrong(format!("{name:?} is no header, or its value cannot be one's"));
            let header = HeaderName::try_from(name).map_err(|_| no_header(()))?;
            if OF_CONNECTION.contains(&header) {
                return Err(Problem::wrong(format!("the header {header} is the server's to write; leave it out")));
            }
            headers.insert(header, HeaderValue::try_from(value).map_err(|_| no_header(()))?);
        }
        Ok(response)
    }
}
