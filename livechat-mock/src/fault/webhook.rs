//! Faults of webhooks: of the requests by which a server tells of events.

use std::time::Duration;

use super::{Effect, Fault, FaultKind, Faults};

/// Webhooks.
///
/// These apply to each try of the server's to tell its webhook of an event; [`times`](Self::times), [`once`](Self::once) and
/// [`after`](Self::after) count those. Restricted to an operation by [`on`](Self::on), they never apply. The test of a webhook
/// meets none.
impl Fault {
    /// Lets a try not arrive. Without a number of [`times`](Self::times) the receiver is down until faults are cleared.
    pub fn lose_webhook() -> Self {
        Self::new(Effect::LoseWebhook)
    }

    /// Lets a try arrive, and its answer not: the server tries again.
    pub fn lose_webhook_answer() -> Self {
        Self::new(Effect::LoseWebhookAnswer)
    }

    /// Sends a request twice, one right after the other.
    pub fn duplicate_webhook() -> Self {
        Self::new(Effect::DuplicateWebhook)
    }

    /// Sends an event after the next one, if that is due as well: servers do not order what they send.
    pub fn reorder_webhook() -> Self {
        Self::new(Effect::ReorderWebhook)
    }

    /// Delays a try, by the mock's clock, from when it was due. Other events do not wait for it.
    pub fn delay_webhook(delay: Duration) -> Self {
        Self::new(Effect::DelayWebhook(delay))
    }

    pub(crate) fn is_about_webhooks(&self) -> bool {
        webhook_fate(&self.effect).is_some()
    }
}

/// What happens to a try that a fault applies to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum WebhookFate {
    Lost,
    AnswerLost,
    Twice,
    AfterNext,
    Delay(Duration),
}

fn webhook_fate(effect: &Effect) -> Option<WebhookFate> {
    Some(match effect {
        Effect::LoseWebhook => WebhookFate::Lost,
        Effect::LoseWebhookAnswer => WebhookFate::AnswerLost,
        Effect::DuplicateWebhook => WebhookFate::Twice,
        Effect::ReorderWebhook => WebhookFate::AfterNext,
        Effect::DelayWebhook(delay) => WebhookFate::Delay(*delay),
        _ => return None,
    })
}

impl Faults {
    /// The fault that applies to a try that is due.
    pub(crate) fn meet_webhook(&mut self) -> Option<(WebhookFate, FaultKind)> {
        let is_for = |fault: &Fault| fault.operation.is_none() && fault.is_about_webhooks();
        self.first_due(is_for, |fault| webhook_fate(&fault.effect).map(|fate| (fate, fault.kind()))).flatten()
    }
}
