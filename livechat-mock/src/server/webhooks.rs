//! Sending what the world tells its webhook.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use super::{Event, outgoing, state::State};
use crate::{WebhookAnswer, WebhookRequest};

/// Sends what is due in a world, one after the other.
pub(super) async fn deliver_due(state: Arc<State>) {
    loop {
        let due = state.take_webhook();
        let Some(request) = due else { return };
        let began = Instant::now();
        let answer = outgoing::send(request.request.clone(), request.timeout, state.limits.webhooks_anywhere).await;
        let took = began.elapsed();
        let answer = answer.for_webhook().unwrap_or_else(|| WebhookAnswer::failed("nothing was sent"));
        state.answer_webhook(&request, answer);
        report(&state, &request, took);
    }
}

/// Tells the log of a try.
fn report(state: &State, request: &WebhookRequest, took: Duration) {
    if !state.has_log() {
        return;
    }
    let webhook = state.engine().webhooks().find(|webhook| webhook.number == request.ticket.number()).cloned();
    // It may have been forgotten meanwhile, for example by a reset.
    if let Some(webhook) = webhook {
        state.report(|| Event::WebhookSent { webhook: &webhook, took, world: state.name() });
    }
}
