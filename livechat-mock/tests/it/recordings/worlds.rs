//! Recordings of servers with many worlds: one file, in the order in which things happened.

use std::time::Duration;

use livechat_mock::{Clock, ControlAccess, Engine, Event, Replay, ReplayError, Server, ServerBuilder, World};
use livechat_sdk::{ChatEvent, Client};
use proptest::{collection::vec, prelude::*};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
    sync::mpsc,
    task::JoinSet,
    time::timeout,
};

use super::{Disk, Step, VISITOR, asked_for, opened, replayed, step};
use crate::raw::{Answer, Raw, post, request};

const CONTROL: &str = "/__livechat-mock";

/// What looks like a hang to a test.
const PATIENCE: Duration = Duration::from_secs(20);

/// A server with worlds that is recorded, and a client of it.
struct Run {
    server: Server,
    disk: Disk,
    raw: Raw,
    /// What the recording counts: the requests, but for those of control routes.
    exchanged: Vec<(String, Answer)>,
}

fn builder(world: World) -> ServerBuilder {
    let clock = Clock::manual("2026-01-01T00:00:00.000Z".parse().unwrap());
    Server::builder(Engine::stateful(world).no_auth(true).fault_seed(7)).clock(clock).worlds(4)
}

/// Otherwise the address is in it, which a replay has another of.
fn somewhere() -> World {
    let mut world = World::documented();
    world.set_setting("Site_Url", "https://chat.example.com").unwrap();
    world
}

impl Run {
    async fn start(builder: ServerBuilder) -> Self {
        let disk = Disk::new(usize::MAX);
        let builder = builder.control(ControlAccess::loopback()).record(disk.clone());
        let server = builder.bind(([127, 0, 0, 1], 0)).await.unwrap();
        let raw = Raw::connect(server.address()).await;
        Self { server, disk, raw, exchanged: Vec::new() }
    }

    async fn ask(&mut self, asked: String) -> Answer {
        let answer = self.raw.ask(&asked).await;
        if !asked.contains(CONTROL) {
            self.exchanged.push((asked, answer.clone()));
        }
        answer
    }

    /// Asks and demands a status.
    async fn get(&mut self, asked: String, status: u16) -> Value {
        let answer = self.ask(asked.clone()).await;
        assert_eq!(answer.status, status, "{asked}: {}", String::from_utf8_lossy(&answer.body));
        answer.json()
    }

    fn recording(&self) -> Vec<u8> {
        self.disk.written.lock().unwrap().clone()
    }

    /// Replays the recording to its end, where the worlds are what they are here, and to before each of some requests, where
    /// that request gets the same response, headers included.
    async fn assert_same(&mut self, before: impl IntoIterator<Item = usize>) {
        let recording = self.recording();
        let replay = replayed(&recording);
        assert_eq!(replay.requests(), self.exchanged.len() as u64);
        let mut again = connected(replay).await;
        let worlds = self.raw.ask(control("GET", "", "worlds", "")).await.json();
        assert_eq!(again.1.ask(control("GET", "", "worlds", "")).await.json(), worlds);
        let named = worlds["worlds"].as_array().unwrap().iter().map(|name| format!("/w/{}", name.as_str().unwrap()));
        for world in named.chain([String::new()]) {
            for path in ["world", "received?with=details", "faults", "stubs", "snapshots", "clock"] {
                let asked = control("GET", &world, path, "");
                let (now, then) = (known(&again.1.ask(&asked).await), known(&self.raw.ask(&asked).await));
                // A world is too long to be shown.
                assert!(now == then, "{world} {path}");
            }
        }
        for number in before {
            let (asked, answer) = &self.exchanged[number];
            let replay = Replay::run(&recording[..], Some(number as u64 + 1)).unwrap();
            assert_eq!(replay.requests(), number as u64);
            let (_server, mut raw) = connected(replay).await;
            assert_eq!(&raw.ask(asked).await, answer, "{asked}");
        }
    }
}

/// What a control route tells. What stubs nearly responded to is no part of a recording.
fn known(answer: &Answer) -> Value {
    assert_eq!(answer.status, 200);
    let mut known = answer.json();
    for stub in known["stubs"].as_array_mut().into_iter().flatten() {
        stub["near"].take();
    }
    known
}

/// A replay that is served, and a client of it.
async fn connected(replay: Replay) -> (Server, Raw) {
    let server = replay.serve(ControlAccess::loopback(), ([127, 0, 0, 1], 0)).await.unwrap();
    let raw = Raw::connect(server.address()).await;
    (server, raw)
}

fn control(method: &str, world: &str, path: &str, body: &str) -> String {
    let length = body.len();
    format!("{method} {world}{CONTROL}/{path} HTTP/1.1\r\nhost: localhost\r\ncontent-length: {length}\r\n\r\n{body}")
}

fn steer(world: &str, path: &str, body: &Value) -> String {
    control("POST", world, path, &body.to_string())
}

fn register(world: &str, token: &str) -> String {
    post(&format!("{world}{VISITOR}"), &json!({"visitor": {"token": token, "name": "Ann"}}).to_string())
}

fn open(world: &str, token: &str) -> String {
    request("GET", &format!("{world}/api/v1/livechat/room?token={token}"))
}

fn write(world: &str, token: &str, room: &Value) -> String {
    let message = json!({"token": token, "rid": room["room"]["_id"], "msg": "Hello"});
    post(&format!("{world}/api/v1/livechat/message"), &message.to_string())
}

#[tokio::test]
async fn worlds_are_made_in_each_way_used_in_turns_and_the_same_again() {
    let mut run = Run::start(builder(somewhere())).await;
    let advance = json!({"seconds": 90});
    run.get(register("", "of-main"), 200).await;
    // By the first use, and from a snapshot of that.
    run.get(register("/w/first", "t"), 200).await;
    run.get(steer("/w/first", "snapshots", &json!({"name": "one"})), 200).await;
    let room = run.get(open("/w/first", "t"), 200).await;
    run.get(steer("", "worlds", &json!({"name": "second", "snapshot": "one"})), 200).await;
    run.get(steer("/w/second", "clock/advance", &advance), 200).await;
    let other = run.get(open("/w/second", "t"), 200).await;
    assert_ne!(room["room"]["ts"], other["room"]["ts"], "the clock is the world's own");
    // A fork goes on from the clock too, and has faults of its own.
    run.get(steer("/w/second", "fork", &json!({"name": "third"})), 200).await;
    run.get(write("/w/third", "t", &other), 200).await;
    run.get(write("/w/second", "t", &other), 200).await;
    run.get(steer("/w/third", "faults", &json!({"fault": {"fail": {"status": 503}}, "times": 1, "after": 1})), 200)
        .await;
    let named = format!("GET {VISITOR}/t HTTP/1.1\r\nhost: localhost\r\nx-livechat-mock-world: third\r\n\r\n");
    for (asked, status) in [
        (named.clone(), 200),
        (request("GET", &format!("/w/second{VISITOR}/of-main")), 400),
        (request("GET", &format!("{VISITOR}/of-main")), 200),
        (named.clone(), 503),
        (named, 200),
        (request("GET", "/w/second/api/v1/livechat/rooms"), 200),
    ] {
        run.get(asked, status).await;
    }
    run.get(steer("/w/first", "stubs", &json!({"operation": "GetVisitor", "fail": {"status": 403}})), 200).await;
    run.get(request("GET", &format!("/w/first{VISITOR}/t")), 403).await;
    // There are as many as there may be. One is removed, and one of its name is another.
    run.get(register("/w/fourth", "t"), 200).await;
    run.get(steer("", "worlds", &json!({"name": "fifth"})), 409).await;
    run.get(control("DELETE", "/w/first", "worlds/first", ""), 200).await;
    run.get(request("GET", &format!("/w/first{VISITOR}/t")), 400).await;
    run.get(open("/w/third", "t"), 200).await;
    // An import, and a reset to it.
    let file = run.raw.ask(control("GET", "/w/third", "world", "")).await.body;
    run.get(control("PUT", "/w/fourth", "world", &String::from_utf8(file).unwrap()), 200).await;
    run.get(write("/w/fourth", "t", &other), 200).await;
    run.get(steer("/w/fourth", "reset", &json!({})), 200).await;
    run.get(write("/w/fourth", "t", &other), 200).await;
    run.get(steer("/w/second", "reset", &json!({})), 200).await;
    run.get(open("/w/second", "t"), 200).await;
    run.get(control("DELETE", "", "worlds/third", ""), 200).await;
    run.get(steer("", "clock/advance", &advance), 200).await;
    run.get(steer("", "fork", &json!({"name": "third"})), 200).await;
    run.get(register("/w/third", "u"), 200).await;
    run.get(register("", "u"), 200).await;
    let all = 0..run.exchanged.len();
    run.assert_same(all).await;

    // The number counts the requests of all worlds, and what is told names the world.
    let recording = run.recording();
    let third = run.exchanged.iter().position(|(asked, _)| asked.contains("/w/third")).unwrap();
    let stopped = Replay::run(&recording[..], Some(third as u64 + 1)).unwrap();
    assert_eq!(stopped.next_request(), Some("[third] POST /api/v1/livechat/message"));
    let other =
        String::from_utf8(recording).unwrap().replacen(r#"\"username\":\"guest-"#, r#"\"username\":\"s3cret-"#, 2);
    let error = Replay::run(other.as_bytes(), None).unwrap_err();
    assert!(error.to_string().contains("request 1, POST"), "{error}");
    let other = other.replacen(r#"\"username\":\"s3cret-"#, r#"\"username\":\"guest-"#, 1);
    let error = Replay::run(other.as_bytes(), None).unwrap_err();
    assert!(error.to_string().contains("[first] request 2, POST") && !error.to_string().contains("s3cret"), "{error}");
}

#[tokio::test]
async fn frames_of_a_world_are_sent_again_and_those_of_a_removed_one_are_nobodys() {
    let (tell, mut told) = mpsc::unbounded_channel();
    let builder = builder(somewhere()).log(move |event| {
        if matches!(event, Event::SocketClosed { .. }) {
            let _ = tell.send(());
        }
    });
    let mut run = Run::start(builder).await;
    for _ in 0..2 {
        let client = Client::builder(format!("{}/w/a", run.server.uri())).build().unwrap();
        let mut ann = client.visitor("token-of-ann");
        ann.register(|visitor| visitor.name("Ann")).await.unwrap();
        let chat = ann.open_chat().await.unwrap();
        let mut events = chat.events();
        while !matches!(events.next().await.unwrap().unwrap(), ChatEvent::Connected) {}
        chat.send("Hello!").await.unwrap();
        while !matches!(events.next().await.unwrap().unwrap(), ChatEvent::MessageNew(_)) {}
        // Its sockets end after it, while the client may come again, to another world of this name.
        assert_eq!(run.raw.ask(control("DELETE", "", "worlds/a", "")).await.status, 200);
        told.recv().await.unwrap();
    }
    let recording = run.recording();
    replayed(&recording);
    let recording = String::from_utf8(recording).unwrap();
    let lines: Vec<_> = recording.lines().collect();
    let digest = |line: &&str| line.contains(r#""world":"a""#) && line.contains(r#""frames":""#);
    let line = lines.iter().position(digest).unwrap();
    let mut other: Vec<_> = lines.iter().map(|line| (*line).to_owned()).collect();
    let mut changed: Value = serde_json::from_str(lines[line]).unwrap();
    changed["frames"] = "00".into();
    other[line] = changed.to_string();
    let error = Replay::run((other.join("\n") + "\n").as_bytes(), None).unwrap_err();
    let is_it = matches!(&error, ReplayError::Different { line: at, what, .. } if *at == line as u64 + 1 && what.starts_with("[a] "));
    assert!(is_it, "{error}");
}

#[tokio::test]
async fn what_is_under_way_in_a_world_that_is_removed_is_not_in_the_recording() {
    let mut run = Run::start(builder(somewhere())).await;
    let mut under_way = Vec::new();
    for asked in [register("/w/a", "t"), steer("/w/b", "fork", &json!({"name": "c"}))] {
        let mut raw = Raw::connect(run.server.address()).await;
        let (begin, rest) = asked.split_at(asked.len() - 1);
        raw.send(begin).await;
        under_way.push((raw, rest.to_owned()));
    }
    // Each has its world, and is not read yet.
    while run.get(control("GET", "", "worlds", ""), 200).await["worlds"] != json!(["a", "b"]) {}
    for world in ["a", "b"] {
        run.get(control("DELETE", "", &format!("worlds/{world}"), ""), 200).await;
    }
    run.get(register("/w/a", "u"), 200).await;
    // The second would make a world.
    for ((mut raw, rest), status) in under_way.into_iter().zip([200, 409]) {
        assert_eq!(raw.ask(rest).await.status, status);
    }
    run.get(request("GET", &format!("/w/a{VISITOR}/t")), 400).await;
    run.assert_same([]).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn clients_that_use_make_and_remove_worlds_at_once_are_recorded_in_some_order() {
    let mut run = Run::start(builder(somewhere()).worlds(3)).await;
    run.get(steer("", "snapshots", &json!({"name": "s"})), 200).await;
    let mut clients = JoinSet::new();
    for client in 0..6_usize {
        let address = run.server.address();
        clients.spawn(async move {
            let mut raw = Raw::connect(address).await;
            for turn in 0..60 {
                let (world, other) = ((client + turn / 7) % 4, (client + turn) % 4);
                let path = if world == 0 { String::new() } else { format!("/w/{world}") };
                let asked = match turn % 9 {
                    0 => steer(&path, "worlds", &json!({"name": other.to_string(), "snapshot": "s"})),
                    1 => steer(&path, "fork", &json!({"name": other.to_string()})),
                    2 => control("DELETE", &path, &format!("worlds/{other}"), ""),
                    3 => steer(&path, "snapshots", &json!({"name": "s"})),
                    4 => steer(&path, "clock/advance", &json!({"seconds": client})),
                    5 | 6 => register(&path, &format!("t{client}")),
                    _ => open(&path, &format!("t{other}")),
                };
                raw.ask(asked).await;
            }
        });
    }
    while let Some(done) = clients.join_next().await {
        done.unwrap();
    }
    assert!(replayed(&run.recording()).requests() > 0);
}

#[tokio::test]
async fn what_others_answer_to_two_worlds_at_once_is_answered_to_each_again() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let mut world = somewhere();
    world.set_setting("Livechat_webhookUrl", &*url).unwrap();
    world.set_setting("Livechat_webhook_on_start", true).unwrap();
    world.set_setting("Livechat_secret_token", "s3cret").unwrap();
    let mut run = Run::start(builder(world)).await;
    let taken = async || {
        let (mut stream, _) = timeout(PATIENCE, listener.accept()).await.expect("the server calls").unwrap();
        let mut head = Vec::new();
        stream.read_buf(&mut head).await.unwrap();
        stream
    };
    let answer = async |mut stream: tokio::net::TcpStream, text: &str| {
        let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n", text.len());
        stream.write_all(format!("{head}{text}").as_bytes()).await.unwrap();
    };
    // Both are told, the second is answered first.
    let mut told = Vec::new();
    for world in ["/w/a", "/w/b"] {
        run.get(register(world, "t"), 200).await;
        run.get(open(world, "t"), 200).await;
        told.push(taken().await);
    }
    for stream in told.into_iter().rev() {
        answer(stream, "").await;
    }
    for world in ["/w/b", "/w/a"] {
        let listed = || control("GET", world, "webhooks", "");
        while run.raw.ask(listed()).await.json()["webhooks"][0]["state"] != "delivered" {}
    }
    // Two requests wait for calls with one number, and get what was said to each.
    let ask = |world: &str| {
        let body = json!({"webhookUrl": url, "timeout": 20_000, "fallbackMessage": "Later", "extraData": []});
        post(&format!("{world}/api/v1/livechat/triggers/external-service/test"), &body.to_string())
    };
    let address = run.server.address();
    let mut clients = Vec::new();
    let mut waiting = Vec::new();
    for world in ["/w/a", "/w/b"] {
        let mut raw = Raw::connect(address).await;
        let asked = ask(world);
        raw.send(&asked).await;
        waiting.push(taken().await);
        clients.push((raw, asked));
    }
    let mut said = vec!["one", "two"];
    for stream in waiting.into_iter().rev() {
        answer(stream, &json!({"contents": [{"msg": said.pop(), "order": 1}]}).to_string()).await;
    }
    for ((mut raw, asked), says) in clients.into_iter().zip(["one", "two"]) {
        let got = raw.answer().await;
        assert_eq!(got.json()["response"]["contents"][0]["msg"], says, "{asked}");
        run.exchanged.push((asked, got));
    }
    run.assert_same([]).await;
}

#[tokio::test]
async fn a_line_of_a_world_that_is_not_there_is_refused() {
    let mut run = Run::start(builder(somewhere())).await;
    run.get(register("", "t"), 200).await;
    run.get(register("/w/a", "t"), 200).await;
    let recording = String::from_utf8(run.recording()).unwrap();
    for (from, to) in [
        (r#""worlds":4"#, r#""worlds":null"#),
        (r#""world":"a","what":{"request""#, r#""world":"b","what":{"request""#),
        (r#""world":"a","what":{"request""#, r#""world":"s3cret s3cret","what":{"request""#),
        (r#""world":"a","what":"begun""#, r#""world":"a","what":"time""#),
        (r#""world":"a","what":"begun""#, r#""what":"begun""#),
    ] {
        let other = recording.replacen(from, to, 1);
        assert_ne!(other, recording, "{from}");
        let error = Replay::run(other.as_bytes(), None).unwrap_err();
        assert!(matches!(error, ReplayError::Broken { next: 2, .. }), "{to}: {error}");
        assert!(!error.to_string().contains("s3cret"), "{error}");
        assert_eq!(Replay::run(other.as_bytes(), Some(1)).unwrap().requests(), 0);
    }
}

/// What may happen to a world, or to the server's worlds.
#[derive(Clone, Debug)]
enum Turn {
    Take(Step),
    Make,
    FromSnapshot,
    Fork(usize),
    Remove,
}

fn turn() -> impl Strategy<Value = (usize, Turn)> {
    let turn = prop_oneof![
        12 => step().prop_map(Turn::Take),
        1 => Just(Turn::Make),
        1 => Just(Turn::FromSnapshot),
        1 => (1..4_usize).prop_map(Turn::Fork),
        1 => Just(Turn::Remove),
    ];
    (0..4_usize, turn)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    /// Whatever happened in which world, it is the same to the byte again, and before each request all worlds stand where they stood.
    #[test]
    fn any_recording_of_worlds_is_the_same_again(turns in vec(turn(), 1..50), before in any::<prop::sample::Index>()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut run = Run::start(builder(somewhere()).worlds(2)).await;
            let mut rooms: [[Option<String>; 3]; 4] = Default::default();
            let path = |which: usize| if which == 0 { String::new() } else { format!("/w/{which}") };
            for (which, turn) in &turns {
                let world = path(*which);
                let named = json!({"name": which.to_string()});
                let asked = match turn {
                    Turn::Take(step) => asked_for(step, &world, &rooms[*which]),
                    Turn::Make => steer("", "worlds", &named),
                    Turn::FromSnapshot => steer("", "worlds", &json!({"name": which.to_string(), "snapshot": "s"})),
                    Turn::Fork(to) => steer(&world, "fork", &json!({"name": to.to_string()})),
                    Turn::Remove => control("DELETE", &world, &format!("worlds/{which}"), ""),
                };
                let answer = run.ask(asked).await;
                if let Turn::Take(step) = turn {
                    opened(step, &answer, &mut rooms[*which]);
                }
            }
            // A world too many is refused before any world has the request.
            run.exchanged.retain(|(_, answer)| !String::from_utf8_lossy(&answer.body).contains("(--worlds)"));
            let before = (!run.exchanged.is_empty()).then(|| before.index(run.exchanged.len()));
            run.assert_same(before).await;
        });
    }
}
