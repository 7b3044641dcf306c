//! What a client tells of what it does.

use std::sync::{Arc, Mutex};

use livechat_sdk::{FilePart, Observation, Observer, RetryPolicy, files::UploadFile};

use crate::support::{Response, Server, TOKEN, TestClock, VISITOR, builder, rate_limit};

#[derive(Clone, Default)]
struct Notes(Arc<Mutex<Vec<String>>>);

impl Observer for Notes {
    fn observe(&self, observation: &Observation<'_>) {
        let note = match observation {
            Observation::CallStarted { operation, .. } => format!("started {operation}"),
            Observation::Waiting { wait, is_rate_limit, .. } => format!("waiting {wait:?} {is_rate_limit}"),
            Observation::AttemptFinished { number, status, elapsed, .. } => {
                format!("attempt {number} {status:?} {elapsed:?}")
            }
            Observation::CallFinished { attempts, elapsed, result, .. } => {
                format!("finished {attempts} {elapsed:?} {:?}", result.map_err(livechat_sdk::Error::status))
            }
            other => format!("{other:?}"),
        };
        assert!(!format!("{observation:?} {note}").contains(TOKEN));
        self.0.lock().unwrap().push(note);
    }
}

impl Notes {
    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

const VISIT: &str = "started GET /api/v1/livechat/visitor/{token}";

#[tokio::test]
async fn a_call_is_told_from_its_start_to_its_end() {
    let mut turn = 0;
    let server = Server::start(move |_| {
        turn += 1;
        match turn {
            1 => Response::json(503, ""),
            2 => Response::Close(Vec::new()),
            3 => Response::json(200, VISITOR),
            _ => Response::json(400, r#"{"success":false,"error":"invalid-token"}"#),
        }
    })
    .await;
    let notes = Notes::default();
    let patient = RetryPolicy::default().jitter(0.0);
    let client = builder(&server).retry(patient).clock(TestClock::new()).observer(notes.clone()).build().unwrap();
    client.get_visitor(TOKEN).await.unwrap();
    assert_eq!(
        notes.take(),
        [
            VISIT,
            "attempt 1 Some(503) 0ns",
            "waiting 200ms false",
            "attempt 2 None 0ns",
            "waiting 400ms false",
            "attempt 3 Some(200) 0ns",
            "finished 3 600ms Ok(200)",
        ]
    );
    client.get_visitor(TOKEN).await.unwrap_err();
    assert_eq!(notes.take(), [VISIT, "attempt 1 Some(400) 0ns", "finished 1 0ns Err(Some(400))"]);
    client.get_visitor("").await.unwrap_err();
    assert_eq!(notes.take(), [VISIT, "finished 0 0ns Err(None)"]);
    client.upload(UploadFile::new("r", TOKEN), FilePart::bytes("a", "text/plain", "x")).await.unwrap_err();
    assert_eq!(notes.take()[1..], ["attempt 1 Some(400) 0ns", "finished 1 0ns Err(Some(400))"]);
}

#[tokio::test]
async fn a_message_is_told_of_until_it_has_arrived() {
    let mut turn = 0;
    let server = Server::start(move |_| {
        turn += 1;
        match turn {
            1 => Response::json(503, ""),
            2 => Response::json(400, r#"{"success":false,"error":"invalid-message"}"#),
            _ => Response::json(400, r#"{"success":false,"error":"room-closed"}"#),
        }
    })
    .await;
    let notes = Notes::default();
    let patient = RetryPolicy::default().jitter(0.0);
    let client = builder(&server).retry(patient).clock(TestClock::new()).observer(notes.clone()).build().unwrap();
    client.visitor(TOKEN).chat("r").send("Hello").await.unwrap_err();
    let (send, find) = ("started POST /api/v1/livechat/message", "started GET /api/v1/livechat/message/{_id}");
    assert_eq!(
        notes.take(),
        [
            send,
            "attempt 1 Some(503) 0ns",
            "finished 1 0ns Err(Some(503))",
            "waiting 200ms false",
            find,
            "attempt 1 Some(400) 0ns",
            "finished 1 0ns Err(Some(400))",
            send,
            "attempt 1 Some(400) 0ns",
            "finished 1 0ns Err(Some(400))",
        ]
    );
}

#[tokio::test]
async fn a_wait_for_the_rate_limit_is_told() {
    let server = Server::start(move |_| Response::with(200, &rate_limit(1, 0, 20), VISITOR.as_bytes())).await;
    let notes = Notes::default();
    let client = builder(&server).clock(TestClock::new()).observer(notes.clone()).build().unwrap();
    client.get_visitor(TOKEN).await.unwrap();
    notes.take();
    client.get_visitor(TOKEN).await.unwrap();
    assert_eq!(notes.take(), [VISIT, "waiting 20s true", "attempt 1 Some(200) 0ns", "finished 1 20s Ok(200)"]);
}
