//! `cargo bench -p livechat-mock --bench load`
//!
//! The program `livechat-mock` in stateful mode against the least that hyper can do: a server that answers the same bytes
//! without looking at the request. Beside them, the least that keeps visitors at all. Each is a process of its own on the
//! first processor core, the load comes from the second, over 32 connections. They take turns, so that a busy machine slows
//! all; the medians of the rounds' ratios count. Processor time weighs more than requests per second: it is the server's
//! alone, whatever else goes on.
//!
//! `BENCHMARKS.md` has the results. Needs Linux, whose `/proc` it reads.

mod bare;
mod client;
mod lean;
mod process;
mod worlds;

use std::{
    env,
    error::Error,
    process::Command,
    time::{Duration, Instant},
};

use self::{
    client::{Connection, Load},
    process::Process,
};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const CONNECTIONS: usize = 32;
const ROUNDS: usize = 15;
const ROUND: Duration = Duration::from_secs(1);
const VISITORS: u64 = 100_000;
const STARTS: usize = 30;
const REQUESTS: u64 = 500_000;
const SIZES: [u64; 3] = [10, 10_000, 1_000_000];

fn main() -> Result<()> {
    match env::args().nth(1).as_deref() {
        Some("bare") => return bare::serve(),
        Some("lean") => return lean::serve(),
        _ => {}
    }
    if let Some(visitors) = env::args().skip_while(|argument| argument != "world").nth(1) {
        return worlds::serve(visitors.parse()?);
    }
    if !process::can_be_measured() {
        println!("there is no /proc here that tells what a process used up: nothing is measured");
        return Ok(());
    }
    if !process::pin(std::process::id(), 1) {
        println!("taskset is missing or there is one core alone: servers and load run where the system puts them");
    }
    let mut table = Table::default();
    looking_up(&mut table)?;
    registering(&mut table)?;
    memory(&mut table)?;
    starting(&mut table)?;
    growing(&mut table)?;
    table.print();
    Ok(())
}

fn looking_up(table: &mut Table) -> Result<()> {
    let request = get();
    let mock = mock(&[])?;
    let [bare, lean] = beside(&mock, &request)?;
    Connection::open(lean.address())?.ask(&post_documented())?;
    let race = Race::run([&bare, &mock, &lean], &mut |_, buffer| buffer.extend_from_slice(&request))?;
    race.report(table, "GET visitor/:token", "at most 1.1", "at least 0.9");
    Ok(())
}

fn registering(table: &mut Table) -> Result<()> {
    let mock = mock(&["--world", "empty"])?;
    let [bare, lean] = beside(&mock, &post(VISITORS / 2))?;
    for server in [&mock, &lean] {
        let mut visitors = 0..VISITORS;
        let mut load = Load::connect(server.address(), CONNECTIONS)?;
        load.run(&mut |buffer| buffer.extend(post(visitors.next().unwrap_or_default())), |sent| sent >= VISITORS)?;
    }
    let mut random = Random(1);
    let race = Race::run([&bare, &mock, &lean], &mut |_, buffer| buffer.extend(post(random.below(VISITORS))))?;
    race.report(table, "POST visitor, one of 100,000", "", "at least 0.8");
    let resident = mock.resident()?;
    table.row("memory with 100,000 visitors", "", format!("{:.1} MB", resident as f64 / 1e6));
    Ok(())
}

fn memory(table: &mut Table) -> Result<()> {
    let mock = mock(&[])?;
    let megabytes = || Ok::<_, Box<dyn Error>>(format!("{:.1} MB", mock.resident()? as f64 / 1e6));
    table.row("memory, idle", "at most 12 MB", megabytes()?);
    let (get, post) = (get(), post_documented());
    let mut count = 0;
    let mut next = |buffer: &mut Vec<u8>| {
        count += 1;
        buffer.extend_from_slice(if count % 2 == 0 { &get } else { &post });
    };
    Load::connect(mock.address(), CONNECTIONS)?.run(&mut next, |sent| sent >= REQUESTS)?;
    table.row("memory after 500,000 requests", "at most 25 MB", megabytes()?);
    Ok(())
}

/// From the start of a process to its first answer.
fn starting(table: &mut Table) -> Result<()> {
    let request = get();
    let answer = Connection::open(mock(&[])?.address())?.ask(&request)?;
    let first_answer = |start: &dyn Fn() -> Result<Process>| -> Result<f64> {
        let began = Instant::now();
        let process = start()?;
        Connection::open(process.address())?.ask(&request)?;
        Ok(began.elapsed().as_secs_f64() * 1e3)
    };
    let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..STARTS {
        ours.push(first_answer(&|| Process::start(&mut program(&[]), &[]))?);
        theirs.push(first_answer(&|| Process::start(&mut other_program(&["bare"])?, &answer))?);
        ratios.push(ours[ours.len() - 1] / theirs[theirs.len() - 1]);
    }
    let (ours, theirs) = (median(ours), median(theirs));
    let measured = format!("{:.2} ({ours:.2} ms, bare {theirs:.2} ms)", median(ratios));
    table.row("start to first answer", "at most 2", measured);
    Ok(())
}

/// What a request takes in larger worlds, the server and its connections included.
fn growing(table: &mut Table) -> Result<()> {
    let [small, medium, large] = SIZES.map(world);
    let (small, medium, large) = (small?, medium?, large?);
    let mut random = Random(1);
    let mut next = |at: usize, buffer: &mut Vec<u8>| buffer.extend(get_numbered(random.below(SIZES[at])));
    let race = Race::run([&small, &medium, &large], &mut next)?;
    for (at, visitors) in SIZES.iter().enumerate().skip(1) {
        let (ratio, cpu, _) = race.compare(at, |round| round.cpu);
        let measured = format!("{ratio:.2} ({cpu:.1} µs)");
        table.row(&format!("GET visitor/:token, one of {visitors}, to one of 10"), "at most 2", measured);
    }
    Ok(())
}

/// Three servers over many rounds. The first is what the others are compared with.
struct Race([Vec<Round>; 3]);

/// What one server did in one round.
#[derive(Clone, Copy)]
struct Round {
    /// Requests per second.
    speed: f64,
    /// Microseconds of processor time per request.
    cpu: f64,
}

impl Race {
    /// `next` writes the next request to the server with this number.
    fn run(servers: [&Process; 3], next: &mut dyn FnMut(usize, &mut Vec<u8>)) -> Result<Self> {
        let mut rounds = [const { Vec::new() }; 3];
        let loads = servers.map(|server| Load::connect(server.address(), CONNECTIONS));
        let mut loads = loads.into_iter().collect::<std::io::Result<Vec<_>>>()?;
        // The first round warms them up. Each time another one begins.
        for round in 0..=ROUNDS {
            for turn in 0..servers.len() {
                let at = (round + turn) % servers.len();
                let figures = Round::run(servers[at], &mut loads[at], &mut |buffer| next(at, buffer))?;
                if round > 0 {
                    rounds[at].push(figures);
                }
            }
        }
        Ok(Self(rounds))
    }

    /// Of the bare server, the mock and the lean server.
    fn report(&self, table: &mut Table, what: &str, cpu: &str, speed: &str) {
        for (at, server, cpu, speed) in [(1, "", cpu, speed), (2, ", lean server", "", "")] {
            let (ratio, ours, bare) = self.compare(at, |round| round.cpu);
            let measured = format!("{ratio:.2} ({ours:.1} µs, bare {bare:.1} µs)");
            table.row(&format!("{what}, processor time{server}"), cpu, measured);
            let (ratio, ours, bare) = self.compare(at, |round| round.speed);
            table.row(
                &format!("{what}, requests per second{server}"),
                speed,
                format!("{ratio:.2} ({ours:.0}, bare {bare:.0})"),
            );
        }
    }

    /// The median ratio to the first server's figure, and both medians.
    fn compare(&self, at: usize, figure: impl Fn(&Round) -> f64) -> (f64, f64, f64) {
        let [first, ours] = [0, at].map(|at| self.0[at].iter().map(&figure).collect::<Vec<_>>());
        let ratios = ours.iter().zip(&first).map(|(ours, first)| ours / first).collect();
        (median(ratios), median(ours), median(first))
    }
}

impl Round {
    fn run(server: &Process, load: &mut Load, next: &mut dyn FnMut(&mut Vec<u8>)) -> Result<Self> {
        let (began, before) = (Instant::now(), server.cpu()?);
        let requests = load.run(next, |_| began.elapsed() >= ROUND)? as f64;
        let (took, used) = (began.elapsed(), server.cpu()? - before);
        Ok(Self { speed: requests / took.as_secs_f64(), cpu: used.as_secs_f64() * 1e6 / requests })
    }
}

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_livechat-mock"));
    command.args(["--quiet", "--port", "0"]).args(arguments);
    command
}

/// This program, as one of the other servers.
fn other_program(arguments: &[&str]) -> Result<Command> {
    let mut command = Command::new(env::current_exe()?);
    command.args(arguments);
    Ok(command)
}

/// A server on the core where no load is.
fn pinned(command: &mut Command, input: &[u8]) -> Result<Process> {
    let process = Process::start(command, input)?;
    process::pin(process.id(), 0);
    Ok(process)
}

fn mock(arguments: &[&str]) -> Result<Process> {
    pinned(&mut program(arguments), &[])
}

/// The mock with so many visitors.
fn world(visitors: u64) -> Result<Process> {
    pinned(&mut other_program(&["world", &visitors.to_string()])?, &[])
}

/// A bare and a lean server, which answer as the mock does to this request: the one in all, the other in its headers.
fn beside(mock: &Process, request: &[u8]) -> Result<[Process; 2]> {
    let answer = Connection::open(mock.address())?.ask(request)?;
    Ok([pinned(&mut other_program(&["bare"])?, &answer)?, pinned(&mut other_program(&["lean"])?, &answer)?])
}

fn get() -> Vec<u8> {
    b"GET /api/v1/livechat/visitor/iNKE8a6k6cjbqWhWd HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n".to_vec()
}

/// Looks one of many visitors up.
fn get_numbered(number: u64) -> Vec<u8> {
    let token = worlds::token(number);
    format!("GET /api/v1/livechat/visitor/{token} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n").into_bytes()
}

/// Registers the visitor of the documentation's examples, as they do.
fn post_documented() -> Vec<u8> {
    register("iNKE8a6k6cjbqWhWd", "visitor@rocket.chat", "55 51 5555-5555")
}

/// Registers one of many visitors.
fn post(number: u64) -> Vec<u8> {
    let email = format!("visitor-{number:06}@example.com");
    register(&worlds::token(number), &email, &format!("55 51 {number:09}"))
}

fn register(token: &str, email: &str, phone: &str) -> Vec<u8> {
    let body = format!(
        r#"{{"visitor":{{"name":"Livechat Visitor","email":"{email}","token":"{token}","phone":"{phone}","customFields":[{{"key":"address","value":"Rocket.Chat street","overwrite":true}}]}}}}"#
    );
    let head = "POST /api/v1/livechat/visitor HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json";
    format!("{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len()).into_bytes()
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

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

#[derive(Default)]
struct Table(Vec<[String; 3]>);

impl Table {
    fn row(&mut self, what: &str, target: &str, measured: String) {
        self.0.push([what.to_owned(), target.to_owned(), measured]);
    }

    fn print(&self) {
        for [what, target, measured] in &self.0 {
            println!("| {what:<61} | {target:<13} | {measured:<32} |");
        }
    }
}
