//! Starting and stopping, and what the test keeps in hand meanwhile.

use std::{io::ErrorKind, net::TcpListener, time::Duration};

use livechat_mock::{Clock, Engine, Server, World};
use livechat_sdk::model::WorkHourData;

use super::{REGISTER, VISITOR, start, stateful};
use crate::raw::{Raw, post, request};

#[tokio::test]
async fn a_port_in_use_is_an_error_that_says_so() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let address = taken.local_addr().unwrap();
    let error = stateful().bind(address).await.unwrap_err();
    assert_eq!((error.kind(), error.address()), (ErrorKind::AddrInUse, address));
    assert_eq!(error.to_string(), format!("cannot listen on {address}"));
}

#[tokio::test]
async fn shutdown_waits_for_requests_that_have_begun_and_for_no_others() {
    let server = start(stateful()).await;
    let address = server.address();
    let (mut fresh, mut idle) = (Raw::connect(address).await, Raw::connect(address).await);
    assert_eq!(idle.ask(request("GET", VISITOR)).await.status, 200);
    let mut busy = Raw::connect(address).await;
    let whole = post(REGISTER, r#"{"visitor":{"token":"t"}}"#);
    busy.send(&whole[..whole.len() - 1]).await;
    // The server has seen the beginning, for this was sent later and is answered.
    assert_eq!(idle.ask(request("GET", VISITOR)).await.status, 200);

    let client = async {
        assert_eq!(fresh.rest().await, b"");
        assert_eq!(idle.rest().await, b"");
        busy.send("}").await;
        let answer = busy.answer().await;
        assert_eq!((answer.status, answer.header("connection")), (200, Some("close")));
    };
    tokio::join!(server.shutdown(), client);
    TcpListener::bind(address).expect("the port is free again");
}

#[tokio::test]
async fn shutdown_does_not_wait_for_ever() {
    let server = start(stateful().shutdown_timeout(Duration::from_millis(20))).await;
    let mut stuck = Raw::connect(server.address()).await;
    stuck.send(&post(REGISTER, "{}")[..60]).await;
    server.shutdown().await;
    assert_eq!(stuck.rest().await, b"");
}

#[tokio::test]
async fn dropping_a_server_closes_its_connections_at_once() {
    let server = start(stateful()).await;
    let mut client = Raw::connect(server.address()).await;
    assert_eq!(client.ask(request("GET", VISITOR)).await.status, 200);
    drop(server);
    assert_eq!(client.rest().await, b"");
}

#[tokio::test]
async fn many_servers_start_and_drop_in_one_task() {
    for _ in 0..300 {
        let server = start(stateful()).await;
        let answer = Raw::connect(server.address()).await.ask(request("GET", VISITOR)).await;
        assert_eq!(answer.status, 200);
    }
    let servers = (0..300).map(|_| start(stateful()));
    let mut kept = Vec::new();
    for server in servers {
        kept.push(server.await);
    }
    drop(kept);
}

#[tokio::test]
async fn the_engine_goes_by_the_clock_of_the_test() {
    let clock = Clock::manual("2026-01-01T00:00:00.000Z".parse().unwrap());
    let server = start(stateful().clock(clock.clone())).await;
    let mut client = Raw::connect(server.address()).await;
    clock.advance(Duration::from_secs(1));
    let answer = client.ask(post(REGISTER, r#"{"visitor":{"token":"t"}}"#)).await;
    assert_eq!(answer.json()["visitor"]["ts"], "2026-01-01T00:00:01.000Z");
}

#[tokio::test]
async fn what_is_due_happens_when_the_clock_is_moved() {
    let clock = Clock::manual("2026-01-01T00:00:00.000Z".parse().unwrap());
    let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let hours = days.map(|day| WorkHourData::new(day, "08:00", "20:00"));
    let world = World::builder().agent("bob").business_hours(hours).build();
    let server = start(Server::builder(Engine::stateful(world)).clock(clock.clone())).await;
    let changes = || server.with_engine(|engine| engine.world().unwrap().next_change());
    // More often than the seconds in which a server looks by itself.
    let many = async {
        for _ in 0..60 {
            let before = changes();
            // At noon the agent is at work, at midnight not.
            clock.advance(Duration::from_secs(12 * 60 * 60));
            while changes() == before {
                tokio::task::yield_now().await;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(20), many).await.expect("it happens at once");
}

#[tokio::test]
async fn the_engine_can_be_changed_between_requests() {
    let server: Server = start(stateful()).await;
    let mut client = Raw::connect(server.address()).await;
    assert_eq!(client.ask(post(REGISTER, r#"{"visitor":{"token":"t"}}"#)).await.status, 200);
    let visitor = "/api/v1/livechat/visitor/t";
    assert_eq!(client.ask(request("GET", visitor)).await.status, 200);
    server.with_engine(Engine::reset);
    assert_eq!(client.ask(request("GET", visitor)).await.json()["error"], "[invalid-token]");
}
