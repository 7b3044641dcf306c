//! What the server received.

use serde_json::{Value, json};

use super::{
    Call,
    answer::{Problem, Result},
};
use crate::Received;

pub(super) fn list(call: &Call<'_>) -> Result {
    let with_bodies = match call.query {
        "" => false,
        "with=bodies" => true,
        _ => return Err(Problem::wrong("this route takes ?with=bodies and nothing else".to_owned())),
    };
    let engine = call.service.engine();
    let received: Vec<_> = engine.received().map(|request| entry(request, with_bodies)).collect();
    Ok(json!({"received": received}))
}

/// Targets and bodies may hold secrets: they are shown to whoever asks for them.
fn entry(request: &Received, with_bodies: bool) -> Value {
    let Received { at, method, template, target, body, user, status, fault } = request;
    let mut entry = json!({
        "at": at,
        "method": method.as_str(),
        "template": template,
        "status": status.as_u16(),
        "user": user,
        "fault": fault.map(crate::FaultKind::as_str),
    });
    if with_bodies {
        entry["target"] = target.as_str().into();
        entry["body"] = String::from_utf8_lossy(body).into();
    }
    entry
}
