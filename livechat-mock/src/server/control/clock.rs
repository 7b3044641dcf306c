//! The server's clock.

use std::time::Duration;

use livechat_sdk::Timestamp;
use serde::Deserialize;
use serde_json::json;

use super::{
    Call,
    answer::{Problem, Result},
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Set {
    now: Option<Timestamp>,
    frozen: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    seconds: f64,
}

pub(super) fn tell(call: &Call<'_>) -> Result {
    let clock = &call.state.clock;
    Ok(json!({"now": clock.now(), "frozen": clock.is_frozen()}))
}

pub(super) fn set(call: &Call<'_>) -> Result {
    let Set { now, frozen } = call.read()?;
    let clock = &call.state.clock;
    move_it(call, || {
        match frozen {
            Some(true) => clock.freeze(),
            Some(false) => clock.resume(),
            None => {}
        }
        if let Some(now) = now {
            clock.set(now);
        }
    })
}

pub(super) fn advance(call: &Call<'_>) -> Result {
    let Advance { seconds } = call.read()?;
    let by = Duration::try_from_secs_f64(seconds).map_err(|_| {
        Problem::wrong(format!("the clock cannot be moved by {seconds} s; seconds is a number that is not negative"))
    })?;
    move_it(call, || call.state.clock.advance(by))
}

/// Moves the clock, and lets happen what is due by then.
fn move_it(call: &Call<'_>, by_hand: impl FnOnce()) -> Result {
    // Under the lock, so that it does not move while a request is handled.
    let mut engine = call.state.engine();
    by_hand();
    engine.advance(call.state.clock.now());
    tell(call)
}
