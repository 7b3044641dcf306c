//! What the webhook was told.

use serde_json::{Value, json};

use super::{
    Call,
    answer::{Problem, Result},
};
use crate::{FaultKind, Webhook, WebhookAnswer, WebhookAttempt, WebhookState};

pub(super) fn list(call: &Call<'_>) -> Result {
    let with_bodies = match call.query {
        "" => false,
        "with=bodies" => true,
        _ => return Err(Problem::wrong("this route takes ?with=bodies and nothing else".to_owned())),
    };
    let engine = call.state.engine();
    Ok(json!({"webhooks": engine.webhooks().map(|webhook| entry(webhook, with_bodies)).collect::<Vec<_>>()}))
}

/// Addresses and bodies may hold secrets: any authorized caller sees them.
fn entry(webhook: &Webhook, with_bodies: bool) -> Value {
    let Webhook { event, room, at, url, body, attempts, state, .. } = webhook;
    let mut entry = json!({
        "event": event,
        "room": room,
        "at": at,
        "state": match state {
            WebhookState::Waiting { .. } => "waiting",
            WebhookState::Sending => "sending",
            WebhookState::Delivered => "delivered",
            WebhookState::GivenUp => "givenUp",
        },
        "attempts": attempts.iter().map(attempt).collect::<Vec<_>>(),
    });
    if let WebhookState::Waiting { due } = state {
        entry["due"] = json!(due);
    }
    if with_bodies {
        entry["url"] = url.as_str().into();
        entry["body"] = String::from_utf8_lossy(body).into();
    }
    entry
}

fn attempt(WebhookAttempt { at, answer, fault }: &WebhookAttempt) -> Value {
    let (status, failure) = match answer {
        Some(WebhookAnswer::Responded { status, .. }) => (Some(*status), None),
        Some(WebhookAnswer::Failed { reason }) => (None, Some(reason)),
        None => (None, None),
    };
    json!({"at": at, "status": status, "failure": failure, "fault": fault.map(FaultKind::as_str)})
}
