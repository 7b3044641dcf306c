//! Which request meets which fault, in process.

use std::time::Duration;

use bytes::Bytes;
use http::Request;
use livechat_mock::{Delivery, Engine, Fault, FaultKind, Handled, ServerError, Transmission, World};
use livechat_sdk::visitors::{GetVisitor, RegisterVisitor};
use serde_json::json;

const VISITOR: &str = "/api/v1/livechat/visitor/iNKE8a6k6cjbqWhWd";
const REGISTER: &str = "/api/v1/livechat/visitor";
const MINUTE: Duration = Duration::from_secs(60);

fn engine() -> Engine {
    Engine::stateful(World::documented())
}

fn handle(engine: &mut Engine, request: &Request<Bytes>) -> Handled {
    engine.handle(request, [127, 0, 0, 1].into(), "2026-01-01T00:00:00.000Z".parse().unwrap())
}

fn get(engine: &mut Engine, path: &str) -> Handled {
    handle(engine, &Request::get(path).body(Bytes::new()).unwrap())
}

fn register(engine: &mut Engine) -> Handled {
    let request = Request::post(REGISTER).header("content-type", "application/json");
    handle(engine, &request.body(Bytes::from(r#"{"visitor":{"token":"t"}}"#)).unwrap())
}

fn failing(status: u16) -> Fault {
    Fault::fail(ServerError::new(status, json!({"success": false, "error": "on purpose"})))
}

fn statuses<const N: usize>(engine: &mut Engine) -> [u16; N] {
    [(); N].map(|()| get(engine, VISITOR).response.status().as_u16())
}

#[test]
fn a_fault_stays_until_faults_are_cleared() {
    let mut engine = engine();
    engine.add_fault(failing(503));
    assert_eq!(statuses(&mut engine), [503, 503, 503]);
    assert_eq!(engine.faults().next().unwrap().met(), 3);
    engine.clear_faults();
    assert_eq!((statuses(&mut engine), engine.faults().len()), ([200, 200], 0));
}

#[test]
fn it_can_be_met_so_many_times_and_let_so_many_requests_pass() {
    let mut engine = engine();
    engine.add_fault(failing(503).after(1).times(2));
    assert_eq!(statuses(&mut engine), [200, 503, 503, 200]);
    assert_eq!(engine.faults().len(), 0, "it is spent");
    engine.add_fault(failing(503).times(0));
    assert_eq!((statuses(&mut engine), engine.faults().len()), ([200], 0));
}

#[test]
fn the_first_that_is_due_is_the_one_to_meet() {
    let mut engine = engine();
    engine.add_fault(failing(500).once());
    engine.add_fault(failing(502).once());
    // Counts what met the others, too.
    engine.add_fault(failing(504).after(3).once());
    assert_eq!(statuses(&mut engine), [500, 502, 200, 504, 200]);
    // The earlier one comes back to its turn.
    engine.add_fault(failing(500).after(1));
    engine.add_fault(failing(502));
    assert_eq!(statuses(&mut engine), [502, 500, 500]);
}

#[test]
fn it_can_be_for_one_operation() {
    let mut engine = engine();
    engine.add_fault(failing(503).on::<RegisterVisitor>());
    assert_eq!(get(&mut engine, VISITOR).response.status(), 200);
    assert_eq!(register(&mut engine).response.status(), 503);
    assert_eq!(get(&mut engine, "/api/no/such/path").response.status(), 404);
    assert_eq!(engine.faults().next().unwrap().met(), 1);
    // Without an operation, it is for what is none as well.
    engine.add_fault(failing(502));
    assert_eq!(get(&mut engine, "/api/no/such/path").response.status(), 502);
}

#[test]
fn what_fails_or_is_reset_is_not_handled_and_the_rest_is() {
    for (fault, transmission, kind, is_handled) in [
        (failing(503), Transmission::Whole, FaultKind::Fail, false),
        (Fault::reset(), Transmission::Reset, FaultKind::Reset, false),
        (Fault::lose_response(), Transmission::Lost, FaultKind::LoseResponse, true),
        (Fault::delay(MINUTE), Transmission::Whole, FaultKind::Delay, true),
    ] {
        let mut engine = engine().rate_limit(true);
        engine.add_fault(fault.on::<RegisterVisitor>());
        let reply = register(&mut engine);
        assert_eq!((reply.delivery.transmission, reply.fault), (transmission, Some(kind)));
        assert_eq!(reply.response.headers()["x-livechat-mock-fault"], kind.as_str());
        assert_eq!(reply.response.headers().contains_key("x-ratelimit-limit"), is_handled, "{kind}");
        let found = get(&mut engine, "/api/v1/livechat/visitor/t");
        assert_eq!(found.response.status() == 200, is_handled, "{kind}");
        assert_eq!((found.delivery, found.fault), (Delivery::default(), None));
        let met: Vec<_> = engine.received().map(|received| received.fault).collect();
        assert_eq!(met, [Some(kind), None]);
    }
}

#[test]
fn a_dribble_says_how() {
    let mut engine = engine();
    engine.add_fault(Fault::dribble(0, MINUTE));
    let Transmission::Dribble { chunk_bytes, pause, .. } = get(&mut engine, VISITOR).delivery.transmission else {
        panic!()
    };
    assert_eq!((chunk_bytes, pause), (1, MINUTE), "no pieces without bytes");
}

#[test]
fn an_error_response_is_to_the_letter() {
    let mut engine = Engine::replay();
    engine.add_fault(Fault::fail(ServerError::named("error-on-purpose")).on::<GetVisitor>());
    let reply = get(&mut engine, VISITOR);
    assert_eq!(reply.response.status(), 400);
    assert_eq!(
        serde_json::from_slice::<serde_json::Value>(reply.response.body()).unwrap(),
        json!({"success": false, "error": "[error-on-purpose]", "errorType": "error-on-purpose"})
    );
}

/// The delays that ten requests meet.
fn delays(engine: &mut Engine) -> [Duration; 10] {
    [(); 10].map(|()| get(engine, VISITOR).delivery.delay)
}

#[test]
fn the_same_seed_gives_the_same_delays() {
    let (min, max) = (Duration::from_millis(100), Duration::from_millis(900));
    let drawn = |seed| {
        let mut engine = engine().fault_seed(seed);
        engine.add_fault(Fault::delay_between(min, max));
        let delays = delays(&mut engine);
        assert!(delays.iter().all(|delay| (min..=max).contains(delay)), "{delays:?}");
        delays
    };
    assert_eq!(drawn(7), drawn(7));
    assert_ne!(drawn(7), drawn(8));
    assert_ne!(drawn(7)[0], drawn(7)[1]);
}

#[test]
fn what_a_fault_draws_does_not_depend_on_the_others() {
    let jitter = || Fault::delay_between(Duration::ZERO, MINUTE);
    let mut alone = engine();
    alone.add_fault(jitter().on::<GetVisitor>());
    let mut together = engine();
    together.add_fault(jitter().on::<GetVisitor>());
    together.add_fault(jitter().on::<RegisterVisitor>());
    let expected = delays(&mut alone);
    for delay in expected {
        register(&mut together);
        assert_eq!(get(&mut together, VISITOR).delivery.delay, delay);
    }
    // From the start again.
    for engine in [&mut alone, &mut together] {
        engine.reset();
        assert_eq!(engine.faults().len(), 0);
        engine.add_fault(jitter());
        assert_eq!(delays(engine), expected);
    }
}

#[test]
fn the_bounds_of_a_delay_may_be_anything() {
    let mut engine = engine();
    let (short, long) = (Duration::from_secs(1), Duration::from_secs(2));
    engine.add_fault(Fault::delay_between(long, short).once());
    engine.add_fault(Fault::delay_between(Duration::ZERO, Duration::MAX).once());
    engine.add_fault(Fault::delay_between(Duration::MAX, Duration::MAX).once());
    assert!((short..=long).contains(&get(&mut engine, VISITOR).delivery.delay));
    get(&mut engine, VISITOR);
    assert_eq!(get(&mut engine, VISITOR).delivery.delay, Duration::MAX);
}

#[test]
fn a_clone_goes_its_own_way() {
    let mut engine = engine();
    engine.add_fault(failing(503).once());
    let mut fork = engine.clone();
    assert_eq!((statuses(&mut engine), statuses(&mut fork)), ([503, 200], [503, 200]));
}
