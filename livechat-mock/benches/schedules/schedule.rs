//! One schedule: who takes part, what has to hold at the end.

use std::{
    cell::Cell,
    collections::{BTreeMap, BTreeSet},
    convert::Infallible,
    fmt,
    time::Duration,
};

use fastrand::Rng;
use futures_util::future::join_all;
use livechat_mock::{Account, Clock, LivechatMock, World};
use livechat_sdk::{Client, RoomId, Timestamp, authentication::LogIn, model::Message};
use tokio::time::{Instant, sleep, timeout};

use crate::{
    Result,
    network::Network,
    people::{Bot, DEADLINE, Diary, Record, Visitor},
    receiver::{Receiver, tell_of_all},
    trouble::trouble,
};

/// How often the mock's clock follows tokio's.
const STEP: Duration = Duration::from_millis(250);
/// The same while nobody writes, which is most of the time.
const LONG_STEP: Duration = Duration::from_secs(1);
/// How long connections may take until all are back: silent ones are noticed after 40 seconds, and tried again each minute
/// where they were refused.
const RECOVERY: Duration = Duration::from_secs(240);
/// No schedule takes longer, in virtual time.
const LONGEST: Duration = Duration::from_secs(4 * 3600);
/// The documentation of [`Events`](livechat_sdk::Events): 50 calls at once and five in a second, for each stream. As many
/// again for all other calls.
const CALLS_PER_STREAM: u64 = 2 * (50 + 5 * 60);

/// What happened, in sums. Two runs of one seed have the same.
#[derive(Default, PartialEq)]
pub(crate) struct Outcome {
    messages: u64,
    events: u64,
    webhooks: u64,
    failures: u64,
    failed_calls: u64,
    most_calls: u64,
    time: Duration,
}

impl Outcome {
    pub(crate) fn add(&mut self, other: &Self) {
        self.messages += other.messages;
        self.events += other.events;
        self.webhooks += other.webhooks;
        self.failures += other.failures;
        self.failed_calls += other.failed_calls;
        self.most_calls = self.most_calls.max(other.most_calls);
        self.time += other.time;
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} messages, {} events, {} webhooks, {} failures of the network, {} calls that failed, at most {} calls in a \
             minute, {:.0} virtual hours",
            self.messages,
            self.events,
            self.webhooks,
            self.failures,
            self.failed_calls,
            self.most_calls,
            self.time.as_secs_f64() / 3600.0
        )
    }
}

/// Runs one schedule.
///
/// # Errors
///
/// What did not hold, in words.
pub(crate) fn run(seed: u64) -> Result<Outcome> {
    // What clients draw: jitter, ids of messages.
    fastrand::seed(seed);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build()?;
    let outcome = runtime.block_on(async { timeout(LONGEST, schedule(Rng::with_seed(seed))).await });
    match outcome {
        Ok(outcome) => outcome.map_err(|failure| format!("schedule {seed}: {failure}").into()),
        Err(_) => Err(format!("schedule {seed} does not end").into()),
    }
}

async fn schedule(mut rng: Rng) -> Result<Outcome> {
    let began = Instant::now();
    let mut world = World::empty().with_seed(rng.u64(..));
    world.add_user(Account::new("bot", "its password").role("livechat-agent").role("bot"));
    tell_of_all(&mut world)?;
    let clock = Clock::manual(Timestamp::from_millis(1_767_225_600_000));
    let mock = LivechatMock::builder()
        .stateful(world)
        .clock(clock)
        .rate_limit(rng.bool())
        .fault_seed(rng.u64(..))
        .start()
        .await;
    let network = Network::new(mock.in_process(), rng.fork());
    let client = Client::builder("http://mock").transport(network.clone()).timeout(DEADLINE).build()?;

    let bot = Bot::start(client.with_provider(LogIn::new("bot", "its password")));
    let mut receiver = Receiver::default();
    let (of_trouble, of_receiver) = (rng.fork(), rng.fork());
    let step = Cell::new(STEP);
    let recover = async || {
        step.set(LONG_STEP);
        sleep(RECOVERY).await;
        step.set(STEP);
    };
    let story = async {
        let conversations = async {
            let mut visitors = Vec::new();
            for number in 0..rng.usize(1..4) {
                visitors.push(Visitor::arrive(number, &client).await);
            }
            join_all(visitors.iter().map(|visitor| visitor.write(rng.fork()))).await;
            visitors
        };
        let (visitors, ()) = tokio::join!(conversations, trouble(&mock, &network, of_trouble));
        recover().await;
        // A bot learns of a room by its next message.
        for visitor in &visitors {
            visitor.insist().await;
        }
        recover().await;
        visitors
    };
    let visitors = tokio::select! {
        biased;
        visitors = story => visitors,
        never = let_time_pass(&mock, &step) => match never {},
        never = receiver.receive(&mock, &step, of_receiver) => match never {},
    };
    tokio::select! {
        biased;
        () = receiver.receive_rest(&mock, &step) => {}
        never = let_time_pass(&mock, &step) => match never {},
    }

    let mut wrong = Vec::new();
    let mut outcome = Outcome { time: began.elapsed(), ..Outcome::default() };
    (outcome.most_calls, outcome.failures) = network.tally();
    if outcome.most_calls > CALLS_PER_STREAM * (visitors.len() as u64 + 1) {
        wrong.push(format!("{} calls in a minute", outcome.most_calls));
    }
    let mut rooms = BTreeMap::new();
    for visitor in &visitors {
        let room = visitor.chat.id().clone();
        let written: Vec<_> = mock.with_world(|world| world.messages(&room).cloned().collect());
        rooms.insert(room, written);
    }
    outcome.messages = rooms.values().map(|messages| messages.len() as u64).sum();
    for visitor in &visitors {
        let own = rooms.iter().filter(|(room, _)| *room == visitor.chat.id());
        check(&visitor.diary, "a visitor", own, &mut outcome, &mut wrong);
        visitor.leave();
    }
    check(&bot.diary, "the bot", rooms.iter(), &mut outcome, &mut wrong);
    bot.leave();
    let (handled, wrong_about_webhooks) = receiver.check(&mock);
    outcome.webhooks = handled;
    wrong.extend(wrong_about_webhooks);
    if wrong.is_empty() { Ok(outcome) } else { Err(wrong.join("\n").into()) }
}

/// Lets the mock's clock follow tokio's.
async fn let_time_pass(mock: &LivechatMock, step: &Cell<Duration>) -> Infallible {
    loop {
        let step = step.get();
        sleep(step).await;
        mock.clock().advance(step);
    }
}

/// Whether somebody saw all messages of the rooms once and in order, and whether what they sent arrived once.
fn check<'a>(
    diary: &Diary,
    who: &str,
    rooms: impl Iterator<Item = (&'a RoomId, &'a Vec<Message>)>,
    outcome: &mut Outcome,
    wrong: &mut Vec<String>,
) {
    let record = diary.open();
    let Record { sent, failed, seen, events, wrong: noted } = &*record;
    outcome.events += *events as u64;
    outcome.failed_calls += failed.len() as u64;
    wrong.extend(noted.iter().map(|noted| format!("{who}: {noted}")));
    let mut arrived = BTreeMap::<&str, usize>::new();
    for (room, written) in rooms {
        for message in written {
            *arrived.entry(&message.text).or_default() += 1;
        }
        let seen: Vec<_> = seen.iter().filter(|message| message.room_id.as_ref() == Some(room)).collect();
        let ids: BTreeSet<_> = seen.iter().map(|message| &message.id).collect();
        if ids.len() != seen.len() {
            wrong.push(format!("{who} saw a message of {room} twice"));
        }
        let texts = written.iter().filter(|message| message.message_type.is_none());
        let missed: Vec<_> = texts.filter(|message| !ids.contains(&message.id)).map(|message| &message.text).collect();
        if !missed.is_empty() {
            wrong.push(format!("{who} did not see {missed:?}"));
        }
        let texts: Vec<_> = seen.iter().filter(|message| message.message_type.is_none()).collect();
        if !texts.is_sorted_by_key(|message| message.created_at) {
            let order: Vec<_> = texts.iter().map(|message| &message.text).collect();
            wrong.push(format!("{who} saw them out of order: {order:?}"));
        }
    }
    for text in sent {
        if arrived.get(text.as_str()) != Some(&1) {
            wrong.push(format!("{who} sent {text:?}, which arrived {:?} times", arrived.get(text.as_str())));
        }
    }
    for text in failed {
        if arrived.get(text.as_str()).is_some_and(|times| *times > 1) {
            wrong.push(format!("{who} sent {text:?}, which failed and arrived more than once"));
        }
    }
}
