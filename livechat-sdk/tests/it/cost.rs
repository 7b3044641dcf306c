//! Gates on what repeats exactly: allocations.

use std::net::TcpListener;

use livechat_sdk::visitors::ListChatHistoryResponse;

#[path = "../../benches/plain/call.rs"]
mod call;
#[path = "../../benches/plain/history.rs"]
mod history;

use call::{Caller, Clients, serve};
use history::{HistoryPage, history_page};

#[test]
fn a_call_allocates_little_more_than_the_plainest_one() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    // Allocations are counted by thread, so the server's do not count.
    std::thread::spawn(move || serve(&listener));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let clients = Clients::new(address).unwrap();
    let per_call = Caller::ALL.map(|caller| {
        let calls = |count| runtime.block_on(caller.calls(&clients, count)).unwrap();
        calls(10);
        allocation_counter::measure(|| calls(100)).count_total as f64 / 100.0
    });
    let [plain, sdk, limited_plain, limited_sdk] = per_call;
    println!(
        "allocations per call: plain {plain}, here {sdk}; with rate limits: plain {limited_plain}, here {limited_sdk}"
    );
    assert!(sdk <= plain + 6.0 && limited_sdk <= plain + 6.0, "{per_call:?}");
}

#[test]
fn a_room_allocates_no_more_than_its_texts() {
    let page = history_page(100);
    let count = |decode: fn(&str)| allocation_counter::measure(|| decode(&page)).count_total;
    let ours = count(|page| drop(serde_json::from_str::<ListChatHistoryResponse>(page).unwrap()));
    let plain = count(|page| drop(serde_json::from_str::<HistoryPage>(page).unwrap()));
    println!("allocations for 100 rooms: plain {plain}, here {ours}");
    assert!(ours < plain && ours < 13 * 100);
}
