//! The server's clock.

use std::time::Duration;

use serde::Deserialize;
use serde_json::json;

use super::{
    Call,
    answer::{Problem, Result},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    seconds: f64,
}

pub(super) fn tell(call: &Call<'_>) -> Result {
    Ok(json!({"now": call.state.clock.now()}))
}

pub(super) fn advance(call: &Call<'_>) -> Result {
    let Advance { seconds } = call.read()?;
    let by = Duration::try_from_secs_f64(seconds).map_err(|_| {
        Problem::wrong(format!("the clock cannot be moved by {seconds} s; seconds is a number that is not negative"))
    })?;
    // Under the lock, so that it does not move while a request is handled.
    let mut engine = call.state.engine();
    call.state.clock.advance(by);
    engine.advance(call.state.clock.now());
    tell(call)
}
