//! `cargo bench -p livechat-sdk --bench decode`
//!
//! Decoding a page of a chat history into this crate's types against plain structs with `String` dates. The two take
//! turns, so that a busy machine slows both; the median of the rounds' ratios counts.

#[path = "plain/history.rs"]
mod plain;

use std::{hint::black_box, time::Instant};

use livechat_sdk::visitors::ListChatHistoryResponse;
use serde::de::DeserializeOwned;

const ROUNDS: usize = 31;

fn main() {
    for rooms in [1, 100, 10_000] {
        let page = plain::history_page(rooms);
        let repeats = (4_000_000 / page.len()).max(1);
        let (mut speeds, mut ratios) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let theirs = megabytes_per_second::<plain::HistoryPage>(&page, repeats);
            let ours = megabytes_per_second::<ListChatHistoryResponse>(&page, repeats);
            speeds.push((theirs, ours));
            ratios.push(ours / theirs);
        }
        ratios.sort_by(f64::total_cmp);
        speeds.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (theirs, ours) = speeds[ROUNDS / 2];
        let allocations = |decode: fn(&str)| allocation_counter::measure(|| decode(&page)).count_total / rooms as u64;
        println!(
            "{rooms:>6} rooms: plain {theirs:.0} MB/s, here {ours:.0} MB/s, ratio {:.3}; allocations per room {} and {}",
            ratios[ROUNDS / 2],
            allocations(|page| drop(serde_json::from_str::<plain::HistoryPage>(page))),
            allocations(|page| drop(serde_json::from_str::<ListChatHistoryResponse>(page))),
        );
    }
}

fn megabytes_per_second<T: DeserializeOwned>(page: &str, repeats: usize) -> f64 {
    let start = Instant::now();
    for _ in 0..repeats {
        black_box(serde_json::from_slice::<T>(black_box(page.as_bytes())).is_ok());
    }
    (page.len() * repeats) as f64 / start.elapsed().as_secs_f64() / 1e6
}
