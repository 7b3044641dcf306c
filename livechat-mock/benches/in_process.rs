//! `cargo bench -p livechat-mock --bench in_process`
//!
//! What a call in process costs: the SDK's client and the mock together, without sockets, one call after the other on one
//! thread. The median of the rounds counts.

use std::{error::Error, time::Instant};

use livechat_mock::{LivechatMock, World};
use livechat_sdk::visitors::{GetVisitor, RegisterVisitor};

const TOKEN: &str = "iNKE8a6k6cjbqWhWd";
const CALLS: u32 = 2_000;
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
            for (operation, mut times) in [("GET visitor/:token", reads), ("POST visitor", writes)] {
                times.sort();
                println!("{name}, {operation}: {:.1?} per call", times[times.len() / 2]);
            }
        }
        Ok(())
    })
}
