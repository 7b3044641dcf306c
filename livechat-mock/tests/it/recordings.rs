//! Recordings, and their replays.

mod worlds;

use std::{
    io::{self, Write},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    time::Duration,
};

use livechat_mock::{
    BuiltInAgent, Clock, ControlAccess, Engine, Fault, LivechatMock, LivechatMockBuilder, Replay, ReplayError, Server,
    ServerError, World,
};
use livechat_sdk::{
    ChatEvent,
    integrations::TestWebhook,
    livechat::{ReceiveSms, TwilioSms},
    triggers::TestExternalService,
    visitors::{GetVisitor, RegisterVisitor},
};
use proptest::{collection::vec, prelude::*};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};

use crate::raw::{Answer, Raw, post, request};

const VISITOR: &str = "/api/v1/livechat/visitor";

fn recorded() -> LivechatMockBuilder {
    let clock = Clock::manual("2026-01-01T00:00:00.000Z".parse().unwrap());
    LivechatMock::builder().stateful(World::documented()).clock(clock).control(ControlAccess::loopback()).record()
}

/// A mock to which a request of each kind came.
async fn conversation(builder: LivechatMockBuilder) -> LivechatMock {
    let mock = builder.start().await;
    let client = mock.client();
    let mut visitor = client.visitor("token-of-ann");
    visitor.register(|visitor| visitor.name("Ann")).await.unwrap();
    let chat = visitor.open_chat().await.unwrap();
    chat.send("Hello!").await.unwrap();
    mock.clock().advance(Duration::from_secs(3));
    mock.staff().get_visitor_info("sGtcfEYz852uguxaS").await.unwrap();
    mock
}

fn replayed(recording: &[u8]) -> Replay {
    Replay::run(recording, None).unwrap_or_else(|error| panic!("{error}"))
}

/// What both know in the end.
fn world(engine: &mut Engine) -> Value {
    serde_json::from_str(&engine.world().unwrap().to_json().unwrap()).unwrap()
}

/// What was recorded, and what the mock knew then: time may pass meanwhile.
fn at_rest(mock: &LivechatMock) -> (Vec<u8>, Value) {
    loop {
        let recording = mock.recording();
        let known = mock.with_engine(world);
        if mock.recording().len() == recording.len() {
            return (recording, known);
        }
    }
}

#[track_caller]
fn assert_same(mock: &LivechatMock) -> Replay {
    let (recording, known) = at_rest(mock);
    let replay = replayed(&recording);
    let replayed = replay.with_engine(world);
    // A world is too long to be shown.
    let differs = |table: &&String| replayed["world"][table] != known["world"][table];
    let differing: Vec<_> = known["world"].as_object().unwrap().keys().filter(differs).collect();
    assert!(differing.is_empty(), "{differing:?} differ");
    let log = |engine: &mut Engine| engine.received().map(|it| (it.target.clone(), it.status)).collect::<Vec<_>>();
    assert_eq!(replay.with_engine(log), mock.with_engine(log));
    replay
}

#[tokio::test]
async fn a_conversation_is_the_same_again() {
    let agent = BuiltInAgent::scripted(r#"{"greeting": "Hello {name}!", "answers": [{"say": "You wrote: {msg}"}]}"#);
    let agent = agent.unwrap().after(Duration::from_secs(1));
    let mock = conversation(recorded().agent(agent).rate_limit(true).fault_seed(7)).await;
    let count = mock.with_engine(|engine| engine.received().count() as u64);
    let replay = assert_same(&mock);
    assert_eq!(replay.requests(), count);
    assert!(count >= 4 && !replay.is_whole(), "the mock is still there");
    let mut whole = mock.recording();
    whole.extend_from_slice(b"{\"at\":0,\"what\":\"end\"}\n");
    assert!(replayed(&whole).is_whole());
}

#[tokio::test]
async fn examples_are_the_same_again() {
    let mock = LivechatMock::builder().cors("*").record().start().await;
    mock.client().get_visitor("t").await.unwrap();
    assert_eq!(replayed(&mock.recording()).requests(), 1);
}

#[tokio::test]
async fn what_tests_do_is_done_again() {
    let mock = conversation(recorded()).await;
    mock.fault(Fault::delay_between(Duration::ZERO, Duration::from_millis(2)).on::<GetVisitor>().times(2));
    for _ in 0..3 {
        mock.client().get_visitor("token-of-ann").await.unwrap();
    }
    mock.fault(Fault::fail(ServerError::not_found()));
    mock.client().get_visitor("token-of-ann").await.unwrap_err();
    mock.clear_faults();
    mock.on::<GetVisitor>().respond_error(ServerError::named("gone")).up_to_n_times(1).mount().await;
    mock.client().get_visitor("token-of-ann").await.unwrap_err();
    let looked = mock.with_world(|world| world.visitors().count());
    assert!(looked > 0);
    mock.with_world(|world| {
        let ann = world.visitor_by_token("token-of-ann").unwrap().id.clone();
        world.modify_visitor(&ann, |visitor| visitor.name = Some("Bob".to_owned()));
    });
    mock.client().get_visitor("token-of-ann").await.unwrap();
    assert_same(&mock);
    mock.reset().await;
    mock.client().get_visitor("token-of-ann").await.unwrap_err();
    assert_same(&mock);
}

#[tokio::test]
async fn control_routes_are_done_again() {
    let mock = recorded().start().await;
    let mut raw = Raw::connect(mock.address()).await;
    let control = |path: &str, body: Value| post(&format!("/__livechat-mock/{path}"), &body.to_string());
    let register = post(VISITOR, r#"{"visitor": {"token": "t"}}"#);
    for (request, status) in [
        (register.clone(), 200),
        (control("snapshots", json!({"name": "one"})), 200),
        (control("clock", json!({"now": "2026-03-01T00:00:00Z", "frozen": true})), 200),
        (control("clock/advance", json!({"seconds": 5})), 200),
        (control("stubs", json!({"operation": "GetVisitor", "times": 2, "respond": {"status": 418}})), 200),
        (request("GET", &format!("{VISITOR}/t")), 418),
        (control("agent/login", json!({})), 200),
        (control("faults", json!({"fault": {"fail": {"status": 503}}, "times": 1})), 200),
        (register.clone(), 503),
        (post(VISITOR, r#"{"visitor": {"token": "u"}}"#), 200),
        (control("faults", json!({"fault": "none"})), 400),
        (request("GET", "/__livechat-mock/world"), 200),
        (control("snapshots/one/restore", json!({})), 200),
        (request("GET", &format!("{VISITOR}/u")), 418),
        (request("GET", &format!("{VISITOR}/u")), 400),
        (request("GET", "/"), 200),
        (request("GET", "/\u{e4}"), 200),
    ] {
        assert_eq!(raw.ask(&request).await.status, status, "{request}");
    }
    let replay = assert_same(&mock);
    let server = replay.serve(ControlAccess::loopback(), ([127, 0, 0, 1], 0)).await.unwrap();
    let mut raw = Raw::connect(server.address()).await;
    let stubs = raw.ask(request("GET", "/__livechat-mock/stubs")).await.json();
    assert_eq!(stubs["stubs"][0]["used"], 2);
    let clock = raw.ask(request("GET", "/__livechat-mock/clock")).await.json();
    assert_eq!((&clock["now"], &clock["frozen"]), (&"2026-03-01T00:00:05.000Z".into(), &true.into()));
}

#[tokio::test]
async fn frames_are_sent_again_and_compared() {
    let mock = recorded().agent(BuiltInAgent::echo()).start().await;
    let client = mock.client();
    let mut visitor = client.visitor("token-of-ann");
    visitor.register(|visitor| visitor.name("Ann")).await.unwrap();
    let chat = visitor.open_chat().await.unwrap();
    let mut events = chat.events();
    while !matches!(events.next().await.unwrap().unwrap(), ChatEvent::Connected) {}
    chat.send("Hello!").await.unwrap();
    let mut echoed = 0;
    while echoed < 2 {
        if let ChatEvent::MessageNew(message) = events.next().await.unwrap().unwrap() {
            echoed += u64::from(message.text == "Hello!");
        }
    }
    drop(events);
    let recording = String::from_utf8(mock.recording()).unwrap();
    assert_same(&mock);
    // Another frame is noticed.
    let frame = recording.lines().position(|line| line.contains("\"frames\"")).unwrap();
    let mut lines: Vec<_> = recording.lines().map(str::to_owned).collect();
    let mut line: Value = serde_json::from_str(&lines[frame]).unwrap();
    line["frames"] = "00".into();
    lines[frame] = line.to_string();
    let error = Replay::run((lines.join("\n") + "\n").as_bytes(), None).unwrap_err();
    assert!(matches!(error, ReplayError::Different { line, .. } if line == frame as u64 + 1), "{error}");
}

#[tokio::test]
async fn what_the_webhook_was_told_is_told_again() {
    let mut world = World::documented();
    // Nobody listens there.
    world.set_setting("Livechat_webhookUrl", "http://127.0.0.1:1/hook").unwrap();
    world.set_setting("Livechat_webhook_on_start", true).unwrap();
    let clock = Clock::manual("2026-01-01T00:00:00.000Z".parse().unwrap());
    let mock = LivechatMock::builder().stateful(world).clock(clock).record().start().await;
    // It sends once it listens.
    let _address = mock.uri();
    mock.client().register_visitor(RegisterVisitor::new("token-of-ann")).await.unwrap();
    let _chat = mock.client().visitor("token-of-ann").open_chat().await.unwrap();
    while !mock.webhooks().first().is_some_and(|event| event.attempts.iter().any(|attempt| attempt.answer.is_some())) {
        tokio::task::yield_now().await;
    }
    let replay = assert_same(&mock);
    let told = replay.with_engine(|engine| engine.webhooks().map(|it| format!("{it:?}")).collect::<Vec<_>>());
    assert_eq!(told, mock.webhooks().iter().map(|it| format!("{it:?}")).collect::<Vec<_>>());
}

#[tokio::test]
async fn a_replay_stops_before_a_request_with_the_page() {
    let mock = conversation(recorded()).await;
    let recording = mock.recording();
    let numbers = mock.with_engine(|engine| engine.received().count() as u64);
    for until in 1..=numbers {
        assert_eq!(Replay::run(&recording[..], Some(until)).unwrap().requests(), until - 1);
    }
    let message = mock.with_engine(|engine| engine.received().position(|it| it.target.ends_with("/message")).unwrap());
    let replay = Replay::run(&recording[..], Some(message as u64 + 1)).unwrap();
    assert_eq!(replay.next_request(), Some("POST /api/v1/livechat/message"));
    let server = replay.serve(ControlAccess::loopback(), ([127, 0, 0, 1], 0)).await.unwrap();
    let mut raw = Raw::connect(server.address()).await;
    let page = raw.ask(request("GET", "/")).await;
    assert_eq!((page.status, page.header("content-type")), (200, Some("text/html; charset=utf-8")));
    let received = raw.ask(request("GET", "/__livechat-mock/received")).await.json();
    assert_eq!(received["received"].as_array().unwrap().len(), message);
    assert_eq!(raw.ask(request("GET", &format!("{VISITOR}/token-of-ann"))).await.json()["visitor"]["name"], "Ann");
    let error = Replay::run(&recording[..], Some(numbers + 1)).unwrap_err();
    assert!(error.to_string().contains(&format!("has {numbers} requests")), "{error}");
}

#[tokio::test]
async fn another_version_is_refused() {
    let recording = String::from_utf8(conversation(recorded()).await.recording()).unwrap();
    for (from, to, says) in [
        (r#""livechat-mock-recording":1"#, r#""livechat-mock-recording":7"#, "in format 7"),
        (r#""written_by":""#, r#""written_by":"9."#, "livechat-mock 9."),
    ] {
        let other = recording.replacen(from, to, 1);
        let error = Replay::run(other.as_bytes(), None).unwrap_err();
        assert!(matches!(error, ReplayError::OtherVersion { .. }) && error.to_string().contains(says), "{error}");
    }
    for text in ["", "\n", "{}\n", "PK\u{3}\u{4}", "{\"livechat-mock-world\": 1}\n", "\u{0}\n"] {
        let error = Replay::run(text.as_bytes(), None).unwrap_err();
        assert!(matches!(error, ReplayError::NotARecording), "{text:?}: {error}");
    }
}

#[tokio::test]
async fn a_broken_recording_is_refused_without_what_is_in_it() {
    let mock = conversation(recorded()).await;
    let recording = String::from_utf8(mock.recording()).unwrap();
    let lines: Vec<_> = recording.lines().collect();
    let last = lines.iter().rposition(|line| line.contains("\"request\":{\"number\"")).unwrap();
    let numbers = mock.with_engine(|engine| engine.received().count() as u64);
    let run = |text: &str, until| Replay::run(text.as_bytes(), until);
    for broken in [
        "",
        "{",
        "7",
        "{\"at\":0,\"what\":\"s3cret\"}",
        "{\"at\":0,\"what\":\"time\",\"s3cret\":1}",
        &lines[last][..70],
    ] {
        let mut lines: Vec<_> = lines.clone();
        lines[last] = broken;
        let text = lines.join("\n") + "\n";
        let error = run(&text, None).unwrap_err();
        let is_it =
            matches!(&error, ReplayError::Broken { line, next, .. } if (*line, *next) == (last as u64 + 1, numbers));
        assert!(is_it && !error.to_string().contains("s3cret"), "{broken}: {error}");
        assert!(error.to_string().contains(&format!("--until {numbers}")), "{error}");
    }
    // Cut off anywhere, nothing panics, and what is before can be replayed.
    let start: usize = lines[..last].iter().map(|line| line.len() + 1).sum();
    for end in [start + 1, start + lines[last].len() / 2, start + lines[last].len()] {
        let error = run(&recording[..end], None).unwrap_err();
        assert!(error.to_string().contains("cut off"), "{error}");
        assert_eq!(run(&recording[..end], Some(numbers - 1)).unwrap().requests(), numbers - 2);
    }
    for end in (0..lines[0].len() + 400).step_by(97) {
        assert!(run(&recording[..end], None).is_err());
    }
    // A request twice, one left out, or something after the end.
    let twice = format!("{}\n{}\n", lines[..=last].join("\n"), lines[last]);
    assert!(matches!(run(&twice, None).unwrap_err(), ReplayError::Broken { .. }));
    let after = format!("{recording}{{\"at\":0,\"what\":\"end\"}}\n{{\"at\":0,\"what\":\"time\"}}\n");
    assert!(run(&after, None).unwrap_err().to_string().contains("comes after the end"));
}

#[tokio::test]
async fn another_response_is_told_with_its_place_and_without_its_values() {
    let recording = String::from_utf8(conversation(recorded()).await.recording()).unwrap();
    let other = recording.replace(r#"\"username\":\"guest-"#, r#"\"username\":\"s3cret-"#);
    assert_ne!(other, recording);
    let error = Replay::run(other.as_bytes(), None).unwrap_err();
    let ReplayError::Different { what, difference, .. } = &error else { panic!("{error}") };
    assert!(what.starts_with("request ") && difference.contains("/username"), "{error}");
    assert!(!error.to_string().contains("s3cret"), "{error}");
}

/// A disk of so many lines.
#[derive(Clone)]
struct Disk {
    written: Arc<Mutex<Vec<u8>>>,
    room: usize,
    tried: Arc<AtomicUsize>,
}

impl Disk {
    fn new(room: usize) -> Self {
        Self { written: Arc::default(), room, tried: Arc::default() }
    }
}

impl Write for Disk {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.tried.fetch_add(1, Relaxed) >= self.room {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.written.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn a_full_disk_ends_the_recording_and_nothing_else() {
    for room in [0, 1, 2, 4, 5] {
        let disk = Disk::new(room);
        let told = Arc::new(Mutex::new(Vec::new()));
        let tell = told.clone();
        let clock = Clock::manual("2026-01-01T00:00:00.000Z".parse().unwrap());
        let server = Server::builder(Engine::stateful(World::documented()))
            .clock(clock)
            .record(disk.clone())
            .log(move |event| {
                if matches!(event, livechat_mock::Event::NotRecorded { .. }) {
                    tell.lock().unwrap().push(event.to_string());
                }
            })
            .bind(([127, 0, 0, 1], 0))
            .await
            .unwrap();
        let mut raw = Raw::connect(server.address()).await;
        for number in 0..4 {
            let register = post(VISITOR, &json!({"visitor": {"token": format!("token-{number}")}}).to_string());
            assert_eq!(raw.ask(register).await.status, 200, "the server goes on");
        }
        let told = told.lock().unwrap().clone();
        let [told] = &told[..] else { panic!("it is told once: {told:?}") };
        assert!(told.contains("before request ") && told.contains("no storage space"), "{told}");
        // Header, world, the server's address: then a line for each request, and perhaps the time.
        let written = disk.written.lock().unwrap().clone();
        let lines = written.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).count();
        assert_eq!(lines, room);
        if room >= 2 {
            let replay = replayed(&written);
            assert!(replay.requests() <= 2 && !replay.is_whole());
        }
    }
}

#[tokio::test]
async fn what_other_servers_decided_is_decided_again() {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let mut world = World::documented();
    for (name, value) in [("Livechat_secret_token", "s3cret"), ("Livechat_webhookUrl", &url)] {
        world.set_setting(name, value).unwrap();
    }
    world.set_setting("SMS_Enabled", true).unwrap();
    let mock = LivechatMock::builder().stateful(world).record().start().await;
    let staff = mock.staff();
    let answer = async |head: &str, body: &[u8]| {
        let (mut stream, _) = listener.accept().await.unwrap();
        // An answer to nothing would be an error.
        stream.read_buf(&mut Vec::new()).await.unwrap();
        let head = format!("HTTP/1.1 {head}\r\ncontent-length: {}\r\n\r\n", body.len());
        stream.write_all(&[head.as_bytes(), body].concat()).await.unwrap();
        stream
    };
    let ask = TestExternalService::new(&url, 20_000, "Later");
    let contents = br#"{"contents":[{"msg":"Hi","order":1}]}"#;
    let (asked, _) = tokio::join!(staff.send(ask.clone()), answer("200 OK", contents));
    assert_eq!(asked.unwrap().response.contents.len(), 1);
    let (asked, _) = tokio::join!(staff.send(ask), answer("503 Closed", b"closed"));
    asked.unwrap_err();
    let (tested, _) = tokio::join!(staff.send(TestWebhook::new()), answer("200 OK", b""));
    tested.unwrap();
    let sms = TwilioSms::new("+555", "+777", "Look").num_media(1).media_url0(&url);
    let sms = ReceiveSms::new("twilio", sms);
    let (received, _) = tokio::join!(staff.send(sms), answer("200 OK\r\ncontent-type: image/png", b"\x89png"));
    received.unwrap();
    // Nobody answers any more.
    drop(listener);
    staff.send(TestExternalService::new("no address", 1, "Later")).await.unwrap_err();
    let replay = assert_same(&mock);
    let told = replay.with_engine(|engine| engine.webhooks().map(|it| format!("{it:?}")).collect::<Vec<_>>());
    assert_eq!(told, mock.webhooks().iter().map(|it| format!("{it:?}")).collect::<Vec<_>>());
    // What is answered otherwise is noticed.
    let recording = String::from_utf8(mock.recording()).unwrap();
    let other = recording.replacen(r#"{"failed":{"reason":"#, r#"{"failed":{"other":"#, 1);
    assert!(matches!(Replay::run(other.as_bytes(), None).unwrap_err(), ReplayError::Broken { .. }));
    let other = recording.replacen(r#"closed"}"#, r#"open"}"#, 1);
    assert_ne!(other, recording);
    let error = Replay::run(other.as_bytes(), None).unwrap_err();
    assert!(matches!(&error, ReplayError::Different { .. }), "{error}");
}

#[tokio::test]
async fn what_cannot_be_recorded_ends_a_replay() {
    let mock = conversation(recorded()).await;
    mock.with_engine(|engine| engine.add_fault(Fault::reset()));
    let other = conversation(recorded()).await;
    other.fault(Fault::delay(Duration::from_micros(1)));
    for (mock, says) in [(mock, "changed the faults"), (other, "less than a millisecond")] {
        let recording = mock.recording();
        let error = Replay::run(&recording[..], None).unwrap_err();
        assert!(matches!(&error, ReplayError::Unrecorded { what, .. } if what.contains(says)), "{error}");
        assert!(Replay::run(&recording[..], Some(2)).is_ok());
    }
}

#[tokio::test]
#[should_panic(expected = "this mock does not record")]
async fn a_mock_that_does_not_record_says_so() {
    let _ = LivechatMock::start().await.recording();
}

/// What may happen, in any order.
#[derive(Clone, Debug)]
enum Step {
    Register(usize),
    Open(usize),
    Write(usize),
    Read(usize),
    Close(usize),
    Staff(usize),
    Wait(u32),
    Fault(usize),
    Stub(usize),
    Snapshot,
    Restore,
    Reset,
    Bad(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let who = 0..3_usize;
    prop_oneof![
        3 => who.clone().prop_map(Step::Register),
        3 => who.clone().prop_map(Step::Open),
        4 => who.clone().prop_map(Step::Write),
        2 => who.clone().prop_map(Step::Read),
        2 => who.clone().prop_map(Step::Close),
        2 => (0..4_usize).prop_map(Step::Staff),
        3 => (0..200_000_u32).prop_map(Step::Wait),
        1 => (0..4_usize).prop_map(Step::Fault),
        1 => who.prop_map(Step::Stub),
        1 => Just(Step::Snapshot),
        1 => Just(Step::Restore),
        1 => Just(Step::Reset),
        1 => (0..4_usize).prop_map(Step::Bad),
    ]
}

/// The request of a step, for a world.
fn asked_for(step: &Step, world: &str, rooms: &[Option<String>; 3]) -> String {
    let post = |path: &str, body: &str| post(&format!("{world}{path}"), body);
    let request = |method: &str, path: &str| request(method, &format!("{world}{path}"));
    let control = |path: &str, body: Value| post(&format!("/__livechat-mock/{path}"), &body.to_string());
    let room = |who: usize| rooms[who].clone().unwrap_or_else(|| "none".to_owned());
    match step {
        Step::Register(who) => post(
            VISITOR,
            &json!({"visitor": {"token": format!("t{who}"), "email": format!("{who}@example.com")}}).to_string(),
        ),
        Step::Open(who) => request("GET", &format!("/api/v1/livechat/room?token=t{who}")),
        Step::Write(who) => {
            let message = json!({"token": format!("t{who}"), "rid": room(*who), "msg": "Hello"});
            post("/api/v1/livechat/message", &message.to_string())
        }
        Step::Read(who) => {
            let room = room(*who);
            request("GET", &format!("/api/v1/livechat/messages.history/{room}?token=t{who}"))
        }
        Step::Close(who) => {
            post("/api/v1/livechat/room.close", &json!({"token": format!("t{who}"), "rid": room(*who)}).to_string())
        }
        Step::Staff(which) => {
            let path =
                ["rooms", "inquiries.list", "analytics/dashboards/charts/chats", "visitors.search?term=e"][*which];
            request("GET", &format!("/api/v1/livechat/{path}"))
        }
        Step::Wait(seconds) => control("clock/advance", json!({"seconds": seconds})),
        Step::Fault(which) => {
            let fault = [
                json!({"fault": {"delay_between": {"min_millis": 0, "max_millis": 1}}, "times": 2}),
                json!({"fault": {"fail": {"status": 429}}, "times": 1}),
                json!({"fault": {"dribble": {"chunk_bytes": 900, "pause_millis": 0}}, "times": 2, "after": 1}),
                json!({"fault": {"fail": {"status": 500}}, "on": "RegisterVisitor", "times": 1}),
            ];
            control("faults", fault[*which].clone())
        }
        Step::Stub(who) => {
            let arguments = json!({"visitor": {"token": format!("t{who}")}});
            control(
                "stubs",
                json!({"operation": "RegisterVisitor", "arguments": arguments, "times": 1, "fail": {"status": 403}}),
            )
        }
        Step::Snapshot => control("snapshots", json!({"name": "s"})),
        Step::Restore => control("snapshots/s/restore", json!({})),
        Step::Reset => control("reset", json!({})),
        Step::Bad(which) => [
            post(VISITOR, "{"),
            request("GET", "/api/v1/livechat/nothing"),
            request("PUT", VISITOR),
            request("GET", "/api/v1/livechat/rooms?sort=%7B"),
        ][*which]
            .clone(),
    }
}

/// Remembers the room that a step opened.
fn opened(step: &Step, answer: &Answer, rooms: &mut [Option<String>; 3]) {
    if let (Step::Open(who), 200) = (step, answer.status) {
        rooms[*who] = answer.json()["room"]["_id"].as_str().map(str::to_owned);
    }
}

/// Does a step over HTTP, whatever comes of it.
async fn take(step: &Step, raw: &mut Raw, rooms: &mut [Option<String>; 3], mock: &LivechatMock) {
    if let Step::Wait(seconds) = step {
        mock.clock().advance(Duration::from_secs((*seconds).into()));
        return;
    }
    let answer = raw.ask(asked_for(step, "", rooms)).await;
    opened(step, &answer, rooms);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever happened, it is the same to the byte again, and before each request the mock stands where it stood.
    #[test]
    fn any_recording_is_the_same_again(steps in vec(step(), 1..40), until in any::<prop::sample::Index>(), has_agent in any::<bool>()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let agent = BuiltInAgent::echo().after(Duration::from_secs(20));
            let builder = recorded().no_auth().rate_limit(!has_agent);
            let mock = if has_agent { builder.agent(agent) } else { builder }.start().await;
            let mut raw = Raw::connect(mock.address()).await;
            let mut rooms = [None, None, None];
            for step in &steps {
                take(step, &mut raw, &mut rooms, &mock).await;
            }
            let replay = assert_same(&mock);
            if replay.requests() > 0 {
                let until = until.index(usize::try_from(replay.requests()).unwrap()) as u64 + 1;
                let stopped = Replay::run(&mock.recording()[..], Some(until)).unwrap();
                assert_eq!(stopped.requests(), until - 1);
            }
        });
    }
}

#[tokio::test]
async fn a_registration_by_the_sdk_is_recorded_with_its_secrets() {
    let mock = recorded().start().await;
    mock.client().register_visitor(RegisterVisitor::new("s3cret-token")).await.unwrap();
    let recording = String::from_utf8(mock.recording()).unwrap();
    assert!(recording.contains("s3cret-token"), "else it could not be replayed: the documentation says so");
    assert!(!format!("{:?}", replayed(recording.as_bytes())).contains("s3cret"));
}
