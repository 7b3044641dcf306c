//! The requests that the server received.

use serde_json::{Value, json};

use super::{
    Call,
    answer::{Problem, Result},
};
use crate::{Received, redact::Exchanged, request_log::Details, server::event::shown_path};

/// What is told of each request beside the usual.
#[derive(Clone, Copy)]
enum With {
    Nothing,
    /// Targets and bodies as they came.
    Bodies,
    /// All that came and went, without secrets.
    Details,
}

pub(super) fn list(call: &Call<'_>) -> Result {
    let (mut with, mut most, mut only) = (With::Nothing, usize::MAX, None);
    for argument in call.query.split('&').filter(|argument| !argument.is_empty()) {
        let (name, value) = argument.split_once('=').unwrap_or_default();
        match (name, value, value.parse::<usize>()) {
            ("with", "bodies", _) => with = With::Bodies,
            ("with", "details", _) => with = With::Details,
            ("last", _, Ok(number)) => most = number,
            ("number", _, Ok(number)) => only = Some(number as u64),
            _ => {
                let text = "this route takes ?with=bodies, ?with=details, ?last=100, ?number=1 and nothing else";
                return Err(Problem::wrong(text.to_owned()));
            }
        }
    }
    let engine = call.state.engine();
    let wanted = engine.received().rev().filter(|request| only.is_none_or(|number| request.number == number));
    let mut received: Vec<_> = wanted.take(most).map(|request| entry(request, with)).collect();
    received.reverse();
    Ok(json!({"received": received}))
}

fn entry(request: &Received, with: With) -> Value {
    let Received { at, number, method, template, target, body, user, status, fault, hint, note, details, .. } = request;
    let path = target.split_once('?').map_or(target.as_str(), |(path, _)| path);
    let mut entry = json!({
        "number": number,
        "at": at,
        "method": method.as_str(),
        "template": template,
        "path": shown_path(*template, path),
        "status": status.as_u16(),
        "user": user,
        "fault": fault.map(crate::FaultKind::as_str),
        "hint": hint,
        "stub": note.as_ref().and_then(|note| note.stub),
        "near": note.as_ref().map_or(&[][..], |note| &note.near),
    });
    match with {
        With::Nothing => {}
        // They may hold secrets: any authorized caller sees them.
        With::Bodies => {
            entry["target"] = target.as_str().into();
            entry["body"] = String::from_utf8_lossy(body).into();
        }
        With::Details => {
            let answer = details.as_ref().and_then(|details| details.answer.as_deref());
            let exchanged = Exchanged { template: *template, target, body, answer: answer.unwrap_or_default() };
            entry["target"] = exchanged.target().into();
            entry["body"] = exchanged.body().into();
            entry["answer"] = answer.map(|_| exchanged.answer()).into();
            entry["headers"] = details.as_ref().map(|details| headers(details, &exchanged)).into();
        }
    }
    entry
}

fn headers(details: &Details, exchanged: &Exchanged<'_>) -> Value {
    details.headers().map(|(name, value)| json!([name.as_str(), exchanged.header(&name, value)])).collect()
}
