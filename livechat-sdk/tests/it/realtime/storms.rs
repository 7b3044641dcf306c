//! Whatever a server answers, a stream of events does not call it in a storm.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use livechat_sdk::{Client, Events};
use proptest::prelude::*;
use serde_json::{Value, json};
use tokio::sync::mpsc::unbounded_channel;

use super::peer::{self, Peer, ROOM, UPGRADE};
use crate::support::{
    Received, Response, Server, TOKEN,
    answers::{Answer, Arrivals, answers, in_turn, in_virtual_time},
};

/// What the longest run of failures takes, with attempts and sockets.
const OF_FAILURES: usize = 60;
/// What a stream may do that always finds something new to read.
const AT_MOST: usize = 800;

const FAILURES: &[u16] = &[404, 408, 429, 429, 429, 500, 502, 503, 503, 504];
const ANY: &[u16] = &[200, 200, 200, 301, 400, 401, 404, 408, 429, 500, 502, 503, 504];

/// What belongs to a call: an open room, and a history that never ends.
fn fitting(request: &Received) -> String {
    static MESSAGES: AtomicU64 = AtomicU64::new(0);
    if request.target.contains("/config?") {
        return r#"{"config":{"enabled":true,"room":{"_id":"r"}}}"#.to_owned();
    }
    let message = |_| {
        let number = MESSAGES.fetch_add(1, Ordering::Relaxed);
        let ts = livechat_sdk::Timestamp::from_millis(i64::try_from(number).unwrap());
        json!({"_id": format!("m{number}"), "ts": ts, "u": {"_id": "a"}, "msg": ""})
    };
    json!({"messages": (0..50).map(message).collect::<Vec<Value>>(), "success": true}).to_string()
}

async fn read_for_minutes(events: &mut Events) {
    let reading = async { while events.next().await.is_some_and(|event| event.is_ok()) {} };
    let _ = tokio::time::timeout(Duration::from_secs(180), reading).await;
}

/// Calls in a minute of a visitor whose server answers so, `/websocket` too.
fn calls_of_a_visitor(answers: Vec<Answer>) -> usize {
    let arrivals = Arrivals::default();
    in_virtual_time(async {
        let mut answer = in_turn(answers, &arrivals, fitting);
        let server = Server::start(move |request| match request.target.contains("/room?") {
            true => Response::json(200, ROOM),
            false => answer(request),
        })
        .await;
        let chat = Client::new(server.url()).unwrap().visitor(TOKEN).open_chat().await.unwrap();
        read_for_minutes(&mut chat.events()).await;
    });
    arrivals.most_in_a_minute()
}

/// Calls in a minute of a bot that is in ever more rooms, whose socket is cut now and then.
fn calls_of_a_bot(answers: Vec<Answer>) -> usize {
    let arrivals = Arrivals::default();
    in_virtual_time(async {
        let (sender, mut sockets) = unbounded_channel();
        let mut answer = in_turn(answers, &arrivals, fitting);
        let server = Server::start(move |request| match &*request.target {
            "/websocket" => Response::HandOver(UPGRADE.into(), sender.clone()),
            _ => answer(request),
        })
        .await;
        tokio::spawn(async move {
            let mut room = 0;
            while let Some(stream) = sockets.recv().await {
                let mut peer = Peer::new(stream).await;
                peer.greet_staff().await;
                for _ in 0..100 {
                    room += 1;
                    let mut message = peer::live(peer::message("m", ""));
                    message["rid"] = json!(format!("r{room}"));
                    peer.event("stream-room-messages", "__my_messages__", json!([message, {"roomType": "l"}])).await;
                }
                tokio::time::sleep(Duration::from_secs(5)).await;
            }
        });
        let client = Client::new(server.url()).unwrap().with_credentials("u", "s3cret");
        read_for_minutes(&mut client.my_events()).await;
    });
    arrivals.most_in_a_minute()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]

    #[test]
    fn a_visitor_whose_server_fails_asks_ever_more_rarely(answers in answers(FAILURES)) {
        let calls = calls_of_a_visitor(answers);
        prop_assert!(calls <= OF_FAILURES, "{calls}");
    }

    #[test]
    fn a_visitor_whose_server_makes_up_a_history_reads_it_at_a_pace(answers in answers(ANY)) {
        let calls = calls_of_a_visitor(answers);
        prop_assert!(calls <= AT_MOST, "{calls}");
    }

    #[test]
    fn a_bot_whose_server_fails_asks_ever_more_rarely(answers in answers(FAILURES)) {
        let calls = calls_of_a_bot(answers);
        prop_assert!(calls <= AT_MOST, "{calls}");
    }

    #[test]
    fn a_bot_in_ever_more_rooms_reads_them_at_a_pace(answers in answers(ANY)) {
        let calls = calls_of_a_bot(answers);
        prop_assert!(calls <= AT_MOST, "{calls}");
    }
}
