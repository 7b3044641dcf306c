//! How sockets end, and that others do not suffer.

use std::time::Duration;

use livechat_mock::Fault;
use serde_json::json;
use tokio_tungstenite::tungstenite::{Message, protocol::frame::coding::CloseCode};

use super::{
    Socket, assert_serves, handshake, masked, narrow, open_room, reason, start, start_with_log, stateful, upgrade,
    write,
};
use crate::raw::{Raw, request};

const SHORT: Duration = Duration::from_millis(20);

#[tokio::test]
async fn a_binary_frame_ends_it() {
    let (server, mut lines) = start_with_log(stateful()).await;
    let mut socket = Socket::connect(&server).await;
    socket.send(Message::binary(br#"{"msg":"ping"}"#.to_vec())).await;
    assert_eq!(socket.end().await, Some(CloseCode::Invalid));
    assert_eq!(reason(&mut lines).await, "a binary frame came; realtime is JSON in text frames");
    assert_eq!(server.with_engine(|engine| engine.sockets()), 0);
    assert_serves(&server).await;
}

#[tokio::test]
async fn what_breaks_the_rules_of_websockets_ends_it() {
    let (server, mut lines) = start_with_log(stateful()).await;
    for (bytes, code, why) in [
        (masked(0x81, b"\xff"), 1007_u16, "a text frame came that is not UTF-8"),
        (vec![0x81, 2, b'{', b'}'], 1002, "what came is not as WebSockets have it"),
        (masked(0x83, b"{}"), 1002, "what came is not as WebSockets have it"),
        (masked(0x80, b"{}"), 1002, "what came is not as WebSockets have it"),
    ] {
        let mut client = Raw::connect(server.address()).await;
        client.send(handshake("/websocket", &upgrade(13))).await;
        assert_eq!(client.answer().await.status, 101);
        client.send(&bytes).await;
        assert_eq!(reason(&mut lines).await, why);
        // A close, with the code before the text.
        let said = client.rest().await;
        let code = code.to_be_bytes();
        assert!(said.windows(4).any(|window| window[0] == 0x88 && window[2..] == code), "{why}: {said:?}");
    }
}

#[tokio::test]
async fn a_client_that_vanishes_is_forgotten() {
    let (server, mut lines) = start_with_log(stateful().max_connections(1)).await;
    for _ in 0..3 {
        let socket = Socket::connect(&server).await;
        assert_eq!(server.with_engine(|engine| engine.sockets()), 1);
        drop(socket);
        assert_eq!(reason(&mut lines).await, "the client is gone");
        assert_eq!(server.with_engine(|engine| engine.sockets()), 0);
    }
    // The one connection that is allowed is free again.
    assert_serves(&server).await;
}

#[tokio::test]
async fn a_silent_client_is_asked_and_then_given_up() {
    let (server, mut lines) = start_with_log(stateful().heartbeat(SHORT)).await;
    let mut socket = Socket::open(&server).await;
    // It may have taken so long to connect that it was given up: then nothing is left to see.
    socket.say(json!({"msg": "connect", "version": "1", "support": ["1"]})).await;
    assert_eq!(socket.end().await, None);
    assert_eq!(reason(&mut lines).await, "nothing came from the client, not even after a ping");
}

#[tokio::test]
async fn a_client_is_asked_before_it_is_given_up() {
    let server = start(stateful().heartbeat(Duration::from_millis(400))).await;
    let mut socket = Socket::connect(&server).await;
    for _ in 0..2 {
        assert_eq!(socket.hear().await, json!({"msg": "ping"}));
        socket.say(json!({"msg": "pong"})).await;
    }
    assert_eq!(socket.hear().await, json!({"msg": "ping"}));
    assert_eq!(socket.end().await, None);
}

#[tokio::test]
async fn a_client_that_never_connects_is_not_asked() {
    let (server, mut lines) = start_with_log(stateful().heartbeat(SHORT)).await;
    let mut client = Raw::connect(server.address()).await;
    client.send(handshake("/websocket", &upgrade(13))).await;
    assert_eq!(client.answer().await.status, 101);
    assert_eq!(reason(&mut lines).await, "nothing came from the client, not even after a ping");
    assert_eq!(client.rest().await, b"\x81\x11{\"server_id\":\"0\"}");
}

#[tokio::test]
async fn a_slow_reader_is_cut_off_and_others_are_not_held_up() {
    let (server, mut lines) = start_with_log(stateful().max_waiting_frames(4)).await;
    let room = open_room(&server);
    let mut slow = Socket::over(narrow(&server).await, &server).await;
    slow.hand_shake().await;
    slow.subscribe(&room).await;
    let mut other = Socket::connect(&server).await;
    other.subscribe(&room).await;
    let now = "2026-01-01T00:00:10.000Z".parse().unwrap();
    let text = "x".repeat(200 * 1024);
    let why = loop {
        server.with_engine(|engine| {
            let admin = engine.world().unwrap().administrator().clone();
            engine.world_mut().unwrap().add_agent_message(&room, &admin, &text, now).unwrap();
        });
        assert_eq!(other.hear().await["msg"], "changed");
        if let Ok(why) = lines.try_recv() {
            break why;
        }
    };
    assert_eq!(why, "the client reads too slowly: too many frames waited, or one for too long");
    assert_eq!(server.with_engine(|engine| engine.sockets()), 1);
    write(&server, &room, "Still here?").await;
    assert_eq!(other.hear().await["fields"]["args"][0]["msg"], "Still here?");
    drop(slow);
}

#[tokio::test]
async fn a_reader_who_stops_is_cut_off_in_time() {
    let (server, mut lines) = start_with_log(stateful().heartbeat(Duration::from_millis(200))).await;
    let room = open_room(&server);
    let mut slow = Socket::over(narrow(&server).await, &server).await;
    slow.hand_shake().await;
    slow.subscribe(&room).await;
    let now = "2026-01-01T00:00:10.000Z".parse().unwrap();
    let text = "x".repeat(1024 * 1024);
    for _ in 0..16 {
        server.with_engine(|engine| {
            let admin = engine.world().unwrap().administrator().clone();
            engine.world_mut().unwrap().add_agent_message(&room, &admin, &text, now).unwrap();
        });
    }
    assert_eq!(reason(&mut lines).await, "the client reads too slowly: too many frames waited, or one for too long");
    drop(slow);
}

#[tokio::test]
async fn shutdown_closes_sockets() {
    let (server, mut lines) = start_with_log(stateful()).await;
    let mut silent = Socket::open(&server).await;
    let mut connected = Socket::connect(&server).await;
    let clients = async { (silent.end().await, connected.end().await) };
    let (ends, ()) = tokio::join!(clients, server.shutdown());
    assert_eq!(ends, (Some(CloseCode::Away), Some(CloseCode::Away)));
    for _ in 0..2 {
        assert_eq!(reason(&mut lines).await, "the server shuts down");
    }
}

#[tokio::test]
async fn dropping_a_server_ends_its_sockets_at_once() {
    let server = start(stateful()).await;
    let mut socket = Socket::connect(&server).await;
    drop(server);
    assert_eq!(socket.end().await, None);
}

#[tokio::test]
async fn a_reset_closes_sockets() {
    let server = start(stateful()).await;
    let mut socket = Socket::connect(&server).await;
    server.with_engine(livechat_mock::Engine::reset);
    assert_eq!(socket.end().await, Some(CloseCode::Restart));
    Socket::connect(&server).await;
}

#[tokio::test]
async fn no_common_version_closes_it() {
    let (server, mut lines) = start_with_log(stateful()).await;
    let mut socket = Socket::open(&server).await;
    socket.say(json!({"msg": "connect", "version": "2", "support": ["2"]})).await;
    assert_eq!(socket.hear().await, json!({"msg": "failed", "version": "1"}));
    assert_eq!(socket.end().await, Some(CloseCode::Normal));
    assert_eq!(reason(&mut lines).await, "the mock closed it with 1000: failed");
}

#[tokio::test]
async fn a_fault_breaks_the_connection() {
    let (server, mut lines) = start_with_log(stateful()).await;
    let mut socket = Socket::connect(&server).await;
    server.with_engine(|engine| engine.add_fault(Fault::drop_socket().on_frame("pong").once()));
    socket.say(json!({"msg": "ping"})).await;
    assert_eq!(socket.end().await, None);
    assert_eq!(reason(&mut lines).await, "by a fault");
}

#[tokio::test]
async fn a_fault_holds_a_frame_back_and_all_behind_it() {
    let server = start(stateful()).await;
    let mut socket = Socket::connect(&server).await;
    let late = Duration::from_millis(50);
    server.with_engine(|engine| engine.add_fault(Fault::delay_frame(late).on_frame("pong").once()));
    let begin = std::time::Instant::now();
    for id in ["1", "2"] {
        socket.say(json!({"msg": "ping", "id": id})).await;
    }
    for id in ["1", "2"] {
        assert_eq!(socket.hear().await, json!({"msg": "pong", "id": id}));
        assert!(begin.elapsed() >= late);
    }
}

#[tokio::test]
async fn a_socket_counts_as_a_connection() {
    let server = start(stateful().max_connections(1)).await;
    let mut socket = Socket::connect(&server).await;
    let mut waiting = Raw::connect(server.address()).await;
    waiting.send(request("GET", super::VISITOR)).await;
    socket.say(json!({"msg": "ping"})).await;
    assert_eq!(socket.hear().await, json!({"msg": "pong"}));
    assert!(waiting.is_waiting());
    socket.send(Message::Close(None)).await;
    assert_eq!(waiting.answer().await.status, 200);
}

#[tokio::test]
async fn a_clients_close_is_answered() {
    let server = start(stateful()).await;
    for (code, payload) in [(1000_u16, &b"bye"[..]), (1001, b""), (4000, b"")] {
        let mut client = Raw::connect(server.address()).await;
        client.send(handshake("/websocket", &upgrade(13))).await;
        assert_eq!(client.answer().await.status, 101);
        client.send(masked(0x88, &[&code.to_be_bytes()[..], payload].concat())).await;
        let said = client.rest().await;
        let code = code.to_be_bytes();
        assert!(said.windows(4).any(|window| window[0] == 0x88 && window[2..] == code), "{said:?}");
    }
}
