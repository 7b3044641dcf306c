//! The protocol itself: handshakes, pings, and frames that are none.

use bytes::Bytes;
use http::Request;
use livechat_mock::{Engine, Fault, Outgoing, ServerError};
use livechat_sdk::Timestamp;
use serde_json::{Value, json};

use super::{MESSAGES, Mock, START, followed, sub, waiting};

fn connect(version: &str, support: &[&str]) -> Value {
    json!({"msg": "connect", "version": version, "support": support})
}

#[test]
fn a_client_connects_with_a_version_in_common() {
    let (mut mock, ..) = waiting();
    for (version, support) in [("1", &["1", "pre2", "pre1"][..]), ("pre1", &["pre1"]), ("1", &["2", "1"])] {
        let socket = mock.open();
        let answer = mock.say(socket, &connect(version, support));
        let session = answer[0]["session"].as_str().unwrap();
        assert_eq!(answer, [json!({"msg": "connected", "session": session})]);
        assert_eq!(session.len(), 17);
    }
}

#[test]
fn a_session_is_not_resumed() {
    let (mut mock, room, _, socket) = followed();
    mock.close(socket);
    let socket = mock.open();
    let frame = json!({"msg": "connect", "session": "s", "version": "1", "support": ["1"]});
    assert_ne!(mock.say(socket, &frame)[0]["session"], "s");
    mock.write(&room, "Hello?");
    assert_eq!(mock.happened(socket), [""; 0]);
}

#[test]
fn without_a_version_in_common_the_connection_ends() {
    let (mut mock, ..) = waiting();
    for (frame, best) in [
        (connect("2", &["2"]), "1"),
        (connect("pre1", &["1", "pre1"]), "1"),
        (connect("1", &["pre2", "1"]), "pre2"),
        (connect("1", &[]), "1"),
        (json!({"msg": "connect"}), "1"),
        (json!({"msg": "connect", "version": 1, "support": ["1"]}), "1"),
        (json!({"msg": "connect", "version": "1", "support": "1"}), "1"),
    ] {
        let socket = mock.open();
        let error = mock.receive(socket, &frame.to_string()).unwrap_err();
        assert!(error.to_string().starts_with("a connect of another version"), "{error}");
        assert_eq!(mock.take(socket), [json!({"msg": "failed", "version": best}), json!("closed with 1000")]);
        // Nothing counts any more, whatever comes before the transport has closed it.
        assert_eq!(mock.say(socket, &connect("1", &["1"])), [Value::Null; 0]);
    }
}

#[test]
fn nothing_is_heard_before_connect() {
    let (mut mock, room, _) = waiting();
    for frame in [
        json!({"msg": "ping"}),
        json!({"msg": "method", "id": "1", "method": "logout"}),
        json!({"msg": "method"}),
        sub("1", MESSAGES, room.as_str(), &json!({"visitorToken": "t"})),
        json!({"msg": "unsub", "id": "1"}),
        json!({"msg": "hello"}),
    ] {
        let socket = mock.open();
        let answer = mock.say(socket, &frame);
        assert_eq!(answer, [json!({"msg": "error", "reason": "Must connect first", "offendingMessage": frame})]);
        assert_eq!(mock.say(socket, &connect("1", &["1"]))[0]["msg"], "connected", "it goes on");
    }
}

#[test]
fn what_is_no_frame_is_told_and_the_connection_goes_on() {
    let (mut mock, ..) = waiting();
    let socket = mock.connect();
    for (text, reason) in [
        ("", "Parse error"),
        ("{", "Parse error"),
        ("[]", "Bad request"),
        ("7", "Bad request"),
        ("{}", "Bad request"),
        (r#"{"server_id":"0"}"#, "Bad request"),
        (r#"{"msg":"hello"}"#, "Bad request"),
        (r#"{"msg":7}"#, "Bad request"),
        (r#"{"msg":"unsub"}"#, "Bad request"),
        (r#"{"msg":"connect","version":"1","support":["1"]}"#, "Already connected"),
        (r#"{"msg":"connect"}"#, "Already connected"),
        (r#"{"msg":"sub","name":"stream-room-messages"}"#, "Malformed subscription"),
        (r#"{"msg":"sub","id":"1","name":"x","params":{}}"#, "Malformed subscription"),
        (r#"{"msg":"method","id":"1"}"#, "Malformed method invocation"),
        (r#"{"msg":"method","id":1,"method":"logout"}"#, "Malformed method invocation"),
    ] {
        let mut expected = json!({"msg": "error", "reason": reason});
        if let Ok(offending) = serde_json::from_str::<Value>(text) {
            expected["offendingMessage"] = offending;
        }
        assert!(mock.receive(socket, text).is_err(), "{text}");
        assert_eq!(mock.take(socket), [expected], "{text}");
    }
    assert_eq!(mock.say(socket, &json!({"msg": "ping"})), [json!({"msg": "pong"})]);
}

#[test]
fn a_log_is_never_told_what_a_frame_brought() {
    let (mut mock, room, _) = waiting();
    let socket = mock.connect();
    for frame in [
        "s3cret".to_owned(),
        json!({"msg": "s3cret"}).to_string(),
        json!({"s3cret": "s3cret"}).to_string(),
        json!({"msg": "method", "id": "s3cret", "method": "s3cret", "params": ["s3cret"]}).to_string(),
        json!({"msg": "method", "id": "1", "method": "login", "params": [{"resume": "s3cret"}]}).to_string(),
        sub("s3cret", "s3cret", "s3cret", &json!({"token": "s3cret"})).to_string(),
        sub("s3cret", MESSAGES, room.as_str(), &json!({"visitorToken": "s3cret"})).to_string(),
    ] {
        let error = mock.receive(socket, &frame).unwrap_err();
        assert!(!format!("{error} {error:?}").contains("s3cret"), "{error}");
    }
    let outgoing = format!("{:?} {:?}", mock.engine.take_outgoing(), mock.engine);
    assert!(!outgoing.contains("s3cret"), "{outgoing}");
}

#[test]
fn a_ping_is_answered_with_its_id() {
    let (mut mock, ..) = waiting();
    let socket = mock.connect();
    assert_eq!(mock.say(socket, &json!({"msg": "ping"})), [json!({"msg": "pong"})]);
    assert_eq!(mock.say(socket, &json!({"msg": "ping", "id": "x"})), [json!({"msg": "pong", "id": "x"})]);
    assert_eq!(mock.say(socket, &json!({"msg": "pong", "id": "y"})), [Value::Null; 0]);
}

#[test]
fn a_transport_pings_clients_that_said_connect() {
    let (mut mock, ..) = waiting();
    let (silent, connected) = (mock.open(), mock.connect());
    mock.engine.ping_socket(silent);
    mock.engine.ping_socket(connected);
    assert_eq!(mock.take(silent), [Value::Null; 0]);
    assert_eq!(mock.take(connected), [json!({"msg": "ping"})]);
}

#[test]
fn a_socket_that_is_closed_hears_nothing_more() {
    let (mut mock, room, _, socket) = followed();
    assert_eq!(mock.engine.sockets(), 1);
    mock.close(socket);
    mock.close(socket);
    assert_eq!(mock.engine.sockets(), 0);
    mock.write(&room, "Hello?");
    assert_eq!(mock.say(socket, &json!({"msg": "ping"})), [Value::Null; 0]);
}

#[test]
fn a_reset_closes_all_sockets() {
    let (mut mock, room, _, first) = followed();
    let second = mock.connect();
    mock.engine.reset();
    for socket in [first, second] {
        assert_eq!(mock.take(socket), ["closed with 1012"]);
    }
    assert_eq!(mock.engine.sockets(), 0);
    assert!(mock.world().room(&room).is_none());
    // Whoever comes anew has a socket of another number.
    let third = mock.connect();
    assert!(first < second && second < third);
}

#[test]
fn a_copy_of_an_engine_has_no_sockets() {
    let (mock, room, _, socket) = followed();
    let mut copy = Mock { engine: mock.engine.clone(), now: mock.now, heard: Default::default() };
    assert_eq!(copy.engine.sockets(), 0);
    copy.write(&room, "Hello?");
    assert_eq!(copy.take(socket), [Value::Null; 0]);
}

#[test]
fn replay_mode_has_no_rooms_to_read() {
    let mut engine = Engine::replay();
    let now = Timestamp::from_millis(START);
    let socket = engine.open_socket(now);
    engine.receive(socket, &connect("1", &["1"]).to_string(), now).unwrap();
    for frame in [
        sub("1", MESSAGES, "r", &json!({"visitorToken": "t"})),
        json!({"msg": "method", "id": "1", "method": "login", "params": [{"resume": "x"}]}),
        json!({"msg": "method", "id": "1", "method": "stream-notify-room", "params": ["r/user-activity"]}),
    ] {
        engine.receive(socket, &frame.to_string(), now).unwrap_err();
    }
    let frames: Vec<_> = engine.take_outgoing().into_iter().filter_map(Outgoing::into_text).collect();
    let rejected = frames.iter().filter(|frame| frame.contains("start it in stateful mode"));
    assert_eq!((frames.len(), rejected.count()), (7, 3));
}

#[test]
fn only_a_transport_that_can_upgrade_gives_a_websocket() {
    let mut mock = waiting().0;
    let request = Request::get("/websocket")
        .header("connection", "Upgrade")
        .header("upgrade", "websocket")
        .header("sec-websocket-version", "13")
        .header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
        .body(Bytes::new())
        .unwrap();
    let upgraded = mock.engine.handshake(&request, [127, 0, 0, 1].into(), mock.now);
    assert_eq!(upgraded.response.status(), 101);
    let rejected = mock.engine.handle(&request, [127, 0, 0, 1].into(), mock.now).response;
    let hint = rejected.headers()["x-livechat-mock-hint"].to_str().unwrap();
    assert!(rejected.status() == 400 && hint.ends_with("or the program"), "{hint}");
    // A fault of requests meets a handshake too.
    mock.engine.add_fault(Fault::fail(ServerError::new(503, json!({"success": false}))));
    let failed = mock.engine.handshake(&request, [127, 0, 0, 1].into(), mock.now);
    assert_eq!(failed.response.status(), 503);
}
