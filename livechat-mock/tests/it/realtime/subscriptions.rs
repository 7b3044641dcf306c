//! Who may read which stream, and how subscriptions begin and end.

use livechat_mock::{Engine, SocketId};
use serde_json::{Value, json};

use super::{LIVECHAT, MESSAGES, Mock, NOTIFY, agent, followed, served, sub, waiting};

fn ready(id: &str) -> Value {
    json!({"msg": "ready", "subs": [id]})
}

fn rejected(id: &str) -> Value {
    let error = json!({
        "isClientSafe": true,
        "error": "not-allowed",
        "message": "[not-allowed]",
        "errorType": "Meteor.Error",
    });
    json!({"msg": "nosub", "id": id, "error": error})
}

fn log_in(mock: &mut Mock, socket: SocketId, token: &str) {
    assert!(mock.call(socket, "login", json!([{"resume": token}])).get("error").is_none());
}

#[test]
fn each_stream_takes_the_token_under_its_own_name() {
    let (mut mock, room, _) = waiting();
    let socket = mock.connect();
    let activity = format!("{room}/user-activity");
    for (stream, event, key) in [
        (MESSAGES, room.as_str(), "visitorToken"),
        (LIVECHAT, room.as_str(), "visitorToken"),
        (NOTIFY, &activity, "token"),
    ] {
        let other = if key == "token" { "visitorToken" } else { "token" };
        let mut attempt = |extra: Value| mock.say(socket, &sub(stream, stream, event, &extra));
        for extra in [json!({}), Value::Null, json!({key: "other"}), json!({other: "t"}), json!({key: 7}), json!("t")] {
            assert_eq!(attempt(extra.clone()), [rejected(stream)], "{stream} {extra}");
        }
        assert_eq!(attempt(json!({key: "t"})), [ready(stream)], "{stream}");
    }
    for stream in [MESSAGES, LIVECHAT, NOTIFY] {
        let frame = sub("none", stream, "nowhere", &json!({"token": "t", "visitorToken": "t"}));
        assert_eq!(mock.say(socket, &frame), [rejected("none")], "there is no such room");
    }
}

#[test]
fn a_log_is_told_why() {
    let (mut mock, room, _) = waiting();
    let socket = mock.connect();
    for (stream, event, extra, why) in [
        (MESSAGES, room.as_str(), json!({}), "stream-room-messages: params[1].args[0].visitorToken is missing"),
        (NOTIFY, &format!("{room}/typing"), json!({}), "stream-notify-room: params[1].args[0].token is missing"),
        (
            LIVECHAT,
            room.as_str(),
            json!({"visitorToken": "u"}),
            "the token is not the one that the room was opened with",
        ),
        (LIVECHAT, "nowhere", json!({"visitorToken": "t"}), "there is no such room"),
        ("stream-x", "x", json!({}), "an unknown collection: there is no such collection"),
    ] {
        let error = mock.receive(socket, &sub("1", stream, event, &extra).to_string()).unwrap_err().to_string();
        assert!(error.starts_with("a sub of ") && error.ends_with(why), "{error}");
    }
}

#[test]
fn the_second_parameter_may_be_a_boolean_or_missing_and_then_shows_no_token() {
    let (mut mock, room, _) = waiting();
    let socket = mock.connect();
    for params in [
        json!([room]),
        json!([room, true]),
        json!([room, false]),
        json!([room, null]),
        json!([room, {"useCollection": false, "args": [null]}]),
        json!([room, {"args": []}]),
    ] {
        let frame = json!({"msg": "sub", "id": "1", "name": LIVECHAT, "params": params});
        assert_eq!(mock.say(socket, &frame), [rejected("1")], "{params}");
    }
}

#[test]
fn with_a_collection_it_begins_with_a_document() {
    let (mut mock, room, ann) = served();
    let socket = mock.connect();
    let added = json!({"msg": "added", "collection": MESSAGES, "id": "id", "fields": {"eventName": room}});
    let options = json!({"useCollection": true, "args": [{"visitorToken": "t"}]});
    let frame = json!({"msg": "sub", "id": "1", "name": MESSAGES, "params": [room, options]});
    assert_eq!(mock.say(socket, &frame), [added.clone(), ready("1")]);
    log_in(&mut mock, socket, &ann.1);
    let frame = json!({"msg": "sub", "id": "2", "name": MESSAGES, "params": [room, true]});
    assert_eq!(mock.say(socket, &frame), [added, ready("2")]);
}

#[test]
fn an_event_has_a_name() {
    let (mut mock, ..) = waiting();
    let socket = mock.connect();
    let error = |frame: &[Value]| frame[0]["error"]["error"].clone();
    assert_eq!(error(&mock.say(socket, &sub("1", MESSAGES, "", &json!({})))), "invalid-event-name");
    for params in [json!([]), json!([null]), json!([7])] {
        let frame = json!({"msg": "sub", "id": "1", "name": MESSAGES, "params": params});
        assert_eq!(error(&mock.say(socket, &frame)), 400);
    }
    let frame = json!({"msg": "sub", "id": "1", "name": MESSAGES});
    assert_eq!(error(&mock.say(socket, &frame)), 400);
}

#[test]
fn an_unknown_name_is_not_found() {
    let (mut mock, ..) = waiting();
    let socket = mock.connect();
    let expected = json!({
        "isClientSafe": true,
        "error": 404,
        "reason": "Subscription 'users' not found",
        "message": "Subscription 'users' not found [404]",
        "errorType": "Meteor.Error",
    });
    let answer = mock.say(socket, &sub("1", "users", "x", &json!({})));
    assert_eq!(answer, [json!({"msg": "nosub", "id": "1", "error": expected})]);
    // What bots ask for before they log in; nothing ever comes of it.
    let frame = json!({"msg": "sub", "id": "2", "name": "meteor.loginServiceConfiguration"});
    assert_eq!(mock.say(socket, &frame), [ready("2")]);
}

#[test]
fn a_live_id_is_ignored_and_an_ended_one_is_free() {
    let (mut mock, room, ..) = waiting();
    let socket = mock.connect();
    mock.subscribe(socket, "1", MESSAGES, room.as_str(), "t");
    let again = sub("1", LIVECHAT, room.as_str(), &json!({"visitorToken": "t"}));
    assert_eq!(mock.say(socket, &again), [Value::Null; 0]);
    let nosub = json!({"msg": "nosub", "id": "1"});
    assert_eq!(mock.say(socket, &json!({"msg": "unsub", "id": "1"})), std::slice::from_ref(&nosub));
    assert_eq!(mock.say(socket, &json!({"msg": "unsub", "id": "1"})), [nosub], "one that is not known, too");
    mock.write(&room, "Hello?");
    assert_eq!(mock.happened(socket), [""; 0]);
    assert_eq!(mock.say(socket, &again), [ready("1")]);
}

#[test]
fn a_closed_room_can_still_be_read() {
    let (mut mock, room, _) = served();
    mock.post("livechat/room.close", &json!({"rid": room, "token": "t"}));
    let socket = mock.connect();
    mock.follow(socket, &room, "t");
}

#[test]
fn who_is_logged_in_reads_the_rooms_that_they_may_see() {
    let (mut mock, room, ann) = served();
    let eve = agent(mock.world(), "eve");
    let eve = mock.log_in(&eve);
    let (as_ann, as_eve) = (mock.connect(), mock.connect());
    log_in(&mut mock, as_ann, &ann.1);
    log_in(&mut mock, as_eve, &eve.1);
    let activity = format!("{room}/user-activity");
    for (stream, event, expected) in [
        (MESSAGES, room.as_str(), ready("1")),
        (NOTIFY, &activity, ready("2")),
        (LIVECHAT, room.as_str(), rejected("3")),
    ] {
        let id = if stream == MESSAGES {
            "1"
        } else if stream == NOTIFY {
            "2"
        } else {
            "3"
        };
        assert_eq!(mock.say(as_ann, &sub(id, stream, event, &Value::Null)), [expected]);
        assert_eq!(mock.say(as_eve, &sub(id, stream, event, &Value::Null)), [rejected(id)]);
    }
    mock.write(&room, "Hello?");
    assert_eq!(mock.happened(as_ann), [r#""Hello?" by guest-2"#]);
    assert_eq!(mock.happened(as_eve), [""; 0]);
}

#[test]
fn a_logout_ends_what_only_the_login_allowed() {
    let (mut mock, room, ann) = served();
    let socket = mock.connect();
    log_in(&mut mock, socket, &ann.1);
    mock.subscribe(socket, "as-visitor", MESSAGES, room.as_str(), "t");
    assert_eq!(mock.say(socket, &sub("as-ann", MESSAGES, room.as_str(), &Value::Null)), [ready("as-ann")]);
    let answer = mock.say(socket, &json!({"msg": "method", "id": "m", "method": "logout"}));
    assert_eq!(answer[0], rejected("as-ann"));
    assert_eq!(answer[1..], [json!({"msg": "result", "id": "m"}), json!({"msg": "updated", "methods": ["m"]})]);
    mock.write(&room, "Hello?");
    assert_eq!(mock.happened(socket).len(), 1);
}

#[test]
fn without_logins_everybody_is_the_administrator() {
    let (mock, room, _) = served();
    let Mock { engine, now, heard } = mock;
    let mut mock = Mock { engine: engine.no_auth(true), now, heard };
    let socket = mock.connect();
    assert_eq!(mock.say(socket, &sub("1", MESSAGES, room.as_str(), &Value::Null)), [ready("1")]);
    assert_eq!(mock.say(socket, &sub("2", MESSAGES, "__my_messages__", &Value::Null)), [ready("2")]);
    mock.write(&room, "Hello?");
    assert_eq!(mock.happened(socket).len(), 2);
}

#[test]
fn equal_subscriptions_each_get_a_frame_and_one_that_ends_leaves_the_other() {
    let (mut mock, room, _, socket) = followed();
    mock.subscribe(socket, "again", MESSAGES, room.as_str(), "t");
    let other = mock.connect();
    mock.subscribe(other, "1", MESSAGES, room.as_str(), "t");
    mock.write(&room, "Hello?");
    let frames = mock.take(socket);
    assert_eq!((frames.len(), &frames[0]), (2, &frames[1]));
    assert_eq!(mock.take(other), frames[..1]);
    mock.say(socket, &json!({"msg": "unsub", "id": "1"}));
    mock.write(&room, "Hello??");
    assert_eq!(mock.happened(socket), [r#""Hello??" by guest-2"#]);
}

#[test]
fn a_connection_has_a_thousand_subscriptions() {
    let (mut mock, room, _) = waiting();
    let socket = mock.connect();
    for number in 0..1000 {
        mock.subscribe(socket, &number.to_string(), MESSAGES, room.as_str(), "t");
    }
    let one_more = sub("more", MESSAGES, room.as_str(), &json!({"visitorToken": "t"}));
    let answer = mock.say(socket, &one_more);
    assert_eq!((&answer[0]["msg"], &answer[0]["error"]["error"]), (&json!("nosub"), &json!("too-many-subscriptions")));
    mock.write(&room, "Hello?");
    assert_eq!(mock.take(socket).len(), 1000);
    mock.say(socket, &json!({"msg": "unsub", "id": "7"}));
    assert_eq!(mock.say(socket, &one_more), [ready("more")]);
    let other = mock.connect();
    mock.follow(other, &room, "t");
}

#[test]
fn names_that_are_kept_are_not_long() {
    let (mut mock, room, _) = waiting();
    let socket = mock.connect();
    let x = |length: usize| "x".repeat(length);
    mock.subscribe(socket, &x(256), MESSAGES, room.as_str(), "t");
    let answer = mock.say(socket, &sub(&x(257), MESSAGES, room.as_str(), &json!({"visitorToken": "t"})));
    assert_eq!(answer[0]["error"]["error"], "too-many-subscriptions");
    let event = format!("{room}/{}", x(300));
    assert_eq!(mock.say(socket, &sub("1", NOTIFY, &event, &json!({"token": "t"}))), [rejected("1")]);
}

#[test]
fn a_path_of_realtime_is_known_by_its_name() {
    for (path, expected) in
        [("/websocket", true), ("/websocket/", true), ("/websocket/x", false), ("/sockjs", false), ("/", false)]
    {
        assert_eq!(Engine::is_realtime(path), expected, "{path}");
    }
}
