//! Nothing that opens a door is shown anywhere.

use std::{
    io,
    sync::{Arc, Mutex},
};

use livechat_sdk::{
    Client, Error, RetryPolicy,
    model::{CustomFieldValue, PageInfo},
    visitors::{RecordPageVisit, RegisterVisitor},
};

use crate::support::{Response, Server, TOO_MANY, TestClock, VISITOR, builder, shown};

const TOKEN: &str = "vi51tor/t0ken";
const AUTH: &str = "auth-t0ken";
const PASSWORD: &str = "pa55-t0ken";

/// Answers that quote the whole request, in every way that an response can go wrong.
fn quoting(request: &crate::support::Received, turn: usize) -> Response {
    let target = percent_encoding::percent_decode_str(&request.target).decode_utf8().unwrap();
    let said = format!("{} {target} {:?} {}", request.target, request.headers, request.body);
    let quoted = serde_json::to_string(&said).unwrap();
    match turn {
        0 => Response::json(400, &format!(r#"{{"success":false,"error":{quoted},"details":[{quoted}]}}"#)),
        1 => Response::json(401, &format!(r#"{{"status":"error","message":{quoted}}}"#)),
        2 => Response::json(200, &format!(r#"{{"success":false,"error":{quoted},"errorType":{quoted}}}"#)),
        3 => Response::json(200, &format!(r#"{{"visitor":{quoted},"page":{quoted},"data":{quoted},"success":true}}"#)),
        4 => Response::json(200, &said),
        5 => Response::json(404, &format!("<html>{said}")),
        6 => Response::with(302, &format!("location: https://other.example{}\r\n", request.target), b""),
        7 => Response::Close(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{".to_vec()),
        8 => Response::Close(Vec::new()),
        9 => Response::json(429, TOO_MANY),
        10 => Response::json(503, &said),
        _ => Response::json(200, VISITOR),
    }
}

#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Takes down every trace of this thread until the guard is dropped.
    pub(crate) fn start(&self) -> tracing::subscriber::DefaultGuard {
        let writer = self.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
            .with_ansi(false)
            .with_writer(move || writer.clone())
            .finish();
        tracing::subscriber::set_default(subscriber)
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn check(text: &str) {
    for secret in [TOKEN, "vi51tor", AUTH, PASSWORD] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

/// Every call that takes a secret, at servers that quote it in every response.
async fn calls() -> Vec<String> {
    let mut all_shown = Vec::new();
    for turn in 0..11 {
        let server = Server::start(move |request| quoting(request, turn)).await;
        let client = builder(&server).credentials("u1", AUTH).clock(TestClock::new()).build().unwrap();
        let page = PageInfo::new("Test", "https://example.com");
        let errors: [Error; 4] = [
            client.get_visitor(TOKEN).await.unwrap_err(),
            client.register_visitor(RegisterVisitor::new(TOKEN)).await.unwrap_err(),
            client.record_page_visit(RecordPageVisit::new(TOKEN, page)).await.unwrap_err(),
            client.log_in("agent", PASSWORD).await.unwrap_err(),
        ];
        all_shown.push(format!("{client:?}"));
        all_shown.extend(errors.iter().map(|error| shown(error)));
    }
    let deprecated = format!("x-deprecation-type: invalid-usage\r\nx-deprecation-message: {TOKEN} by {AUTH}\r\n");
    let server = Server::start(move |_| Response::with(200, &deprecated, VISITOR.as_bytes())).await;
    let client = builder(&server).credentials("u1", AUTH).build().unwrap();
    client.get_visitor(TOKEN).await.unwrap();
    let unreadable = Server::answering(200, r#"{"visitor":{"_id":"v1","username":7},"success":true}"#).await;
    builder(&unreadable).build().unwrap().get_visitor(TOKEN).await.unwrap();
    let field = CustomFieldValue::new(format!("key of {TOKEN}"), PASSWORD);
    let register = RegisterVisitor::new(TOKEN).custom_fields([field]);
    all_shown.push(format!("{:?}", client.send_raw(register.clone()).await.unwrap().ignored()));
    let strict = builder(&server).credentials("u1", AUTH).strict_decoding(true).build().unwrap();
    all_shown.push(shown(&strict.send(register).await.unwrap_err()));
    all_shown
}

#[tokio::test]
async fn no_error_and_no_trace_shows_a_secret() {
    let log = Log::default();
    let _guard = log.start();
    // A span that another test's thread came to first is off for good, unless all are asked again once they are known.
    calls().await;
    tracing::callsite::rebuild_interest_cache();
    calls().await.iter().for_each(|shown| check(shown));

    let log = log.text();
    check(&log);
    assert!(!log.contains("resend_count=0"), "{log}");
    for part in [
        "http.request.method=\"GET\"",
        "url.template=\"/api/v1/livechat/visitor/{token}\"",
        "http.request.resend_count=1",
        "http.response.status_code=200",
        "server.address=\"127.0.0.1\" server.port=",
        "error.type=\"400\"",
        "omission=`/visitor/username`: expected a string",
        "ignored=`/visitor/customFields/0`: the custom field `key of [redacted]` is not stored",
        "trying again",
        "kind=invalid-usage says=\"[redacted] by [redacted]\"",
    ] {
        assert!(log.contains(part), "{part} in {log}");
    }
}

#[tokio::test]
async fn a_trace_says_how_long_a_call_waits() {
    let log = Log::default();
    let _guard = log.start();
    for _ in 0..2 {
        let server = Server::in_turn(&[(503, ""), (200, VISITOR)]).await;
        let policy = RetryPolicy::default().jitter(0.0);
        let client = builder(&server).retry(policy).clock(TestClock::new()).build().unwrap();
        client.get_visitor(TOKEN).await.unwrap();
        tracing::callsite::rebuild_interest_cache();
    }
    let log = log.text();
    assert!(log.contains("wait_ms=200"), "{log}");
}

#[test]
fn builders_and_clients_show_no_secret() {
    let builder = Client::builder(format!("http://u:{PASSWORD}@h")).credentials("u1", AUTH);
    check(&format!("{builder:?}"));
    check(&shown(&builder.build().unwrap_err()));
    let client = Client::builder("http://h").credentials("u1", AUTH).build().unwrap();
    check(&format!("{client:?}"));
    assert!(format!("{client:?}").contains("http://h"));
}
