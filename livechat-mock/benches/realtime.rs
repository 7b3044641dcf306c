//! `cargo bench -p livechat-mock --bench realtime`
//!
//! A server with many visitors' sockets, in a process of its own on the first processor core; the visitors are on the
//! second. First a message that is posted by REST until its frame is at its room's visitor, beside the least that the
//! same connection can do at the time: a `GET` and its answer. Then many sockets: what each takes, what they cost while
//! nothing happens, and one message for each.
//!
//! `BENCHMARKS.md` has the results. Needs Linux, whose `/proc` it reads, and 6,000 open files (`ulimit -n`).

#[path = "load/process.rs"]
mod process;

use std::{
    env,
    error::Error,
    future::pending,
    net::{Ipv4Addr, SocketAddr},
    process::Command,
    time::{Duration, Instant},
};

use futures_util::{SinkExt, StreamExt};
use livechat_mock::{Account, Engine, Server, World};
use livechat_sdk::{Timestamp, model::Visitor};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::mpsc,
    time::sleep,
};
use tokio_tungstenite::{
    WebSocketStream, client_async_with_config,
    tungstenite::{Message, protocol::WebSocketConfig},
};

use self::process::Process;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const ROOMS: usize = 100;
const MESSAGES: usize = 10_000;
const SOCKETS: usize = 5_000;
/// Long enough for each socket to be asked for a sign of life once and twice.
const IDLE: Duration = Duration::from_secs(30);

const CONNECT: &str = r#"{"msg":"connect","version":"1","support":["1"]}"#;

fn main() -> Result<()> {
    if let Some(rooms) = env::args().skip_while(|argument| argument != "rooms").nth(1) {
        return serve(rooms.parse()?);
    }
    if !process::can_be_measured() {
        println!("there is no /proc here that tells what a process used up: nothing is measured");
        return Ok(());
    }
    if !process::pin(std::process::id(), 1) {
        println!("taskset is missing or there is one core alone: server and visitors run where the system puts them");
    }
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        latency().await?;
        many().await
    })
}

/// Serves a world of so many rooms with an agent, each its visitor's; does not end.
fn serve(rooms: usize) -> Result<()> {
    let now = Timestamp::from_millis(1_767_225_600_000);
    let mut world = World::empty();
    let agent = world.add_user(Account::new("ann", "ann").role("livechat-agent"));
    for number in 0..rooms {
        let visitor = world.add_visitor(Visitor::new("").token(token(number)).username(format!("guest-{number}")));
        let room = world.open_room(&visitor, now).ok_or("there is no such visitor")?;
        world.serve_room(&room, &agent, now);
    }
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
        let server = Server::bind(Engine::stateful(world), (Ipv4Addr::LOCALHOST, 0)).await?;
        println!("listening on {}", server.uri());
        pending().await
    })
}

fn token(number: usize) -> String {
    format!("token-{number:05}")
}

fn start(rooms: usize) -> Result<Process> {
    let mut command = Command::new(env::current_exe()?);
    let process = Process::start(command.args(["rooms", &rooms.to_string()]), &[])?;
    process::pin(process.id(), 0);
    Ok(process)
}

async fn latency() -> Result<()> {
    let server = start(ROOMS)?;
    let mut rest = Rest::connect(server.address()).await?;
    let (seen, mut all_seen) = mpsc::unbounded_channel();
    let mut rooms = Vec::new();
    for number in 0..ROOMS {
        let room = rest.room(number).await?;
        tokio::spawn(visit(subscribe(server.address(), number, &room).await?, number, seen.clone()));
        rooms.push(room);
    }
    let (mut posted, mut asked) = (Vec::new(), Vec::new());
    for message in 0..MESSAGES {
        let number = message * 37 % ROOMS;
        let began = Instant::now();
        rest.send(&post(number, &rooms[number])).await?;
        let (reader, at) = all_seen.recv().await.ok_or("all visitors are gone")?;
        assert_eq!(reader, number);
        posted.push(at - began);
        rest.answer().await?;
        let began = Instant::now();
        rest.ask("GET /api/info HTTP/1.1\r\nhost: localhost\r\n\r\n").await?;
        asked.push(began.elapsed());
    }
    println!(
        "| posted until seen, {ROOMS} rooms | {} | a GET and its answer {} |",
        percentiles(posted),
        percentiles(asked)
    );
    Ok(())
}

async fn many() -> Result<()> {
    let server = start(SOCKETS)?;
    let mut rest = Rest::connect(server.address()).await?;
    let mut rooms = Vec::new();
    for number in 0..SOCKETS {
        rooms.push(rest.room(number).await?);
    }
    let before = server.resident()?;
    let (seen, mut all_seen) = mpsc::unbounded_channel();
    let began = Instant::now();
    for (number, room) in rooms.iter().enumerate() {
        tokio::spawn(visit(subscribe(server.address(), number, room).await?, number, seen.clone()));
    }
    println!("| {SOCKETS} sockets connected and subscribed | {:.2} s |", began.elapsed().as_secs_f64());
    let each = (server.resident()? - before) as f64 / SOCKETS as f64;
    println!("| memory per socket | {each:.0} bytes |");
    let used = server.cpu()?;
    sleep(IDLE).await;
    let share = (server.cpu()? - used).as_secs_f64() / IDLE.as_secs_f64() * 100.0;
    println!("| processor while idle, pings included | {share:.2} % of a core |");

    let (began, used) = (Instant::now(), server.cpu()?);
    for (number, room) in rooms.iter().enumerate() {
        rest.ask(&post(number, room)).await?;
    }
    let mut delivered = vec![0; SOCKETS];
    for _ in 0..SOCKETS {
        delivered[all_seen.recv().await.ok_or("all visitors are gone")?.0] += 1;
    }
    assert!(delivered.iter().all(|count| *count == 1), "each has one");
    let took = began.elapsed().as_secs_f64();
    let each = (server.cpu()? - used).as_secs_f64() / SOCKETS as f64 * 1e6;
    println!("| one message to each, one after the other | {took:.2} s, {each:.1} µs of processor time each |");
    Ok(())
}

type Socket = WebSocketStream<TcpStream>;

/// A socket that reads a room's messages.
async fn subscribe(address: SocketAddr, number: usize, room: &str) -> Result<Socket> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let config = WebSocketConfig::default().read_buffer_size(2048);
    let url = format!("ws://{address}/websocket");
    let (mut socket, _) = client_async_with_config(url, stream, Some(config)).await?;
    let token = token(number);
    let sub = format!(
        r#"{{"msg":"sub","id":"s","name":"stream-room-messages","params":["{room}",{{"useCollection":false,"args":[{{"token":"{token}","visitorToken":"{token}"}}]}}]}}"#
    );
    socket.feed(Message::text(CONNECT)).await?;
    socket.send(Message::text(sub)).await?;
    while let Some(frame) = socket.next().await {
        if frame?.to_text()?.contains(r#""ready""#) {
            return Ok(socket);
        }
    }
    Err("the server closed the socket".into())
}

/// Answers pings, and tells when a message is there.
async fn visit(mut socket: Socket, number: usize, seen: mpsc::UnboundedSender<(usize, Instant)>) {
    while let Some(Ok(frame)) = socket.next().await {
        let Ok(text) = frame.to_text() else { return };
        if text.starts_with(r#"{"msg":"changed""#) {
            let _ = seen.send((number, Instant::now()));
        } else if socket.send(Message::text(r#"{"msg":"pong"}"#)).await.is_err() {
            return;
        }
    }
}

/// A connection for REST that is kept.
struct Rest {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Rest {
    async fn connect(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::new() })
    }

    async fn room(&mut self, number: usize) -> Result<String> {
        let request = format!("GET /api/v1/livechat/room?token={} HTTP/1.1\r\nhost: localhost\r\n\r\n", token(number));
        let answer: serde_json::Value = serde_json::from_slice(self.ask(&request).await?)?;
        Ok(answer["room"]["_id"].as_str().ok_or("there is no room")?.to_owned())
    }

    async fn ask(&mut self, request: &str) -> Result<&[u8]> {
        self.send(request).await?;
        self.answer().await
    }

    async fn send(&mut self, request: &str) -> Result<()> {
        Ok(self.stream.write_all(request.as_bytes()).await?)
    }

    /// The body of the next answer, which has to be a success.
    async fn answer(&mut self) -> Result<&[u8]> {
        self.buffer.clear();
        loop {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err("the connection ended".into());
            }
            let Some(end) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
            let head = std::str::from_utf8(&self.buffer[..end])?;
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).ok_or("no length")?;
            if self.buffer.len() == end + 4 + length.parse::<usize>()? {
                return if head.starts_with("HTTP/1.1 200 ") { Ok(&self.buffer[end + 4..]) } else { Err(head.into()) };
            }
        }
    }
}

fn post(number: usize, room: &str) -> String {
    let body = format!(r#"{{"token":"{}","rid":"{room}","msg":"Is anybody there?"}}"#, token(number));
    format!(
        "POST /api/v1/livechat/message HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// The median, and what 99 of 100 are below.
fn percentiles(mut times: Vec<Duration>) -> String {
    times.sort_unstable();
    format!("{:.1?}, p99 {:.1?}", times[times.len() / 2], times[times.len() * 99 / 100])
}
