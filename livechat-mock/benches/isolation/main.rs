//! `cargo bench -p livechat-mock --bench isolation`
//!
//! What a mock of its own costs a test: 200 tests on two threads, each with a runtime and a server of its own, three
//! calls over one bare connection or by the client in process, and the end of both. The kinds take turns, round after
//! round, so that whatever else the machine does meets all of them; the ratios of wall time are taken within a round and
//! their median is shown. The processor's time is the sum over all rounds, and the figure to go by if the machine has other work: wiremock serves
//! from threads of its own, so it gets more of a processor that is fought over. Beside them hyper alone, which shows what
//! opening a port, three calls and closing it take at the least.

mod bare;

use std::{
    error::Error,
    io,
    net::SocketAddr,
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use livechat_mock::{Engine, LivechatMock, Server, World};
use livechat_sdk::{Client, visitors::RegisterVisitor};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{body_partial_json, method, path, query_param},
};

use self::bare::Bare;

const TESTS: usize = 200;
const THREADS: usize = 2;
const ROUNDS: usize = 31;

#[derive(Clone, Copy)]
enum Kind {
    /// Six mocks, written by hand: the least that a test of all six operations mounts.
    PlainWiremock,
    MockReplay,
    MockStateful,
    InProcessReplay,
    InProcessStateful,
    ServerReplay,
    ServerStateful,
    /// On the test's own thread, as a `Server` is.
    BareHere,
    /// On one of two other threads, as a `LivechatMock` is.
    BareElsewhere,
}

impl Kind {
    const ALL: [Self; 9] = [
        Self::PlainWiremock,
        Self::MockReplay,
        Self::MockStateful,
        Self::InProcessReplay,
        Self::InProcessStateful,
        Self::ServerReplay,
        Self::ServerStateful,
        Self::BareHere,
        Self::BareElsewhere,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::PlainWiremock => "wiremock, six mocks",
            Self::MockReplay => "LivechatMock, replay",
            Self::MockStateful => "LivechatMock, stateful",
            Self::InProcessReplay => "LivechatMock in process, replay",
            Self::InProcessStateful => "LivechatMock in process, stateful",
            Self::ServerReplay => "Server, replay",
            Self::ServerStateful => "Server, stateful",
            Self::BareHere => "hyper alone",
            Self::BareElsewhere => "hyper alone, on another thread",
        }
    }

    /// What it may take at most, in terms of plain wiremock. A world has to be built, which wiremock has no match for.
    fn bound(self) -> &'static str {
        match self {
            Self::MockReplay => "0.70",
            Self::MockStateful => "0.95",
            Self::InProcessReplay => "0.25",
            Self::ServerReplay => "1.00",
            Self::PlainWiremock
            | Self::InProcessStateful
            | Self::ServerStateful
            | Self::BareHere
            | Self::BareElsewhere => "",
        }
    }

    /// Runs one test, of a number.
    async fn test(self, number: usize) -> Result<(), Box<dyn Error>> {
        match self {
            Self::PlainWiremock => {
                let server = plain().await;
                calls(*server.address()).await
            }
            Self::MockReplay => {
                let mock = LivechatMock::start().await;
                calls(mock.address()).await
            }
            Self::MockStateful => {
                let mock = LivechatMock::builder().stateful(World::documented()).start().await;
                calls(mock.address()).await
            }
            Self::InProcessReplay => {
                let mock = LivechatMock::start().await;
                calls_of(&mock.client()).await
            }
            Self::InProcessStateful => {
                let mock = LivechatMock::builder().stateful(World::documented()).start().await;
                calls_of(&mock.client()).await
            }
            Self::ServerReplay => {
                let server = Server::bind(Engine::replay(), ([127, 0, 0, 1], 0)).await?;
                calls(server.address()).await
            }
            Self::ServerStateful => {
                let server = Server::bind(Engine::stateful(World::documented()), ([127, 0, 0, 1], 0)).await?;
                calls(server.address()).await
            }
            Self::BareHere => {
                let server = Bare::here(VISITOR)?;
                calls(server.address).await
            }
            Self::BareElsewhere => {
                let server = Bare::elsewhere(number, VISITOR)?;
                calls(server.address).await
            }
        }
    }
}

/// The documented response.
const VISITOR: &str = r#"{"visitor":{"_id":"sGtcfEYz852uguxaS","username":"guest-7","_updatedAt":"2018-09-21T14:10:56.529Z","token":"iNKE8a6k6cjbqWhWd","phone":[{"phoneNumber":"55 51 5555-5555"}],"visitorEmails":[{"address":"visitor@rocket.chat"}],"name":"Livechat Visitor","livechatData":{"address":"Rocket.Chat street"}},"success":true}"#;

fn main() -> Result<(), Box<dyn Error>> {
    // `cargo test --benches` only wants to know that it runs.
    let rounds = if std::env::args().any(|argument| argument == "--bench") { ROUNDS } else { 1 };
    let mut times = [const { Vec::new() }; Kind::ALL.len()];
    let mut processor = [0; Kind::ALL.len()];
    // The first round fills caches and wiremock's pool, and does not count.
    for round in 0..=rounds {
        for (index, kind) in Kind::ALL.into_iter().enumerate() {
            let before = ticks();
            let time = suite(kind)?;
            if round > 0 {
                times[index].push(time);
                processor[index] += ticks() - before;
            }
        }
    }
    println!("{TESTS} tests on {THREADS} threads, median of {rounds} rounds\n");
    println!("| server | ms | ms per test | wall ÷ wiremock | at most | processor ÷ wiremock |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: |");
    for (index, kind) in Kind::ALL.into_iter().enumerate() {
        let ratios = times[index].iter().zip(&times[0]).map(|(time, plain)| time.as_secs_f64() / plain.as_secs_f64());
        let wall = median(times[index].iter().map(|time| time.as_secs_f64() * 1e3));
        println!(
            "| {} | {wall:.1} | {:.2} | {:.2} | {} | {:.2} |",
            kind.name(),
            wall * THREADS as f64 / TESTS as f64,
            median(ratios),
            kind.bound(),
            processor[index] as f64 / processor[0] as f64,
        );
    }
    Ok(())
}

/// The processor's time that this process took, where the system tells, in ticks of some length.
fn ticks() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace();
    // In its own code, and in the system's on its behalf.
    fields.skip(11).take(2).filter_map(|ticks| ticks.parse::<u64>().ok()).sum()
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

/// Runs the tests as `cargo test` does: threads take them from one queue, and each has a runtime of its own.
fn suite(kind: Kind) -> Result<Duration, String> {
    let begun = AtomicUsize::new(0);
    let worker = || -> Result<(), Box<dyn Error>> {
        loop {
            let number = begun.fetch_add(1, Ordering::Relaxed);
            if number >= TESTS {
                return Ok(());
            }
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
            runtime.block_on(kind.test(number))?;
        }
    };
    let began = Instant::now();
    thread::scope(|scope| {
        let workers: Vec<_> =
            (0..THREADS).map(|_| scope.spawn(|| worker().map_err(|error| error.to_string()))).collect();
        workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| "a test panicked".to_owned())?)
    })?;
    Ok(began.elapsed())
}

/// Looks a visitor up, registers one, looks up again: over one connection, by hand, so that the client costs next to
/// nothing.
async fn calls(address: SocketAddr) -> Result<(), Box<dyn Error>> {
    const GET: &str = "GET /api/v1/livechat/visitor/iNKE8a6k6cjbqWhWd HTTP/1.1\r\nhost: localhost\r\n\r\n";
    const BODY: &str = r#"{"visitor":{"token":"iNKE8a6k6cjbqWhWd","name":"Livechat Visitor"}}"#;
    let post = format!(
        "POST /api/v1/livechat/visitor HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
         content-length: {}\r\n\r\n{BODY}",
        BODY.len()
    );
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    // Ends with a reset. Otherwise the system remembers tens of thousands of closed connections by the end, and searches
    // ever longer for a port that is free, at the expense of whoever binds one: the servers that are not kept in a pool.
    stream.set_zero_linger()?;
    for request in [GET, &post, GET] {
        stream.write_all(request.as_bytes()).await?;
        let answer = read(&mut stream).await?;
        if !(answer.starts_with("HTTP/1.1 200") && answer.contains("guest-7")) {
            return Err(format!("not what was asked for: {answer}").into());
        }
    }
    Ok(())
}

/// The same by the mock's own client.
async fn calls_of(client: &Client) -> Result<(), Box<dyn Error>> {
    const TOKEN: &str = "iNKE8a6k6cjbqWhWd";
    client.get_visitor(TOKEN).await?;
    client.register_visitor(RegisterVisitor::new(TOKEN).name("Livechat Visitor")).await?;
    client.get_visitor(TOKEN).await?;
    Ok(())
}

async fn read(stream: &mut TcpStream) -> io::Result<String> {
    let mut answer = Vec::new();
    loop {
        if stream.read_buf(&mut answer).await? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let text = String::from_utf8_lossy(&answer);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        if length.is_some_and(|length| length.parse() == Ok(body.len())) {
            return Ok(text.into_owned());
        }
    }
}

async fn plain() -> MockServer {
    let answer = || ResponseTemplate::new(200).set_body_raw(VISITOR, "application/json");
    let mocks = [
        Mock::given(method("GET")).and(path("/api/v1/livechat/visitor/iNKE8a6k6cjbqWhWd")).respond_with(answer()),
        Mock::given(method("POST"))
            .and(path("/api/v1/livechat/visitor"))
            .and(body_partial_json(serde_json::json!({"visitor": {"token": "iNKE8a6k6cjbqWhWd"}})))
            .respond_with(answer()),
        Mock::given(method("POST")).and(path("/api/v1/livechat/page.visited")).respond_with(answer()),
        Mock::given(method("GET"))
            .and(path("/api/v1/livechat/visitors.info"))
            .and(query_param("visitorId", "sGtcfEYz852uguxaS"))
            .respond_with(answer()),
        Mock::given(method("GET"))
            .and(path("/api/v1/livechat/visitors.pagesVisited/vp3D9H8ud6HYvRpvq"))
            .respond_with(answer()),
        Mock::given(method("GET"))
            .and(path("/api/v1/livechat/visitors.chatHistory/room/vp3D9H8ud6HYvRpvq/visitor/sGtcfEYz852uguxaS"))
            .respond_with(answer()),
    ];
    let server = MockServer::start().await;
    for mock in mocks {
        mock.mount(&server).await;
    }
    server
}
