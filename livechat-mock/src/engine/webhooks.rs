//! The webhook of the engine: events that are due, and what became of them.

use std::sync::Arc;

use livechat_sdk::Timestamp;

use super::{Engine, Mode};
use crate::{Webhook, WebhookAnswer, WebhookRequest};

/// Webhooks.
///
/// The world tells of what happens in conversations as its settings say: `Livechat_webhookUrl`, `Livechat_secret_token` and
/// the switches of the events. Sending is the transport's: it takes what is due, and tells what became of it. One request is
/// on its way at a time, so that events arrive in order, unless [faults](crate::Fault::reorder_webhook) say otherwise.
///
/// ```
/// use livechat_mock::{Engine, WebhookAnswer, World};
/// use livechat_sdk::{Timestamp, webhook::{self, Event}};
///
/// let mut world = World::documented();
/// for (name, value) in [("Livechat_webhookUrl", "http://127.0.0.1/hook"), ("Livechat_secret_token", "s3cret")] {
///     world.set_setting(name, value).expect("there is such a setting");
/// }
/// world.set_setting("Livechat_webhook_on_start", true).expect("there is such a setting");
/// let now = Timestamp::from_millis(1_767_225_600_000);
/// let visitor = world.visitors().next().expect("there is one").id.clone();
/// let room = world.open_room(visitor, now).expect("there is such a visitor");
///
/// let mut engine = Engine::stateful(world);
/// let due = engine.take_webhook(now).expect("an event");
/// let delivery = webhook::read(due.request.headers(), due.request.body(), &"s3cret".into())?;
/// assert!(matches!(delivery.event, Event::Started(started) if started.room_id == room));
/// engine.answer_webhook(&due, WebhookAnswer::responded(200, ""), now);
/// # Ok::<(), livechat_sdk::webhook::ReadError>(())
/// ```
impl Engine {
    /// The last 1000 events, the oldest first, with what became of them: those that wait, are on their way, arrived or were
    /// given up.
    pub fn webhooks(&self) -> impl Iterator<Item = &Webhook> {
        self.world().into_iter().flat_map(|world| world.webhooks.iter())
    }

    /// The next request to send, if one is due by now and none is on its way. [`answer_webhook`](Self::answer_webhook) has to
    /// follow.
    pub fn take_webhook(&mut self, now: Timestamp) -> Option<WebhookRequest> {
        self.advance(now);
        if self.next_webhook().is_none_or(|due| due > now) {
            return None;
        }
        let Self { mode: Mode::Stateful { world, .. }, faults, .. } = self else { return None };
        Arc::make_mut(world).webhooks.take(now, || faults.meet_webhook())
    }

    /// Takes what became of a request. What was taken before a [reset](Self::reset) has no effect.
    pub fn answer_webhook(&mut self, request: &WebhookRequest, answer: WebhookAnswer, now: Timestamp) {
        self.advance(now);
        let Some(world) = self.world_mut() else { return };
        if let Some(data) = world.webhooks.answer(&request.ticket, answer, now) {
            world.keep_crm_data(data);
            self.pump();
        }
    }

    /// When the next request is due; `None` if there is none, or while one is on its way.
    #[must_use]
    pub fn next_webhook(&self) -> Option<Timestamp> {
        self.world().and_then(|world| world.webhooks.next_due())
    }

    /// Whether a request is due at the time that the engine was told last.
    #[cfg(feature = "server")]
    pub(crate) fn has_due_webhook(&self) -> bool {
        self.world().is_some_and(|world| world.webhooks.next_due().is_some_and(|due| world.agenda.now() >= Some(due)))
    }
}
