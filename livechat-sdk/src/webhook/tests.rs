use std::{
    pin::pin,
    task::{Context, Poll, Waker},
};

use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::{WebhookToken, wire::JsonObject};
use http::{HeaderMap, HeaderValue};

/// The bodies that servers send, by the event that they tell of.
const BODIES: [(&str, &str); 12] = [
    ("LivechatSessionStart", include_str!("bodies/start.json")),
    ("LivechatSessionQueued", include_str!("bodies/queued.json")),
    ("LivechatSessionTaken", include_str!("bodies/taken.json")),
    ("LivechatSessionForwarded", include_str!("bodies/forwarded_to_agent.json")),
    ("LivechatSessionForwarded", include_str!("bodies/forwarded_to_department.json")),
    ("LivechatSession", include_str!("bodies/session.json")),
    ("LivechatEdit", include_str!("bodies/edit.json")),
    ("Message", include_str!("bodies/message_of_visitor.json")),
    ("Message", include_str!("bodies/message_of_agent.json")),
    ("LeadCapture", include_str!("bodies/lead_capture.json")),
    ("LivechatOfflineMessage", include_str!("bodies/offline_message.json")),
    ("LivechatSession", include_str!("bodies/test.json")),
];

const SECRET: &str = "wEbh00k-s3cret";

fn json_of(body: &str) -> Value {
    serde_json::from_str(body).unwrap()
}

fn headers(secrets: &[&str]) -> HeaderMap {
    secrets.iter().map(|secret| (SECRET_HEADER, HeaderValue::from_str(secret).unwrap())).collect()
}

#[test]
fn every_documented_body_is_read_whole() {
    for (name, body) in BODIES {
        let delivery = read(&headers(&[SECRET]), body.as_bytes(), &SECRET.into()).unwrap();
        assert_eq!((delivery.event.name(), &*delivery.omitted), (name, &[][..]));
        assert!(!matches!(delivery.event, Event::Other(_)), "{name}");
        let written = serde_json::to_string(&delivery.event).unwrap();
        let mut expected = json_of(body);
        // A single text is a list of one.
        for (key, of_one) in [("email", "address"), ("phone", "phoneNumber")] {
            if let Some(value) = expected.pointer_mut(&format!("/visitor/{key}")).filter(|_| name == "LivechatSession")
                && value.is_string()
            {
                *value = json!([{of_one: value}]);
            }
        }
        assert_eq!(json_of(&written), expected);
        assert_eq!(serde_json::from_str::<Event>(&written).unwrap(), delivery.event);
    }
}

#[test]
fn a_handler_sees_what_happened() {
    let event = |body: &str| read_trusted(body.as_bytes()).unwrap().event;
    let Event::Closed(closed) = event(include_str!("bodies/session.json")) else { panic!() };
    assert_eq!((closed.closer, closed.closed_by.unwrap().username.as_deref()), (Some("user".into()), Some("marcos")));
    assert!(closed.messages[0].is_by_visitor() && !closed.messages[1].is_by_visitor());
    assert_eq!(closed.messages.last().unwrap().closing_message, Some(true));
    let Event::OfflineMessage(left) = event(include_str!("bodies/offline_message.json")) else { panic!() };
    assert_eq!(
        (&*left.message, left.visitor.unwrap().email.as_deref()),
        ("Please call me back.", Some("ann@example.com"))
    );
}

#[test]
fn only_the_secret_lets_in() {
    let body = BODIES[0].1.as_bytes();
    let longer = format!("{SECRET}x");
    for sent in [&[][..], &[""], &["wrong"], &[&SECRET[1..]], &[&longer], &[SECRET, SECRET], &["wrong", SECRET]] {
        assert_eq!(read(&headers(sent), body, &SECRET.into()), Err(ReadError::Secret), "{sent:?}");
    }
    // A workspace without a secret sends no header, and one that is not set is none.
    for sent in [&[][..], &[""]] {
        assert_eq!(read(&headers(sent), body, &"".into()), Err(ReadError::Secret));
    }
    // What is in the body of a stranger is not looked at.
    assert_eq!(read(&headers(&["wrong"]), &vec![b' '; MAX_BODY_SIZE + 1], &SECRET.into()), Err(ReadError::Secret));
}

#[test]
fn what_is_no_event_has_a_status() {
    let read = |body: &[u8]| read(&headers(&[SECRET]), body, &SECRET.into()).unwrap_err();
    let large = vec![b' '; MAX_BODY_SIZE + 1];
    assert_eq!(read(&large), ReadError::TooLarge { length: large.len() });
    for body in [&b""[..], b"{", b"[]", b"7", b"null", b"{\"a\":\"\xff\"}", b"{}{}"] {
        assert_eq!(read(body), ReadError::NotJson);
    }
    let statuses = [ReadError::Secret, read(&large), ReadError::NotJson].map(|error| error.status().as_u16());
    assert_eq!(statuses, [401, 413, 400]);
}

#[test]
fn an_unknown_event_is_kept() {
    for body in [json!({"type": "LivechatParty", "guests": [1, 2.5]}), json!({}), json!({"type": 7})] {
        let event = read_trusted(body.to_string().as_bytes()).unwrap().event;
        assert_eq!(serde_json::to_value(&event).unwrap(), body);
        assert_eq!(event.name(), body["type"].as_str().unwrap_or_default());
        assert!(matches!(event, Event::Other(_)));
    }
}

#[test]
fn tokens_do_not_show() {
    for (_, body) in BODIES {
        let unknown = body.replacen("\"type\": \"L", "\"type\": \"New", 1);
        for body in [body, &unknown] {
            let delivery = read_trusted(body.as_bytes()).unwrap();
            let public = serde_json::to_string(&delivery.event.public()).unwrap();
            for shown in [format!("{delivery:?}"), public] {
                assert!(!shown.contains("iNKE8a6k6cjbqWhWd") && !shown.contains("eyJhbGci"), "{shown}");
            }
        }
    }
}

#[test]
fn halves_of_characters_are_read() {
    let body = br#"{"type":"Message","_id":"r","messages":[{"msg":"a\ud800b"}]}"#;
    let Event::Message(conversation) = read_trusted(body).unwrap().event else { panic!() };
    assert_eq!(conversation.messages[0].text, "a\u{fffd}b");
}

#[test]
fn the_key_of_a_body_is_the_same_for_ever() {
    let key = |body: &str| read_trusted(body.as_bytes()).unwrap().key;
    // The start of the SHA-256 of `{}`, which others can compute.
    assert_eq!(key("{}").to_string(), "44136fa355b3678a1146ad16f7e8649e");
    assert_eq!(format!("{:?}", key("{}")), "EventKey(44136fa355b3678a1146ad16f7e8649e)");
    assert_ne!(key("{}"), key("{ }"));
}

#[test]
fn the_oldest_event_is_forgotten_first() {
    let keys: Vec<_> = (0..4_u8).map(|number| EventKey::of(&[number])).collect();
    let recent = RecentEvents::new(2);
    let insert = |number: usize| recent.insert(keys[number]);
    assert_eq!([0, 0, 1, 0].map(insert), [true, false, true, false]);
    assert_eq!([2, 1, 0].map(insert), [true, false, true]);
    recent.remove(keys[0]);
    recent.remove(keys[3]);
    assert_eq!([2, 0, 3].map(insert), [false, true, true]);
    assert!(RecentEvents::new(0).insert(keys[0]));
}

#[test]
fn an_event_is_received_once() {
    let (headers, secret) = (headers(&[SECRET]), WebhookToken::from(SECRET));
    let store = RecentEvents::default();
    let received = |body: &str| ready(receive(&headers, body.as_bytes(), &secret, &store));
    assert!(received(BODIES[5].1).unwrap().is_some());
    assert!(received(BODIES[5].1).unwrap().is_none());
    assert_eq!(received("[]").unwrap_err().status(), 400);
    let body = BODIES[5].1.as_bytes();
    assert_eq!(ready(receive(&headers, body, &secret, &Broken)).unwrap_err().status(), 503);
}

struct Broken;

impl EventStore for Broken {
    type Error = std::fmt::Error;

    async fn insert(&self, _: &Delivery) -> Result<bool, Self::Error> {
        Err(std::fmt::Error)
    }
}

fn ready<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it waits for nothing"),
    }
}

#[test]
fn a_secret_that_no_header_carries_makes_no_request() {
    let event = Event::Closed(Box::new(Conversation::new("r")));
    assert!(request(&event, &"a\nb".into()).is_err());
    let silent = request(&event, &"".into()).unwrap();
    assert!(silent.headers().get(SECRET_HEADER).is_none());
    let shown = format!("{:?}", request(&event, &SECRET.into()).unwrap());
    assert!(!shown.contains(SECRET), "{shown}");
}

/// Each value of a body, by its pointer.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    let children: Vec<_> = match value {
        Value::Object(fields) => fields.iter().map(|(key, value)| (key.clone(), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(at, item)| (at.to_string(), item)).collect(),
        _ => Vec::new(),
    };
    for (key, child) in children {
        let at = format!("{at}/{key}");
        pointers(child, &at, found);
        found.push(at);
    }
}

/// Free-form JSON is kept as it is, whatever stands in it.
fn is_free(pointer: &str) -> bool {
    ["/customFields/", "/blocks/"].iter().any(|free| pointer.contains(free))
}

#[test]
fn one_odd_value_takes_nothing_else_along() {
    for (name, body) in BODIES {
        let body = json_of(body);
        let mut places = Vec::new();
        pointers(&body, "", &mut places);
        for place in places {
            for odd in [json!(null), json!(-2.5), json!("odd"), json!([[]]), json!({"odd": {}}), json!(true)] {
                let mut odd_body = body.clone();
                *odd_body.pointer_mut(&place).unwrap() = odd.clone();
                let delivery = read_trusted(odd_body.to_string().as_bytes()).unwrap();
                if matches!(delivery.event, Event::Other(_)) {
                    // Nothing is left out of it.
                    assert!(place == "/type" || place == "/_id", "{name} {place} {odd}");
                    assert_eq!(serde_json::to_value(&delivery.event).unwrap(), odd_body);
                    continue;
                }
                assert!(delivery.omitted.len() <= 1, "{name} {place} {odd} {:?}", delivery.omitted);
                let written = serde_json::to_value(&delivery.event).unwrap();
                let left_out = delivery.omitted.first().map(|omission| &*omission.pointer);
                // Around the odd value, or in it.
                let is_there = |left_out: &str| place.starts_with(left_out) || left_out.starts_with(&place);
                assert!(left_out.is_none_or(is_there), "{name} {place} {odd} {left_out:?}");
                compare(&body, &written, "", &place, left_out);
            }
        }
    }
}

/// Holds what was read against the body, but for the odd value and what was left out because of it.
fn compare(body: &Value, written: &Value, at: &str, odd: &str, left_out: Option<&str>) {
    if at == odd || Some(at) == left_out || is_free(at) {
        return;
    }
    match body {
        Value::Object(fields) => {
            for (key, value) in fields {
                compare(value, &written[key], &format!("{at}/{key}"), odd, left_out);
            }
        }
        Value::Array(items) => {
            let mut rest = written.as_array().unwrap_or(const { &Vec::new() }).iter();
            for (number, item) in items.iter().enumerate() {
                let at = format!("{at}/{number}");
                // An element that is left out, or that is nothing, has no place.
                let is_gone = Some(&*at) == left_out || (at == odd && rest.len() < items.len() - number);
                if !is_gone {
                    compare(item, rest.next().unwrap_or(&Value::Null), &at, odd, left_out);
                }
            }
        }
        // The body of a test has a text where others have a list.
        text if written.is_array() => {
            assert_eq!(written[0].as_object().and_then(|one| one.values().next()), Some(text));
        }
        value => assert_eq!(written, value, "{at} {odd} {left_out:?}"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn no_body_panics(bytes in prop::collection::vec(any::<u8>(), 0..80), text in r#"[\[\]{}",:\\ a-u0-9]{0,60}"#) {
        drop(read_trusted(&bytes));
        drop(read_trusted(text.as_bytes()));
    }

    #[test]
    fn what_is_read_of_a_broken_body_can_be_written_and_read_again(which in 0..BODIES.len(), at in any::<prop::sample::Index>(), byte in any::<u8>()) {
        let mut body = BODIES[which].1.as_bytes().to_vec();
        let at = at.index(body.len());
        body[at] = byte;
        if let Ok(delivery) = read_trusted(&body) {
            let written = serde_json::to_vec(&delivery.event).unwrap();
            let again = read_trusted(&written).unwrap();
            prop_assert_eq!(again.event, delivery.event);
            prop_assert_eq!(again.omitted, Vec::new());
        }
    }

    #[test]
    fn any_key_may_be_there_too(which in 0..BODIES.len(), key in "[a-z]{1,8}", value in any::<i64>()) {
        let mut body: JsonObject = serde_json::from_str(BODIES[which].1).unwrap();
        prop_assume!(!body.contains_key(&key));
        body.insert(key, value.into());
        let delivery = read_trusted(Value::Object(body).to_string().as_bytes()).unwrap();
        prop_assert!(!matches!(delivery.event, Event::Other(_)));
    }
}
