//! `cargo bench -p livechat-mock --bench in_process`
//!
//! What a call in process costs: the SDK's client and the mock together, without sockets, one call after the other on one
//! thread. And what a fork of the documented world costs, with its first change. The medians of the rounds count.

use std::{
    error::Error,
    hint::black_box,
    time::{Duration, Instant},
};

use livechat_mock::{Engine, LivechatMock, World};
use livechat_sdk::visitors::{GetVisitor, RegisterVisitor};

const TOKEN: &str = "iNKE8a6k6cjbqWhWd";
const CALLS: u32 = 2_000;
const FORKS: u32 = 200;
const ROUNDS: usize = 31;

fn main() -> Result<(), Box<dyn Error>> {
    // `cargo test --benches` only wants to know that it runs.
    let rounds = if std::env::args().any(|argument| argument == "--bench") { ROUNDS } else { 1 };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        for (name, mock) in [
            ("replay", LivechatMock::start().await),
            ("stateful", LivechatMock::builder().stateful(World::documented()).start().await),
        ] {
            let client = mock.client();
            let (mut reads, mut writes) = (Vec::new(), Vec::new());
            for _ in 0..rounds {
                let began = Instant::now();
                for _ in 0..CALLS {
                    client.send(GetVisitor::new(TOKEN)).await?;
                }
                reads.push(began.elapsed() / CALLS);
                let began = Instant::now();
                for _ in 0..CALLS {
                    client.send(RegisterVisitor::new(TOKEN).name("Ann")).await?;
                }
                writes.push(began.elapsed() / CALLS);
            }
            for (operation, times) in [("GET visitor/:token", reads), ("POST visitor", writes)] {
                println!("{name}, {operation}: {:.1?} per call", median(times));
            }
        }
        Ok::<_, Box<dyn Error>>(())
    })?;
    let engine = Engine::stateful(World::documented());
    let forks = (0..rounds).map(|_| {
        let began = Instant::now();
        for _ in 0..FORKS {
            black_box(engine.fork().world_mut());
        }
        began.elapsed() / FORKS
    });
    println!("a fork: {:.1?}", median(forks.collect()));
    Ok(())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}
