//! The events of a world in their order, and the rule by which servers try them again.

use std::{collections::VecDeque, sync::Arc, time::Duration};

use bytes::Bytes;
use livechat_sdk::{RoomId, Timestamp, WebhookToken};

use super::{UNSENDABLE, Webhook, WebhookAnswer, WebhookAttempt, WebhookRequest, WebhookState};
use crate::{FaultKind, fault::WebhookFate};

/// How often an event is tried at most.
const TRIES: usize = 5;
/// How many times the time-out lies between two tries.
const PAUSE: u32 = 4;
/// How many events are kept. Those that are settled go first.
const KEPT: usize = 1000;

/// The events that a world told its webhook, and those that it is about to.
///
/// One request is on its way at a time, so that events arrive in the order in which they happened.
#[derive(Debug, Default)]
pub(crate) struct Webhooks {
    entries: VecDeque<Entry>,
    next: u64,
    is_sending: bool,
    /// A request that is sent once more, because a fault wants it so.
    copy: Option<WebhookRequest>,
    /// Tells this queue from its clones, which hear nothing of what was sent before.
    mark: Arc<()>,
}

#[derive(Clone, Debug)]
struct Entry {
    webhook: Webhook,
    /// Whether the receiver's answer goes into the room.
    is_of_room: bool,
    is_test: bool,
    /// The fault of the next try was drawn already.
    is_drawn: bool,
    place: Place,
}

/// When it is due, and its place among those that are due then: that of an event by its number, or right behind it.
type Place = (Timestamp, u64, bool);

/// What an answer is for.
#[derive(Clone, Debug)]
pub(crate) struct Ticket {
    mark: Arc<()>,
    number: u64,
    attempt: usize,
    is_copy: bool,
    loses_answer: bool,
}

impl Ticket {
    /// The number of the event.
    #[cfg(feature = "server")]
    pub(crate) fn number(&self) -> u64 {
        self.number
    }
}

/// What a test of the webhook waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Test(u64);

/// What goes into a room because a receiver answered.
#[derive(Debug)]
pub(crate) struct CrmData {
    pub(crate) room: RoomId,
    pub(crate) text: String,
}

/// An event, as it happens.
pub(crate) struct New {
    pub(crate) event: String,
    pub(crate) room: Option<RoomId>,
    pub(crate) url: String,
    pub(crate) body: Bytes,
    pub(crate) secret: WebhookToken,
    pub(crate) timeout: Duration,
}

impl Webhooks {
    pub(crate) fn push(&mut self, new: New, now: Timestamp) {
        self.add(new, false, now);
    }

    /// Adds a test, which is sent at once and beside the others.
    pub(crate) fn push_test(&mut self, new: New, now: Timestamp) -> Test {
        Test(self.add(new, true, now))
    }

    fn add(&mut self, New { event, room, url, body, secret, timeout }: New, is_test: bool, now: Timestamp) -> u64 {
        let (number, is_of_room) = (self.next, room.is_some());
        let state = WebhookState::Waiting { due: now };
        let webhook = Webhook { number, event, room, at: now, url, body, attempts: Vec::new(), state, secret, timeout };
        let place = (now, number, false);
        self.entries.push_back(Entry { webhook, is_of_room, is_test, is_drawn: false, place });
        self.next += 1;
        if self.entries.len() > KEPT {
            let is_settled =
                |entry: &Entry| matches!(entry.webhook.state, WebhookState::Delivered | WebhookState::GivenUp);
            let oldest = self.entries.iter().position(is_settled).unwrap_or(0);
            self.entries.remove(oldest);
        }
        number
    }

    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = &Webhook> {
        self.entries.iter().map(|entry| &entry.webhook)
    }

    /// When the next request is due; `None` if there is none, or one has to be answered first.
    pub(crate) fn next_due(&self) -> Option<Timestamp> {
        if self.is_sending {
            return None;
        }
        if self.copy.is_some() {
            return Some(Timestamp::MIN);
        }
        self.waiting().map(|(place, _)| place.0).min()
    }

    /// The places of those that wait, and where they stand.
    fn waiting(&self) -> impl Iterator<Item = (Place, usize)> {
        let is_waiting = |entry: &Entry| matches!(entry.webhook.state, WebhookState::Waiting { .. }) && !entry.is_test;
        self.entries.iter().enumerate().filter(move |(_, entry)| is_waiting(entry)).map(|(at, entry)| (entry.place, at))
    }

    /// The request that is due, if there is one. `fate` says what goes wrong with it on purpose.
    pub(crate) fn take(
        &mut self,
        now: Timestamp,
        mut fate: impl FnMut() -> Option<(WebhookFate, FaultKind)>,
    ) -> Option<WebhookRequest> {
        if self.is_sending {
            return None;
        }
        if let Some(copy) = self.copy.take() {
            self.is_sending = true;
            return Some(copy);
        }
        loop {
            let mut due: Vec<_> = self.waiting().filter(|(place, _)| place.0 <= now).collect();
            due.sort_unstable();
            let mark = self.mark.clone();
            let entry = self.entries.get_mut(due.first()?.1)?;
            let drawn = if entry.is_drawn { None } else { fate() };
            entry.is_drawn = true;
            let kind = drawn.map(|(_, kind)| kind);
            match drawn.map(|(fate, _)| fate) {
                Some(WebhookFate::Delay(delay)) => {
                    // From when it was due: how soon the transport comes for it changes nothing.
                    entry.wait_until(entry.place.0.saturating_add(delay));
                    continue;
                }
                Some(WebhookFate::AfterNext) => {
                    if let Some(((due, number, _), _)) = due.get(1) {
                        entry.place = (*due, *number, true);
                        continue;
                    }
                }
                Some(WebhookFate::Lost) => {
                    entry.begin(now, kind);
                    entry.learn(WebhookAnswer::failed("a fault of livechat-mock let nothing arrive"), now);
                    continue;
                }
                Some(WebhookFate::AnswerLost | WebhookFate::Twice) | None => {}
            }
            let attempt = entry.begin(now, kind);
            let Some(request) = entry.webhook.request(false) else {
                entry.learn(WebhookAnswer::failed(UNSENDABLE), now);
                continue;
            };
            let fate = drawn.map(|(fate, _)| fate);
            let ticket = Ticket {
                mark,
                number: entry.webhook.number,
                attempt,
                is_copy: false,
                loses_answer: matches!(fate, Some(WebhookFate::AnswerLost)),
            };
            let request = WebhookRequest { request, timeout: Some(entry.webhook.timeout), ticket };
            if matches!(fate, Some(WebhookFate::Twice)) {
                let mut copy = request.clone();
                copy.ticket.is_copy = true;
                self.copy = Some(copy);
            }
            self.is_sending = true;
            return Some(request);
        }
    }

    /// The request of a test, which is sent once.
    pub(crate) fn take_test(&mut self, test: Test, now: Timestamp) -> Option<WebhookRequest> {
        let mark = self.mark.clone();
        let entry = self.entries.iter_mut().find(|entry| entry.webhook.number == test.0)?;
        let attempt = entry.begin(now, None);
        let Some(request) = entry.webhook.request(true) else {
            entry.learn(WebhookAnswer::failed(UNSENDABLE), now);
            return None;
        };
        let ticket = Ticket { mark, number: test.0, attempt, is_copy: false, loses_answer: false };
        Some(WebhookRequest { request, timeout: None, ticket })
    }

    /// Takes what became of a request, and returns what goes into a room because of it.
    pub(crate) fn answer(&mut self, ticket: &Ticket, answer: WebhookAnswer, now: Timestamp) -> Option<CrmData> {
        if !Arc::ptr_eq(&self.mark, &ticket.mark) {
            return None;
        }
        let entry = self.entries.iter_mut().find(|entry| entry.webhook.number == ticket.number);
        if entry.as_ref().is_none_or(|entry| !entry.is_test) {
            self.is_sending = false;
        }
        if ticket.is_copy {
            return None;
        }
        let entry = entry?;
        let is_awaited =
            entry.webhook.attempts.len() == ticket.attempt + 1 && matches!(entry.webhook.state, WebhookState::Sending);
        if !is_awaited {
            return None;
        }
        let answer = if ticket.loses_answer {
            WebhookAnswer::failed("a fault of livechat-mock lost the answer")
        } else {
            answer
        };
        let text = match &answer {
            WebhookAnswer::Responded { status: 200, body } if entry.is_of_room => Some(body.clone()),
            _ => None,
        };
        entry.learn(answer, now);
        Some(CrmData { room: entry.webhook.room.clone()?, text: text? })
    }
}

impl Entry {
    /// A try begins. Returns its number.
    fn begin(&mut self, now: Timestamp, fault: Option<FaultKind>) -> usize {
        self.webhook.attempts.push(WebhookAttempt { at: now, answer: None, fault });
        self.webhook.state = WebhookState::Sending;
        self.webhook.attempts.len() - 1
    }

    /// The last try ends.
    fn learn(&mut self, answer: WebhookAnswer, now: Timestamp) {
        let (is_success, is_passing) = (answer.is_success(), answer.is_passing());
        if let Some(attempt) = self.webhook.attempts.last_mut() {
            attempt.answer = Some(answer);
        }
        if is_success {
            self.webhook.state = WebhookState::Delivered;
        } else if is_passing && !self.is_test && self.webhook.attempts.len() < TRIES {
            self.is_drawn = false;
            self.wait_until(now.saturating_add(self.webhook.timeout * PAUSE));
        } else {
            self.webhook.state = WebhookState::GivenUp;
        }
    }

    fn wait_until(&mut self, due: Timestamp) {
        self.webhook.state = WebhookState::Waiting { due };
        self.place = (due, self.webhook.number, false);
    }
}

/// What is on its way belongs to the original: in the clone it waits to be sent.
impl Clone for Webhooks {
    fn clone(&self) -> Self {
        let mut entries = self.entries.clone();
        for entry in &mut entries {
            if entry.webhook.state == WebhookState::Sending
                && let Some(attempt) = entry.webhook.attempts.pop()
            {
                entry.wait_until(attempt.at);
            }
        }
        Self { entries, next: self.next, is_sending: false, copy: None, mark: Arc::default() }
    }
}
