//! The requests that the server received.

use serde_json::{Value, json};

use super::{
    Call,
    answer::{Problem, Result},
};
use crate::Received;

pub(super) fn list(call: &Call<'_>) -> Result {
    let (mut with_bodies, mut most) = (false, usize::MAX);
    for argument in call.query.split('&').filter(|argument| !argument.is_empty()) {
        match argument.split_once('=') {
            Some(("with", "bodies")) => with_bodies = true,
            Some(("last", number)) if number.parse::<usize>().is_ok() => most = number.parse().unwrap_or(most),
            _ => return Err(Problem::wrong("this route takes ?with=bodies, ?last=100 and nothing else".to_owned())),
        }
    }
    let engine = call.state.engine();
    let mut received: Vec<_> = engine.received().rev().take(most).map(|request| entry(request, with_bodies)).collect();
    received.reverse();
    Ok(json!({"received": received}))
}

/// Targets and bodies may hold secrets: any authorized caller sees them.
fn entry(request: &Received, with_bodies: bool) -> Value {
    let Received { at, method, template, target, body, user, status, fault, hint, .. } = request;
    let mut entry = json!({
        "at": at,
        "method": method.as_str(),
        "template": template,
        "status": status.as_u16(),
        "user": user,
        "fault": fault.map(crate::FaultKind::as_str),
        "hint": hint,
    });
    if with_bodies {
        entry["target"] = target.as_str().into();
        entry["body"] = String::from_utf8_lossy(body).into();
    }
    entry
}
