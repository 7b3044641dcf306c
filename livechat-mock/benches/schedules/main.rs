//! `cargo bench -p livechat-mock --bench schedules`, with `-- --seconds 60`, `-- --schedules 100000` or `-- --seed 7`
//!
//! The whole system in virtual time: clients of visitors and of a bot, the mock, its webhook and all sockets run in one
//! scheduler, on a network that a seed makes fail, and on tokio's paused clock, which leaps to whatever is due next. In a
//! schedule the network loses requests, responses and frames, breaks sockets or silences them, and is down for a while; the
//! server is slow, limits and fails calls; clocks jump. When that is over, each reader has to have each message once and in
//! order, each call has to have ended within its time, and no client may have asked more often than the documentation of its
//! streams allows.
//!
//! Without an argument it runs 1,000 schedules. It stops at the first that fails, and says how to run it again. Each of the
//! first schedules runs twice, and has to take the same course. The memory that the process holds after a quarter of the
//! schedules may grow by 5 % at the most.

#[path = "../shared/memory.rs"]
mod memory;
mod network;
mod people;
mod receiver;
mod schedule;
mod trouble;

use std::{
    env,
    error::Error,
    time::{Duration, Instant},
};

use self::schedule::Outcome;

type Result<T> = std::result::Result<T, Box<dyn Error + Send + Sync>>;

/// How many of the first schedules run twice.
const TWICE: u64 = 20;
/// What the memory may grow to, in percent.
const MOST: u64 = 105;
/// Fewer say nothing about memory.
const FEWEST_FOR_MEMORY: u64 = 400;

enum Until {
    Schedules(u64),
    Time(Duration),
}

fn main() -> Result<()> {
    if let Some(seed) = argument("--seed")? {
        println!("{}", run(seed)?);
        return Ok(());
    }
    let until = match (argument("--seconds")?, argument("--schedules")?) {
        (Some(seconds), _) => Until::Time(Duration::from_secs(seconds)),
        (None, Some(schedules)) => Until::Schedules(schedules),
        // `cargo test --benches` only wants to know that it runs.
        (None, None) if env::args().any(|argument| argument == "--bench") => Until::Schedules(1_000),
        (None, None) => Until::Schedules(2),
    };
    let first = argument("--from")?.unwrap_or(0);
    let began = Instant::now();
    let mut all = Outcome::default();
    let mut ran = 0;
    let mut before = None;
    loop {
        let done = match until {
            Until::Schedules(schedules) => ran as f64 / schedules as f64,
            Until::Time(time) => began.elapsed().as_secs_f64() / time.as_secs_f64(),
        };
        if done >= 1.0 {
            break;
        }
        if before.is_none() && done >= 0.25 {
            before = memory::resident("self").ok();
        }
        let seed = first + ran;
        let outcome = run(seed)?;
        if ran < TWICE && outcome != run(seed)? {
            return Err(format!("schedule {seed} took another course the second time").into());
        }
        all.add(&outcome);
        ran += 1;
    }
    println!("{ran} schedules in {:.1?}: {all}", began.elapsed());
    let after = memory::resident("self").ok();
    match (before, after) {
        (Some(before), Some(after)) if ran >= FEWEST_FOR_MEMORY => {
            println!("resident {before} bytes after a quarter of them, {after} at the end");
            if after * 100 > before * MOST {
                return Err(format!("the memory is not flat: it may grow to {MOST} % of what it was").into());
            }
        }
        _ => println!("the memory was not looked at"),
    }
    Ok(())
}

fn run(seed: u64) -> Result<Outcome> {
    schedule::run(seed).map_err(|failure| {
        format!("{failure}\nagain: cargo bench -p livechat-mock --bench schedules -- --seed {seed}").into()
    })
}

fn argument(name: &str) -> Result<Option<u64>> {
    Ok(env::args().skip_while(|argument| argument != name).nth(1).map(|number| number.parse()).transpose()?)
}
