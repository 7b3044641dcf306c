//! What the webhook was told.

use serde_json::{Value, json};

use super::{
    Call,
    answer::{Problem, Result},
};
use crate::{FaultKind, Webhook, WebhookAnswer, WebhookAttempt, WebhookState, redact::Exchanged};

/// What is told of each event beside the usual.
#[derive(Clone, Copy)]
enum With {
    Nothing,
    /// Address and body as they are sent.
    Bodies,
    /// Address, body and answers, without secrets.
    Details,
}

pub(super) fn list(call: &Call<'_>) -> Result {
    let (mut with, mut only) = (With::Nothing, None);
    for argument in call.query.split('&').filter(|argument| !argument.is_empty()) {
        let (name, value) = argument.split_once('=').unwrap_or_default();
        match (name, value, value.parse::<u64>()) {
            ("with", "bodies", _) => with = With::Bodies,
            ("with", "details", _) => with = With::Details,
            ("number", _, Ok(number)) => only = Some(number),
            _ => {
                let text = "this route takes ?with=bodies, ?with=details, ?number=0 and nothing else";
                return Err(Problem::wrong(text.to_owned()));
            }
        }
    }
    let engine = call.state.engine();
    let wanted = engine.webhooks().filter(|webhook| only.is_none_or(|number| webhook.number == number));
    Ok(json!({"webhooks": wanted.map(|webhook| entry(webhook, with)).collect::<Vec<_>>()}))
}

fn entry(webhook: &Webhook, with: With) -> Value {
    let Webhook { number, event, room, at, url, body, attempts, state, .. } = webhook;
    let mut entry = json!({
        "number": number,
        "event": event,
        "room": room,
        "at": at,
        "state": match state {
            WebhookState::Waiting { .. } => "waiting",
            WebhookState::Sending => "sending",
            WebhookState::Delivered => "delivered",
            WebhookState::GivenUp => "givenUp",
        },
        "attempts": attempts.iter().map(|it| attempt(it, with)).collect::<Vec<_>>(),
    });
    if let WebhookState::Waiting { due } = state {
        entry["due"] = json!(due);
    }
    match with {
        With::Nothing => {}
        // They may hold secrets: any authorized caller sees them.
        With::Bodies => {
            entry["url"] = url.as_str().into();
            entry["body"] = String::from_utf8_lossy(body).into();
        }
        With::Details => {
            entry["url"] = url.split('?').next().into();
            entry["body"] = shown(body).into();
        }
    }
    entry
}

fn attempt(WebhookAttempt { at, answer, fault }: &WebhookAttempt, with: With) -> Value {
    let (status, failure, body) = match answer {
        Some(WebhookAnswer::Responded { status, body }) => (Some(*status), None, Some(body)),
        Some(WebhookAnswer::Failed { reason }) => (None, Some(reason), None),
        None => (None, None, None),
    };
    let mut attempt = json!({"at": at, "status": status, "failure": failure, "fault": fault.map(FaultKind::as_str)});
    if let (With::Details, Some(body)) = (with, body) {
        attempt["answer"] = shown(body.as_bytes()).into();
    }
    attempt
}

/// A body without secrets.
fn shown(body: &[u8]) -> String {
    Exchanged { template: None, target: "", body, answer: &[] }.body()
}
