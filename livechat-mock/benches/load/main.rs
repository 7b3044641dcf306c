//! `cargo bench -p livechat-mock --bench load`
//!
//! The program `livechat-mock` in stateful mode against the least that hyper can do: a server that answers the same bytes
//! without looking at the request. Each is a process of its own on the first processor core, the load comes from the
//! second, over 32 connections. The two take turns, so that a busy machine slows both; the medians of the rounds' ratios
//! count. Processor time weighs more than requests per second: it is the server's alone, whatever else goes on.
//!
//! `BENCHMARKS.md` has the results. Needs Linux, whose `/proc` it reads.

mod bare;
mod client;
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
    if env::args().nth(1).as_deref() == Some("bare") {
        return bare::serve();
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
    let bare = bare(&mock, &request)?;
    let ratios = Ratios::measure(&mock, &bare, &mut |buffer| buffer.extend_from_slice(&request))?;
    table.row("GET visitor/:token, processor time", "at most 1.1", ratios.cpu());
    table.row("GET visitor/:token, requests per second", "at least 0.9", ratios.speed());
    Ok(())
}

fn registering(table: &mut Table) -> Result<()> {
    let mock = mock(&["--world", "empty"])?;
    let bare = bare(&mock, &post(VISITORS / 2))?;
    let mut load = Load::connect(mock.address(), CONNECTIONS)?;
    let mut visitors = 0..VISITORS;
    load.run(&mut |buffer| buffer.extend(post(visitors.next().unwrap_or_default())), |sent| sent >= VISITORS)?;
    drop(load);
    let mut random = Random(1);
    let ratios = Ratios::measure(&mock, &bare, &mut |buffer| buffer.extend(post(random.below(VISITORS))))?;
    table.row("POST visitor, one of 100,000, processor time", "", ratios.cpu());
    table.row("POST visitor, one of 100,000, requests per second", "at least 0.8", ratios.speed());
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
        theirs.push(first_answer(&|| Process::start(&mut bare_program()?, &answer))?);
        ratios.push(ours[ours.len() - 1] / theirs[theirs.len() - 1]);
    }
    let (ours, theirs) = (median(ours), median(theirs));
    let measured = format!("{:.2} ({ours:.2} ms, bare {theirs:.2} ms)", median(ratios));
    table.row("start to first answer", "at most 2", measured);
    Ok(())
}

/// What a request takes in larger worlds, the server and its connections included.
fn growing(table: &mut Table) -> Result<()> {
    let servers = SIZES.iter().map(|visitors| world(*visitors)).collect::<Result<Vec<_>>>()?;
    let mut loads = servers
        .iter()
        .map(|server| Load::connect(server.address(), CONNECTIONS))
        .collect::<std::io::Result<Vec<_>>>()?;
    let mut rounds = vec![Vec::new(); SIZES.len()];
    let mut random = Random(1);
    for round in 0..=ROUNDS {
        for ((visitors, server), (load, rounds)) in SIZES.iter().zip(&servers).zip(loads.iter_mut().zip(&mut rounds)) {
            let figures = Round::run(server, load, &mut |buffer| buffer.extend(get_numbered(random.below(*visitors))))?;
            if round > 0 {
                rounds.push(figures.cpu);
            }
        }
    }
    for (visitors, figures) in SIZES.iter().zip(&rounds).skip(1) {
        let ratios = figures.iter().zip(&rounds[0]).map(|(figure, smallest)| figure / smallest).collect();
        let measured = format!("{:.2} ({:.1} µs)", median(ratios), median(figures.clone()));
        table.row(&format!("GET visitor/:token, one of {visitors}, to one of 10"), "at most 2", measured);
    }
    Ok(())
}

/// The two servers over many rounds.
#[derive(Default)]
struct Ratios {
    ours: Vec<Round>,
    theirs: Vec<Round>,
}

/// What one server did in one round.
#[derive(Clone, Copy)]
struct Round {
    /// Requests per second.
    speed: f64,
    /// Microseconds of processor time per request.
    cpu: f64,
}

impl Ratios {
    fn measure(mock: &Process, bare: &Process, next: &mut dyn FnMut(&mut Vec<u8>)) -> Result<Self> {
        let mut ours = Load::connect(mock.address(), CONNECTIONS)?;
        let mut theirs = Load::connect(bare.address(), CONNECTIONS)?;
        let mut ratios = Self::default();
        // The first round warms both up.
        for round in 0..=ROUNDS {
            let (our, their) = if round % 2 == 0 {
                let our = Round::run(mock, &mut ours, next)?;
                (our, Round::run(bare, &mut theirs, next)?)
            } else {
                let their = Round::run(bare, &mut theirs, next)?;
                (Round::run(mock, &mut ours, next)?, their)
            };
            if round > 0 {
                ratios.ours.push(our);
                ratios.theirs.push(their);
            }
        }
        Ok(ratios)
    }

    fn of(&self, figure: impl Fn(&Round) -> f64) -> (f64, f64, f64) {
        let all = |rounds: &[Round]| rounds.iter().map(&figure).collect::<Vec<_>>();
        let (ours, theirs) = (all(&self.ours), all(&self.theirs));
        let ratios = ours.iter().zip(&theirs).map(|(ours, theirs)| ours / theirs).collect();
        (median(ratios), median(ours), median(theirs))
    }

    fn cpu(&self) -> String {
        let (ratio, ours, theirs) = self.of(|round| round.cpu);
        format!("{ratio:.2} ({ours:.1} µs, bare {theirs:.1} µs)")
    }

    fn speed(&self) -> String {
        let (ratio, ours, theirs) = self.of(|round| round.speed);
        format!("{ratio:.2} ({ours:.0}, bare {theirs:.0})")
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

fn bare_program() -> Result<Command> {
    let mut command = Command::new(env::current_exe()?);
    command.arg("bare");
    Ok(command)
}

fn mock(arguments: &[&str]) -> Result<Process> {
    let process = Process::start(&mut program(arguments), &[])?;
    process::pin(process.id(), 0);
    Ok(process)
}

/// The mock with so many visitors.
fn world(visitors: u64) -> Result<Process> {
    let mut command = Command::new(env::current_exe()?);
    let process = Process::start(command.args(["world", &visitors.to_string()]), &[])?;
    process::pin(process.id(), 0);
    Ok(process)
}

/// A bare server that answers as the mock does to this request.
fn bare(mock: &Process, request: &[u8]) -> Result<Process> {
    let answer = Connection::open(mock.address())?.ask(request)?;
    let process = Process::start(&mut bare_program()?, &answer)?;
    process::pin(process.id(), 0);
    Ok(process)
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
            println!("| {what:<50} | {target:<13} | {measured:<32} |");
        }
    }
}
