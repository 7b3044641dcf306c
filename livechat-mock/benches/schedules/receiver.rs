//! The workspace's webhook, and a receiver that handles each event once.

use std::{cell::Cell, collections::BTreeSet, convert::Infallible, time::Duration};

use fastrand::Rng;
use livechat_mock::{LivechatMock, SettingError, WebhookAnswer, WebhookState, World};
use livechat_sdk::webhook::{EventKey, ReadError, RecentEvents, read, request};
use tokio::time::sleep;

const SECRET: &str = "s3cret";

pub(crate) fn tell_of_all(world: &mut World) -> Result<(), SettingError> {
    // Nobody listens there: requests are taken in process.
    world.set_setting("Livechat_webhookUrl", "http://127.0.0.1:9/hook")?;
    world.set_setting("Livechat_secret_token", SECRET)?;
    for event in ["start", "visitor_message", "agent_message"] {
        world.set_setting(&format!("Livechat_webhook_on_{event}"), true)?;
    }
    Ok(())
}

#[derive(Default)]
pub(crate) struct Receiver {
    recent: RecentEvents,
    arrived: BTreeSet<EventKey>,
    handled: Vec<EventKey>,
    wrong: Vec<String>,
}

impl Receiver {
    /// Takes what is due, and is down or busy for some of it. It looks at each step of the mock's clock.
    pub(crate) async fn receive(&mut self, mock: &LivechatMock, step: &Cell<Duration>, mut rng: Rng) -> Infallible {
        loop {
            sleep(step.get()).await;
            while self.receive_one(mock, rng.u8(0..10)) {}
        }
    }

    /// Takes all that there will be.
    pub(crate) async fn receive_rest(&mut self, mock: &LivechatMock, step: &Cell<Duration>) {
        while mock.with_engine(|engine| engine.next_webhook().is_some()) {
            sleep(step.get()).await;
            while self.receive_one(mock, u8::MAX) {}
        }
    }

    fn receive_one(&mut self, mock: &LivechatMock, luck: u8) -> bool {
        let now = mock.clock().now();
        let Some(due) = mock.with_engine(|engine| engine.take_webhook(now)) else { return false };
        let answer = match luck {
            0 => WebhookAnswer::failed("down"),
            1 => WebhookAnswer::responded(503, ""),
            _ => match read(due.request.headers(), due.request.body(), &SECRET.into()) {
                Ok(delivery) => {
                    let forged = request(&delivery.event, &"guessed".into()).map(|forged| {
                        let (head, body) = forged.into_parts();
                        read(&head.headers, &body, &SECRET.into())
                    });
                    if !matches!(forged, Ok(Err(ReadError::Secret))) {
                        self.wrong.push("a wrong secret is let in".to_owned());
                    }
                    self.arrived.insert(delivery.key);
                    if self.recent.insert(delivery.key) {
                        self.handled.push(delivery.key);
                    }
                    WebhookAnswer::responded(200, "")
                }
                Err(error) => {
                    self.wrong.push(format!("an event cannot be read: {error}"));
                    WebhookAnswer::responded(400, "")
                }
            },
        };
        mock.with_engine(|engine| engine.answer_webhook(&due, answer, now));
        true
    }

    /// How many events were handled, and what is wrong about that.
    pub(crate) fn check(mut self, mock: &LivechatMock) -> (u64, Vec<String>) {
        if self.handled.iter().copied().collect::<BTreeSet<_>>() != self.arrived
            || self.handled.len() != self.arrived.len()
        {
            self.wrong.push("an event that arrived was not handled once".to_owned());
        }
        let delivered = mock.with_engine(|engine| {
            engine.webhooks().filter(|event| matches!(event.state, WebhookState::Delivered)).count()
        });
        let unfinished = mock.with_engine(|engine| {
            let is_over = |state: &WebhookState| matches!(state, WebhookState::Delivered | WebhookState::GivenUp);
            engine.webhooks().filter(|event| !is_over(&event.state)).count()
        });
        if delivered > self.arrived.len() || unfinished > 0 {
            self.wrong.push(format!(
                "{delivered} events count as delivered, {unfinished} as waiting, {} arrived",
                self.arrived.len()
            ));
        }
        (self.handled.len() as u64, self.wrong)
    }
}
