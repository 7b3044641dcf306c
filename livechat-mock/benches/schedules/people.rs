//! Who takes part in a schedule: visitors who write and read, and a bot that answers.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use fastrand::Rng;
use livechat_sdk::{Chat, ChatEvent, Client, Error, Events, chat::WriteMessage, model::Message};
use tokio::{
    task::JoinHandle,
    time::{Instant, sleep},
};

use crate::trouble::seconds;

/// How long each call may take, which is the client's timeout.
pub(crate) const DEADLINE: Duration = Duration::from_secs(30);
/// For the scheduler's own precision.
const TO_SPARE: Duration = Duration::from_millis(10);

/// What somebody did and saw.
#[derive(Default)]
pub(crate) struct Record {
    /// The texts of messages that were sent, by what the client said, and of those of which it said that they failed.
    pub(crate) sent: Vec<String>,
    pub(crate) failed: Vec<String>,
    pub(crate) seen: Vec<Message>,
    pub(crate) events: usize,
    /// What must not happen.
    pub(crate) wrong: Vec<String>,
}

#[derive(Clone, Default)]
pub(crate) struct Diary(Arc<Mutex<Record>>);

impl Diary {
    pub(crate) fn open(&self) -> std::sync::MutexGuard<'_, Record> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a call, which has to end in time.
    async fn timed<T>(&self, what: &str, call: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
        let began = Instant::now();
        let result = call.await;
        if began.elapsed() > DEADLINE + TO_SPARE {
            self.open().wrong.push(format!("{what} took {:?}", began.elapsed()));
        }
        result
    }

    fn keep(&self, text: String, result: &Result<Message, Error>) {
        let mut record = self.open();
        if result.is_ok() { record.sent.push(text) } else { record.failed.push(text) }
    }

    /// The next new message. There is always one more, or the stream has ended, as it must not.
    async fn next(&self, events: &mut Events) -> Option<Message> {
        while let Some(event) = events.next().await {
            let mut record = self.open();
            record.events += 1;
            match event {
                Ok(ChatEvent::MessageNew(message)) => {
                    record.seen.push((*message).clone());
                    return Some(*message);
                }
                Ok(ChatEvent::Omitted { reason, .. }) => record.wrong.push(format!("left out: {reason}")),
                Ok(_) => {}
                Err(error) => record.wrong.push(format!("the events ended: {error:?}")),
            }
        }
        self.open().wrong.push("the events ended".to_owned());
        None
    }
}

/// A visitor, whose conversation is open.
pub(crate) struct Visitor {
    pub(crate) chat: Chat,
    pub(crate) diary: Diary,
    reader: JoinHandle<()>,
    number: usize,
}

impl Visitor {
    /// Registers and opens a conversation, as often as it takes.
    pub(crate) async fn arrive(number: usize, client: &Client) -> Self {
        let diary = Diary::default();
        let mut session = client.visitor(format!("token-{number}"));
        let name = format!("Visitor {number}");
        while diary.timed("register", session.register(|visitor| visitor.name(name.as_str()))).await.is_err() {
            sleep(Duration::from_secs(1)).await;
        }
        let chat = loop {
            match diary.timed("open", session.open_chat()).await {
                Ok(chat) => break chat,
                Err(_) => sleep(Duration::from_secs(1)).await,
            }
        };
        let (mut events, reading) = (chat.events(), diary.clone());
        let reader = tokio::spawn(async move { while reading.next(&mut events).await.is_some() {} });
        Self { chat, diary, reader, number }
    }

    /// Writes some messages, with pauses.
    pub(crate) async fn write(&self, mut rng: Rng) {
        for message in 0..rng.u8(1..8) {
            sleep(seconds(&mut rng, 12.0)).await;
            let _ = self.say(format!("{} from {}", message, self.number)).await;
        }
    }

    /// Writes one message, which arrives at last.
    pub(crate) async fn insist(&self) {
        for attempt in 0.. {
            if self.say(format!("the last of {}, {attempt}", self.number)).await.is_ok() {
                return;
            }
            sleep(Duration::from_secs(1)).await;
        }
    }

    async fn say(&self, text: String) -> Result<(), Error> {
        let result = self.diary.timed("send", self.chat.send(text.as_str())).await;
        self.diary.keep(text, &result);
        result.map(drop)
    }

    pub(crate) fn leave(&self) {
        self.reader.abort();
    }
}

/// A bot, which answers each message of a visitor.
pub(crate) struct Bot {
    pub(crate) diary: Diary,
    reader: JoinHandle<()>,
}

impl Bot {
    pub(crate) fn start(client: Client) -> Self {
        let diary = Diary::default();
        let (mut events, reading) = (client.my_events(), diary.clone());
        let reader = tokio::spawn(async move {
            while let Some(message) = reading.next(&mut events).await {
                let (Some(_), None, Some(room)) = (&message.token, &message.message_type, &message.room_id) else {
                    continue;
                };
                let text = format!("re {}: {}", message.id, message.text);
                let call = client.write_message(WriteMessage::new(room, text.as_str()));
                let result = reading.timed("write_message", call).await;
                reading.keep(text, &result);
            }
        });
        Self { diary, reader }
    }

    pub(crate) fn leave(&self) {
        self.reader.abort();
    }
}
