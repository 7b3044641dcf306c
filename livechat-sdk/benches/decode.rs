//! `cargo bench -p livechat-sdk --bench decode`
//!
//! Decoding a page of a chat history into this crate's types, as the client does it, against plain structs with `String`
//! dates, as reqwest's `json` does it. The two take turns, so that a busy machine slows both; the median of the rounds'
//! ratios counts.

#[path = "plain/history.rs"]
mod plain;

use std::{hint::black_box, time::Instant};

use livechat_sdk::visitors::ListChatHistoryResponse;

const ROUNDS: usize = 31;

fn main() {
    for rooms in [1, 100, 10_000] {
        let page = plain::history_page(rooms);
        let repeats = (4_000_000 / page.len()).max(1);
        let (mut speeds, mut ratios) = (Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let theirs =
                megabytes_per_second(&page, repeats, |body| serde_json::from_slice::<plain::HistoryPage>(body).is_ok());
            let ours = megabytes_per_second(&page, repeats, |body| {
                std::str::from_utf8(body)
                    .is_ok_and(|text| serde_json::from_str::<ListChatHistoryResponse>(text).is_ok())
            });
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

fn megabytes_per_second(page: &str, repeats: usize, decode: impl Fn(&[u8]) -> bool) -> f64 {
    let start = Instant::now();
    for _ in 0..repeats {
        assert!(decode(black_box(page.as_bytes())));
    }
    (page.len() * repeats) as f64 / start.elapsed().as_secs_f64() / 1e6
}
