//! Everything goes by the mock's clock, and clients can go by it too.

use std::{
    collections::BTreeMap,
    pin::Pin,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use livechat_mock::{Clock, ControlAccess, Engine, LivechatMock, LivechatMockBuilder, ServerError, World, responders};
use livechat_sdk::{
    Client, ClientBuilder, Timestamp,
    visitors::{GetVisitor, RegisterVisitor},
};
use tokio::sync::oneshot;
use wiremock::{
    Mock, MockServer, ResponseTemplate,
    matchers::{any, path},
};

use super::address;
use crate::raw::{Raw, post, request};

/// A time of the client that is the mock's, and moves on to where the first wait ends as soon as everybody waits.
#[derive(Clone, Debug)]
struct Together {
    clock: Clock,
    began: (Instant, Timestamp),
    people: Arc<Mutex<People>>,
}

#[derive(Debug, Default)]
struct People {
    /// How many are at work.
    busy: usize,
    /// When those who wait want to go on, in the order in which they began to wait.
    waiting: BTreeMap<(Timestamp, usize), oneshot::Sender<()>>,
    /// How many have waited.
    waits: usize,
}

impl Together {
    fn new(clock: &Clock) -> Self {
        Self { clock: clock.clone(), began: (Instant::now(), clock.now()), people: Arc::default() }
    }

    /// Somebody begins to work, until the call of [`rest`](Self::rest).
    fn work(&self) {
        self.people.lock().unwrap().busy += 1;
    }

    /// Somebody does not work any longer. If nobody does, it is time for the next.
    fn rest(&self) {
        let mut people = self.people.lock().unwrap();
        people.busy -= 1;
        if people.busy > 0 {
            return;
        }
        let Some((&(until, _), _)) = people.waiting.first_key_value() else { return };
        self.clock.set(until.max(self.clock.now()));
        let later = people.waiting.split_off(&(until, usize::MAX));
        for (_, waker) in std::mem::replace(&mut people.waiting, later) {
            people.busy += 1;
            waker.send(()).unwrap();
        }
    }
}

impl livechat_sdk::transport::Clock for Together {
    fn now(&self) -> Instant {
        let (instant, time) = self.began;
        instant + self.clock.now().saturating_since(time)
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        let (waker, woken) = oneshot::channel();
        // To the millisecond, and never too early.
        let until = self.clock.now().saturating_add(duration + Duration::from_nanos(999_999));
        let mut people = self.people.lock().unwrap();
        people.waits += 1;
        let turn = people.waits;
        people.waiting.insert((until, turn), waker);
        drop(people);
        self.rest();
        Box::pin(async { woken.await.unwrap() })
    }
}

fn noon() -> Clock {
    Clock::manual("2026-01-01T12:00:00.529Z".parse().unwrap())
}

/// Five a minute are allowed: the least for a thousand are 199 minutes. Windows begin at whole seconds here; otherwise the
/// client waits for the part of a second that `Date` leaves out.
async fn register_a_thousand(builder: ClientBuilder, clock: &Clock) {
    const CLONES: u32 = 50;
    let began = clock.now();
    let together = Together::new(clock);
    let day = Duration::from_secs(24 * 60 * 60);
    let client = builder.timeout(day).clock(together.clone()).build().unwrap();
    // The first response tells the limit.
    client.register_visitor(RegisterVisitor::new("visitor-0")).await.unwrap();
    let workers: Vec<_> = (0..CLONES)
        .map(|first| {
            let (client, together) = (client.clone(), together.clone());
            together.work();
            tokio::spawn(async move {
                for number in (1..1000).filter(|number| number % CLONES == first) {
                    client.register_visitor(RegisterVisitor::new(format!("visitor-{number}"))).await.unwrap();
                }
                together.rest();
            })
        })
        .collect();
    for worker in workers {
        worker.await.unwrap();
    }
    let took = clock.now().saturating_since(began);
    assert!(took <= Duration::from_secs(199 * 60 + 60), "{took:?}");
}

/// What the server responded.
fn statuses(engine: &Engine) -> Vec<u16> {
    engine.received().map(|received| received.status.as_u16()).collect()
}

fn limited(clock: &Clock) -> LivechatMockBuilder {
    LivechatMock::builder().stateful(World::empty()).rate_limit(true).clock(clock.clone())
}

fn whole_second() -> Clock {
    Clock::manual("2026-01-01T12:00:00.000Z".parse().unwrap())
}

#[tokio::test]
async fn a_thousand_registrations_over_http_take_no_longer_than_the_limit_demands() {
    let clock = whole_second();
    let mock = limited(&clock).start().await;
    register_a_thousand(Client::builder(mock.uri()).no_proxy(), &clock).await;
    assert_eq!(mock.with_engine(|engine| statuses(engine)), [200; 1000]);
}

#[tokio::test(start_paused = true)]
async fn a_thousand_registrations_in_process_take_no_longer_than_the_limit_demands() {
    let clock = whole_second();
    let mock = limited(&clock).start().await;
    register_a_thousand(Client::builder("http://mock").transport(mock.in_process()), &clock).await;
    assert_eq!(mock.with_engine(|engine| statuses(engine)), [200; 1000]);
}

#[tokio::test]
async fn a_thousand_registrations_behind_wiremock_take_no_longer_than_the_limit_demands() {
    let clock = whole_second();
    let server = MockServer::start().await;
    let engine = Engine::stateful(World::empty()).rate_limit(true);
    let engine = Arc::new(Mutex::new(engine));
    Mock::given(any()).respond_with(responders::engine(engine.clone(), clock.clone())).mount(&server).await;
    register_a_thousand(Client::builder(server.uri()).no_proxy(), &clock).await;
    assert_eq!(statuses(&engine.lock().unwrap()), [200; 1000]);
}

#[tokio::test]
async fn every_response_has_the_date_of_the_clock() {
    let mock = LivechatMock::builder().clock(noon()).control(ControlAccess::loopback()).start().await;
    let mut raw = Raw::connect(address(&mock)).await;
    mock.on::<GetVisitor>().when(|get| get.token.expose() == "b").respond_error(ServerError::plain("x")).mount().await;
    let of_wiremock = |token| Mock::given(path(format!("/api/v1/livechat/visitor/{token}")));
    of_wiremock("c").respond_with(ResponseTemplate::new(418)).mount(mock.wiremock().await).await;
    let old = ResponseTemplate::new(418).insert_header("date", "Sun, 06 Nov 1994 08:49:37 GMT");
    of_wiremock("d").respond_with(old).mount(mock.wiremock().await).await;
    for (asked, status, date) in [
        (request("GET", "/api/v1/livechat/visitor/a"), 200, "Thu, 01 Jan 2026 12:00:00 GMT"),
        (request("GET", "/api/v1/livechat/visitor/b"), 400, "Thu, 01 Jan 2026 12:00:00 GMT"),
        (request("GET", "/api/v1/livechat/visitor/c"), 418, "Thu, 01 Jan 2026 12:00:00 GMT"),
        (request("GET", "/api/v1/livechat/visitor/d"), 418, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (request("GET", "/api/v1/livechat/nothing"), 404, "Thu, 01 Jan 2026 12:00:00 GMT"),
        (request("GET", "/__livechat-mock/clock"), 200, "Thu, 01 Jan 2026 12:00:00 GMT"),
        (request("GET", "/"), 200, "Thu, 01 Jan 2026 12:00:00 GMT"),
        (post("/api/v1/livechat/visitor", &" ".repeat(2 << 20)), 413, "Thu, 01 Jan 2026 12:00:00 GMT"),
    ] {
        let answer = raw.ask(&asked).await;
        assert_eq!((answer.status, answer.header("date")), (status, Some(date)), "{answer:?}");
    }
    mock.clock().advance(Duration::from_millis(471));
    let answer = raw.ask(request("GET", "/api/v1/livechat/visitor/a")).await;
    assert_eq!(answer.header("date"), Some("Thu, 01 Jan 2026 12:00:01 GMT"));
}
