//! `cargo bench -p livechat-sdk --bench decode`
//!
//! Decoding a page of a chat history into this crate's types, against plain structs with `String` dates, as reqwest's `json`
//! does it. And reading it as the client does, which leaves out what cannot be read, against serde_json into the same types,
//! which cannot. What is compared takes turns, so that a busy machine slows both; the median of the rounds' ratios counts.
//!
//! Allocations are counted by a test (`tests/it/cost.rs`) and not here: the allocator that counts them copies a list whenever it
//! grows, where the system's own may not have to.

#[path = "plain/history.rs"]
mod plain;

use std::{hint::black_box, time::Instant};

use http::HeaderMap;
use livechat_sdk::{
    endpoint::{Decoded, read_response},
    visitors::{ListChatHistory, ListChatHistoryResponse},
};

const ROUNDS: usize = 31;

fn main() {
    for rooms in [1, 100, 10_000] {
        against_plain_structs(rooms);
    }
    println!();
    for rooms in [1, 100] {
        let page = plain::history_page(rooms);
        println!("{rooms:>6} rooms, all as they should be: {:.3} x serde_json", cost(&page, &page, 0));
    }
    let page = plain::history_page(100);
    for (what, odd) in [
        ("one value is odd, in the first", vec![0]),
        ("one value is odd, in the last", vec![99]),
        ("32 values are odd, in the first", (0..32).collect()),
        ("32 values are odd, in the last", (68..100).collect()),
        ("32 values are odd, throughout", (0..32).map(|number| number * 3).collect::<Vec<_>>()),
    ] {
        println!("   100 rooms, {what}: {:.2} x serde_json", cost(&page, &with_odd(&page, &odd), odd.len()));
    }
}

fn against_plain_structs(rooms: usize) {
    let page = plain::history_page(rooms);
    let (mut speeds, mut ratios) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let theirs = megabytes_per_second(&page, |body| serde_json::from_slice::<plain::HistoryPage>(body).is_ok());
        let ours = megabytes_per_second(&page, |body| {
            std::str::from_utf8(body).is_ok_and(|text| serde_json::from_str::<ListChatHistoryResponse>(text).is_ok())
        });
        speeds.push((theirs, ours));
        ratios.push(ours / theirs);
    }
    speeds.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (theirs, ours) = speeds[ROUNDS / 2];
    println!("{rooms:>6} rooms: plain {theirs:.0} MB/s, here {ours:.0} MB/s, ratio {:.3}", median(ratios));
}

/// How many times longer the client takes for a page, in which so many values are odd, than serde_json for the one without.
fn cost(clean: &str, page: &str, odd: usize) -> f64 {
    let ratio = || {
        let theirs =
            megabytes_per_second(clean, |body| serde_json::from_slice::<ListChatHistoryResponse>(body).is_ok());
        theirs / megabytes_per_second(page, |body| is_read(body, odd))
    };
    median((0..ROUNDS).map(|_| ratio()).collect())
}

/// Decodes a page as the client does, and says whether so much of it was left out.
fn is_read(body: &[u8], odd: usize) -> bool {
    let response = read_response::<ListChatHistory>(200, &HeaderMap::new(), body);
    response.is_ok_and(|Decoded { omitted, .. }| omitted.len() == odd)
}

/// The page with a text in place of the number of messages of these rooms.
fn with_odd(page: &str, rooms: &[usize]) -> String {
    rooms.iter().fold(page.to_owned(), |page, room| {
        page.replacen(&format!("\"msgs\":{room},"), &format!("\"msgs\":\"{room}\","), 1)
    })
}

fn median(mut ratios: Vec<f64>) -> f64 {
    ratios.sort_by(f64::total_cmp);
    ratios[ratios.len() / 2]
}

fn megabytes_per_second(page: &str, decode: impl Fn(&[u8]) -> bool) -> f64 {
    let repeats = (4_000_000 / page.len()).max(1);
    let start = Instant::now();
    for _ in 0..repeats {
        assert!(decode(black_box(page.as_bytes())));
    }
    (page.len() * repeats) as f64 / start.elapsed().as_secs_f64() / 1e6
}
