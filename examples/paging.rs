//! Lists, page by page and item by item.
//!
//! ```text
//! cargo run -p livechat-examples --example paging
//! ```

use livechat_mock::{LivechatMock, World};
use livechat_sdk::{Error, Sort, visitors::ListChatHistory};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    // A visitor of the documentation with 14 conversations, and one of them.
    let mock = LivechatMock::builder().stateful(World::documented()).start().await;
    let (visitor, room) = ("sAvPE8bjCJP5YwPnN", "Yjc62ZSoWiHB8Q6xr");
    let staff = mock.staff();

    // One page, with the server's counters.
    let first = staff.send(ListChatHistory::new(room, visitor).count(3)).await?;
    println!("{} of {} conversations: the newest", first.history.len(), first.total.unwrap_or_default());

    // Page by page: each is fetched lazily.
    let mut pages = staff.pages(ListChatHistory::new(room, visitor).count(5));
    while let Some(page) = pages.next().await {
        let page = page?;
        println!("a page of {}, after {}", page.items.len(), page.offset.unwrap_or_default());
    }

    // Item by item, the oldest first, across pages.
    let oldest_first = Sort::by("ts");
    let mut rooms = staff.items(ListChatHistory::new(room, visitor).count(5).sort(oldest_first));
    while let Some(room) = rooms.next().await {
        let room = room?;
        println!("{} opened {}", room.id, room.created_at);
    }
    Ok(())
}
