//! What a client of the server sees.

use std::{io::ErrorKind, time::Duration};

use livechat_mock::{Engine, Fault, Server, ServerError, World};
use livechat_sdk::{
    Client, ClientBuilder, Error, RetryPolicy,
    model::PageInfo,
    visitors::{GetVisitor, RecordPageVisit},
};
use tokio::{io::AsyncReadExt, io::AsyncWriteExt, net::TcpStream};

use super::TOKEN;
use crate::raw::{Raw, request};

const VISITOR: &str = "/api/v1/livechat/visitor/iNKE8a6k6cjbqWhWd";

/// Longer than any test waits.
const HOUR: Duration = Duration::from_secs(3600);

async fn start(fault: Fault) -> Server {
    let mut engine = Engine::stateful(World::documented());
    engine.add_fault(fault);
    Server::bind(engine, ([127, 0, 0, 1], 0)).await.unwrap()
}

/// A client as users have it, but less patient between its attempts.
fn client(server: &Server) -> ClientBuilder {
    Client::builder(server.uri()).retry(RetryPolicy::default().base_delay(Duration::from_millis(1)))
}

fn received(server: &Server) -> usize {
    server.with_engine(|engine| engine.received().count())
}

async fn wait_until_received(server: &Server) {
    while received(server) == 0 {
        tokio::task::yield_now().await;
    }
}

#[track_caller]
fn transport(error: Error) -> livechat_sdk::TransportError {
    let Error::Transport(error) = error else { panic!("{error:?}") };
    error
}

#[tokio::test]
async fn a_lost_answer_is_asked_for_again_where_that_is_safe() {
    let server = start(Fault::lose_response().once()).await;
    assert!(client(&server).build().unwrap().get_visitor(TOKEN).await.is_ok());
    assert_eq!(received(&server), 2);
}

#[tokio::test]
async fn a_write_whose_answer_is_lost_is_written_once_and_not_repeated() {
    let server = start(Fault::lose_response().on::<RecordPageVisit>().once()).await;
    let client = client(&server).build().unwrap();
    let visit = RecordPageVisit::new(TOKEN, PageInfo::new("Prices", "https://example.com/prices"));
    let lost = transport(client.record_page_visit(visit).await.unwrap_err());
    assert!(lost.is_interrupted(), "{lost:?}");
    assert_eq!(received(&server), 1);
    let written = server.with_engine(|engine| engine.world().unwrap().roomless_page_visits(TOKEN).count());
    assert_eq!(written, 1);
    assert!(client.get_visitor(TOKEN).await.is_ok());
}

#[tokio::test]
async fn a_reset_is_a_broken_connection() {
    let server = start(Fault::reset()).await;
    let client = client(&server).retry(RetryPolicy::none()).build().unwrap();
    let reset = transport(client.get_visitor(TOKEN).await.unwrap_err());
    assert!(reset.is_interrupted(), "{reset:?}");
    server.with_engine(Engine::clear_faults);
    assert!(client.get_visitor(TOKEN).await.is_ok());
}

/// Sends a request, and gives what reading the answer ends with.
async fn end_of_connection(server: &Server) -> std::io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(server.address()).await.unwrap();
    stream.write_all(request("GET", VISITOR).as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.map(|_| answer)
}

#[tokio::test]
async fn a_lost_answer_is_a_close_and_a_reset_is_none() {
    let server = start(Fault::lose_response().once()).await;
    server.with_engine(|engine| engine.add_fault(Fault::reset().once()));
    assert_eq!(end_of_connection(&server).await.unwrap(), b"");
    assert_eq!(end_of_connection(&server).await.unwrap_err().kind(), ErrorKind::ConnectionReset);
}

#[tokio::test]
async fn answers_on_the_connection_before_the_fault_have_arrived() {
    let server = start(Fault::reset().after(1)).await;
    let mut client = Raw::connect(server.address()).await;
    assert_eq!(client.ask(request("GET", VISITOR)).await.status, 200);
    client.send(request("GET", VISITOR)).await;
    assert_eq!(client.rest().await, b"");
}

#[tokio::test]
async fn a_delay_within_the_deadline_is_a_success_and_one_beyond_it_a_timeout() {
    let server = start(Fault::delay(Duration::from_millis(5)).once()).await;
    server.with_engine(|engine| engine.add_fault(Fault::delay(HOUR)));
    assert!(client(&server).build().unwrap().get_visitor(TOKEN).await.is_ok());
    let hasty = client(&server).timeout(Duration::from_millis(30)).build().unwrap();
    assert!(transport(hasty.get_visitor(TOKEN).await.unwrap_err()).is_timeout());
}

#[tokio::test]
async fn a_delay_holds_up_nobody_else() {
    let server = start(Fault::delay(HOUR).once()).await;
    let mut held = Raw::connect(server.address()).await;
    held.send(request("GET", VISITOR)).await;
    wait_until_received(&server).await;
    assert_eq!(Raw::connect(server.address()).await.ask(request("GET", VISITOR)).await.status, 200);
    assert!(held.is_waiting());
}

#[tokio::test]
async fn a_dribbled_body_arrives_whole_in_time_and_not_at_all_beyond_it() {
    let server = start(Fault::dribble(16, Duration::from_micros(100)).once()).await;
    server.with_engine(|engine| engine.add_fault(Fault::dribble(16, HOUR)));
    let whole = client(&server).build().unwrap().get_visitor(TOKEN).await.unwrap();
    assert_eq!(whole.username.as_deref(), Some("guest-7"));
    let hasty = client(&server).timeout(Duration::from_millis(30)).build().unwrap();
    assert!(transport(hasty.get_visitor(TOKEN).await.unwrap_err()).is_timeout());
}

#[tokio::test]
async fn a_dribbled_body_comes_in_pieces_behind_its_whole_length() {
    let server = start(Fault::dribble(16, HOUR)).await;
    let mut stream = TcpStream::connect(server.address()).await.unwrap();
    stream.write_all(request("GET", VISITOR).as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let end = |answer: &[u8]| answer.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4);
    while end(&answer).is_none_or(|end| answer.len() < end + 16) {
        assert_ne!(stream.read_buf(&mut answer).await.unwrap(), 0);
    }
    let (head, body) = answer.split_at(end(&answer).unwrap());
    assert_eq!(body.len(), 16, "the first piece and no more");
    let head = String::from_utf8_lossy(head);
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
    assert!(length.parse::<usize>().unwrap() > 16, "{head}");
    assert!(head.contains("x-livechat-mock-fault: dribble"), "{head}");
}

#[tokio::test]
async fn an_error_response_is_one_for_the_client() {
    let down = ServerError::new(503, serde_json::json!({"success": false, "error": "down"}));
    let server = start(Fault::fail(down).on::<GetVisitor>().times(2)).await;
    assert!(client(&server).build().unwrap().get_visitor(TOKEN).await.is_ok(), "the third attempt");
    assert_eq!(received(&server), 3);

    let server = start(Fault::fail(ServerError::plain("on purpose"))).await;
    let rejected = client(&server).build().unwrap().get_visitor(TOKEN).await.unwrap_err();
    assert_eq!(rejected.status(), Some(400));
    assert!(rejected.to_string().contains("on purpose"), "{rejected}");
}

#[tokio::test]
async fn shutdown_does_not_wait_for_a_delay_for_ever() {
    let mut engine = Engine::stateful(World::documented());
    engine.add_fault(Fault::delay(HOUR));
    let server = Server::builder(engine).shutdown_timeout(Duration::from_millis(20));
    let server = server.bind(([127, 0, 0, 1], 0)).await.unwrap();
    let mut held = Raw::connect(server.address()).await;
    held.send(request("GET", VISITOR)).await;
    wait_until_received(&server).await;
    server.shutdown().await;
    assert_eq!(held.rest().await, b"");
}
