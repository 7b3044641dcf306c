//! Lists that are fetched page by page.

use std::{
    pin::Pin,
    sync::{Arc, Mutex},
    task::Poll,
};

use futures_core::Stream;
use livechat_sdk::{
    Error, Items,
    rooms::ListTransferHistory,
    visitors::{ListChatHistory, ListPagesVisited},
};
use proptest::prelude::*;

use crate::support::{Response, Server, client};

/// The number that a query gives under this name.
fn number(target: &str, name: &str) -> Option<u64> {
    let (_, query) = target.split_once('?')?;
    query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')?.parse().ok())
}

fn room(id: u64) -> String {
    format!(r#"{{"_id":"r{id}","t":"l","ts":"2019-12-09T20:30:32.058Z","v":{{"_id":"v"}}}}"#)
}

/// A server with so many rooms.
async fn rooms(total: u64) -> Server {
    rooms_as(total, room).await
}

/// A server with so many rooms, and what it says of each.
async fn rooms_as(total: u64, room: fn(u64) -> String) -> Server {
    Server::start(move |request| {
        let offset = number(&request.target, "offset").unwrap_or(0);
        let count = number(&request.target, "count").unwrap_or(50).min(100);
        let page: Vec<_> = (offset..total.min(offset.saturating_add(count))).map(room).collect();
        let (items, count) = (page.join(","), page.len());
        Response::json(
            200,
            &format!(r#"{{"history":[{items}],"count":{count},"offset":{offset},"total":{total},"success":true}}"#),
        )
    })
    .await
}

async fn ids(mut items: Items<ListChatHistory>) -> Vec<String> {
    let mut ids = Vec::new();
    while let Some(item) = items.next().await {
        ids.push(item.unwrap().id.to_string());
    }
    ids
}

fn history() -> ListChatHistory {
    ListChatHistory::new("r", "v")
}

#[tokio::test]
async fn all_items_come_once_and_in_order() {
    for (total, requests) in [(0, 1), (1, 1), (50, 1), (51, 2), (150, 3)] {
        let server = rooms(total).await;
        let ids = ids(client(&server).items(history())).await;
        assert_eq!(ids, (0..total).map(|id| format!("r{id}")).collect::<Vec<_>>());
        assert_eq!(server.received().len(), requests, "{total}");
    }
}

#[tokio::test]
async fn what_is_left_out_of_a_page_counts_as_one_of_it() {
    // Every third cannot be read.
    let odd = |id| if id % 3 == 0 { r#"{"_id":false}"#.to_owned() } else { room(id) };
    let server = rooms_as(7, odd).await;
    for (count, requests) in [(1, 7), (2, 4), (5, 2)] {
        let before = server.received().len();
        let ids = ids(client(&server).items(history().count(count))).await;
        assert_eq!(ids, ["r1", "r2", "r4", "r5"], "{count}");
        assert_eq!(server.received().len() - before, requests, "{count}");
    }
}

#[tokio::test]
async fn it_starts_where_the_request_does_and_keeps_its_count() {
    let server = rooms(25).await;
    let ids = ids(client(&server).items(history().offset(8).count(10))).await;
    assert_eq!((ids.len(), &*ids[0]), (17, "r8"));
    let offsets: Vec<_> = server.received().iter().map(|request| number(&request.target, "offset")).collect();
    assert_eq!(offsets, [Some(8), Some(18)]);
    assert!(server.received().iter().all(|request| number(&request.target, "count") == Some(10)));
}

#[tokio::test]
async fn pages_carry_the_counters() {
    let server = rooms(60).await;
    let mut pages = client(&server).pages(history());
    let page = pages.next().await.unwrap().unwrap();
    assert_eq!((page.items.len(), page.offset, page.total), (50, Some(0), Some(60)));
    assert_eq!(server.received().len(), 1, "nothing is fetched before it is asked for");
    assert_eq!(pages.next().await.unwrap().unwrap().items.len(), 10);
    assert!(pages.next().await.is_none());
    assert!(pages.next().await.is_none());
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn a_page_without_items_is_one_if_it_is_the_first() {
    let server = rooms(0).await;
    let mut pages = client(&server).pages(history());
    let page = pages.next().await.unwrap().unwrap();
    assert_eq!((page.items.len(), page.total), (0, Some(0)));
    assert!(pages.next().await.is_none());

    // One that counts more than it has.
    let server = Server::start(|request| {
        let offset = number(&request.target, "offset").unwrap_or(0);
        let items = if offset == 0 { room(0) } else { String::new() };
        Response::json(200, &format!(r#"{{"history":[{items}],"offset":{offset},"total":9,"success":true}}"#))
    })
    .await;
    let mut pages = client(&server).pages(history());
    assert_eq!(pages.next().await.unwrap().unwrap().items.len(), 1);
    assert!(pages.next().await.is_none());
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn nothing_is_sent_before_the_first_item_is_asked_for() {
    let server = rooms(1).await;
    drop(client(&server).items(history()));
    assert!(server.received().is_empty());
}

#[tokio::test]
async fn an_error_comes_once_and_ends_the_list() {
    let mut calls = 0;
    let server = Server::start(move |_| {
        calls += 1;
        let page = format!(r#"{{"history":[{}],"count":1,"offset":0,"total":9,"success":true}}"#, room(0));
        if calls == 1 { Response::json(200, &page) } else { Response::json(400, r#"{"success":false}"#) }
    })
    .await;
    let mut items = client(&server).items(history());
    assert!(items.next().await.unwrap().is_ok());
    assert!(items.next().await.unwrap().is_err());
    assert!(items.next().await.is_none());
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn a_server_that_answers_the_same_page_for_ever_does_not_hold_the_client() {
    let server = Server::start(|_| {
        Response::json(200, &format!(r#"{{"history":[{}],"count":1,"offset":0,"total":14,"success":true}}"#, room(0)))
    })
    .await;
    let mut items = client(&server).items(history());
    assert_eq!(items.next().await.unwrap().unwrap().id, "r0");
    let error = items.next().await.unwrap().unwrap_err();
    assert!(matches!(&error, Error::Paging(error) if error.offset() == 1), "{error}");
    assert!(items.next().await.is_none());
    assert_eq!(server.received().len(), 2);
}

#[tokio::test]
async fn a_server_that_ignores_the_offset_and_does_not_say_so_is_found_out() {
    for item in [room(7), r#"{"transferredBy":{"_id":"u"},"scope":"queue","ts":"2019-12-09T20:30:32.058Z"}"#.to_owned()]
    {
        let is_room = item == room(7);
        let server = Server::start(move |_| {
            Response::json(200, &format!(r#"{{"history":[{item},{item}],"total":9,"success":true}}"#))
        })
        .await;
        let client = client(&server);
        // With an id, and without one.
        let error = if is_room {
            let mut items = client.items(history());
            assert!(items.next().await.unwrap().is_ok() && items.next().await.unwrap().is_ok());
            items.next().await.unwrap().unwrap_err()
        } else {
            let mut items = client.items(ListTransferHistory::new("r"));
            assert!(items.next().await.unwrap().is_ok() && items.next().await.unwrap().is_ok());
            items.next().await.unwrap().unwrap_err()
        };
        assert!(matches!(&error, Error::Paging(error) if error.offset() == 2), "{error}");
        assert!(error.to_string().contains("ignores `offset`"), "{error}");
        assert!(!error.is_retryable());
        assert_eq!(server.received().len(), 2);
    }
}

#[tokio::test]
async fn a_server_that_does_not_say_the_offset_may_heed_it() {
    let server = Server::start(|request| {
        let offset = number(&request.target, "offset").unwrap_or(0);
        let item =
            format!(r#"{{"transferredBy":{{"_id":"u{offset}"}},"scope":"queue","ts":"2019-12-09T20:30:32.058Z"}}"#);
        Response::json(200, &format!(r#"{{"history":[{item}],"total":3,"success":true}}"#))
    })
    .await;
    let mut items = client(&server).items(ListTransferHistory::new("r"));
    for _ in 0..3 {
        items.next().await.unwrap().unwrap();
    }
    assert!(items.next().await.is_none());
    assert_eq!(server.received().len(), 3);
}

#[tokio::test]
async fn a_list_without_counters_is_one_page() {
    let message = r#"{"_id":"m","ts":"2019-12-09T20:30:32.058Z","msg":"","u":{"_id":"u"}}"#;
    let server =
        Server::start(move |_| Response::json(200, &format!(r#"{{"pages":[{message}],"success":true}}"#))).await;
    let mut items = client(&server).items(ListPagesVisited::new("r"));
    assert_eq!(items.next().await.unwrap().unwrap().id, "m");
    assert!(items.next().await.is_none());
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn it_is_a_stream() {
    let server = rooms(3).await;
    let mut items = client(&server).items(history());
    let mut count = 0;
    while let Some(item) = std::future::poll_fn(|cx| -> Poll<Option<_>> { Pin::new(&mut items).poll_next(cx) }).await {
        item.unwrap();
        count += 1;
    }
    assert_eq!(count, 3);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    /// Whatever counters a server makes up, the client asks for each page once and for no more than there can be.
    #[test]
    fn it_cannot_loop(
        answers in proptest::collection::vec(
            (0_usize..3, proptest::option::of(0_u64..12), proptest::option::of(0_u64..12)), 1..4),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let asked = runtime.block_on(async {
            let asked = Arc::<Mutex<Vec<u64>>>::default();
            let log = Arc::clone(&asked);
            let mut turn = 0;
            let server = Server::start(move |request| {
                let offset = number(&request.target, "offset").unwrap_or(0);
                log.lock().unwrap().push(offset);
                let (items, echo, total) = answers[turn % answers.len()];
                turn += 1;
                let mut fields = vec![format!(r#""history":[{}]"#, vec![room(0); items].join(","))];
                fields.extend(echo.map(|echo| format!(r#""offset":{echo}"#)));
                fields.extend(total.map(|total| format!(r#""total":{total}"#)));
                Response::json(200, &format!("{{{}}}", fields.join(",")))
            })
            .await;
            let mut items = client(&server).items(history());
            while items.next().await.is_some() {}
            drop(server);
            Arc::try_unwrap(asked).map_or_else(|asked| asked.lock().unwrap().clone(), |asked| asked.into_inner().unwrap())
        });
        prop_assert!(asked.windows(2).all(|pair| pair[0] < pair[1]), "{asked:?}");
        prop_assert!(asked.len() < 30, "{asked:?}");
    }
}
