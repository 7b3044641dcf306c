//! `cargo bench -p livechat-mock --bench rooms`
//!
//! What it costs the engine that a room has many messages, and that there are many rooms, in process. The subjects take
//! turns, round after round; the medians of the rounds' ratios to the first one count. For lists of rooms there is nothing
//! to compare with, and the time of a page is what counts.
//!
//! `BENCHMARKS.md` has the results.

#[path = "shared/requests.rs"]
mod requests;

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use bytes::Bytes;
use http::{Method, Request};
use livechat_mock::{Account, Engine, World};
use livechat_sdk::{
    RoomId, Timestamp,
    model::{Message, MessageAuthor, Room, RoomVisitor, ServedBy, Visitor},
};

use self::requests::{HERE, NOW, median, request};

/// How many messages a long conversation has.
const MESSAGES: u64 = 100_000;
/// How many rooms are filtered.
const ROOMS: u64 = 100_000;
/// How many messages or rooms a page has.
const PAGE: u64 = 50;
const ROUNDS: usize = 31;
const JSON: [(&str, &str); 1] = [("content-type", "application/json")];
const TOKEN: &str = "3f8e1d04-0000-4000-8000-000000000001";

fn main() {
    writing();
    reading();
    filtering();
    figuring();
}

/// Writing into a room with as many messages as there may be, against writing into an empty one of the same world.
fn writing() {
    let (mut engine, long) = with_conversation(MESSAGES);
    let write = |engine: &mut Engine, token: &str, room: &RoomId| {
        let body = format!(r#"{{"token":"{token}","rid":"{room}","msg":"Where is my parcel?"}}"#);
        let write = request(Method::POST, "/api/v1/livechat/message", &JSON, body);
        time(engine, &vec![write; 100])
    };
    let rounds = (0..ROUNDS).filter_map(|round| {
        let token = format!("3f8e1d04-0000-4000-8000-1000000000{round:02}");
        let empty = with_room(engine.world_mut()?, &token, NOW);
        Some([write(&mut engine, &token, &empty), write(&mut engine, TOKEN, &long)])
    });
    report("POST message into a room with 100,000 messages", "empty room", &rounds.collect::<Vec<_>>());
}

/// The newest page, one in the middle and the oldest one, against the one page of a short conversation.
fn reading() {
    let (mut short, mut long) = (with_conversation(PAGE), with_conversation(MESSAGES));
    let mut read = |long_one: bool, offset: u64| {
        let (engine, room) = if long_one { &mut long } else { &mut short };
        let path = format!("/api/v1/livechat/messages.history/{room}?token={TOKEN}&limit={PAGE}&offset={offset}");
        time(engine, &vec![request(Method::GET, &path, &[], String::new()); 20])
    };
    for (offset, which) in [(0, "the newest"), (MESSAGES / 2, "in the middle"), (MESSAGES - PAGE, "the oldest")] {
        let rounds: Vec<_> = (0..ROUNDS).map(|_| [read(false, 0), read(true, offset)]).collect();
        report(&format!("GET messages.history, a page of 50 of 100,000, {which}"), "50 of 50", &rounds);
    }
}

/// Pages of the list of rooms, by each kind of filter.
fn filtering() {
    let (mut engine, login) = with_rooms();
    let login = [("x-user-id", "admin"), ("x-auth-token", login.as_str())];
    for (filter, words) in [
        ("", "no filter"),
        ("open=true", "`open`"),
        ("agents[]=agent-3", "`agents`"),
        ("roomName=visitor%2099", "`roomName`"),
        ("tags[]=tag-7", "`tags`"),
        ("departmentId=department-2&open=false", "`departmentId` and `open`"),
        ("createdAt=%7B%22start%22%3A%222026-01-01T00%3A00%3A00.000Z%22%7D", "`createdAt`"),
        ("customFields=%7B%22order%22%3A%22order%201%22%7D", "`customFields`"),
        ("roomName=nobody", "`roomName` that no room has"),
        ("sort=%7B%22ts%22%3A1%7D", "`sort` by `ts`"),
        ("sort=%7B%22lm%22%3A-1%7D", "`sort` by another field"),
    ] {
        for offset in [0, ROOMS / 4] {
            let path = format!("/api/v1/livechat/rooms?{filter}&count={PAGE}&offset={offset}");
            let pages = vec![request(Method::GET, &path, &login, String::new()); 1];
            let times = (0..ROUNDS).map(|_| time(&mut engine, &pages) / 1000.0).collect();
            println!("| GET rooms, offset {offset:>5}, {words:<28} | {:.2} ms |", median(times));
        }
    }
}

/// Each kind of figure, over all rooms.
fn figuring() {
    let (mut engine, login) = with_rooms();
    if let Some(world) = engine.world_mut() {
        let rooms: Vec<_> = world.rooms().map(|room| room.id.clone()).collect();
        for (number, room) in rooms.iter().enumerate() {
            let seconds = (number % 3_600) as f64;
            world.add_visitor(Visitor::new("").username(format!("guest-{number}")).updated_at(NOW));
            world.modify_room(room, |room| {
                let metrics = room.metrics.get_or_insert_default();
                metrics.chat_duration = room.closed_at.map(|_| 2.0 * seconds);
                metrics.service_time_duration = room.closed_at.map(|_| seconds);
                let response = metrics.response.get_or_insert_default();
                (response.average, response.first_time) = (Some(seconds), Some(seconds / 2.0));
                metrics.reaction.get_or_insert_default().first_time = Some(seconds / 3.0);
            });
        }
    }
    let login = [("x-user-id", "admin"), ("x-auth-token", login.as_str())];
    for (path, of_days) in [
        ("overview?name=Conversations", true),
        ("overview?name=Productivity", true),
        ("agent-overview?name=Total_conversations", true),
        ("agent-overview?name=Avg_response_time", true),
        ("dashboards/conversation-totalizers?", false),
        ("dashboards/agents-productivity-totalizers?", false),
        ("dashboards/chats-totalizers?", false),
        ("dashboards/productivity-totalizers?", false),
        ("dashboards/charts/chats?", false),
        ("dashboards/charts/chats-per-agent?", false),
        ("dashboards/charts/chats-per-department?", false),
        ("dashboards/charts/timings?", false),
        ("dashboards/charts-data?chartName=Avg_chat_duration", false),
        ("departments/average-waiting-time?", false),
        ("agents/total-service-time?", false),
        ("dashboards/conversations-by-status?", false),
        ("dashboards/conversations-by-tags?", false),
        ("dashboards/conversations-by-agent?", false),
    ] {
        let range = if of_days { "from=2025-12-01&to=2026-01-31" } else { "start=2025-12-01&end=2026-01-31" };
        let call = request(Method::GET, &format!("/api/v1/livechat/analytics/{path}&{range}"), &login, String::new());
        let calls = vec![call; 1];
        let times = (0..ROUNDS).map(|_| time(&mut engine, &calls) / 1000.0).collect();
        println!("| GET {path:<60} | at most 50 ms | {:.2} ms |", median(times));
    }
}

/// Microseconds per request.
fn time(engine: &mut Engine, requests: &[Request<Bytes>]) -> f64 {
    let mut took = Duration::ZERO;
    for request in requests {
        let began = Instant::now();
        let reply = engine.handle(black_box(request), HERE, NOW);
        took += began.elapsed();
        assert_eq!(reply.response.status(), 200, "{}", String::from_utf8_lossy(reply.response.body()));
    }
    took.as_secs_f64() * 1e6 / requests.len() as f64
}

fn report(what: &str, baseline: &str, rounds: &[[f64; 2]]) {
    let ratio = median(rounds.iter().map(|[baseline, figure]| figure / baseline).collect());
    let [base, figure] = [0, 1].map(|side| median(rounds.iter().map(|round| round[side]).collect()));
    println!("| {what:<60} | at most 1.2 | {ratio:.2} ({figure:.2} µs, {baseline} {base:.2} µs) |");
}

fn with_conversation(messages: u64) -> (Engine, RoomId) {
    let mut world = World::empty();
    let opened = Timestamp::from_millis(NOW.as_millis() - 200_000_000);
    let room = with_room(&mut world, TOKEN, opened);
    for number in 0..messages {
        let ts = Timestamp::from_millis(opened.as_millis() + 1000 * number.cast_signed());
        let author = MessageAuthor::new("66b1f0a27c3d9e4f58a6b210", "guest-1");
        world.add_message(Message::new("", author, ts, "Where is my parcel?").room_id(room.clone()).token(TOKEN));
    }
    (Engine::stateful(world), room)
}

/// The open room of a new visitor.
fn with_room(world: &mut World, token: &str, opened: Timestamp) -> RoomId {
    let visitor = world.add_visitor(Visitor::new("").token(token).username("guest-1"));
    world.add_room(Room::new("", RoomVisitor::new(visitor).token(token), opened))
}

/// An engine, and a login of its administrator's.
fn with_rooms() -> (Engine, String) {
    let mut world = World::empty();
    for number in 0..10 {
        world.add_user(Account::new(format!("agent-{number}"), "password").id(format!("agent-{number}")));
    }
    for number in 0..ROOMS {
        let opened =
            Timestamp::from_millis(NOW.as_millis() + 1000 * number.cast_signed() - 1000 * (ROOMS / 2).cast_signed());
        let agent = format!("agent-{}", number % 10);
        let mut room = Room::new("", RoomVisitor::new(format!("visitor-{number}")), opened)
            .display_name(format!("Visitor {number}"))
            .department_id(format!("department-{}", number % 5))
            .last_message_at(Timestamp::from_millis(opened.as_millis() + 7919 * number.cast_signed() % 1_000_000))
            .served_by(ServedBy::new(agent.clone(), agent, opened));
        if number % 3 == 0 {
            room = room.tags(vec![format!("tag-{}", number % 20)]);
        }
        if number % 4 == 0 {
            room = room.livechat_data(
                [("order".to_owned(), format!("Order {number}").into())]
                    .into_iter()
                    .collect::<livechat_sdk::JsonObject>(),
            );
        }
        if number % 2 == 0 {
            room.open = None;
            room = room.closed_at(opened);
        }
        world.add_room(room);
    }
    let admin = world.administrator().clone();
    let login = world.log_in(&admin).map(|token| token.expose().to_owned()).unwrap_or_default();
    (Engine::stateful(world), login)
}
