//! Which pages of other origins are let in.

use serde::Deserialize;
use serde_json::json;

use super::{Call, answer::Result};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cors {
    origins: String,
}

pub(super) fn allow(call: &Call<'_>) -> Result {
    let Cors { origins } = call.read()?;
    call.state.engine().set_cors(Some(&origins));
    Ok(json!({}))
}

pub(super) fn forbid(call: &Call<'_>) -> Result {
    call.state.engine().set_cors(None);
    Ok(json!({}))
}
