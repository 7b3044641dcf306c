//! What came, by operation, and whether it is what a test expected.

use livechat_sdk::JsonObject;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    Call,
    answer::{Problem, Result},
    operations,
};
use crate::{Received, json::differences, operation::Operation, times::Times};

/// What a test expects.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Verify {
    operation: String,
    /// Those that matter.
    #[serde(default)]
    arguments: JsonObject,
    /// At least one by default.
    times: Option<Expected>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(untagged, expecting = "a number of requests, or {\"at_least\": 1, \"at_most\": 2}")]
enum Expected {
    Exactly(u64),
    Between(Bounds),
}

#[derive(Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
struct Bounds {
    at_least: Option<u64>,
    at_most: Option<u64>,
}

/// A request of an operation.
struct Came {
    shown: Value,
    /// The places of arguments that are not as expected; `None` if they could not be read.
    differs: Option<Vec<String>>,
}

pub(super) fn list(call: &Call<'_>) -> Result {
    let operation = operations::find(call.name)?;
    let came = came(call, operation, &JsonObject::new());
    Ok(json!({"received": came.into_iter().map(|came| came.shown).collect::<Vec<_>>()}))
}

pub(super) fn verify(call: &Call<'_>) -> Result {
    let Verify { operation, arguments, times } = call.read()?;
    let operation = operations::find(&operation)?;
    let times = times.map_or(Times::from(1..), Times::from);
    operations::check_arguments(operation, arguments.keys())?;
    let came = came(call, operation, &arguments);
    let fits = came.iter().filter(|came| came.differs.as_ref().is_some_and(Vec::is_empty)).count() as u64;
    if times.contains(fits) {
        return Ok(json!({"came": fits}));
    }
    let such = if arguments.is_empty() { "" } else { " with such arguments" };
    let received = came.into_iter().map(|Came { mut shown, differs }| {
        shown["differs"] = differs.into();
        shown
    });
    let text = format!("{times} of {}{such} expected, {fits} came", operation.meta.operation());
    Err(Problem::unmet(text, received.collect()))
}

/// The requests of an operation that were received, the oldest first.
fn came(call: &Call<'_>, operation: &Operation, expected: &JsonObject) -> Vec<Came> {
    let is_its = |received: &&Received| {
        received.method.as_str() == operation.meta.method().as_str()
            && operation.meta.routes().any(|route| Some(route.template()) == received.template)
    };
    call.state.engine().received().filter(is_its).map(|received| Came::of(received, expected)).collect()
}

impl Came {
    fn of(received: &Received, expected: &JsonObject) -> Self {
        let Received { at, user, status, .. } = received;
        let arguments = received.arguments().and_then(std::result::Result::ok);
        let differs = arguments.as_ref().map(|arguments| differences(expected, arguments));
        Self { shown: json!({"at": at, "status": status.as_u16(), "user": user, "arguments": arguments}), differs }
    }
}

impl From<Expected> for Times {
    fn from(expected: Expected) -> Self {
        match expected {
            Expected::Exactly(times) => times.into(),
            Expected::Between(Bounds { at_least, at_most }) => {
                (at_least.unwrap_or_default()..=at_most.unwrap_or(u64::MAX)).into()
            }
        }
    }
}
