//! `cargo bench -p livechat-mock --bench world`
//!
//! What a request costs the engine in a world with ten, ten thousand and a million visitors, in process. Visitors are
//! picked at random, so that the processor's caches help as much as they do in truth. The worlds take turns; the medians
//! of the rounds' ratios to the smallest world count.
//!
//! `BENCHMARKS.md` has the results.

#[path = "shared/requests.rs"]
mod requests;

use std::{
    fs,
    hint::black_box,
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::{Method, Request};
use livechat_mock::{Engine, World};
use livechat_sdk::{
    Timestamp,
    model::{
        CustomField, CustomFieldScope, Room, RoomVisitor, ServedBy, Visitor, VisitorEmail, VisitorPhone, VisitorStatus,
    },
};

use self::requests::{HERE, NOW, median, request};

const SIZES: [u64; 3] = [10, 10_000, 1_000_000];
const ROUNDS: usize = 15;
/// Batches in a round.
const BATCHES: usize = 100;
/// Requests in a batch. They are made before the clock runs; few enough to stay in the processor's cache.
const BATCH: usize = 64;
/// How many visitors have a history, if there are so many.
const TALKATIVE: u64 = 1000;
/// The rooms of such a visitor: a full page.
const ROOMS: u64 = 50;

fn main() {
    let mut subjects: Vec<_> = SIZES.into_iter().map(Subject::new).collect();
    for kind in [Kind::Find, Kind::FirstUpdate, Kind::Update, Kind::Register, Kind::History] {
        if matches!(kind, Kind::Update) {
            subjects.iter_mut().for_each(Subject::update_all);
        }
        let mut rounds: Vec<Vec<f64>> = vec![Vec::new(); SIZES.len()];
        for _ in 0..ROUNDS {
            for (subject, rounds) in subjects.iter_mut().zip(&mut rounds) {
                rounds.push(subject.round(kind));
            }
        }
        for (size, figures) in SIZES.into_iter().zip(&rounds) {
            let ratios = figures.iter().zip(&rounds[0]).map(|(figure, smallest)| figure / smallest).collect();
            let (figure, ratio) = (median(figures.clone()), median(ratios));
            println!("| {:<48} | {size:>9} visitors | at most 2 | {ratio:.2} ({figure:.2} µs) |", kind.words());
        }
    }
    for subject in &subjects {
        if let Some(bytes) = subject.bytes.filter(|_| subject.size == SIZES[2]) {
            println!("{bytes:.0} bytes of memory per visitor, with all that finds one");
        }
    }
}

#[derive(Clone, Copy)]
enum Kind {
    Find,
    /// As [`Update`](Self::Update), where most requests of the largest world find a visitor that it began with, whose
    /// record is copied when it first changes, so that the world can go back to its beginning.
    FirstUpdate,
    Update,
    Register,
    History,
}

impl Kind {
    fn words(self) -> &'static str {
        match self {
            Self::Find => "GET visitor/:token",
            Self::FirstUpdate => "POST visitor, a known token, for the first time",
            Self::Update => "POST visitor, a known token",
            Self::Register => "POST visitor, a new visitor, whom nothing finds",
            Self::History => "GET visitors.chatHistory, a page of 50 rooms",
        }
    }
}

/// A world of one size.
struct Subject {
    size: u64,
    engine: Engine,
    admin: String,
    /// Memory per visitor.
    bytes: Option<f64>,
    random: Random,
    /// The number of the next new visitor.
    next: u64,
}

impl Subject {
    fn new(size: u64) -> Self {
        let before = resident();
        let mut world = World::empty();
        world.add_custom_field(CustomField::new("address", CustomFieldScope::Visitor));
        for number in 0..size {
            world.add_visitor(visitor(number));
        }
        let bytes = resident().zip(before).map(|(after, before)| (after - before) as f64 / size as f64);
        for number in 0..size.min(TALKATIVE) {
            add_history(&mut world, talkative(number, size));
        }
        let admin = world.administrator().clone();
        let admin = world.log_in(&admin).map(|token| token.expose().to_owned()).unwrap_or_default();
        Self { size, engine: Engine::stateful(world), admin, bytes, random: Random(1), next: size }
    }

    /// Microseconds per request.
    fn round(&mut self, kind: Kind) -> f64 {
        let mut took = Duration::ZERO;
        for _ in 0..BATCHES {
            if matches!(kind, Kind::Register) {
                self.forget_the_new();
            }
            let requests: Vec<_> = (0..BATCH).map(|_| self.request(kind)).collect();
            let began = Instant::now();
            for request in &requests {
                let reply = self.engine.handle(black_box(request), HERE, NOW);
                assert_eq!(reply.response.status(), 200);
                black_box(reply);
            }
            took += began.elapsed();
        }
        took.as_secs_f64() * 1e6 / (BATCHES * BATCH) as f64
    }

    fn update_all(&mut self) {
        for number in 0..self.size {
            self.engine.handle(&register(number), HERE, NOW);
        }
    }

    /// Ends with the visitors of the start, if there are twice as many by now.
    fn forget_the_new(&mut self) {
        if self.next - self.size >= self.size {
            self.engine.reset();
            self.next = self.size;
        }
    }

    fn request(&mut self, kind: Kind) -> Request<Bytes> {
        match kind {
            Kind::Find => find(self.random.below(self.size)),
            Kind::FirstUpdate | Kind::Update => register(self.random.below(self.size)),
            Kind::Register => {
                self.next += 1;
                register(self.next - 1)
            }
            Kind::History => {
                let visitor = talkative(self.random.below(self.size.min(TALKATIVE)), self.size);
                let (room, visitor) = (room_id(visitor, self.random.below(ROOMS)), visitor_id(visitor));
                let login = [("x-user-id", "admin"), ("x-auth-token", self.admin.as_str())];
                let path = format!("/api/v1/livechat/visitors.chatHistory/room/{room}/visitor/{visitor}");
                request(Method::GET, &path, &login, String::new())
            }
        }
    }
}

fn find(number: u64) -> Request<Bytes> {
    request(Method::GET, &format!("/api/v1/livechat/visitor/{}", token(number)), &[], String::new())
}

fn register(number: u64) -> Request<Bytes> {
    let (token, email, phone) = (token(number), email(number), phone(number));
    let body = format!(
        r#"{{"visitor":{{"name":"Livechat Visitor","email":"{email}","token":"{token}","phone":"{phone}","customFields":[{{"key":"address","value":"Rocket.Chat street","overwrite":true}}]}}}}"#
    );
    request(Method::POST, "/api/v1/livechat/visitor", &[("content-type", "application/json")], body)
}

fn visitor(number: u64) -> Visitor {
    let data = [("address".to_owned(), "Rocket.Chat street".into())];
    Visitor::new(visitor_id(number))
        .username(format!("guest-{number}"))
        .status(VisitorStatus::Online)
        .created_at(NOW)
        .updated_at(NOW)
        .token(token(number))
        .phones(vec![VisitorPhone::new(phone(number))])
        .emails(vec![VisitorEmail::new(email(number))])
        .name("Livechat Visitor")
        .livechat_data(data.into_iter().collect::<livechat_sdk::JsonObject>())
}

/// The visitors with a history lie evenly among all.
fn talkative(number: u64, size: u64) -> u64 {
    number * (size / size.min(TALKATIVE))
}

fn add_history(world: &mut World, visitor: u64) {
    let copy = RoomVisitor::new(visitor_id(visitor))
        .username(format!("guest-{visitor}"))
        .token(token(visitor))
        .status(VisitorStatus::Online);
    for number in 0..ROOMS {
        let opened = Timestamp::from_millis(NOW.as_millis() - 60_000 * (ROOMS - number).cast_signed());
        let mut room = Room::new(room_id(visitor, number), copy.clone(), opened)
            .display_name("Livechat Visitor")
            .last_message_at(opened)
            .updated_at(opened)
            .closed_at(opened)
            .served_by(ServedBy::new("w6YjbdZHjghjfNBAg", "marcos.defendi", opened));
        room.open = None;
        world.add_room(room);
    }
}

// As long as those of servers and clients, and as different from each other.

fn visitor_id(number: u64) -> String {
    format!("{:024x}", u128::from(scattered(number)) << 32)
}

fn token(number: u64) -> String {
    format!("{:08x}-0000-4000-8000-{:012x}", scattered(number) >> 32, number)
}

fn room_id(visitor: u64, number: u64) -> String {
    format!("{:015x}{number:02}", scattered(visitor) >> 4)
}

fn email(number: u64) -> String {
    format!("visitor-{number}@example.com")
}

fn phone(number: u64) -> String {
    format!("55 51 {number:09}")
}

fn scattered(number: u64) -> u64 {
    (number + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Numbers that are random enough to defeat caches, by Marsaglia's xorshift.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }
}

/// The bytes of memory that this process holds, where the system tells.
fn resident() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<u64>().ok()? * 1024)
}
